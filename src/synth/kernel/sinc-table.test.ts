import { describe, expect, it } from 'vitest';
import { SINC_PHASES, SINC_TAPS } from './layout.ts';
import { sincTable } from './sinc-table.ts';

const table = sincTable();
const row = (phase: number): number[] => Array.from(table.subarray(phase * SINC_TAPS, (phase + 1) * SINC_TAPS));
const phases: number[] = Array.from({ length: SINC_PHASES + 1 }, (_, phase) => phase);

/** Interpolates a sine of `cyclesPerFrame` at every phase; returns the noise below the signal in dB. */
function signalToNoiseDb(cyclesPerFrame: number): number {
  let noise = 0;
  for (const phase of phases) {
    const angleAt = (frame: number): number => 2 * Math.PI * cyclesPerFrame * (frame + 0.123 * phase);
    const found = row(phase).reduce((sum, weight, tap) => sum + weight * Math.sin(angleAt(tap - 3)), 0);
    noise += (found - Math.sin(angleAt(phase / SINC_PHASES))) ** 2;
  }
  return -10 * Math.log10(noise / phases.length / 0.5);
}

describe('sincTable', () => {
  it('has a row for every phase and one for the next frame', () => {
    expect(table.length).toBe((SINC_PHASES + 1) * SINC_TAPS);
  });

  it('gives the wave’s own frames at both ends of a step', () => {
    expect(row(0)).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    expect(row(SINC_PHASES)).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('passes a constant unchanged at every phase', () => {
    const sums = phases.map((phase) => row(phase).reduce((sum, weight) => sum + weight, 0));
    expect(Math.max(...sums.map((sum) => Math.abs(sum - 1)))).toBeLessThan(2e-7);
  });

  it('is the same from both sides', () => {
    for (const phase of phases) expect(row(SINC_PHASES - phase)).toEqual(row(phase).toReversed());
  });

  it('keeps noise 80 dB below 1 kHz and 65 dB below 5 kHz, at 48 kHz', () => {
    expect(signalToNoiseDb(1 / 48)).toBeGreaterThan(80);
    expect(signalToNoiseDb(5 / 48)).toBeGreaterThan(65);
  });
});
