import { describe, expect, it } from 'vitest';
import { DriftEstimator } from './drift-estimator.ts';

const SAMPLE_RATE = 48_000;
const INTERVAL_SECONDS = 0.01;
const INTERVAL_FRAMES = SAMPLE_RATE * INTERVAL_SECONDS;

/** Observes frames `from`…`to` of a device that is late by so many nominal frames and slow by so much. */
function observe(estimator: DriftEstimator, from: number, to: number, lateFrames: number, slope: number): void {
  for (let frame = from; frame <= to; frame += INTERVAL_FRAMES) {
    estimator.observe(frame, lateFrames + frame * slope, INTERVAL_SECONDS);
  }
}

describe('DriftEstimator', () => {
  it('is the nominal rate before it has seen anything', () => {
    expect(new DriftEstimator(SAMPLE_RATE).slope).toBe(1);
  });

  it('takes the first observation as it is', () => {
    const estimator = new DriftEstimator(SAMPLE_RATE);
    estimator.observe(1000, 90_000, INTERVAL_SECONDS);
    expect([estimator.nominalFrameAt(1000), estimator.nominalFrameAt(1010)]).toEqual([90_000, 90_010]);
  });

  it('finds place and slope of a line', () => {
    const estimator = new DriftEstimator(SAMPLE_RATE);
    observe(estimator, 0, 30 * SAMPLE_RATE, 2000, 1.0005);
    expect(estimator.slope).toBeCloseTo(1.0005, 6);
    expect(estimator.nominalFrameAt(31 * SAMPLE_RATE)).toBeCloseTo(2000 + 31 * SAMPLE_RATE * 1.0005, 0);
  });

  it('keeps the slope when the place is suddenly another, and takes the place within 0.2 s', () => {
    const estimator = new DriftEstimator(SAMPLE_RATE);
    const end = 30 * SAMPLE_RATE;
    observe(estimator, 0, end, 0, 1.0005);
    observe(estimator, end, end + 0.2 * SAMPLE_RATE, 50_000, 1.0005);
    expect(estimator.nominalFrameAt(end)).toBeCloseTo(50_000 + end * 1.0005, 0);
    expect(Math.abs(estimator.slope - 1.0005)).toBeLessThan(50e-6);
  });

  it('follows no rate that is wrong by more than a hundredth', () => {
    const estimator = new DriftEstimator(SAMPLE_RATE);
    observe(estimator, 0, 60 * SAMPLE_RATE, 0, 1.5);
    expect(estimator.slope).toBeLessThanOrEqual(1.01);
    expect(estimator.slope).toBeGreaterThan(1);
  });

  it('knows nothing any more after a reset', () => {
    const estimator = new DriftEstimator(SAMPLE_RATE);
    observe(estimator, 0, 10 * SAMPLE_RATE, 2000, 1.0005);
    estimator.reset();
    estimator.observe(0, 5, INTERVAL_SECONDS);
    expect([estimator.slope, estimator.nominalFrameAt(100)]).toEqual([1, 105]);
  });
});
