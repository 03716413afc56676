import type { SampleBuffer } from '../ddi/wave-format.ts';
import type { KernelMemory } from './kernel/kernel-memory.ts';

const BUS_LEFT = 0;
const BUS_RIGHT = 1;
const INT16_FULL_SCALE = 32767;

/** Rounded to 16 bits; saturates at ±32767, as the native synth does. */
function toInt16(sample: number): number {
  const scaled = Math.round(sample * INT16_FULL_SCALE);
  return scaled > INT16_FULL_SCALE ? INT16_FULL_SCALE : Math.max(scaled, -INT16_FULL_SCALE);
}

/**
 * Copies `count` frames of the cell's dry buses, from frame `from`, to `output` at frame `at`, interleaved. Mono is
 * the sum by power: a voice panned to the centre has the gain it would have alone. Answers the highest magnitude.
 * `@thread render`
 */
export function copyFrames(
  memory: KernelMemory,
  from: number,
  count: number,
  output: SampleBuffer,
  at: number,
  audioChannels: number,
): number {
  const left = memory.bus(BUS_LEFT);
  const right = memory.bus(BUS_RIGHT);
  if (audioChannels === 2 && output instanceof Float32Array) return interleave(left, right, from, count, output, at);
  const isInteger = output instanceof Int16Array;
  let peak = 0;
  for (let i = 0; i < count; i++) {
    let first = left[from + i]!;
    const second = right[from + i]!;
    if (audioChannels === 1) first = (first + second) * Math.SQRT1_2;
    peak = Math.max(peak, Math.abs(first), audioChannels === 1 ? 0 : Math.abs(second));
    const target = (at + i) * audioChannels;
    output[target] = isInteger ? toInt16(first) : first;
    if (audioChannels === 2) output[target + 1] = isInteger ? toInt16(second) : second;
  }
  return peak;
}

/** The common case, without a decision for each frame. */
function interleave(
  left: Float32Array,
  right: Float32Array,
  from: number,
  count: number,
  output: Float32Array,
  at: number,
): number {
  let peak = 0;
  let target = 2 * at;
  for (let i = from; i < from + count; i++) {
    const first = left[i]!;
    const second = right[i]!;
    output[target] = first;
    output[target + 1] = second;
    target += 2;
    const magnitude = Math.abs(first);
    const other = Math.abs(second);
    if (magnitude > peak) peak = magnitude;
    if (other > peak) peak = other;
  }
  return peak;
}
