/** Linear gain of a level in dB; 0 dB is 1. */
export function gainOfDb(levelDb: number): number {
  return 10 ** (levelDb / 20);
}

/** Level in dB of a linear gain; −200 dB where the gain is 0. */
export function dbOfGain(gain: number): number {
  return 20 * Math.log10(Math.max(Math.abs(gain), 1e-10));
}

/** Gain left after `seconds` of a decay that falls 60 dB in `decaySeconds`. */
export function decayGain(seconds: number, decaySeconds: number): number {
  return 10 ** ((-3 * seconds) / decaySeconds);
}
