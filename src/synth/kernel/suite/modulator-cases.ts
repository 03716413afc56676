import { describe, it } from 'vitest';
import { controlCurve, gainOfDb } from './control-curve.ts';
import { expectCurve, KernelRig, type MakeKernel } from './kernel-rig.ts';
import { centsPerSegment, playQuadrature } from './quadrature.ts';
import { FLAT_WAVE } from './suite-wave.ts';

const RATE = Math.fround(5 / 48000);

/** A sine that stands at 0 for `delay` frames. */
function delayedSine(frame: number, delay: number, rate: number = RATE): number {
  return Math.sin(2 * Math.PI * rate * Math.max(0, frame - delay));
}

/** LFO and vibrato: delay, frequency, shape, and what they move. */
export function describeModulators(makeKernel: MakeKernel): void {
  describe('LFOs', () => {
    it.each([
      ['lfo', 0],
      ['lfo', 1000],
      ['vibrato', 0],
      ['vibrato', 77],
    ] as const)('the %s swings the gain as a sine after a delay of %i frames', (name, delay) => {
      const rig = new KernelRig(makeKernel);
      rig.play(FLAT_WAVE, { [`${name}ToGain`]: 6, [`${name}Rate`]: RATE, [`${name}Delay`]: delay, gainDb: -6 });
      const gainAt = (frame: number): number => gainOfDb(-6 + 6 * delayedSine(frame, delay));
      expectCurve(rig.render(24000).buses[0]!, controlCurve([{ firstFrame: 0, gainAt }], 24000), 5e-6);
    });

    it('LFO, vibrato and EG2 add up in dB', () => {
      const rig = new KernelRig(makeKernel);
      rig.play(FLAT_WAVE, {
        lfoToGain: 3,
        lfoRate: RATE,
        vibratoToGain: -2,
        vibratoRate: 2 * RATE,
        eg2ToGain: -10,
        eg2Decay: 6400,
        eg2Sustain: 0,
      });
      const gainAt = (frame: number): number =>
        gainOfDb(3 * delayedSine(frame, 0) - 2 * delayedSine(frame, 0, 2 * RATE) - 10 * Math.max(0, 1 - frame / 6400));
      expectCurve(rig.render(9600).buses[0]!, controlCurve([{ firstFrame: 0, gainAt }], 9600), 5e-6);
    });

    it('a new rate keeps the phase', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE, { lfoToGain: 6, lfoRate: RATE });
      rig.set(3200, slot, 'lfoRate', 3 * RATE);
      const before = (frame: number): number => 3200 * RATE + (frame - 3200) * RATE;
      const after = (frame: number): number => 3200 * RATE + (frame - 3200) * Math.fround(3 * RATE);
      const phases = [
        { firstFrame: 0, gainAt: (frame: number) => gainOfDb(6 * Math.sin(2 * Math.PI * before(frame))) },
        { firstFrame: 3200, gainAt: (frame: number) => gainOfDb(6 * Math.sin(2 * Math.PI * after(frame))) },
      ];
      expectCurve(rig.render(9600).buses[0]!, controlCurve(phases, 9600), 5e-6);
    });

    it.each(['lfo', 'vibrato'] as const)('the %s bends the pitch by its mean over each segment', (name) => {
      const rig = new KernelRig(makeKernel);
      playQuadrature(rig, 64, {
        [`${name}ToPitch`]: 50,
        [`${name}Rate`]: RATE,
        [`${name}Delay`]: 640,
        pitchCents: 300,
      });
      const expected = Array.from({ length: 300 }, (_, segment) => {
        const ends = [segment * 64, segment * 64 + 64].map((frame) => delayedSine(frame, 640));
        return 300 + (50 * (ends[0]! + ends[1]!)) / 2;
      });
      expectCurve(centsPerSegment(rig.render(300 * 64 + 64), 64), expected, 0.1);
    });

    it('EG2 bends the pitch by its mean over each segment', () => {
      const rig = new KernelRig(makeKernel);
      playQuadrature(rig, 64, { eg2ToPitch: -700, eg2Attack: 1280, eg2Decay: 3200, eg2Sustain: 0.5 });
      const level = (frame: number): number =>
        frame < 1280 ? frame / 1280 : Math.max(0.5, 1 - (0.5 * (frame - 1280)) / 3200);
      const expected = Array.from({ length: 100 }, (_, segment) => {
        return (-700 * (level(segment * 64) + level(segment * 64 + 64))) / 2;
      });
      expectCurve(centsPerSegment(rig.render(101 * 64), 64), expected, 0.1);
    });
  });
}
