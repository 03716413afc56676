/**
 * A loop that cannot click is a whole number of periods in a whole number of frames. Everything that sounds inside
 * a loop lies on its grid: sines that complete whole cycles in it. The sample rate, an integer as DLS wants it, is
 * the free quantity that brings the pitch to within 0.04 cents.
 */
export interface LoopGrid {
  /** Frames a second, integer. */
  readonly sampleRate: number;
  /** Frames in the loop. */
  readonly frameCount: number;
  /** Periods of the note in the loop. */
  readonly periods: number;
}

/** Frequency of a key in Hz, equal temperament, key 69 at 440 Hz. */
export function frequencyOfKey(key: number): number {
  return 440 * 2 ** ((key - 69) / 12);
}

/**
 * A loop of about `seconds` at about `sampleRate` frames a second. Its periods are a multiple of `periodMultiple`:
 * 2 where something sounds an octave below the note.
 */
export function loopGrid(frequencyHz: number, sampleRate: number, seconds: number, periodMultiple = 1): LoopGrid {
  const periods = periodMultiple * Math.max(1, Math.round((seconds * frequencyHz) / periodMultiple));
  const frameCount = Math.round((periods * sampleRate) / frequencyHz);
  return { periods, frameCount, sampleRate: Math.round((frequencyHz * frameCount) / periods) };
}

/** A loop of exactly `frameCount` frames, a power of two, so that it can be made by Fourier synthesis. */
export function fourierGrid(frequencyHz: number, sampleRate: number, frameCount: number): LoopGrid {
  const periods = Math.max(1, Math.round((frequencyHz * frameCount) / sampleRate));
  return { periods, frameCount, sampleRate: Math.round((frequencyHz * frameCount) / periods) };
}

/** Cents by which the loop's pitch is above `frequencyHz`. */
export function pitchErrorCents(grid: LoopGrid, frequencyHz: number): number {
  return 1200 * Math.log2((grid.sampleRate * grid.periods) / (grid.frameCount * frequencyHz));
}
