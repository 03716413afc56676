import type { ReferenceTime } from '../clock/reference-time.ts';
import type { DataFormat, DataRange, FilterDescription } from '../ddi/filter-description.ts';
import type { KsState } from '../ddi/ks-state.ts';
import { NODE_NONE, type PropertyVerb } from '../ddi/property-request.ts';
import { KsDevice, type KsDeviceOptions } from './ks-device.ts';
import type {
  KsCaptureStatistics,
  KsNotification,
  KsPacketCompleted,
  KsPropertyReply,
  KsThruTarget,
  PinHandle,
} from './messages.ts';

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** A property request as the application's side makes it. */
export interface PropertyCall {
  /** Pin instance to go through; the filter by default. */
  readonly pin?: PinHandle | null;
  /** Node to go to; by default none. */
  readonly node?: number;
  readonly set: string;
  readonly id: number;
  readonly verb: PropertyVerb;
  /** What follows the property header in the descriptor; nothing by default. */
  readonly instance?: Uint8Array;
  /** The value to be set, or room for the answer; not written to. */
  readonly value: Uint8Array;
  /** Told how the request ended if the answer is `STATUS_PENDING`. */
  readonly onComplete?: (reply: KsPropertyReply) => void;
}

/**
 * The application's end of the boundary, with the driver in the same thread: every call is carried out before it
 * returns. Nobody pulls the sound but the application itself, through {@link pump}: for offline rendering, tests, and
 * outputs that are pulled by a device's callback.
 *
 * `@thread control`
 */
export class KsFilterConnection {
  readonly #device: KsDevice;
  readonly #pending = new Map<number, (reply: KsPropertyReply) => void>();
  readonly #packetListeners = new Map<PinHandle, (completed: KsPacketCompleted) => void>();
  #lastRequestId = 0;

  constructor(options: Omit<KsDeviceOptions, 'onNotification'>) {
    this.#device = new KsDevice({ ...options, onNotification: (notification) => this.#receive(notification) });
  }

  /** Number of the filter on the driver's side, for thru that leads to it. */
  get filterId(): number {
    return this.#device.filterId;
  }

  /** The filter's pins and nodes. */
  describe(): FilterDescription {
    return this.#device.call('describe', {});
  }

  /** A format in which the client's range and the pin can meet. @throws DmusError `STATUS_NO_MATCH`. */
  intersect(pinId: number, clientRange: DataRange): DataFormat {
    return this.#device.call('intersect', { pinId, clientRange });
  }

  /** Opens an instance of a pin, in state `stop`. @throws DmusError as `DMusPort.openPin`. */
  createPin(pinId: number, dataFormat: DataFormat): PinHandle {
    return this.#device.call('createPin', { pinId, dataFormat });
  }

  /** Ends an instance, from any state. @throws DmusError `STATUS_INVALID_PARAMETER` when it is not open. */
  closePin(pin: PinHandle): void {
    try {
      this.#device.call('closePin', { pin });
    } finally {
      this.#packetListeners.delete(pin);
    }
  }

  /** Moves an instance one state up or down. @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for a longer step. */
  setState(pin: PinHandle, state: KsState): void {
    this.#device.call('setState', { pin, state });
  }

  /**
   * Sends packed event records down a message pin; the bytes may be reused when this returns.
   * @param startTime what the records' deltas count from.
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for a pin that takes no messages.
   */
  writeStream(pin: PinHandle, startTime: ReferenceTime, records: Uint8Array): void {
    this.#device.call('writeStream', { pin, startTime, records });
  }

  /**
   * Gives a capture pin an empty packet to be filled. The bytes are the driver's until the listener gets them back.
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for another kind of pin, `STATUS_INSUFFICIENT_RESOURCES` for more
   * packets than a pin may have.
   */
  readStream(pin: PinHandle, packetId: number, packet: Uint8Array): void {
    this.#device.call('readStream', { pin, packetId, packet });
  }

  /** Who is told of packets that come back; `null` for nobody. Called from {@link pump} or the driver's service. */
  setPacketListener(pin: PinHandle, listener: ((completed: KsPacketCompleted) => void) | null): void {
    if (listener === null) this.#packetListeners.delete(pin);
    else this.#packetListeners.set(pin, listener);
  }

  /**
   * Leads a channel of a capture pin on to a render pin as well, on the driver's side; `null` ends that.
   * @throws DmusError `DMUS_E_PORT_NOT_RENDER` when there is no such render pin, `E_INVALIDARG` for a channel or group
   * there is not.
   */
  setThru(pin: PinHandle, channelGroup: number, channel: number, target: KsThruTarget | null): void {
    this.#device.call('setThru', { pin, channelGroup, channel, target });
  }

  /** How a capture pin is doing; thru as far as it leads to pins on the driver's side. */
  getCaptureStatistics(pin: PinHandle): KsCaptureStatistics {
    return this.#device.call('getCaptureStatistics', { pin });
  }

  /** Sends a property request; how it failed is in the reply's status, see `throwPropertyFailure`. */
  property(call: PropertyCall): KsPropertyReply {
    const { pin = null, node = NODE_NONE, set, id, verb, instance = NO_BYTES, value, onComplete } = call;
    const requestId = ++this.#lastRequestId;
    const reply = this.#device.call('property', { pin, node, set, id, verb, instance, value, requestId });
    if (reply.status === 'STATUS_PENDING' && onComplete !== undefined) this.#pending.set(requestId, onComplete);
    return reply;
  }

  /** Carries on with what is due and pulls `frameCount` frames into the outputs. `@thread render` */
  pump(frameCount: number): void {
    this.#device.port.pump(frameCount);
  }

  /** Ends all pin instances. */
  close(): void {
    try {
      this.#device.close();
    } finally {
      this.#pending.clear();
      this.#packetListeners.clear();
    }
  }

  #receive(notification: KsNotification): void {
    if (notification.kind === 'packetCompleted') {
      this.#packetListeners.get(notification.pin)?.(notification);
      return;
    }
    const onComplete = this.#pending.get(notification.requestId);
    this.#pending.delete(notification.requestId);
    onComplete?.(notification.reply);
  }
}
