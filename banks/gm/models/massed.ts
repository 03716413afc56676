/**
 * Many players, voices or oscillators on one note. Each harmonic is a narrow band of lines with random phases, so
 * that the sum shimmers as a section does; the whole wave is one loop, made by Fourier synthesis.
 */
import { LoopSpectrum } from '../sound/fourier.ts';
import { fourierGrid } from '../sound/loop-grid.ts';
import { loopNoise } from '../sound/loop-noise.ts';
import { bandLimitHz, bodyHz, type Recording, rmsOf, type ZoneNote } from '../sound/recording.ts';
import type { PartialLevel } from '../sound/spectra.ts';

/** A held sound of many, recorded at one pitch. */
export interface MassedTone {
  readonly sampleRate: number;
  /** A power of two: the whole wave. */
  readonly loopFrames: number;
  readonly level: PartialLevel;
  /** Standard deviation of the players' pitch, in cents. */
  readonly spreadCents: number;
  /** Share of each harmonic's level that stands still at its centre, 0…1; more where the spread is too narrow. */
  readonly focus: number;
  /** Breath or bow noise, against the tone. */
  readonly breath?: { readonly level: number; readonly shape: (frequencyHz: number) => number };
}

/** In loop lines. A narrower spread has weaker lines instead of nearer ones, and wanders as little as it should. */
const NARROWEST_DEVIATION = 0.7;
const SWELL_RADIANS = 1;

/** Records a massed sound. */
export function recordMassed(note: ZoneNote, tone: MassedTone): Recording {
  const grid = fourierGrid(note.frequencyHz, tone.sampleRate, tone.loopFrames);
  const spectrum = new LoopSpectrum(grid.frameCount);
  const limitHz = bandLimitHz(note, grid.sampleRate);
  for (let harmonic = 1; harmonic * note.frequencyHz < limitHz; harmonic++) {
    const level = tone.level(harmonic, bodyHz(note, harmonic * note.frequencyHz));
    if (level > 0) addBand(spectrum, harmonic * grid.periods, level, tone, note);
  }
  const samples = spectrum.synthesize();
  if (tone.breath) {
    const { level, shape } = tone.breath;
    const noise = loopNoise(grid, (hz) => (hz < limitHz ? shape(hz) : 0), note.random);
    const noiseLevel = level * rmsOf(samples);
    for (let frame = 0; frame < samples.length; frame++) samples[frame]! += noiseLevel * noise[frame]!;
  }
  return {
    samples,
    sampleRate: grid.sampleRate,
    loop: { start: 0, frameCount: grid.frameCount, periods: grid.periods },
  };
}

/**
 * A steady line at the centre, and beside it pairs of lines that make it shimmer. A pair whose phases add up to half
 * a turn more than twice the centre's moves the pitch and leaves the level alone; `SWELL_RADIANS` lets some level in.
 */
function addBand(spectrum: LoopSpectrum, centre: number, level: number, tone: MassedTone, note: ZoneNote): void {
  const spread = centre * (2 ** (tone.spreadCents / 1200) - 1);
  const deviation = Math.max(NARROWEST_DEVIATION, spread);
  const sidePower = Math.min(1 - tone.focus ** 2, spread ** 2);
  const reach = Math.ceil(2.5 * deviation);
  const shape = (side: number) => Math.exp(-0.5 * (side / deviation) ** 2);
  let power = 0;
  for (let side = 1; side <= reach; side++) power += 2 * shape(side) ** 2;
  const bandLevel = level * Math.sqrt(sidePower / power);
  const centrePhase = note.random.phase();
  spectrum.add(centre, level * Math.sqrt(1 - sidePower), centrePhase);
  for (let side = 1; side <= reach; side++) {
    const upper = note.random.phase();
    const lower = 2 * centrePhase + Math.PI - upper + SWELL_RADIANS * note.random.signed();
    spectrum.add(centre + side, bandLevel * shape(side), upper);
    spectrum.add(centre - side, bandLevel * shape(side), lower);
  }
}
