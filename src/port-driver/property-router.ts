import type { MasterClock } from '../ddi/master-clock.ts';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import {
  NODE_NONE,
  PROPERTY_SET_SYNTH_CLOCK,
  type PropertyItem,
  type PropertyRequest,
  type PropertyResult,
  PropertyVerb,
} from '../ddi/property-request.ts';
import { PropertyDispatcher } from '../properties/property-dispatcher.ts';
import { itemsOf, onItem } from '../properties/property-handler.ts';
import { answer, failure } from '../properties/property-result.ts';
import { SynthClockItems } from '../properties/synth-items.ts';
import { ULONG } from '../properties/value-codecs.ts';
import { type Filter, findProperty } from './filter.ts';
import { PendingRequests } from './pending-requests.ts';
import type { Pin } from './pin.ts';

/** A property request as it reaches a port driver: through a pin instance, or to the filter with `pin: null`. */
export interface PortPropertyRequest extends Omit<PropertyRequest, 'stream'> {
  readonly pin: Pin | null;
}

const CLOCK = new PropertyDispatcher<MasterClock>([
  onItem(SynthClockItems.masterClock, { get: (clock: MasterClock) => Math.round(clock.getTime()) }),
]);

/** Items that the port driver answers itself, for the filter and for its pins. */
export const PORT_DRIVER_PROPERTIES: readonly PropertyItem[] = itemsOf(CLOCK.handlers);

/**
 * Finds out who answers a property request. The clock is the port driver's own; all others must be in the
 * automation table they are addressed to and go to the miniport. What verbs an item has is answered from the table,
 * unless the table says that the item answers this itself.
 *
 * A request that the miniport leaves pending is completed once, see {@link PendingRequests}. Failures are a status.
 * `@thread control`
 */
export class PropertyRouter {
  readonly #filter: Filter;
  readonly #miniport: MiniportDMus;
  readonly #masterClock: MasterClock;
  readonly #pending = new PendingRequests();

  constructor(filter: Filter, miniport: MiniportDMus, masterClock: MasterClock) {
    this.#filter = filter;
    this.#miniport = miniport;
    this.#masterClock = masterClock;
  }

  /**
   * `STATUS_INVALID_PARAMETER` for a pin that is closed or a node there is not, `STATUS_PROPSET_NOT_FOUND` and
   * `STATUS_NOT_FOUND` for a set or an item that the addressed table lacks, `STATUS_INVALID_DEVICE_REQUEST` for a verb;
   * otherwise the miniport's answer.
   */
  route(request: PortPropertyRequest): PropertyResult {
    if (request.pin?.isClosed) return failure('STATUS_INVALID_PARAMETER');
    const isPortItem = request.node === NODE_NONE && request.set === PROPERTY_SET_SYNTH_CLOCK;
    const items = isPortItem
      ? PORT_DRIVER_PROPERTIES
      : this.#filter.properties(request.node, request.pin === null ? null : request.pin.pinId);
    if (items === null) return failure('STATUS_INVALID_PARAMETER');
    const item = findProperty(items, request.set, request.id);
    if (typeof item === 'string') return failure(item);
    const isAnsweredByItem = (item.verbs & request.verb) !== 0;
    if (!isAnsweredByItem && request.verb === PropertyVerb.basicSupport)
      return answer(request.value, ULONG.pack(item.verbs));
    if (!isAnsweredByItem) return failure('STATUS_INVALID_DEVICE_REQUEST');
    return isPortItem ? CLOCK.dispatch({ ...request, stream: null }, this.#masterClock) : this.#forward(request);
  }

  /** Ends the requests that still wait on a pin; `null` ends all. For when the pin has closed. */
  abandon(pin: Pin | null): void {
    this.#pending.abandon(pin);
  }

  #forward(request: PortPropertyRequest): PropertyResult {
    const { set, id, verb, node, pin, instance, value } = request;
    const stream = pin?.stream ?? null;
    return this.#pending.send(pin, request.complete, (complete) =>
      this.#miniport.property({ set, id, verb, node, instance, value, complete, stream }),
    );
  }
}
