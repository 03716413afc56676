import { expect, it } from 'vitest';
import type { MasterClock } from '../ddi/master-clock.ts';
import { ManualClock } from './manual-clock.ts';

it('fulfils the master clock contract and stands still until moved', () => {
  const clock = new ManualClock(100);
  const masterClock: MasterClock = clock;
  expect(masterClock.getTime()).toBe(100);
  clock.advance(25);
  clock.moveTo(130);
  clock.advance(0);
  expect(masterClock.getTime()).toBe(130);
});

it('never runs backwards', () => {
  const clock = new ManualClock(100);
  expect(() => clock.moveTo(99)).toThrow(RangeError);
  expect(() => clock.advance(-1)).toThrow(RangeError);
  expect(() => clock.advance(Number.NaN)).toThrow(RangeError);
  expect(clock.getTime()).toBe(100);
});
