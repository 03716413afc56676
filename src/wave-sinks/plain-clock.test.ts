import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/rig/raw-block.ts';
import { DmusError } from '../ddi/errors.ts';
import { PlainClock } from './plain-clock.ts';

describe('PlainClock', () => {
  it('tells what is read at the moment of asking', () => {
    let now = 5;
    const clock = new PlainClock(() => now);
    expect(clock.getTime()).toBe(5);
    now = 7;
    expect(clock.getTime()).toBe(7);
  });

  it('hands on the failure of what it reads', () => {
    const clock = new PlainClock(() => {
      throw new DmusError('E_FAIL', 'no time');
    });
    expect(codeOf(() => clock.getTime())).toBe('E_FAIL');
  });

  it('wakes nobody', () => {
    const clock = new PlainClock(() => 0);
    expect(codeOf(() => clock.adviseTime())).toBe('E_NOTIMPL');
    expect(codeOf(() => clock.advisePeriodic())).toBe('E_NOTIMPL');
    expect(codeOf(() => clock.unadvise())).toBe('E_NOTIMPL');
  });
});
