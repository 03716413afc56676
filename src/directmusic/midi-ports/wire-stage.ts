import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import { type KernelEvent, KernelEventFlags } from '../../ddi/kernel-event.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';

/**
 * Stands before the parser of a port whose device is one MIDI wire: to a wire all events are one stream of bytes, so
 * that a message may begin in one and end in another. What is for a second channel group is dropped, as documented.
 *
 * `@thread control`
 */
export class WireStage implements Mxf {
  /** Events dropped because there is no such channel group. */
  droppedCount = 0;
  readonly #allocator: AllocatorMxf;
  #output: Mxf;

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
    this.#output = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    for (let each = event; each !== null; ) {
      const { next }: KernelEvent = each;
      each.next = null;
      this.#pass(each);
      each = next;
    }
  }

  setState(): void {}

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  #pass(event: KernelEvent): void {
    if (event.channelGroup > WIRE_CHANNEL_GROUP) {
      this.droppedCount++;
      this.#allocator.putMessage(event);
      return;
    }
    event.channelGroup = WIRE_CHANNEL_GROUP;
    event.flags |= KernelEventFlags.incomplete;
    this.#output.putMessage(event);
  }
}
