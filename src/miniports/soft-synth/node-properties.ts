import { writeInt64 } from '../../clock/packed-integer.ts';
import { DmusError } from '../../ddi/errors.ts';
import { PortType } from '../../ddi/port-params.ts';
import {
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  type PropertyRequest,
  type PropertyResult,
  type PropertyStatus,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../../ddi/property-request.ts';
import { unpackStruct } from '../../properties/struct-codec.ts';
import {
  PORT_PARAMS_BYTES,
  packPortParams,
  packSynthCaps,
  packSynthDownload,
  packSynthStats,
  SYNTH_CAPS_BYTES,
  SYNTH_DOWNLOAD_BYTES,
  SYNTH_STATS_BYTES,
  unpackPortParams,
  VOICE_PRIORITY_INSTANCE,
} from '../../properties/synth-structures.ts';
import { EnginePort } from '../../synth/engine-port.ts';
import type { SynthInstance } from './synth-instance.ts';

/** Frames to be appended to waves: none is needed, one is what the sample engine asks for. */
const APPEND_FRAMES = 1;
const NUMBER_BYTES = 4;
const TIME_BYTES = 8;

/** What answers one item. */
interface ItemHandler {
  /** Bytes of the value. */
  readonly byteLength: number;
  /** The item belongs to a stream; without it there is no instance. */
  readonly needsStream: boolean;
  get?(instance: SynthInstance, request: PropertyRequest): Uint8Array | { value: Uint8Array; status: PropertyStatus };
  set?(instance: SynthInstance, request: PropertyRequest): void;
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(NUMBER_BYTES);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}

function readNumber(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true);
}

function volumeHandler(item: number): ItemHandler {
  return {
    byteLength: NUMBER_BYTES,
    needsStream: true,
    get: ({ port }) => number(port.getVolume(item)),
    set: ({ port }, { value }) => port.setVolume(item, readNumber(value)),
  };
}

const CAPS_OF_ANY = new EnginePort();

const SYNTH_ITEMS: ReadonlyMap<number, ItemHandler> = new Map<number, ItemHandler>([
  [SynthProperty.volume, volumeHandler(SynthProperty.volume)],
  [SynthProperty.volumeBoost, volumeHandler(SynthProperty.volumeBoost)],
  [
    SynthProperty.caps,
    {
      byteLength: SYNTH_CAPS_BYTES,
      needsStream: false,
      get: () => packSynthCaps(CAPS_OF_ANY.getPortCaps(PortType.kernelMode)),
    },
  ],
  [
    // A get that configures: the first request after a pin was made (03 section 2.1).
    SynthProperty.portParameters,
    {
      byteLength: PORT_PARAMS_BYTES,
      needsStream: true,
      get: (synth, { instance }) => {
        const { params, changed } = synth.configure(unpackPortParams(instance));
        return { value: packPortParams(params), status: changed ? 'STATUS_NOT_ALL_ASSIGNED' : 'STATUS_SUCCESS' };
      },
    },
  ],
  [
    SynthProperty.channelGroups,
    {
      byteLength: NUMBER_BYTES,
      needsStream: true,
      get: ({ port }) => number(port.params.channelGroups),
      set: ({ port }, { value }) => port.setChannelGroups(readNumber(value)),
    },
  ],
  [
    SynthProperty.voicePriority,
    {
      byteLength: NUMBER_BYTES,
      needsStream: true,
      get: ({ port }, { instance }) => {
        const { channelGroup, channel } = unpackStruct(VOICE_PRIORITY_INSTANCE, instance);
        return number(port.getChannelPriority(channelGroup, channel));
      },
      set: ({ port }, { instance, value }) => {
        const { channelGroup, channel } = unpackStruct(VOICE_PRIORITY_INSTANCE, instance);
        port.setChannelPriority(channelGroup, channel, readNumber(value));
      },
    },
  ],
  [
    SynthProperty.latencyClock,
    {
      byteLength: TIME_BYTES,
      needsStream: true,
      get: ({ waveStream }) => {
        if (waveStream === undefined) throw new DmusError('STATUS_UNSUCCESSFUL', 'no wave pin is open');
        const bytes = new Uint8Array(TIME_BYTES);
        writeInt64(bytes, 0, waveStream.getLatencyTime());
        return bytes;
      },
    },
  ],
  [
    SynthProperty.runningStats,
    {
      byteLength: SYNTH_STATS_BYTES,
      needsStream: true,
      get: ({ port }) => packSynthStats(port.getRunningStats()),
    },
  ],
]);

const DLS_ITEMS: ReadonlyMap<number, ItemHandler> = new Map<number, ItemHandler>([
  [
    SynthDlsProperty.download,
    {
      byteLength: SYNTH_DOWNLOAD_BYTES,
      needsStream: true,
      // The block has been copied on its way here, so that the client may always free its own.
      get: ({ port }, { instance }) => {
        const { handle } = port.engine.downloads.download(instance.slice());
        return packSynthDownload({ handle, mayFree: true });
      },
    },
  ],
  [
    SynthDlsProperty.unload,
    {
      byteLength: NUMBER_BYTES,
      needsStream: true,
      set: ({ port }, { value }) => port.engine.downloads.unload(readNumber(value), undefined, undefined),
    },
  ],
  [SynthDlsProperty.append, { byteLength: NUMBER_BYTES, needsStream: false, get: () => number(APPEND_FRAMES) }],
]);

const ITEMS: ReadonlyMap<string, ReadonlyMap<number, ItemHandler>> = new Map([
  [PROPERTY_SET_SYNTH, SYNTH_ITEMS],
  [PROPERTY_SET_SYNTH_DLS, DLS_ITEMS],
]);

function failure(status: PropertyStatus, valueByteLength = 0): PropertyResult {
  return { status, valueByteLength };
}

/** Answers a request to the synth node by the conventions of 03 section 1.2. Never throws. */
export function answerNodeProperty(request: PropertyRequest, instance: SynthInstance | undefined): PropertyResult {
  const handler = ITEMS.get(request.set)?.get(request.id);
  if (handler === undefined) return failure('STATUS_UNSUCCESSFUL');
  if (!answers(handler, request.verb)) return failure('STATUS_INVALID_DEVICE_REQUEST');
  if (handler.needsStream && instance === undefined) return failure('STATUS_INVALID_PARAMETER');
  if (request.value.byteLength === 0) return failure('STATUS_BUFFER_OVERFLOW', handler.byteLength);
  if (request.value.byteLength < handler.byteLength) return failure('STATUS_BUFFER_TOO_SMALL', handler.byteLength);
  try {
    return carryOut(handler, request, instance as SynthInstance);
  } catch (error) {
    return failure(statusOf(error));
  }
}

/** Which verbs an item has is asked of the port driver, not here. */
function answers(handler: ItemHandler, verb: PropertyVerb): boolean {
  if (verb === PropertyVerb.set) return handler.set !== undefined;
  return verb === PropertyVerb.get && handler.get !== undefined;
}

function carryOut(handler: ItemHandler, request: PropertyRequest, instance: SynthInstance): PropertyResult {
  if (request.verb === PropertyVerb.set) {
    handler.set!(instance, request);
    return { status: 'STATUS_SUCCESS', valueByteLength: handler.byteLength };
  }
  const answer = handler.get!(instance, request);
  const { value, status } =
    answer instanceof Uint8Array ? { value: answer, status: 'STATUS_SUCCESS' as const } : answer;
  request.value.set(value);
  return { status, valueByteLength: value.byteLength };
}

/** Below the boundary a synth's failure has no number of its own (03 section 1.2), but for want of memory. */
function statusOf(error: unknown): PropertyStatus {
  if (error instanceof DmusError) {
    if (error.code === 'E_OUTOFMEMORY') return 'STATUS_NO_MEMORY';
    return error.code.startsWith('STATUS_') ? (error.code as PropertyStatus) : 'STATUS_UNSUCCESSFUL';
  }
  return error instanceof RangeError ? 'STATUS_INVALID_PARAMETER' : 'STATUS_UNSUCCESSFUL';
}
