import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { EventAllocator } from './allocator.ts';
import { EventHeap } from './event-heap.ts';
import { Sequencer } from './sequencer.ts';

const MILLION = 1_000_000;
const NO_BYTES = new Uint8Array(8);

/** An event of nobody's, whose position says when it arrived. */
function makeEvent(arrival: number): KernelEvent {
  return {
    byteLength: 3,
    channelGroup: 1,
    flags: 0,
    presentationTime: 0,
    bytePosition: arrival,
    next: null,
    inline: NO_BYTES,
    buffer: null,
    packageEvent: null,
  };
}

/** A generator of numbers that look random, of period 2³² (constants of Numerical Recipes). */
function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}

/** Stamps of the i-th event: few enough different ones that many are equal. */
const ORDERS: Readonly<Record<string, () => (i: number) => number>> = {
  random: () => {
    const next = lcg(1);
    return () => next() % 200_000;
  },
  ascending: () => (i) => i >> 2,
  descending: () => (i) => (MILLION - i) >> 2,
  equal: () => () => 7,
};

/** Checks events as they come out: by time, and by arrival where times are equal. */
class OrderCheck {
  count = 0;
  misplacedCount = 0;
  #time = Number.NEGATIVE_INFINITY;
  #arrival = -1;

  take({ presentationTime, bytePosition }: KernelEvent): void {
    this.count++;
    const isLater = presentationTime > this.#time || (presentationTime === this.#time && bytePosition > this.#arrival);
    if (!isLater) this.misplacedCount++;
    this.#time = presentationTime;
    this.#arrival = bytePosition;
  }
}

let events: KernelEvent[] = [];

beforeAll(() => {
  events = Array.from({ length: MILLION }, (_, i) => makeEvent(i));
});

describe('EventHeap', () => {
  it.each([
    ['random', MILLION],
    ['random', MILLION / 10],
    ['ascending', MILLION / 10],
    ['descending', MILLION / 10],
    ['equal', MILLION / 10],
  ])('puts %s stamps in order, %i of them at 3 n log₂ n comparisons at most', (name, count) => {
    const heap = new EventHeap(count);
    const stamp = ORDERS[name]!();
    const check = new OrderCheck();
    for (let i = 0; i < count; i++) {
      const event = events[i]!;
      event.presentationTime = stamp(i);
      heap.push(event);
    }
    for (let event = heap.pop(); event !== null; event = heap.pop()) check.take(event);
    expect([check.count, check.misplacedCount]).toEqual([count, 0]);
    // One comparison a level on the way in, two on the way out.
    expect(heap.comparisonCount).toBeLessThanOrEqual(3 * count * Math.log2(count));
  });

  it('takes as many events as it was told and no more', () => {
    const heap = new EventHeap(300);
    const taken = Array.from({ length: 301 }, (_, i) => heap.push(makeEvent(i)));
    expect(taken.indexOf(false)).toBe(300);
    heap.pop();
    expect([heap.push(makeEvent(301)), heap.count]).toEqual([true, 300]);
  });

  it('is due never while it is empty', () => {
    const heap = new EventHeap(1);
    expect([heap.firstTime, heap.pop()]).toEqual([Number.POSITIVE_INFINITY, null]);
  });
});

describe('Sequencer', () => {
  it('lets a million events go in order of their stamps, equal stamps in order of arrival', () => {
    const allocator = new EventAllocator({ eventCount: 1 });
    const sequencer = new Sequencer({ allocator, schedulePreFetch: 0, maxEventCount: MILLION });
    const stamp = ORDERS.random!();
    const check = new OrderCheck();
    const output: Mxf = {
      putMessage: (event) => event !== null && check.take(event),
      setState: () => {},
      connectOutput: () => {},
      disconnectOutput: () => {},
    };
    sequencer.connectOutput(output);
    for (const state of [KsState.acquire, KsState.pause, KsState.run] as const) sequencer.setState(state);
    for (let i = 0; i < MILLION; i++) {
      const event = events[i]!;
      event.presentationTime = stamp(i);
      sequencer.putMessage(event);
    }
    expect(sequencer.heldCount).toBe(MILLION);
    for (let now = 0; now <= MILLION; now += 10_000) sequencer.service(now);
    expect([check.count, check.misplacedCount, sequencer.droppedCount]).toEqual([MILLION, 0, 0]);
  });
});
