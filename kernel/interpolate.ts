// Windowed-sinc interpolation, four output frames at a time. One frame alone is computed with the same operations in
// the same order, so that a frame's bits do not depend on the company in which it is computed.

import {
  GUARD_FRAMES,
  HEADER_ADDRESS,
  HEADER_TABLES,
  TABLE_FLOAT_ROWS,
  VOICE_INCREMENT,
  VOICE_LOOP_LENGTH,
  VOICE_LOOP_MODE,
  VOICE_LOOP_WRAP,
  VOICE_PHASE,
  VOICE_WAVE_ADDRESS,
  VOICE_WAVE_END,
  VOICE_WAVE_FORMAT,
} from '../src/synth/kernel/layout';

/** Bytes of a table row: SINC_TAPS `f32`. */
const ROW_SHIFT: i32 = 5;
/** Wave frames before the position that the taps reach. */
const TAPS_BEFORE: i32 = 3;
const SINC_TAPS = 8;
const SINC_PHASE_SHIFT = 22;
export function chooseTable(increment: u64): usize { return load<u32>(HEADER_ADDRESS, HEADER_TABLES); }


/** Address of the table row for a position's fraction, rounded to the nearest phase. */
// @ts-ignore: decorator
@inline
function rowFor(table: usize, phase: u64): usize {
  const index = ((<u32>phase >>> (SINC_PHASE_SHIFT - 1)) + 1) >>> 1;
  return table + (<usize>index << ROW_SHIFT);
}

/** Products of eight taps, folded to four lanes. `wave` is the address of the first tap at position 0. */
// @ts-ignore: decorator
@inline
function taps16(wave: usize, table: usize, phase: u64): v128 {
  const samples = v128.load(wave + ((<usize>(phase >>> 32)) << 1));
  const row = rowFor(table, phase);
  const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(samples));
  const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(samples));
  return f32x4.add(f32x4.mul(low, v128.load(row)), f32x4.mul(high, v128.load(row, 16)));
}

// @ts-ignore: decorator
@inline
function taps32(wave: usize, table: usize, phase: u64): v128 {
  const address = wave + ((<usize>(phase >>> 32)) << 2);
  const row = rowFor(table, phase);
  return f32x4.add(
    f32x4.mul(v128.load(address), v128.load(row)),
    f32x4.mul(v128.load(address, 16), v128.load(row, 16)),
  );
}

/** Lane sums of four frames' products: (lane 0 + lane 2) + (lane 1 + lane 3) for each. */
// @ts-ignore: decorator
@inline
function sumFour(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

// @ts-ignore: decorator
@inline
function sumOne(a: v128): f32 {
  const folded = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(folded, 0) + f32x4.extract_lane(folded, 1);
}

/**
 * Writes the voice's next `frames` samples, in units of its wave, and moves its position on. Returns how many there
 * were: fewer where the wave ends.
 */
export function interpolate(voice: usize, scratch: usize, frames: i32): i32 {
  const table = <usize>load<u32>(<usize>load<u32>(HEADER_ADDRESS, HEADER_TABLES), TABLE_FLOAT_ROWS);
  const isFloat = load<u32>(voice, VOICE_WAVE_FORMAT) != 0;
  const wave = <usize>load<u32>(voice, VOICE_WAVE_ADDRESS) - (isFloat ? TAPS_BEFORE << 2 : TAPS_BEFORE << 1);
  const isLooping = load<u32>(voice, VOICE_LOOP_MODE) != 0;
  const limitFrame = isLooping ? load<u32>(voice, VOICE_LOOP_WRAP) : load<u32>(voice, VOICE_WAVE_END) + SINC_TAPS / 2;
  const limit = <u64>limitFrame << 32;
  const loopLength = <u64>load<u32>(voice, VOICE_LOOP_LENGTH) << 32;
  const increment = load<u64>(voice, VOICE_INCREMENT);
  let phase = load<u64>(voice, VOICE_PHASE);
  let i: i32 = 0;
  while (i < frames) {
    if (phase >= limit) {
      if (!isLooping) {
        break;
      }
      phase -= ((phase - limit) / loopLength + 1) * loopLength;
    }
    const target = scratch + (i << 2);
    if (frames - i >= 4 && phase + 3 * increment < limit) {
      const second = phase + increment;
      const third = second + increment;
      const fourth = third + increment;
      v128.store(
        target,
        isFloat
          ? sumFour(taps32(wave, table, phase), taps32(wave, table, second), taps32(wave, table, third), taps32(wave, table, fourth))
          : sumFour(taps16(wave, table, phase), taps16(wave, table, second), taps16(wave, table, third), taps16(wave, table, fourth)),
      );
      phase = fourth + increment;
      i += 4;
    } else {
      store<f32>(target, sumOne(isFloat ? taps32(wave, table, phase) : taps16(wave, table, phase)));
      phase += increment;
      i += 1;
    }
  }
  store<u64>(voice, phase, VOICE_PHASE);
  return i;
}

/** A loop that ends with the note: from here on the wave is played as it was recorded. */
export function leaveLoop(voice: usize, releaseAddress: u32): void {
  const wrap = <u64>(load<u32>(voice, VOICE_LOOP_WRAP) - GUARD_FRAMES) << 32;
  const loopLength = <u64>load<u32>(voice, VOICE_LOOP_LENGTH) << 32;
  let phase = load<u64>(voice, VOICE_PHASE);
  if (phase >= wrap) phase -= ((phase - wrap) / loopLength + 1) * loopLength;
  store<u64>(voice, phase, VOICE_PHASE);
  store<u32>(voice, releaseAddress, VOICE_WAVE_ADDRESS);
  store<u32>(voice, 0, VOICE_LOOP_MODE);
}

export function skip(voice: usize, frames: i32): i32 {
  const isLooping = load<u32>(voice, VOICE_LOOP_MODE) != 0;
  const limitFrame = isLooping ? load<u32>(voice, VOICE_LOOP_WRAP) : load<u32>(voice, VOICE_WAVE_END) + SINC_TAPS / 2;
  const limit = <u64>limitFrame << 32;
  const loopLength = <u64>load<u32>(voice, VOICE_LOOP_LENGTH) << 32;
  const increment = load<u64>(voice, VOICE_INCREMENT);
  let phase = load<u64>(voice, VOICE_PHASE);
  for (let i = 0; i < frames; i++) {
    if (phase >= limit) {
      if (!isLooping) { store<u64>(voice, phase, VOICE_PHASE); return i; }
      phase -= ((phase - limit) / loopLength + 1) * loopLength;
    }
    phase += increment;
  }
  store<u64>(voice, phase, VOICE_PHASE);
  return frames;
}
