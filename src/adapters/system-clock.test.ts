import { describe, expect, it } from 'vitest';
import { type MonotonicTimer, SystemClock } from './system-clock.ts';

/** A timer that shows one reading after the other. */
function scriptedTimer(timeOrigin: number, ...readings: readonly number[]): MonotonicTimer {
  let index = 0;
  return { timeOrigin, now: () => readings[index++]! };
}

describe('SystemClock', () => {
  it('counts whole ticks of 100 ns since the start of its thread', () => {
    const clock = new SystemClock({ timer: scriptedTimer(1_700_000_000_000, 0, 1.00009, 2500) });
    expect([clock.getTime(), clock.getTime(), clock.getTime()]).toEqual([0, 10_000, 25_000_000]);
  });

  it('never shows less than before, also when the timer falls', () => {
    const clock = new SystemClock({ timer: scriptedTimer(0, 5, 4.9, 5.1) });
    expect([clock.getTime(), clock.getTime(), clock.getTime()]).toEqual([50_000, 50_000, 51_000]);
  });

  it('agrees with the clock of another thread whose origin it is given', () => {
    const parent = new SystemClock({ timer: scriptedTimer(1_000, 750) });
    const child = new SystemClock({ timer: scriptedTimer(1_500, 250), origin: parent.origin });
    expect(child.getTime()).toBe(parent.getTime());
  });

  it('converts readings of the timer to its own time and back', () => {
    const clock = new SystemClock({ timer: scriptedTimer(1_500), origin: 1_000 });
    expect(clock.fromTimer(250)).toBe(7_500_000);
    expect(clock.toTimer(7_500_000)).toBe(250);
  });

  it('reads the machine when it is given no timer', () => {
    const before = Math.floor(performance.now() * 10_000);
    const now = new SystemClock().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(performance.now() * 10_000);
  });
});
