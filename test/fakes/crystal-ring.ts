import type { PcmRing } from '../../src/ddi/pcm-ring.ts';
import type { WaveFormat } from '../../src/ddi/wave-format.ts';

/** How a {@link CrystalRing} deviates from a perfect device, which is the default. */
export interface CrystalRingOptions {
  /** Frames of the ring; half a second by default. */
  readonly ringFrames?: number;
  /** Error of the crystal, in parts per million; positive plays too fast. */
  readonly deviationPpm?: number;
  /** Reports are wrong by up to so many ms either way. */
  readonly jitterMs?: number;
  /** Frames of the steps in which it counts. */
  readonly stepFrames?: number;
  /** Time from `start` to the first frame. */
  readonly startDelayMs?: number;
  /** Numbers from 0 to 1, for the jitter. */
  readonly random?: () => number;
  /** Keeps what it plays in {@link CrystalRing.heard}. */
  readonly isRecording?: boolean;
}

/** A device that plays a ring when it is told that time passes. */
export class CrystalRing implements PcmRing {
  readonly kind = 'ring';
  readonly calls: string[] = [];
  /** First channel of every frame played, for a device that records. */
  readonly heard: number[] = [];
  /** A stalled device stands still although it has been started. */
  isStalled = false;
  readonly #options: CrystalRingOptions;
  #samples = new Float32Array(0);
  #channelCount = 1;
  #sampleRate = 48_000;
  #isStarted = false;
  #delayMs = 0;
  #played = 0;
  #reported = 0;

  constructor(options: CrystalRingOptions = {}) {
    this.#options = options;
  }

  /** Frames that it has really played since `open`, with the part of the one that it plays. */
  get played(): number {
    return this.#played;
  }

  get samples(): Float32Array {
    return this.#samples;
  }

  open({ channelCount, sampleRate }: WaveFormat): Float32Array {
    this.calls.push('open');
    this.#channelCount = channelCount;
    this.#sampleRate = sampleRate;
    this.#samples = new Float32Array((this.#options.ringFrames ?? sampleRate / 2) * channelCount);
    this.#played = 0;
    this.#reported = 0;
    this.#delayMs = this.#options.startDelayMs ?? 0;
    return this.#samples;
  }

  start(): void {
    this.calls.push('start');
    this.#isStarted = true;
  }

  stop(): void {
    this.calls.push('stop');
    this.#isStarted = false;
  }

  close(): void {
    this.calls.push('close');
  }

  /** `elapsedMs` pass by a perfect clock. */
  pass(elapsedMs: number): void {
    if (!this.#isStarted || this.isStalled) return;
    const waited = Math.min(this.#delayMs, elapsedMs);
    this.#delayMs -= waited;
    const rate = this.#sampleRate * (1 + (this.#options.deviationPpm ?? 0) / 1e6);
    const before = Math.floor(this.#played + 1e-6);
    this.#played += ((elapsedMs - waited) / 1000) * rate;
    if (this.#options.isRecording === true) this.#record(before, Math.floor(this.#played + 1e-6));
  }

  #record(from: number, to: number): void {
    for (let frame = from; frame < to; frame++) {
      this.heard.push(this.#samples[(frame * this.#channelCount) % this.#samples.length]!);
    }
  }

  getPlayPosition(): number {
    const { jitterMs = 0, stepFrames = 1, random = () => 0.5 } = this.#options;
    if (this.#played === 0) return 0;
    const jitterFrames = ((2 * random() - 1) * jitterMs * this.#sampleRate) / 1000;
    const counted = Math.floor((this.#played + 1e-6 + jitterFrames) / stepFrames) * stepFrames;
    this.#reported = Math.max(this.#reported, counted);
    return this.#reported;
  }
}
