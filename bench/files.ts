/** Whole files: what a piece costs from the start of the process to its end. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readMidiFile } from '../src/adapters/node/midi-input.ts';
import { blackPiece, densePiece } from './inputs/generated-pieces.ts';
import { CONTESTANTS, type Contestant, present, REFERENCE, REFERENCE_COMMAND, type Task } from './peers/contestants.ts';
import { interleave, type Measure, medianOf, type Runs, ratioOf, ratioText, roundsText } from './peers/interleave.ts';
import { Installed, makeWorkspace, Workspace } from './peers/workspace.ts';
import type { Plot } from './plot.ts';
import type { Benchmark, BenchmarkOptions, Cell, Report, Table } from './report.ts';

const VOICES = 256;
/** Sound after the last event that every driver renders. */
const TAIL_SECONDS = 2;

interface Piece {
  readonly title: string;
  readonly midi: string;
  readonly bank: string;
  /** Also where only a first look is wanted. */
  readonly isQuick: boolean;
}

const PIECES: readonly Piece[] = [
  { title: 'light: relax_song, TimGM6mb', midi: Installed.relaxSong, bank: Installed.timGm6mb, isQuick: true },
  { title: 'light: relax_song, FluidR3', midi: Installed.relaxSong, bank: Installed.fluidR3, isQuick: false },
  { title: 'medium: tttheme2, TimGM6mb', midi: Installed.ttTheme2, bank: Installed.timGm6mb, isQuick: true },
  {
    title: 'heavy: dense, FluidR3',
    midi: join(Workspace.inputs, 'dense.mid'),
    bank: Installed.fluidR3,
    isQuick: false,
  },
  {
    title: 'heavy: black MIDI, FluidR3',
    midi: join(Workspace.inputs, 'black.mid'),
    bank: Installed.fluidR3,
    isQuick: true,
  },
];

/** Each once at its usual quality: other orders are the other benchmark's. */
const DRIVERS: readonly string[] = [
  REFERENCE,
  'TinySoundFont, linear',
  'spessasynth_core, Hermite',
  'js-synthesizer, 4th order',
  'dmus, sinc8',
];

interface Case {
  readonly title: string;
  readonly seconds: number;
  readonly all: readonly Runs[];
}

function taskOf({ midi, bank }: Piece, effects: boolean): Task {
  return { bank, midi, seconds: readMidiFile(midi).durationSeconds + TAIL_SECONDS, effects, voices: VOICES };
}

function contestants(): Contestant[] {
  return CONTESTANTS.filter(({ name, way }) => way === 'command' || DRIVERS.includes(name));
}

function row(runs: Runs, all: readonly Runs[]): Cell[] {
  const { way, name } = runs.contestant;
  const wanted = way === 'driver' ? REFERENCE : REFERENCE_COMMAND;
  const reference = all.find(({ contestant }) => contestant.name === wanted);
  const ratio = (measure: Measure): string => ratioText(ratioOf(runs, reference, measure));
  return [
    name,
    medianOf(runs, (run) => run.cpuSeconds),
    medianOf(runs, (run) => run.renderCpuSeconds),
    medianOf(runs, (run) => run.wallSeconds),
    medianOf(runs, (run) => run.peakMib),
    ratio((run) => run.cpuSeconds),
    ratio((run) => run.renderCpuSeconds),
  ];
}

const COLUMNS: readonly string[] = [
  'synth',
  'CPU s',
  'of it rendering',
  'wall s',
  'peak MiB',
  'times less CPU than FluidSynth',
  'times less for rendering',
];

function tablesOf({ title, seconds, all }: Case, rounds: number, left: string): Table[] {
  const measured = all.filter(({ runs }) => runs.length > 0);
  const rowsOf = (way: Contestant['way']): Cell[][] =>
    measured.filter(({ contestant }) => contestant.way === way).map((runs) => row(runs, all));
  const common = `${seconds.toFixed(0)} s of sound, ${VOICES} voices at most, medians of ${roundsText(rounds)}, ratios round by round.`;
  return [
    {
      title: `${title}: to nowhere`,
      note: `Small drivers that do the same with every synth. ${common} One core. ${left}`.trim(),
      columns: COLUMNS,
      rows: rowsOf('driver'),
    },
    {
      title: `${title}: to a WAV file`,
      note: `The commands as their users run them, compared with \`${REFERENCE_COMMAND}\`. ${common} One core, but for "all cores".`,
      columns: COLUMNS.filter((_, i) => i !== 2 && i !== 6),
      rows: rowsOf('command').map((cells) => cells.filter((_, i) => i !== 2 && i !== 6)),
    },
  ];
}

function plotOf(cases: readonly Case[]): Plot {
  return {
    name: 'ratio',
    title: 'Whole files: times less CPU than FluidSynth (4th order)',
    subtitle: 'user and system time of the process, rendering to nowhere; longer is better',
    mark: 1,
    groups: cases.map(({ title, all }) => ({
      heading: title,
      bars: all
        .filter(({ contestant }) => contestant.way === 'driver')
        .map((runs) => {
          const reference = all.find(({ contestant }) => contestant.name === REFERENCE);
          const value = ratioOf(runs, reference, (run) => run.cpuSeconds)?.middle ?? Number.NaN;
          return { label: runs.contestant.name, value, isOurs: runs.contestant.family === 'dmus' };
        }),
    })),
  };
}

async function run({ isQuick, rounds = isQuick ? 1 : 3 }: BenchmarkOptions): Promise<Report> {
  makeWorkspace();
  writeFileSync(join(Workspace.inputs, 'dense.mid'), densePiece(60));
  writeFileSync(join(Workspace.inputs, 'black.mid'), blackPiece(30));
  const { found, note } = present(contestants());
  const cases: Case[] = [];
  for (const effects of [false, true]) {
    for (const piece of PIECES) {
      if (isQuick && !piece.isQuick) continue;
      if (![piece.midi, piece.bank].every(existsSync)) {
        console.error(`${basename(piece.midi)} with ${basename(piece.bank)}: not installed, left out`);
        continue;
      }
      const title = `${piece.title}, effects ${effects ? 'on' : 'off'}`;
      const task = taskOf(piece, effects);
      const able = found.filter(({ hasEffects }) => hasEffects || !effects);
      cases.push({ title, seconds: task.seconds, all: interleave(title, able, task, rounds) });
    }
  }
  const tables = cases.flatMap((one) => tablesOf(one, rounds, note));
  return { title: 'Whole files', tables, plots: [plotOf(cases)] };
}

/** CPU, wall and memory of whole files, against the peers. */
export const filesBenchmark: Benchmark = {
  name: 'files',
  summary: 'whole-file rendering: CPU time, wall time and memory, against peers',
  run,
};
