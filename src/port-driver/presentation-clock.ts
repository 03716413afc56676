import type { ReferenceTime } from '../clock/reference-time.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MasterClock } from '../ddi/master-clock.ts';

/**
 * Presentation time of one pin instance: it advances with the master clock in `run`, stands still in `pause` and
 * `acquire`, and is 0 in `stop`. Stamps of MIDI-subtype packets count in it, those of DirectMusic packets in master
 * time.
 *
 * It has the shape of a master clock for whoever only asks what time it is, and not its promise never to stand still.
 * On the way into `run` set the clock before the stages, which may let go at once what they hold.
 */
export class PresentationClock implements MasterClock {
  readonly #masterClock: MasterClock;
  #state: KsState = KsState.stop;
  /** Presentation time while it stands still. */
  #frozenTime: ReferenceTime = 0;
  /** Master time at which presentation time was 0, by the present run or the last one. */
  #originTime: ReferenceTime = 0;

  constructor(masterClock: MasterClock) {
    this.#masterClock = masterClock;
  }

  /** Now, in ticks of 100 ns since the pin left `stop`, without the time it was not running. `@thread any` */
  getTime(): ReferenceTime {
    return this.#state === KsState.run ? this.#masterClock.getTime() - this.#originTime : this.#frozenTime;
  }

  /** `@thread control` */
  setState(state: KsState): void {
    const isRunning = this.#state === KsState.run;
    if (state === KsState.run && !isRunning) this.#originTime = this.#masterClock.getTime() - this.#frozenTime;
    if (state !== KsState.run && isRunning) this.#frozenTime = this.getTime();
    if (state === KsState.stop) this.#frozenTime = 0;
    this.#state = state;
  }

  /**
   * The master time at which the clock shows `presentationTime`. Valid in `run`; before, nobody knows when that will
   * be. `@thread any`
   */
  toMasterTime(presentationTime: ReferenceTime): ReferenceTime {
    return this.#originTime + presentationTime;
  }

  /**
   * What the clock showed at `masterTime`, an instant not later than now: 0 before the first run, and no more than it
   * shows while it stands still. `@thread any`
   */
  toPresentationTime(masterTime: ReferenceTime): ReferenceTime {
    const sinceOrigin = Math.max(0, masterTime - this.#originTime);
    return this.#state === KsState.run ? sinceOrigin : Math.min(sinceOrigin, this.#frozenTime);
  }
}
