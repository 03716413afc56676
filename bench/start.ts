/** Start: from the start of the process to the first block of sound with a large bank, and the memory that it takes. */
import { existsSync } from 'node:fs';
import { CONTESTANTS, present, REFERENCE, type Task } from './peers/contestants.ts';
import { interleave, medianOf, type Runs, ratioOf, ratioText, roundsText } from './peers/interleave.ts';
import { Installed, makeWorkspace } from './peers/workspace.ts';
import type { Bar, Plot } from './plot.ts';
import type { Benchmark, BenchmarkOptions, Cell, Report, Table } from './report.ts';

/** Enough to have played every instrument of the piece's beginning. */
const RENDERED_SECONDS = 30;
const VOICES = 256;
const NAMES: readonly string[] = [
  REFERENCE,
  'TinySoundFont, linear',
  'spessasynth_core, Hermite',
  'js-synthesizer, 4th order',
  'dmus, sinc8',
];

function rowOf(runs: Runs, all: readonly Runs[]): Cell[] {
  const reference = all.find(({ contestant }) => contestant.name === REFERENCE);
  return [
    runs.contestant.name,
    medianOf(runs, (run) => run.firstBlockSeconds) * 1000,
    ratioText(ratioOf(runs, reference, (run) => run.firstBlockSeconds)),
    medianOf(runs, (run) => run.peakMib),
    ratioText(ratioOf(runs, reference, (run) => run.peakMib)),
  ];
}

function tableOf(all: readonly Runs[], rounds: number, left: string): Table {
  const note =
    `FluidR3_GM.sf2 (142 MB, in the system's cache) and relax_song.mid. The clock starts before the process and stops when the first block of sound ` +
    `is there; memory is the process's peak over the first ${RENDERED_SECONDS} s of the piece. Medians of ${roundsText(rounds)}, one core, effects off. ${left}`;
  return {
    title: 'Process start to first block',
    note: note.trim(),
    columns: [
      'synth',
      'first block ms',
      'times sooner than FluidSynth',
      'peak MiB',
      'times less memory than FluidSynth',
    ],
    rows: all.filter(({ runs }) => runs.length > 0).map((runs) => rowOf(runs, all)),
  };
}

function plotOf(all: readonly Runs[]): Plot {
  const barsOf = (numberOf: (runs: Runs) => number): Bar[] =>
    all.map((runs) => ({
      label: runs.contestant.name,
      value: numberOf(runs),
      isOurs: runs.contestant.family === 'dmus',
    }));
  return {
    name: 'first-block',
    title: 'Start with a bank of 142 MB',
    subtitle: 'shorter is better',
    groups: [
      { heading: 'First block, ms', bars: barsOf((runs) => medianOf(runs, (run) => run.firstBlockSeconds) * 1000) },
      { heading: 'Peak memory, MiB', bars: barsOf((runs) => medianOf(runs, (run) => run.peakMib)) },
    ],
  };
}

async function run({ isQuick, rounds = isQuick ? 3 : 11 }: BenchmarkOptions): Promise<Report> {
  makeWorkspace();
  const title = 'Start and memory';
  if (![Installed.fluidR3, Installed.relaxSong].every(existsSync)) {
    console.error('start: bank or piece is not installed; npm run bench:setup installs them');
    return { title, tables: [] };
  }
  const { found, note } = present(CONTESTANTS.filter(({ name }) => NAMES.includes(name)));
  const task: Task = {
    bank: Installed.fluidR3,
    midi: Installed.relaxSong,
    seconds: RENDERED_SECONDS,
    effects: false,
    voices: VOICES,
  };
  const all = interleave(title, found, task, rounds);
  return { title, tables: [tableOf(all, rounds, note)], plots: [plotOf(all)] };
}

/** Time to the first block and memory, against the peers. */
export const startBenchmark: Benchmark = {
  name: 'start',
  summary: 'process start to first rendered block with a 142 MB bank, and peak memory, against peers',
  run,
};
