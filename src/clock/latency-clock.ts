import type { ReferenceTime } from './reference-time.ts';

/**
 * The latency clock of one stream: the earliest time at which a new event still plays when it should. That is where the
 * first frame stands that is not yet rendered, but always ahead of the master clock, even while a device stalls and all that
 * is rendered is overdue; and it never goes back within a run.
 *
 * `@thread any`
 */
export class LatencyClock {
  #latestTime: ReferenceTime = Number.NEGATIVE_INFINITY;

  /** A new run begins. */
  restart(): void {
    this.#latestTime = Number.NEGATIVE_INFINITY;
  }

  /**
   * The clock's time.
   * @param renderedTo when the first frame that is not yet rendered plays. @param masterTime the master clock's time.
   */
  getTime(renderedTo: ReferenceTime, masterTime: ReferenceTime): ReferenceTime {
    this.#latestTime = Math.max(this.#latestTime, renderedTo, masterTime + 1);
    return this.#latestTime;
  }
}
