import type { ReferenceTime } from '../clock/reference-time.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';

const INITIAL_CAPACITY = 256;

/**
 * Events ordered by presentation time; equal times keep the order of arrival. A binary heap over three parallel
 * arrays, so that keeping order makes no objects; the arrays double when full, up to a stated maximum.
 *
 * `@thread render`
 */
export class EventHeap {
  /** Comparisons made so far, which tell how the work grows with the number of events. */
  comparisonCount = 0;

  readonly #maxCount: number;
  #events: (KernelEvent | null)[];
  #times: Float64Array;
  #arrivals: Float64Array;
  #count = 0;
  #arrivalCount = 0;

  /** @param maxCount events it may ever hold, 1 or more. */
  constructor(maxCount: number) {
    this.#maxCount = maxCount;
    const capacity = Math.min(INITIAL_CAPACITY, maxCount);
    this.#events = new Array<KernelEvent | null>(capacity).fill(null);
    this.#times = new Float64Array(capacity);
    this.#arrivals = new Float64Array(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** When the first event is due; infinity when there is none. */
  get firstTime(): ReferenceTime {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!;
  }

  /** Takes an event, or the head of a chain that stays together; false when full. */
  push(event: KernelEvent): boolean {
    if (this.#count === this.#times.length && !this.#grow()) return false;
    const index = this.#count++;
    this.#place(index, event, event.presentationTime, this.#arrivalCount++);
    this.#siftUp(index);
    return true;
  }

  /** Gives the first event up; `null` when there is none. */
  pop(): KernelEvent | null {
    if (this.#count === 0) return null;
    const first = this.#events[0]!;
    const last = --this.#count;
    this.#move(last, 0);
    this.#events[last] = null;
    this.#siftDown();
    return first;
  }

  #siftUp(start: number): void {
    for (let index = start; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #siftDown(): void {
    for (let index = 0; ; ) {
      let first = index;
      const left = 2 * index + 1;
      if (left < this.#count && this.#isBefore(left, first)) first = left;
      if (left + 1 < this.#count && this.#isBefore(left + 1, first)) first = left + 1;
      if (first === index) return;
      this.#swap(index, first);
      index = first;
    }
  }

  #isBefore(a: number, b: number): boolean {
    this.comparisonCount++;
    const timeA = this.#times[a]!;
    const timeB = this.#times[b]!;
    return timeA < timeB || (timeA === timeB && this.#arrivals[a]! < this.#arrivals[b]!);
  }

  #swap(a: number, b: number): void {
    const event = this.#events[a]!;
    const time = this.#times[a]!;
    const arrival = this.#arrivals[a]!;
    this.#move(b, a);
    this.#place(b, event, time, arrival);
  }

  #move(from: number, to: number): void {
    this.#place(to, this.#events[from]!, this.#times[from]!, this.#arrivals[from]!);
  }

  #place(index: number, event: KernelEvent, time: ReferenceTime, arrival: number): void {
    this.#events[index] = event;
    this.#times[index] = time;
    this.#arrivals[index] = arrival;
  }

  #grow(): boolean {
    const capacity = Math.min(2 * this.#count, this.#maxCount);
    if (capacity === this.#count) return false;
    const times = new Float64Array(capacity);
    const arrivals = new Float64Array(capacity);
    times.set(this.#times);
    arrivals.set(this.#arrivals);
    this.#times = times;
    this.#arrivals = arrivals;
    while (this.#events.length < capacity) this.#events.push(null);
    return true;
  }
}
