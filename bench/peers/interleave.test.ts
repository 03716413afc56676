import { describe, expect, it } from 'vitest';
import { CONTESTANTS } from './contestants.ts';
import { medianOf, type Runs, ratioOf, ratioText } from './interleave.ts';

function runsOf(cpuSeconds: readonly number[]): Runs {
  return {
    contestant: CONTESTANTS[0]!,
    runs: cpuSeconds.map((seconds) => ({ wallSeconds: seconds, cpuSeconds: seconds, peakMib: 1 })),
  };
}

describe('ratioOf', () => {
  it('compares runs of the same round, not medians of different rounds', () => {
    const ours = runsOf([1, 10, 2]);
    const theirs = runsOf([2, 20, 8]);
    expect(ratioOf(ours, theirs, (run) => run.cpuSeconds)).toEqual({ middle: 2, lowest: 2, highest: 4 });
  });

  it('is undefined where a contestant did not run or did not measure', () => {
    expect(ratioOf(runsOf([]), runsOf([1]), (run) => run.cpuSeconds)).toBeUndefined();
    expect(ratioOf(runsOf([1]), undefined, (run) => run.cpuSeconds)).toBeUndefined();
    expect(ratioOf(runsOf([1]), runsOf([1]), (run) => run.renderCpuSeconds)).toBeUndefined();
  });

  it('is shown with its range, and as a dash where there is none', () => {
    expect(ratioText({ middle: 3.125, lowest: 3, highest: 3.5 })).toBe('3.13 (3.00–3.50)');
    expect(ratioText(undefined)).toBe('–');
  });
});

describe('medianOf', () => {
  it('is NaN where nothing was measured', () => {
    expect(medianOf(runsOf([3, 1, 2]), (run) => run.cpuSeconds)).toBe(2);
    expect(medianOf(runsOf([1]), (run) => run.renderCpuSeconds)).toBeNaN();
  });
});
