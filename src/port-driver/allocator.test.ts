import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KernelEventFlags } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../ddi/miniport-dmus.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { EventAllocator } from './allocator.ts';
import { RenderPin } from './render-pin.ts';

describe('EventAllocator', () => {
  it('lends events without a trace of their last use', () => {
    const allocator = new EventAllocator({ eventCount: 2, maxEventCount: 2 });
    const event = allocator.getMessage()!;
    event.packageEvent = allocator.getMessage();
    event.byteLength = 20;
    event.channelGroup = 3;
    event.flags = KernelEventFlags.incomplete;
    event.presentationTime = 99;
    event.bytePosition = 7;
    event.inline.fill(0xee);
    event.buffer = allocator.getBuffer();
    allocator.putMessage(event);
    const again = [allocator.getMessage()!, allocator.getMessage()!];
    expect(again).toContain(event);
    for (const each of again) {
      expect(each).toMatchObject({ byteLength: 0, channelGroup: 0, flags: 0, presentationTime: 0, bytePosition: -1 });
      expect(each).toMatchObject({ next: null, buffer: null, packageEvent: null });
      expect([...each.inline]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    }
  });

  it('grows up to its maximum and then has nothing to lend until something comes back', () => {
    const allocator = new EventAllocator({ eventCount: 2, maxEventCount: 5, bufferCount: 1, maxBufferCount: 2 });
    const events = Array.from({ length: 5 }, () => allocator.getMessage()!);
    expect(new Set(events).size).toBe(5);
    expect(allocator.getMessage()).toBeNull();
    expect([allocator.getBuffer(), allocator.getBuffer(), allocator.getBuffer()].filter(Boolean)).toHaveLength(2);
    expect(allocator).toMatchObject({ outstandingEventCount: 5, outstandingBufferCount: 2, exhaustedCount: 2 });
    allocator.putMessage(events[3]!);
    expect(allocator.getMessage()).toBe(events[3]);
  });

  it('takes back a chain with its buffers, its packages and their packages', () => {
    const allocator = new EventAllocator({ bufferBytes: 64 });
    const [first, second, inner, innermost] = Array.from({ length: 4 }, () => allocator.getMessage()!);
    first!.next = second!;
    second!.packageEvent = inner!;
    inner!.packageEvent = innermost!;
    for (const event of [first!, innermost!]) event.buffer = allocator.getBuffer();
    allocator.putMessage(first!);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });

  it('comes to an end over a package that contains itself', () => {
    const allocator = new EventAllocator();
    const event = allocator.getMessage()!;
    event.packageEvent = event;
    allocator.putMessage(event);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 1 });
  });

  it('refuses and counts what is not out: events put back twice, strangers, spare buffers', () => {
    const allocator = new EventAllocator();
    const stranger = new EventAllocator().getMessage()!;
    const event = allocator.getMessage()!;
    allocator.putMessage(event);
    allocator.putMessage(event);
    allocator.putMessage(stranger);
    allocator.putMessage({ ...stranger } as KernelEvent);
    allocator.putBuffer(new Uint8Array(allocator.getBufferSize()));
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 4 });
    expect(allocator.getMessage()).not.toBe(allocator.getMessage());
  });

  it('refuses a buffer that comes back twice while another is out', () => {
    const allocator = new EventAllocator({ bufferCount: 2, maxBufferCount: 2 });
    const [first] = [allocator.getBuffer()!, allocator.getBuffer()!];
    allocator.putBuffer(first);
    allocator.putBuffer(first);
    expect(allocator).toMatchObject({ outstandingBufferCount: 1, misreturnedCount: 1 });
  });

  it('takes back a buffer that was never attached, and nothing at all', () => {
    const allocator = new EventAllocator();
    allocator.putBuffer(allocator.getBuffer()!);
    allocator.putMessage(null);
    expect(allocator).toMatchObject({ outstandingBufferCount: 0, misreturnedCount: 0 });
  });

  it.each([
    { eventCount: 0 },
    { eventCount: 9, maxEventCount: 8 },
    { maxEventCount: 2 ** 30 },
    { bufferBytes: 8 },
    { bufferBytes: 65_536 },
    { bufferCount: 2, maxBufferCount: 1 },
  ])('cannot be made with %o', (options) => {
    expect(() => new EventAllocator(options)).toThrow(RangeError);
  });
});

type Step =
  | { readonly do: 'write'; readonly messages: readonly (readonly [number, Uint8Array])[]; readonly cutBytes: number }
  | { readonly do: 'move'; readonly by: 1 | -1 }
  | { readonly do: 'service'; readonly ticks: number }
  | { readonly do: 'keep'; readonly keeps: boolean };

const message = fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.uint8Array({ minLength: 1, maxLength: 40 }));
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('write' as const),
    messages: fc.array(message, { minLength: 1, maxLength: 6 }),
    cutBytes: fc.integer({ min: 0, max: 12 }),
  }),
  fc.record({ do: fc.constant('move' as const), by: fc.constantFrom<(1 | -1)[]>(1, 1, 1, -1) }),
  fc.record({ do: fc.constant('service' as const), ticks: fc.integer({ min: 0, max: 300 }) }),
  fc.record({ do: fc.constant('keep' as const), keeps: fc.boolean() }),
);

/** Does what can be done of a step; states stay within the row. */
function take(step: Step, pin: RenderPin, miniport: FakeMiniport, clock: ManualClock): void {
  if (step.do === 'keep') miniport.messageStreams[0]!.keepsEvents = step.keeps;
  if (step.do === 'move' && KsState.stop <= pin.state + step.by && pin.state + step.by <= KsState.run) {
    pin.setState((pin.state + step.by) as KsState);
  }
  if (step.do === 'service') {
    clock.advance(step.ticks);
    pin.service(clock.getTime());
  }
  if (step.do === 'write') {
    const buffer = new MusicBuffer({ byteLength: 1000 });
    for (const [referenceTime, bytes] of step.messages) buffer.packUnstructured(referenceTime, 1, bytes);
    const records = buffer.getUsedRecords();
    pin.writePacket(buffer.getStartTime(), records.subarray(0, records.length - step.cutBytes));
  }
}

describe('the events of a pin', () => {
  it.each([
    ['passed through at once', DONT_HOLD_FOR_SEQUENCING],
    ['held until 50 ticks before their time', 50],
  ])('all come home, whatever happens and wherever it ends, when they are %s', (_how, schedulePreFetch) => {
    let exhaustions = 0;
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 30 }), (steps) => {
        const miniport = new FakeMiniport();
        miniport.schedulePreFetch = schedulePreFetch;
        const masterClock = new ManualClock();
        const allocator = { eventCount: 3, maxEventCount: 11, bufferCount: 1, maxBufferCount: 5, bufferBytes: 9 };
        const pin = new RenderPin({
          miniport,
          pinId: FakePin.render,
          dataFormat: DIRECT_MUSIC_FORMAT,
          masterClock,
          allocator,
        });
        for (const step of steps) take(step, pin, miniport, masterClock);
        const held = pin.allocator.outstandingEventCount;
        if (pin.state === KsState.stop) expect(held).toBe(0);
        pin.close();
        expect(pin.allocator).toMatchObject({
          outstandingEventCount: 0,
          outstandingBufferCount: 0,
          misreturnedCount: 0,
        });
        expect(miniport.closedStreams).toEqual([pin.stream]);
        exhaustions += pin.allocator.exhaustedCount;
      }),
      { seed: 20260110, numRuns: 500 },
    );
    expect(exhaustions).toBeGreaterThan(0);
  });
});
