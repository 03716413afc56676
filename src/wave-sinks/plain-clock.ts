import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';

/** A clock that only tells time, as the native ones do: nobody can be woken by it. */
export class PlainClock implements ReferenceClock {
  readonly #read: () => ReferenceTime;

  /** @param read answers the instant, or throws `E_FAIL` while there is none. */
  constructor(read: () => ReferenceTime) {
    this.#read = read;
  }

  getTime(): ReferenceTime {
    return this.#read();
  }

  adviseTime(): never {
    throw new DmusError('E_NOTIMPL', 'this clock wakes nobody');
  }

  advisePeriodic(): never {
    throw new DmusError('E_NOTIMPL', 'this clock wakes nobody');
  }

  unadvise(): never {
    throw new DmusError('E_NOTIMPL', 'this clock wakes nobody');
  }
}
