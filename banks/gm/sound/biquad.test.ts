import { describe, expect, it } from 'vitest';
import { Biquad } from './biquad.ts';
import { dbOfGain } from './decibels.ts';
import { rmsOf } from './recording.ts';

const SAMPLE_RATE = 32_000;

/** Gain in dB of a settled sine. */
function gainDb(filter: Biquad, hz: number): number {
  const sine = Float64Array.from({ length: SAMPLE_RATE }, (_, frame) =>
    Math.sin((2 * Math.PI * hz * frame) / SAMPLE_RATE),
  );
  return dbOfGain(rmsOf(filter.apply(sine), SAMPLE_RATE / 2) * Math.SQRT2);
}

describe('Biquad', () => {
  it('is 3 dB down at the cutoff and falls 12 dB an octave', () => {
    expect(gainDb(Biquad.lowPass(SAMPLE_RATE, 1000), 1000)).toBeCloseTo(-3.01, 1);
    expect(gainDb(Biquad.lowPass(SAMPLE_RATE, 500), 100)).toBeCloseTo(0, 1);
    expect(gainDb(Biquad.lowPass(SAMPLE_RATE, 500), 2000)).toBeCloseTo(-24.1, 0);
    expect(gainDb(Biquad.highPass(SAMPLE_RATE, 1000), 1000)).toBeCloseTo(-3.01, 1);
    expect(gainDb(Biquad.highPass(SAMPLE_RATE, 1000), 250)).toBeCloseTo(-24.1, 0);
  });

  it('lifts what is above the corner of a shelf, half of it at the corner', () => {
    expect(gainDb(Biquad.highShelf(SAMPLE_RATE, 1000, 4), 50)).toBeCloseTo(0, 1);
    expect(gainDb(Biquad.highShelf(SAMPLE_RATE, 1000, 4), 1000)).toBeCloseTo(2, 1);
    expect(gainDb(Biquad.highShelf(SAMPLE_RATE, 1000, 4), 12_000)).toBeCloseTo(4, 1);
  });

  it('passes the centre of a band untouched', () => {
    expect(gainDb(Biquad.bandPass(SAMPLE_RATE, 1500, 4), 1500)).toBeCloseTo(0, 2);
    expect(gainDb(Biquad.bandPass(SAMPLE_RATE, 1500, 4), 3000)).toBeLessThan(-12);
  });
});
