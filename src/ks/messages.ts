/**
 * Everything that can be said across the boundary between an application's side and a driver's side: each call with
 * its request and its reply, and what the driver says unasked. All of it can be copied or transferred to another
 * thread; nothing else crosses.
 */
import type { ReferenceTime } from '../clock/reference-time.ts';
import type { DataFormat, DataRange, FilterDescription } from '../ddi/filter-description.ts';
import type { Guid } from '../ddi/guid.ts';
import type { KsState } from '../ddi/ks-state.ts';
import type { PropertyStatus, PropertyVerb } from '../ddi/property-request.ts';
import type { ThruStatistics } from '../ddi/thru-statistics.ts';

/** Names a pin instance across the boundary; never used twice by one filter. */
export type PinHandle = number;

/** A property request to the filter, a pin instance or a node (`IOCTL_KS_PROPERTY`). */
export interface KsPropertyRequest {
  /** Pin instance it goes through; `null` for the filter. */
  readonly pin: PinHandle | null;
  /** Node it is for, or NODE_NONE. */
  readonly node: number;
  readonly set: Guid;
  readonly id: number;
  readonly verb: PropertyVerb;
  /** What follows the property header in the descriptor; empty for most items. */
  readonly instance: Uint8Array;
  /** The value for `set`; for other verbs room for the answer, whose contents do not matter. */
  readonly value: Uint8Array;
  /** Chosen by the sender, to tell the completion of a request that stays pending. */
  readonly requestId: number;
}

/** How a property request ended, or that it will end later. */
export interface KsPropertyReply {
  readonly status: PropertyStatus;
  /** The answer to `get` and `basicSupport`; empty otherwise. */
  readonly value: Uint8Array;
  /** Bytes of the answer, or with `STATUS_BUFFER_OVERFLOW` and `STATUS_BUFFER_TOO_SMALL` the bytes it needs. */
  readonly valueByteLength: number;
}

/** A message pin that thru leads to: any pin of any filter on the driver's side, by the names it has there. */
export interface KsThruTarget {
  /** Filter that the pin belongs to, as `KsDevice.filterId` says. */
  readonly filterId: number;
  readonly pin: PinHandle;
  /** Group that the messages go to, 1 or more. */
  readonly channelGroup: number;
  /** Channel that they go to, 0…15. */
  readonly channel: number;
}

/** What a capture pin has lost and led on since it was opened. */
export interface KsCaptureStatistics {
  /** Messages lost because no packet was there, or because they are longer than an empty packet. */
  readonly overflowCount: number;
  readonly thru: ThruStatistics;
}

/** What the application's side may call. Failures other than a property's are a DmusError. */
export interface KsCalls {
  /** The filter's pins and nodes. */
  describe: { request: Record<string, never>; reply: FilterDescription };
  /** A format in which both sides can meet. */
  intersect: { request: { readonly pinId: number; readonly clientRange: DataRange }; reply: DataFormat };
  /** Opens an instance of a pin, in state `stop` (KsCreatePin). */
  createPin: { request: { readonly pinId: number; readonly dataFormat: DataFormat }; reply: PinHandle };
  /** Ends an instance, from any state. */
  closePin: { request: { readonly pin: PinHandle }; reply: undefined };
  /** Moves an instance one state up or down (KSPROPERTY_CONNECTION_STATE). */
  setState: { request: { readonly pin: PinHandle; readonly state: KsState }; reply: undefined };
  /** Packed event records for a message pin (IOCTL_KS_WRITE_STREAM); deltas count from `startTime`. */
  writeStream: {
    request: { readonly pin: PinHandle; readonly startTime: ReferenceTime; readonly records: Uint8Array };
    reply: undefined;
  };
  /**
   * Gives a capture pin an empty packet to be filled (IOCTL_KS_READ_STREAM). The bytes belong to the driver's side until
   * `packetCompleted` brings them back; a pin uses its packets in the order in which it got them.
   */
  readStream: {
    request: { readonly pin: PinHandle; readonly packetId: number; readonly packet: Uint8Array };
    reply: undefined;
  };
  /** Leads a channel of a capture pin on to a message pin as well; `null` ends that. */
  setThru: {
    request: {
      readonly pin: PinHandle;
      /** Group of the source, 1 or more; a capture pin of one wire has group 1 only. */
      readonly channelGroup: number;
      /** Channel of the source, 0…15. */
      readonly channel: number;
      readonly target: KsThruTarget | null;
    };
    reply: undefined;
  };
  /** How a capture pin is doing. */
  getCaptureStatistics: { request: { readonly pin: PinHandle }; reply: KsCaptureStatistics };
  property: { request: KsPropertyRequest; reply: KsPropertyReply };
}

/** Name of a call. */
export type KsCallName = keyof KsCalls;
/** What goes down with a call. */
export type KsRequest<Name extends KsCallName> = KsCalls[Name]['request'];
/** What comes back from a call. */
export type KsReply<Name extends KsCallName> = KsCalls[Name]['reply'];

/** What the driver's side says unasked: that a pending property request is done. */
export interface KsPropertyCompleted {
  readonly kind: 'propertyCompleted';
  readonly requestId: number;
  readonly reply: KsPropertyReply;
}

/** What the driver's side says unasked: here is a packet back, filled, or empty because its pin was stopped or closed. */
export interface KsPacketCompleted {
  readonly kind: 'packetCompleted';
  readonly pin: PinHandle;
  readonly packetId: number;
  /** The very bytes that came down. */
  readonly packet: Uint8Array;
  /** Bytes in use, from the beginning. */
  readonly usedBytes: number;
  /** What the deltas of the records in it count from. */
  readonly startTime: ReferenceTime;
}

/** Everything the driver's side says unasked. */
export type KsNotification = KsPropertyCompleted | KsPacketCompleted;
