/** Levels of partials and resonances: the vocabulary in which instruments are described. All levels are linear. */
import { gainOfDb } from './decibels.ts';

/** Level of a partial, by its number (from 1) and its frequency in Hz. */
export type PartialLevel = (harmonic: number, frequencyHz: number) => number;

/** A resonance of a body, a tube or a mouth. */
export interface Resonance {
  readonly hz: number;
  /** Width of the peak in Hz, 3 dB down. */
  readonly widthHz: number;
  /** Height over the level beside it. */
  readonly db: number;
}

/** All partials, falling by `dbPerOctave` (6 is a sawtooth). */
export function slope(dbPerOctave: number): PartialLevel {
  const exponent = dbPerOctave / (20 * Math.log10(2));
  return (harmonic) => harmonic ** -exponent;
}

/** A pulse that is up for `width` (0…1) of its period; 0.5 is a square. */
export function pulse(width: number): PartialLevel {
  return (harmonic) => Math.abs(Math.sin(Math.PI * harmonic * width)) / harmonic;
}

/** Odd partials whole, even ones at `evenLevel`: tubes closed at one end. */
export function mostlyOdd(level: PartialLevel, evenLevel: number): PartialLevel {
  return (harmonic, hz) => level(harmonic, hz) * (harmonic % 2 === 0 ? evenLevel : 1);
}

/** The first partials as listed, nothing above. */
export function listed(levels: readonly number[]): PartialLevel {
  return (harmonic) => levels[harmonic - 1] ?? 0;
}

/** `level` through a low-pass that falls `dbPerOctave` above `cutoffHz`. */
export function below(cutoffHz: number, dbPerOctave: number, level: PartialLevel): PartialLevel {
  const exponent = dbPerOctave / (20 * Math.log10(2));
  return (harmonic, hz) => level(harmonic, hz) / Math.sqrt(1 + (hz / cutoffHz) ** (2 * exponent));
}

/** `level` through a high-pass that falls `dbPerOctave` under `cutoffHz`. */
export function above(cutoffHz: number, dbPerOctave: number, level: PartialLevel): PartialLevel {
  const exponent = dbPerOctave / (20 * Math.log10(2));
  return (harmonic, hz) => level(harmonic, hz) / Math.sqrt(1 + (cutoffHz / hz) ** (2 * exponent));
}

/** `level` with resonances added to what passes beside them. */
export function resonant(resonances: readonly Resonance[], level: PartialLevel): PartialLevel {
  return (harmonic, hz) => level(harmonic, hz) * resonanceGain(resonances, hz);
}

/** Gain of resonances beside a direct path of gain 1. */
export function resonanceGain(resonances: readonly Resonance[], frequencyHz: number): number {
  let gain = 1;
  for (const { hz, widthHz, db } of resonances) {
    gain += (gainOfDb(db) - 1) / (1 + ((frequencyHz - hz) / (widthHz / 2)) ** 2);
  }
  return gain;
}

/** A band around `centreHz`, `octaves` wide, for noise. */
export function band(centreHz: number, octaves: number): (frequencyHz: number) => number {
  return (hz) => 1 / (1 + (Math.log2(hz / centreHz) / (octaves / 2)) ** 4);
}
