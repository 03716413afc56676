import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type KernelEvent, KernelEventFlags } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { EventChainBuilder } from '../../event-chains/event-chain-builder.ts';
import { EventAllocator } from '../allocator.ts';
import { FakeMidiStream } from './fake-miniport-midi.test-support.ts';
import { LegacyRenderStream } from './render-stream.ts';

const UP = [KsState.acquire, KsState.pause, KsState.run] as const;
const NOTE_ON = [0x90, 60, 127];
const NOTE_OFF = [0x80, 60, 0];
const CLOCK = [0xf8];

/** Writes down what is asked of it. */
class FakeServiceGroup implements ServiceGroup {
  readonly delayedRequests: number[] = [];
  cancelCount = 0;
  addMember(): void {}
  removeMember(): void {}
  supportDelayedService(): void {}
  requestService(): void {}
  requestDelayedService(delayTicks: number): void {
    this.delayedRequests.push(delayTicks);
  }
  cancelDelayedService(): void {
    this.cancelCount++;
  }
}

describe('LegacyRenderStream', () => {
  let allocator: EventAllocator;
  let device: FakeMidiStream;
  let retryGroup: FakeServiceGroup;
  let stream: LegacyRenderStream;

  const message = (bytes: readonly number[], channelGroup = 1): KernelEvent => {
    const builder = new EventChainBuilder(allocator);
    builder.begin(channelGroup, 0);
    for (const byte of bytes) expect(builder.append(byte, 0)).toBe(true);
    return builder.take()!;
  };
  const incomplete = (bytes: readonly number[], channelGroup = 1): KernelEvent => {
    const event = message(bytes, channelGroup);
    event.flags = KernelEventFlags.incomplete;
    return event;
  };
  const packageOf = (child: KernelEvent): KernelEvent => {
    const event = allocator.getMessage()!;
    event.flags = KernelEventFlags.package;
    event.packageEvent = child;
    return event;
  };
  const chain = (...events: readonly KernelEvent[]): KernelEvent => {
    for (const [i, event] of events.entries()) {
      let last = event;
      while (last.next !== null) last = last.next;
      last.next = events[i + 1] ?? null;
    }
    return events[0]!;
  };
  const moveThrough = (...states: readonly KsState[]): void => {
    for (const state of states) stream.setState(state);
  };
  const expectNothingLent = (): void => {
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  };
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
    device = new FakeMidiStream();
    retryGroup = new FakeServiceGroup();
    stream = new LegacyRenderStream({ device, allocator, retryGroup, maxHeldCount: 4 });
  });

  it('writes each message as it comes in run, with groups 0 and 1 the same, and gives the events back', () => {
    moveThrough(...UP);
    stream.putMessage(chain(message(NOTE_ON, 1), message(NOTE_OFF, 0)));
    stream.putMessage(message(CLOCK));
    expect(device.writes).toEqual([NOTE_ON, NOTE_OFF, CLOCK]);
    expectNothingLent();
  });

  it('drops and counts what is for a channel group that the device does not have', () => {
    moveThrough(...UP);
    stream.putMessage(chain(message(NOTE_ON, 2), message(NOTE_OFF, 1), message(NOTE_ON, 65_535)));
    expect(device.writes).toEqual([NOTE_OFF]);
    expect(stream.foreignGroupCount).toBe(2);
    expectNothingLent();
  });

  it('writes the messages inside packages where the package stands', () => {
    moveThrough(...UP);
    const inner = packageOf(chain(message([0xb0, 7, 1]), message([0xb0, 7, 2])));
    stream.putMessage(chain(message(NOTE_ON), packageOf(chain(inner, message([0xb0, 7, 3]))), message(NOTE_OFF)));
    expect(device.writes).toEqual([NOTE_ON, [0xb0, 7, 1], [0xb0, 7, 2], [0xb0, 7, 3], NOTE_OFF]);
    expectNothingLent();
  });

  it('drops a package that lies too deep in others, with all that is in it', () => {
    moveThrough(...UP);
    let nested = message(NOTE_ON);
    for (let depth = 0; depth < 9; depth++) nested = packageOf(nested);
    stream.putMessage(nested);
    expect(device.writes).toEqual([]);
    expect(stream.droppedCount).toBe(1);
    expectNothingLent();
  });

  it('writes the parts of a long message in order, and no more than 256 bytes at once', () => {
    allocator = new EventAllocator({ bufferBytes: 1000 });
    stream = new LegacyRenderStream({ device, allocator, retryGroup, maxHeldCount: 4 });
    moveThrough(...UP);
    const sysEx = [0xf0, ...Array.from({ length: 2300 }, (_, i) => i & 0x7f), 0xf7];
    stream.putMessage(message(sysEx));
    expect(device.writtenBytes).toEqual(sysEx);
    expect(Math.max(...device.writes.map((bytes) => bytes.length))).toBe(256);
    expectNothingLent();
  });

  it.each([1, 8, 9, 256])('writes a message of %d bytes whole', (byteLength) => {
    allocator = new EventAllocator({ bufferBytes: 1000 });
    stream = new LegacyRenderStream({ device, allocator, retryGroup, maxHeldCount: 4 });
    moveThrough(...UP);
    stream.putMessage(message(new Array<number>(byteLength).fill(5)));
    expect(device.writes).toEqual([new Array<number>(byteLength).fill(5)]);
    expectNothingLent();
  });

  describe('states', () => {
    it('holds in acquire and pause, lets go in run, and gives everything back with stop', () => {
      moveThrough(KsState.acquire);
      stream.putMessage(message(NOTE_ON));
      moveThrough(KsState.pause);
      stream.putMessage(packageOf(message(NOTE_OFF)));
      expect(device.writes).toEqual([]);
      expect(stream.heldCount).toBe(2);
      moveThrough(KsState.run);
      expect(device.writes).toEqual([NOTE_ON, NOTE_OFF]);
      moveThrough(KsState.pause);
      stream.putMessage(message(CLOCK));
      moveThrough(KsState.acquire, KsState.stop);
      expect(stream.heldCount).toBe(0);
      expect(device.states).toEqual([1, 2, 3, 2, 1, 0]);
      expectNothingLent();
    });

    it('throws away what comes in stop', () => {
      stream.putMessage(message(NOTE_ON));
      moveThrough(...UP);
      expect(device.writes).toEqual([]);
      expectNothingLent();
    });

    it('stays in its state when the device does not follow', () => {
      moveThrough(KsState.acquire, KsState.pause);
      device.refusesState = KsState.run;
      expect(() => stream.setState(KsState.run)).toThrow('STATUS_UNSUCCESSFUL');
      stream.putMessage(message(NOTE_ON));
      expect(device.writes).toEqual([]);
      stream.discard();
      expectNothingLent();
    });
  });

  describe('in front of a busy device', () => {
    beforeEach(() => {
      moveThrough(...UP);
      device.freeWriteCount = 0;
    });

    it('keeps the order and tries again with the next message, or when it is served', () => {
      stream.putMessage(message(NOTE_ON));
      stream.putMessage(message(NOTE_OFF));
      expect(stream.heldCount).toBe(2);
      device.freeWriteCount = 1;
      stream.putMessage(message(CLOCK));
      expect(device.writes).toEqual([NOTE_ON]);
      device.freeWriteCount = 2;
      stream.putMessage(null);
      expect(device.writes).toEqual([NOTE_ON, NOTE_OFF, CLOCK]);
      expectNothingLent();
    });

    it('asks to be served a millisecond later for as long as the device is busy', () => {
      stream.putMessage(message(NOTE_ON));
      stream.putMessage(null);
      expect(retryGroup.delayedRequests).toEqual([-10_000, -10_000]);
      device.freeWriteCount = 9;
      stream.putMessage(null);
      expect(retryGroup.delayedRequests).toHaveLength(2);
    });

    it('goes on in the middle of a long message', () => {
      const sysEx = [0xf0, ...Array.from({ length: 60 }, (_, i) => i), 0xf7];
      stream.putMessage(message(sysEx));
      for (let attempt = 0; attempt < 4; attempt++) {
        device.freeWriteCount = 1;
        stream.putMessage(null);
      }
      expect(device.writtenBytes).toEqual(sysEx);
      expectNothingLent();
    });

    it('drops and counts what is more than may wait', () => {
      const values = [1, 2, 3, 4, 5, 6];
      for (const value of values) stream.putMessage(message([0xb0, 7, value]));
      expect(stream.droppedCount).toBe(2);
      device.freeWriteCount = 9;
      stream.putMessage(null);
      expect(device.writes.map((bytes) => bytes[2])).toEqual([1, 2, 3, 4]);
      expectNothingLent();
    });

    it('makes room for what comes when the device is free again', () => {
      for (const value of [1, 2, 3, 4]) stream.putMessage(message([0xb0, 7, value]));
      device.freeWriteCount = 99;
      stream.putMessage(message([0xb0, 7, 5]));
      expect(device.writes.map((bytes) => bytes[2])).toEqual([1, 2, 3, 4, 5]);
      expect(stream.droppedCount).toBe(0);
    });

    it('keeps or drops a message in parts as a whole, also when the parts come one by one', () => {
      for (let i = 0; i < 3; i++) stream.putMessage(message(CLOCK));
      stream.putMessage(incomplete([0xf0, 1]));
      stream.putMessage(incomplete([2, 3]));
      stream.putMessage(message([4, 0xf7]));
      stream.putMessage(incomplete([0xf0, 5]));
      stream.putMessage(incomplete([6, 7]));
      device.freeWriteCount = 6;
      stream.putMessage(message([8, 0xf7]));
      expect(device.writtenBytes).toEqual([0xf8, 0xf8, 0xf8, 0xf0, 1, 2, 3, 4, 0xf7]);
      expect(stream.droppedCount).toBe(3);
      expectNothingLent();
    });

    it('gives everything back with stop, and does not ask again', () => {
      stream.putMessage(chain(message(NOTE_ON), packageOf(message(new Array<number>(40).fill(1)))));
      moveThrough(KsState.pause, KsState.acquire, KsState.stop);
      expectNothingLent();
      expect(retryGroup.cancelCount).toBe(1);
      moveThrough(...UP);
      device.freeWriteCount = 9;
      stream.putMessage(message(CLOCK));
      expect(device.writes).toEqual([CLOCK]);
    });
  });

  it('begins anew after stop: what was refused before says nothing about what comes', () => {
    const restart = (): void => moveThrough(KsState.pause, KsState.acquire, KsState.stop, ...UP);
    device.failingWrites = [0];
    moveThrough(...UP);
    stream.putMessage(incomplete([0xf0, 1]));
    restart();
    stream.putMessage(message(NOTE_ON));
    expect(device.writes).toEqual([NOTE_ON]);
    device.freeWriteCount = 0;
    for (let i = 0; i < 4; i++) stream.putMessage(message(NOTE_OFF));
    stream.putMessage(incomplete([0xf0, 1]));
    restart();
    device.freeWriteCount = 9;
    stream.putMessage(message(CLOCK));
    stream.putMessage(message(NOTE_OFF));
    expect(device.writes).toEqual([NOTE_ON, CLOCK, NOTE_OFF]);
    expectNothingLent();
  });

  describe('in front of a failing device', () => {
    it('counts the failure, and goes on with the next message', () => {
      device.failingWrites = [1];
      moveThrough(...UP);
      stream.putMessage(chain(message(NOTE_ON), message(CLOCK), message(NOTE_OFF)));
      expect(device.writes).toEqual([NOTE_ON, NOTE_OFF]);
      expect(stream.failedCount).toBe(1);
      expectNothingLent();
    });

    it('does not write the rest of a message that failed, but what comes between its parts', () => {
      device.failingWrites = [1];
      moveThrough(...UP);
      stream.putMessage(incomplete([0xf0, 1]));
      stream.putMessage(incomplete([2, 3]));
      stream.putMessage(message(CLOCK));
      stream.putMessage(message([0xb0, 7, 1], 0));
      stream.putMessage(message([4, 0xf7]));
      stream.putMessage(message(NOTE_ON));
      expect(device.writes).toEqual([[0xf0, 1], CLOCK, [0xb0, 7, 1], NOTE_ON]);
      expect(stream.failedCount).toBe(1);
      expectNothingLent();
    });
  });

  it('returns every event once, whatever comes and whatever the device does', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('play' as const), group: fc.nat(3), length: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ kind: fc.constant('part' as const), group: fc.nat(2), length: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ kind: fc.constant('package' as const), group: fc.nat(2), length: fc.integer({ min: 1, max: 20 }) }),
      fc.record({ kind: fc.constant('free' as const), count: fc.nat(5) }),
      fc.record({ kind: fc.constant('state' as const), isUp: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(fc.nat(40)), (steps, failingWrites) => {
        device = new FakeMidiStream();
        device.failingWrites = failingWrites;
        device.freeWriteCount = 3;
        stream = new LegacyRenderStream({ device, allocator, retryGroup, maxHeldCount: 4 });
        let state: KsState = KsState.stop;
        for (const each of steps) {
          if (each.kind === 'free') device.freeWriteCount = each.count;
          else if (each.kind === 'state') {
            state = Math.max(0, Math.min(3, state + (each.isUp ? 1 : -1))) as KsState;
            stream.setState(state);
          } else {
            const bytes = new Array<number>(each.length).fill(7);
            const event =
              each.kind === 'part' ? incomplete(bytes.slice(0, 16), each.group) : message(bytes, each.group);
            stream.putMessage(each.kind === 'package' ? packageOf(event) : event);
          }
        }
        while (state > KsState.stop) stream.setState(--state as KsState);
        stream.discard();
        expectNothingLent();
      }),
      { seed: 20260305 },
    );
  });
});
