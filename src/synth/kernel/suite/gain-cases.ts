import { describe, expect, it } from 'vitest';
import { CELL_FRAMES } from '../layout.ts';
import { type ControlPhase, controlCurve, gainOfDb } from './control-curve.ts';
import { endedInCell, expectCurve, KernelRig, type MakeKernel } from './kernel-rig.ts';
import { FLAT_WAVE } from './suite-wave.ts';

const TOLERANCE = 2e-6;

function steady(firstFrame: number, gain: number): ControlPhase {
  return { firstFrame, gainAt: () => gain };
}

/** Gains: ramps, buses, ceiling. */
export function describeGains(makeKernel: MakeKernel): void {
  describe('gains', () => {
    it.each([
      [0, 64],
      [32, 64],
      [37, 128],
      [63, 128],
    ])('a new gain acts from frame %i of a cell and is reached at frame %i', (frameOfCell, endOfRamp) => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE);
      const frame = 128 + frameOfCell;
      rig.set(frame, slot, 'gainDb', -20);
      const left = rig.render(320).buses[0]!;
      expectCurve(left, controlCurve([steady(0, 1), steady(frame, 0.1)], 320), TOLERANCE);
      expect(left[frame]).toBeCloseTo(1, 6);
      expect(left[frame + 1]).toBeCloseTo(1 - 0.9 / (endOfRamp - frameOfCell), 6);
      expect(left[128 + endOfRamp]).toBeCloseTo(0.1, 6);
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

    it('what nobody hears is silence, and a voice that only falls ends with it', () => {
      const rig = new KernelRig(makeKernel);
      const quiet = rig.play(FLAT_WAVE, { gainDb: -108.5, panRight: 1.1 });
      const released = rig.play(FLAT_WAVE, { gainDb: -60, panLeft: 0, reverbSend: 1, eg1Release: 9600 });
      rig.set(640, quiet, 'gainDb', -60);
      rig.at(64, released, 'release');
      const rendering = rig.render(6400);
      expect(rendering.buses[0]!.subarray(0, 640).every((sample) => sample === 0)).toBe(true);
      expect(rendering.buses[0]!.at(-1)).toBeCloseTo(0.001, 7);
      expect(rendering.buses[1]![600]).toBeGreaterThan(3.8e-6);
      const inaudible = 64 + 100 * (108.37 - 60);
      expect(endedInCell(rendering, released)).toBe(Math.ceil(inaudible / CELL_FRAMES));
      expect(endedInCell(rendering, quiet)).toBe(-1);
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
