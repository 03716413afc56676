import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { MAX_PACKAGE_DEPTH } from '../event-chains/message-parts.ts';
import type { PresentationClock } from './presentation-clock.ts';

/**
 * Stands between the sequencer and the miniport's stream on a MIDI-subtype pin, and turns stamps from presentation time
 * into master time, which is all that a miniport knows. The sequencer holds and discards; this only passes on.
 *
 * `@thread render`
 */
export class PresentationStamper implements Mxf {
  readonly #allocator: AllocatorMxf;
  readonly #clock: PresentationClock;
  #output: Mxf;

  constructor(allocator: AllocatorMxf, clock: PresentationClock) {
    this.#allocator = allocator;
    this.#clock = clock;
    this.#output = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    this.#stampChain(event, 0);
    this.#output.putMessage(event);
  }

  setState(): void {}

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  #stampChain(first: KernelEvent | null, depth: number): void {
    if (depth > MAX_PACKAGE_DEPTH) return;
    for (let event = first; event !== null; event = event.next) {
      event.presentationTime = this.#clock.toMasterTime(event.presentationTime);
      this.#stampChain(event.packageEvent, depth + 1);
    }
  }
}
