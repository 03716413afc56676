/** Sample time, and the only place where it is converted to reference time and back. */
import { type ReferenceTime, TICKS_PER_SECOND } from './reference-time.ts';

/** An instant: frames since the rendered stream began, exact up to 2⁵³. Natively a signed 64-bit integer. */
export type SampleTime = number;

/**
 * How a clock rounds: `exact` to the nearest tick or frame; `windows` truncates to steps of 0.1 ms as the
 * native sink does (10 frames at 22,050 Hz are 4,000 ticks, not 4,535).
 */
export type TimeConversion = 'exact' | 'windows';

/**
 * Frames to ticks and back for one stream of a constant nominal rate. Frame 0 plays at `startReferenceTime`. Where a
 * device is to be followed, a `PhaseLockedLoop` bends such a clock; it may then ask for instants between two frames.
 *
 * `@thread render` for the two conversions: no allocation, no exceptions.
 */
export interface SampleClock {
  /** Frames per second, a positive integer below 5,000,000. */
  readonly sampleRate: number;
  /** When frame 0 was due by the master clock; set when the stream starts, 0 until then. */
  startReferenceTime: ReferenceTime;
  /** The instant at which frame `sampleTime` plays. */
  sampleToRefTime(sampleTime: SampleTime): ReferenceTime;
  /** The frame that plays at `referenceTime`; negative for instants before the start. */
  refTimeToSample(referenceTime: ReferenceTime): SampleTime;
}

/** What both conversions have in common: the rate, and where frame 0 lies. */
abstract class NominalSampleClock implements SampleClock {
  readonly sampleRate: number;
  startReferenceTime: ReferenceTime;

  /** @throws RangeError unless `sampleRate` is an integer in 1…4,999,999. */
  constructor(sampleRate: number, startReferenceTime: ReferenceTime = 0) {
    this.sampleRate = checkedSampleRate(sampleRate);
    this.startReferenceTime = startReferenceTime;
  }

  abstract sampleToRefTime(sampleTime: SampleTime): ReferenceTime;
  abstract refTimeToSample(referenceTime: ReferenceTime): SampleTime;
}

/**
 * Rounds to the nearest tick and the nearest frame. Whole seconds are split off first, so that no product leaves
 * 53 bits; a frame converted to a tick and back is the same frame.
 */
export class ExactSampleClock extends NominalSampleClock {
  sampleToRefTime(sampleTime: SampleTime): ReferenceTime {
    return this.startReferenceTime + scaleRounded(sampleTime, this.sampleRate, TICKS_PER_SECOND);
  }

  refTimeToSample(referenceTime: ReferenceTime): SampleTime {
    return scaleRounded(referenceTime - this.startReferenceTime, TICKS_PER_SECOND, this.sampleRate);
  }
}

/** Steps of the native conversion: a tenth of a millisecond. */
const WINDOWS_STEP_TICKS = 1000;
const WINDOWS_STEPS_PER_SECOND = 10_000;

/**
 * The native arithmetic: `ticks = trunc(frames × 10000 ÷ rate) × 1000` and
 * `frames = trunc(trunc(ticks ÷ 1000) × rate ÷ 10000)`, relative to the start. Truncation is towards zero.
 */
export class WindowsSampleClock extends NominalSampleClock {
  sampleToRefTime(sampleTime: SampleTime): ReferenceTime {
    return (
      this.startReferenceTime +
      scaleTruncated(sampleTime, this.sampleRate, WINDOWS_STEPS_PER_SECOND) * WINDOWS_STEP_TICKS
    );
  }

  refTimeToSample(referenceTime: ReferenceTime): SampleTime {
    const elapsedSteps = Math.trunc((referenceTime - this.startReferenceTime) / WINDOWS_STEP_TICKS);
    return scaleTruncated(elapsedSteps, WINDOWS_STEPS_PER_SECOND, this.sampleRate);
  }
}

/** The clock for a conversion rule. `@thread control` */
export function createSampleClock(
  conversion: TimeConversion,
  sampleRate: number,
  startReferenceTime: ReferenceTime = 0,
): SampleClock {
  return conversion === 'windows'
    ? new WindowsSampleClock(sampleRate, startReferenceTime)
    : new ExactSampleClock(sampleRate, startReferenceTime);
}

/** `count` of `fromPerSecond` as a count of `toPerSecond`, to the nearest. */
function scaleRounded(count: number, fromPerSecond: number, toPerSecond: number): number {
  const seconds = Math.floor(count / fromPerSecond);
  const rest = count - seconds * fromPerSecond;
  return seconds * toPerSecond + Math.round((rest * toPerSecond) / fromPerSecond);
}

/** As {@link scaleRounded}, towards zero. */
function scaleTruncated(count: number, fromPerSecond: number, toPerSecond: number): number {
  const seconds = Math.trunc(count / fromPerSecond);
  const rest = count - seconds * fromPerSecond;
  return seconds * toPerSecond + Math.trunc((rest * toPerSecond) / fromPerSecond);
}

function checkedSampleRate(sampleRate: number): number {
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate >= TICKS_PER_SECOND / 2) {
    throw new RangeError(`sampleRate must be an integer of 1 to 4999999 frames per second, got ${sampleRate}`);
  }
  return sampleRate;
}
