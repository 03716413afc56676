import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { MiniportDMus, NewStreamResult } from '../ddi/miniport-dmus.ts';
import type { Mxf } from '../ddi/mxf.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { ServiceGroup } from '../ddi/service-group.ts';
import { StreamType } from '../ddi/stream-type.ts';
import type { SynthSinkDMus } from '../ddi/synth-sink-dmus.ts';
import { EventAllocator, type EventAllocatorOptions } from './allocator.ts';
import { Sequencer } from './sequencer.ts';
import { Unpacker } from './unpacker.ts';
import { WaveSink } from './wave-sink.ts';

/** What every pin instance is made of. */
export interface PinOptions {
  readonly miniport: MiniportDMus;
  /** Place in the filter description's pins. */
  readonly pinId: number;
  readonly dataFormat: DataFormat;
  readonly masterClock: MasterClock;
  /** Sizes of the instance's event pool. */
  readonly allocator?: EventAllocatorOptions;
}

/** What the two kinds of pin instance have in common: a stream of the miniport, and a state. `@thread control` */
abstract class PinInstance {
  readonly pinId: number;
  /** Every event of the instance comes from here and must be back here in the end. */
  readonly allocator: EventAllocator;
  readonly #miniport: MiniportDMus;
  readonly #streamType: StreamType;
  readonly #created: NewStreamResult;
  #state: KsState = KsState.stop;
  #isClosed = false;

  constructor(options: PinOptions, streamType: StreamType) {
    const { miniport, pinId, dataFormat, masterClock } = options;
    this.pinId = pinId;
    this.allocator = new EventAllocator(options.allocator);
    this.#miniport = miniport;
    this.#streamType = streamType;
    this.#created = miniport.newStream({ pinId, streamType, dataFormat, allocator: this.allocator, masterClock });
  }

  /** The miniport's object for this instance. */
  get stream(): Mxf {
    return this.#created.stream;
  }

  /** The stream's interrupts, if its device has any. */
  get serviceGroup(): ServiceGroup | null {
    return this.#created.serviceGroup;
  }

  get state(): KsState {
    return this.#state;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /**
   * Moves the instance one step up or down.
   *
   * @throws DmusError `STATUS_INVALID_DEVICE_REQUEST` for a longer step, no step, or a closed instance; whatever
   * the miniport's stream throws when it is not ready. The state is then what it was.
   */
  setState(state: KsState): void {
    if (this.#isClosed || Math.abs(state - this.#state) !== 1) {
      const from = this.#isClosed ? 'closed' : this.#state;
      throw new DmusError(
        'STATUS_INVALID_DEVICE_REQUEST',
        `a pin moves one state at a time, not from ${from} to ${state}`,
      );
    }
    this.applyState(state);
    this.#state = state;
  }

  /**
   * Brings the instance to `stop`, step by step, and ends its stream. Closing again does nothing. Called by
   * `DMusPort.closePin`, which also counts the instance out.
   */
  close(): void {
    if (this.#isClosed) return;
    try {
      while (this.#state !== KsState.stop) this.setState((this.#state - 1) as KsState);
    } finally {
      this.#isClosed = true;
      this.disconnect();
      this.#miniport.closeStream(this.#created.stream, this.#streamType);
    }
  }

  /** Carries a state to the stages: on the way up the last stage first, on the way down the first. */
  protected abstract applyState(state: KsState): void;

  /** Takes the stages apart. */
  protected abstract disconnect(): void;

  protected get schedulePreFetch(): ReferenceTime {
    return this.#created.schedulePreFetch;
  }
}

/** A pin that takes messages: unpacker → sequencer → the miniport's stream, which returns events to the allocator. */
export class RenderPin extends PinInstance {
  readonly kind = 'render';
  readonly unpacker: Unpacker;
  readonly sequencer: Sequencer;

  /** @throws whatever the miniport's `newStream` throws. */
  constructor(options: PinOptions) {
    super(options, StreamType.midiRender);
    const { allocator, schedulePreFetch } = this;
    this.unpacker = new Unpacker(allocator);
    this.sequencer = new Sequencer({ allocator, schedulePreFetch, maxEventCount: allocator.maxEventCount });
    this.unpacker.connectOutput(this.sequencer);
    this.sequencer.connectOutput(this.stream);
    this.stream.connectOutput(allocator);
  }

  /**
   * A packet of event records from the application, read before this returns.
   * @param startTime what the records' deltas count from. `@thread render`
   */
  writePacket(startTime: ReferenceTime, records: Uint8Array): void {
    this.unpacker.writePacket(startTime, records);
  }

  /** Hands on what is due at `now`. `@thread render` */
  service(now: ReferenceTime): void {
    this.sequencer.service(now);
  }

  protected override applyState(state: KsState): void {
    if (state > this.state) {
      this.stream.setState(state);
      this.sequencer.setState(state);
      this.unpacker.setState(state);
    } else {
      this.unpacker.setState(state);
      this.sequencer.setState(state);
      this.stream.setState(state);
    }
  }

  protected override disconnect(): void {
    this.stream.disconnectOutput(this.allocator);
    this.sequencer.disconnectOutput(this.stream);
    this.unpacker.disconnectOutput(this.sequencer);
  }
}

/** What a wave pin is made of besides. */
export interface WavePinOptions extends PinOptions {
  readonly output: PcmOutput;
  /** As in the wave sink's options. */
  readonly blockFrames?: number | undefined;
}

/** A wave stream is given an allocator like any other, and sends no messages. */
const WAVE_ALLOCATOR = { eventCount: 1, maxEventCount: 1, bufferCount: 0, maxBufferCount: 0 } as const;

/** A pin that gives sound: the miniport's wave stream and the wave sink that pulls it. */
export class WavePin extends PinInstance {
  readonly kind = 'wave';
  readonly waveSink: WaveSink;

  /**
   * @throws DmusError `STATUS_NO_MATCH` when the format is not one of sound, `DMUS_E_UNSUPPORTED_STREAM` when the
   * miniport's stream cannot be rendered; whatever the miniport's `newStream` throws.
   */
  constructor(options: WavePinOptions) {
    super({ ...options, allocator: WAVE_ALLOCATOR }, StreamType.waveSink);
    this.waveSink = this.#createWaveSink(options);
  }

  protected override applyState(state: KsState): void {
    this.waveSink.setState(state);
  }

  protected override disconnect(): void {}

  #createWaveSink(options: WavePinOptions): WaveSink {
    const { output, masterClock, blockFrames, dataFormat } = options;
    const { stream } = this;
    try {
      if (dataFormat.waveFormat === null) throw new DmusError('STATUS_NO_MATCH', 'a wave pin needs a wave format');
      if (!isSynthSink(stream)) throw new DmusError('DMUS_E_UNSUPPORTED_STREAM', 'the wave stream cannot be rendered');
      const format = dataFormat.waveFormat;
      return new WaveSink({ stream, output, format, masterClock, blockFrames });
    } catch (error) {
      this.close();
      throw error;
    }
  }
}

/** A pin instance of either kind, told apart by `kind`. */
export type Pin = RenderPin | WavePin;

/** Stands in for asking the stream's object for ISynthSinkDMus. */
function isSynthSink(stream: Mxf): stream is SynthSinkDMus {
  return 'render' in stream && 'syncToMaster' in stream && 'sampleToRefTime' in stream;
}
