import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';

function draw(seed: string, count: number, next: (random: Random) => number): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => next(random));
}

describe('Random', () => {
  it('repeats itself for the same seed and not for another', () => {
    const uniform = (random: Random) => random.uniform();
    expect(draw('piano 60', 100, uniform)).toEqual(draw('piano 60', 100, uniform));
    expect(draw('piano 60', 100, uniform)).not.toEqual(draw('piano 61', 100, uniform));
  });

  it('gives the sequence it has always given, or the bank would change', () => {
    expect(draw('bank', 3, (random) => Math.floor(random.uniform() * 2 ** 32))).toEqual([
      1340846459, 1060402380, 579448552,
    ]);
  });

  it('spreads uniform numbers evenly over 0…1', () => {
    const numbers = draw('even', 20_000, (random) => random.uniform());
    const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((x) => Math.floor(x * 10) === tenth).length);
    expect(Math.min(...tenths)).toBeGreaterThan(1850);
    expect(Math.max(...tenths)).toBeLessThan(2150);
  });

  it('draws gaussians of mean 0 and deviation 1', () => {
    const numbers = draw('bell', 20_000, (random) => random.gaussian());
    const mean = numbers.reduce((sum, x) => sum + x) / numbers.length;
    const deviation = Math.sqrt(numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length);
    expect(mean).toBeCloseTo(0, 1);
    expect(deviation).toBeCloseTo(1, 1);
  });
});
