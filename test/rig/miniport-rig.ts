import { ManualClock } from '../../src/clock/manual-clock.ts';
import {
  type DataFormat,
  DataFormatSpecifier,
  DataFormatSubtype,
  DataFormatType,
} from '../../src/ddi/filter-description.ts';
import { type KernelEvent, SHORT_EVENT_BYTES } from '../../src/ddi/kernel-event.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import type { Mxf } from '../../src/ddi/mxf.ts';
import {
  PROPERTY_SET_SYNTH,
  type PropertyRequest,
  type PropertyResult,
  PropertyVerb,
} from '../../src/ddi/property-request.ts';
import { StreamType } from '../../src/ddi/stream-type.ts';
import type { SynthSinkDMus } from '../../src/ddi/synth-sink-dmus.ts';
import { SoftSynthPin, SYNTH_NODE } from '../../src/miniports/soft-synth/description.ts';
import { SoftSynthMiniport } from '../../src/miniports/soft-synth/soft-synth-miniport.ts';
import { EventAllocator } from '../../src/port-driver/allocator.ts';
import { pcmFormat } from '../../src/port-driver/data-range.ts';

export const MUSIC_FORMAT: DataFormat = {
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.directMusic,
  specifier: DataFormatSpecifier.none,
  waveFormat: null,
};

export function waveFormat(channelCount = 1, sampleRate = 48000): DataFormat {
  return {
    majorFormat: DataFormatType.audio,
    subFormat: DataFormatSubtype.pcm,
    specifier: DataFormatSpecifier.waveFormatEx,
    waveFormat: pcmFormat(channelCount, sampleRate, 16),
  };
}

/** A property request to the synth node; a get of an item of KSPROPSETID_Synth unless told otherwise. */
export type NodeRequest = Partial<
  Pick<PropertyRequest, 'set' | 'verb' | 'instance' | 'value' | 'stream' | 'complete'>
> & {
  readonly id: number;
};

/** The request in full. */
export function nodeRequest(request: NodeRequest): PropertyRequest {
  return {
    set: PROPERTY_SET_SYNTH,
    verb: PropertyVerb.get,
    node: SYNTH_NODE,
    stream: null,
    instance: new Uint8Array(0),
    value: new Uint8Array(0),
    complete: () => {
      throw new Error('nobody waits for the end of this request');
    },
    ...request,
  };
}

/** An event of `allocator` around these bytes. */
export function kernelEvent(
  allocator: EventAllocator,
  bytes: readonly number[] | Uint8Array,
  fields: Partial<KernelEvent> = {},
): KernelEvent {
  const event = allocator.getMessage()!;
  Object.assign(event, { channelGroup: 1, ...fields, byteLength: bytes.length });
  if (bytes.length > SHORT_EVENT_BYTES) event.buffer = allocator.getBuffer()!;
  (event.buffer ?? event.inline).set(bytes);
  return event;
}

/** A stream in a state, reached step by step. */
export function bringTo(stream: Mxf, state: KsState): void {
  for (const each of Object.values(KsState)) if (each > 0 && each <= state) stream.setState(each);
}

/** A soft synth miniport without a port driver. */
export class MiniportRig {
  readonly miniport = new SoftSynthMiniport();
  readonly allocator = new EventAllocator();

  #open(pinId: number, streamType: StreamType, dataFormat: DataFormat): Mxf {
    const { miniport, allocator } = this;
    const masterClock = new ManualClock();
    return miniport.newStream({ pinId, streamType, dataFormat, allocator, masterClock }).stream;
  }

  openRender(): Mxf {
    return this.#open(SoftSynthPin.music, StreamType.midiRender, MUSIC_FORMAT);
  }

  openWave(dataFormat: DataFormat = waveFormat()): SynthSinkDMus {
    return this.#open(SoftSynthPin.wave, StreamType.waveSink, dataFormat) as SynthSinkDMus;
  }

  /** For stream types that the synth may not have. */
  openAs(streamType: StreamType): Mxf {
    return this.#open(SoftSynthPin.music, streamType, MUSIC_FORMAT);
  }

  property(request: NodeRequest): PropertyResult {
    return this.miniport.property(nodeRequest(request));
  }

  /** What an item of 32 bits, signed, is on a stream. */
  getNumber(stream: Mxf, id: number, fields: Partial<NodeRequest> = {}): number {
    const value = new Uint8Array(4);
    const { status } = this.property({ id, stream, value, ...fields });
    if (status !== 'STATUS_SUCCESS') throw new Error(`item ${id}: ${status}`);
    return new DataView(value.buffer).getInt32(0, true);
  }
}

/** Bytes of a 32-bit number, signed or not. */
export function numberBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}
