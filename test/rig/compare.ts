import { expect } from 'vitest';

/** First index at which the bits differ, −1 where none do. */
export function firstDifference(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  const a = new Int32Array(actual.buffer, actual.byteOffset, actual.length);
  const b = new Int32Array(expected.buffer, expected.byteOffset, expected.length);
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return i;
  return -1;
}

/** Fails at the first sample whose bits differ. */
export function expectSameBits(actual: Float32Array, expected: Float32Array, what = 'sample'): void {
  const index = firstDifference(actual, expected);
  if (index >= 0) expect.fail(`${what} ${index}: expected ${expected[index]}, found ${actual[index]}`);
}

/** Index of the first sample that is not 0, −1 in silence. */
export function firstSound(samples: Float32Array): number {
  return samples.findIndex((sample) => sample !== 0);
}

/** Highest magnitude. */
export function peakOf(samples: Float32Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}
