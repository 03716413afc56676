import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTracks } from './merge-tracks.ts';

describe('mergeTracks', () => {
  it('keeps the order of tracks, then of the file, where ticks are equal', () => {
    const ticks = Float64Array.of(0, 5, 5, 0, 5, 0, 9);
    expect([...mergeTracks(ticks, [0, 3, 5], 7)]).toEqual([0, 3, 5, 1, 2, 4, 6]);
  });

  it('leaves one track as it is', () => {
    expect([...mergeTracks(Float64Array.of(1, 2, 2), [0], 3)]).toEqual([0, 1, 2]);
  });

  it('takes empty tracks, and none', () => {
    expect([...mergeTracks(Float64Array.of(2, 1), [0, 0, 1, 2], 2)]).toEqual([1, 0]);
    expect([...mergeTracks(new Float64Array(8), [], 0)]).toEqual([]);
  });

  it('orders any tracks as a stable sort by tick does', () => {
    const track = fc.array(fc.nat(20), { maxLength: 12 }).map((deltas) => deltas.sort((a, b) => a - b));
    const property = fc.property(fc.array(track, { maxLength: 9 }), (tracks) => {
      const ticks = tracks.flat();
      const starts = tracks.map((_, index) => tracks.slice(0, index).flat().length);
      const expected = ticks.map((_, index) => index).sort((a, b) => ticks[a]! - ticks[b]!);
      expect([...mergeTracks(Float64Array.from(ticks), starts, ticks.length)]).toEqual(expected);
    });
    fc.assert(property, { seed: 7, numRuns: 300 });
  });
});
