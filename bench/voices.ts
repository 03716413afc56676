/** Sustained voices: what one voice costs for one frame, and how many of them one core renders in real time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sustainedPiece } from './inputs/generated-pieces.ts';
import { VoicePreset, voiceBank } from './inputs/voice-bank.ts';
import { CONTESTANTS, type Contestant, present, REFERENCE, SAMPLE_RATE, type Task } from './peers/contestants.ts';
import { interleave, medianOf, type Runs, ratioOf, ratioText, roundsText } from './peers/interleave.ts';
import { makeWorkspace, Workspace } from './peers/workspace.ts';
import type { Plot } from './plot.ts';
import type { Benchmark, BenchmarkOptions, Cell, Report, Table } from './report.ts';

const VOICES = 256;

interface Kind {
  readonly title: string;
  readonly program: number;
  readonly effects: boolean;
  /** Also where only a first look is wanted. */
  readonly isQuick: boolean;
  /** What must be known to judge it. */
  readonly remark?: string;
}

/** How long the voices are held, and how much of it is not counted. */
interface Span {
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

const FAR_REMARK =
  'One root key for all voices, up to 4.5 octaves away: dmus keeps such voices from aliasing with more taps, the others let them alias.';

const KINDS: readonly Kind[] = [
  { title: 'Plain voices', program: VoicePreset.plain, effects: false, isQuick: true },
  { title: 'Voices with a low-pass', program: VoicePreset.filtered, effects: false, isQuick: true },
  {
    title: 'Voices with a low-pass and sends to reverb and chorus, which run',
    program: VoicePreset.filtered,
    effects: true,
    isQuick: true,
  },
  {
    title: 'Plain voices, transposed far',
    program: VoicePreset.far,
    effects: false,
    isQuick: false,
    remark: FAR_REMARK,
  },
];

function prepare({ program, effects }: Kind, bank: string, span: Span): Task {
  const midi = join(Workspace.inputs, `sustained-${program}-${span.seconds}.mid`);
  writeFileSync(midi, sustainedPiece(VOICES, program, span.seconds));
  return { bank, midi, ...span, effects, voices: VOICES };
}

function nanosecondsOf(runs: Runs, { seconds, warmUpSeconds }: Span): number {
  return (medianOf(runs, (run) => run.renderCpuSeconds) / (VOICES * (seconds - warmUpSeconds) * SAMPLE_RATE)) * 1e9;
}

function measure(kind: Kind, found: readonly Contestant[], bank: string, span: Span, rounds: number): Runs[] {
  const able = found.filter(({ hasEffects }) => hasEffects || !kind.effects);
  return interleave(kind.title, able, prepare(kind, bank, span), rounds);
}

function tableOf({ title, remark = '' }: Kind, all: readonly Runs[], span: Span, rounds: number, left: string): Table {
  const reference = all.find(({ contestant }) => contestant.name === REFERENCE);
  const rows = all
    .filter(({ runs }) => runs.length > 0)
    .map((runs): Cell[] => {
      const nanoseconds = nanosecondsOf(runs, span);
      const voices = runs.runs[0]?.voicesPeak || Number.NaN;
      const ratio = ratioText(ratioOf(runs, reference, (run) => run.renderCpuSeconds));
      return [runs.contestant.name, nanoseconds, Math.floor(1e9 / SAMPLE_RATE / nanoseconds), ratio, voices];
    });
  const note =
    `${VOICES} voices held for ${span.seconds} s, of which the first ${span.warmUpSeconds} are not counted, at ${SAMPLE_RATE} Hz, each at a pitch of its own, of a looped wave with 64 harmonics. ` +
    `CPU time of rendering alone, one core, medians of ${roundsText(rounds)}. The ratio, round by round, says how many times ` +
    `as many voices as ${REFERENCE} (lowest–highest). ${remark} ${left}`;
  return {
    title,
    note: note.trim().replaceAll('  ', ' '),
    columns: [
      'synth',
      'ns per voice and frame',
      'voices in real time',
      'voices ÷ FluidSynth 4th order',
      'voices heard',
    ],
    rows,
  };
}

function plotOf(kinds: readonly Kind[], measured: readonly (readonly Runs[])[]): Plot {
  return {
    name: 'ratio',
    title: 'Voices that one core renders in real time',
    subtitle: `times as many as ${REFERENCE}; longer is better`,
    mark: 1,
    groups: kinds.map(({ title }, i) => {
      const all = measured[i]!;
      const reference = all.find(({ contestant }) => contestant.name === REFERENCE);
      const bars = all.map((runs) => ({
        label: runs.contestant.name,
        value: ratioOf(runs, reference, (run) => run.renderCpuSeconds)?.middle ?? Number.NaN,
        isOurs: runs.contestant.family === 'dmus',
      }));
      return { heading: title, bars };
    }),
  };
}

async function run({ isQuick, rounds = isQuick ? 3 : 5 }: BenchmarkOptions): Promise<Report> {
  makeWorkspace();
  const span = isQuick ? { seconds: 6, warmUpSeconds: 2 } : { seconds: 12, warmUpSeconds: 4 };
  const bank = join(Workspace.inputs, 'voice.sf2');
  writeFileSync(bank, voiceBank());
  const { found, note } = present(CONTESTANTS.filter(({ way }) => way === 'driver'));
  const kinds = KINDS.filter((kind) => !isQuick || kind.isQuick);
  const measured = kinds.map((kind) => measure(kind, found, bank, span, rounds));
  const tables = kinds.map((kind, i) => tableOf(kind, measured[i]!, span, rounds, note));
  return { title: 'Voices on one core', tables, plots: [plotOf(kinds, measured)] };
}

/** Voices at real time, against the peers. */
export const voicesBenchmark: Benchmark = {
  name: 'voices',
  summary: 'sustained voices that one core renders in real time, against peers',
  run,
};
