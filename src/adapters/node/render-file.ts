import { readFileSync, statSync } from 'node:fs';
import { Collection } from '../../directmusic/collection.ts';
import { MidiRenderer, type RenderResult } from '../../directmusic/midi-renderer.ts';
import { MemorySource } from '../../formats/byte-source.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { readSmf } from '../../formats/smf/read-smf.ts';
import type { WrittenSampleFormat } from '../../formats/wave/wave-file-format.ts';
import type { RuleSetName } from '../../synth/rules.ts';
import { WaveWriter } from '../../wave-sinks/wave-writer.ts';
import { createOfflinePort, type OfflinePort, type OfflinePortKind } from '../offline-ports.ts';
import { DEFAULT_BANK_PATH } from './default-bank.ts';
import { FileSource } from './file-source.ts';
import { FileTarget } from './file-target.ts';

/**
 * Volume of the port while a file is rendered, 1/100 dB: headroom, so that ordinary pieces stay below full scale.
 * Natively the volume is 0, and dense pieces clip. Of the 62 renderings of the OpenMSX pieces with TimGM6mb and FluidR3 the
 * loudest peaks at −2.6 dBFS with this value, the median at −8 dBFS.
 */
const RENDER_VOLUME = -2400;
/** A MIDI file beyond this is none that anybody plays. */
const LARGEST_MIDI_BYTES = 256 * 1024 * 1024;

/** How a MIDI file is to be rendered. */
export interface RenderFileOptions {
  /** MIDI file: SMF or RMID. */
  readonly inputPath: string;
  /** WAVE file to be written. */
  readonly outputPath: string;
  /** DLS or SoundFont; by default the bank in the MIDI file, else the one that comes with the package. */
  readonly bankPath?: string | undefined;
  /** Frames a second, 11025…96000; 48000 by default. */
  readonly sampleRate?: number | undefined;
  readonly sampleFormat?: WrittenSampleFormat | undefined;
  readonly portKind?: OfflinePortKind | undefined;
  readonly rules?: RuleSetName | undefined;
  /** Voices at once, 1…1000; 256 by default. */
  readonly voices?: number | undefined;
  /** Longest wait for the last voice, seconds; 30 by default. */
  readonly tailSeconds?: number | undefined;
  /** Gain on the whole, dB; 0 by default. */
  readonly gainDb?: number | undefined;
  /** Renders twice: the loudest sample becomes full scale, and `gainDb` counts from there. */
  readonly normalize?: boolean | undefined;
  /** Told after every second of sound. `pass` is 2 in the second rendering of a normalized file. */
  readonly onProgress?: ((renderedSeconds: number, expectedSeconds: number, pass: 1 | 2) => void) | undefined;
}

/** What came of it. */
export interface RenderSummary {
  readonly outputPath: string;
  /** Where the sounds came from: a path, or the MIDI file itself. */
  readonly bankName: string;
  readonly sampleRate: number;
  readonly frames: number;
  /** Length of the sound. */
  readonly seconds: number;
  /** Highest level written, dB below full scale, −Infinity for silence. Above 0 what an integer format cut off. */
  readonly peakDbfs: number;
  /** Samples that were cut off. */
  readonly clippedSamples: number;
  readonly voicesPeak: number;
  readonly notesLost: number;
  /** One sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Renders a MIDI file with a bank to a WAVE file, through the whole stack. `@thread control`
 * @throws {FormatError} where MIDI file or bank cannot be used, RangeError for options out of range, and whatever the
 * operating system says of the files. The output appears only when it is whole.
 */
export function renderFile(options: RenderFileOptions): RenderSummary {
  const midi = readMidi(options.inputPath);
  const { collection, bankName } = openBank(midi, options.bankPath);
  const gain = 10 ** ((options.gainDb ?? 0) / 20);
  if (!options.normalize) return renderOnce(options, midi, collection, bankName, gain, 1);
  const measured = measurePeak(options, midi, collection);
  return renderOnce(options, midi, collection, bankName, measured > 0 ? gain / measured : gain, 2);
}

function readMidi(path: string): MidiFile {
  const { size } = statSync(path);
  if (size > LARGEST_MIDI_BYTES) {
    const expected = `a MIDI file of at most ${LARGEST_MIDI_BYTES} bytes`;
    throw new FormatError({ format: 'SMF', chunkPath: path, byteOffset: 0, expected, found: `${size} bytes` });
  }
  return readSmf(readFileSync(path), path);
}

function openBank(midi: MidiFile, bankPath: string | undefined): { collection: Collection; bankName: string } {
  if (bankPath === undefined && midi.embeddedBank !== undefined) {
    const bankName = `${midi.name} (embedded bank)`;
    return { collection: Collection.open(new MemorySource(midi.embeddedBank.bytes, bankName)), bankName };
  }
  const path = bankPath ?? DEFAULT_BANK_PATH;
  return { collection: Collection.open(new FileSource(path)), bankName: path };
}

/** Highest magnitude of the piece; it is rendered without being kept. */
function measurePeak(options: RenderFileOptions, midi: MidiFile, collection: Collection): number {
  const nowhere = { write: () => {}, close: () => {} };
  const output = new WaveWriter(nowhere, { sampleFormat: 'float32' });
  runPort(options, midi, collection, output, 1);
  return output.peakLevel;
}

function renderOnce(
  options: RenderFileOptions,
  midi: MidiFile,
  collection: Collection,
  bankName: string,
  gain: number,
  pass: 1 | 2,
): RenderSummary {
  const target = new FileTarget(options.outputPath);
  try {
    const output = new WaveWriter(target, { sampleFormat: options.sampleFormat ?? 'pcm16', gain });
    const { result, missing, sampleRate } = runPort(options, midi, collection, output, pass);
    const warnings = [
      ...midi.warnings.map(({ chunkPath, message }) => `${midi.name}: ${chunkPath}: ${message}`),
      ...collection.warnings.map(({ chunkPath, message }) => `${bankName}: ${chunkPath}: ${message}`),
      ...missing.map((patch) => `${bankName} has no instrument for ${describePatch(patch)}: its notes are silent`),
      ...(result.isCutOff ? ['voices still sounded at the end of the tail and were cut off'] : []),
    ];
    return {
      outputPath: options.outputPath,
      bankName,
      sampleRate,
      frames: result.frames,
      seconds: result.frames / sampleRate,
      peakDbfs: 20 * Math.log10(output.peakLevel),
      clippedSamples: output.clippedSamples,
      voicesPeak: result.voicesPeak,
      notesLost: result.notesLost,
      warnings,
    };
  } finally {
    target.discard();
  }
}

function runPort(
  options: RenderFileOptions,
  midi: MidiFile,
  collection: Collection,
  output: WaveWriter,
  pass: 1 | 2,
): { result: RenderResult; missing: number[]; sampleRate: number } {
  const { port, pump } = openPort(options, output);
  try {
    const { onProgress } = options;
    const renderer = new MidiRenderer({
      port,
      pump,
      tailSeconds: options.tailSeconds ?? 30,
      ...(onProgress && { onProgress: (rendered, expected) => onProgress(rendered, expected, pass) }),
    });
    const missing = renderer.downloadInstruments(midi, collection);
    port.activate(true);
    return { result: renderer.render(midi), missing, sampleRate: port.params.sampleRate };
  } finally {
    port.close();
  }
}

function openPort(options: RenderFileOptions, output: WaveWriter): OfflinePort {
  const { sampleRate = 48000, voices = 256, portKind = 'synth', rules = 'dls2' } = options;
  const offline = createOfflinePort(portKind, {
    output,
    rules,
    params: { sampleRate, voices, channelGroups: 1, audioChannels: 2, effects: 0 },
  });
  const { params } = offline.port;
  if (params.sampleRate !== sampleRate) throw new RangeError(`sample rate ${sampleRate} Hz: 11025 to 96000 wanted`);
  if (params.voices !== voices) throw new RangeError(`${voices} voices: 1 to 1000 wanted`);
  offline.port.setVolume(RENDER_VOLUME);
  return offline;
}

function describePatch(patch: number): string {
  const program = (patch & 0x7f) + 1;
  if ((patch & 0x80000000) !== 0) return `drum kit ${program}`;
  const bank = `${(patch >> 16) & 0x7f}/${(patch >> 8) & 0x7f}`;
  return `program ${program} of bank ${bank}`;
}
