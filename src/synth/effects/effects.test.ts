import { describe, expect, it } from 'vitest';
import { EffectFlags } from '../../ddi/port-params.ts';
import { DEFAULT_WAVES_REVERB_PARAMS, type WavesReverbParams } from '../../properties/wave-structures.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { KernelMemory } from '../kernel/kernel-memory.ts';
import { CELL_FRAMES, RUN_FRAMES } from '../kernel/layout.ts';
import { createReferenceKernel } from '../kernel/reference-kernel.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { Effects } from './effects.ts';
import { clampReverb } from './reverb-coefficients.ts';

const RATE = 48000;
const REVERB_SEND = 2;
const CHORUS_SEND = 3;
const BOTH = EffectFlags.reverb | EffectFlags.chorus;

/** Effects alone: what is put on the sends comes out left and right. */
class EffectsRig {
  readonly effects: Effects;
  readonly #memory: KernelMemory;

  constructor(makeKernel: () => Kernel = createWasmKernel, flags: number = BOTH, sampleRate = RATE) {
    this.#memory = new KernelMemory(makeKernel(), { slotCount: 8, commandCount: 8, sampleRate, gainCeiling: 2 });
    this.effects = new Effects(this.#memory, flags, sampleRate);
  }

  /** Left and right of so many frames; `cuts` are where the calls end in each run. */
  run(
    send: number,
    input: (frame: number) => number,
    frameCount: number,
    cuts: readonly number[] = [],
  ): Float32Array[] {
    const sides = [new Float32Array(frameCount), new Float32Array(frameCount)];
    for (let at = 0; at < frameCount; at += RUN_FRAMES) {
      const count = Math.min(RUN_FRAMES, frameCount - at);
      this.#memory.buses.forEach((bus, index) => {
        for (let i = 0; i < count; i++) bus[i] = index === send ? input(at + i) : 0;
      });
      let from = 0;
      for (const end of [...cuts.filter((cut) => cut < count), count]) {
        this.#memory.applyEffects(from, end);
        from = end;
      }
      sides.forEach((side, index) => {
        side.set(this.#memory.bus(index).subarray(0, count), at);
      });
    }
    return sides;
  }
}

function noiseAt(frame: number): number {
  const mixed = Math.imul(frame + 1, 0x9e3779b1) >>> 0;
  return (Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >> 8) / 2 ** 23;
}

const impulse = (frame: number): number => (frame === 0 ? 1 : 0);
const burst = (frame: number): number => (frame < 4800 ? noiseAt(frame) / 2 : 0);

function energy(samples: Float32Array): number {
  return samples.reduce((sum, x) => sum + x * x, 0);
}

/** Seconds in which the energy that is still to come falls by 60 dB, from its fall between −5 and −35 dB. */
function decaySeconds(samples: Float32Array): number {
  const rest = new Float64Array(samples.length + 1);
  for (let i = samples.length - 1; i >= 0; i--) rest[i] = rest[i + 1]! + samples[i]! ** 2;
  const frameAt = (db: number): number => rest.findIndex((value) => value < rest[0]! * 10 ** (db / 10));
  return (2 * (frameAt(-35) - frameAt(-5))) / RATE;
}

function withReverb(params: Partial<WavesReverbParams>): EffectsRig {
  const rig = new EffectsRig();
  rig.effects.setReverb({ ...DEFAULT_WAVES_REVERB_PARAMS, ...params });
  return rig;
}

describe('effects', () => {
  it.each([
    ['reverb', REVERB_SEND],
    ['chorus', CHORUS_SEND],
  ])('the %s of the fast kernel agrees with the reference to −100 dBFS', (_, send) => {
    const [found, judge] = [createWasmKernel, createReferenceKernel].map((make) =>
      new EffectsRig(make).run(send, burst, 24_000),
    );
    for (const side of [0, 1]) {
      let worst = 0;
      found![side]!.forEach((sample, frame) => {
        worst = Math.max(worst, Math.abs(sample - judge![side]![frame]!));
      });
      expect(worst).toBeLessThan(1e-5);
      expect(energy(found![side]!)).toBeGreaterThan(1);
    }
  });

  it.each([REVERB_SEND, CHORUS_SEND])('cuts change no bit of send %i', (send) => {
    const whole = new EffectsRig().run(send, burst, 12_000);
    expect(new EffectsRig().run(send, burst, 12_000, [1, 7, CELL_FRAMES, 500, 501])).toEqual(whole);
  });

  it.each([REVERB_SEND, CHORUS_SEND])('silence on send %i stays silence, and a tail comes to its end', (send) => {
    const rig = new EffectsRig();
    expect(energy(rig.run(send, () => 0, 4096)[0]!)).toBe(0);
    expect(energy(rig.run(send, burst, 6000)[0]!)).toBeGreaterThan(0);
    rig.run(send, () => 0, 3 * RATE);
    expect(energy(rig.run(send, () => 0, 4096)[0]!)).toBe(0);
  });

  it.each([300, 1000, 2500])('the reverb decays by 60 dB in its time, %i ms', (reverbTime) => {
    const rig = withReverb({ reverbTime, highFreqRtRatio: 0.999 });
    const [left] = rig.run(REVERB_SEND, impulse, (3 * RATE * reverbTime) / 1000);
    const found = decaySeconds(left!);
    // The lines that swing lose a little between their frames.
    expect(Math.abs(found / (reverbTime / 1000) - 1)).toBeLessThan(0.13);
  });

  it('high frequencies decay sooner by their ratio', () => {
    const decayOfHighs = (highFreqRtRatio: number): number => {
      const [left] = withReverb({ highFreqRtRatio }).run(REVERB_SEND, impulse, 2 * RATE);
      // The difference of a second difference leaves little below a few kilohertz.
      return decaySeconds(left!.map((x, i) => x - 2 * (left![i - 1] ?? 0) + (left![i - 2] ?? 0)));
    };
    expect(decayOfHighs(0.5)).toBeLessThan(0.75 * decayOfHighs(0.999));
    expect(decayOfHighs(0.5)).toBeGreaterThan(0.25 * decayOfHighs(0.999));
  });

  it('a mix of 0 dB is about as loud as what goes in, and the gains are decibels', () => {
    const loudness = (params: Partial<WavesReverbParams>): number => {
      const [left] = withReverb({ highFreqRtRatio: 0.999, ...params }).run(REVERB_SEND, noiseAt, 3 * RATE);
      return 10 * Math.log10(energy(left!.subarray(2 * RATE)) / RATE);
    };
    const input = 10 * Math.log10(energy(Float32Array.from({ length: RATE }, (_, i) => noiseAt(i))) / RATE);
    const full = loudness({ reverbMix: 0 });
    expect(Math.abs(full - input)).toBeLessThan(3);
    expect(loudness({ reverbMix: -20 })).toBeCloseTo(full - 20, 1);
    expect(loudness({ reverbMix: 0, inGain: -12 })).toBeCloseTo(full - 12, 1);
  });

  it.each([REVERB_SEND, CHORUS_SEND])('left and right of send %i are not the same', (send) => {
    const [left, right] = new EffectsRig().run(send, noiseAt, RATE);
    const product = left!.reduce((sum, x, i) => sum + x * right![i]!, 0);
    expect(Math.abs(product) / Math.sqrt(energy(left!) * energy(right!))).toBeLessThan(0.5);
    expect(energy(left!) / energy(right!)).toBeGreaterThan(0.7);
    expect(energy(left!) / energy(right!)).toBeLessThan(1.4);
  });

  it.each([
    { inGain: 0, reverbMix: 0, reverbTime: 3000, highFreqRtRatio: 0.999 },
    { inGain: Number.NaN, reverbMix: Number.POSITIVE_INFINITY, reverbTime: -5, highFreqRtRatio: 1e30 },
    { inGain: 1e9, reverbMix: Number.NaN, reverbTime: Number.NaN, highFreqRtRatio: Number.NaN },
  ])('stays bounded whatever is set: %o', (params) => {
    const rig = withReverb(params);
    const [left] = rig.run(REVERB_SEND, noiseAt, 20 * RATE);
    expect(left!.every((x) => Math.abs(x) < 20)).toBe(true);
    const { inGain, reverbMix, reverbTime, highFreqRtRatio } = clampReverb(params);
    expect([inGain, reverbMix, reverbTime, highFreqRtRatio].every(Number.isFinite)).toBe(true);
  });

  it('a new mix does not click', () => {
    const rig = withReverb({ reverbMix: -96 });
    const tone = (frame: number): number => Math.sin((2 * Math.PI * 100 * frame) / RATE);
    rig.run(REVERB_SEND, tone, RATE);
    rig.effects.setReverb({ ...DEFAULT_WAVES_REVERB_PARAMS, reverbMix: 0 });
    const [left] = rig.run(REVERB_SEND, tone, 4800);
    const largestStep = left!.reduce((most, x, i) => Math.max(most, i === 0 ? 0 : Math.abs(x - left![i - 1]!)), 0);
    expect(largestStep).toBeLessThan(0.06);
  });

  it.each([11025, 96000])('works at %i frames a second', (sampleRate) => {
    const rig = new EffectsRig(createWasmKernel, BOTH, sampleRate);
    for (const send of [REVERB_SEND, CHORUS_SEND]) expect(energy(rig.run(send, burst, 20_000)[1]!)).toBeGreaterThan(1);
  });

  it('without a flag its send is not heard', () => {
    expect(energy(new EffectsRig(createWasmKernel, EffectFlags.chorus).run(REVERB_SEND, burst, 6000)[0]!)).toBe(0);
    expect(energy(new EffectsRig(createWasmKernel, EffectFlags.reverb).run(CHORUS_SEND, burst, 6000)[0]!)).toBe(0);
  });
});
