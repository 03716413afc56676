import type { ReferenceTime } from '../clock/reference-time.ts';
import { ExactSampleClock, type SampleTime } from '../clock/sample-time.ts';
import { DmusError } from '../ddi/errors.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { SynthSinkDMus } from '../ddi/synth-sink-dmus.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';

/** What a wave sink is made of. */
export interface WaveSinkOptions {
  /** The synth's wave stream. */
  readonly stream: SynthSinkDMus;
  /** Where the sound goes; opened when the stream leaves `stop`, closed when it is back there. */
  readonly output: PcmOutput;
  /** Rate and channels of the stream. */
  readonly format: WaveFormat;
  readonly masterClock: MasterClock;
  /** Frames rendered at a time, 1…65,536; 512 by default. It has no influence on the sound. */
  readonly blockFrames?: number | undefined;
}

const DEFAULT_BLOCK_FRAMES = 512;
const MAX_BLOCK_FRAMES = 65_536;

/**
 * Pulls the sound of a software synth into an output, block by block, and counts its frames. It has no thread of its
 * own: whoever has frames to fill calls {@link pump}.
 *
 * The position stands still outside `run` and goes back to 0 in `stop`. At each entry into `run` the stream is tied to
 * the master clock, such that the next frame is due now. Messages are converted to frames by that tie, so a wave pin
 * should be in `run` before its message pin.
 */
export class WaveSink {
  readonly #stream: SynthSinkDMus;
  readonly #output: PcmOutput;
  readonly #format: WaveFormat;
  readonly #masterClock: MasterClock;
  readonly #nominalClock: ExactSampleClock;
  readonly #block: Float32Array;
  readonly #blockFrames: number;
  #state: KsState = KsState.stop;
  #position: SampleTime = 0;

  /** @throws RangeError for a block size out of range, DmusError `DMUS_E_WAVEFORMATNOTSUPPORTED` without channels. */
  constructor(options: WaveSinkOptions) {
    const { format, blockFrames = DEFAULT_BLOCK_FRAMES } = options;
    if (!Number.isInteger(blockFrames) || blockFrames < 1 || blockFrames > MAX_BLOCK_FRAMES) {
      throw new RangeError(`WaveSink: blockFrames must be an integer of 1 to ${MAX_BLOCK_FRAMES}, got ${blockFrames}`);
    }
    if (!Number.isInteger(format.channelCount) || format.channelCount < 1 || format.channelCount > 64) {
      throw new DmusError('DMUS_E_WAVEFORMATNOTSUPPORTED', `1 to 64 channels, not ${format.channelCount}`);
    }
    this.#stream = options.stream;
    this.#output = options.output;
    this.#format = format;
    this.#masterClock = options.masterClock;
    this.#nominalClock = new ExactSampleClock(format.sampleRate);
    this.#blockFrames = blockFrames;
    this.#block = new Float32Array(blockFrames * format.channelCount);
  }

  /** Frames rendered since the stream left `stop`. */
  get position(): SampleTime {
    return this.#position;
  }

  /**
   * Moves the sink, together with its stream and output.
   * @throws whatever the output's `open` or the stream's `setState` throws; the sink then stays where it was.
   * `@thread control`
   */
  setState(state: KsState): void {
    const isRising = state > this.#state;
    if (isRising && this.#state === KsState.stop) this.#output.open(this.#format);
    try {
      this.#stream.setState(state);
    } catch (error) {
      if (isRising && this.#state === KsState.stop) this.#output.close();
      throw error;
    }
    this.#state = state;
    if (state === KsState.run) this.#tieToMaster();
    if (state === KsState.stop) {
      this.#position = 0;
      this.#output.close();
    }
  }

  /**
   * Renders the next `frameCount` frames into the output; answers how many that were: all, or none outside `run`.
   *
   * `@thread render`
   */
  pump(frameCount: number): number {
    if (this.#state !== KsState.run || !(frameCount > 0)) return 0;
    for (let done = 0; done < frameCount; ) {
      const count = Math.min(this.#blockFrames, frameCount - done);
      this.#stream.render(this.#block, count, this.#position);
      this.#output.write(this.#block, count);
      this.#position += count;
      done += count;
    }
    return frameCount;
  }

  /**
   * Tells the stream when the frame last rendered is really heard, for whoever can see the device's play cursor.
   * Does nothing outside `run`. `@thread render`
   */
  synchronize(referenceTime: ReferenceTime): void {
    if (this.#state === KsState.run) this.#stream.syncToMaster(referenceTime, false);
  }

  /**
   * The latency clock: when the first frame that is not yet rendered plays, and so the earliest time for a new event.
   * Outside `run`, the master clock's time. `@thread any`
   */
  getLatencyTime(): ReferenceTime {
    if (this.#state !== KsState.run) return this.#masterClock.getTime();
    return this.#stream.sampleToRefTime(this.#position);
  }

  /** Such that the next frame is due now, and frame 0 was as long ago as the frames since then take. */
  #tieToMaster(): void {
    const elapsedTicks = this.#nominalClock.sampleToRefTime(this.#position);
    this.#stream.syncToMaster(this.#masterClock.getTime() - elapsedTicks, true);
  }
}
