import { describe, expect, it } from 'vitest';
import { KernelEventFlags } from '../ddi/kernel-event.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import { Sequencer } from '../port-driver/sequencer.ts';
import { LeakDetector } from './leak-detector.ts';

function note(detector: LeakDetector) {
  const event = detector.getMessage()!;
  event.inline.set([0x90, 60, 127]);
  return Object.assign(event, { byteLength: 3, channelGroup: 2, presentationTime: 1000 });
}

describe('LeakDetector', () => {
  it('has nothing to report of chains, buffers and packages that came back', () => {
    const detector = new LeakDetector();
    const first = note(detector);
    first.next = note(detector);
    first.next.buffer = detector.getBuffer();
    const outer = note(detector);
    outer.flags = KernelEventFlags.package;
    outer.packageEvent = note(detector);
    expect([detector.outstandingEventCount, detector.outstandingBufferCount]).toEqual([4, 1]);
    detector.putMessage(first);
    detector.putMessage(outer);
    detector.putMessage(null);
    detector.putBuffer(detector.getBuffer()!);
    expect(detector.report()).toEqual([]);
    expect([detector.outstandingEventCount, detector.outstandingBufferCount]).toEqual([0, 0]);
  });

  it('tells what is still out, and what it carried', () => {
    const detector = new LeakDetector({ name: 'pin 3' });
    detector.putMessage(note(detector));
    note(detector);
    detector.getBuffer();
    expect(detector.report()).toEqual([
      'event 2 (3 bytes 90 3c 7f, group 2, flags 0, at 1000 ticks) has not come back to pin 3',
      'buffer 1 has not come back to pin 3',
    ]);
  });

  it('tells of an event that came back again, also when the pool has lent its memory anew', () => {
    const detector = new LeakDetector({ maxEventCount: 1 });
    const event = note(detector);
    detector.putMessage(event);
    detector.getMessage();
    detector.putMessage(event);
    expect(detector.report()[0]).toBe('event 1 (3 bytes 90 3c 7f, group 2, flags 0, at 1000 ticks) came back again');
  });

  it('tells of fields that are read or written after the return', () => {
    const detector = new LeakDetector();
    const event = note(detector);
    detector.putMessage(event);
    event.next = null;
    expect(event.byteLength).toBe(3);
    const was = '(3 bytes 90 3c 7f, group 2, flags 0, at 1000 ticks)';
    expect(detector.report()).toEqual([
      `next of event 1 ${was} was written after its return`,
      `byteLength of event 1 ${was} was read after its return`,
    ]);
  });

  it('tells of payloads that are written to after the return, and of each once', () => {
    const detector = new LeakDetector({ name: 'the pool' });
    const event = note(detector);
    const { inline } = event;
    const buffer = detector.getBuffer()!;
    event.buffer = buffer;
    detector.putMessage(event);
    inline[1] = 0;
    buffer[100] = 0;
    const faults = [
      'the payload of event 1 was written to at byte 1 after it had come back to the pool',
      'buffer 1 was written to at byte 100 after it had come back to the pool',
    ];
    expect(detector.report()).toEqual(faults);
    expect(detector.report()).toEqual(faults);
  });

  it('tells of events and buffers of somebody else', () => {
    const detector = new LeakDetector({ name: 'pin 1' });
    detector.putMessage(new LeakDetector({ name: 'pin 2' }).getMessage());
    detector.putMessage(new EventAllocator().getMessage());
    detector.putBuffer(new Uint8Array(4096));
    expect(detector.report()).toEqual([
      'event 1 of pin 2 came back to pin 1',
      'an event of nobody known came back to pin 1',
      'a buffer that is not out came back to pin 1 by itself',
    ]);
  });

  it('comes to an end over a package that contains itself', () => {
    const detector = new LeakDetector();
    const event = note(detector);
    event.packageEvent = event;
    detector.putMessage(event);
    expect(detector.report()).toHaveLength(1);
  });

  it('runs out when it is told to, and lends again what came back', () => {
    const detector = new LeakDetector({ maxEventCount: 2, maxBufferCount: 1, bufferBytes: 64 });
    const event = note(detector);
    note(detector);
    expect(detector.getMessage()).toBeNull();
    const buffer = detector.getBuffer()!;
    expect([buffer.byteLength, detector.getBufferSize(), detector.getBuffer()]).toEqual([64, 64, null]);
    expect(detector.exhaustedCount).toBe(2);
    detector.putMessage(event);
    const again = detector.getMessage()!;
    expect([again.byteLength, again.channelGroup, again.inline[0], again.next]).toEqual([0, 0, 0, null]);
  });

  it('stands in for the pool of a stage', () => {
    const allocator = new LeakDetector();
    const sequencer = new Sequencer({ allocator, schedulePreFetch: 0, maxEventCount: 10 });
    sequencer.setState(1);
    sequencer.putMessage(note(allocator));
    expect(allocator.outstandingEventCount).toBe(1);
    sequencer.setState(0);
    expect(allocator.report()).toEqual([]);
  });
});
