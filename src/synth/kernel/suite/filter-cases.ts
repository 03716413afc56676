import { describe, expect, it } from 'vitest';
import { KernelRig, type MakeKernel, SUITE_SAMPLE_RATE } from './kernel-rig.ts';
import { FLAT_WAVE, type SuiteWave } from './suite-wave.ts';

/** Responses below this are not compared, dB: the output's 24 bits end there. */
const FLOOR_DB = -70;
const FREQUENCIES = [30, 100, 250, 500, 800, 1000, 1500, 2500, 4000, 6000, 9000, 13000, 18000, 23000];

const IMPULSE: SuiteWave = { format: 'f32', samples: Float32Array.from({ length: 16384 }, (_, i) => Number(i === 8)) };

function centsOf(hertz: number): number {
  return 6900 + 1200 * Math.log2(hertz / 440);
}

/** Magnitude of the analytic low-pass, dB. */
function analyticDb(frequency: number, cutoff: number, resonanceDb: number): number {
  const omega = (2 * Math.PI * cutoff) / SUITE_SAMPLE_RATE;
  const alpha = Math.sin(omega) / (2 * (10 ** (resonanceDb / 20) / Math.SQRT2));
  const numerator = [(1 - Math.cos(omega)) / 2, 1 - Math.cos(omega), (1 - Math.cos(omega)) / 2];
  const denominator = [1 + alpha, -2 * Math.cos(omega), 1 - alpha];
  const angle = (2 * Math.PI * frequency) / SUITE_SAMPLE_RATE;
  return magnitudeDb(numerator, angle) - magnitudeDb(denominator, angle) - resonanceDb / 2;
}

/** Magnitude of a finite response at an angle a frame, dB. */
function magnitudeDb(response: ArrayLike<number>, angle: number): number {
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < response.length; i++) {
    real += response[i]! * Math.cos(angle * i);
    imaginary += response[i]! * Math.sin(angle * i);
  }
  return 10 * Math.log10(real * real + imaginary * imaginary);
}

/** Gain of a long settled tone of frequency 0. */
function settledLevel(makeKernel: MakeKernel, changes: (rig: KernelRig, slot: number) => void): number {
  const rig = new KernelRig(makeKernel);
  const slot = rig.play(FLAT_WAVE, { filterOn: 1, cutoffCents: centsOf(4000), resonanceDb: 0 });
  changes(rig, slot);
  return rig.render(4096).buses[0]!.at(-1)!;
}

/** The low-pass: its response, and how it moves. */
export function describeFilter(makeKernel: MakeKernel): void {
  describe('low-pass', () => {
    it.each([
      [500, 0],
      [500, 12],
      [2000, 0],
      [2000, 12],
      [8000, 0],
      [8000, 12],
      [8000, 22.5],
      [40, 0],
    ])('at %f Hz with %f dB of resonance it responds as the analytic one', (cutoff, resonanceDb) => {
      const rig = new KernelRig(makeKernel);
      rig.play(IMPULSE, { filterOn: 1, cutoffCents: centsOf(cutoff), resonanceDb });
      const response = rig.render(IMPULSE.samples.length).buses[0]!;
      const compared = FREQUENCIES.filter((frequency) => analyticDb(frequency, cutoff, resonanceDb) > FLOOR_DB);
      expect(compared.length).toBeGreaterThan(5);
      for (const frequency of compared) {
        const measured = magnitudeDb(response, (2 * Math.PI * frequency) / SUITE_SAMPLE_RATE);
        expect(Math.abs(measured - analyticDb(frequency, cutoff, resonanceDb)), `${frequency} Hz`).toBeLessThan(0.1);
      }
    });

    it('without a filter the wave passes unchanged', () => {
      const rig = new KernelRig(makeKernel);
      rig.play(IMPULSE, { filterOn: 0, cutoffCents: 3000, resonanceDb: 12 });
      const response = rig.render(256).buses[0]!;
      expect(Array.from(response.subarray(7, 10))).toEqual([0, 1, 0]);
    });

    it('lowers everything by half the resonance', () => {
      const level = settledLevel(makeKernel, (rig, slot) => rig.set(0, slot, 'resonanceDb', 12));
      expect(20 * Math.log10(level)).toBeCloseTo(-6, 3);
    });

    it.each([128, 150])('a new resonance is heard from frame %i on, whatever the cutoff does', (frame) => {
      const level = settledLevel(makeKernel, (rig, slot) => rig.set(frame, slot, 'resonanceDb', 12));
      expect(20 * Math.log10(level)).toBeCloseTo(-6, 3);
    });

    it('starts at the cutoff of its first frame', () => {
      const respond = (settings: { eg2ToCutoff: number; eg2Sustain: number; eg2Decay: number }): number => {
        const rig = new KernelRig(makeKernel);
        rig.play(FLAT_WAVE, { filterOn: 1, cutoffCents: centsOf(400), ...settings });
        return rig.render(64).buses[0]![0]!;
      };
      const moving = respond({ eg2ToCutoff: 4800, eg2Decay: 64, eg2Sustain: 0 });
      const standing = respond({ eg2ToCutoff: 4800, eg2Decay: 0, eg2Sustain: 1 });
      expect(standing).toBeGreaterThan(0.1);
      expect(moving).toBeCloseTo(standing, 6);
    });

    it('stays stable at the lowest cutoffs', () => {
      const rig = new KernelRig(makeKernel);
      const cutoff = 0.05;
      rig.play(FLAT_WAVE, { filterOn: 1, cutoffCents: centsOf(cutoff) });
      const left = rig.render(48000).buses[0]!;
      const radians = 2 * Math.PI * cutoff;
      expect(left.every((sample) => sample >= 0)).toBe(true);
      expect(left.at(-1)).toBeGreaterThan(0.7 * (radians ** 2 / 2));
      expect(left.at(-1)).toBeLessThan(radians ** 2 / 2);
    });
  });
}
