import { LoopSpectrum } from './fourier.ts';
import type { LoopGrid } from './loop-grid.ts';
import type { Random } from './random.ts';
import { rmsOf } from './recording.ts';

/**
 * Noise that repeats exactly: every cycle count of the loop at the level that `shape` gives its frequency in Hz.
 * The mean square is 1. `grid.frameCount` is a power of two.
 */
export function loopNoise(grid: LoopGrid, shape: (frequencyHz: number) => number, random: Random): Float64Array {
  const spectrum = new LoopSpectrum(grid.frameCount);
  const binHz = grid.sampleRate / grid.frameCount;
  for (let cycles = 1; cycles < grid.frameCount / 2; cycles++) {
    const level = shape(cycles * binHz);
    if (level > 0) spectrum.add(cycles, level, random.phase());
  }
  const noise = spectrum.synthesize();
  const rms = Math.max(rmsOf(noise), 1e-9);
  return noise.map((sample) => sample / rms);
}
