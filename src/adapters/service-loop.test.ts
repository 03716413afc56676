import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Serviced } from '../directmusic/serviced.ts';
import { FakeTimers } from './fake-timers.test-support.ts';
import { ServiceLoop } from './service-loop.ts';

const MS = 10_000;

/** Work at given instants, which writes down when it was done. */
class Work implements Serviced {
  readonly doneAt: number[] = [];
  #due: number[];
  onService: () => void = () => {};

  constructor(...due: readonly number[]) {
    this.#due = [...due].sort((a, b) => a - b);
  }

  get nextServiceTime(): number {
    return this.#due[0] ?? Number.POSITIVE_INFINITY;
  }

  addDue(time: number): void {
    this.#due = [...this.#due, time].sort((a, b) => a - b);
  }

  service(now: number): void {
    while (this.nextServiceTime <= now) {
      this.#due.shift();
      this.doneAt.push(now);
    }
    this.onService();
  }
}

function makeLoop(watchTicks?: number): { readonly timers: FakeTimers; readonly loop: ServiceLoop } {
  const timers = new FakeTimers();
  return { timers, loop: new ServiceLoop({ clock: timers.clock, timers, watchTicks }) };
}

describe('ServiceLoop', () => {
  it('does work at its instant, not before, and at most one turn after it', () => {
    const { timers, loop } = makeLoop();
    timers.lateTicks = 9_000;
    const work = new Work(5 * MS, 5 * MS + 500, 42 * MS);
    loop.add(work);
    loop.start();
    timers.runUntil(100 * MS);
    expect(work.doneAt).toHaveLength(3);
    [5 * MS, 5 * MS + 500, 42 * MS].forEach((due, i) => {
      expect(work.doneAt[i]).toBeGreaterThanOrEqual(due);
      expect(work.doneAt[i]).toBeLessThanOrEqual(due + timers.turnTicks);
    });
  });

  it.each([-2_100, 0, 9_000])('is on time with timers that are %s ticks late', (lateTicks) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300_000 }), { maxLength: 40 }), (due) => {
        const { timers, loop } = makeLoop();
        timers.lateTicks = lateTicks;
        const work = new Work(...due);
        loop.add(work);
        loop.start();
        timers.runUntil(400_000);
        const sorted = [...due].sort((a, b) => a - b);
        expect(work.doneAt).toHaveLength(due.length);
        for (const [i, time] of sorted.entries()) {
          expect(work.doneAt[i]! - time).toBeGreaterThanOrEqual(0);
          expect(work.doneAt[i]! - time).toBeLessThanOrEqual(timers.turnTicks);
        }
      }),
      { seed: 31 },
    );
  });

  it('sleeps while the next instant is far, and watches the clock for 2 ms at most', () => {
    const { timers, loop } = makeLoop();
    loop.add(new Work(30_000 * MS));
    loop.start();
    timers.runUntil(29_990 * MS);
    expect(timers.turnCount).toBe(0);
    expect(timers.sleepsMs.length).toBeLessThanOrEqual(31);
    timers.runUntil(30_001 * MS);
    expect(timers.turnCount).toBeLessThanOrEqual(21);
  });

  it('has no timer while there is nothing to come', () => {
    const { timers, loop } = makeLoop();
    loop.add(new Work());
    loop.start();
    expect(timers.pendingCount).toBe(0);
  });

  it('leaves all to timers when it is told not to watch', () => {
    const { timers, loop } = makeLoop(0);
    const work = new Work(10 * MS + 3_000);
    loop.add(work);
    loop.start();
    timers.lateTicks = -2_000;
    timers.runUntil(20 * MS);
    expect(timers.turnCount).toBe(0);
    expect(timers.sleepsMs).toEqual([11]);
    expect(work.doneAt).toEqual([11 * MS]);
  });

  it('wakes earlier when earlier work has come', () => {
    const { timers, loop } = makeLoop();
    const work = new Work(500 * MS);
    loop.add(work);
    loop.start();
    timers.runUntil(10 * MS);
    work.addDue(20 * MS);
    loop.wake();
    timers.runUntil(30 * MS);
    expect(work.doneAt).toHaveLength(1);
    expect(timers.pendingCount).toBe(1);
  });

  it('does overdue work outside of the call that wakes it', () => {
    const { timers, loop } = makeLoop();
    const work = new Work();
    loop.add(work);
    loop.start();
    work.addDue(Number.NEGATIVE_INFINITY);
    loop.wake();
    expect(work.doneAt).toEqual([]);
    timers.runUntil(1 * MS);
    expect(work.doneAt).toHaveLength(1);
  });

  it('sees work that comes up while it serves', () => {
    const { timers, loop } = makeLoop();
    const first = new Work(MS);
    const second = new Work();
    first.onService = () => {
      if (second.nextServiceTime < Number.POSITIVE_INFINITY) return;
      second.addDue(timers.clock.getTime());
      loop.wake();
    };
    loop.add(second);
    loop.add(first);
    loop.start();
    timers.runUntil(3 * MS);
    expect(second.doneAt.length).toBeGreaterThan(0);
    expect(second.doneAt[0]).toBeLessThanOrEqual(first.doneAt[0]! + timers.turnTicks);
  });

  it('serves nobody after it was stopped, also when it is stopped while it serves', () => {
    const { timers, loop } = makeLoop();
    const first = new Work(5 * MS, 6 * MS);
    const second = new Work(5 * MS);
    first.onService = () => loop.stop();
    loop.add(first);
    loop.add(second);
    loop.start();
    timers.runUntil(50 * MS);
    expect([first.doneAt.length, second.doneAt.length, timers.pendingCount]).toEqual([1, 0, 0]);
    loop.wake();
    expect(timers.pendingCount).toBe(0);
  });

  it('lets a turn that was asked for before the stop go by', () => {
    const { timers, loop } = makeLoop();
    const work = new Work(0);
    loop.add(work);
    loop.start();
    loop.stop();
    timers.runUntil(MS);
    expect(work.doneAt).toEqual([]);
  });

  it('goes on once, not twice, when it is started again', () => {
    const { timers, loop } = makeLoop();
    const work = new Work(MS, 9 * MS);
    loop.add(work);
    loop.start();
    loop.stop();
    loop.start();
    loop.start();
    timers.runUntil(20 * MS);
    expect(work.doneAt).toHaveLength(2);
    expect(timers.pendingCount).toBe(0);
  });

  it('forgets what is removed', () => {
    const { timers, loop } = makeLoop();
    const work = new Work(5 * MS);
    loop.add(work);
    loop.start();
    loop.remove(work);
    timers.runUntil(20 * MS);
    expect(work.doneAt).toEqual([]);
  });

  it('goes on after somebody has thrown', () => {
    const { timers, loop } = makeLoop();
    const work = new Work(5 * MS, 10 * MS);
    work.onService = () => {
      if (work.doneAt.length === 1) throw new Error('broken');
    };
    loop.add(work);
    loop.start();
    expect(() => timers.runUntil(20 * MS)).toThrow('broken');
    timers.runUntil(20 * MS);
    expect(work.doneAt).toHaveLength(2);
  });

  it('refuses to watch for less than nothing', () => {
    expect(() => makeLoop(-1)).toThrow(RangeError);
  });
});
