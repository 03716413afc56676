import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CELL_FRAMES } from '../layout.ts';
import { type CuttingPlan, expectSameBits, type MakeKernel, type Rendering } from './kernel-rig.ts';
import { cuttingPlans, playScene, type Scene, scenes } from './scene.ts';

const SEED = 20011025;
const FRAMES = 1280;

function expectSameBuses(found: Rendering, expected: Rendering): void {
  found.buses.forEach((bus, index) => {
    expectSameBits(bus, expected.buses[index]!, `bus ${index}, frame`);
  });
}

function expectSameRendering(found: Rendering, expected: Rendering): void {
  expectSameBuses(found, expected);
  expect(found.reports).toEqual(expected.reports);
}

function expectNoTrace(makeKernel: MakeKernel, scene: Scene, plan: CuttingPlan): void {
  expectSameRendering(playScene(makeKernel, scene, plan), playScene(makeKernel, scene));
}

const EVERY_FRAME: readonly number[] = Array.from({ length: CELL_FRAMES - 1 }, (_, index) => index + 1);

/** Cuts change nothing: the same bits, however a cell is cut into render calls. */
export function describeCuts(makeKernel: MakeKernel): void {
  describe('cuts', () => {
    it('leave no trace in random scenes, whenever commands are linked', () => {
      const property = fc.property(scenes(4, FRAMES), cuttingPlans, (scene, plan) => {
        expectNoTrace(makeKernel, scene, plan);
      });
      fc.assert(property, { seed: SEED, numRuns: 60 });
    }, 60000);

    it('cells one by one and several in a call are the same', () => {
      const property = fc.property(scenes(12, FRAMES), fc.integer({ min: 2, max: 16 }), (scene, cellsOfCall) => {
        const plan: CuttingPlan = { cutsOfCell: () => [], linking: 'early', cellsOfCall };
        const [found, expected] = [playScene(makeKernel, scene, plan), playScene(makeKernel, scene)];
        expectSameBuses(found, expected);
        expect(found.reports.at(-1)).toEqual(expected.reports.at(-1));
      });
      fc.assert(property, { seed: SEED, numRuns: 60 });
    }, 60000);

    it.each(['early', 'late', 'alone'] as const)(
      'leave no trace after every single frame, commands linked %s',
      (linking) => {
        const property = fc.property(scenes(4, FRAMES), (scene) => {
          expectNoTrace(makeKernel, scene, { cutsOfCell: () => EVERY_FRAME, linking });
        });
        fc.assert(property, { seed: SEED, numRuns: 10 });
      },
      60000,
    );
  });
}
