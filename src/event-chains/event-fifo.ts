import type { KernelEvent } from '../ddi/kernel-event.ts';

/** Events that wait, first in, first out, linked by their own `next`, so that waiting takes no memory. `@thread render` */
export class EventFifo {
  /** The one that has waited longest. */
  first: KernelEvent | null = null;
  count = 0;
  #last: KernelEvent | null = null;

  /** @param event a single one; its `next` is `null`. */
  append(event: KernelEvent): void {
    if (this.#last === null) this.first = event;
    else this.#last.next = event;
    this.#last = event;
    this.count++;
  }

  /** Appends events that are handed over together, in their order. */
  appendChain(chain: KernelEvent): void {
    for (let event: KernelEvent | null = chain; event !== null; ) {
      const { next }: KernelEvent = event;
      event.next = null;
      this.append(event);
      event = next;
    }
  }

  /** Gives the first event up, as a single one; `null` when there is none. */
  takeFirst(): KernelEvent | null {
    const event = this.first;
    if (event === null) return null;
    this.first = event.next;
    if (this.first === null) this.#last = null;
    event.next = null;
    this.count--;
    return event;
  }

  /** Gives all events up, as a chain. */
  takeAll(): KernelEvent | null {
    const chain = this.first;
    this.first = null;
    this.#last = null;
    this.count = 0;
    return chain;
  }
}
