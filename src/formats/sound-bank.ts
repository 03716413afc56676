/**
 * The one shape in which every bank format is handed on: instruments, regions, articulation and waves, in the units
 * of a DLS file (DLS Level 2.2; `connection` scales are signed 32-bit). DLS files are read into it directly,
 * SoundFonts are converted. From here instruments become downloads, and only downloads enter a synth.
 */
import type { FormatWarning } from './format-error.ts';

/** One articulation rule: `destination += transform(source × control) × scale`. Codes as in the DLS specification. */
export interface Connection {
  readonly source: number;
  readonly control: number;
  readonly destination: number;
  /**
   * DLS 2 packing: bits 0-3 output transform, 4-7 control transform, 8 control bipolar, 9 control inverted,
   * 10-13 source transform, 14 source bipolar, 15 source inverted. Level 1 blocks are converted to it when read.
   */
  readonly transform: number;
  /** Signed 32-bit in the destination's unit: 16.16 cents, time cents, tenths of dB, tenths of percent. */
  readonly scale: number;
}

/** How a looped part of a wave repeats. */
export interface WaveLoop {
  /** `forward` repeats for ever; `release` repeats until note-off, then plays on. */
  readonly type: 'forward' | 'release';
  /** First frame of the loop. */
  readonly start: number;
  /** Frames in the loop, at least 1. */
  readonly length: number;
}

/** Sample parameters (`wsmp`). */
export interface WaveSample {
  /** Key, 0…127, that plays the wave at its recorded pitch. */
  readonly unityNote: number;
  /** Cents to be added to the pitch, −32768…32767. */
  readonly fineTuneCents: number;
  /** Gain in 1/655360 dB; negative is quieter. */
  readonly gain: number;
  /** F_WSMP_NO_TRUNCATION. */
  readonly noTruncation: boolean;
  /** F_WSMP_NO_COMPRESSION. */
  readonly noCompression: boolean;
  /** Usually none or one; the first is played. */
  readonly loops: readonly WaveLoop[];
}

/** Which wave a region plays, and where (`wlnk`). */
export interface WaveLink {
  /** Index for {@link SoundBank.wave}. */
  readonly waveIndex: number;
  /** WAVELINK_CHANNEL bit mask: 1 left or mono, 2 right, and so on. */
  readonly channel: number;
  /** Waves of one group stay in phase; 0 is no group. */
  readonly phaseGroup: number;
  readonly phaseMaster: boolean;
  readonly multichannel: boolean;
}

/** A wave over a range of keys and velocities. */
export interface Region {
  /** Lowest and highest key, 0…127, inclusive. */
  readonly keyLow: number;
  readonly keyHigh: number;
  /** Lowest and highest velocity, 0…127, inclusive. */
  readonly velocityLow: number;
  readonly velocityHigh: number;
  /** The same key may sound twice at once (F_RGN_OPTION_SELFNONEXCLUSIVE). */
  readonly selfNonExclusive: boolean;
  /** Notes of one group on one channel cut each other; 0 is no group. */
  readonly keyGroup: number;
  /** Editing layer (`usLayer`, DLS 2); no effect on sound. */
  readonly layer: number;
  readonly waveLink: WaveLink;
  /** Overrides the wave's own parameters. */
  readonly waveSample: WaveSample | undefined;
  /** Own articulation, undefined where the instrument's is used. In DLS 2 it adds to the instrument's. */
  readonly connections: readonly Connection[] | undefined;
}

/** What a bank's index says of an instrument. */
export interface InstrumentEntry {
  /** Bit 31 drums, bits 16…22 bank MSB (CC 0), bits 8…14 bank LSB (CC 32), bits 0…6 program. Unsigned. */
  readonly patch: number;
  readonly name: string;
}

/** A whole instrument, its waves still in the file. */
export interface Instrument extends InstrumentEntry {
  readonly regions: readonly Region[];
  /** Articulation for all regions. */
  readonly connections: readonly Connection[];
}

/** Samples of one wave. 8-bit waves are widened to 16; 24-bit waves are float, −1…1. */
export type WaveSamples = Int16Array | Float32Array;

/** A mono wave in a bank. */
export interface Wave {
  readonly name: string;
  /** Frames a second at the unity note. */
  readonly sampleRate: number;
  readonly frameCount: number;
  /** Bits a sample in the file: 8, 16 or 24. */
  readonly bitsPerSample: number;
  /** The wave's own parameters, undefined where it has none. */
  readonly waveSample: WaveSample | undefined;
  /** Reads the samples from the file; `frameCount` of them, or fewer where the file ends early (with a warning). */
  readSamples(): WaveSamples;
}

/** An opened bank: index in memory, waves in the file. Not changed after opening, except that warnings are added. */
export interface SoundBank {
  readonly format: 'DLS' | 'SF2';
  readonly name: string;
  /** INFO texts by their four-character code, e.g. `INAM`. */
  readonly info: ReadonlyMap<string, string>;
  /** All instruments, in the file's order. */
  readonly instruments: readonly InstrumentEntry[];
  readonly warnings: readonly FormatWarning[];
  /** Regions and articulation of `instruments[index]`. @throws {FormatError} where the file is damaged there. */
  instrument(index: number): Instrument;
  /** Wave that a region's link names. @throws {FormatError} where there is none or it is damaged. */
  wave(waveIndex: number): Wave;
}
