import type { Guid } from '../ddi/guid.ts';
import { NODE_NONE, PropertyVerb } from '../ddi/property-request.ts';
import type { NodeControl, WaitingControl } from '../properties/property-control.ts';
import { throwPropertyFailure } from '../properties/property-failure.ts';
import { ULONG } from '../properties/value-codecs.ts';
import type { KsFilterConnection } from './in-process.ts';
import type { KsPropertyReply, PinHandle } from './messages.ts';

/** Where a {@link FilterControl} sends its requests. */
export interface FilterControlOptions {
  readonly connection: Pick<KsFilterConnection, 'property'>;
  /** Pin instance to go through; the filter by default. */
  readonly pin?: PinHandle | null;
  /** Node to go to; by default none. */
  readonly node?: number;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** A filter, a pin of it, or a node of either, as an object whose properties can be read and set. `@thread control` */
export class FilterControl implements NodeControl, WaitingControl {
  readonly #connection: Pick<KsFilterConnection, 'property'>;
  readonly #pin: PinHandle | null;
  readonly #node: number;

  constructor({ connection, pin = null, node = NODE_NONE }: FilterControlOptions) {
    this.#connection = connection;
    this.#pin = pin;
    this.#node = node;
  }

  atNode(node: number): FilterControl {
    return new FilterControl({ connection: this.#connection, pin: this.#pin, node });
  }

  /**
   * Parameters that were altered are a success; compare what was asked for.
   * @throws DmusError as `throwPropertyFailure`, or `STATUS_INVALID_PARAMETER` for a pin that is not open.
   */
  getProperty(set: Guid, id: number, value: Uint8Array, instance: Uint8Array = NO_BYTES): number {
    const reply = this.#request(PropertyVerb.get, set, id, value, instance);
    throwPropertyFailure(reply.status, PropertyVerb.get);
    value.set(reply.value);
    return reply.valueByteLength;
  }

  /** Returns when the driver has the order, which it may carry out later. @throws DmusError as `getProperty`. */
  setProperty(set: Guid, id: number, value: Uint8Array, instance: Uint8Array = NO_BYTES): void {
    const { status } = this.#request(PropertyVerb.set, set, id, value, instance);
    throwPropertyFailure(status, PropertyVerb.set);
  }

  setPropertyAndWait(set: Guid, id: number, value: Uint8Array, instance: Uint8Array = NO_BYTES): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = ({ status }: KsPropertyReply): void => {
        try {
          throwPropertyFailure(status, PropertyVerb.set);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      const reply = this.#request(PropertyVerb.set, set, id, value, instance, settle);
      if (reply.status !== 'STATUS_PENDING') settle(reply);
    });
  }

  getSupport(set: Guid, id: number): number {
    const reply = this.#request(PropertyVerb.basicSupport, set, id, new Uint8Array(ULONG.byteLength), NO_BYTES);
    throwPropertyFailure(reply.status, PropertyVerb.basicSupport);
    return ULONG.unpack(reply.value);
  }

  getByteLength(set: Guid, id: number, instance: Uint8Array = NO_BYTES): number {
    const { status, valueByteLength } = this.#request(PropertyVerb.get, set, id, NO_BYTES, instance);
    if (status !== 'STATUS_BUFFER_OVERFLOW') throwPropertyFailure(status, PropertyVerb.get);
    return valueByteLength;
  }

  #request(
    verb: PropertyVerb,
    set: Guid,
    id: number,
    value: Uint8Array,
    instance: Uint8Array,
    onComplete?: (reply: KsPropertyReply) => void,
  ): KsPropertyReply {
    const call = { pin: this.#pin, node: this.#node, set, id, verb, instance, value };
    return this.#connection.property(onComplete === undefined ? call : { ...call, onComplete });
  }
}
