import { describe, expect, it } from 'vitest';
import { LoopSpectrum } from './fourier.ts';

describe('LoopSpectrum', () => {
  it('turns bins into cosines and phases into their delay', () => {
    const spectrum = new LoopSpectrum(64);
    spectrum.add(3, 0.5, 0.7);
    spectrum.add(10, 0.25, -1.2);
    const loop = spectrum.synthesize();
    for (const frame of [0, 1, 17, 63]) {
      const angle = (2 * Math.PI * frame) / 64;
      expect(loop[frame]).toBeCloseTo(0.5 * Math.cos(3 * angle + 0.7) + 0.25 * Math.cos(10 * angle - 1.2), 12);
    }
  });

  it('leaves out what a loop cannot hold', () => {
    const spectrum = new LoopSpectrum(16);
    for (const cycles of [-1, 0, 8, 9]) spectrum.add(cycles, 1, 0);
    expect([...spectrum.synthesize()].every((sample) => sample === 0)).toBe(true);
  });

  it('wants a power of two', () => {
    expect(() => new LoopSpectrum(48)).toThrow(RangeError);
  });
});
