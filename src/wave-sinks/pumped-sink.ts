import { LatencyClock } from '../clock/latency-clock.ts';
import type { ReferenceTime } from '../clock/reference-time.ts';
import { createSampleClock, type SampleClock, type SampleTime, type TimeConversion } from '../clock/sample-time.ts';
import type { DirectMusicSynth } from '../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { makeWaveFormat, type WaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import { PlainClock } from './plain-clock.ts';

/** Rate that conversions assume before the first activation (row W-153). */
const UNCONFIGURED_SAMPLE_RATE = 22050;
/** Bytes that a sink wants of a buffer: two seconds of 16-bit frames (row W-159). */
const BYTES_PER_SAMPLE_OF_BUFFER = 4;
/** Frames of one render call, unless told otherwise. */
const DEFAULT_BLOCK_FRAMES = 1024;

/** How a {@link PumpedSink} is made. */
export interface PumpedSinkOptions {
  /** How times are rounded: `exact` by default, `windows` as the native sink. */
  readonly conversion?: TimeConversion;
  /** Most frames of one render call, 1 or more. Makes no difference to the sound. */
  readonly blockFrames?: number;
}

/**
 * The sink of the user-mode way for everything that does not run by itself: whoever holds it calls {@link pump},
 * and so many frames go from the synth to the output. Offline rendering, tests and applications with an audio callback of
 * their own use it. `@thread control`; everything happens in the caller's thread.
 */
export class PumpedSink implements DirectMusicSynthSink {
  readonly #conversion: TimeConversion;
  readonly #blockFrames: number;
  readonly #latencyClock = new PlainClock(() => this.#latencyTime());
  readonly #latency = new LatencyClock();
  #synth: DirectMusicSynth | null = null;
  #output: PcmOutput | null = null;
  #masterClock: ReferenceClock | null = null;
  #sampleClock: SampleClock;
  #block = new Float32Array(0);
  #position: SampleTime = 0;
  #isActive = false;

  /** @throws RangeError unless `blockFrames` is a whole number above 0. */
  constructor(options: PumpedSinkOptions = {}) {
    const { conversion = 'exact', blockFrames = DEFAULT_BLOCK_FRAMES } = options;
    if (!(Number.isInteger(blockFrames) && blockFrames > 0)) {
      throw new RangeError(`blockFrames: at least 1 frame wanted, got ${blockFrames}`);
    }
    this.#conversion = conversion;
    this.#blockFrames = blockFrames;
    this.#sampleClock = createSampleClock(this.#conversion, UNCONFIGURED_SAMPLE_RATE);
  }

  init(synth: DirectMusicSynth | null): void {
    this.#synth = synth;
  }

  setMasterClock(clock: ReferenceClock): void {
    if (!clock) throw new DmusError('E_POINTER', 'setMasterClock needs a clock');
    this.#masterClock = clock;
  }

  getLatencyClock(): ReferenceClock {
    return this.#latencyClock;
  }

  setOutput(output: PcmOutput | null): void {
    if (this.#isActive) throw new DmusError('DMUS_E_SYNTHACTIVE', 'the output cannot change while the sink is active');
    if (output !== null && this.#synth === null) {
      throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'there is no synth to ask for a format');
    }
    this.#output = output;
  }

  activate(enable: boolean): void {
    if (enable) this.#start();
    else this.#stop();
  }

  #start(): void {
    const synth = this.#synth;
    if (synth === null) throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the sink has no synth');
    if (this.#output === null) throw new DmusError('DMUS_E_DSOUND_NOT_SET', 'the sink has no output');
    if (this.#masterClock === null) throw new DmusError('DMUS_E_NO_MASTER_CLOCK', 'the sink has no master clock');
    if (this.#isActive) throw new DmusError('DMUS_E_SYNTHACTIVE', 'the sink is active');
    const format = synth.getFormat();
    // Blocks here are 32-bit float.
    this.#output.open(makeWaveFormat(WaveFormatTag.ieeeFloat, format.channelCount, format.sampleRate, 32));
    this.#sampleClock = createSampleClock(this.#conversion, format.sampleRate, this.#masterClock.getTime());
    this.#block = new Float32Array(this.#blockFrames * format.channelCount);
    this.#position = 0;
    this.#latency.restart();
    this.#isActive = true;
  }

  #stop(): void {
    if (!this.#isActive) return;
    this.#isActive = false;
    this.#output?.close();
  }

  /** Next frame to be pulled. */
  get position(): SampleTime {
    return this.#position;
  }

  /**
   * Pulls `frameCount` frames out of the synth and hands them on.
   * @throws DmusError `DMUS_E_SYNTHINACTIVE` unless the sink is active.
   */
  pump(frameCount: number): void {
    if (!this.#isActive || this.#synth === null || this.#output === null) {
      throw new DmusError('DMUS_E_SYNTHINACTIVE', 'the sink is not active');
    }
    for (let left = frameCount; left > 0; ) {
      const count = Math.min(left, this.#blockFrames);
      this.#synth.render(this.#block, count, this.#position);
      this.#output.write(this.#block, count);
      this.#position += count;
      left -= count;
    }
  }

  sampleToRefTime(sampleTime: SampleTime): ReferenceTime {
    return this.#sampleClock.sampleToRefTime(sampleTime);
  }

  refTimeToSample(referenceTime: ReferenceTime): SampleTime {
    return this.#sampleClock.refTimeToSample(referenceTime);
  }

  #latencyTime(): ReferenceTime {
    if (!this.#isActive) throw new DmusError('E_FAIL', 'the latency clock runs only while its sink is active');
    return this.#latency.getTime(this.sampleToRefTime(this.#position), this.#masterClock!.getTime());
  }

  getDesiredBufferSize(): number {
    if (this.#synth === null) throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the sink has no synth');
    const format = this.#formatOfOpenSynth(this.#synth);
    return format.sampleRate * format.channelCount * BYTES_PER_SAMPLE_OF_BUFFER;
  }

  #formatOfOpenSynth(synth: DirectMusicSynth): WaveFormat {
    try {
      return synth.getFormat();
    } catch (cause) {
      throw new DmusError('E_UNEXPECTED', 'the synth is not open', { cause });
    }
  }

  getProperty(set: Guid, id: number): never {
    throw new DmusError('DMUS_E_UNKNOWN_PROPERTY', `item ${id} of property set ${set}`);
  }

  setProperty(set: Guid, id: number): never {
    throw new DmusError('DMUS_E_UNKNOWN_PROPERTY', `item ${id} of property set ${set}`);
  }
}
