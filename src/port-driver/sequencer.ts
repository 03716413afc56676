import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../ddi/miniport-dmus.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { DEFAULT_MAX_EVENT_COUNT } from './allocator.ts';
import { EventHeap } from './event-heap.ts';

/** What a sequencer is made of. */
export interface SequencerOptions {
  /** Where discarded events go, and everything while no output is connected. */
  readonly allocator: AllocatorMxf;
  /** How long before its time the next stage wants an event, in ticks of 100 ns, or DONT_HOLD_FOR_SEQUENCING. */
  readonly schedulePreFetch: ReferenceTime;
  /** Events it may hold, 16,384 by default: as many as the allocator can lend. */
  readonly maxEventCount?: number;
}

/**
 * Second stage of the way down: puts events in order of their stamps, equal stamps in order of arrival, and lets each
 * go when its stamp is no further away than the prefetch. Nobody wakes it: whoever drives the stream calls
 * {@link service}. With DONT_HOLD_FOR_SEQUENCING events pass through as they come.
 *
 * Only `run` lets anything go. `acquire` and `pause` hold, `stop` discards what is held and what comes.
 *
 * `@thread render`
 */
export class Sequencer implements Mxf {
  /** Events discarded because too many were held. */
  droppedCount = 0;

  readonly #allocator: AllocatorMxf;
  readonly #preFetch: ReferenceTime;
  readonly #held: EventHeap;
  #output: Mxf;
  #state: KsState = KsState.stop;

  constructor(options: SequencerOptions) {
    this.#allocator = options.allocator;
    this.#output = options.allocator;
    this.#preFetch = options.schedulePreFetch;
    this.#held = new EventHeap(options.maxEventCount ?? DEFAULT_MAX_EVENT_COUNT);
  }

  /** Events held back, a chain counting as one. */
  get heldCount(): number {
    return this.#held.count;
  }

  /** When {@link service} will have something to do: infinity when nothing is held. */
  get nextServiceTime(): ReferenceTime {
    return this.#held.count === 0 ? Number.POSITIVE_INFINITY : this.#held.firstTime - this.#preFetch;
  }

  /**
   * Lets go what is due at `now`, in ticks of the master clock: no more events than it held to begin with, so that one
   * that is led back to it at once takes its next turn in the next service.
   */
  service(now: ReferenceTime): void {
    for (let turns = this.#held.count; turns > 0; turns--) {
      if (this.#state !== KsState.run || this.#held.firstTime - this.#preFetch > now) return;
      const event = this.#held.pop();
      if (event === null) return;
      this.#output.putMessage(event);
    }
  }

  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    if (this.#state === KsState.stop) this.#allocator.putMessage(event);
    else if (this.#state === KsState.run && this.#preFetch === DONT_HOLD_FOR_SEQUENCING) this.#output.putMessage(event);
    else this.#hold(event);
  }

  setState(state: KsState): void {
    this.#state = state;
    if (state === KsState.stop) this.#empty(this.#allocator);
    if (state === KsState.run && this.#preFetch === DONT_HOLD_FOR_SEQUENCING) this.#empty(this.#output);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  /** A chain stays together as far as its stamps are equal. */
  #hold(chain: KernelEvent): void {
    for (let head: KernelEvent | null = chain; head !== null; ) {
      let tail: KernelEvent = head;
      while (tail.next !== null && tail.next.presentationTime === head.presentationTime) tail = tail.next;
      const rest: KernelEvent | null = tail.next;
      tail.next = null;
      if (!this.#held.push(head)) this.#drop(head);
      head = rest;
    }
  }

  #drop(event: KernelEvent): void {
    this.droppedCount++;
    this.#allocator.putMessage(event);
  }

  #empty(receiver: Mxf): void {
    for (let event = this.#held.pop(); event !== null; event = this.#held.pop()) receiver.putMessage(event);
  }
}
