import { DmusError } from '../ddi/errors.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PcmRing } from '../ddi/pcm-ring.ts';
import { type PropertyResult, PropertyVerb } from '../ddi/property-request.ts';
import type { CapturePin } from '../port-driver/capture-pin.ts';
import type { CapturePacket } from '../port-driver/packet-format.ts';
import type { Pin } from '../port-driver/pin.ts';
import type { DMusPort } from '../port-driver/port-driver.ts';
import type { RenderPin } from '../port-driver/render-pin.ts';
import { type KsFilterEntry, KsFilterTable } from './filter-table.ts';
import type {
  KsCallName,
  KsNotification,
  KsPropertyReply,
  KsPropertyRequest,
  KsReply,
  KsRequest,
  PinHandle,
} from './messages.ts';

/** What the driver's end of the boundary is made of. */
export interface KsDeviceOptions {
  /** A port driver with its miniport bound. */
  readonly port: DMusPort;
  /** Makes the output of a wave pin; outputs live on this side and never cross. Without it no wave pin can be opened. */
  readonly createOutput?: (pinId: number, dataFormat: DataFormat) => PcmOutput | PcmRing;
  /** Filters that thru can lead to; by default this one only. */
  readonly filters?: KsFilterTable;
  /** Carries what the driver says unasked. */
  readonly onNotification?: (notification: KsNotification) => void;
}

type KsHandlers = { readonly [Name in KsCallName]: (request: KsRequest<Name>) => KsReply<Name> };

/**
 * The driver's end of the boundary: carries out the calls of `messages.ts` on a port driver. How calls get here,
 * directly or from another thread, is the connection's business.
 *
 * `@thread control` of the driver's side, between two blocks.
 */
export class KsDevice implements KsFilterEntry {
  readonly port: DMusPort;
  /** Number of this filter in the table of filters. */
  readonly filterId: number;
  readonly #filters: KsFilterTable;
  readonly #options: KsDeviceOptions;
  readonly #pins = new Map<PinHandle, Pin>();
  #lastHandle: PinHandle = 0;

  readonly #handlers: KsHandlers = {
    describe: () => this.port.getDescription(),
    intersect: ({ pinId, clientRange }) => this.port.intersect(pinId, clientRange),
    createPin: ({ pinId, dataFormat }) => this.#createPin(pinId, dataFormat),
    closePin: ({ pin }) => this.#closePin(pin),
    setState: ({ pin, state }) => void this.#pin(pin).setState(state),
    writeStream: ({ pin, startTime, records }) => this.#writeStream(pin, startTime, records),
    readStream: ({ pin, packetId, packet }) => this.#readStream(pin, packetId, packet),
    setThru: (request) => this.#setThru(request),
    getCaptureStatistics: ({ pin }) => {
      const { packer, thru } = this.#capturePin(pin);
      const { messageCount, lostCount, worstLatencyTicks } = thru;
      return { overflowCount: packer.overflowCount, thru: { messageCount, lostCount, worstLatencyTicks } };
    },
    property: (request) => this.#property(request),
  };

  constructor(options: KsDeviceOptions) {
    this.#options = options;
    this.port = options.port;
    this.#filters = options.filters ?? new KsFilterTable();
    this.filterId = this.#filters.add(this);
  }

  findRenderPin(handle: PinHandle): RenderPin | undefined {
    const pin = this.#pins.get(handle);
    return pin?.kind === 'render' ? pin : undefined;
  }

  /**
   * Carries out one call.
   * @throws DmusError as the port driver's methods; `STATUS_INVALID_PARAMETER` for a pin handle that is not open.
   */
  call<Name extends KsCallName>(name: Name, request: KsRequest<Name>): KsReply<Name> {
    return this.#handlers[name](request);
  }

  /** Closes all pins; the handles are void afterwards, and nothing leads here any more. */
  close(): void {
    try {
      this.port.close();
    } finally {
      this.#pins.clear();
      this.#filters.remove(this.filterId);
    }
  }

  #createPin(pinId: number, dataFormat: DataFormat): PinHandle {
    const { createOutput } = this.#options;
    const handle = ++this.#lastHandle;
    const isWave = dataFormat.waveFormat !== null;
    const output = isWave && createOutput !== undefined ? { output: createOutput(pinId, dataFormat) } : {};
    const onPacket = (packet: CapturePacket): void => this.#completePacket(handle, packet);
    this.#pins.set(handle, this.port.openPin({ pinId, dataFormat, ...output, onPacket }));
    return handle;
  }

  #closePin(handle: PinHandle): undefined {
    const pin = this.#pin(handle);
    this.#pins.delete(handle);
    this.port.closePin(pin);
  }

  #writeStream(handle: PinHandle, startTime: number, records: Uint8Array): undefined {
    const pin = this.#pin(handle);
    if (pin.kind !== 'render') throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'only render pins take events');
    if (!Number.isFinite(startTime)) {
      throw new DmusError('STATUS_INVALID_PARAMETER', `a packet's start time is a number of ticks, not ${startTime}`);
    }
    pin.writePacket(startTime, records);
  }

  #readStream(handle: PinHandle, packetId: number, packet: Uint8Array): undefined {
    const pin = this.#capturePin(handle);
    if (pin.addPacket({ id: packetId, bytes: packet, usedBytes: 0, startTime: 0 })) return;
    throw new DmusError('STATUS_INSUFFICIENT_RESOURCES', 'the pin has as many empty packets as it may have');
  }

  #completePacket(pin: PinHandle, { id, bytes, usedBytes, startTime }: CapturePacket): void {
    this.#options.onNotification?.({ kind: 'packetCompleted', pin, packetId: id, packet: bytes, usedBytes, startTime });
  }

  #setThru({ pin, channelGroup, channel, target }: KsRequest<'setThru'>): undefined {
    const { thru } = this.#capturePin(pin);
    if (target === null) {
      thru.setRoute(channelGroup, channel, null);
      return;
    }
    const renderPin = this.#filters.findRenderPin(target.filterId, target.pin);
    if (renderPin === undefined) throw new DmusError('DMUS_E_PORT_NOT_RENDER', 'thru leads to an open render pin');
    thru.setRoute(channelGroup, channel, {
      target: renderPin,
      channelGroup: target.channelGroup,
      channel: target.channel,
    });
  }

  #capturePin(handle: PinHandle): CapturePin {
    const pin = this.#pin(handle);
    if (pin.kind === 'capture') return pin;
    throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'only capture pins fill packets');
  }

  #property(request: KsPropertyRequest): KsPropertyReply {
    const pin = request.pin === null ? null : this.#pin(request.pin);
    const { node, set, id, verb, instance, requestId } = request;
    // The caller's bytes stay the caller's: an answer is written into room of its own.
    const value = verb === PropertyVerb.set ? request.value : new Uint8Array(request.value.byteLength);
    const toReply = (result: PropertyResult): KsPropertyReply => replyFor(verb, value, result);
    const complete = (result: PropertyResult): void => {
      this.#options.onNotification?.({ kind: 'propertyCompleted', requestId, reply: toReply(result) });
    };
    return toReply(this.port.property({ pin, node, set, id, verb, instance, value, complete }));
  }

  #pin(handle: PinHandle): Pin {
    const pin = this.#pins.get(handle);
    if (pin !== undefined) return pin;
    throw new DmusError('STATUS_INVALID_PARAMETER', `no pin instance is open under the handle ${handle}`);
  }
}

function replyFor(verb: PropertyVerb, value: Uint8Array, result: PropertyResult): KsPropertyReply {
  const { status, valueByteLength } = result;
  const hasAnswer = verb !== PropertyVerb.set && (status === 'STATUS_SUCCESS' || status === 'STATUS_NOT_ALL_ASSIGNED');
  return { status, valueByteLength, value: hasAnswer ? value.subarray(0, valueByteLength) : new Uint8Array(0) };
}
