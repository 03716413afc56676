/** Rounds in which every contestant runs once: what slows the machine for a while slows all alike. */
import { median } from '../measure.ts';
import type { Contestant, Task } from './contestants.ts';
import { type Run, runOnce } from './run-process.ts';

/** All rounds of one contestant at one task; empty where it failed. */
export interface Runs {
  readonly contestant: Contestant;
  readonly runs: readonly Run[];
}

/** A number of a run that tables show. */
export type Measure = (run: Run) => number | undefined;

/** Runs everybody in every round. A contestant that fails is told, and left out from then on. */
export function interleave(title: string, found: readonly Contestant[], task: Task, rounds: number): Runs[] {
  const runs = new Map<Contestant, Run[] | undefined>(found.map((contestant) => [contestant, []]));
  for (let round = 0; round < rounds; round++) {
    for (const contestant of found) {
      const so = runs.get(contestant);
      if (so === undefined) continue;
      progress(`${title}: round ${round + 1} of ${rounds}: ${contestant.name}`);
      try {
        so.push(runOnce(contestant, task));
      } catch (error) {
        runs.set(contestant, undefined);
        console.error(`\n${(error as Error).message}: left out`);
      }
    }
  }
  progress('');
  return found.map((contestant) => ({ contestant, runs: runs.get(contestant) ?? [] }));
}

/** Shows what is being done: in place on a terminal, a line each elsewhere. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (text !== '') console.error(text);
}

/** The middle of a measure over the rounds; NaN where it was not measured. */
export function medianOf({ runs }: Runs, measure: Measure): number {
  return median(runs.flatMap((run) => measure(run) ?? []));
}

/** Middle, lowest and highest of the ratios of two contestants, taken round by round. */
export interface Ratio {
  readonly middle: number;
  readonly lowest: number;
  readonly highest: number;
}

/** How often `other` has what `one` has: above 1 where `one` needs less. Undefined where either was not measured. */
export function ratioOf(one: Runs, other: Runs | undefined, measure: Measure): Ratio | undefined {
  const ratios = one.runs.flatMap((run, round) => {
    const [of, to] = [measure(run), other?.runs[round] && measure(other.runs[round])];
    return of !== undefined && to !== undefined && of > 0 ? [to / of] : [];
  });
  if (ratios.length === 0) return undefined;
  return { middle: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}

/** The ratio as text, with its range: `3.1 (2.9–3.4)`. */
export function ratioText(ratio: Ratio | undefined): string {
  if (ratio === undefined) return '–';
  const { middle, lowest, highest } = ratio;
  return `${middle.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
}

/** `1 round`, `2 rounds`. */
export function roundsText(rounds: number): string {
  return rounds === 1 ? '1 round' : `${rounds} rounds`;
}
