import { PATCH_DRUMS } from '../../ddi/dls-download.ts';
import { EffectFlags } from '../../ddi/port-params.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { SAMPLE_BYTE_LENGTHS, type WrittenSampleFormat } from '../../formats/wave/wave-file-format.ts';
import type { InterpolationQuality } from '../../synth/kernel/interpolation-tables.ts';
import type { RuleSetName } from '../../synth/rules.ts';
import { WaveWriter } from '../../wave-sinks/wave-writer.ts';
import type { OfflinePortKind } from '../offline-ports.ts';
import { type BankInput, openBank } from './bank-input.ts';
import { DEFAULT_BANK_PATH } from './default-bank.ts';
import { FileTarget } from './file-target.ts';
import { chooseJobs, MAX_JOBS } from './job-count.ts';
import { VoiceWorkers } from './jobs/voice-workers.ts';
import { readMidiFile } from './midi-input.ts';
import { checkOutputPath } from './output-path.ts';
import { type PieceRun, type PieceSettings, playPiece, RENDER_CHANNELS } from './play-piece.ts';

const DEFAULT_SAMPLE_RATE = 48000;
const DEFAULT_TAIL_SECONDS = 30;
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
  /** How samples between a wave's frames are found; `sinc8` by default. */
  readonly quality?: InterpolationQuality | undefined;
  /** EffectFlags bits; reverb and chorus by default. */
  readonly effects?: number | undefined;
  /** Threads that share the voices, 1…8; by default as many as the machine has cores and the piece is worth. */
  readonly jobs?: number | undefined;
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
  readonly quality: InterpolationQuality;
  /** Threads that shared the work. */
  readonly jobs: number;
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
  const passes = options.normalize ? 2 : 1;
  const jobs = options.jobs ?? chooseJobs(midi, passes);
  const settings = settingsOf(options);
  const workers = startWorkers(options, settings, jobs, passes);
  try {
    const bank = openBank(midi, options.bankPath);
    try {
      return renderWith(options, { settings, midi, bank, workers, jobs });
    } finally {
      bank.close();
    }
  } finally {
    workers?.close();
  }
}

/** @throws {RangeError} where there are no such many threads. */
function startWorkers(
  { inputPath, bankPath }: RenderFileOptions,
  settings: PieceSettings,
  jobs: number,
  passes: number,
): VoiceWorkers | undefined {
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MAX_JOBS) {
    throw new RangeError(`${jobs} jobs: 1 to ${MAX_JOBS} wanted`);
  }
  return jobs === 1 ? undefined : new VoiceWorkers({ jobs, task: { inputPath, bankPath, passes, settings } });
}

function settingsOf(options: RenderFileOptions): PieceSettings {
  const { portKind = 'synth', rules = 'dls2', sampleRate = DEFAULT_SAMPLE_RATE, voices = 256 } = options;
  const { quality = 'sinc8', effects = EffectFlags.reverb | EffectFlags.chorus } = options;
  const { tailSeconds = DEFAULT_TAIL_SECONDS } = options;
  return { portKind, rules, sampleRate, voices, quality, effects, tailSeconds };
}

/** @throws {FormatError} where the piece would not fit into a WAVE file: better now than after hours. */
function checkDuration({ durationSeconds }: MidiFile, options: RenderFileOptions): void {
  const { inputPath, sampleRate = DEFAULT_SAMPLE_RATE, tailSeconds = DEFAULT_TAIL_SECONDS } = options;
  const bytesPerSecond = sampleRate * RENDER_CHANNELS * SAMPLE_BYTE_LENGTHS[options.sampleFormat ?? 'pcm16'];
  const longestSeconds = LARGEST_WAVE_BYTES / bytesPerSecond - tailSeconds;
  if (durationSeconds <= longestSeconds) return;
  const expected = `at most ${hours(longestSeconds)} hours of music, with which a WAVE file is full`;
  const found = `${hours(durationSeconds)} hours`;
  throw new FormatError({ format: 'SMF', chunkPath: `${inputPath}: MTrk`, byteOffset: 0, expected, found });
}

function hours(seconds: number): string {
  return (seconds / 3600).toFixed(1);
}

/** A piece with all that it takes to play it. */
interface Playable {
  readonly settings: PieceSettings;
  readonly midi: MidiFile;
  readonly bank: BankInput;
  readonly workers: VoiceWorkers | undefined;
  readonly jobs: number;
}

function renderWith(options: RenderFileOptions, playable: Playable): RenderSummary {
  const gain = 10 ** ((options.gainDb ?? 0) / 20);
  const target = new FileTarget(options.outputPath);
  try {
    const peak = options.normalize ? measurePeak(options, playable) : 0;
    const output = new WaveWriter(target, {
      sampleFormat: options.sampleFormat ?? 'pcm16',
      gain: peak > 0 ? gain / peak : gain,
    });
    const run = play(options, playable, output, options.normalize ? 2 : 1);
    playable.workers?.finish();
    target.commit();
    return summarize(options, playable, output, run);
  } finally {
    target.discard();
  }
}

/** Highest magnitude of the piece; it is rendered without being kept. */
function measurePeak(options: RenderFileOptions, playable: Playable): number {
  const nowhere = { write: () => {}, close: () => {} };
  const output = new WaveWriter(nowhere, { sampleFormat: 'float32' });
  play(options, playable, output, 1);
  return output.peakLevel;
}

function play(
  { onProgress }: RenderFileOptions,
  { settings, midi, bank, workers }: Playable,
  output: WaveWriter,
  pass: 1 | 2,
): PieceRun {
  return playPiece(settings, midi, bank, output, {
    voiceShare: workers?.share,
    onProgress: onProgress && ((rendered, expected) => onProgress(rendered, expected, pass)),
  });
}

function summarize(
  { outputPath }: RenderFileOptions,
  { midi, bank: { collection, name }, settings: { sampleRate, quality }, jobs }: Playable,
  output: WaveWriter,
  { result, missing }: PieceRun,
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
    quality,
    jobs,
    frames: result.frames,
    seconds: result.frames / sampleRate,
    peakDbfs: 20 * Math.log10(output.peakLevel),
    clippedSamples: output.clippedSamples,
    voicesPeak: result.voicesPeak,
    notesLost: result.notesLost,
    warnings,
  };
}

function describePatch(patch: number): string {
  const program = (patch & 0x7f) + 1;
  if ((patch & PATCH_DRUMS) !== 0) return `drum kit ${program}`;
  const [msb, lsb] = [(patch >> 16) & 0x7f, (patch >> 8) & 0x7f];
  return msb === 0 && lsb === 0 ? `program ${program}` : `program ${program} of bank ${msb}/${lsb}`;
}
