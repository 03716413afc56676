/** Sustained voices: what one voice costs for one frame, and how many of them one core renders in real time. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sustainedPiece } from './inputs/generated-pieces.ts';
import { voiceBank } from './inputs/voice-bank.ts';
import { CONTESTANTS, type Contestant, present, REFERENCE, SAMPLE_RATE, type Task } from './peers/contestants.ts';
import { interleave, medianOf, type Runs, ratioOf, ratioText } from './peers/interleave.ts';
import { makeWorkspace, Workspace } from './peers/workspace.ts';
import type { Plot } from './plot.ts';
import type { Benchmark, BenchmarkOptions, Cell, Report, Table } from './report.ts';

const VOICES = 256;

interface Kind {
  readonly title: string;
  readonly program: number;
  readonly effects: boolean;
}

const KINDS: readonly Kind[] = [
  { title: 'Plain voices', program: 0, effects: false },
  { title: 'Voices with a low-pass', program: 1, effects: false },
  { title: 'Voices with a low-pass and sends to reverb and chorus, which run', program: 1, effects: true },
];

function prepare({ program, effects }: Kind, bank: string, seconds: number): Task {
  const midi = join(Workspace.inputs, `sustained-${program}-${seconds}.mid`);
  writeFileSync(midi, sustainedPiece(VOICES, program, seconds));
  return { bank, midi, seconds, effects, voices: VOICES };
}

function nanosecondsOf(runs: Runs, seconds: number): number {
  return (medianOf(runs, (run) => run.renderCpuSeconds) / (VOICES * seconds * SAMPLE_RATE)) * 1e9;
}

function measure(kind: Kind, found: readonly Contestant[], bank: string, seconds: number, rounds: number): Runs[] {
  const able = found.filter(({ hasEffects }) => hasEffects || !kind.effects);
  return interleave(kind.title, able, prepare(kind, bank, seconds), rounds);
}

function tableOf({ title }: Kind, all: readonly Runs[], seconds: number, rounds: number, left: string): Table {
  const reference = all.find(({ contestant }) => contestant.name === REFERENCE);
  const rows = all
    .filter(({ runs }) => runs.length > 0)
    .map((runs): Cell[] => {
      const nanoseconds = nanosecondsOf(runs, seconds);
      const voices = runs.runs[0]?.voicesPeak || Number.NaN;
      const ratio = ratioText(ratioOf(runs, reference, (run) => run.renderCpuSeconds));
      return [runs.contestant.name, nanoseconds, Math.floor(1e9 / SAMPLE_RATE / nanoseconds), ratio, voices];
    });
  const note =
    `${VOICES} voices held for ${seconds} s at ${SAMPLE_RATE} Hz, each at a pitch of its own, of a looped wave with 64 harmonics. ` +
    `CPU time of rendering alone, one core, medians of ${rounds} rounds. The ratio, round by round, says how many times ` +
    `as many voices as ${REFERENCE} (lowest–highest). ${left}`;
  return {
    title,
    note: note.trim(),
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

function plotOf(kinds: readonly (readonly Runs[])[]): Plot {
  return {
    name: 'ratio',
    title: 'Voices that one core renders in real time',
    subtitle: `times as many as ${REFERENCE}; longer is better`,
    mark: 1,
    groups: KINDS.map(({ title }, i) => {
      const all = kinds[i]!;
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

async function run({ isQuick, rounds = isQuick ? 3 : 9 }: BenchmarkOptions): Promise<Report> {
  makeWorkspace();
  const seconds = isQuick ? 5 : 20;
  const bank = join(Workspace.inputs, 'voice.sf2');
  writeFileSync(bank, voiceBank());
  const { found, note } = present(CONTESTANTS.filter(({ way }) => way === 'driver'));
  const kinds = KINDS.map((kind) => measure(kind, found, bank, seconds, rounds));
  const tables = KINDS.map((kind, i) => tableOf(kind, kinds[i]!, seconds, rounds, note));
  return { title: 'Voices on one core', tables, plots: [plotOf(kinds)] };
}

/** Voices at real time, against the peers. */
export const voicesBenchmark: Benchmark = {
  name: 'voices',
  summary: 'sustained voices that one core renders in real time, against peers',
  run,
};
