/**
 * Runs the benchmarks that are named, or all, from the root of the project. Prints tables, and writes them to
 * `bench/results/` as Markdown for people and as JSON for programs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { type Benchmark, toMarkdown } from './report.ts';
import { sequencerBenchmark } from './sequencer.ts';

const BENCHMARKS: readonly Benchmark[] = [sequencerBenchmark];
const RESULTS = 'bench/results';

function describeMachine(): string {
  const processors = cpus();
  const load = loadavg()[0]!.toFixed(1);
  return `Node ${process.version}, ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, load ${load} at the start.`;
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (unknown.length > 0)
  throw new Error(`no benchmark ${unknown.join(', ')}; there are ${BENCHMARKS.map((b) => b.name).join(', ')}`);
mkdirSync(RESULTS, { recursive: true });
for (const benchmark of BENCHMARKS) {
  if (names.length > 0 && !names.includes(benchmark.name)) continue;
  const machine = describeMachine();
  const report = await benchmark.run();
  const markdown = toMarkdown(report, machine);
  writeFileSync(`${RESULTS}/${benchmark.name}.md`, markdown);
  writeFileSync(`${RESULTS}/${benchmark.name}.json`, `${JSON.stringify({ machine, ...report }, null, 2)}\n`);
  console.log(markdown);
}
