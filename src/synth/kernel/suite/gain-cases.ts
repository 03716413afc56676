import { describe, expect, it } from 'vitest';
import { type ControlPhase, controlCurve, gainOfDb } from './control-curve.ts';
import { expectCurve, KernelRig, type MakeKernel } from './kernel-rig.ts';
import { FLAT_WAVE } from './suite-wave.ts';

const TOLERANCE = 2e-6;

function steady(firstFrame: number, gain: number): ControlPhase {
  return { firstFrame, gainAt: () => gain };
}

/** Gains: ramps, buses, ceiling. */
export function describeGains(makeKernel: MakeKernel): void {
  describe('gains', () => {
    it.each([0, 37, 63])('a new gain acts from frame %i of a cell and is reached 64 frames later', (frameOfCell) => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE);
      const frame = 128 + frameOfCell;
      rig.set(frame, slot, 'gainDb', -20);
      const left = rig.render(320).buses[0]!;
      expectCurve(left, controlCurve([steady(0, 1), steady(frame, 0.1)], 320), TOLERANCE);
      expect(left[frame]).toBeCloseTo(1, 6);
      expect(left[frame + 1]).toBeCloseTo(1 - 0.9 / 64, 6);
      expect(left[frame + 64]).toBeCloseTo(0.1, 6);
    });

    it('a second gain takes over in the middle of the first one’s ramp', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE);
      rig.set(70, slot, 'gainDb', -20);
      rig.set(90, slot, 'gainDb', 6);
      const phases = [steady(0, 1), steady(70, 0.1), steady(90, gainOfDb(6))];
      expectCurve(rig.render(320).buses[0]!, controlCurve(phases, 320), TOLERANCE);
    });

    it('a voice starts at the gain that commands of its first frame give it', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE, {}, 10);
      rig.set(10, slot, 'gainDb', -20);
      const left = rig.render(128).buses[0]!;
      expect(left.subarray(0, 10).every((sample) => sample === 0)).toBe(true);
      expect(left.subarray(10).every((sample) => Math.abs(sample - 0.1) < TOLERANCE)).toBe(true);
    });

    it('pan and sends are factors on their buses, each with its own ramp', () => {
      const rig = new KernelRig(makeKernel);
      const factors = { panLeft: 0.75, panRight: 0.25, reverbSend: 0.125, chorusSend: 0 };
      const slot = rig.play(FLAT_WAVE, { ...factors, gainDb: -6 });
      rig.set(100, slot, 'panRight', 0.5);
      rig.set(120, slot, 'chorusSend', 1);
      const { buses } = rig.render(256);
      const gain = gainOfDb(-6);
      expectCurve(buses[0]!, controlCurve([steady(0, gain * 0.75)], 256), TOLERANCE);
      expectCurve(
        buses[1]!,
        controlCurve([steady(0, gain * 0.25), steady(100, gain * 0.5), steady(120, gain * 0.5)], 256),
        TOLERANCE,
      );
      expectCurve(buses[2]!, controlCurve([steady(0, gain * 0.125)], 256), TOLERANCE);
      expectCurve(buses[3]!, controlCurve([steady(0, 0), steady(120, gain)], 256), TOLERANCE);
    });

    it('the ceiling holds after panning and for each bus alone', () => {
      const rig = new KernelRig(makeKernel, 2);
      rig.play(FLAT_WAVE, { gainDb: 20, panLeft: 0.9, panRight: 0.1, reverbSend: 0.5, chorusSend: 0.15 });
      const { buses } = rig.render(64);
      expect(buses.map((bus) => bus[63])).toEqual([2, 1, 2, 1.5].map((gain) => expect.closeTo(gain, 5)));
    });

    it('voices are added up on every bus', () => {
      const rig = new KernelRig(makeKernel);
      for (let i = 0; i < 10; i++) rig.play(FLAT_WAVE, { gainDb: -20, panRight: 0.5 }, i);
      const { buses } = rig.render(64);
      expect(buses[0]![5]).toBeCloseTo(0.6, 5);
      expect(buses[0]![63]).toBeCloseTo(1, 5);
      expect(buses[1]![63]).toBeCloseTo(0.5, 5);
      expect(buses[2]![63]).toBe(0);
    });
  });
}
