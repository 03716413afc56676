// A feedback delay network: eight lines, each a lane of two vectors, mixed by a Hadamard matrix. Everything is done
// frame by frame, so that it does not depend on how time is cut.

import {
  EFFECTS_DAMPED,
  EFFECTS_DAMPING,
  EFFECTS_FEEDBACK,
  EFFECTS_LENGTHS,
  EFFECTS_REVERB_ANGLE,
  EFFECTS_REVERB_FRAMES,
  EFFECTS_REVERB_GAIN,
  EFFECTS_REVERB_IN,
  EFFECTS_REVERB_MEMORY,
  EFFECTS_REVERB_OUT,
  EFFECTS_REVERB_POSITION,
  EFFECTS_REVERB_QUIET,
  EFFECTS_REVERB_TAIL,
  EFFECTS_REVERB_TURN,
  GAIN_SHARE,
  REVERB_SWING,
} from '../src/synth/kernel/effects-layout';
import { turn } from './oscillator';

/** Bytes of a frame of all lines. */
const FRAME_SHIFT: usize = 5;
const VECTOR_BYTES = 16;
const SWING: f32 = <f32>REVERB_SWING;
/** 1/√8: the Hadamard matrix loses nothing and gains nothing. */
const HADAMARD_SCALE: f32 = 0.35355339059327373;

/** Where a line's value of so many frames ago is. */
// @ts-ignore: decorator
@inline
function placeOf(lines: usize, mask: u32, position: u32, delay: u32, line: usize): usize {
  return lines + (<usize>((position - delay) & mask) << FRAME_SHIFT) + (line << 2);
}

/** Four lines' values at their lengths, the first of them delayed by `swing` more, between two frames. */
// @ts-ignore: decorator
@inline
function readLines(effects: usize, lines: usize, mask: u32, position: u32, first: usize, swing: f32): v128 {
  const lengths = effects + EFFECTS_LENGTHS + (first << 2);
  const whole = Mathf.floor(swing);
  const part = swing - whole;
  const delay = load<u32>(lengths) + <u32>whole;
  const near = load<f32>(placeOf(lines, mask, position, delay, first));
  const far = load<f32>(placeOf(lines, mask, position, delay + 1, first));
  let result = f32x4.splat(near + part * (far - near));
  result = v128.load_lane<f32>(placeOf(lines, mask, position, load<u32>(lengths, 4), first + 1), result, 1);
  result = v128.load_lane<f32>(placeOf(lines, mask, position, load<u32>(lengths, 8), first + 2), result, 2);
  return v128.load_lane<f32>(placeOf(lines, mask, position, load<u32>(lengths, 12), first + 3), result, 3);
}

/** A Hadamard matrix of four on the lanes, not scaled. */
// @ts-ignore: decorator
@inline
function mixFour(v: v128): v128 {
  const pairs = f32x4.add(f32x4.mul(v, f32x4(1, -1, 1, -1)), v128.shuffle<f32>(v, v, 1, 0, 3, 2));
  return f32x4.add(f32x4.mul(pairs, f32x4(1, 1, -1, -1)), v128.shuffle<f32>(pairs, pairs, 2, 3, 0, 1));
}

// @ts-ignore: decorator
@inline
function sumOf(v: v128): f32 {
  const folded = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(folded, 0) + f32x4.extract_lane(folded, 1);
}

/** Adds the reverberation of `send` to `left` and `right`. */
export function reverberate(effects: usize, send: usize, left: usize, right: usize, frames: u32): void {
  const lines = <usize>load<u32>(effects, EFFECTS_REVERB_MEMORY);
  const mask = load<u32>(effects, EFFECTS_REVERB_FRAMES) - 1;
  const tail = load<u32>(effects, EFFECTS_REVERB_TAIL);
  const inGain = load<f32>(effects, EFFECTS_REVERB_IN);
  const target = load<f32>(effects, EFFECTS_REVERB_OUT);
  const feedbackA = v128.load(effects, EFFECTS_FEEDBACK);
  const feedbackB = v128.load(effects, EFFECTS_FEEDBACK + VECTOR_BYTES);
  const dampingA = v128.load(effects, EFFECTS_DAMPING);
  const dampingB = v128.load(effects, EFFECTS_DAMPING + VECTOR_BYTES);
  const scale = f32x4.splat(HADAMARD_SCALE);
  let dampedA = v128.load(effects, EFFECTS_DAMPED);
  let dampedB = v128.load(effects, EFFECTS_DAMPED + VECTOR_BYTES);
  let gain = load<f32>(effects, EFFECTS_REVERB_GAIN);
  let position = load<u32>(effects, EFFECTS_REVERB_POSITION);
  let quiet = load<u32>(effects, EFFECTS_REVERB_QUIET);
  for (let i: usize = 0; i < <usize>frames << 2; i += 4) {
    const x = load<f32>(send + i) * inGain;
    if (x != 0.0) quiet = 0;
    else if (quiet >= tail) continue;
    else if (++quiet == tail) {
      memory.fill(lines, 0, <usize>(mask + 1) << FRAME_SHIFT);
      dampedA = f32x4.splat(0.0);
      dampedB = f32x4.splat(0.0);
      continue;
    }
    turn(effects + EFFECTS_REVERB_ANGLE, effects + EFFECTS_REVERB_TURN);
    const swing = <f32>load<f64>(effects, EFFECTS_REVERB_ANGLE) * SWING;
    const a = readLines(effects, lines, mask, position, 0, SWING + swing);
    const b = readLines(effects, lines, mask, position, 4, SWING - swing);
    dampedA = f32x4.add(a, f32x4.mul(dampingA, f32x4.sub(dampedA, a)));
    dampedB = f32x4.add(b, f32x4.mul(dampingB, f32x4.sub(dampedB, b)));

    gain += (target - gain) * <f32>GAIN_SHARE;
    const both = f32x4.add(dampedA, dampedB);
    const apart = f32x4.sub(dampedA, dampedB);
    store<f32>(left + i, load<f32>(left + i) + gain * sumOf(f32x4.mul(both, f32x4(1, -1, 1, -1))));
    store<f32>(right + i, load<f32>(right + i) + gain * sumOf(f32x4.mul(apart, f32x4(1, 1, -1, -1))));

    const backA = f32x4.mul(feedbackA, dampedA);
    const backB = f32x4.mul(feedbackB, dampedB);
    const entry = f32x4.splat(x);
    const place = lines + (<usize>(position & mask) << FRAME_SHIFT);
    v128.store(place, f32x4.add(entry, f32x4.mul(scale, mixFour(f32x4.add(backA, backB)))));
    v128.store(place, f32x4.add(entry, f32x4.mul(scale, mixFour(f32x4.sub(backA, backB)))), VECTOR_BYTES);
    position++;
  }
  v128.store(effects, dampedA, EFFECTS_DAMPED);
  v128.store(effects, dampedB, EFFECTS_DAMPED + VECTOR_BYTES);
  store<f32>(effects, gain, EFFECTS_REVERB_GAIN);
  store<u32>(effects, position, EFFECTS_REVERB_POSITION);
  store<u32>(effects, quiet, EFFECTS_REVERB_QUIET);
}
