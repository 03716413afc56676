import { ManualClock } from '../clock/manual-clock.ts';
import type { TimerHost } from './timer-host.ts';

interface Timer {
  readonly time: number;
  readonly onTime: () => void;
}

/**
 * Timers and a clock that move together, only when told to. Time goes by in sleeps, by {@link FakeTimers.turnTicks} in
 * each turn, and as late as {@link FakeTimers.lateTicks} says.
 */
export class FakeTimers implements TimerHost {
  readonly clock = new ManualClock();
  /** Sleeps asked for, in ms. */
  readonly sleepsMs: number[] = [];
  /** Turns taken. */
  turnCount = 0;
  /** How late timers fire; negative for early. */
  lateTicks = 0;
  /** Time that goes by in each turn. */
  turnTicks = 1_000;
  readonly #timers = new Set<Timer>();
  #turns: (() => void)[] = [];

  get pendingCount(): number {
    return this.#timers.size + this.#turns.length;
  }

  setTimeout(onTime: () => void, delayMs: number): unknown {
    const timer = { time: this.clock.getTime() + delayMs * 10_000 + this.lateTicks, onTime };
    this.sleepsMs.push(delayMs);
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  setImmediate(onTurn: () => void): void {
    this.#turns.push(onTurn);
  }

  /** Lets time go by until `referenceTime`, or until `mostSteps` timers and turns have come. */
  runUntil(referenceTime: number, mostSteps = 10_000): void {
    for (let step = 0; step < mostSteps && this.#step(referenceTime); step++);
    if (this.clock.getTime() < referenceTime) this.clock.moveTo(referenceTime);
  }

  #step(limit: number): boolean {
    if (this.clock.getTime() > limit) return false;
    const turns = this.#turns;
    if (turns.length > 0) {
      this.#turns = [];
      this.clock.advance(this.turnTicks);
      this.turnCount += turns.length;
      for (const onTurn of turns) onTurn();
      return true;
    }
    const [next] = [...this.#timers].sort((a, b) => a.time - b.time);
    if (next === undefined || next.time > limit) return false;
    this.#timers.delete(next);
    this.clock.moveTo(Math.max(this.clock.getTime(), next.time));
    next.onTime();
    return true;
  }
}
