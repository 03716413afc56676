import type { RenderPin } from '../port-driver/render-pin.ts';
import type { PinHandle } from './messages.ts';

/** A filter on the driver's side, as other filters there see it. */
export interface KsFilterEntry {
  /** The open message pin under a handle; undefined when there is none. */
  findRenderPin(pin: PinHandle): RenderPin | undefined;
}

/**
 * The filters of one driver's side, so that one can lead messages to another (thru). Whoever makes the filters hands all of
 * them the same table. `@thread control` of the driver's side.
 */
export class KsFilterTable {
  /** One count for all tables, so that a number of another table is never mistaken for one of this. */
  static #lastId = 0;
  readonly #filters = new Map<number, KsFilterEntry>();

  /** Enters a filter; answers its number, never used twice. */
  add(filter: KsFilterEntry): number {
    const filterId = ++KsFilterTable.#lastId;
    this.#filters.set(filterId, filter);
    return filterId;
  }

  remove(filterId: number): void {
    this.#filters.delete(filterId);
  }

  /** Undefined when there is no such filter, or no such message pin open on it. */
  findRenderPin(filterId: number, pin: PinHandle): RenderPin | undefined {
    return this.#filters.get(filterId)?.findRenderPin(pin);
  }
}
