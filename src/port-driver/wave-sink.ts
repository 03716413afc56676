import { LatencyClock } from '../clock/latency-clock.ts';
import { type ReferenceTime, TICKS_PER_MILLISECOND, TICKS_PER_SECOND } from '../clock/reference-time.ts';
import { ExactSampleClock, type SampleTime } from '../clock/sample-time.ts';
import { DmusError } from '../ddi/errors.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PcmRing } from '../ddi/pcm-ring.ts';
import type { SynthSinkDMus } from '../ddi/synth-sink-dmus.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import { collectFailure, throwFirst } from './failures.ts';
import { RingWriter } from './ring-writer.ts';

/** What a wave sink is made of. */
export interface WaveSinkOptions {
  /** The synth's wave stream. */
  readonly stream: SynthSinkDMus;
  /**
   * Where the sound goes; opened when the stream leaves `stop`, closed when it is back there. An output takes what
   * {@link WaveSink.pump} renders. A ring plays by itself while the stream is in `run`, and {@link WaveSink.service}
   * keeps it filled.
   */
  readonly output: PcmOutput | PcmRing;
  /** Rate and channels of the stream. */
  readonly format: WaveFormat;
  readonly masterClock: MasterClock;
  /** Frames pumped at a time, 1…65,536; 512 by default. It has no influence on the sound. */
  readonly blockFrames?: number | undefined;
  /**
   * How far ahead of a ring's play cursor to render, in ticks, from 5 ms to 10 s; 60 ms by default, and three quarters
   * of the ring at most. It is the latency, and how late a service may come without a gap in the sound.
   */
  readonly writeAheadTicks?: number | undefined;
}

const DEFAULT_BLOCK_FRAMES = 512;
const MAX_BLOCK_FRAMES = 65_536;
const DEFAULT_WRITE_AHEAD_TICKS = 60 * TICKS_PER_MILLISECOND;
const MIN_WRITE_AHEAD_TICKS = 5 * TICKS_PER_MILLISECOND;
const MAX_WRITE_AHEAD_TICKS = 10 * TICKS_PER_SECOND;
/** From one service of a ring to the next; less when little is written ahead, so that four fit into it. */
const SERVICE_TICKS = 10 * TICKS_PER_MILLISECOND;
const SERVICES_IN_WRITE_AHEAD = 4;

/**
 * Pulls the sound of a software synth into an output, block by block, or into a device's ring ahead of its play cursor,
 * and counts its frames. It has no thread of its own: whoever has frames to fill calls {@link pump}, whoever keeps a
 * ring playing calls {@link service}.
 *
 * The position stands still outside `run` and goes back to 0 in `stop`. At each entry into `run` the stream is tied to
 * the master clock, such that the next frame to be heard is due now. Messages are converted to frames by that tie, so a
 * wave pin should be in `run` before its message pin.
 */
export class WaveSink {
  readonly #stream: SynthSinkDMus;
  readonly #format: WaveFormat;
  readonly #masterClock: MasterClock;
  readonly #nominalClock: ExactSampleClock;
  /** Either this or a ring. */
  readonly #output: PcmOutput | null;
  readonly #ring: RingWriter | null;
  readonly #block: Float32Array;
  readonly #blockFrames: number;
  #state: KsState = KsState.stop;
  #position: SampleTime = 0;
  readonly #latencyClock = new LatencyClock();
  #nextServiceTime: ReferenceTime = Number.POSITIVE_INFINITY;

  /**
   * @throws RangeError for a block size or write-ahead out of range, DmusError `DMUS_E_WAVEFORMATNOTSUPPORTED` without
   * channels.
   */
  constructor(options: WaveSinkOptions) {
    const { stream, output, format, masterClock } = options;
    const { blockFrames = DEFAULT_BLOCK_FRAMES, writeAheadTicks = DEFAULT_WRITE_AHEAD_TICKS } = options;
    checkSizes(format, blockFrames, writeAheadTicks);
    this.#stream = stream;
    this.#format = format;
    this.#masterClock = masterClock;
    this.#nominalClock = new ExactSampleClock(format.sampleRate);
    this.#output = isRing(output) ? null : output;
    this.#ring = isRing(output) ? new RingWriter({ ring: output, stream, format, writeAheadTicks }) : null;
    this.#blockFrames = blockFrames;
    this.#block = new Float32Array(this.#ring === null ? blockFrames * format.channelCount : 0);
  }

  /** Frames rendered since the stream left `stop`. */
  get position(): SampleTime {
    return this.#position;
  }

  /** How often a ring's device ran past what was rendered, since the stream left `stop`. `@thread any` */
  get underrunCount(): number {
    return this.#ring?.underrunCount ?? 0;
  }

  /** Frames that the device played in silence for that. `@thread any` */
  get lostFrameCount(): number {
    return this.#ring?.lostFrameCount ?? 0;
  }

  /** When {@link service} wants to be called next; infinity when there is nothing to be done. `@thread any` */
  get nextServiceTime(): ReferenceTime {
    return this.#nextServiceTime;
  }

  /**
   * Moves the sink, together with its stream and output.
   * @throws whatever the output's `open` or the stream's `setState` throws; the sink then stays where it was.
   * `@thread control`
   */
  setState(state: KsState): void {
    const isOpening = this.#state === KsState.stop && state > this.#state;
    if (isOpening) this.#openOutput();
    try {
      this.#stream.setState(state);
    } catch (error) {
      if (isOpening) this.#closeOutput();
      throw error;
    }
    this.#enter(state);
  }

  /**
   * Brings the sink to `stop`, step by step, and its output is closed, also when the stream throws.
   * @throws the first of what the stream threw, when all is done. `@thread control`
   */
  close(): void {
    const failures: unknown[] = [];
    while (this.#state !== KsState.stop) {
      const state = (this.#state - 1) as KsState;
      collectFailure(failures, () => this.#stream.setState(state));
      this.#enter(state);
    }
    throwFirst(failures);
  }

  /**
   * Renders the next `frameCount` frames into the output; answers how many that were: all, or none outside `run` and
   * with a ring.
   *
   * `@thread render`
   */
  pump(frameCount: number): number {
    if (this.#output === null || this.#state !== KsState.run || !(frameCount > 0)) return 0;
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
   * Fills the ring up to the write-ahead and tells the stream what is seen of the device. Does nothing outside `run`
   * and without a ring; being called early or late does no harm, short of an underrun. `@thread render`
   */
  service(now: ReferenceTime): void {
    if (this.#ring === null || this.#state !== KsState.run) return;
    this.#position = this.#ring.fill(this.#position);
    const serviceTicks = this.#serviceTicks(this.#ring);
    // A late service is followed by an earlier one, so that they keep their number.
    this.#nextServiceTime = Math.max(Math.min(this.#nextServiceTime, now) + serviceTicks, now + serviceTicks / 2);
    this.#stream.syncToMaster(now + this.#nominalClock.sampleToRefTime(this.#ring.pendingFrames), false);
  }

  /**
   * Tells the stream when the end of what is rendered is really heard, for whoever can see an output's play cursor; a
   * ring's is seen by {@link service}. Does nothing outside `run`. `@thread render`
   */
  synchronize(referenceTime: ReferenceTime): void {
    if (this.#state === KsState.run) this.#stream.syncToMaster(referenceTime, false);
  }

  /**
   * The latency clock: the earliest time for a new event. Outside `run`, the master clock's time. `@thread any`
   */
  getLatencyTime(): ReferenceTime {
    const now = this.#masterClock.getTime();
    if (this.#state !== KsState.run) return now;
    return this.#latencyClock.getTime(this.#stream.sampleToRefTime(this.#position), now);
  }

  /** The stream is there already. */
  #enter(state: KsState): void {
    if (this.#state === KsState.run && state !== KsState.run) this.#leaveRun();
    this.#state = state;
    if (state === KsState.run) this.#enterRun();
    if (state === KsState.stop) {
      this.#position = 0;
      this.#closeOutput();
    }
  }

  /** Such that the next frame to be heard is due now, and frame 0 was as long ago as the frames since then take. */
  #enterRun(): void {
    const now = this.#masterClock.getTime();
    const pendingFrames = this.#ring?.pendingFrames ?? 0;
    this.#latencyClock.restart();
    this.#stream.syncToMaster(now - this.#nominalClock.sampleToRefTime(this.#position - pendingFrames), true);
    if (this.#ring === null) return;
    this.#position = this.#ring.fill(this.#position);
    this.#nextServiceTime = now + this.#serviceTicks(this.#ring);
    this.#ring.start();
  }

  #leaveRun(): void {
    this.#ring?.stop();
    this.#nextServiceTime = Number.POSITIVE_INFINITY;
  }

  #serviceTicks({ aheadFrames }: RingWriter): ReferenceTime {
    return Math.min(SERVICE_TICKS, this.#nominalClock.sampleToRefTime(aheadFrames) / SERVICES_IN_WRITE_AHEAD);
  }

  #openOutput(): void {
    this.#output?.open(this.#format);
    this.#ring?.open();
  }

  #closeOutput(): void {
    this.#output?.close();
    this.#ring?.close();
  }
}

function isRing(output: PcmOutput | PcmRing): output is PcmRing {
  return 'kind' in output && output.kind === 'ring';
}

function checkSizes({ channelCount }: WaveFormat, blockFrames: number, writeAheadTicks: number): void {
  if (!Number.isInteger(blockFrames) || blockFrames < 1 || blockFrames > MAX_BLOCK_FRAMES) {
    throw new RangeError(`WaveSink: blockFrames must be an integer of 1 to ${MAX_BLOCK_FRAMES}, got ${blockFrames}`);
  }
  if (!(writeAheadTicks >= MIN_WRITE_AHEAD_TICKS && writeAheadTicks <= MAX_WRITE_AHEAD_TICKS)) {
    throw new RangeError(`WaveSink: writeAheadTicks must be 50000 to 100000000 (5 ms to 10 s), got ${writeAheadTicks}`);
  }
  if (!Number.isInteger(channelCount) || channelCount < 1 || channelCount > 64) {
    throw new DmusError('DMUS_E_WAVEFORMATNOTSUPPORTED', `1 to 64 channels, not ${channelCount}`);
  }
}
