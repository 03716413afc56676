import { describe, expect, it } from 'vitest';
import { GROUP_COUNT } from '../../../synth/kernel/layout.ts';
import { splitGroups } from './group-split.ts';

const JOBS = Array.from({ length: GROUP_COUNT }, (_, index) => index + 1);

/** Groups of some bits, as the kernel sums them: a tree of pairs. */
function treeOf(bits: number, first = 0, count: number = GROUP_COUNT): string {
  if (count === 1) return (bits >> first) & 1 ? String(first) : '';
  const half = count / 2;
  const [left, right] = [treeOf(bits, first, half), treeOf(bits, first + half, half)];
  return left && right ? `(${left}+${right})` : left || right;
}

describe('splitGroups', () => {
  it.each(JOBS)('gives each group to one of %i threads', (jobs) => {
    const { shares } = splitGroups(jobs);
    expect(shares).toHaveLength(jobs);
    expect(shares.reduce((sum, share) => sum + share)).toBe((1 << GROUP_COUNT) - 1);
    expect(shares.reduce((bits, share) => bits | share)).toBe((1 << GROUP_COUNT) - 1);
  });

  it.each(JOBS)('has the sums of %i threads in the order of a single one', (jobs) => {
    const { shares, sums } = splitGroups(jobs);
    const parts = shares.map((share) => treeOf(share));
    for (const { target, source } of sums) parts[target] = `(${parts[target]}+${parts[source]})`;
    expect(parts[0]).toBe(treeOf((1 << GROUP_COUNT) - 1));
  });

  it('leaves no thread with more than twice the groups of another where they can be even', () => {
    for (const jobs of JOBS) {
      const sizes = splitGroups(jobs).shares.map((share) => share.toString(2).replaceAll('0', '').length);
      expect(Math.max(...sizes) / Math.min(...sizes)).toBeLessThanOrEqual(2);
    }
  });
});
