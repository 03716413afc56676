import { describe, expect, it } from 'vitest';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { StageChain } from './stage-chain.ts';

/** Writes down what is done to it, in a list that all stages of a test share. */
class NotedStage implements Mxf {
  output: Mxf | null = null;
  refusedState: KsState | null = null;
  readonly #name: string;
  readonly #notes: string[];

  constructor(name: string, notes: string[]) {
    this.#name = name;
    this.#notes = notes;
  }

  setState(state: KsState): void {
    if (state === this.refusedState) throw new Error('not ready');
    this.#notes.push(`${this.#name}${state}`);
  }
  connectOutput(sink: Mxf): void {
    this.output = sink;
  }
  disconnectOutput(sink: Mxf): void {
    if (this.output === sink) this.output = null;
  }
  putMessage(): void {}
}

function makeStages(): { stages: NotedStage[]; notes: string[] } {
  const notes: string[] = [];
  return { notes, stages: ['a', 'b', 'c'].map((name) => new NotedStage(name, notes)) };
}

describe('StageChain', () => {
  it('connects each stage to the next, and takes them apart', () => {
    const { stages } = makeStages();
    const chain = new StageChain(stages, KsState.stop);
    expect(stages.map((stage) => stage.output)).toEqual([stages[1], stages[2], null]);
    chain.disconnect();
    expect(stages.map((stage) => stage.output)).toEqual([null, null, null]);
  });

  it('makes the last stage ready first, and stops the first stage first', () => {
    const { stages, notes } = makeStages();
    const chain = new StageChain(stages, KsState.stop);
    chain.setState(KsState.acquire);
    chain.setState(KsState.stop);
    expect(notes).toEqual(['c1', 'b1', 'a1', 'a0', 'b0', 'c0']);
  });

  it('puts stages back that had moved when another refuses', () => {
    const { stages, notes } = makeStages();
    const chain = new StageChain(stages, KsState.stop);
    stages[0]!.refusedState = KsState.acquire;
    expect(() => chain.setState(KsState.acquire)).toThrow('not ready');
    expect(notes).toEqual(['c1', 'b1', 'b0', 'c0']);
    stages[0]!.refusedState = null;
    notes.length = 0;
    chain.setState(KsState.acquire);
    expect(notes).toEqual(['c1', 'b1', 'a1']);
  });
});
