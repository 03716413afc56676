import { describe, expect, it } from 'vitest';
import { CONTROL_FRAMES, levelAtFrame, SteadyTime } from './steady-time.ts';

describe('SteadyTime', () => {
  const clock = new SteadyTime(10_000, 20_000);

  it('runs with real time at first', () => {
    expect(clock.at(4_000)).toBeCloseTo(0.2, 12);
  });

  it('never runs backwards and stands still from the loop on', () => {
    const seconds = Array.from({ length: 600 }, (_, index) => clock.at(20 * index));
    expect(seconds.every((now, index) => index === 0 || now >= seconds[index - 1]!)).toBe(true);
    expect(clock.at(10_000)).toBe(clock.at(15_000));
  });

  it('stands still throughout where the loop begins at once', () => {
    expect(new SteadyTime(0, 20_000).at(500)).toBe(0);
  });

  it('gives levels that are exact at control points and straight between them', () => {
    const levels = new SteadyTime(1e9, 1000).levels(10 * CONTROL_FRAMES, (seconds) => 3 * seconds);
    expect(levelAtFrame(levels, 2 * CONTROL_FRAMES)).toBeCloseTo((6 * CONTROL_FRAMES) / 1000, 12);
    expect(levelAtFrame(levels, 2.5 * CONTROL_FRAMES)).toBeCloseTo((7.5 * CONTROL_FRAMES) / 1000, 12);
  });
});
