import { writeInt64, writeUint32 } from '../clock/packed-integer.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import {
  NODE_NONE,
  PROPERTY_SET_SYNTH_CLOCK,
  type PropertyItem,
  type PropertyRequest,
  type PropertyResult,
  type PropertyStatus,
  PropertyVerb,
  SynthClockProperty,
} from '../ddi/property-request.ts';
import { type Filter, findProperty } from './filter.ts';
import type { Pin } from './pin.ts';

/** A property request as it reaches a port driver: through a pin instance, or to the filter with `pin: null`. */
export interface PortPropertyRequest extends Omit<PropertyRequest, 'stream'> {
  readonly pin: Pin | null;
}

/** Items that the port driver answers itself. */
const PORT_PROPERTIES: readonly PropertyItem[] = [
  { set: PROPERTY_SET_SYNTH_CLOCK, id: SynthClockProperty.masterClock, verbs: PropertyVerb.get },
];

/**
 * Finds out who answers a property request. The clock is the port driver's own; all others must be in the
 * automation table they are addressed to and go to the miniport. What verbs an item has is answered from the table,
 * unless the table says that the item answers this itself.
 *
 * Failures are a status. `@thread control`
 */
export class PropertyRouter {
  readonly #filter: Filter;
  readonly #miniport: MiniportDMus;
  readonly #masterClock: MasterClock;

  constructor(filter: Filter, miniport: MiniportDMus, masterClock: MasterClock) {
    this.#filter = filter;
    this.#miniport = miniport;
    this.#masterClock = masterClock;
  }

  route(request: PortPropertyRequest): PropertyResult {
    if (request.pin?.isClosed) return failure('STATUS_INVALID_PARAMETER');
    const isPortItem = request.node === NODE_NONE && request.set === PROPERTY_SET_SYNTH_CLOCK;
    const items = isPortItem
      ? PORT_PROPERTIES
      : this.#filter.properties(request.node, request.pin === null ? null : request.pin.pinId);
    if (items === null) return failure('STATUS_INVALID_PARAMETER');
    const item = findProperty(items, request.set, request.id);
    if (typeof item === 'string') return failure(item);
    const isAnsweredByItem = (item.verbs & request.verb) !== 0;
    if (!isAnsweredByItem && request.verb === PropertyVerb.basicSupport)
      return answerSupport(request.value, item.verbs);
    if (!isAnsweredByItem) return failure('STATUS_INVALID_DEVICE_REQUEST');
    return isPortItem ? this.#answerClock(request.value) : this.#forward(request);
  }

  #forward(request: PortPropertyRequest): PropertyResult {
    const { set, id, verb, node, pin, instance, value, complete } = request;
    return this.#miniport.property({ set, id, verb, node, instance, value, complete, stream: pin?.stream ?? null });
  }

  #answerClock(value: Uint8Array): PropertyResult {
    if (value.byteLength < 8) return tooSmall(value, 8);
    writeInt64(value, 0, Math.round(this.#masterClock.getTime()));
    return { status: 'STATUS_SUCCESS', valueByteLength: 8 };
  }
}

function answerSupport(value: Uint8Array, verbs: number): PropertyResult {
  if (value.byteLength < 4) return tooSmall(value, 4);
  writeUint32(value, 0, verbs);
  return { status: 'STATUS_SUCCESS', valueByteLength: 4 };
}

/** An empty value asks for the size; one that is merely too small is a mistake. */
function tooSmall(value: Uint8Array, valueByteLength: number): PropertyResult {
  return { status: value.byteLength === 0 ? 'STATUS_BUFFER_OVERFLOW' : 'STATUS_BUFFER_TOO_SMALL', valueByteLength };
}

function failure(status: PropertyStatus): PropertyResult {
  return { status, valueByteLength: 0 };
}
