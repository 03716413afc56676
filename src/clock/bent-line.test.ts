import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BentLine } from './bent-line.ts';

/** How to go on from some way behind the last bend. */
const anyBend = fc.record({
  advance: fc.double({ min: 0, max: 1000, noNaN: true }),
  slope: fc.double({ min: 0.5, max: 2, noNaN: true }),
  length: fc.double({ min: 1, max: 5000, noNaN: true }),
  finalSlope: fc.double({ min: 0.99, max: 1.01, noNaN: true }),
});

describe('BentLine', () => {
  it('is y = x, to the bit, until it is bent', () => {
    const line = new BentLine();
    expect(line.isStraight).toBe(true);
    for (const x of [-3.7, 0, 0.1, 2 ** 52 + 1]) expect([line.yAt(x), line.xAt(x)]).toEqual([x, x]);
  });

  it('rises by the slope for the stretch, and by the other after it', () => {
    const line = new BentLine();
    line.bend(100, 2, 50, 0.5);
    expect([50, 100, 120, 150, 170].map((x) => line.yAt(x))).toEqual([50, 100, 140, 200, 210]);
    expect([50, 100, 140, 200, 210].map((y) => line.xAt(y))).toEqual([50, 100, 120, 150, 170]);
  });

  it('leaves what lies before a bend as it was, and always rises', () => {
    fc.assert(
      fc.property(fc.array(anyBend, { minLength: 1, maxLength: 60 }), (bends) => {
        const line = new BentLine();
        let x = 0;
        for (const { advance, slope, length, finalSlope } of bends) {
          x += advance;
          const places = Array.from({ length: 20 }, (_, i) => (x * i) / 20);
          const before = places.map((place) => line.yAt(place));
          line.bend(x, slope, length, finalSlope);
          expect(places.map((place) => line.yAt(place))).toEqual(before);
          const after = Array.from({ length: 40 }, (_, i) => line.yAt(x - 1000 + i * 150));
          expect(after.every((y, i) => i === 0 || y > after[i - 1]!)).toBe(true);
        }
      }),
      { seed: 20260310, numRuns: 50 },
    );
  });

  it('finds the place again that it gave a value for', () => {
    fc.assert(
      fc.property(
        fc.array(anyBend, { maxLength: 30 }),
        fc.double({ min: 0, max: 40_000, noNaN: true }),
        (bends, place) => {
          const line = new BentLine();
          let x = 0;
          for (const { advance, slope, length, finalSlope } of bends) {
            x += advance;
            line.bend(x, slope, length, finalSlope);
          }
          expect(line.xAt(line.yAt(place))).toBeCloseTo(place, 6);
        },
      ),
      { seed: 20260311 },
    );
  });

  it('remembers the last 128 bends at least, however many there were', () => {
    const line = new BentLine();
    const wanted: number[] = [];
    for (let i = 0; i < 1000; i++) {
      line.bend(i * 10, i % 2 === 0 ? 1.5 : 0.75, 10, 1);
      wanted.push(line.yAt(i * 10));
    }
    for (let i = 1000 - 128; i < 1000; i++) expect(line.yAt(i * 10)).toBe(wanted[i]);
  });

  it('keeps one bend, not many, where it goes on as it did', () => {
    const line = new BentLine();
    line.bend(100, 1.25, 10, 1);
    for (let i = 0; i < 1000; i++) line.bend(1000 + i * 10, 2, 20, 1);
    expect([50, 100, 104, 1000].map((x) => line.yAt(x))).toEqual([50, 100, 105, 1002.5]);
  });

  it('is straight again when told so', () => {
    const line = new BentLine();
    line.bend(100, 2, 50, 1);
    expect(line.isStraight).toBe(false);
    line.straighten();
    expect([line.isStraight, line.yAt(1000)]).toEqual([true, 1000]);
  });
});
