import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream } from '../../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { EventAllocator } from '../allocator.ts';
import { LegacyCaptureStream } from './capture-stream.ts';
import { FakeMidiStream } from './fake-miniport-midi.test-support.ts';

const { stop, acquire, pause, run } = KsState;

describe('LegacyCaptureStream', () => {
  let allocator: EventAllocator;
  let masterClock: ManualClock;
  let device: FakeMidiStream;
  let sink: FakeStream;
  let stream: LegacyCaptureStream;
  const capture = (...bytes: readonly number[]): void => {
    device.received.push(...bytes);
    stream.putMessage(null);
  };
  beforeEach(() => {
    allocator = new EventAllocator({
      eventCount: 2,
      maxEventCount: 2,
      bufferCount: 1,
      maxBufferCount: 1,
      bufferBytes: 16,
    });
    masterClock = new ManualClock(5000);
    device = new FakeMidiStream();
    sink = new FakeStream(allocator);
    stream = new LegacyCaptureStream({ device, allocator, masterClock });
    stream.connectOutput(sink);
  });

  it('makes a raw event of what was received, in group 1, stamped with the master clock', () => {
    for (const state of [acquire, pause, run]) stream.setState(state);
    capture(0x90, 60, 127, 61);
    masterClock.advance(70);
    capture(0xf8);
    expect(sink.seen).toEqual([
      { presentationTime: 5000, channelGroup: 1, bytes: [0x90, 60, 127, 61], isIncomplete: true },
      { presentationTime: 5070, channelGroup: 1, bytes: [0xf8], isIncomplete: true },
    ]);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
  });

  it('cuts at the size of a buffer, tells where each piece stood, and starts anew in stop', () => {
    const positions: number[] = [];
    const { putMessage } = sink;
    sink.putMessage = (event) => {
      positions.push(event!.bytePosition);
      putMessage.call(sink, event);
    };
    for (const state of [acquire, pause]) stream.setState(state);
    const bytes = Array.from({ length: 40 }, (_, i) => i);
    capture(...bytes);
    expect(sink.seen.map((event) => event.bytes.length)).toEqual([16, 16, 8]);
    expect(sink.seen.flatMap((event) => event.bytes)).toEqual(bytes);
    for (const state of [acquire, stop, acquire, pause]) stream.setState(state);
    capture(1);
    expect(positions).toEqual([0, 16, 32, 0]);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
  });

  it('emits in pause and run only, and throws away the rest', () => {
    capture(1);
    for (const [i, state] of [acquire, pause, run, pause, acquire, stop].entries()) {
      stream.setState(state);
      capture(0x10 + i);
    }
    expect(sink.seen.map((event) => event.bytes[0])).toEqual([0x11, 0x12, 0x13]);
    expect(device.received).toEqual([]);
    expect(device.states).toEqual([1, 2, 3, 2, 1, 0]);
  });

  it('throws away what the device still had from before pause', () => {
    stream.setState(acquire);
    device.received.push(1, 2, 3);
    stream.setState(pause);
    capture(4);
    expect(sink.seen.map((event) => event.bytes)).toEqual([[4]]);
  });

  it('reads on when the pool is empty, and counts the bytes that were lost', () => {
    for (const state of [acquire, pause, run]) stream.setState(state);
    const lent = [allocator.getMessage(), allocator.getMessage()];
    capture(0x90, 60, 127);
    expect(stream.droppedByteCount).toBe(3);
    expect(device.received).toEqual([]);
    for (const event of lent) allocator.putMessage(event);
    capture(0xf8);
    expect(sink.seen.map((event) => event.bytes)).toEqual([[0xf8]]);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
  });

  it('counts a device that cannot be read', () => {
    for (const state of [acquire, pause, run]) stream.setState(state);
    device.cannotBeRead = true;
    stream.putMessage(null);
    expect(stream.failedCount).toBe(1);
    expect(sink.seen).toEqual([]);
  });

  it('gives to the allocator what comes from above, and what leaves it without an output', () => {
    for (const state of [acquire, pause, run]) stream.setState(state);
    stream.putMessage(allocator.getMessage());
    stream.disconnectOutput(sink);
    capture(0xf8);
    expect(sink.seen).toEqual([]);
    expect(allocator.outstandingEventCount).toBe(0);
  });
});
