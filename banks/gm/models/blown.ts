/**
 * Source and filter: what is blown, bowed or sung by one player. Harmonics speak one after another, tremble a
 * little for as long as the note lasts, and carry breath or bow noise. Trembling and noise lie on the loop's grid.
 */
import { fourierGrid, type LoopGrid } from '../sound/loop-grid.ts';
import { loopNoise } from '../sound/loop-noise.ts';
import { addNoiseBurst, type NoiseBurst } from '../sound/noise-burst.ts';
import { bandLimitHz, bodyHz, type Recording, rmsOf, type ZoneNote } from '../sound/recording.ts';
import { addSine } from '../sound/sine.ts';
import type { PartialLevel } from '../sound/spectra.ts';
import { levelAtFrame, SteadyTime } from '../sound/steady-time.ts';

/** A held tone, recorded at one pitch. */
export interface BlownTone {
  readonly sampleRate: number;
  /** A power of two. */
  readonly loopFrames: number;
  /** From the start to the loop. */
  readonly onsetSeconds: number;
  /** Seconds in which the lowest harmonic speaks to two thirds, and how much longer it takes each kHz above. */
  readonly speakSeconds: number;
  readonly speakSecondsPerKhz: number;
  readonly level: PartialLevel;
  /** How much each harmonic trembles, 0…0.3 of its level. */
  readonly tremble: number;
  readonly breath?: Breath;
  readonly bursts?: readonly NoiseBurst[];
}

/** Noise that lasts as long as the tone. */
export interface Breath {
  /** Level against the tone, both as root mean square in the loop. */
  readonly level: number;
  /** How many times stronger it starts. */
  readonly chiff: number;
  /** Level over frequency in Hz. */
  readonly shape: (frequencyHz: number) => number;
}

const CHIFF_SECONDS = 0.04;

/** Records a held tone. */
export function recordBlown(note: ZoneNote, tone: BlownTone): Recording {
  const grid = fourierGrid(note.frequencyHz, tone.sampleRate, tone.loopFrames);
  const start = Math.round(tone.onsetSeconds * grid.sampleRate);
  const samples = new Float64Array(start + grid.frameCount);
  const clock = new SteadyTime(start, grid.sampleRate);
  const limitHz = bandLimitHz(note, grid.sampleRate);
  for (let harmonic = 1; harmonic * note.frequencyHz < limitHz; harmonic++) {
    addHarmonic(samples, note, grid, tone, harmonic, clock);
  }
  if (tone.breath) addBreath(samples, note, grid, tone.breath, clock);
  for (const burst of tone.bursts ?? []) addNoiseBurst(samples, grid.sampleRate, burst, note.random, start);
  return { samples, sampleRate: grid.sampleRate, loop: { start, frameCount: grid.frameCount, periods: grid.periods } };
}

function addHarmonic(
  samples: Float64Array,
  note: ZoneNote,
  grid: LoopGrid,
  tone: BlownTone,
  harmonic: number,
  clock: SteadyTime,
): void {
  const hz = harmonic * note.frequencyHz;
  const level = tone.level(harmonic, bodyHz(note, hz));
  const speakSeconds = tone.speakSeconds + (tone.speakSecondsPerKhz * hz) / 1000;
  const rise = speakSeconds > 0 ? (seconds: number) => 1 - Math.exp(-((seconds / speakSeconds) ** 2)) : () => 1;
  const centre = harmonic * grid.periods;
  for (let side = -2; side <= 2; side++) {
    const share = side === 0 ? 1 : (0.5 * tone.tremble) / Math.abs(side);
    const phase = note.random.phase();
    if (share === 0 || level === 0) continue;
    const levels = clock.levels(samples.length, (seconds) => level * share * rise(seconds));
    addSine(samples, { cyclesPerFrame: (centre + side) / grid.frameCount, phase, levels });
  }
}

function addBreath(samples: Float64Array, note: ZoneNote, grid: LoopGrid, breath: Breath, clock: SteadyTime): void {
  const limitHz = bandLimitHz(note, grid.sampleRate);
  const noise = loopNoise(grid, (hz) => (hz < limitHz ? breath.shape(hz) : 0), note.random);
  const start = samples.length - grid.frameCount;
  const level = breath.level * rmsOf(samples, start);
  const levels = clock.levels(samples.length, (seconds) => {
    const chiff = 1 + (breath.chiff - 1) * Math.exp(-seconds / CHIFF_SECONDS);
    return level * chiff * Math.min(1, seconds / 0.008);
  });
  for (let frame = 0; frame < samples.length; frame++) {
    const place = (frame - start + 64 * grid.frameCount) % grid.frameCount;
    samples[frame]! += levelAtFrame(levels, frame) * noise[place]!;
  }
}
