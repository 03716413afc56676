/** What a line of the property tables says. Handlers, typed calls, automation tables and documents all follow from it. */
import type { Guid } from '../ddi/guid.ts';
import type { PropertyStatus } from '../ddi/property-request.ts';

/** How a value lies in memory. */
export interface PropertyCodec<Value> {
  /** The documented type: `LONG`, `SYNTHCAPS`. */
  readonly name: string;
  /** Bytes of a value; where `isVariable`, the fewest that a value can have. */
  readonly byteLength: number;
  /** Values may be longer, and a reader asks how long. */
  readonly isVariable: boolean;
  pack(value: Value): Uint8Array;
  /** @param bytes at least `byteLength`; what follows the value is not looked at. */
  unpack(bytes: Uint8Array): Value;
}

/** What an item is addressed to: a node of a filter, a pin, the filter, or an object of the application's own thread. */
export type PropertyTarget = 'node' | 'pin' | 'filter' | 'object';

/**
 * Where a number comes from: written in public documentation or headers, confirmed by measurement of the native system,
 * or our own, because nothing public gives it.
 */
export type PropertySource = 'documented' | 'measured' | 'own numbering';

/** One item of a property set. `Instance` is what its descriptor carries behind the header, `undefined` for nothing. */
export interface PropertyDefinition<Instance, Value> {
  readonly set: Guid;
  /** Documented name of the set: `KSPROPSETID_Synth`. */
  readonly setName: string;
  readonly id: number;
  /** Documented name of the item: `KSPROPERTY_SYNTH_VOLUME`. */
  readonly name: string;
  /** Bits of `PropertyVerb`: `get`, `set`. */
  readonly verbs: number;
  readonly target: PropertyTarget;
  /** What it is for, in one sentence. */
  readonly summary: string;
  readonly instance: PropertyCodec<Instance>;
  readonly value: PropertyCodec<Value>;
  /** Answers that are documented besides success. */
  readonly failures: readonly PropertyStatus[];
  readonly source: PropertySource;
  /** The value is a pointer and means nothing as bytes; the item is listed for completeness. */
  readonly binary?: 'none';
}

/** An item, whatever it carries. */
// biome-ignore lint/suspicious/noExplicitAny: instance and value types meet only where an item is named
export type AnyPropertyDefinition = PropertyDefinition<any, any>;
