import type { Random } from './random.ts';

/** A finished wave before it goes into the bank. */
export interface Recording {
  /** At any level; the bank brings the peak to −3 dBFS. */
  readonly samples: Float64Array;
  /** Frames a second, integer. */
  readonly sampleRate: number;
  readonly loop: RecordedLoop | undefined;
}

/** The part of a recording that repeats while the note lasts. */
export interface RecordedLoop {
  /** First frame. */
  readonly start: number;
  readonly frameCount: number;
  /** Whole periods of the note in the loop; 0 where it has no pitch. */
  readonly periods: number;
}

/** What a model is told of the zone it records. */
export interface ZoneNote {
  /** Key that is recorded, 0…127. */
  readonly key: number;
  readonly frequencyHz: number;
  /**
   * Where the zone stands among its neighbours: frequency of its key against the middle of the set. Resonances that
   * stood still would jump where a zone that is played high meets one that is played low.
   */
  readonly height: number;
  /**
   * Highest frequency that a recording may contain, in Hz, so that the highest key of the zone neither loses
   * it nor folds it back at 44.1 kHz. A model keeps below half its own sample rate besides.
   */
  readonly highestHz: number;
  /** Noise of this zone's own. */
  readonly random: Random;
}

/** A recorder's answer for one zone. */
export type Recorder = (note: ZoneNote) => Recording;

/** Highest frequency that fits the note and the sample rate, with room for a player's interpolation. */
export function bandLimitHz(note: ZoneNote, sampleRate: number): number {
  return Math.min(note.highestHz, 0.45 * sampleRate);
}

/** Share of a key's height, in octaves, by which resonances go with it: 0 stands still, 1 would be one wave for all. */
const BODY_FOLLOWS = 0.5;

/** Frequency at which a body is to be asked for its gain, so that it goes with the zone half the way. */
export function bodyHz(note: ZoneNote, frequencyHz: number): number {
  return frequencyHz / note.height ** BODY_FOLLOWS;
}

/** Largest magnitude. */
export function peakOf(samples: ArrayLike<number>): number {
  let peak = 0;
  for (let index = 0; index < samples.length; index++) peak = Math.max(peak, Math.abs(samples[index]!));
  return peak;
}

/** Root of the mean square of the frames from `start` to `end`. */
export function rmsOf(samples: ArrayLike<number>, start = 0, end: number = samples.length): number {
  let sum = 0;
  for (let index = start; index < end; index++) sum += samples[index]! ** 2;
  return Math.sqrt(sum / Math.max(1, end - start));
}

/** 16-bit samples whose peak is at `peakGain` of full scale. */
export function toInt16(samples: Float64Array, peakGain: number): Int16Array {
  const scale = (32767 * peakGain) / Math.max(peakOf(samples), 1e-12);
  return Int16Array.from(samples, (sample) => Math.round(sample * scale));
}
