import { type ReferenceTime, TICKS_PER_MILLISECOND } from '../clock/reference-time.ts';
import type { MasterClock } from '../ddi/master-clock.ts';

/** What a machine tells of its time: the part of `performance` that is needed. */
export interface MonotonicTimer {
  /** Milliseconds since {@link timeOrigin}, never falling. */
  now(): number;
  /** When `now` was 0, in milliseconds of Unix time. */
  readonly timeOrigin: number;
}

/** What a system clock counts. */
export interface SystemClockOptions {
  /** `performance` of the host by default. */
  readonly timer?: MonotonicTimer;
  /**
   * Milliseconds of Unix time at which the clock shows 0: by default the timer's own origin, the start of this thread.
   * A worker that is given its parent's `SystemClock.origin` counts the same ticks.
   */
  readonly origin?: number;
}

/**
 * The machine's monotonic clock as master clock, in whole ticks of 100 ns. Never falls, whatever the timer does; its
 * steps are those of the host, 5 µs to 0.1 ms in browsers.
 *
 * `@thread any`
 */
export class SystemClock implements MasterClock {
  /** Milliseconds of Unix time at which this clock shows 0. */
  readonly origin: number;
  readonly #timer: MonotonicTimer;
  /** Milliseconds to be added to the timer's. */
  readonly #offset: number;
  #latest: ReferenceTime = Number.NEGATIVE_INFINITY;

  constructor({ timer = performance, origin = timer.timeOrigin }: SystemClockOptions = {}) {
    this.#timer = timer;
    this.origin = origin;
    this.#offset = timer.timeOrigin - origin;
  }

  getTime(): ReferenceTime {
    this.#latest = Math.max(this.#latest, this.fromTimer(this.#timer.now()));
    return this.#latest;
  }

  /** A reading of the timer, such as the stamp of a message that the host has received, in ticks of this clock. */
  fromTimer(milliseconds: number): ReferenceTime {
    return Math.floor((milliseconds + this.#offset) * TICKS_PER_MILLISECOND);
  }

  /** The opposite: what the timer shows at an instant of this clock. */
  toTimer(referenceTime: ReferenceTime): number {
    return referenceTime / TICKS_PER_MILLISECOND - this.#offset;
  }
}
