// A voice's low-pass, and its way onto the buses.

import {
  CELL_FRAMES,
  VOICE_FILTER_A1,
  VOICE_FILTER_A1_STEP,
  VOICE_FILTER_A2,
  VOICE_FILTER_A2_STEP,
  VOICE_FILTER_B0,
  VOICE_FILTER_B0_STEP,
  VOICE_FILTER_Z1,
  VOICE_FILTER_Z2,
  VOICE_RAMP_START,
  VOICE_RAMP_STEP,
  VOICE_SEGMENT_FRAME,
} from '../src/synth/kernel/layout';

/** Bytes of one bus. */
const BUS_BYTES: usize = CELL_FRAMES * 4;

/** Filters in place; coefficients move a step with every frame. */
export function lowPass(voice: usize, scratch: usize, frames: i32): void {
  let b0 = load<f64>(voice, VOICE_FILTER_B0);
  let a1 = load<f64>(voice, VOICE_FILTER_A1);
  let a2 = load<f64>(voice, VOICE_FILTER_A2);
  let z1 = load<f64>(voice, VOICE_FILTER_Z1);
  let z2 = load<f64>(voice, VOICE_FILTER_Z2);
  const b0Step = load<f64>(voice, VOICE_FILTER_B0_STEP);
  const a1Step = load<f64>(voice, VOICE_FILTER_A1_STEP);
  const a2Step = load<f64>(voice, VOICE_FILTER_A2_STEP);
  const end = scratch + (frames << 2);
  for (let sample = scratch; sample < end; sample += 4) {
    const x = b0 * <f64>load<f32>(sample);
    const y = x + z1;
    z1 = x + x + z2 - a1 * y;
    z2 = x - a2 * y;
    store<f32>(sample, <f32>y);
    b0 += b0Step;
    a1 += a1Step;
    a2 += a2Step;
  }
  store<f64>(voice, b0, VOICE_FILTER_B0);
  store<f64>(voice, a1, VOICE_FILTER_A1);
  store<f64>(voice, a2, VOICE_FILTER_A2);
  store<f64>(voice, z1, VOICE_FILTER_Z1);
  store<f64>(voice, z2, VOICE_FILTER_Z2);
}

/** Adds to one bus with the gain's ramp. A frame's gain is start + step × frame, not a sum of steps. */
function addToBus(voice: usize, bus: i32, scratch: usize, output: usize, frames: i32): void {
  const ramp = voice + (bus << 2);
  const start = load<f32>(ramp, VOICE_RAMP_START);
  const step = load<f32>(ramp, VOICE_RAMP_STEP);
  if (start == 0.0 && step == 0.0) return;
  const first = <f32>load<u32>(voice, VOICE_SEGMENT_FRAME);
  const starts = f32x4.splat(start);
  const steps = f32x4.splat(step);
  let index = f32x4.add(f32x4.splat(first), f32x4(0, 1, 2, 3));
  let i: i32 = 0;
  for (; i + 4 <= frames; i += 4) {
    const gain = f32x4.add(starts, f32x4.mul(steps, index));
    const target = output + (i << 2);
    v128.store(target, f32x4.add(v128.load(target), f32x4.mul(v128.load(scratch + (i << 2)), gain)));
    index = f32x4.add(index, f32x4.splat(4.0));
  }
  for (; i < frames; i++) {
    const gain = start + step * (first + <f32>i);
    const target = output + (i << 2);
    store<f32>(target, load<f32>(target) + load<f32>(scratch + (i << 2)) * gain);
  }
}

/** Adds the samples to all buses; `output` is the first bus at the segment's frame of the cell. */
export function mix(voice: usize, scratch: usize, output: usize, frames: i32): void {
  addToBus(voice, 0, scratch, output, frames);
  addToBus(voice, 1, scratch, output + BUS_BYTES, frames);
  addToBus(voice, 2, scratch, output + 2 * BUS_BYTES, frames);
  addToBus(voice, 3, scratch, output + 3 * BUS_BYTES, frames);
}
