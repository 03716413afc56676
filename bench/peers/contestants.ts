/** The synths that are measured, and how each is told what to render. */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hasCommand, NODE_DRIVERS, Workspace } from './workspace.ts';

/** What is to be rendered. */
export interface Task {
  readonly bank: string;
  readonly midi: string;
  /** Length of the piece and 2 s, which all drivers render. */
  readonly seconds: number;
  /** Sound before the clock of rendering starts; none by default. */
  readonly warmUpSeconds?: number;
  readonly effects: boolean;
  readonly voices: number;
}

/** Frames a second of everything that is measured. */
export const SAMPLE_RATE = 48_000;

/** A synth with one way to run it. */
export interface Contestant {
  /** The column of the tables that names it. */
  readonly name: string;
  /** Whose it is: the same for all ways to run one synth. */
  readonly family: 'dmus' | 'FluidSynth' | 'TiMidity++' | 'TinySoundFont' | 'spessasynth_core' | 'js-synthesizer';
  /** `driver`: our small program that renders to nowhere; `command`: as its users run it, to a WAV file. */
  readonly way: 'driver' | 'command';
  readonly hasEffects: boolean;
  /** May use every core; all others are pinned to one. */
  readonly usesAllCores?: boolean;
  /** Why it cannot be measured here; undefined where it can. */
  missing(): string | undefined;
  command(task: Task): readonly string[];
}

function driverArguments(task: Task, quality: string): string[] {
  const frames = Math.ceil(task.seconds * SAMPLE_RATE);
  return [
    ...['--bank', task.bank, '--midi', task.midi, '--rate', String(SAMPLE_RATE), '--frames', String(frames)],
    ...['--warm-up', String((task.warmUpSeconds ?? 0) * SAMPLE_RATE)],
    ...['--effects', task.effects ? '1' : '0', '--voices', String(task.voices), '--quality', quality],
  ];
}

function nativeDriver(family: Contestant['family'], file: string, quality: string, label: string): Contestant {
  const path = join(Workspace.bin, file);
  return {
    name: `${family}, ${label}`,
    family,
    way: 'driver',
    hasEffects: family === 'FluidSynth',
    missing: () => (existsSync(path) ? undefined : 'its driver is not compiled'),
    command: (task) => [path, ...driverArguments(task, quality)],
  };
}

function nodeDriver(family: Contestant['family'], file: string, quality: string, label: string): Contestant {
  const isPeer = family !== 'dmus';
  return {
    name: `${family}, ${label}`,
    family,
    way: 'driver',
    hasEffects: true,
    missing: () =>
      !isPeer || existsSync(join(Workspace.npm, 'node_modules', family)) ? undefined : 'its package is not installed',
    command: (task) => [process.execPath, join(NODE_DRIVERS, file), ...driverArguments(task, quality)],
  };
}

function wavPath(family: string): string {
  return join(Workspace.out, `${family}.wav`);
}

function dmusCommand(label: string, jobs: readonly string[]): Contestant {
  const usesAllCores = jobs.length === 0;
  const muted = (task: Task): string[] => (task.effects ? [] : ['--no-reverb', '--no-chorus']);
  return {
    name: `dmus render, ${label}`,
    family: 'dmus',
    way: 'command',
    hasEffects: true,
    usesAllCores,
    missing: () => (existsSync('dist/cli/main.js') ? undefined : 'dist/ is not built'),
    command: (task) => [
      ...[process.execPath, 'dist/cli/main.js', 'render', task.midi, '-b', task.bank, '-o', wavPath('dmus'), '-q'],
      ...[
        '--quality',
        'sinc8',
        '--rate',
        String(SAMPLE_RATE),
        '--voices',
        String(task.voices),
        ...jobs,
        ...muted(task),
      ],
    ],
  };
}

const FLUIDSYNTH_COMMAND: Contestant = {
  name: 'fluidsynth -F, 4th order',
  family: 'FluidSynth',
  way: 'command',
  hasEffects: true,
  missing: () => (hasCommand('fluidsynth') ? undefined : 'the command is not installed'),
  command: (task) => [
    ...['fluidsynth', '-niq', '-F', wavPath('fluidsynth'), '-r', String(SAMPLE_RATE), '-R', task.effects ? '1' : '0'],
    ...['-C', task.effects ? '1' : '0', '-o', `synth.polyphony=${task.voices}`, '-o', 'synth.cpu-cores=1'],
    ...[task.bank, task.midi],
  ],
};

/** A configuration that names the bank, which TiMidity++ wants in a file. */
function timidityConfiguration(bank: string): string {
  const path = join(Workspace.out, `timidity-${basename(bank)}.cfg`);
  if (!existsSync(path)) writeFileSync(path, `soundfont ${bank}\n`);
  return path;
}

const TIMIDITY_COMMAND: Contestant = {
  name: 'timidity -Ow, 4-point spline',
  family: 'TiMidity++',
  way: 'command',
  hasEffects: true,
  missing: () => (hasCommand('timidity') ? undefined : 'the command is not installed'),
  command: (task) => [
    ...[
      'timidity',
      '-c',
      timidityConfiguration(task.bank),
      '-Ow',
      '-o',
      wavPath('timidity'),
      '-s',
      String(SAMPLE_RATE),
    ],
    ...['-p', `${task.voices}a`, '-k0', '-EFresamp=c', `-EFreverb=${task.effects ? 'f' : 'd'}`],
    ...[`-EFchorus=${task.effects ? 'n' : 'd'}`, '-idq', task.midi],
  ],
};

const dmus = (quality: string): Contestant => nodeDriver('dmus', 'dmus.js', quality, quality);

/** All of them; ratios are to {@link REFERENCE}. */
export const CONTESTANTS: readonly Contestant[] = [
  nativeDriver('FluidSynth', 'fluidsynth', '1', 'linear'),
  nativeDriver('FluidSynth', 'fluidsynth', '4', '4th order'),
  nativeDriver('FluidSynth', 'fluidsynth', '7', '7th order'),
  nativeDriver('TinySoundFont', 'tiny-soundfont', '1', 'linear'),
  nodeDriver('spessasynth_core', 'spessasynth.js', 'linear', 'linear'),
  nodeDriver('spessasynth_core', 'spessasynth.js', 'hermite', 'Hermite'),
  nodeDriver('js-synthesizer', 'js-synthesizer.js', '4', '4th order'),
  ...['linear', 'cubic', 'sinc8', 'sinc16', 'sinc32'].map(dmus),
  FLUIDSYNTH_COMMAND,
  TIMIDITY_COMMAND,
  dmusCommand('one job', ['--jobs', '1']),
  dmusCommand('all cores', []),
];

/** What the others are compared with. */
export const REFERENCE = 'FluidSynth, 4th order';
/** What the commands are compared with. */
export const REFERENCE_COMMAND = 'fluidsynth -F, 4th order';

/** The contestants of a benchmark that can run here, and a sentence on those that cannot. */
export function present(wanted: readonly Contestant[]): {
  readonly found: readonly Contestant[];
  readonly note: string;
} {
  const reasons = wanted.map((contestant) => contestant.missing());
  const found = wanted.filter((_, i) => reasons[i] === undefined);
  const lost = wanted.flatMap(({ name }, i) => (reasons[i] === undefined ? [] : [`${name} (${reasons[i]})`]));
  return {
    found,
    note: lost.length === 0 ? '' : `Left out: ${lost.join('; ')}. \`npm run bench:setup\` installs peers.`,
  };
}
