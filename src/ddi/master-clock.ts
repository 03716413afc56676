import type { ReferenceTime } from '../clock/reference-time.ts';

/**
 * The time that everything keeps (`IMasterClock`): constant rate, never stands still, never runs backwards, never
 * exchanged while a stream runs. Handed in from outside; no part of the stack reads the machine's clock itself.
 */
export interface MasterClock {
  /** Now, in ticks of 100 ns from a beginning of the clock's choosing. `@thread any` */
  getTime(): ReferenceTime;
}
