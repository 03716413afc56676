import { PATCH_DRUMS } from '../../ddi/dls-download.ts';
import { MidiRenderer, type RenderResult } from '../../directmusic/midi-files/midi-renderer.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { SAMPLE_BYTE_LENGTHS, type WrittenSampleFormat } from '../../formats/wave/wave-file-format.ts';
import type { RuleSetName } from '../../synth/rules.ts';
import { WaveWriter } from '../../wave-sinks/wave-writer.ts';
import { createOfflinePort, type OfflinePort, type OfflinePortKind } from '../offline-ports.ts';
import { type BankInput, openBank } from './bank-input.ts';
import { DEFAULT_BANK_PATH } from './default-bank.ts';
import { FileTarget } from './file-target.ts';
import { readMidiFile } from './midi-input.ts';
import { nameFile } from './name-file.ts';
import { checkOutputPath } from './output-path.ts';

/**
 * Volume of the port while a file is rendered, 1/100 dB: headroom, so that ordinary pieces stay below full scale.
 * Natively the volume is 0, and dense pieces clip. Of the 62 renderings of the OpenMSX pieces with TimGM6mb and FluidR3 the
 * loudest peaks at −2.6 dBFS with this value, the median at −8 dBFS.
 */
const RENDER_VOLUME = -2400;
const DEFAULT_SAMPLE_RATE = 48000;
const DEFAULT_TAIL_SECONDS = 30;
const CHANNELS = 2;
/** What a WAVE file holds: its sizes have 32 bits; a little is left for its head. */
const LARGEST_WAVE_BYTES = 0xffff_ffff - 1024;

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
 * operating system says of the files. The output appears only when it is whole; until then an older one stays.
 */
export function renderFile(options: RenderFileOptions): RenderSummary {
  checkOutputPath(options.outputPath, [options.inputPath, options.bankPath ?? DEFAULT_BANK_PATH]);
  const midi = readMidiFile(options.inputPath);
  checkDuration(midi, options);
  const bank = openBank(midi, options.bankPath);
  try {
    return renderWith(options, midi, bank);
  } finally {
    bank.close();
  }
}

/** @throws {FormatError} where the piece would not fit into a WAVE file: better now than after hours. */
function checkDuration({ durationSeconds }: MidiFile, options: RenderFileOptions): void {
  const { inputPath, sampleRate = DEFAULT_SAMPLE_RATE, tailSeconds = DEFAULT_TAIL_SECONDS } = options;
  const bytesPerSecond = sampleRate * CHANNELS * SAMPLE_BYTE_LENGTHS[options.sampleFormat ?? 'pcm16'];
  const longestSeconds = LARGEST_WAVE_BYTES / bytesPerSecond - tailSeconds;
  if (durationSeconds <= longestSeconds) return;
  const expected = `at most ${hours(longestSeconds)} hours of music, with which a WAVE file is full`;
  const found = `${hours(durationSeconds)} hours`;
  throw new FormatError({ format: 'SMF', chunkPath: `${inputPath}: MTrk`, byteOffset: 0, expected, found });
}

function hours(seconds: number): string {
  return (seconds / 3600).toFixed(1);
}

function renderWith(options: RenderFileOptions, midi: MidiFile, bank: BankInput): RenderSummary {
  const gain = 10 ** ((options.gainDb ?? 0) / 20);
  const target = new FileTarget(options.outputPath);
  try {
    const peak = options.normalize ? measurePeak(options, midi, bank) : 0;
    const output = new WaveWriter(target, {
      sampleFormat: options.sampleFormat ?? 'pcm16',
      gain: peak > 0 ? gain / peak : gain,
    });
    const run = runPort(options, midi, bank, output, options.normalize ? 2 : 1);
    target.commit();
    return summarize(options, midi, bank, output, run);
  } finally {
    target.discard();
  }
}

/** Highest magnitude of the piece; it is rendered without being kept. */
function measurePeak(options: RenderFileOptions, midi: MidiFile, bank: BankInput): number {
  const nowhere = { write: () => {}, close: () => {} };
  const output = new WaveWriter(nowhere, { sampleFormat: 'float32' });
  runPort(options, midi, bank, output, 1);
  return output.peakLevel;
}

interface Run {
  readonly result: RenderResult;
  /** Patches that the bank has no instrument for. */
  readonly missing: readonly number[];
  readonly sampleRate: number;
}

function runPort(options: RenderFileOptions, midi: MidiFile, bank: BankInput, output: WaveWriter, pass: 1 | 2): Run {
  const { port, pump } = openPort(options, output);
  try {
    const { onProgress, tailSeconds = DEFAULT_TAIL_SECONDS } = options;
    const renderer = new MidiRenderer({
      port,
      pump,
      tailSeconds,
      ...(onProgress && { onProgress: (rendered, expected) => onProgress(rendered, expected, pass) }),
    });
    const { collection } = bank;
    const missing = nameFile(
      bank.name,
      () => renderer.downloadInstruments(midi, collection),
      () => collection.warnings,
    );
    port.activate(true);
    return { result: renderer.render(midi), missing, sampleRate: port.params.sampleRate };
  } finally {
    port.close();
  }
}

function summarize(
  { outputPath }: RenderFileOptions,
  midi: MidiFile,
  { collection, name }: BankInput,
  output: WaveWriter,
  { result, missing, sampleRate }: Run,
): RenderSummary {
  const warnings = [
    ...midi.warnings.map(({ chunkPath, message }) => `${midi.name}: ${chunkPath}: ${message}`),
    ...collection.warnings.map(({ chunkPath, message }) => `${name}: ${chunkPath}: ${message}`),
    ...missing.map((patch) => `${name} has no instrument for ${describePatch(patch)}: its notes are silent`),
    ...(result.isCutOff ? ['voices still sounded at the end of the tail and were cut off'] : []),
  ];
  return {
    outputPath,
    bankName: name,
    sampleRate,
    frames: result.frames,
    seconds: result.frames / sampleRate,
    peakDbfs: 20 * Math.log10(output.peakLevel),
    clippedSamples: output.clippedSamples,
    voicesPeak: result.voicesPeak,
    notesLost: result.notesLost,
    warnings,
  };
}

function openPort(options: RenderFileOptions, output: WaveWriter): OfflinePort {
  const { sampleRate = DEFAULT_SAMPLE_RATE, voices = 256, portKind = 'synth', rules = 'dls2' } = options;
  const offline = createOfflinePort(portKind, {
    output,
    rules,
    params: { sampleRate, voices, channelGroups: 1, audioChannels: CHANNELS, effects: 0 },
  });
  const { params } = offline.port;
  if (params.sampleRate !== sampleRate) throw new RangeError(`sample rate ${sampleRate} Hz: 11025 to 96000 wanted`);
  if (params.voices !== voices) throw new RangeError(`${voices} voices: 1 to 1000 wanted`);
  offline.port.setVolume(RENDER_VOLUME);
  return offline;
}

function describePatch(patch: number): string {
  const program = (patch & 0x7f) + 1;
  if ((patch & PATCH_DRUMS) !== 0) return `drum kit ${program}`;
  const [msb, lsb] = [(patch >> 16) & 0x7f, (patch >> 8) & 0x7f];
  return msb === 0 && lsb === 0 ? `program ${program}` : `program ${program} of bank ${msb}/${lsb}`;
}
