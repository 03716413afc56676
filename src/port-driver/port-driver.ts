import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { DataFormat, DataRange, FilterDescription } from '../ddi/filter-description.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PcmRing } from '../ddi/pcm-ring.ts';
import type { PortDMus } from '../ddi/port-dmus.ts';
import type { PropertyResult } from '../ddi/property-request.ts';
import type { ServiceGroup, ServiceSink } from '../ddi/service-group.ts';
import { StreamType } from '../ddi/stream-type.ts';
import type { EventAllocatorOptions } from './allocator.ts';
import { CapturePin } from './capture-pin.ts';
import { intersectRanges } from './data-range.ts';
import { collectFailure, throwFirst } from './failures.ts';
import { Filter } from './filter.ts';
import type { CapturePacket } from './packet-format.ts';
import type { Pin } from './pin.ts';
import { PinList } from './pin-list.ts';
import { type PortPropertyRequest, PropertyRouter } from './property-router.ts';
import { RenderPin } from './render-pin.ts';
import { ServiceGroups } from './service-group.ts';
import { WavePin } from './wave-pin.ts';

/** What a port driver is given, besides its miniport. */
export interface DMusPortOptions {
  /** The system's one clock. */
  readonly masterClock: MasterClock;
  /** Sizes of the event pool of each pin instance. */
  readonly allocator?: EventAllocatorOptions;
  /** Frames that wave sinks render at a time; 512 by default. */
  readonly blockFrames?: number;
  /** How far wave sinks keep a ring filled ahead of its play cursor, as in their options. */
  readonly writeAheadTicks?: number;
  /**
   * There is something to serve, perhaps earlier than {@link DMusPort.nextServiceTime} said before. Called from inside
   * a device's callback, a packet, a change of state, or thru of another driver: answer by calling `service` later, never
   * from here. `@thread any`
   */
  readonly onServiceNeeded?: () => void;
}

/** A pin instance to be opened. */
export interface OpenPinRequest {
  /** Place in the filter description's pins. */
  readonly pinId: number;
  /** One that the pin has. */
  readonly dataFormat: DataFormat;
  /** Where a wave pin's sound goes; others need none. */
  readonly output?: PcmOutput | PcmRing;
  /** Told of packets that a capture pin has filled or gives back; others need none. `@thread render` */
  readonly onPacket?: (packet: CapturePacket) => void;
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
 * It has no thread of its own. Whoever drives it calls {@link service} at {@link nextServiceTime} and whenever
 * `onServiceNeeded` asked for it, or {@link pump} for each block of sound where a callback pulls it.
 *
 * @throws DmusError `DMUS_E_NOT_INIT` from everything but `init`, `notify`, `newServiceGroup`, `registerServiceGroup`
 * and `close` before a miniport is bound.
 */
export class DMusPort implements PortDMus {
  readonly #options: DMusPortOptions;
  readonly #serviceGroups: ServiceGroups;
  /** The port driver's member of the miniport's group. */
  readonly #serviceSink: ServiceSink = { requestService: () => this.#serveCaptureStreams() };
  #binding: Binding | null = null;
  #serviceGroup: ServiceGroup | null = null;
  #isServicing = false;
  /** In the order in which they are served: what is captured may go on to a render pin, and from there into sound. */
  readonly #pins = {
    capture: new PinList<CapturePin>(),
    render: new PinList<RenderPin>(),
    wave: new PinList<WavePin>(),
  } as const;

  constructor(options: DMusPortOptions) {
    this.#options = options;
    this.#serviceGroups = new ServiceGroups(options.masterClock, () => options.onServiceNeeded?.());
  }

  /** @throws DmusError `DMUS_E_DRIVER_FAILED` when the miniport answers another group than it had registered. */
  init(miniport: MiniportDMus, adapter: unknown = null, resources: unknown = null): void {
    if (this.#binding !== null) throw new DmusError('DMUS_E_ALREADY_INITED', 'a port driver has one miniport for life');
    const { serviceGroup } = miniport.init({ port: this, adapter, resources });
    if (this.#serviceGroup !== null && this.#serviceGroup !== serviceGroup) {
      throw new DmusError('DMUS_E_DRIVER_FAILED', 'the miniport answered another service group than it had registered');
    }
    if (serviceGroup !== null) this.registerServiceGroup(serviceGroup);
    const filter = new Filter(miniport.getDescription());
    this.#binding = { miniport, filter, router: new PropertyRouter(filter, miniport, this.#options.masterClock) };
  }

  newServiceGroup(): ServiceGroup {
    return this.#serviceGroups.create();
  }

  registerServiceGroup(serviceGroup: ServiceGroup): void {
    this.#serviceGroup?.removeMember(this.#serviceSink);
    this.#serviceGroup = serviceGroup;
    serviceGroup.addMember(this.#serviceSink);
  }

  notify(serviceGroup: ServiceGroup | null): void {
    if (serviceGroup !== null) {
      serviceGroup.requestService();
      return;
    }
    this.#serviceGroup?.requestService();
    for (const pin of this.#allPins()) pin.serviceGroup?.requestService();
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

  /**
   * Brings a pin instance to `stop` and ends it; nothing happens when it is closed already. Property requests that still
   * wait on it fail with `STATUS_UNSUCCESSFUL`. May be called from the receiver of a packet.
   * @throws whatever the miniport's stream throws; the instance is closed all the same, and all its events are back.
   * `@thread control`
   */
  closePin(pin: Pin): void {
    if (!this.#pins[pin.kind].remove(pin)) return;
    const { filter, router } = this.#bound();
    try {
      pin.close();
    } finally {
      filter.releaseInstance(pin.pinId);
      router.abandon(pin);
    }
  }

  /** Answers or forwards a property request; a failure is a status. `@thread control` */
  property(request: PortPropertyRequest): PropertyResult {
    return this.#bound().router.route(request);
  }

  /**
   * When {@link service} has something to do next, in ticks of the master clock: minus infinity for at once, infinity
   * for never. `@thread render`
   */
  get nextServiceTime(): ReferenceTime {
    const { capture, render, wave } = this.#pins;
    const ofMessages = Math.min(capture.nextServiceTime, render.nextServiceTime);
    return Math.min(this.#serviceGroups.nextServiceTime, ofMessages, wave.nextServiceTime);
  }

  /**
   * Serves devices that asked for it, hands on the messages that are due, and lets rings be written. From inside itself,
   * as from the receiver of a packet, it does nothing: the outer one goes on. `@thread render`
   */
  service(now: ReferenceTime = this.#options.masterClock.getTime()): void {
    if (this.#isServicing) return;
    this.#isServicing = true;
    try {
      this.#serviceGroups.service(now);
      this.#pins.capture.service(now);
      this.#pins.render.service(now);
      this.#pins.wave.service(now);
    } finally {
      this.#isServicing = false;
    }
  }

  /** Serves, then pulls `frameCount` frames through every wave pin with an output to be written to. `@thread render` */
  pump(frameCount: number): void {
    this.service();
    const pins = this.#pins.wave.all;
    for (let i = 0; i < pins.length; i++) pins[i]!.waveSink.pump(frameCount);
  }

  /** Closes every pin, those of messages first. @throws as `closePin`, when all are closed. `@thread control` */
  close(): void {
    const failures: unknown[] = [];
    for (const pin of this.#allPins()) collectFailure(failures, () => this.closePin(pin));
    this.#binding?.router.abandon(null);
    throwFirst(failures);
  }

  #createPin(request: OpenPinRequest): Pin {
    const { miniport, filter } = this.#bound();
    const { pinId, dataFormat, output, onPacket } = request;
    const options = { miniport, pinId, dataFormat, ...this.#options };
    switch (filter.streamType(pinId, dataFormat)) {
      case StreamType.midiRender:
        return this.#pins.render.add(new RenderPin(options));
      case StreamType.midiCapture:
        if (onPacket === undefined) throw new DmusError('STATUS_INVALID_PARAMETER', 'a capture pin needs a receiver');
        return this.#pins.capture.add(new CapturePin({ ...options, onPacket }));
      case StreamType.waveSink:
        if (output === undefined) throw new DmusError('STATUS_INVALID_PARAMETER', 'a wave pin needs an output');
        return this.#pins.wave.add(new WavePin({ ...options, output }));
      default:
        throw new DmusError('DMUS_E_UNSUPPORTED_STREAM', `pin ${pinId}: only messages, and sound on its way out`);
    }
  }

  /** What the miniport's own group stands for: the capture streams that have no group to themselves. */
  #serveCaptureStreams(): void {
    const pins = this.#pins.capture.all;
    for (let i = 0; i < pins.length; i++) if (pins[i]!.serviceGroup === null) pins[i]!.serveStream();
  }

  #allPins(): readonly Pin[] {
    const { capture, render, wave } = this.#pins;
    return [...capture.all, ...render.all, ...wave.all];
  }

  #bound(): Binding {
    if (this.#binding === null) throw new DmusError('DMUS_E_NOT_INIT', 'the port driver has no miniport');
    return this.#binding;
  }
}
