import { describe, expect, it } from 'vitest';
import { loudnessOf } from './loudness.ts';
import { PREVIEW_RATE } from './preview.ts';

function sine(hz: number, seconds: number, level = 1): Float64Array {
  const frameCount = Math.round(seconds * PREVIEW_RATE);
  return Float64Array.from(
    { length: frameCount },
    (_, frame) => level * Math.sin((2 * Math.PI * hz * frame) / PREVIEW_RATE),
  );
}

describe('loudness', () => {
  it('reads −3 dB for a full sine of 997 Hz, as BS.1770 wants', () => {
    expect(loudnessOf(sine(997, 1))).toBeCloseTo(-3.01, 0);
  });

  it('follows the level', () => {
    expect(loudnessOf(sine(997, 1, 0.1)) - loudnessOf(sine(997, 1))).toBeCloseTo(-20, 3);
  });

  it('hears highs louder and rumble softer', () => {
    expect(loudnessOf(sine(6000, 1)) - loudnessOf(sine(500, 1))).toBeGreaterThan(3);
    expect(loudnessOf(sine(25, 1)) - loudnessOf(sine(500, 1))).toBeLessThan(-6);
  });

  it('counts a sound shorter than its window as softer', () => {
    const short = new Float64Array(PREVIEW_RATE);
    short.set(sine(997, 0.1));
    expect(loudnessOf(short) - loudnessOf(sine(997, 1))).toBeCloseTo(-6, 0);
  });
});
