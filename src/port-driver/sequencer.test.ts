import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream } from '../../test/fakes/fake-miniport.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../ddi/miniport-dmus.ts';
import { EventAllocator } from './allocator.ts';
import { EventHeap } from './event-heap.ts';
import { Sequencer } from './sequencer.ts';

const STEPS_UP = [KsState.acquire, KsState.pause, KsState.run] as const;

describe('Sequencer', () => {
  let allocator: EventAllocator;
  let stream: FakeStream;
  beforeEach(() => {
    allocator = new EventAllocator({ maxEventCount: 64, eventCount: 64 });
    stream = new FakeStream(allocator);
  });

  function makeEvent(presentationTime: number, name: number): KernelEvent {
    const event = allocator.getMessage()!;
    event.presentationTime = presentationTime;
    event.byteLength = 1;
    event.inline[0] = name;
    return event;
  }

  function makeSequencer(schedulePreFetch: number, maxEventCount?: number): Sequencer {
    const options =
      maxEventCount === undefined ? { allocator, schedulePreFetch } : { allocator, schedulePreFetch, maxEventCount };
    const sequencer = new Sequencer(options);
    sequencer.connectOutput(stream);
    return sequencer;
  }

  function running(sequencer: Sequencer): Sequencer {
    for (const state of STEPS_UP) sequencer.setState(state);
    return sequencer;
  }

  const names = (): number[] => stream.seen.map((event) => event.bytes[0]!);

  it('releases events in order of their stamps, equal stamps in order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 60 }), (stamps) => {
        stream = new FakeStream(allocator);
        const sequencer = running(makeSequencer(0));
        stamps.forEach((stamp, name) => {
          sequencer.putMessage(makeEvent(stamp, name));
        });
        sequencer.service(20);
        const inOrder = stamps.map((stamp, name) => ({ stamp, name })).sort((a, b) => a.stamp - b.stamp);
        expect(names()).toEqual(inOrder.map((each) => each.name));
        expect(allocator.outstandingEventCount).toBe(0);
      }),
      { seed: 20260111 },
    );
  });

  it('comes to an end where each event that it lets go is led back to it at once', () => {
    const sequencer = running(makeSequencer(0));
    let rounds = 0;
    stream.putMessage = (event) => {
      allocator.putMessage(event);
      if (++rounds < 100) sequencer.putMessage(makeEvent(5, rounds));
    };
    sequencer.putMessage(makeEvent(5, 0));
    sequencer.service(10);
    expect([rounds, sequencer.heldCount, sequencer.nextServiceTime]).toEqual([1, 1, 5]);
    while (sequencer.heldCount > 0) sequencer.service(10);
    expect([rounds, allocator.outstandingEventCount]).toEqual([100, 0]);
  });

  it('releases an event when its stamp is no further away than the prefetch, and not a tick before', () => {
    const sequencer = running(makeSequencer(30));
    sequencer.putMessage(makeEvent(100, 1));
    sequencer.putMessage(makeEvent(101, 2));
    expect(sequencer.nextServiceTime).toBe(70);
    sequencer.service(69);
    expect(names()).toEqual([]);
    sequencer.service(70);
    expect(names()).toEqual([1]);
    expect(sequencer.nextServiceTime).toBe(71);
    sequencer.service(500);
    expect(names()).toEqual([1, 2]);
    expect(sequencer.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
  });

  it('does not hold anything for a stream that orders events itself', () => {
    const sequencer = running(makeSequencer(DONT_HOLD_FOR_SEQUENCING));
    sequencer.putMessage(makeEvent(1e12, 1));
    sequencer.putMessage(makeEvent(5, 2));
    expect(names()).toEqual([1, 2]);
    expect(sequencer.heldCount).toBe(0);
  });

  it.each([KsState.acquire, KsState.pause])('holds in state %d and goes on in run', (state) => {
    const sequencer = makeSequencer(DONT_HOLD_FOR_SEQUENCING);
    for (const step of STEPS_UP) if (step <= state) sequencer.setState(step);
    sequencer.putMessage(makeEvent(9, 1));
    sequencer.putMessage(makeEvent(3, 2));
    sequencer.service(1000);
    expect(names()).toEqual([]);
    expect(sequencer.heldCount).toBe(2);
    for (const step of STEPS_UP) if (step > state) sequencer.setState(step);
    expect(names()).toEqual([2, 1]);
  });

  it('discards in stop what it holds and what it gets', () => {
    const sequencer = running(makeSequencer(0));
    sequencer.putMessage(makeEvent(100, 1));
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) sequencer.setState(state);
    sequencer.putMessage(makeEvent(0, 2));
    expect(allocator.outstandingEventCount).toBe(0);
    running(sequencer).service(1000);
    expect(names()).toEqual([]);
  });

  it('keeps a chain of equal stamps together and cuts it where the stamp changes', () => {
    const sequencer = running(makeSequencer(0));
    const chain = [makeEvent(50, 1), makeEvent(50, 2), makeEvent(10, 3), makeEvent(10, 4)];
    chain.forEach((event, i) => {
      event.next = chain[i + 1] ?? null;
    });
    sequencer.putMessage(chain[0]!);
    expect(sequencer.heldCount).toBe(2);
    sequencer.service(10);
    expect(names()).toEqual([3, 4]);
    sequencer.service(50);
    expect(names()).toEqual([3, 4, 1, 2]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('gives events to the allocator while no output is connected', () => {
    const sequencer = running(makeSequencer(DONT_HOLD_FOR_SEQUENCING));
    sequencer.disconnectOutput(stream);
    sequencer.putMessage(makeEvent(1, 1));
    expect(names()).toEqual([]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('drops and counts what is more than it may hold', () => {
    const sequencer = running(makeSequencer(0, 2));
    for (const name of [1, 2, 3]) sequencer.putMessage(makeEvent(10, name));
    expect(sequencer.droppedCount).toBe(1);
    sequencer.service(10);
    expect(names()).toEqual([1, 2]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('ignores a service signal: it has no device', () => {
    const sequencer = running(makeSequencer(0));
    sequencer.putMessage(null);
    expect(sequencer.heldCount).toBe(0);
  });
});

describe('EventHeap', () => {
  it.each([
    ['rising', (i: number, count: number) => i / count],
    ['falling', (i: number, count: number) => 1 - i / count],
    ['scattered', (i: number) => (i * 7919) % 104_729],
    ['all equal', () => 1],
  ])('orders 200,000 events with %s stamps in at most 3 n log2 n comparisons', (_order, stampOf) => {
    const count = 200_000;
    const allocator = new EventAllocator({ maxEventCount: count, eventCount: count });
    const heap = new EventHeap(count);
    for (let i = 0; i < count; i++) {
      const event = allocator.getMessage()!;
      event.presentationTime = stampOf(i, count);
      event.bytePosition = i;
      heap.push(event);
    }
    expect(heap.count).toBe(count);
    let disorderCount = 0;
    let last = heap.pop()!;
    for (let event = heap.pop(); event !== null; event = heap.pop()) {
      const isLater = event.presentationTime > last.presentationTime;
      const isEqual = event.presentationTime === last.presentationTime;
      if (!isLater && !(isEqual && event.bytePosition > last.bytePosition)) disorderCount++;
      last = event;
    }
    expect(disorderCount).toBe(0);
    expect(heap.comparisonCount).toBeLessThan(3 * count * Math.log2(count));
  });

  it('takes no more than its maximum and is empty in the end', () => {
    const allocator = new EventAllocator();
    const heap = new EventHeap(3);
    const taken = Array.from({ length: 4 }, () => heap.push(allocator.getMessage()!));
    expect(taken).toEqual([true, true, true, false]);
    for (let i = 0; i < 3; i++) expect(heap.pop()).not.toBeNull();
    expect(heap.pop()).toBeNull();
    expect(heap.firstTime).toBe(Number.POSITIVE_INFINITY);
  });
});
