import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { KsState } from '../ddi/ks-state.ts';
import { PresentationClock } from './presentation-clock.ts';

const { stop, acquire, pause, run } = KsState;

describe('PresentationClock', () => {
  let masterClock: ManualClock;
  let clock: PresentationClock;
  const moveThrough = (...states: readonly KsState[]): void => {
    for (const state of states) clock.setState(state);
  };
  beforeEach(() => {
    masterClock = new ManualClock(1000);
    clock = new PresentationClock(masterClock);
  });

  it('advances in run only, by as much as the master clock', () => {
    const times: number[] = [];
    for (const state of [stop, acquire, pause, run, pause, run, pause, acquire, pause, run]) {
      clock.setState(state);
      masterClock.advance(10);
      times.push(clock.getTime());
    }
    expect(times).toEqual([0, 0, 0, 10, 10, 20, 20, 20, 20, 30]);
  });

  it('is 0 again after stop', () => {
    moveThrough(acquire, pause, run);
    masterClock.advance(50);
    moveThrough(pause, acquire, stop);
    expect(clock.getTime()).toBe(0);
    masterClock.advance(5);
    moveThrough(acquire, pause, run);
    masterClock.advance(7);
    expect(clock.getTime()).toBe(7);
  });

  it('starts at what it had reached, not at what it would have', () => {
    moveThrough(acquire, pause, run);
    masterClock.advance(50);
    moveThrough(pause);
    masterClock.advance(1000);
    moveThrough(run);
    expect(clock.getTime()).toBe(50);
  });

  it('is not moved by being set to the state it is in', () => {
    moveThrough(acquire, pause, run);
    masterClock.advance(50);
    moveThrough(run);
    masterClock.advance(1);
    expect(clock.getTime()).toBe(51);
  });

  it('tells the master time of an instant, also of one in a later run', () => {
    moveThrough(acquire, pause, run);
    expect([0, 25].map((time) => clock.toMasterTime(time))).toEqual([1000, 1025]);
    masterClock.advance(50);
    moveThrough(pause);
    masterClock.advance(300);
    moveThrough(run);
    expect(clock.toMasterTime(50)).toBe(1350);
    expect(clock.toMasterTime(clock.getTime())).toBe(masterClock.getTime());
    expect(clock.toMasterTime(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });

  it('tells what it showed at a master time, and no more than it reached while it stands still', () => {
    expect(clock.toPresentationTime(1000)).toBe(0);
    moveThrough(acquire, pause, run);
    masterClock.advance(50);
    expect([900, 1000, 1020].map((time) => clock.toPresentationTime(time))).toEqual([0, 0, 20]);
    moveThrough(pause);
    masterClock.advance(50);
    expect([1020, 1050, 1090].map((time) => clock.toPresentationTime(time))).toEqual([20, 50, 50]);
  });
});
