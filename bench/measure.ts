/** Measuring durations. */

/** The middle of the values; of an even count the upper of the two. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that `share`, 0…1, of the values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Seconds that a call takes. */
export function secondsOf(call: () => void): number {
  const begin = performance.now();
  call();
  return (performance.now() - begin) / 1000;
}

/**
 * Median seconds of each contestant over `rounds`, all of them in every round, so that what slows the machine for a
 * while slows all alike. One more round goes before, unmeasured.
 */
export function compare(contestants: readonly (() => void)[], rounds: number): number[] {
  const seconds = contestants.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    contestants.forEach((contestant, i) => {
      const elapsed = secondsOf(contestant);
      if (round >= 0) seconds[i]!.push(elapsed);
    });
  }
  return seconds.map(median);
}

/** A generator of unsigned 32-bit numbers that look random, the same every time (constants of Numerical Recipes). */
export function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state;
  };
}
