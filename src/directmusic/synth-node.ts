import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import {
  NODE_NONE,
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  type PropertyItem,
  PropertyVerb,
  type SynthDlsProperty,
  type SynthProperty,
} from '../ddi/property-request.ts';
import type { KsFilterConnection } from '../ks/in-process.ts';
import type { KsPropertyReply, PinHandle } from '../ks/messages.ts';
import { throwPropertyFailure } from '../ks/property-failure.ts';

/** An item of a synth node. */
export interface SynthItem {
  readonly set: Guid;
  readonly id: number;
}

/** An item of `KSPROPSETID_Synth`. */
export function synthItem(id: (typeof SynthProperty)[keyof typeof SynthProperty]): SynthItem {
  return { set: PROPERTY_SET_SYNTH, id };
}

/** An item of `KSPROPSETID_Synth_Dls`. */
export function dlsItem(id: (typeof SynthDlsProperty)[keyof typeof SynthDlsProperty]): SynthItem {
  return { set: PROPERTY_SET_SYNTH_DLS, id };
}

const NUMBER_BYTES = 4;
const NO_ITEMS: readonly PropertyItem[] = [];

/** Where a port's requests go. */
export interface SynthNodePlace {
  readonly connection: KsFilterConnection;
  /** Place of the node; `null` where there is none. */
  readonly node: number | null;
  /** What the node answers. */
  readonly items: readonly PropertyItem[];
}

/** The place of a node, or of none. */
export function synthNodePlace(connection: KsFilterConnection, node: number | null): SynthNodePlace {
  const items = node === null ? NO_ITEMS : (connection.describe().nodes[node]?.properties ?? NO_ITEMS);
  return { connection, node, items };
}

/** Whether a node has an item that answers this verb. */
export function hasItem({ items }: SynthNodePlace, item: SynthItem, verb: PropertyVerb): boolean {
  return items.some(({ set, id, verbs }) => set === item.set && id === item.id && (verbs & verb) !== 0);
}

/** What follows a request besides its value. */
export interface SynthRequestExtra {
  readonly instance?: Uint8Array;
  /** Told when a request that stayed pending has ended. */
  readonly onComplete?: (reply: KsPropertyReply) => void;
}

/** A synth node as one pin instance sees it. An item that it lacks is `E_NOTIMPL`. `@thread control` */
export class SynthNode {
  readonly #place: SynthNodePlace;
  readonly #pin: PinHandle;

  constructor(place: SynthNodePlace, pin: PinHandle) {
    this.#place = place;
    this.#pin = pin;
  }

  has(item: SynthItem, verb: PropertyVerb): boolean {
    return hasItem(this.#place, item, verb);
  }

  /** Sends a request. @throws DmusError `E_NOTIMPL`, or as `throwPropertyFailure`. */
  request(verb: PropertyVerb, item: SynthItem, value: Uint8Array, extra: SynthRequestExtra = {}): KsPropertyReply {
    if (!this.has(item, verb)) throw new DmusError('E_NOTIMPL', `the driver has no item ${item.id} of ${item.set}`);
    return this.#send(verb, item, value, extra);
  }

  /** The answer to `get`, of exactly so many bytes. @throws DmusError as `request`, `DMUS_E_DRIVER_FAILED`. */
  get(item: SynthItem, byteLength: number, instance?: Uint8Array): Uint8Array {
    const extra = instance === undefined ? {} : { instance };
    const { value } = this.request(PropertyVerb.get, item, new Uint8Array(byteLength), extra);
    if (value.byteLength === byteLength) return value;
    throw new DmusError('DMUS_E_DRIVER_FAILED', `item ${item.id}: ${value.byteLength} bytes, ${byteLength} expected`);
  }

  /** A signed number of 32 bits. */
  getNumber(item: SynthItem, instance?: Uint8Array): number {
    const value = this.get(item, NUMBER_BYTES, instance);
    return new DataView(value.buffer, value.byteOffset).getInt32(0, true);
  }

  setNumber(item: SynthItem, number: number, extra: SynthRequestExtra = {}): KsPropertyReply {
    const value = new Uint8Array(NUMBER_BYTES);
    new DataView(value.buffer).setInt32(0, number, true);
    return this.request(PropertyVerb.set, item, value, extra);
  }

  /** Passes an application's own request on, whatever it is for. Answers bytes written. */
  getProperty(item: SynthItem, value: Uint8Array, instance?: Uint8Array): number {
    const reply = this.#send(PropertyVerb.get, item, value, instance === undefined ? {} : { instance });
    value.set(reply.value.subarray(0, value.byteLength));
    return reply.value.byteLength;
  }

  setProperty(item: SynthItem, value: Uint8Array, instance?: Uint8Array): void {
    this.#send(PropertyVerb.set, item, value, instance === undefined ? {} : { instance });
  }

  #send(verb: PropertyVerb, item: SynthItem, value: Uint8Array, extra: SynthRequestExtra): KsPropertyReply {
    const { connection, node } = this.#place;
    const reply = connection.property({ pin: this.#pin, node: node ?? NODE_NONE, ...item, verb, value, ...extra });
    throwPropertyFailure(reply.status, verb);
    return reply;
  }
}
