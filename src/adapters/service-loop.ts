import { type ReferenceTime, TICKS_PER_MILLISECOND } from '../clock/reference-time.ts';
import type { MasterClock } from '../ddi/master-clock.ts';
import type { Serviced, ServiceHost } from '../directmusic/serviced.ts';
import { hostTimers, type TimerHost } from './timer-host.ts';

/** What a service loop is made of. */
export interface ServiceLoopOptions {
  /** What the stamps of those it looks after count in. */
  readonly clock: MasterClock;
  /** The host's timers by default. */
  readonly timers?: TimerHost;
  /**
   * How far before an instant, at least, the loop stops sleeping and looks at the clock again and again, in ticks of
   * 100 ns; at most it is 1 ms more. Timers fire up to about 1 ms late, so that is the default. 0 leaves all to them:
   * later by so much, but a stream of instants close together then costs little processor time.
   */
  readonly watchTicks?: number;
}

/** Longest sleep: clock and timers may run at different rates, and no timer takes more than 2³¹ − 1 ms. */
const MAX_SLEEP_MS = 1000;

/**
 * Drives what has work at known instants in real time: sleeps until shortly before the next instant, then lets the
 * host's other work through and looks at the clock until it is reached. With nothing to come there is no timer at all.
 *
 * A busy thread makes it late by as long as the thread is busy. `@thread control`
 */
export class ServiceLoop implements ServiceHost {
  readonly #clock: MasterClock;
  readonly #timers: TimerHost;
  readonly #watchTicks: number;
  readonly #serviced = new Set<Serviced>();
  #isRunning = false;
  #isServicing = false;
  /** Tells a wake-up that has been overtaken from the one that counts. */
  #turn = 0;
  /** The instant that the pending wake-up is for; infinity when none is pending. */
  #wakeTime: ReferenceTime = Number.POSITIVE_INFINITY;
  #sleep: unknown = null;

  /** @throws RangeError for a negative `watchTicks`. */
  constructor({ clock, timers = hostTimers(), watchTicks = TICKS_PER_MILLISECOND }: ServiceLoopOptions) {
    if (!(watchTicks >= 0)) throw new RangeError(`ServiceLoop: watchTicks must be 0 or more, got ${watchTicks}`);
    this.#clock = clock;
    this.#timers = timers;
    this.#watchTicks = watchTicks;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Begins; nothing happens when it runs already. The first service comes later, outside this call. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#schedule();
  }

  /** Ends: nothing is serviced any more. Those it looks after stay, for the next `start`. */
  stop(): void {
    this.#isRunning = false;
    this.#cancel();
  }

  add(serviced: Serviced): void {
    this.#serviced.add(serviced);
    this.wake();
  }

  remove(serviced: Serviced): void {
    this.#serviced.delete(serviced);
  }

  wake(): void {
    if (this.#isRunning && !this.#isServicing && this.#nextServiceTime() < this.#wakeTime) this.#schedule();
  }

  #nextServiceTime(): ReferenceTime {
    let next = Number.POSITIVE_INFINITY;
    for (const serviced of this.#serviced) next = Math.min(next, serviced.nextServiceTime);
    return next;
  }

  /** Puts the one pending wake-up where it is needed now. */
  #schedule(): void {
    this.#cancel();
    this.#wakeTime = this.#nextServiceTime();
    if (this.#wakeTime === Number.POSITIVE_INFINITY) return;
    const turn = this.#turn;
    const onTurn = (): void => {
      if (turn === this.#turn) this.#run();
    };
    const sleepMs = this.#sleepMs(this.#wakeTime - this.#clock.getTime());
    if (sleepMs < 1) this.#timers.setImmediate(onTurn);
    else this.#sleep = this.#timers.setTimeout(onTurn, Math.min(sleepMs, MAX_SLEEP_MS));
  }

  /** Whole milliseconds; with a watch never into it, without one never short of the instant. */
  #sleepMs(remainingTicks: number): number {
    if (this.#watchTicks === 0) return Math.ceil(remainingTicks / TICKS_PER_MILLISECOND);
    return Math.floor((remainingTicks - this.#watchTicks) / TICKS_PER_MILLISECOND);
  }

  #run(): void {
    const now = this.#clock.getTime();
    this.#isServicing = true;
    try {
      for (const serviced of this.#serviced) {
        if (this.#isRunning && serviced.nextServiceTime <= now) serviced.service(now);
      }
    } finally {
      this.#isServicing = false;
      if (this.#isRunning) this.#schedule();
    }
  }

  #cancel(): void {
    this.#turn++;
    this.#wakeTime = Number.POSITIVE_INFINITY;
    if (this.#sleep !== null) this.#timers.clearTimeout(this.#sleep);
    this.#sleep = null;
  }
}
