import type { PropertyRequest, PropertyResult } from '../ddi/property-request.ts';
import { failure } from '../properties/property-result.ts';
import type { Pin } from './pin.ts';

/**
 * Property requests that a miniport has left open. Each is completed exactly once: by the miniport, or, when the pin it
 * came through is gone and the miniport has said nothing, with `STATUS_UNSUCCESSFUL`, so that nobody waits for ever.
 */
export class PendingRequests {
  readonly #open = new Set<PendingRequest>();

  /** Requests that wait for their end. */
  get count(): number {
    return this.#open.size;
  }

  /**
   * Has a request answered.
   * @param pin the request came through; `null` for the filter.
   * @param forward passes it on, with the `complete` it is given.
   */
  send(
    pin: Pin | null,
    complete: PropertyRequest['complete'],
    forward: (complete: PropertyRequest['complete']) => PropertyResult,
  ): PropertyResult {
    const pending = new PendingRequest(pin, complete, () => this.#open.delete(pending));
    const result = pending.answer(forward((end) => pending.end(end)));
    if (result.status === 'STATUS_PENDING') this.#open.add(pending);
    return result;
  }

  /** Ends what still waits on a pin; `null` ends everything. `@thread control` */
  abandon(pin: Pin | null): void {
    for (const pending of [...this.#open]) {
      if (pin === null || pending.pin === pin) pending.end(failure('STATUS_UNSUCCESSFUL'));
    }
  }
}

class PendingRequest {
  readonly pin: Pin | null;
  readonly #complete: PropertyRequest['complete'];
  readonly #onEnd: () => void;
  #isAnswered = false;
  #end: PropertyResult | null = null;

  constructor(pin: Pin | null, complete: PropertyRequest['complete'], onEnd: () => void) {
    this.pin = pin;
    this.#complete = complete;
    this.#onEnd = onEnd;
  }

  /** The miniport's answer. A pending request that has ended meanwhile is answered with its end. */
  answer(result: PropertyResult): PropertyResult {
    this.#isAnswered = true;
    if (result.status === 'STATUS_PENDING') return this.#end ?? result;
    this.#end = result;
    return result;
  }

  /** The first end counts, and only after the request was answered. Pending is no end. `@thread any` */
  end(result: PropertyResult): void {
    if (this.#end !== null) return;
    this.#end = result.status === 'STATUS_PENDING' ? failure('STATUS_UNSUCCESSFUL') : result;
    if (!this.#isAnswered) return;
    this.#onEnd();
    this.#complete(this.#end);
  }
}
