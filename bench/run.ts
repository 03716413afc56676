/**
 * Runs the benchmarks that are named, or all, from the root of the project. Prints tables, and writes them to
 * `bench/results/` as Markdown for people and as JSON for programs, with pictures.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesBenchmark } from './files.ts';
import { WORKSPACE } from './peers/workspace.ts';
import { toSvg } from './plot.ts';
import { type Benchmark, type BenchmarkOptions, plotFile, toMarkdown } from './report.ts';
import { sequencerBenchmark } from './sequencer.ts';
import { startBenchmark } from './start.ts';
import { voicesBenchmark } from './voices.ts';

const BENCHMARKS: readonly Benchmark[] = [voicesBenchmark, filesBenchmark, startBenchmark, sequencerBenchmark];
const RESULTS = 'bench/results';
const QUICK_RESULTS = join(WORKSPACE, 'quick');

const HELP = `npm run bench -- [options] [${BENCHMARKS.map(({ name }) => name).join(' | ')}] …

${BENCHMARKS.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}

  --quick       fewer rounds, shorter pieces: for a first look, into the folder of the peers
  --rounds <n>  so many rounds, 1 to 99
  --out <dir>   where results go (default: ${RESULTS})
  --help

Peers are installed by npm run bench:setup; what is missing is left out. DMUS_BENCH_DIR is their folder.`;

function describeMachine(): string {
  const processors = cpus();
  const load = loadavg()[0]!.toFixed(1);
  return `Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, load ${load} at the start.`;
}

function roundsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 99) return rounds;
  throw new RangeError(`--rounds ${text}: a whole number, 1 to 99, wanted`);
}

async function runBenchmark(benchmark: Benchmark, options: BenchmarkOptions, folder: string): Promise<void> {
  const machine = describeMachine();
  const report = await benchmark.run(options);
  const { name } = benchmark;
  const markdown = toMarkdown(report, machine, name);
  writeFileSync(`${folder}/${name}.md`, markdown);
  writeFileSync(`${folder}/${name}.json`, `${JSON.stringify({ machine, ...report }, null, 2)}\n`);
  for (const plot of report.plots ?? []) writeFileSync(`${folder}/${plotFile(name, plot)}`, toSvg(plot));
  console.log(markdown);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    out: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (values.help) console.log(HELP);
else if (unknown.length > 0) {
  console.error(`no benchmark ${unknown.join(', ')}\n\n${HELP}`);
  process.exitCode = 2;
} else {
  const folder = values.out ?? (values.quick ? QUICK_RESULTS : RESULTS);
  mkdirSync(folder, { recursive: true });
  const options = { isQuick: values.quick, rounds: roundsOf(values.rounds) };
  for (const benchmark of BENCHMARKS) {
    if (positionals.length === 0 || positionals.includes(benchmark.name)) {
      await runBenchmark(benchmark, options, folder);
    }
  }
}
