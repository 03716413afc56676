import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { DataFormat, DataRange, FilterDescription } from '../ddi/filter-description.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortDMus } from '../ddi/port-dmus.ts';
import type { PropertyResult } from '../ddi/property-request.ts';
import type { ServiceGroup } from '../ddi/service-group.ts';
import { StreamType } from '../ddi/stream-type.ts';
import type { EventAllocatorOptions } from './allocator.ts';
import { intersectRanges } from './data-range.ts';
import { Filter } from './filter.ts';
import { type Pin, RenderPin, WavePin } from './pin.ts';
import { type PortPropertyRequest, PropertyRouter } from './property-router.ts';

/** What a port driver is given, besides its miniport. */
export interface DMusPortOptions {
  /** The system's one clock. */
  readonly masterClock: MasterClock;
  /** Sizes of the event pool of each pin instance. */
  readonly allocator?: EventAllocatorOptions;
  /** Frames that wave sinks render at a time; 512 by default. */
  readonly blockFrames?: number;
}

/** A pin instance to be opened. */
export interface OpenPinRequest {
  /** Place in the filter description's pins. */
  readonly pinId: number;
  /** One that the pin has. */
  readonly dataFormat: DataFormat;
  /** Where a wave pin's sound goes; others need none. */
  readonly output?: PcmOutput;
}

/** A miniport bound to its port driver. */
interface Binding {
  readonly miniport: MiniportDMus;
  readonly filter: Filter;
  readonly router: PropertyRouter;
}

/**
 * The DMus port driver: the device-independent half of a driver. Bound to a miniport it is a filter, whose pins it
 * opens, feeds and drains, and whose properties it routes.
 *
 * It has no thread of its own. Whoever drives it calls {@link pump} for each block of sound, or {@link service} alone
 * where there is no sound to be pulled.
 *
 * @throws DmusError `DMUS_E_NOT_INIT` from everything but `init`, `notify`, `registerServiceGroup` and `close` before
 * a miniport is bound.
 */
export class DMusPort implements PortDMus {
  readonly #options: DMusPortOptions;
  #binding: Binding | null = null;
  #serviceGroup: ServiceGroup | null = null;
  readonly #renderPins: RenderPin[] = [];
  readonly #wavePins: WavePin[] = [];

  constructor(options: DMusPortOptions) {
    this.#options = options;
  }

  init(miniport: MiniportDMus, adapter: unknown = null, resources: unknown = null): void {
    if (this.#binding !== null) throw new DmusError('DMUS_E_ALREADY_INITED', 'a port driver has one miniport for life');
    const { serviceGroup } = miniport.init({ port: this, adapter, resources });
    if (serviceGroup !== null) this.#serviceGroup = serviceGroup;
    const filter = new Filter(miniport.getDescription());
    this.#binding = { miniport, filter, router: new PropertyRouter(filter, miniport, this.#options.masterClock) };
  }

  registerServiceGroup(serviceGroup: ServiceGroup): void {
    this.#serviceGroup = serviceGroup;
  }

  notify(serviceGroup: ServiceGroup | null): void {
    if (serviceGroup !== null) {
      serviceGroup.requestService();
      return;
    }
    this.#serviceGroup?.requestService();
    for (const pin of [...this.#renderPins, ...this.#wavePins]) pin.serviceGroup?.requestService();
  }

  /** Pins, nodes, connections, categories. `@thread control` */
  getDescription(): FilterDescription {
    return this.#bound().filter.description;
  }

  /**
   * The format in which a client and a pin can meet: the miniport's choice, else the best of the pin's ranges.
   *
   * @throws DmusError `STATUS_INVALID_PARAMETER` when there is no such pin, `STATUS_NO_MATCH`.
   * `@thread control`
   */
  intersect(pinId: number, clientRange: DataRange): DataFormat {
    const { miniport, filter } = this.#bound();
    for (const ownRange of filter.pin(pinId).dataRanges) {
      const choice = miniport.dataRangeIntersection(pinId, clientRange, ownRange);
      const format = choice === 'STATUS_NOT_IMPLEMENTED' ? intersectRanges(clientRange, ownRange) : choice;
      if (format !== null && format !== 'STATUS_NO_MATCH') return format;
    }
    throw new DmusError('STATUS_NO_MATCH', `pin ${pinId} has no format in the range asked for`);
  }

  /**
   * Opens an instance of a pin, in state `stop`.
   *
   * @throws DmusError `STATUS_INVALID_PARAMETER` when there is no such pin or a wave pin has no output,
   * `STATUS_INVALID_DEVICE_REQUEST` for a bridge, `STATUS_NO_MATCH` for a format the pin does not have,
   * `DMUS_E_UNSUPPORTED_STREAM` for one that this port driver cannot serve, `DMUS_E_DEVICE_IN_USE`; whatever the
   * miniport's `newStream` throws.
   * `@thread control`
   */
  openPin(request: OpenPinRequest): Pin {
    const { filter } = this.#bound();
    filter.claimInstance(request.pinId, request.dataFormat);
    try {
      return this.#createPin(request);
    } catch (error) {
      filter.releaseInstance(request.pinId);
      throw error;
    }
  }

  /** Brings a pin instance to `stop` and ends it; nothing happens when it is closed already. `@thread control` */
  closePin(pin: Pin): void {
    const pins: Pin[] = pin.kind === 'render' ? this.#renderPins : this.#wavePins;
    const index = pins.indexOf(pin);
    if (index < 0) return;
    pins.splice(index, 1);
    this.#bound().filter.releaseInstance(pin.pinId);
    pin.close();
  }

  /** Answers or forwards a property request; a failure is a status. `@thread control` */
  property(request: PortPropertyRequest): PropertyResult {
    return this.#bound().router.route(request);
  }

  /** Hands on the messages that are due. `@thread render` */
  service(now: ReferenceTime = this.#options.masterClock.getTime()): void {
    for (let i = 0; i < this.#renderPins.length; i++) this.#renderPins[i]!.service(now);
  }

  /** Hands on the messages that are due, then pulls `frameCount` frames through every wave pin. `@thread render` */
  pump(frameCount: number): void {
    this.service();
    for (let i = 0; i < this.#wavePins.length; i++) this.#wavePins[i]!.waveSink.pump(frameCount);
  }

  /** Closes every pin, those of messages first. `@thread control` */
  close(): void {
    for (const pin of [...this.#renderPins, ...this.#wavePins]) this.closePin(pin);
  }

  #createPin(request: OpenPinRequest): Pin {
    const { miniport, filter } = this.#bound();
    const { pinId, dataFormat, output } = request;
    const options = { miniport, pinId, dataFormat, ...this.#options };
    switch (filter.streamType(pinId, dataFormat)) {
      case StreamType.midiRender: {
        const pin = new RenderPin(options);
        this.#renderPins.push(pin);
        return pin;
      }
      case StreamType.waveSink: {
        if (output === undefined) throw new DmusError('STATUS_INVALID_PARAMETER', 'a wave pin needs an output');
        const pin = new WavePin({ ...options, output });
        this.#wavePins.push(pin);
        return pin;
      }
      default:
        throw new DmusError('DMUS_E_UNSUPPORTED_STREAM', `pin ${pinId}: only DirectMusic render and wave pins`);
    }
  }

  #bound(): Binding {
    if (this.#binding === null) throw new DmusError('DMUS_E_NOT_INIT', 'the port driver has no miniport');
    return this.#binding;
  }
}
