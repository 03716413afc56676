import type { ReferenceTime } from './reference-time.ts';

/**
 * A master clock that moves only when told to: for offline rendering, where the caller decides how much time
 * passes, and for tests. Fulfils the `MasterClock` contract of `ddi/` by its shape.
 *
 * `@thread any`
 */
export class ManualClock {
  #now: ReferenceTime;

  constructor(start: ReferenceTime = 0) {
    this.#now = start;
  }

  /** The instant last set, in ticks of 100 ns. */
  getTime(): ReferenceTime {
    return this.#now;
  }

  /**
   * Sets the clock to `referenceTime`.
   * @throws RangeError when that lies in the past: a master clock never runs backwards.
   */
  moveTo(referenceTime: ReferenceTime): void {
    if (!(referenceTime >= this.#now)) {
      throw new RangeError(`ManualClock: cannot move from ${this.#now} back to ${referenceTime} ticks`);
    }
    this.#now = referenceTime;
  }

  /** Moves the clock on by `ticks` of 100 ns, 0 or more. */
  advance(ticks: number): void {
    this.moveTo(this.#now + ticks);
  }
}
