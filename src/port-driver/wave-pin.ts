import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PcmRing } from '../ddi/pcm-ring.ts';
import { StreamType } from '../ddi/stream-type.ts';
import type { SynthSinkDMus } from '../ddi/synth-sink-dmus.ts';
import { PinInstance, type PinOptions } from './pin-instance.ts';
import { WaveSink } from './wave-sink.ts';

/** What a wave pin is made of besides. */
export interface WavePinOptions extends PinOptions {
  /** Takes the sound, or plays it from a ring. */
  readonly output: PcmOutput | PcmRing;
  /** As in the wave sink's options. */
  readonly blockFrames?: number | undefined;
  /** As in the wave sink's options. */
  readonly writeAheadTicks?: number | undefined;
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

  override get nextServiceTime(): ReferenceTime {
    return this.waveSink.nextServiceTime;
  }

  override service(now: ReferenceTime): void {
    this.waveSink.service(now);
  }

  protected override applyState(state: KsState): void {
    this.waveSink.setState(state);
  }

  /** A pin that could not be made has no sink yet. */
  protected override endStages(): void {
    (this.waveSink as WaveSink | undefined)?.close();
  }

  #createWaveSink(options: WavePinOptions): WaveSink {
    const { output, masterClock, blockFrames, writeAheadTicks, dataFormat } = options;
    const { stream } = this;
    try {
      if (dataFormat.waveFormat === null) throw new DmusError('STATUS_NO_MATCH', 'a wave pin needs a wave format');
      if (!isSynthSink(stream)) throw new DmusError('DMUS_E_UNSUPPORTED_STREAM', 'the wave stream cannot be rendered');
      const format = dataFormat.waveFormat;
      return new WaveSink({ stream, output, format, masterClock, blockFrames, writeAheadTicks });
    } catch (error) {
      this.close();
      throw error;
    }
  }
}

/** Stands in for asking the stream's object for ISynthSinkDMus. */
function isSynthSink(stream: Mxf): stream is SynthSinkDMus {
  return 'render' in stream && 'syncToMaster' in stream && 'sampleToRefTime' in stream;
}
