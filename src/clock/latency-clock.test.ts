import { expect, it } from 'vitest';
import { LatencyClock } from './latency-clock.ts';

it('a latency clock follows what is rendered, stays ahead of the master clock, and never goes back within a run', () => {
  const clock = new LatencyClock();
  expect(clock.getTime(500, 100)).toBe(500);
  expect(clock.getTime(500, 500)).toBe(501);
  expect(clock.getTime(400, 450)).toBe(501);
  clock.restart();
  expect(clock.getTime(400, 399)).toBe(400);
});
