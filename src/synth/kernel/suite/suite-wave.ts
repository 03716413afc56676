import type { KernelMemory } from '../kernel-memory.ts';
import { GUARD_FRAMES } from '../layout.ts';

/** A wave as a bank holds it. */
export interface SuiteWave {
  readonly format: 'i16' | 'f32';
  /** As stored: −32768…32767 for integers, −1…1 for floats. */
  readonly samples: ArrayLike<number>;
  /** Wave frames. */
  readonly loop?: { readonly start: number; readonly length: number; readonly untilRelease?: boolean };
}

/** Where a wave lies in a kernel's memory: the values of the voice fields of the same names. */
export interface PlacedWave {
  readonly waveAddress: number;
  readonly waveFormat: number;
  readonly waveScale: number;
  readonly waveEnd: number;
  readonly loopMode: number;
  readonly loopWrap: number;
  readonly loopLength: number;
  readonly releaseAddress: number;
}

/** Wave frames before `loop end + 2 × GUARD_FRAMES`, the loop repeated from its end on. */
export function unrollLoop({ samples, loop }: SuiteWave, frameCount: number): number[] {
  const loopEnd = loop === undefined ? samples.length : loop.start + loop.length;
  return Array.from({ length: frameCount }, (_, frame) => {
    if (loop === undefined || frame < loopEnd) return samples[frame] ?? 0;
    return samples[loop.start + ((frame - loopEnd) % loop.length)]!;
  });
}

/** Puts samples into memory with GUARD_FRAMES of silence on either side. Returns the address of frame 0. */
function placeSamples(memory: KernelMemory, format: 'i16' | 'f32', samples: readonly number[]): number {
  const frameBytes = format === 'i16' ? 2 : 4;
  const address = memory.heap.allocate((samples.length + 2 * GUARD_FRAMES) * frameBytes);
  const frameCount = samples.length + 2 * GUARD_FRAMES;
  const { buffer } = memory.kernel.memory;
  const target =
    format === 'i16' ? new Int16Array(buffer, address, frameCount) : new Float32Array(buffer, address, frameCount);
  target.fill(0);
  target.set(samples, GUARD_FRAMES);
  return address + GUARD_FRAMES * frameBytes;
}

/** Puts a wave into a kernel's memory as the contract wants it; a loop is unrolled to its end + 2 × GUARD_FRAMES. */
export function placeWave(memory: KernelMemory, wave: SuiteWave): PlacedWave {
  const { format, samples, loop } = wave;
  const loopEnd = loop === undefined ? 0 : loop.start + loop.length;
  const recorded = Array.from(samples);
  const played = loop === undefined ? recorded : unrollLoop(wave, loopEnd + 2 * GUARD_FRAMES);
  return {
    waveAddress: placeSamples(memory, format, played),
    waveFormat: format === 'i16' ? 0 : 1,
    waveScale: format === 'i16' ? 1 / 32768 : 1,
    waveEnd: samples.length,
    loopMode: loop === undefined ? 0 : loop.untilRelease ? 2 : 1,
    loopWrap: loopEnd + GUARD_FRAMES,
    loopLength: loop?.length ?? 0,
    releaseAddress: loop?.untilRelease ? placeSamples(memory, format, recorded) : 0,
  };
}

/** A constant of full scale that never ends: the output is the gain. */
export const FLAT_WAVE: SuiteWave = {
  format: 'f32',
  samples: new Float32Array(8).fill(1),
  loop: { start: 0, length: 8 },
};

/** One looped period of a sine of full scale, `phase` cycles ahead. */
export function sineLoop(period: number, phase = 0): SuiteWave {
  const samples = Float32Array.from({ length: period }, (_, i) => Math.sin(2 * Math.PI * (i / period + phase)));
  return { format: 'f32', samples, loop: { start: 0, length: period } };
}

/** Reproducible noise, −32767…32767. */
export function noise(length: number): Int16Array {
  let state = 12345;
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return ((state >>> 8) % 65535) - 32767;
  });
}
