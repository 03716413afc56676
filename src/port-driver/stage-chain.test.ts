import { describe, expect, it } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { PresentationClock } from './presentation-clock.ts';
import { StageChain } from './stage-chain.ts';

/** Writes down what is done to it, in a list that all stages of a test share. */
class NotedStage implements Mxf {
  output: Mxf | null = null;
  refusedState: KsState | null = null;
  /** Called when it is moved. */
  onSetState: () => void = () => {};
  readonly #name: string;
  readonly #notes: string[];

  constructor(name: string, notes: string[]) {
    this.#name = name;
    this.#notes = notes;
  }

  setState(state: KsState): void {
    if (state === this.refusedState) throw new Error('not ready');
    this.#notes.push(`${this.#name}${state}`);
    this.onSetState();
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
  it('connects each stage to the next, and takes them apart when it closes', () => {
    const { stages } = makeStages();
    const chain = new StageChain(stages);
    expect(stages.map((stage) => stage.output)).toEqual([stages[1], stages[2], null]);
    chain.close();
    expect(stages.map((stage) => stage.output)).toEqual([null, null, null]);
  });

  it('makes the last stage ready first, and stops the first stage first', () => {
    const { stages, notes } = makeStages();
    const chain = new StageChain(stages);
    chain.setState(KsState.acquire);
    chain.setState(KsState.stop);
    expect(notes).toEqual(['c1', 'b1', 'a1', 'a0', 'b0', 'c0']);
  });

  it('lets the clock run before the stages do, and stand only when they stand', () => {
    const { stages } = makeStages();
    const master = new ManualClock();
    const clock = new PresentationClock(master);
    const chain = new StageChain(stages, clock);
    const times: number[] = [];
    for (const stage of stages) {
      stage.onSetState = () => {
        master.advance(1);
        times.push(clock.getTime());
      };
    }
    for (const state of [KsState.acquire, KsState.pause, KsState.run, KsState.pause]) chain.setState(state);
    expect(times.slice(6)).toEqual([1, 2, 3, 4, 5, 6]);
    master.advance(10);
    expect(clock.getTime()).toBe(6);
  });

  it('brings all other stages to stop when one refuses to close, and says so at the end', () => {
    const { stages, notes } = makeStages();
    const chain = new StageChain(stages);
    for (const state of [KsState.acquire, KsState.pause]) chain.setState(state);
    notes.length = 0;
    stages[1]!.refusedState = KsState.acquire;
    expect(() => chain.close()).toThrow('not ready');
    expect(notes).toEqual(['a1', 'c1', 'a0', 'b0', 'c0']);
    expect(stages.map((stage) => stage.output)).toEqual([null, null, null]);
  });

  it('puts stages back that had moved when another refuses', () => {
    const { stages, notes } = makeStages();
    const chain = new StageChain(stages);
    stages[0]!.refusedState = KsState.acquire;
    expect(() => chain.setState(KsState.acquire)).toThrow('not ready');
    expect(notes).toEqual(['c1', 'b1', 'b0', 'c0']);
    stages[0]!.refusedState = null;
    notes.length = 0;
    chain.setState(KsState.acquire);
    expect(notes).toEqual(['c1', 'b1', 'a1']);
  });
});
