import { describe, expect, it } from 'vitest';
import { CELL_FRAMES } from '../layout.ts';
import { endedInCell, expectCurve, expectSameBits, KernelRig, type MakeKernel } from './kernel-rig.ts';
import { noise, type SuiteWave, unrollLoop } from './suite-wave.ts';
import type { VoiceSettings } from './voice-settings.ts';

/** So slow a release that the gain hardly falls. */
const ENDLESS_RELEASE = 0x3fffffff;
const TOLERANCE = 1e-4;

function renderLeft(
  makeKernel: MakeKernel,
  wave: SuiteWave,
  settings: VoiceSettings,
  frameCount: number,
): Float32Array {
  const rig = new KernelRig(makeKernel);
  rig.play(wave, settings);
  return rig.render(frameCount).buses[0]!;
}

function describeLoops(makeKernel: MakeKernel): void {
  it.each([
    [1, 0],
    [2, 701.955],
    [3, -313.7],
    [5, 1200],
    [7, 1111.1],
    [8, 33.3],
    [13, 2400],
    [100, 1901.9],
  ])('a loop of %i frames goes on like its unrolled wave at %f cents', (length, cents) => {
    const wave: SuiteWave = { format: 'i16', samples: noise(20 + length), loop: { start: 20, length } };
    const frameCount = 12800;
    const unrolled: SuiteWave = {
      format: 'i16',
      samples: unrollLoop(wave, Math.ceil(frameCount * 2 ** (cents / 1200)) + 64),
    };
    const looped = renderLeft(makeKernel, wave, { pitchCents: cents }, frameCount);
    expectSameBits(looped, renderLeft(makeKernel, unrolled, { pitchCents: cents }, frameCount));
  });

  it('a step longer than the loop jumps back over several rounds', () => {
    const wave: SuiteWave = { format: 'i16', samples: noise(6), loop: { start: 3, length: 3 } };
    const unrolled: SuiteWave = { format: 'i16', samples: unrollLoop(wave, 1280 * 16 + 64) };
    const looped = renderLeft(makeKernel, wave, { pitchCents: 4800 }, 1280);
    expectSameBits(looped, renderLeft(makeKernel, unrolled, { pitchCents: 4800 }, 1280));
  });

  it('a loop that lasts for ever survives its release', () => {
    const wave: SuiteWave = { format: 'i16', samples: noise(50), loop: { start: 10, length: 7 } };
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(wave, { eg1Release: ENDLESS_RELEASE });
    rig.at(200, slot, 'release');
    const expected = Float32Array.from(unrollLoop(wave, 640), (sample) => sample / 32768);
    expectCurve(rig.render(640).buses[0]!, expected, TOLERANCE);
  });

  it.each([5, 16, 17, 30, 47, 48, 333, 2000])(
    'a loop until release plays on as recorded after frame %i',
    (released) => {
      const wave: SuiteWave = {
        format: 'i16',
        samples: noise(300),
        loop: { start: 10, length: 7, untilRelease: true },
      };
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(wave, { eg1Release: ENDLESS_RELEASE });
      rig.at(released, slot, 'release');
      const rendering = rig.render(2560);
      const inLoop = unrollLoop(wave, released);
      const place = released < 17 ? released : 10 + ((released - 10) % 7);
      const expected = Array.from([...inLoop, ...Array.from(wave.samples).slice(place)], (sample) => sample / 32768);
      const frames = Float32Array.from({ length: 2560 }, (_, frame) => expected[frame] ?? 0);
      expectCurve(rendering.buses[0]!, frames, TOLERANCE);
      expect(endedInCell(rendering)).toBe(Math.floor((expected.length + 4) / CELL_FRAMES));
    },
  );

  it('a loop until release goes on through a shutdown', () => {
    const wave: SuiteWave = { format: 'i16', samples: noise(300), loop: { start: 10, length: 7, untilRelease: true } };
    const rig = new KernelRig(makeKernel);
    const slot = rig.play(wave, { eg1Shutdown: ENDLESS_RELEASE });
    rig.at(200, slot, 'shutdown');
    const expected = Float32Array.from(unrollLoop(wave, 640), (sample) => sample / 32768);
    expectCurve(rig.render(640).buses[0]!, expected, TOLERANCE);
  });
}

function describeEnds(makeKernel: MakeKernel): void {
  it.each([
    [100, 0],
    [60, 0],
    [64, 1200],
    [1000, -700],
    [3, 0],
  ])('a one-shot of %i frames ends half the taps after its last frame at %f cents', (length, cents) => {
    const rig = new KernelRig(makeKernel);
    rig.play({ format: 'i16', samples: new Int16Array(length).fill(20000) }, { pitchCents: cents });
    const endFrame = Math.ceil((length + 4) / 2 ** (cents / 1200));
    const rendering = rig.render(endFrame + 128);
    const left = rendering.buses[0]!;
    const lastWaveFrame = Math.floor((length - 1) / 2 ** (cents / 1200));
    expect(Math.abs(left[lastWaveFrame]!)).toBeGreaterThan(0.2);
    expect(left.subarray(endFrame).every((sample) => sample === 0)).toBe(true);
    expect(endedInCell(rendering)).toBe(Math.floor(endFrame / CELL_FRAMES));
  });

  it('nothing sounds after a one-shot, not even its filter', () => {
    const rig = new KernelRig(makeKernel);
    const settings = { filterOn: 1, cutoffCents: 6900, resonanceDb: 20 };
    rig.play({ format: 'i16', samples: new Int16Array(30).fill(20000) }, settings);
    const left = rig.render(128).buses[0]!;
    expect(left[33]).not.toBe(0);
    expect(left.subarray(34).every((sample) => sample === 0)).toBe(true);
  });

  it('an ended voice can be started again', () => {
    const rig = new KernelRig(makeKernel);
    const samples = noise(40);
    const slot = rig.play({ format: 'i16', samples });
    rig.at(130, slot, 'start');
    const rendering = rig.render(192);
    const expected = new Float32Array(192);
    const played = Float32Array.from(samples, (sample) => sample / 32768);
    for (const start of [0, 130]) expected.set(played, start);
    expectSameBits(rendering.buses[0]!, expected);
    expect(rendering.reports.map(([voice]) => voice!.status)).toEqual([2, 2, 2]);
  });
}

/** Waves: loops, ends, formats. */
export function describeWaves(makeKernel: MakeKernel): void {
  describe('waves', () => {
    describeLoops(makeKernel);
    describeEnds(makeKernel);

    it.each([0, 701.955, -1888.8])('integers and floats give the same sound at %f cents', (cents) => {
      const samples = noise(2000);
      const floats = Float32Array.from(samples, (sample) => sample / 32768);
      const settings = {
        pitchCents: cents,
        filterOn: 1,
        cutoffCents: 9000,
        resonanceDb: 6,
        gainDb: -3,
        eg1Decay: 1500,
        eg1SustainDb: 40,
      };
      const fromIntegers = renderLeft(makeKernel, { format: 'i16', samples }, settings, 2048);
      const fromFloats = renderLeft(makeKernel, { format: 'f32', samples: floats }, settings, 2048);
      expectCurve(fromFloats, fromIntegers, 1e-6);
      expect(fromIntegers.some((sample) => sample !== 0)).toBe(true);
    });
  });
}
