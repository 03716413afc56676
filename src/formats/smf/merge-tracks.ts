/** Playing order of tracks that play together: by tick; equal ticks by track, then by place in the track. */

/**
 * Merges neighbouring runs until one is left: a stable merge sort that starts from tracks, which are sorted already.
 * One track costs one pass; n tracks cost log2(n) more.
 *
 * @param ticks tick of each event, tracks one after another, not falling within a track
 * @param trackStarts index of each track's first event, rising, the first 0
 * @param eventCount events in `ticks`, which may be longer
 * @returns indices of events in playing order
 */
export function mergeTracks(ticks: Float64Array, trackStarts: readonly number[], eventCount: number): Uint32Array {
  let order = new Uint32Array(eventCount);
  for (let index = 0; index < eventCount; index++) order[index] = index;
  let merged = new Uint32Array(eventCount);
  let runStarts = [...trackStarts];
  while (runStarts.length > 1) {
    const nextStarts: number[] = [];
    for (let run = 0; run < runStarts.length; run += 2) {
      const start = runStarts[run]!;
      const middle = runStarts[run + 1] ?? eventCount;
      mergeRuns(ticks, order, merged, start, middle, runStarts[run + 2] ?? eventCount);
      nextStarts.push(start);
    }
    [order, merged] = [merged, order];
    runStarts = nextStarts;
  }
  return order;
}

/** Merges `from[start…middle)` and `from[middle…end)` into `to[start…end)`; of equals the left one goes first. */
function mergeRuns(
  ticks: Float64Array,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let place = start; place < end; place++) {
    const takeLeft = left < middle && (right >= end || ticks[from[left]!]! <= ticks[from[right]!]!);
    to[place] = from[takeLeft ? left++ : right++]!;
  }
}
