import { DmusError } from '../ddi/errors.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import { type PropertyResult, PropertyVerb } from '../ddi/property-request.ts';
import type { Pin } from '../port-driver/pin.ts';
import type { DMusPort } from '../port-driver/port-driver.ts';
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
  readonly createOutput?: (pinId: number, dataFormat: DataFormat) => PcmOutput;
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
export class KsDevice {
  readonly port: DMusPort;
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
    property: (request) => this.#property(request),
  };

  constructor(options: KsDeviceOptions) {
    this.#options = options;
    this.port = options.port;
  }

  /**
   * Carries out one call.
   * @throws DmusError as the port driver's methods; `STATUS_INVALID_PARAMETER` for a pin handle that is not open.
   */
  call<Name extends KsCallName>(name: Name, request: KsRequest<Name>): KsReply<Name> {
    return this.#handlers[name](request);
  }

  /** Closes all pins; the handles are void afterwards. */
  close(): void {
    this.#pins.clear();
    this.port.close();
  }

  #createPin(pinId: number, dataFormat: DataFormat): PinHandle {
    const { createOutput } = this.#options;
    const isWave = dataFormat.waveFormat !== null;
    const output = isWave && createOutput !== undefined ? { output: createOutput(pinId, dataFormat) } : {};
    const pin = this.port.openPin({ pinId, dataFormat, ...output });
    const handle = ++this.#lastHandle;
    this.#pins.set(handle, pin);
    return handle;
  }

  #closePin(handle: PinHandle): undefined {
    this.port.closePin(this.#pin(handle));
    this.#pins.delete(handle);
  }

  #writeStream(handle: PinHandle, startTime: number, records: Uint8Array): undefined {
    const pin = this.#pin(handle);
    if (pin.kind !== 'render') throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'only message pins take events');
    pin.writePacket(startTime, records);
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
