import { describe, expect, it } from 'vitest';
import { flatWave, oneWaveCollection } from '../../test/rig/bank.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import { noteOff, noteOn } from '../../test/rig/midi.ts';
import { SynthCounters } from './statistics.ts';

describe('SynthCounters', () => {
  it('averages voices over the cells since they were last asked for, rounded up', () => {
    const counters = new SynthCounters();
    counters.countCells(1, 1, 1);
    counters.countCells(1, 2, 1);
    expect(counters.takeAverageVoices(9)).toBe(2);
    counters.countCells(1, 4, 4);
    expect(counters.takeAverageVoices(9)).toBe(4);
  });

  it('answers the present voices before a cell is complete', () => {
    const counters = new SynthCounters();
    expect(counters.takeAverageVoices(3)).toBe(3);
    counters.countCells(1, 0, 0);
    expect(counters.takeAverageVoices(3)).toBe(0);
  });

  it('keeps the highest number of sounding voices', () => {
    const counters = new SynthCounters();
    for (const sounding of [1, 5, 2]) counters.countCells(1, 9, sounding);
    expect(counters.peakVoices).toBe(5);
  });

  it('is all zero after a reset', () => {
    const counters = new SynthCounters();
    for (const name of Object.keys(counters) as (keyof SynthCounters)[]) Object.assign(counters, { [name]: 7 });
    counters.reset();
    expect(Object.values({ ...counters })).toEqual(Object.keys(counters).map(() => 0));
  });
});

describe('an engine', () => {
  it('counts voices over its cells, however they are cut', () => {
    const averages = [[640], [1, 63, 100, 476]].map((blocks) => {
      const rig = new EngineRig(oneWaveCollection(flatWave()));
      rig.at(0, noteOn(60), noteOn(61));
      rig.at(320, noteOff(60), noteOff(61));
      for (const count of blocks) rig.render(count);
      return rig.engine.counters.takeAverageVoices(0);
    });
    // Two voices for a little more than half of ten cells.
    expect(averages).toEqual([2, 2]);
  });

  it('knows its peak', () => {
    const rig = new EngineRig(oneWaveCollection(flatWave(16384))).setFullVolume();
    rig.at(0, noteOn(60));
    rig.render(100);
    expect(rig.engine.counters.peakLevel).toBeCloseTo(0.5, 4);
  });
});
