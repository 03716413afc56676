import type { SampleTime } from './sample-time.ts';

/** Spread (one sigma) of the observations that the loop is made for: ±5 ms evenly, read every 10 ms. */
const JITTER_SECONDS = 0.003;
const USUAL_INTERVAL_SECONDS = 0.01;
/** The same for observations of any interval: half as many a second are worth half as much. */
const JITTER_DENSITY = JITTER_SECONDS ** 2 * USUAL_INTERVAL_SECONDS;
/** What is believed of a crystal before anything is known: within 500 ppm of its nominal rate. */
const CRYSTAL_DEVIATION = 500e-6;
/** No device is wrong by more than a hundredth; beyond that an estimate is not followed. */
const MAX_RATE_DEVIATION = 0.01;
/**
 * Angular frequency of the loop once it has settled, per second. The jitter above then moves it by
 * √(1.06 × 0.2 × JITTER_DENSITY) = 0.14 ms (one sigma), and it forgets within some 10 seconds.
 */
const TRACKING_FREQUENCY = 0.2;
/** How fast the rate is let wander for that, per second: it keeps the gains from falling to nothing. */
const RATE_WANDER = JITTER_DENSITY * TRACKING_FREQUENCY ** 4;
/** No single observation counts for more than this: twice the jitter. */
const MAX_BELIEVED_ERROR_SECONDS = 0.01;
/** Observations over which errors are averaged to see whether they stay. */
const ERROR_MEMORY = 16;
/** An average beyond this is no jitter, which would give 0.5 ms (one sigma), but a device that stood still. */
const LARGE_ERROR_SECONDS = 0.004;

/**
 * Where a device really is: the straight line that fits the observations, as frames of a device of exactly the nominal
 * rate against frames of this one.
 *
 * Each observation moves the line by a share of its error and the slope by another (a loop of the second order, so a
 * constant drift leaves no standing error). The shares follow from how uncertain place and slope still are, as in a Kalman
 * filter: large at first, and falling until the loop has its {@link TRACKING_FREQUENCY}. When errors stay large, the
 * place is taken anew and the slope kept: a device that stood still goes on at its old rate.
 *
 * `@thread render`
 */
export class DriftEstimator {
  readonly #sampleRate: number;
  #hasPlace = false;
  #sampleTime: SampleTime = 0;
  #nominalFrame = 0;
  #rateDeviation = 0;
  #meanErrorSeconds = 0;
  /** Uncertainty: variance of the place in s², covariance in s, variance of the slope. */
  #placeVariance = 0;
  #covariance = 0;
  #rateVariance = 0;

  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
    this.reset();
  }

  /** Forgets everything: another device, or a new run of it. */
  reset(): void {
    this.#hasPlace = false;
    this.#rateDeviation = 0;
    this.#rateVariance = CRYSTAL_DEVIATION ** 2;
  }

  /** Nominal frames for each frame of the device: above 1 when the device is slow. */
  get slope(): number {
    return 1 + this.#rateDeviation;
  }

  /** The nominal frame at which the device's frame `sampleTime` plays. */
  nominalFrameAt(sampleTime: SampleTime): number {
    return this.#nominalFrame + (sampleTime - this.#sampleTime) * this.slope;
  }

  /**
   * The device's frame `sampleTime` was seen to play at `nominalFrame`.
   * @param intervalSeconds how often there are observations, at present.
   */
  observe(sampleTime: SampleTime, nominalFrame: number, intervalSeconds: number): void {
    const predictedFrame = this.nominalFrameAt(sampleTime);
    const error = clamp((nominalFrame - predictedFrame) / this.#sampleRate, MAX_BELIEVED_ERROR_SECONDS);
    this.#meanErrorSeconds += (error - this.#meanErrorSeconds) / ERROR_MEMORY;
    this.#sampleTime = sampleTime;
    if (!this.#hasPlace || Math.abs(this.#meanErrorSeconds) > LARGE_ERROR_SECONDS) {
      this.#takePlace(nominalFrame, intervalSeconds);
    } else {
      this.#nominalFrame = predictedFrame;
      this.#correct(error, intervalSeconds);
    }
  }

  #takePlace(nominalFrame: number, intervalSeconds: number): void {
    this.#hasPlace = true;
    this.#nominalFrame = nominalFrame;
    this.#meanErrorSeconds = 0;
    this.#placeVariance = JITTER_DENSITY / intervalSeconds;
    this.#covariance = 0;
  }

  #correct(errorSeconds: number, intervalSeconds: number): void {
    this.#placeVariance += intervalSeconds * (2 * this.#covariance + intervalSeconds * this.#rateVariance);
    this.#covariance += intervalSeconds * this.#rateVariance;
    this.#rateVariance += intervalSeconds * RATE_WANDER;

    const variance = this.#placeVariance + JITTER_DENSITY / intervalSeconds;
    const placeShare = this.#placeVariance / variance;
    const rateShare = this.#covariance / variance;
    this.#nominalFrame += placeShare * errorSeconds * this.#sampleRate;
    this.#rateDeviation = clamp(this.#rateDeviation + rateShare * errorSeconds, MAX_RATE_DEVIATION);

    this.#rateVariance -= rateShare * this.#covariance;
    this.#placeVariance *= 1 - placeShare;
    this.#covariance *= 1 - placeShare;
  }
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
