/** Other ways to do the sequencer's job, to measure it against. */
import type { KernelEvent } from '../src/ddi/kernel-event.ts';
import type { Mxf } from '../src/ddi/mxf.ts';

/** A stage that holds events and lets them go in order of their stamps. */
export interface OrderingStage extends Mxf {
  service(now: number): void;
}

abstract class ArrayStage implements OrderingStage {
  protected readonly events: KernelEvent[] = [];
  /** Events before it are gone. */
  protected head = 0;
  #output: Mxf | null = null;

  abstract putMessage(event: KernelEvent | null): void;

  service(now: number): void {
    while (this.head < this.events.length && this.events[this.head]!.presentationTime <= now) {
      this.#output?.putMessage(this.events[this.head++]!);
    }
    if (this.head < this.events.length) return;
    this.events.length = 0;
    this.head = 0;
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  setState(): void {}
  disconnectOutput(): void {}
}

/** Keeps an array sorted: looks for an event's place by halves, and moves what lies behind it. */
export class SortedInsertion extends ArrayStage {
  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    let low = this.head;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle]!.presentationTime <= event.presentationTime) low = middle + 1;
      else high = middle;
    }
    if (low === this.events.length) this.events.push(event);
    else this.events.splice(low, 0, event);
  }
}

/** Collects, and sorts before the first event after that is let go: the least work there is when nothing comes later. */
export class SortOnce extends ArrayStage {
  #isSorted = true;

  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    this.events.push(event);
    this.#isSorted = false;
  }

  override service(now: number): void {
    if (!this.#isSorted) this.events.sort((a, b) => a.presentationTime - b.presentationTime);
    this.#isSorted = true;
    super.service(now);
  }
}
