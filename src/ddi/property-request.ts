import type { DmusCode } from './errors.ts';
import type { Guid } from './guid.ts';
import type { Mxf } from './mxf.ts';

/** KSPROPSETID_Synth: volume, capabilities, parameters and statistics of a synth node. */
export const PROPERTY_SET_SYNTH: Guid = 'fedfae25-e46e-11d1-aace-0000f875ac12';
/** KSPROPSETID_SynthClock: answered by the port driver. */
export const PROPERTY_SET_SYNTH_CLOCK: Guid = 'fedfae26-e46e-11d1-aace-0000f875ac12';
/**
 * KSPROPSETID_Synth_Dls: downloads. No public header gives its number, so this is one of our own, continuing
 * the two above.
 */
export const PROPERTY_SET_SYNTH_DLS: Guid = 'fedfae27-e46e-11d1-aace-0000f875ac12';

/** Items of {@link PROPERTY_SET_SYNTH}. Only 0 and 1 are confirmed by measurement; the rest is the order of the header. */
export const SynthProperty = {
  volume: 0,
  volumeBoost: 1,
  caps: 2,
  portParameters: 3,
  channelGroups: 4,
  voicePriority: 5,
  latencyClock: 6,
  runningStats: 7,
} as const;

/** Items of {@link PROPERTY_SET_SYNTH_DLS}; our numbering, in the order of the documentation. */
export const SynthDlsProperty = { download: 0, unload: 1, compact: 2, append: 3, waveFormat: 4 } as const;

/** Item of {@link PROPERTY_SET_SYNTH_CLOCK}. */
export const SynthClockProperty = { masterClock: 0 } as const;

/** What may be done with an item (KSPROPERTY_TYPE_*). A request carries exactly one, an item's table any number. */
export const PropertyVerb = { get: 0x0000_0001, set: 0x0000_0002, basicSupport: 0x0000_0200 } as const;
/** A verb by its bit. */
export type PropertyVerb = (typeof PropertyVerb)[keyof typeof PropertyVerb];

/** {@link PropertyRequest.node} of a request to the filter or a pin. */
export const NODE_NONE = 0xffff_ffff;

/** One line of an automation table (`PCPROPERTY_ITEM`): an item and the verbs it answers. */
export interface PropertyItem {
  readonly set: Guid;
  readonly id: number;
  /** Bits of {@link PropertyVerb}. */
  readonly verbs: number;
}

/**
 * A question or an order to a filter, a pin or a node (`PCPROPERTY_REQUEST`). Instance and value are bytes in the
 * documented little-endian layouts, so that a request is the same whether it crosses a thread or not.
 */
export interface PropertyRequest {
  readonly set: Guid;
  readonly id: number;
  readonly verb: PropertyVerb;
  /** Node the request is for, or {@link NODE_NONE}. */
  readonly node: number;
  /** The pin's stream (MinorTarget); `null` when the request goes to the filter, before any stream exists. */
  readonly stream: Mxf | null;
  /**
   * What follows the property header in the descriptor; empty when nothing does. For a DLS download, which natively
   * gives size and address of the caller's memory here, it is the download block itself.
   */
  readonly instance: Uint8Array;
  /** `set`: the value. `get` and `basicSupport`: room for the answer, written from its beginning on. */
  readonly value: Uint8Array;
  /**
   * Finishes a request that was answered with `STATUS_PENDING`; to be called once, never with `STATUS_PENDING`
   * (PcCompletePendingPropertyRequest). `@thread any`
   */
  readonly complete: (result: PropertyResult) => void;
}

/** How a property request ended, or that it has not yet. */
export type PropertyStatus =
  | 'STATUS_SUCCESS'
  /** Done, but with other values than asked for: read them back. */
  | 'STATUS_NOT_ALL_ASSIGNED'
  /** `complete` will be called. */
  | 'STATUS_PENDING'
  | (DmusCode & `STATUS_${string}`);

/** Answer to a {@link PropertyRequest}. */
export interface PropertyResult {
  readonly status: PropertyStatus;
  /**
   * Bytes of the answer in `value`; with `STATUS_BUFFER_OVERFLOW` (value empty) and `STATUS_BUFFER_TOO_SMALL` the
   * bytes that would be needed; 0 after other failures.
   */
  readonly valueByteLength: number;
}
