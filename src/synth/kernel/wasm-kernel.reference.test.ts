import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReferenceKernel } from './reference-kernel.ts';
import type { Rendering } from './suite/kernel-rig.ts';
import { playScene, type Scene, smoothScenes, steadyScenes } from './suite/scene.ts';
import { createWasmKernel } from './wasm-kernel.ts';

const FRAMES = 2560;
const VOICES = 6;
/** −100 dBFS. */
const AGREEMENT = 1e-5;
/**
 * −90 dBFS, for single frames: modulators are rounded differently, pitches follow, and now and then a frame falls to
 * the neighbouring interpolation phase.
 */
const PHASE_STEP = 3.16e-5;
/** Shrinking stops here, so that a failure is reported within the test's time limit. */
const PROPERTY: fc.Parameters<[Scene]> = { seed: 19990923, numRuns: 100, interruptAfterTimeLimit: 60000 };
const TIME_LIMIT = 120000;

/** Largest difference of a frame, and root of the mean square of all. */
function difference(found: Rendering, judge: Rendering): { peak: number; rms: number } {
  let peak = 0;
  let squares = 0;
  found.buses.forEach((bus, index) => {
    bus.forEach((sample, frame) => {
      const distance = Math.abs(sample - judge.buses[index]![frame]!);
      peak = Math.max(peak, distance);
      squares += distance ** 2;
    });
  });
  return { peak, rms: Math.sqrt(squares / FRAMES) };
}

/** Compares sound, statuses and levels of one scene. */
function expectAgreement(scene: Scene, largestPeak: number): void {
  const found = playScene(createWasmKernel, scene);
  const judge = playScene(createReferenceKernel, scene);
  const { peak, rms } = difference(found, judge);
  expect(peak).toBeLessThan(largestPeak);
  expect(rms).toBeLessThan(AGREEMENT);
  found.reports.forEach((voices, cell) => {
    voices.forEach(({ status, levelDb }, slot) => {
      const judged = judge.reports[cell]![slot]!;
      expect(status).toBe(judged.status);
      expect(Math.abs(levelDb - judged.levelDb)).toBeLessThan(1e-3);
    });
  });
}

describe('the WebAssembly kernel agrees with the reference kernel to −100 dBFS', () => {
  it(
    'in random scenes with moving pitches',
    () => {
      const property = fc.property(smoothScenes(VOICES, FRAMES), (scene) => expectAgreement(scene, PHASE_STEP));
      fc.assert(property, PROPERTY);
    },
    TIME_LIMIT,
  );

  it(
    'in random scenes with noise, frame by frame where no modulator moves the pitch',
    () => {
      const property = fc.property(steadyScenes(VOICES, FRAMES), (scene) => expectAgreement(scene, AGREEMENT));
      fc.assert(property, PROPERTY);
    },
    TIME_LIMIT,
  );
});
