import { describe, expect, it } from 'vitest';
import { CELL_FRAMES, VOICE_ENDED, VOICE_LEVEL_DB, VOICE_PLAYING, VOICE_WAITING } from '../layout.ts';
import { KernelRig, type MakeKernel } from './kernel-rig.ts';
import { FLAT_WAVE } from './suite-wave.ts';

/** 0.01 dB a frame. */
const FALLING = { eg1Decay: 9600, eg1SustainDb: 96 };

/** What control reads: status and level. */
export function describeReports(makeKernel: MakeKernel): void {
  describe('reports', () => {
    it('a voice waits, plays and has ended', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE, { eg1Release: 64 }, 70);
      rig.at(130, slot, 'release');
      const { reports } = rig.render(320);
      const statuses = [VOICE_WAITING, VOICE_PLAYING, VOICE_PLAYING, VOICE_ENDED, VOICE_ENDED];
      expect(reports.map((voices) => voices[slot]!.status)).toEqual(statuses);
    });

    it('the level is that of EG1 at the cell’s end, wherever the segments lie', () => {
      const rig = new KernelRig(makeKernel);
      rig.play(FLAT_WAVE, FALLING, 7);
      rig.play(FLAT_WAVE, { ...FALLING, eg1Delay: 100 });
      rig.play(FLAT_WAVE, { eg1Attack: 640 }, 32);
      const { reports } = rig.render(192);
      const levels = reports.map((voices) => voices.map(({ levelDb }) => levelDb));
      const attackDb = (frame: number): number => -20 * Math.log10((frame - 32) / 640);
      const expected = [64, 128, 192].map((end) => [(end - 7) / 100, Math.max(0, end - 100) / 100, attackDb(end)]);
      expected[0]![1] = 96;
      expect(levels).toEqual(expected.map((row) => row.map((level) => expect.closeTo(level, 4))));
    });

    it('the level is renewed at the end of a cell and not before', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE, FALLING);
      rig.render(CELL_FRAMES);
      const before = rig.report(slot).levelDb;
      for (const [from, end] of [
        [0, 7],
        [7, 63],
      ] as const) {
        rig.memory.render(from, end);
        expect(rig.report(slot).levelDb).toBe(before);
      }
      rig.memory.render(63, 64);
      expect(rig.report(slot).levelDb).toBeCloseTo(1.28, 4);
    });

    it('a voice that is not active stands still', () => {
      const rig = new KernelRig(makeKernel);
      const slot = rig.play(FLAT_WAVE, FALLING);
      rig.render(CELL_FRAMES);
      rig.memory.deactivate(slot);
      rig.memory.setF32(slot, VOICE_LEVEL_DB, 50);
      expect(rig.render(640).buses[0]!.every((sample) => sample === 0)).toBe(true);
      expect(rig.report(slot).levelDb).toBe(50);
      rig.memory.activate(slot);
      rig.render(CELL_FRAMES);
      expect(rig.report(slot).levelDb).toBeCloseTo(1.28, 4);
    });

    it('an ended voice is listed in the cell of its end, and active no more', () => {
      const rig = new KernelRig(makeKernel);
      const slots = [
        rig.play(FLAT_WAVE, { eg1Release: 64 }),
        rig.play(FLAT_WAVE),
        rig.play(FLAT_WAVE, { eg1Release: 9 }),
      ];
      for (const slot of [0, 2]) rig.at(70, slots[slot]!, 'release');
      const counts = [1, 2, 3, 4].map(() => {
        rig.render(CELL_FRAMES);
        return rig.memory.endedCount;
      });
      expect(counts).toEqual([0, 1, 2, 2]);
      expect([0, 1].map((index) => rig.memory.endedSlot(index))).toEqual([slots[2], slots[0]]);
      expect(rig.memory.takeVoiceCells()).toBe(3 + 3 + 2 + 1);
      expect(rig.memory.takeVoiceCells()).toBe(0);
      rig.memory.clearEnded();
      rig.render(CELL_FRAMES);
      expect(rig.memory.endedCount).toBe(0);
    });

    it('the buses are new when a cell begins', () => {
      const rig = new KernelRig(makeKernel);
      rig.play(FLAT_WAVE);
      rig.render(CELL_FRAMES);
      expect(rig.memory.bus(0)[63]).toBeCloseTo(1, 6);
      rig.memory.render(0, 1);
      expect(rig.memory.bus(0)[0]).toBeCloseTo(1, 6);
      rig.memory.deactivate(0);
      rig.memory.render(1, CELL_FRAMES);
      expect(
        rig.memory
          .bus(0)
          .subarray(1, CELL_FRAMES)
          .every((sample) => sample === 0),
      ).toBe(true);
    });
  });
}
