import type { AllocatorMxf } from '../../src/ddi/allocator-mxf.ts';
import { DmusError } from '../../src/ddi/errors.ts';
import type { DataFormat, DataRange, FilterDescription, PinDescription } from '../../src/ddi/filter-description.ts';
import {
  DataFormatSpecifier,
  DataFormatSubtype,
  DataFormatType,
  FILTER_NODE,
  FilterCategory,
  MusicTechnology,
  NodeType,
} from '../../src/ddi/filter-description.ts';
import { GUID_NULL } from '../../src/ddi/guid.ts';
import { type KernelEvent, KernelEventFlags } from '../../src/ddi/kernel-event.ts';
import { eventPayload, isIncompleteEvent } from '../../src/ddi/kernel-event-predicates.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import type { MasterClock } from '../../src/ddi/master-clock.ts';
import type { MiniportDMus, MiniportInit, NewStreamRequest, NewStreamResult } from '../../src/ddi/miniport-dmus.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../../src/ddi/miniport-dmus.ts';
import type { Mxf } from '../../src/ddi/mxf.ts';
import {
  PROPERTY_SET_SYNTH,
  type PropertyRequest,
  type PropertyResult,
  PropertyVerb,
  SynthProperty,
} from '../../src/ddi/property-request.ts';
import type { ServiceGroup } from '../../src/ddi/service-group.ts';
import { StreamType } from '../../src/ddi/stream-type.ts';
import type { SynthSinkDMus } from '../../src/ddi/synth-sink-dmus.ts';
import type { SampleBuffer } from '../../src/ddi/wave-format.ts';
import { pcmFormat } from '../../src/port-driver/data-range.ts';

/** What a {@link FakeStream} saw of an event before it gave it back. */
export interface SeenEvent {
  readonly presentationTime: number;
  readonly channelGroup: number;
  readonly bytes: readonly number[];
  readonly isIncomplete: boolean;
}

/** A message stream that writes down what it gets. `keepsEvents` makes it give events back only in `stop`. */
export class FakeStream implements Mxf {
  readonly seen: SeenEvent[] = [];
  readonly states: KsState[] = [];
  keepsEvents = false;
  refusesState: KsState | null = null;
  /** Called when the stream is moved, after it has written the state down. */
  onSetState: (state: KsState) => void = () => {};
  readonly #allocator: AllocatorMxf;
  readonly #kept: KernelEvent[] = [];

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    for (let each = event; each !== null; each = each.next) {
      const { presentationTime, channelGroup, byteLength } = each;
      const bytes = [...eventPayload(each)!.subarray(0, byteLength)];
      this.seen.push({ presentationTime, channelGroup, bytes, isIncomplete: isIncompleteEvent(each) });
    }
    if (event !== null && this.keepsEvents) this.#kept.push(event);
    else this.#allocator.putMessage(event);
  }

  setState(state: KsState): void {
    if (state === this.refusesState) throw new Error('not ready');
    this.states.push(state);
    this.onSetState(state);
    if (state === KsState.stop) for (const event of this.#kept.splice(0)) this.#allocator.putMessage(event);
  }

  connectOutput(): void {}
  disconnectOutput(): void {}
}

/** A message stream from a device: what was put into `arrivals` goes up as raw bytes when the stream is served. */
export class FakeCaptureStream implements Mxf {
  /** Bytes that have arrived and wait for service. */
  readonly arrivals: Uint8Array[] = [];
  readonly states: KsState[] = [];
  readonly #allocator: AllocatorMxf;
  readonly #masterClock: MasterClock;
  #output: Mxf;

  constructor(allocator: AllocatorMxf, masterClock: MasterClock) {
    this.#allocator = allocator;
    this.#masterClock = masterClock;
    this.#output = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    if (event !== null) this.#allocator.putMessage(event);
    else for (const bytes of this.arrivals.splice(0)) this.#output.putMessage(this.#rawEvent(bytes));
  }

  setState(state: KsState): void {
    this.states.push(state);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  #rawEvent(bytes: Uint8Array): KernelEvent | null {
    const event = this.#allocator.getMessage();
    if (event === null) return null;
    if (bytes.byteLength > event.inline.byteLength) event.buffer = this.#allocator.getBuffer();
    (event.buffer ?? event.inline).set(bytes);
    event.byteLength = bytes.byteLength;
    event.channelGroup = 1;
    event.flags = KernelEventFlags.incomplete;
    event.presentationTime = this.#masterClock.getTime();
    return event;
  }
}

/** A wave stream whose every sample is the number of its frame, so that gaps and overlaps show. */
export class FakeWaveStream extends FakeStream implements SynthSinkDMus {
  readonly syncs: { readonly referenceTime: number; readonly start: boolean }[] = [];
  readonly renders: { readonly position: number; readonly frameCount: number }[] = [];
  readonly #channelCount: number;
  readonly #sampleRate: number;
  #startTime = 0;

  constructor(allocator: AllocatorMxf, channelCount: number, sampleRate: number) {
    super(allocator);
    this.#channelCount = channelCount;
    this.#sampleRate = sampleRate;
  }

  render(output: SampleBuffer, frameCount: number, position: number): void {
    this.renders.push({ position, frameCount });
    for (let i = 0; i < frameCount * this.#channelCount; i++) output[i] = position + Math.floor(i / this.#channelCount);
  }

  syncToMaster(referenceTime: number, start: boolean): void {
    this.syncs.push({ referenceTime, start });
    if (start) this.#startTime = referenceTime;
  }

  sampleToRefTime(sampleTime: number): number {
    return this.#startTime + (sampleTime * 10_000_000) / this.#sampleRate;
  }

  refTimeToSample(referenceTime: number): number {
    return ((referenceTime - this.#startTime) * this.#sampleRate) / 10_000_000;
  }
}

/** A concrete format of the fake's message pin. */
export const DIRECT_MUSIC_FORMAT: DataFormat = {
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.directMusic,
  specifier: DataFormatSpecifier.none,
  waveFormat: null,
};

/** A concrete format of the fake's wave pin: stereo, 16 bits, 1000 frames per second, so that a frame is 10,000 ticks. */
export const WAVE_FORMAT: DataFormat = {
  majorFormat: DataFormatType.audio,
  subFormat: DataFormatSubtype.pcm,
  specifier: DataFormatSpecifier.waveFormatEx,
  waveFormat: pcmFormat(2, 1000, 16),
};

const MUSIC_RANGE: DataRange = {
  kind: 'music',
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.directMusic,
  specifier: DataFormatSpecifier.none,
  technology: MusicTechnology.wavetable,
  channels: 0,
  notes: 0,
  channelMask: 0xffff,
};

/** The same messages as raw bytes. */
export const MIDI_RANGE: DataRange = { ...MUSIC_RANGE, subFormat: DataFormatSubtype.midi };

/** What the fake's wave pin offers. */
export const WAVE_RANGE: DataRange = {
  kind: 'audio',
  majorFormat: DataFormatType.audio,
  subFormat: DataFormatSubtype.pcm,
  specifier: DataFormatSpecifier.waveFormatEx,
  maximumChannels: 2,
  minimumBitsPerSample: 16,
  maximumBitsPerSample: 16,
  minimumSampleRate: 1000,
  maximumSampleRate: 96_000,
};

/** Places of the pins in the fake's description. */
export const FakePin = { render: 0, wave: 1, bridge: 2, capture: 3 } as const;

/** Description of a software synth: messages in, sound out, a bridge, and a capture pin for good measure. */
export const FAKE_DESCRIPTION: FilterDescription = {
  pins: [
    pin({
      name: 'messages',
      dataFlow: 'in',
      communication: 'sink',
      dataRanges: [MUSIC_RANGE, MIDI_RANGE],
      maxFilterInstanceCount: 2,
    }),
    pin({ name: 'sound', dataFlow: 'out', communication: 'source', dataRanges: [WAVE_RANGE] }),
    pin({ name: 'jack', dataFlow: 'out', communication: 'bridge', dataRanges: [] }),
    pin({ name: 'keyboard', dataFlow: 'out', communication: 'source', dataRanges: [MUSIC_RANGE, MIDI_RANGE] }),
  ],
  nodes: [
    {
      type: NodeType.synthesizer,
      name: 'synth',
      properties: [
        { set: PROPERTY_SET_SYNTH, id: SynthProperty.caps, verbs: PropertyVerb.get },
        { set: PROPERTY_SET_SYNTH, id: SynthProperty.volume, verbs: PropertyVerb.get | PropertyVerb.set },
      ],
    },
  ],
  connections: [
    { fromNode: FILTER_NODE, fromPin: FakePin.render, toNode: 0, toPin: 1 },
    { fromNode: 0, fromPin: 0, toNode: FILTER_NODE, toPin: FakePin.wave },
  ],
  categories: [FilterCategory.audio, FilterCategory.synthesizer],
  properties: [],
};

function pin(given: Partial<PinDescription>): PinDescription {
  return {
    maxGlobalInstanceCount: -1,
    maxFilterInstanceCount: -1,
    minFilterInstanceCount: 0,
    dataFlow: 'in',
    communication: 'sink',
    dataRanges: [],
    category: GUID_NULL,
    name: '',
    properties: [],
    ...given,
  };
}

/** A miniport whose streams only write down what happens. */
export class FakeMiniport implements MiniportDMus {
  readonly messageStreams: FakeStream[] = [];
  readonly captureStreams: FakeCaptureStream[] = [];
  readonly waveStreams: FakeWaveStream[] = [];
  readonly closedStreams: Mxf[] = [];
  readonly requests: PropertyRequest[] = [];
  readonly inits: MiniportInit[] = [];
  /** Answer to every property request. */
  propertyResult: PropertyResult = { status: 'STATUS_SUCCESS', valueByteLength: 0 };
  /** Prefetch of new message streams. */
  schedulePreFetch: number = DONT_HOLD_FOR_SEQUENCING;
  /** Group of the miniport and of new streams. */
  serviceGroup: ServiceGroup | null = null;
  /** Gives out message streams in place of wave streams. */
  hasBrokenWaveStream = false;
  /** Cannot make streams. */
  isOutOfStreams = false;

  getDescription(): FilterDescription {
    return FAKE_DESCRIPTION;
  }

  dataRangeIntersection(): 'STATUS_NOT_IMPLEMENTED' {
    return 'STATUS_NOT_IMPLEMENTED';
  }

  init(request: MiniportInit): { serviceGroup: ServiceGroup | null } {
    this.inits.push(request);
    return { serviceGroup: this.serviceGroup };
  }

  service(): void {}

  newStream({ streamType, allocator, dataFormat, masterClock }: NewStreamRequest): NewStreamResult {
    const { schedulePreFetch, serviceGroup } = this;
    if (this.isOutOfStreams) throw new DmusError('STATUS_INSUFFICIENT_RESOURCES');
    if (streamType === StreamType.waveSink && !this.hasBrokenWaveStream) {
      const { channelCount, sampleRate } = dataFormat.waveFormat!;
      const stream = new FakeWaveStream(allocator, channelCount, sampleRate);
      this.waveStreams.push(stream);
      return { stream, schedulePreFetch, serviceGroup };
    }
    if (streamType === StreamType.midiCapture) {
      const stream = new FakeCaptureStream(allocator, masterClock);
      this.captureStreams.push(stream);
      return { stream, schedulePreFetch, serviceGroup };
    }
    const stream = new FakeStream(allocator);
    this.messageStreams.push(stream);
    return { stream, schedulePreFetch, serviceGroup };
  }

  closeStream(stream: Mxf): void {
    this.closedStreams.push(stream);
  }

  property(request: PropertyRequest): PropertyResult {
    this.requests.push(request);
    return this.propertyResult;
  }
}
