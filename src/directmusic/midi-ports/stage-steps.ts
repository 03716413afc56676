import { KsState } from '../../ddi/ks-state.ts';
import type { StageChain } from '../../port-driver/stage-chain.ts';

/** From `stop` to `run`, a state at a time. */
export function runStages(stages: StageChain): void {
  for (const state of [KsState.acquire, KsState.pause, KsState.run] as const) stages.setState(state);
}

/** From `run` to `stop`, a state at a time. */
export function stopStages(stages: StageChain): void {
  for (const state of [KsState.pause, KsState.acquire, KsState.stop] as const) stages.setState(state);
}
