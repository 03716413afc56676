import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absolutePitchToHz,
  centsToRelativePitch,
  dbToGain,
  gainToDb,
  hzToAbsolutePitch,
  percentToScale,
  relativePitchToCents,
  scaleToPercent,
  secondsToTimeCents,
  timeCentsToSeconds,
} from './units.ts';

describe('DLS units', () => {
  it.each([
    [0, -0x8000_0000],
    [0.01, -522_494_111],
    [0.015, -476_490_788],
    [1, 0],
    [10, 261_247_056],
    [20, 339_890_256],
    [40, 418_533_456],
  ])('give %d seconds as the reference value in time cents', (seconds, timeCents) => {
    expect(secondsToTimeCents(seconds)).toBe(timeCents);
    expect(timeCentsToSeconds(timeCents)).toBeCloseTo(seconds, 6);
  });

  it.each([
    [0.1, -499_642_884],
    [5, -55_791_973],
    [10, 22_851_227],
    [20, 101_494_427],
    [440, 452_198_400],
  ])('give %d Hz as the reference value in absolute pitch', (hz, absolutePitch) => {
    expect(hzToAbsolutePitch(hz)).toBe(absolutePitch);
    expect(absolutePitchToHz(absolutePitch)).toBeCloseTo(hz, 5);
  });

  it('give cents, decibels and percent as the reference values', () => {
    expect(centsToRelativePitch(100)).toBe(6_553_600);
    expect(centsToRelativePitch(12_800)).toBe(838_860_800);
    expect(dbToGain(6)).toBe(3_932_160);
    expect(dbToGain(96)).toBe(62_914_560);
    expect(dbToGain(-12)).toBe(-7_864_320);
    expect(percentToScale(100)).toBe(0x03e8_0000);
    expect(percentToScale(90)).toBe(58_982_400);
  });

  it('stay within 32 bits', () => {
    expect(centsToRelativePitch(1e9)).toBe(0x7fff_ffff);
    expect(dbToGain(-1e9)).toBe(-0x8000_0000);
    expect(secondsToTimeCents(1e-300)).toBe(-0x8000_0000);
  });

  it('come back from every 32-bit value', () => {
    const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
    fc.assert(
      fc.property(int32, (value) => {
        expect(centsToRelativePitch(relativePitchToCents(value))).toBe(value);
        expect(dbToGain(gainToDb(value))).toBe(value);
        expect(percentToScale(scaleToPercent(value))).toBe(value);
        expect(secondsToTimeCents(timeCentsToSeconds(value))).toBe(value);
        expect(hzToAbsolutePitch(absolutePitchToHz(value))).toBe(value);
      }),
    );
  });
});
