import type { ReferenceTime } from '../clock/reference-time.ts';
import type { Guid } from './guid.ts';

/** IID_IReferenceClock. */
export const IID_REFERENCE_CLOCK: Guid = '56a86897-0ad4-11ce-b03a-0020af0ba770';

/** Returned by the advise calls, taken by `unadvise`. */
export type AdviseCookie = number;

/**
 * A clock as an application sees it (`IReferenceClock`): the master clock or a port's latency clock.
 *
 * A latency clock answers the earliest instant at which an event handed over now still plays on time. It is always
 * ahead of the master clock, by an amount that varies.
 */
export interface ReferenceClock {
  /**
   * The clock's instant, in ticks of 100 ns.
   * @throws DmusError `E_FAIL` from a latency clock whose sink is not active.
   * `@thread any`
   */
  getTime(): ReferenceTime;

  /**
   * Calls `onTime` once when the clock reaches `baseTime + streamTime`.
   * @throws DmusError `E_NOTIMPL` from clocks that cannot wake anybody, which the native ones are.
   */
  adviseTime(baseTime: ReferenceTime, streamTime: ReferenceTime, onTime: () => void): AdviseCookie;

  /** Calls `onTime` at `startTime` and every `periodTicks` (100 ns) from then on. @throws DmusError `E_NOTIMPL`. */
  advisePeriodic(startTime: ReferenceTime, periodTicks: number, onTime: () => void): AdviseCookie;

  /** Cancels an advise call. @throws DmusError `E_NOTIMPL`. */
  unadvise(cookie: AdviseCookie): void;
}
