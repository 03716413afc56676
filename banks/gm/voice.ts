/**
 * How an instrument of the bank is described: which waves, and what envelopes, filter and low-frequency oscillators
 * do with them. Physical units throughout; `articulation.ts` turns them into DLS connections.
 */
import type { Recorder } from './sound/recording.ts';

/** Waves recorded at several keys. Voices that name the same set share its waves in the file. */
export interface WaveSet {
  /** Name of the waves in the file, and the seed of their noise. */
  readonly name: string;
  /** Keys that are recorded, rising. Each serves the keys nearer to it than to its neighbours. */
  readonly keys: readonly number[];
  readonly record: Recorder;
}

/** Volume over time (EG1). */
export interface VolumeEnvelope {
  /** Rise, straight in amplitude; 0 where left out. */
  readonly attackSeconds?: number;
  /** At full level before the decay; 0 where left out. */
  readonly holdSeconds?: number;
  /** Seconds to fall by 60 dB at key 60, straight in dB. Left out: the note does not decay. */
  readonly decaySeconds?: number;
  /** Keys upwards that halve the decay; left out: all keys decay alike. */
  readonly keysPerHalving?: number;
  /** Where the decay stops, −96…0 dB; −96 where left out. */
  readonly sustainDb?: number;
  /** Seconds to fall by 60 dB after the key is let go. */
  readonly releaseSeconds: number;
}

/** A second envelope (EG2), for filter and pitch. It starts at 0, rises to 1, falls to `sustain`, ends at 0. */
export interface Modulation {
  readonly attackSeconds?: number;
  /** Seconds from 1 to 0, straight; left out: it stays at 1. */
  readonly decaySeconds?: number;
  /** 0…1; 0 where left out. */
  readonly sustain?: number;
  readonly releaseSeconds?: number;
  /** Pitch at envelope 1, in cents. */
  readonly pitchCents?: number;
}

/** Low-pass of 12 dB per octave. */
export interface Filter {
  /** Cutoff in Hz at key 60, velocity 127, modulation envelope 0. */
  readonly cutoffHz: number;
  /** Octaves by which the cutoff follows each octave of the key; 0 where left out. */
  readonly keyTracking?: number;
  /** Octaves by which the softest note is darker; 0 where left out. */
  readonly velocityOctaves?: number;
  /** Octaves added at modulation envelope 1; 0 where left out. */
  readonly modulationOctaves?: number;
  /** Peak at the cutoff in dB; 0 where left out. */
  readonly resonanceDb?: number;
}

/** Pitch waves (vibrato LFO). The modulation wheel adds to them. */
export interface Vibrato {
  readonly hz: number;
  readonly delaySeconds: number;
  /** ± cents that are always there. */
  readonly cents: number;
  /** ± cents that the full wheel adds. */
  readonly wheelCents: number;
}

/** Level waves (modulation LFO). */
export interface Tremolo {
  readonly hz: number;
  /** ± dB. */
  readonly db: number;
  /** ± cents of the filter's cutoff that go with them; 0 where left out. */
  readonly filterCents?: number;
  /** ± cents of pitch that go with them; 0 where left out. */
  readonly pitchCents?: number;
}

/** All about one voice but its waves. */
export interface Articulation {
  readonly volume: VolumeEnvelope;
  readonly modulation?: Modulation;
  readonly filter?: Filter;
  readonly vibrato?: Vibrato;
  readonly tremolo?: Tremolo;
  /** −50 (left) … 50 (right) percent; 0 where left out. */
  readonly panPercent?: number;
}

/** A playable instrument. */
export interface Voice extends Articulation {
  readonly waves: WaveSet;
  /** dB over the loudness that all voices share; 0 where left out. */
  readonly levelDb?: number;
}

/** One of the 128 programs. */
export interface Program {
  readonly name: string;
  readonly voice: Voice;
}

/** Seconds in which a volume envelope falls by 60 dB at a key; `Infinity` where it does not decay. */
export function decaySecondsAtKey(volume: VolumeEnvelope, key: number): number {
  if (volume.decaySeconds === undefined) return Number.POSITIVE_INFINITY;
  return volume.keysPerHalving ? volume.decaySeconds * 2 ** ((60 - key) / volume.keysPerHalving) : volume.decaySeconds;
}
