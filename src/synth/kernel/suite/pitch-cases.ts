import { describe, expect, it } from 'vitest';
import { KernelRig, type MakeKernel } from './kernel-rig.ts';
import { meanFrequency, playQuadrature } from './quadrature.ts';
import type { SuiteWave } from './suite-wave.ts';

/** Different integers in a long one-shot. */
const STAIRS: SuiteWave = { format: 'i16', samples: Int16Array.from({ length: 80000 }, (_, i) => (i * 7919) % 30011) };

/** Checks that every `every`-th output frame is exactly the wave frame `ratio` times as far. */
function expectExactSteps(makeKernel: MakeKernel, cents: number, every: number, ratio: number): void {
  const rig = new KernelRig(makeKernel);
  rig.play(STAIRS, { pitchCents: cents });
  const frameCount = Math.floor(STAIRS.samples.length / ratio / 64) * 64;
  const left = rig.render(Math.min(frameCount, 40000)).buses[0]!;
  const found = left.filter((_, frame) => frame % every === 0);
  const expected = found.map((_, index) => STAIRS.samples[index * every * ratio]! / 32768);
  expect(found).toEqual(expected);
}

/** Pitch: positions that never drift, and frequencies over the whole keyboard. */
export function describePitch(makeKernel: MakeKernel): void {
  describe('pitch', () => {
    it.each([
      [0, 1, 1],
      [1200, 1, 2],
      [-1200, 2, 0.5],
      [-3600, 8, 0.125],
      [1200 * Math.log2(1.5), 2, 1.5],
      [1200 * Math.log2(0.75), 4, 0.75],
    ])('at %f cents every %ith frame is a frame of the wave, without drift', (cents, every, ratio) => {
      expectExactSteps(makeKernel, cents, every, ratio);
    });

    it.each([-6000, -3117.3, -1200, -700, -0.4, 0.01, 50, 386.3, 1900, 3551.7, 6000])(
      'at %f cents the frequency is right to 0.001 cent',
      (cents) => {
        const rig = new KernelRig(makeKernel);
        const period = cents > 1200 ? 2048 : 64;
        playQuadrature(rig, period, { pitchCents: cents });
        const measured = 1200 * Math.log2(meanFrequency(rig.render(16384)) * period);
        expect(Math.abs(measured - cents)).toBeLessThan(0.001);
      },
    );

    it('a new pitch acts from its frame on', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(STAIRS);
      rig.set(101, slot, 'pitchCents', 1200);
      const left = rig.render(192).buses[0]!;
      const expected = left.map((_, frame) => STAIRS.samples[frame < 101 ? frame : 101 + 2 * (frame - 101)]! / 32768);
      expect(left).toEqual(expected);
    });
  });
}
