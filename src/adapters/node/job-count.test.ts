import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { chooseJobs, MAX_JOBS } from './job-count.ts';

describe('chooseJobs', () => {
  it('starts no thread for a short piece', () => {
    expect(chooseJobs({ durationSeconds: 0 }, 1)).toBe(1);
    expect(chooseJobs({ durationSeconds: 10 }, 2)).toBe(1);
  });

  it('has a thread on every core for a long one, as far as the groups of voices go', () => {
    expect(chooseJobs({ durationSeconds: 36_000 }, 1)).toBe(Math.min(availableParallelism(), MAX_JOBS));
  });
});
