import { DmusError } from '../../ddi/errors.ts';
import { type FilterDescription, MusicTechnology } from '../../ddi/filter-description.ts';
import type { Guid } from '../../ddi/guid.ts';
import type { MiniportDMus, MiniportInit, NewStreamRequest, NewStreamResult } from '../../ddi/miniport-dmus.ts';
import type { MusicTechnologyControl } from '../../ddi/music-technology-control.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { PortDMus } from '../../ddi/port-dmus.ts';
import type { PropertyRequest, PropertyResult } from '../../ddi/property-request.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { ExternalNode, externalCaps } from '../external-node.ts';
import { MessageRenderStream } from '../message-render-stream.ts';
import type { ByteStream } from './byte-stream.ts';
import { UartCaptureStream } from './capture-stream.ts';
import { describeUart, type UartDirection, type UartPins, uartPins } from './description.ts';
import { OutputRing } from './output-ring.ts';
import { UartWire } from './wire.ts';
import { WireOutput } from './wire-output.ts';

/** CLSID_MiniportDriverDMusUART. */
export const CLSID_MINIPORT_DRIVER_DMUS_UART: Guid = 'd3f0ce1c-fffc-11d1-81b0-0060083316c1';

const DEFAULT_RING_BYTES = 0x10000;
const MAX_RING_BYTES = 0x1000000;

/** What a UART is made of. */
export interface UartOptions {
  /** The wire. The miniport listens to it from `init` on; closing it is its owner's business. */
  readonly byteStream: ByteStream;
  /** `both` by default, as DMusUART; `capture` is the documented twin that only listens. */
  readonly direction?: UartDirection;
  /** Names the port in its capabilities: two wires need two. By default the documented class id of the miniport. */
  readonly guid?: Guid;
  /** For people. */
  readonly name?: string;
  /** Bytes that may wait for the wire, and so the longest message: 65,536 by default, at most 2²⁴. */
  readonly outputBytes?: number;
  /** Bytes that may wait for service: 65,536 by default, at most 2²⁴. */
  readonly inputBytes?: number;
}

/** What a UART has had to drop. */
export interface UartCounters {
  /** Messages for which there was no room, that never became whole, or that still waited when the wire ended. */
  readonly droppedMessages: number;
  /** Messages for channel groups other than 0 and 1. */
  readonly foreignGroupMessages: number;
  /** Arrived bytes for which service came too late. */
  readonly lostInputBytes: number;
}

/** A ring of its own for each render pin, so that one that stops takes nothing of the other's with it. */
type RenderPinName = 'midiRender' | 'directMusicRender';
const RENDER_PIN_NAMES: readonly RenderPinName[] = ['midiRender', 'directMusicRender'];

/**
 * A MIDI wire as a miniport (DMusUART, DMusUARTCapture): messages go out when they are due, bytes come in as they
 * arrive. No downloads, no sequencer of its own, one set of 16 channels.
 */
export class UartMiniport implements MiniportDMus, MusicTechnologyControl {
  readonly #direction: UartDirection;
  readonly #pins: UartPins;
  readonly #node: ExternalNode;
  readonly #outputBytes: number;
  readonly #inputBytes: number;
  readonly #rings: readonly OutputRing[];
  readonly #outputs: readonly WireOutput[];
  readonly #wire: UartWire;
  /** Open streams by pin. */
  readonly #streams = new Map<number, Mxf>();
  #technology: Guid = MusicTechnology.port;
  #description: FilterDescription | null = null;
  #bound: { readonly port: PortDMus; readonly serviceGroup: ServiceGroup } | null = null;
  /** Of capture streams that are closed. */
  #lostInputBytes = 0;

  /** @throws RangeError for a size out of range. */
  constructor(options: UartOptions) {
    const { byteStream, direction = 'both' } = options;
    this.#direction = direction;
    this.#pins = uartPins(direction);
    const { guid = CLSID_MINIPORT_DRIVER_DMUS_UART, name: description = 'dmus MIDI wire' } = options;
    this.#node = new ExternalNode(externalCaps({ guid, description, maxChannelGroups: 1 }));
    this.#outputBytes = ringBytes('outputBytes', options.outputBytes);
    this.#inputBytes = ringBytes('inputBytes', options.inputBytes);
    const rings = direction === 'capture' ? [] : RENDER_PIN_NAMES.map(() => new OutputRing(this.#outputBytes));
    const wire = new UartWire(byteStream, rings);
    this.#wire = wire;
    this.#rings = rings;
    this.#outputs = rings.map((ring) => new WireOutput(wire, ring));
  }

  /** What has been dropped since the miniport was made. */
  get counters(): UartCounters {
    const capture = this.#captureStream();
    return {
      droppedMessages: this.#outputs.reduce((sum, each) => sum + each.droppedCount, this.#wire.lostMessageCount),
      foreignGroupMessages: this.#outputs.reduce((sum, each) => sum + each.foreignGroupCount, 0),
      lostInputBytes: this.#lostInputBytes + (capture?.lostByteCount ?? 0),
    };
  }

  /** Bytes that wait for the wire. */
  get waitingByteLength(): number {
    return this.#rings.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Why the wire has ended; `null` while it works, or when it ended with nothing wrong. */
  get wireFailure(): Error | null {
    return this.#wire.failure;
  }

  /** @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` after `init`: the filter's ranges are constant from then on. */
  setTechnology(technology: Guid): void {
    if (this.#bound !== null) {
      throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'the technology is set before the miniport is bound');
    }
    this.#technology = technology;
    this.#description = null;
  }

  getDescription(): FilterDescription {
    this.#description ??= describeUart(this.#direction, this.#technology);
    return this.#description;
  }

  dataRangeIntersection(): 'STATUS_NOT_IMPLEMENTED' {
    return 'STATUS_NOT_IMPLEMENTED';
  }

  /** One group serves everything; it is made known before the wire can say anything. */
  init({ port }: MiniportInit): { readonly serviceGroup: ServiceGroup } {
    const serviceGroup = port.newServiceGroup();
    serviceGroup.supportDelayedService();
    this.#bound = { port, serviceGroup };
    port.registerServiceGroup(serviceGroup);
    this.#wire.open();
    return { serviceGroup };
  }

  service(): void {}

  newStream(request: NewStreamRequest): NewStreamResult {
    const { pinId, streamType } = request;
    if (this.#streams.has(pinId)) throw new DmusError('STATUS_INSUFFICIENT_RESOURCES', `pin ${pinId} is open`);
    if (this.#wire.isClosed) {
      throw new DmusError('STATUS_IO_DEVICE_ERROR', 'the wire has ended', { cause: this.#wire.failure });
    }
    const result = streamType === StreamType.midiCapture ? this.#newCapture(request) : this.#newRender(request);
    this.#streams.set(pinId, result.stream);
    return result;
  }

  closeStream(stream: Mxf): void {
    for (const [pinId, each] of this.#streams) if (each === stream) this.#streams.delete(pinId);
    if (!(stream instanceof UartCaptureStream) || this.#wire.input !== stream) return;
    this.#wire.input = null;
    this.#lostInputBytes += stream.lostByteCount;
  }

  property(request: PropertyRequest): PropertyResult {
    return this.#node.answer(request);
  }

  #newRender({ pinId, streamType, allocator }: NewStreamRequest): NewStreamResult {
    const output = this.#outputs[RENDER_PIN_NAMES.findIndex((name) => this.#pins[name] === pinId)];
    if (output === undefined || streamType !== StreamType.midiRender) throw notThisPin(pinId);
    const stream = new MessageRenderStream(output, allocator, this.#outputBytes);
    return { stream, serviceGroup: null, schedulePreFetch: 0 };
  }

  #newCapture({ pinId, allocator, masterClock }: NewStreamRequest): NewStreamResult {
    if (this.#bound === null) throw new DmusError('DMUS_E_NOT_INIT', 'the miniport has no port driver');
    if (pinId !== this.#pins.capture) throw notThisPin(pinId);
    const { port, serviceGroup } = this.#bound;
    const stream = new UartCaptureStream({ allocator, masterClock, port, serviceGroup, inputBytes: this.#inputBytes });
    this.#wire.input = stream;
    return { stream, serviceGroup, schedulePreFetch: 0 };
  }

  #captureStream(): UartCaptureStream | undefined {
    const { input } = this.#wire;
    return input instanceof UartCaptureStream ? input : undefined;
  }
}

function notThisPin(pinId: number): DmusError {
  return new DmusError('STATUS_INVALID_DEVICE_REQUEST', `pin ${pinId} of a UART has no such stream`);
}

function ringBytes(name: string, byteLength = DEFAULT_RING_BYTES): number {
  if (Number.isInteger(byteLength) && byteLength >= 1 && byteLength <= MAX_RING_BYTES) return byteLength;
  throw new RangeError(`UartMiniport: ${name} must be an integer of 1 to ${MAX_RING_BYTES}, got ${byteLength}`);
}
