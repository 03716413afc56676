import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from './allocator-mxf.ts';
import type { DataFormat, DataRange, FilterDescription } from './filter-description.ts';
import type { Guid } from './guid.ts';
import type { MasterClock } from './master-clock.ts';
import type { Mxf } from './mxf.ts';
import type { PortDMus } from './port-dmus.ts';
import type { PropertyRequest, PropertyResult } from './property-request.ts';
import type { ServiceGroup } from './service-group.ts';
import type { StreamType } from './stream-type.ts';

/** IID_IMiniportDMus. */
export const IID_MINIPORT_DMUS: Guid = 'c096df9d-fb09-11d1-81b0-0060083316c1';

/**
 * Prefetch of a stream that orders events itself: each is passed on the moment it arrives. (Natively the 64-bit
 * value 2⁶³; here infinity, so that `stamp − prefetch` is always past.)
 */
export const DONT_HOLD_FOR_SEQUENCING: number = Number.POSITIVE_INFINITY;

/** What a miniport is given to begin with. */
export interface MiniportInit {
  /** The port driver's side of the pair. */
  readonly port: PortDMus;
  /** Whatever adapter driver and miniport have agreed on; the port driver passes it through (UnknownAdapter). */
  readonly adapter: unknown;
  /** What the device occupies, e.g. the names of its endpoints; passed through unread (ResourceList). */
  readonly resources: unknown;
}

/** What a stream is made of. The port driver has made allocator and clock; the miniport makes the stream. */
export interface NewStreamRequest {
  /** Place in the filter description's pins. */
  readonly pinId: number;
  readonly streamType: StreamType;
  /** Chosen format; for a wave stream it gives rate and channels. */
  readonly dataFormat: DataFormat;
  /** Where used events go. */
  readonly allocator: AllocatorMxf;
  /** The system's one master clock. */
  readonly masterClock: MasterClock;
}

/** A stream, in state `stop`, and how it wants to be served. */
export interface NewStreamResult {
  /** For `StreamType.waveSink` it also fulfils `SynthSinkDMus`. */
  readonly stream: Mxf;
  /** The stream's interrupts; `null` for a device that has none. */
  readonly serviceGroup: ServiceGroup | null;
  /**
   * How long before its presentation time an event should reach the stream, in ticks of 100 ns, 0 or more, or
   * {@link DONT_HOLD_FOR_SEQUENCING}. The port driver holds back what is further away, as well as it can.
   */
  readonly schedulePreFetch: ReferenceTime | typeof DONT_HOLD_FOR_SEQUENCING;
}

/**
 * The device-specific half of a driver (`IMiniportDMus`); the other half is the port driver. The two are paired
 * one to one, and one pair serves any number of pin instances, each with a stream of its own.
 *
 * Order of calls: `getDescription` at any time; `init` once; then `newStream`, `property` as they come.
 */
export interface MiniportDMus {
  /** Pins, nodes, connections, categories; the same object every time. `@thread control` */
  getDescription(): FilterDescription;

  /**
   * The format in which both ranges meet. `STATUS_NOT_IMPLEMENTED` leaves it to the port driver, `STATUS_NO_MATCH`
   * says that there is none.
   *
   * @param clientRange what the client wants.
   * @param ownRange one of the pin's ranges.
   * `@thread control`
   */
  dataRangeIntersection(
    pinId: number,
    clientRange: DataRange,
    ownRange: DataRange,
  ): DataFormat | 'STATUS_NOT_IMPLEMENTED' | 'STATUS_NO_MATCH';

  /**
   * Binds the miniport to its port driver and wakes the device. The group answered is what `PortDMus.notify(null)`
   * serves; a device without interrupts answers `null`.
   *
   * @throws DmusError; then the pair is unusable.
   * `@thread control`
   */
  init(request: MiniportInit): { readonly serviceGroup: ServiceGroup | null };

  /** Documented, and never called: service comes as `putMessage(null)` on the capture stream. */
  service(): void;

  /**
   * Makes the stream of one pin instance.
   *
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for a stream type the device does not have,
   * `STATUS_INVALID_PARAMETER`, `STATUS_INSUFFICIENT_RESOURCES`.
   * `@thread control`
   */
  newStream(request: NewStreamRequest): NewStreamResult;

  /**
   * Ends what one `newStream` began, after it was brought to `stop`; natively the last release of the interface.
   * The stream has put all its events away when this returns.
   *
   * @param streamType as in the request, for miniports whose message and wave streams are one object.
   * `@thread control`
   */
  closeStream(stream: Mxf, streamType: StreamType): void;

  /**
   * Answers an item of an automation table of the description; the port driver has checked that item and verb are
   * in it. Failures are a status, never an exception.
   *
   * `@thread control`, while the render thread may be rendering.
   */
  property(request: PropertyRequest): PropertyResult;
}
