import { GROUP_COUNT } from '../../../synth/kernel/layout.ts';

/** One addition of the tree: what share `source` has is added to share `target`. */
export interface ShareSum {
  readonly target: number;
  readonly source: number;
}

/** Who computes which groups of voices, and how the parts come together again. */
export interface GroupSplit {
  /** Bits of the groups of each thread. Together they are all groups, each once. */
  readonly shares: readonly number[];
  /** In this order; share 0 holds the whole afterwards. */
  readonly sums: readonly ShareSum[];
}

/**
 * Splits the groups among `jobs` threads, 1…{@link GROUP_COUNT}. The kernel sums groups in a tree of pairs; each thread gets
 * a whole subtree, and the sums between threads are the rest of the same tree, so that the bits do not depend on `jobs`.
 */
export function splitGroups(jobs: number): GroupSplit {
  const shares: number[] = [];
  const sums: ShareSum[] = [];
  const split = (firstGroup: number, groupCount: number, threads: number): number => {
    if (threads === 1) return shares.push(((1 << groupCount) - 1) << firstGroup) - 1;
    const half = groupCount / 2;
    const leftThreads = Math.ceil(threads / 2);
    const target = split(firstGroup, half, leftThreads);
    const source = split(firstGroup + half, half, threads - leftThreads);
    sums.push({ target, source });
    return target;
  };
  split(0, GROUP_COUNT, jobs);
  return { shares, sums };
}
