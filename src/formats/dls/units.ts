/**
 * DLS units, all signed 32-bit, and the physical ones. Encoding rounds to the nearest step and stays within 32 bits.
 * (DLS Level 2.2, "Data Formats".)
 */

/** Zero seconds, and "at once", where a time is wanted; no logarithm gives it. */
export const ZERO_SECONDS_IN_TIME_CENTS = -0x8000_0000;

const FRACTION = 65_536;
const CENTS_PER_OCTAVE = 1_200;
const STEPS_PER_OCTAVE = CENTS_PER_OCTAVE * FRACTION;
/** Key 69 sounds at 440 Hz and lies 6900 cents above key 0. */
const REFERENCE_HZ = 440;
const REFERENCE_STEPS = 6_900 * FRACTION;
const STEPS_PER_DB = 10 * FRACTION;
const STEPS_PER_PERCENT = 10 * FRACTION;

/** Seconds, 0 or more, as time cents: 1200 · 65536 a doubling, 0 for one second. */
export function secondsToTimeCents(seconds: number): number {
  return seconds > 0 ? toInt32(STEPS_PER_OCTAVE * Math.log2(seconds)) : ZERO_SECONDS_IN_TIME_CENTS;
}

/** Time cents as seconds. */
export function timeCentsToSeconds(timeCents: number): number {
  return timeCents <= ZERO_SECONDS_IN_TIME_CENTS ? 0 : 2 ** (timeCents / STEPS_PER_OCTAVE);
}

/** Frequency in Hz, above 0, as absolute pitch: 1/65536 cent above key 0. */
export function hzToAbsolutePitch(hz: number): number {
  return toInt32(STEPS_PER_OCTAVE * Math.log2(hz / REFERENCE_HZ) + REFERENCE_STEPS);
}

/** Absolute pitch as a frequency in Hz. */
export function absolutePitchToHz(absolutePitch: number): number {
  return REFERENCE_HZ * 2 ** ((absolutePitch - REFERENCE_STEPS) / STEPS_PER_OCTAVE);
}

/** Cents, ±32768, as relative pitch: 1/65536 cent. */
export function centsToRelativePitch(cents: number): number {
  return toInt32(cents * FRACTION);
}

/** Relative pitch as cents. */
export function relativePitchToCents(relativePitch: number): number {
  return relativePitch / FRACTION;
}

/** Decibels, ±3276, negative is quieter, as gain: 1/655360 dB. */
export function dbToGain(gainDb: number): number {
  return toInt32(gainDb * STEPS_PER_DB);
}

/** Gain as decibels. */
export function gainToDb(gain: number): number {
  return gain / STEPS_PER_DB;
}

/** Percent, ±3276, as a scale for levels, sends and pan: 1/655360 %. */
export function percentToScale(percent: number): number {
  return toInt32(percent * STEPS_PER_PERCENT);
}

/** Scale of a level, send or pan as percent. */
export function scaleToPercent(scale: number): number {
  return scale / STEPS_PER_PERCENT;
}

function toInt32(steps: number): number {
  return Math.max(-0x8000_0000, Math.min(0x7fff_ffff, Math.round(steps)));
}
