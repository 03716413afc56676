import { describe, expect, it } from 'vitest';
import { CrystalRing } from '../../test/fakes/crystal-ring.ts';
import { PlayCursor } from './play-cursor.ts';

/** A cursor over a device that reports these positions one after the other, and what was read of it. */
function read(...reports: number[]): { readonly cursor: PlayCursor; readonly positions: number[] } {
  const ring = new CrystalRing();
  const cursor = new PlayCursor(ring);
  const positions = reports.map((report) => {
    ring.getPlayPosition = () => report;
    return cursor.read();
  });
  return { cursor, positions };
}

describe('PlayCursor', () => {
  it('reads whole frames that never go back', () => {
    expect(read(10.7, 9, 12, 11.99, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 54, 13).positions).toEqual([
      10, 10, 12, 12, 12, 12, 12, 13,
    ]);
  });

  it('takes the device to be half a step further, once eight reports have shown its step', () => {
    const reports = [256, 256, 384, 1024, 1152, 1280, 1536, 1664];
    expect(read(...reports).cursor.likelyPosition).toBe(1664);
    expect(read(...reports, 1792).cursor.likelyPosition).toBe(1792 + 64);
    expect(read(...reports, 1792, 1795).cursor.likelyPosition).toBe(1795.5);
  });

  it('begins anew with the ring', () => {
    const { cursor } = read(100, 200, 300, 400, 500, 600, 700, 800);
    cursor.reset();
    expect(cursor.likelyPosition).toBe(0);
  });
});
