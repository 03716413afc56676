import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { collectFailure, throwFirst } from './failures.ts';
import type { PresentationClock } from './presentation-clock.ts';

/**
 * Stages of the message path in the order in which events pass them, each connected to the next, and the clock that their
 * stamps may count in. `@thread control`
 */
export class StageChain {
  readonly #stages: readonly Mxf[];
  readonly #clock: PresentationClock | null;
  #state: KsState = KsState.stop;

  /** Connects the stages, all of which are in `stop`. */
  constructor(stages: readonly Mxf[], clock: PresentationClock | null = null) {
    this.#stages = stages;
    this.#clock = clock;
    for (let i = 0; i + 1 < stages.length; i++) stages[i]!.connectOutput(stages[i + 1]!);
  }

  /**
   * Moves all stages: on the way up the last first, so that each finds the next ready; on the way down the first, so
   * that nothing more comes. The clock runs before anything is let go, and stands when nothing comes any more.
   * @throws what a stage throws; those that had moved are back where they were, as far as they let themselves be moved.
   */
  setState(state: KsState): void {
    const order = state > this.#state ? this.#stages.toReversed() : this.#stages;
    let moved = 0;
    if (state > this.#state) this.#clock?.setState(state);
    try {
      for (; moved < order.length; moved++) order[moved]!.setState(state);
    } catch (error) {
      for (const stage of order.slice(0, moved).reverse()) stage.setState(this.#state);
      this.#clock?.setState(this.#state);
      throw error;
    }
    this.#clock?.setState(state);
    this.#state = state;
  }

  /**
   * Brings all stages to `stop`, one state after the other, and takes them apart, the last first. A stage that throws
   * keeps none of the others from it.
   * @throws the first of what stages threw, when all is done.
   */
  close(): void {
    const failures: unknown[] = [];
    while (this.#state !== KsState.stop) {
      this.#state = (this.#state - 1) as KsState;
      for (const stage of this.#stages) collectFailure(failures, () => stage.setState(this.#state));
      this.#clock?.setState(this.#state);
    }
    for (let i = this.#stages.length - 2; i >= 0; i--) this.#stages[i]!.disconnectOutput(this.#stages[i + 1]!);
    throwFirst(failures);
  }
}
