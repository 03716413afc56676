import { BentLine } from './bent-line.ts';
import { DriftEstimator } from './drift-estimator.ts';
import { type ReferenceTime, TICKS_PER_SECOND } from './reference-time.ts';
import type { SampleClock, SampleTime } from './sample-time.ts';

/** Observations come this often until it is seen how often they come: every service of the wave sink. */
const FIRST_INTERVAL_SECONDS = 0.01;
/** Shorter and longer intervals between two observations count as these. */
const MIN_INTERVAL_SECONDS = 0.0001;
const MAX_INTERVAL_SECONDS = 1;
/** Intervals that are averaged. */
const INTERVAL_MEMORY = 8;
/** Time over which a correction is spread; short against the loop's 5 seconds, long against an observation's 10 ms. */
const CORRECTION_SECONDS = 0.1;
/**
 * Bounds of the slope, in nominal frames for each frame of the device. After a stall of 3 seconds the clock so catches
 * up within 3 seconds of playing; in tracking the slope stays within 0.2 % of the device's own.
 */
const MIN_SLOPE = 0.5;
const MAX_SLOPE = 2;

/**
 * A sample clock that follows the device: the loop between sample time and reference time. It is told now and then at
 * which instant a frame really plays, and bends the nominal conversion towards that, a fraction of the error at a time.
 *
 * The conversion is always one continuous, rising line. An observation changes it only from the present on, that is
 * from the observed frame or the observed instant, whichever comes later on the line; so no clock read
 * from it jumps or runs backwards. Its slope stays within {@link MIN_SLOPE} and {@link MAX_SLOPE} of nominal. As long as
 * nothing has been observed, both conversions are exactly those of the nominal clock.
 *
 * `@thread render`: no allocation, no exceptions.
 */
export class PhaseLockedLoop {
  readonly #nominalClock: SampleClock;
  readonly #line = new BentLine();
  readonly #estimator: DriftEstimator;
  #observedReferenceTime: ReferenceTime | null = null;
  #intervalSeconds = FIRST_INTERVAL_SECONDS;

  /** @param nominalClock the conversion at the nominal rate, and how it rounds; from now on the loop's own. */
  constructor(nominalClock: SampleClock) {
    this.#nominalClock = nominalClock;
    this.#estimator = new DriftEstimator(nominalClock.sampleRate);
  }

  /** Frames per second, nominally. */
  get sampleRate(): number {
    return this.#nominalClock.sampleRate;
  }

  /** Frame 0 is due at `referenceTime`; what was observed before is forgotten. */
  start(referenceTime: ReferenceTime): void {
    this.#nominalClock.startReferenceTime = referenceTime;
    this.#line.straighten();
    this.#estimator.reset();
    this.#observedReferenceTime = null;
    this.#intervalSeconds = FIRST_INTERVAL_SECONDS;
  }

  /**
   * Frame `sampleTime` was seen to play at `referenceTime`, or will by what is seen of the device now: not before now.
   * Single observations may be wrong by some milliseconds either way. What is not a finite number is ignored.
   */
  observe(sampleTime: SampleTime, referenceTime: ReferenceTime): void {
    if (!Number.isFinite(sampleTime) || !Number.isFinite(referenceTime)) return;
    const elapsedTicks = referenceTime - this.#nominalClock.startReferenceTime;
    const nominalFrame = (elapsedTicks * this.sampleRate) / TICKS_PER_SECOND;
    this.#estimator.observe(sampleTime, nominalFrame, this.#intervalSeconds);
    this.#bendFrom(Math.max(sampleTime, this.#line.xAt(nominalFrame)));
    this.#measureInterval(referenceTime);
  }

  /** When frame `sampleTime` plays. */
  sampleToRefTime(sampleTime: SampleTime): ReferenceTime {
    const nominalFrame = this.#line.isStraight ? sampleTime : this.#line.yAt(sampleTime);
    return this.#nominalClock.sampleToRefTime(nominalFrame);
  }

  /** The frame that plays at `referenceTime`: within one frame the inverse, and negative for instants before the start. */
  refTimeToSample(referenceTime: ReferenceTime): SampleTime {
    const nominalFrame = this.#nominalClock.refTimeToSample(referenceTime);
    return this.#line.isStraight ? nominalFrame : Math.round(this.#line.xAt(nominalFrame));
  }

  /** For the observations to come: the weight of this one must not follow from its own jitter, or their mean shifts. */
  #measureInterval(referenceTime: ReferenceTime): void {
    if (this.#observedReferenceTime !== null) {
      const elapsedSeconds = (referenceTime - this.#observedReferenceTime) / TICKS_PER_SECOND;
      const interval = Math.max(MIN_INTERVAL_SECONDS, Math.min(MAX_INTERVAL_SECONDS, elapsedSeconds));
      this.#intervalSeconds += (interval - this.#intervalSeconds) / INTERVAL_MEMORY;
    }
    this.#observedReferenceTime = referenceTime;
  }

  /** Leads the line from here on to what is estimated, and along it. */
  #bendFrom(sampleTime: SampleTime): void {
    const { slope } = this.#estimator;
    const missing = this.#estimator.nominalFrameAt(sampleTime) - this.#line.yAt(sampleTime);
    const room = missing > 0 ? MAX_SLOPE - slope : slope - MIN_SLOPE;
    const length = Math.max(CORRECTION_SECONDS * this.sampleRate, Math.abs(missing) / room);
    this.#line.bend(sampleTime, slope + missing / length, length, slope);
  }
}
