import { describe, expect, it } from 'vitest';
import { flatWave, oneWaveCollection, sineWave } from '../../test/rig/bank.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import { control, noteOn, pitchBend } from '../../test/rig/midi.ts';
import type { SampleBuffer } from '../ddi/wave-format.ts';
import type { Kernel } from './kernel/kernel.ts';
import { KernelMemory } from './kernel/kernel-memory.ts';
import { copyFrames } from './output.ts';

/** Buses with these samples on the left and the right, from frame 0 on. */
function busesWith(left: readonly number[], right: readonly number[]): KernelMemory {
  const kernel: Kernel = {
    name: 'none',
    memory: new WebAssembly.Memory({ initial: 4 }),
    render: () => {},
    applyEffects: () => {},
  };
  const memory = new KernelMemory(kernel, { slotCount: 1, commandCount: 1, sampleRate: 48000, gainCeiling: 2 });
  memory.bus(0).set(left);
  memory.bus(1).set(right);
  return memory;
}

describe('copyFrames', () => {
  it('interleaves both buses at the frame it is told, and touches nothing else', () => {
    const output = new Float32Array(8).fill(9);
    copyFrames(busesWith([0.125, 0.25, 0.5], [-0.125, -0.25, -0.5]), 1, 2, output, 1, 2);
    expect([...output]).toEqual([9, 9, 0.25, -0.25, 0.5, -0.5, 9, 9]);
  });

  it('one channel is the sum by power: equal sides have the level of one side alone', () => {
    const output = new Float32Array(3);
    copyFrames(busesWith([1, Math.SQRT1_2, 0], [0, Math.SQRT1_2, -0.5]), 0, 3, output, 0, 1);
    expect(output[0]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(output[1]).toBeCloseTo(1, 6);
    expect(output[2]).toBeCloseTo(-0.5 * Math.SQRT1_2, 6);
  });

  it.each([
    [0, 0],
    [1, 32767],
    [-1, -32767],
    [0.5, 16384],
    [1.00001, 32767],
    [-1.00001, -32767],
    [1000, 32767],
    [-1000, -32767],
    [1 / 32767, 1],
    [0.4 / 32767, 0],
    [-0.6 / 32767, -1],
    [Number.POSITIVE_INFINITY, 32767],
    [Number.NEGATIVE_INFINITY, -32767],
    [Number.NaN, 0],
  ])('a sample of %f is %i in 16 bits', (sample, expected) => {
    const output = new Int16Array(2);
    copyFrames(busesWith([sample], [sample]), 0, 1, output, 0, 2);
    expect([...output]).toEqual([expected, expected]);
  });

  it('answers the highest magnitude of either side, before it is saturated', () => {
    const peak = (output: SampleBuffer, channels: number): number =>
      copyFrames(busesWith([0.5, -0.25], [0.25, -3]), 0, 2, output, 0, channels);
    expect(peak(new Float32Array(4), 2)).toBe(3);
    expect(peak(new Int16Array(4), 2)).toBe(3);
    expect(peak(new Float32Array(2), 1)).toBeCloseTo(3.25 * Math.SQRT1_2, 6);
  });

  it('answers for the frames it copies only', () => {
    expect(copyFrames(busesWith([5, 0.5, 7], [0, 0, 0]), 1, 1, new Float32Array(2), 0, 2)).toBe(0.5);
  });
});

describe('an engine that renders', () => {
  it('16 bits are the rounded floats', () => {
    const collection = oneWaveCollection(sineWave(480, 7));
    const [float, integer] = [1, 2].map(() => new EngineRig(collection, { audioChannels: 2 }));
    for (const rig of [float!, integer!]) rig.at(5, control(10, 20), noteOn(64), pitchBend(9000));
    const output = new Int16Array(2000);
    integer!.engine.render(output, 1000, 0);
    expect([...output]).toEqual([...float!.render(1000)].map((sample) => Math.round(sample * 32767) || 0));
  });

  it('16 bits saturate at ±32767', () => {
    for (const level of [32767, -32767]) {
      const rig = new EngineRig(oneWaveCollection(flatWave(level)), { portGainDb: 6, audioChannels: 2 });
      rig.at(0, control(10, 0), noteOn(60), noteOn(61));
      const output = new Int16Array(200);
      rig.engine.render(output, 100, 0);
      expect(output[100]).toBe(Math.sign(level) * 32767);
      expect(rig.engine.counters.peakLevel).toBeGreaterThan(3);
    }
  });

  it('one channel is √½ of the sum of two', () => {
    const collection = oneWaveCollection(sineWave(480, 7));
    const [mono, stereo] = [new EngineRig(collection), new EngineRig(collection, { audioChannels: 2 })];
    for (const rig of [mono, stereo]) rig.at(5, control(10, 20), noteOn(64));
    const both = stereo.render(500);
    const sums = Float32Array.from({ length: 500 }, (_, i) => (both[2 * i]! + both[2 * i + 1]!) * Math.SQRT1_2);
    expect([...mono.render(500)]).toEqual([...sums]);
  });
});
