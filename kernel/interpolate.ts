// Windowed-sinc interpolation, four output frames at a time. One frame alone is computed with the same operations in
// the same order, so that a frame's bits do not depend on the company in which it is computed.

import {
  GUARD_FRAMES,
  HEADER_ADDRESS,
  HEADER_TABLES,
  TABLE_BYTES,
  TABLE_COUNT,
  TABLE_IS_INTEGER,
  TABLE_MAX_INCREMENT,
  TABLE_PHASE_BITS,
  TABLE_ROWS,
  TABLE_TAPS,
  TABLE_WEIGHT_SCALE,
  VOICE_INCREMENT,
  VOICE_LOOP_LENGTH,
  VOICE_LOOP_MODE,
  VOICE_LOOP_WRAP,
  VOICE_PHASE,
  VOICE_TABLE,
  VOICE_WAVE_ADDRESS,
  VOICE_WAVE_END,
  VOICE_WAVE_FORMAT,
} from '../src/synth/kernel/layout';

/** Taps that one instruction multiplies. */
const SHORT_TAPS: u32 = 8;
const SHORT_ROW_SHIFT: u32 = 4;
/** The part of a fraction between two phases is a number of so many bits, which a float holds exactly. */
const REST_BITS: u32 = 24;

/** The table for a step a frame, 32.32 fixed point. */
export function chooseTable(increment: u64): usize {
  let table = <usize>load<u32>(HEADER_ADDRESS, HEADER_TABLES);
  const last = table + (TABLE_COUNT - 1) * TABLE_BYTES;
  while (table < last && increment > load<u64>(table, TABLE_MAX_INCREMENT)) table += TABLE_BYTES;
  return table;
}

/** Where the voice jumps back or ends, 32.32 fixed point. */
// @ts-ignore: decorator
@inline
function limitOf(voice: usize): u64 {
  if (load<u32>(voice, VOICE_LOOP_MODE) != 0) return <u64>load<u32>(voice, VOICE_LOOP_WRAP) << 32;
  const taps = load<u32>(<usize>load<u32>(voice, VOICE_TABLE), TABLE_TAPS);
  return <u64>(load<u32>(voice, VOICE_WAVE_END) + taps / 2) << 32;
}

/** A position at or beyond the limit, led back by whole loops. */
// @ts-ignore: decorator
@inline
function ledBack(voice: usize, phase: u64, limit: u64): u64 {
  const loopLength = <u64>load<u32>(voice, VOICE_LOOP_LENGTH) << 32;
  return phase - ((phase - limit) / loopLength + 1) * loopLength;
}

/** How many of the next `frames` frames lie before the limit, which the first does. */
// @ts-ignore: decorator
@inline
function framesBefore(limit: u64, phase: u64, increment: u64, frames: i32): i32 {
  if (phase + <u64>(frames - 1) * increment < limit) return frames;
  return <i32>((limit - phase + increment - 1) / increment);
}

/**
 * Writes the voice's next `frames` samples, in units of its wave, and moves its position on. Returns how many there
 * were: fewer where the wave ends.
 */
export function interpolate(voice: usize, target: usize, frames: i32): i32 {
  const limit = limitOf(voice);
  const increment = load<u64>(voice, VOICE_INCREMENT);
  let phase = load<u64>(voice, VOICE_PHASE);
  let done: i32 = 0;
  while (done < frames) {
    if (phase >= limit) {
      if (load<u32>(voice, VOICE_LOOP_MODE) == 0) break;
      phase = ledBack(voice, phase, limit);
    }
    const run = framesBefore(limit, phase, increment, frames - done);
    interpolateRun(voice, target + (<usize>done << 2), run, phase, increment);
    phase += <u64>run * increment;
    done += run;
  }
  store<u64>(voice, phase, VOICE_PHASE);
  return done;
}

/** Moves the position on without computing samples. Returns how many frames there were. */
export function skip(voice: usize, frames: i32): i32 {
  const limit = limitOf(voice);
  const increment = load<u64>(voice, VOICE_INCREMENT);
  const phase = load<u64>(voice, VOICE_PHASE);
  let last = phase + <u64>(frames - 1) * increment;
  let done = frames;
  if (last >= limit) {
    if (load<u32>(voice, VOICE_LOOP_MODE) != 0) last = ledBack(voice, last, limit);
    else {
      done = phase >= limit ? 0 : framesBefore(limit, phase, increment, frames);
      last = phase + <u64>done * increment - increment;
    }
  }
  store<u64>(voice, last + increment, VOICE_PHASE);
  return done;
}

/** Frames without a jump. */
function interpolateRun(voice: usize, target: usize, frames: i32, phase: u64, increment: u64): void {
  const table = <usize>load<u32>(voice, VOICE_TABLE);
  const isFloat = load<u32>(voice, VOICE_WAVE_FORMAT) != 0;
  const taps = load<u32>(table, TABLE_TAPS);
  const reach = <usize>(taps / 2 - 1);
  const wave = <usize>load<u32>(voice, VOICE_WAVE_ADDRESS) - (isFloat ? reach << 2 : reach << 1);
  if (load<u32>(table, TABLE_IS_INTEGER) == 0) interpolateFloats(table, wave, isFloat, target, frames, phase, increment);
  else if (isFloat) interpolateMixed(table, wave, target, frames, phase, increment);
  else if (taps == SHORT_TAPS) interpolateShort(table, wave, target, frames, phase, increment);
  else interpolateIntegers(table, wave, target, frames, phase, increment);
}

/** A position whose upper bits are the frame and, below, the nearest phase: half a phase is added. */
// @ts-ignore: decorator
@inline
function roundedToPhase(phase: u64, phaseBits: u32): u64 {
  return phase + ((<u64>1) << (31 - phaseBits));
}

// ---- 16-bit waves, 16-bit weights: products and sums are exact, in any order

/** Lane sums of four vectors. */
// @ts-ignore: decorator
@inline
function sumFourIntegers(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = i32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = i32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return i32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}

// @ts-ignore: decorator
@inline
function sumOneInteger(a: v128): i32 {
  const folded = i32x4.add(a, v128.shuffle<i32>(a, a, 2, 3, 0, 1));
  return i32x4.extract_lane(folded, 0) + i32x4.extract_lane(folded, 1);
}

/** Eight taps at a rounded position. */
// @ts-ignore: decorator
@inline
function shortTaps(wave: usize, rows: usize, position: u64, shift: u32): v128 {
  const row = rows + (<usize>(<u32>position >>> shift) << SHORT_ROW_SHIFT);
  return i32x4.dot_i16x8_s(v128.load(wave + (<usize>(position >>> 32) << 1)), v128.load(row));
}

function interpolateShort(table: usize, wave: usize, target: usize, frames: i32, phase: u64, increment: u64): void {
  const phaseBits = load<u32>(table, TABLE_PHASE_BITS);
  const shift = 32 - phaseBits;
  const rows = <usize>load<u32>(table, TABLE_ROWS);
  const scale = load<f32>(table, TABLE_WEIGHT_SCALE);
  const scales = f32x4.splat(scale);
  let position = roundedToPhase(phase, phaseBits);
  const end = target + (<usize>frames << 2);
  for (const whole = target + ((<usize>frames & ~3) << 2); target < whole; target += 16) {
    const a = shortTaps(wave, rows, position, shift);
    position += increment;
    const b = shortTaps(wave, rows, position, shift);
    position += increment;
    const c = shortTaps(wave, rows, position, shift);
    position += increment;
    const d = shortTaps(wave, rows, position, shift);
    position += increment;
    v128.store(target, f32x4.mul(f32x4.convert_i32x4_s(sumFourIntegers(a, b, c, d)), scales));
  }
  for (; target < end; target += 4) {
    store<f32>(target, <f32>sumOneInteger(shortTaps(wave, rows, position, shift)) * scale);
    position += increment;
  }
}

/** Sum of a row's products, folded to four lanes. */
// @ts-ignore: decorator
@inline
function integerTaps(wave: usize, row: usize, rowBytes: usize): v128 {
  let sum = i32x4.splat(0);
  for (let i: usize = 0; i < rowBytes; i += 16) {
    sum = i32x4.add(sum, i32x4.dot_i16x8_s(v128.load(wave + i), v128.load(row + i)));
  }
  return sum;
}

function interpolateIntegers(table: usize, wave: usize, target: usize, frames: i32, phase: u64, increment: u64): void {
  const phaseBits = load<u32>(table, TABLE_PHASE_BITS);
  const rows = <usize>load<u32>(table, TABLE_ROWS);
  const rowBytes = <usize>load<u32>(table, TABLE_TAPS) << 1;
  const scale = load<f32>(table, TABLE_WEIGHT_SCALE);
  let position = roundedToPhase(phase, phaseBits);
  for (const end = target + (<usize>frames << 2); target < end; target += 4) {
    const row = rows + <usize>(<u32>position >>> (32 - phaseBits)) * rowBytes;
    const sum = integerTaps(wave + (<usize>(position >>> 32) << 1), row, rowBytes);
    store<f32>(target, <f32>sumOneInteger(sum) * scale);
    position += increment;
  }
}

// ---- Floats: sums have one order, (lane 0 + lane 2) + (lane 1 + lane 3)

// @ts-ignore: decorator
@inline
function sumOne(a: v128): f32 {
  const folded = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return f32x4.extract_lane(folded, 0) + f32x4.extract_lane(folded, 1);
}

// @ts-ignore: decorator
@inline
function lowFloats(integers: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(integers));
}

// @ts-ignore: decorator
@inline
function highFloats(integers: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(integers));
}

/** Float waves with integer weights. */
function interpolateMixed(table: usize, wave: usize, target: usize, frames: i32, phase: u64, increment: u64): void {
  const phaseBits = load<u32>(table, TABLE_PHASE_BITS);
  const rows = <usize>load<u32>(table, TABLE_ROWS);
  const rowBytes = <usize>load<u32>(table, TABLE_TAPS) << 1;
  const scale = load<f32>(table, TABLE_WEIGHT_SCALE);
  let position = roundedToPhase(phase, phaseBits);
  for (const end = target + (<usize>frames << 2); target < end; target += 4) {
    const row = rows + <usize>(<u32>position >>> (32 - phaseBits)) * rowBytes;
    const samples = wave + (<usize>(position >>> 32) << 2);
    let sum = f32x4.splat(0.0);
    for (let i: usize = 0; i < rowBytes; i += 16) {
      const weights = v128.load(row + i);
      sum = f32x4.add(sum, f32x4.mul(v128.load(samples + 2 * i), lowFloats(weights)));
      sum = f32x4.add(sum, f32x4.mul(v128.load(samples + 2 * i, 16), highFloats(weights)));
    }
    store<f32>(target, sumOne(sum) * scale);
    position += increment;
  }
}

/** Waves of either kind with float weights: the value between those of two rows. */
function interpolateFloats(
  table: usize,
  wave: usize,
  isFloat: bool,
  target: usize,
  frames: i32,
  phase: u64,
  increment: u64,
): void {
  const phaseBits = load<u32>(table, TABLE_PHASE_BITS);
  const rows = <usize>load<u32>(table, TABLE_ROWS);
  const rowBytes = <usize>load<u32>(table, TABLE_TAPS) << 2;
  let position = phase;
  for (const end = target + (<usize>frames << 2); target < end; target += 4) {
    const fraction = <u32>position;
    const row = rows + <usize>(fraction >>> (32 - phaseBits)) * rowBytes;
    const rest = <f32>((fraction << phaseBits) >>> (32 - REST_BITS)) * <f32>(1.0 / 16777216.0);
    const frame = <usize>(position >>> 32);
    const sum = isFloat
      ? floatTaps(wave + (frame << 2), row, rowBytes, f32x4.splat(rest))
      : widenedTaps(wave + (frame << 1), row, rowBytes, f32x4.splat(rest));
    store<f32>(target, sumOne(sum));
    position += increment;
  }
}

/** Products of a float wave with two neighbouring rows, and what lies `rest` of the way between them. */
// @ts-ignore: decorator
@inline
function floatTaps(wave: usize, row: usize, rowBytes: usize, rest: v128): v128 {
  let first = f32x4.splat(0.0);
  let second = f32x4.splat(0.0);
  for (let i: usize = 0; i < rowBytes; i += 16) {
    const samples = v128.load(wave + i);
    first = f32x4.add(first, f32x4.mul(samples, v128.load(row + i)));
    second = f32x4.add(second, f32x4.mul(samples, v128.load(row + rowBytes + i)));
  }
  return f32x4.add(first, f32x4.mul(rest, f32x4.sub(second, first)));
}

/** The same of a 16-bit wave. */
// @ts-ignore: decorator
@inline
function widenedTaps(wave: usize, row: usize, rowBytes: usize, rest: v128): v128 {
  let first = f32x4.splat(0.0);
  let second = f32x4.splat(0.0);
  for (let i: usize = 0; i < rowBytes; i += 32) {
    const samples = v128.load(wave + (i >> 1));
    const low = lowFloats(samples);
    const high = highFloats(samples);
    const next = row + rowBytes + i;
    first = f32x4.add(first, f32x4.mul(low, v128.load(row + i)));
    first = f32x4.add(first, f32x4.mul(high, v128.load(row + i, 16)));
    second = f32x4.add(second, f32x4.mul(low, v128.load(next)));
    second = f32x4.add(second, f32x4.mul(high, v128.load(next, 16)));
  }
  return f32x4.add(first, f32x4.mul(rest, f32x4.sub(second, first)));
}

/** A loop that ends with the note: from here on the wave is played as it was recorded. */
export function leaveLoop(voice: usize, releaseAddress: u32): void {
  const wrap = <u64>(load<u32>(voice, VOICE_LOOP_WRAP) - GUARD_FRAMES) << 32;
  let phase = load<u64>(voice, VOICE_PHASE);
  if (phase >= wrap) phase = ledBack(voice, phase, wrap);
  store<u64>(voice, phase, VOICE_PHASE);
  store<u32>(voice, releaseAddress, VOICE_WAVE_ADDRESS);
  store<u32>(voice, 0, VOICE_LOOP_MODE);
}
