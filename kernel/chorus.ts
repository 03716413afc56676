// A stereo chorus: one delay line, read twice for each side at places that swing as sines, a quarter of a cycle apart.

import {
  EFFECTS_CHORUS_ANGLE,
  EFFECTS_CHORUS_DELAY,
  EFFECTS_CHORUS_DEPTH,
  EFFECTS_CHORUS_FRAMES,
  EFFECTS_CHORUS_GAIN,
  EFFECTS_CHORUS_MEMORY,
  EFFECTS_CHORUS_OUT,
  EFFECTS_CHORUS_POSITION,
  EFFECTS_CHORUS_QUIET,
  EFFECTS_CHORUS_TURN,
  GAIN_SHARE,
} from '../src/synth/kernel/effects-layout';
import { turn } from './oscillator';

/** The line's value `delay` frames ago, between two frames. */
// @ts-ignore: decorator
@inline
function tap(line: usize, mask: u32, position: u32, delay: f64): f32 {
  const whole = Math.floor(delay);
  const part = <f32>(delay - whole);
  const frame = position - <u32>whole;
  const near = load<f32>(line + (<usize>(frame & mask) << 2));
  const far = load<f32>(line + (<usize>((frame - 1) & mask) << 2));
  return near + part * (far - near);
}

/** Adds the chorus of `send` to `left` and `right`. */
export function thicken(effects: usize, send: usize, left: usize, right: usize, frames: u32): void {
  const line = <usize>load<u32>(effects, EFFECTS_CHORUS_MEMORY);
  const length = load<u32>(effects, EFFECTS_CHORUS_FRAMES);
  const mask = length - 1;
  const delay = <f64>load<f32>(effects, EFFECTS_CHORUS_DELAY);
  const depth = <f64>load<f32>(effects, EFFECTS_CHORUS_DEPTH);
  const target = load<f32>(effects, EFFECTS_CHORUS_OUT);
  let gain = load<f32>(effects, EFFECTS_CHORUS_GAIN);
  let position = load<u32>(effects, EFFECTS_CHORUS_POSITION);
  let quiet = load<u32>(effects, EFFECTS_CHORUS_QUIET);
  for (let i: usize = 0; i < <usize>frames << 2; i += 4) {
    const x = load<f32>(send + i);
    // After a whole round of silence the line holds nothing else.
    if (x != 0.0) quiet = 0;
    else if (quiet >= length) continue;
    else quiet++;
    turn(effects + EFFECTS_CHORUS_ANGLE, effects + EFFECTS_CHORUS_TURN);
    const sine = load<f64>(effects, EFFECTS_CHORUS_ANGLE) * depth;
    const cosine = load<f64>(effects, EFFECTS_CHORUS_ANGLE + 8) * depth;
    store<f32>(line + (<usize>(position & mask) << 2), x);
    gain += (target - gain) * <f32>GAIN_SHARE;
    const first = tap(line, mask, position, delay + sine) + tap(line, mask, position, delay - cosine);
    const second = tap(line, mask, position, delay - sine) + tap(line, mask, position, delay + cosine);
    store<f32>(left + i, load<f32>(left + i) + gain * first);
    store<f32>(right + i, load<f32>(right + i) + gain * second);
    position++;
  }
  store<f32>(effects, gain, EFFECTS_CHORUS_GAIN);
  store<u32>(effects, position, EFFECTS_CHORUS_POSITION);
  store<u32>(effects, quiet, EFFECTS_CHORUS_QUIET);
}
