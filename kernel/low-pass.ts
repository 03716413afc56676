// The two-pole low-pass as a trapezoidal state-variable filter: stable in 32 bits down to the lowest cutoffs, and while
// its coefficients move. One voice alone and four in lanes take the same steps in the same order, so their bits agree.

import {
  HEADER_ADDRESS,
  HEADER_SAMPLE_RATE,
  VOICE_FILTER_A2,
  VOICE_FILTER_A2_STEP,
  VOICE_FILTER_A3,
  VOICE_FILTER_A3_STEP,
  VOICE_FILTER_B1,
  VOICE_FILTER_B1_STEP,
  VOICE_FILTER_CENTS,
  VOICE_FILTER_DAMPING,
  VOICE_FILTER_GAIN,
  VOICE_FILTER_S1,
  VOICE_FILTER_S2,
  VOICE_RESONANCE_DB,
} from '../src/synth/kernel/layout';
import { exp2, gainFromDb, tangent } from './mathematics';

/** No coefficients were computed yet. */
const NO_CENTS: f32 = -1.0e9;
/** A cutoff on its way to another. */
const MOVING_CENTS: f32 = -2.0e9;
const SQRT2: f64 = 1.4142135623730951;
/** Highest cutoff, share of the sample rate. */
const HIGHEST_CUTOFF: f64 = 0.49;
/** Below this a state is silence; it would only slow the processor down. */
const SMALLEST_STATE: f32 = 1.0e-20;

export function startFilter(voice: usize): void {
  store<f32>(voice, NO_CENTS, VOICE_FILTER_CENTS);
  store<f32>(voice, 0.0, VOICE_FILTER_S1);
  store<f32>(voice, 0.0, VOICE_FILTER_S2);
  store<f32>(voice, 1.0, VOICE_FILTER_GAIN);
  store<f32>(voice, 0.0, VOICE_FILTER_DAMPING);
}

/** A command came in between: the coefficients are where they are, and go on from there; the resonance may be another. */
export function interruptFilter(voice: usize): void {
  store<f32>(voice, 0.0, VOICE_FILTER_DAMPING);
  if (load<f32>(voice, VOICE_FILTER_CENTS) != NO_CENTS) store<f32>(voice, MOVING_CENTS, VOICE_FILTER_CENTS);
}

/** Sends the coefficients on their way to a cutoff, absolute cents, which they reach in `frames`; at once the first time. */
export function moveFilter(voice: usize, cents: f32, frames: u32): void {
  const before = load<f32>(voice, VOICE_FILTER_CENTS);
  flushTinyState(voice);
  if (cents == before) {
    setSteps(voice, 0.0, 0.0, 0.0);
    return;
  }
  store<f32>(voice, cents, VOICE_FILTER_CENTS);
  const hertz = 440.0 * exp2((<f64>cents - 6900.0) / 1200.0);
  const cycles = 0.5 * min(hertz / <f64>load<f32>(HEADER_ADDRESS, HEADER_SAMPLE_RATE), HIGHEST_CUTOFF);
  const g = tangent(cycles);
  const share = 2.0 / (1.0 + g * (g + dampingOf(voice)));
  const b1 = <f32>(share - 1.0);
  const a2 = <f32>(share * g);
  const a3 = <f32>(share * g * g);
  if (before == NO_CENTS) {
    store<f32>(voice, b1, VOICE_FILTER_B1);
    store<f32>(voice, a2, VOICE_FILTER_A2);
    store<f32>(voice, a3, VOICE_FILTER_A3);
  }
  const part = <f32>1.0 / <f32>frames;
  setSteps(
    voice,
    (b1 - load<f32>(voice, VOICE_FILTER_B1)) * part,
    (a2 - load<f32>(voice, VOICE_FILTER_A2)) * part,
    (a3 - load<f32>(voice, VOICE_FILTER_A3)) * part,
  );
}

/** 1 / Q; sets the filter's gain as well. */
function dampingOf(voice: usize): f64 {
  const known = load<f32>(voice, VOICE_FILTER_DAMPING);
  if (known != 0.0) return <f64>known;
  const height = gainFromDb(<f64>load<f32>(voice, VOICE_RESONANCE_DB));
  const damping = <f32>(SQRT2 / height);
  store<f32>(voice, damping, VOICE_FILTER_DAMPING);
  // The half of the filter's output, (s2 + s2') / 2, is taken here as well.
  store<f32>(voice, <f32>(0.5 / Math.sqrt(height)), VOICE_FILTER_GAIN);
  return <f64>damping;
}

function setSteps(voice: usize, b1: f32, a2: f32, a3: f32): void {
  store<f32>(voice, b1, VOICE_FILTER_B1_STEP);
  store<f32>(voice, a2, VOICE_FILTER_A2_STEP);
  store<f32>(voice, a3, VOICE_FILTER_A3_STEP);
}

function flushTinyState(voice: usize): void {
  if (Mathf.abs(load<f32>(voice, VOICE_FILTER_S1)) < SMALLEST_STATE) store<f32>(voice, 0.0, VOICE_FILTER_S1);
  if (Mathf.abs(load<f32>(voice, VOICE_FILTER_S2)) < SMALLEST_STATE) store<f32>(voice, 0.0, VOICE_FILTER_S2);
}

function isMoving(voice: usize): bool {
  return (
    load<f32>(voice, VOICE_FILTER_B1_STEP) != 0.0 ||
    load<f32>(voice, VOICE_FILTER_A2_STEP) != 0.0 ||
    load<f32>(voice, VOICE_FILTER_A3_STEP) != 0.0
  );
}

/** Moves the coefficients on without sound. */
export function restFilter(voice: usize, frames: i32): void {
  if (!isMoving(voice)) return;
  let b1 = load<f32>(voice, VOICE_FILTER_B1);
  let a2 = load<f32>(voice, VOICE_FILTER_A2);
  let a3 = load<f32>(voice, VOICE_FILTER_A3);
  for (let i = 0; i < frames; i++) {
    b1 += load<f32>(voice, VOICE_FILTER_B1_STEP);
    a2 += load<f32>(voice, VOICE_FILTER_A2_STEP);
    a3 += load<f32>(voice, VOICE_FILTER_A3_STEP);
  }
  store<f32>(voice, b1, VOICE_FILTER_B1);
  store<f32>(voice, a2, VOICE_FILTER_A2);
  store<f32>(voice, a3, VOICE_FILTER_A3);
}

/** Filters one voice's samples from `source` to `target`, which may be the same. */
export function filterOne(voice: usize, source: usize, target: usize, frames: i32): void {
  let b1 = load<f32>(voice, VOICE_FILTER_B1);
  let a2 = load<f32>(voice, VOICE_FILTER_A2);
  let a3 = load<f32>(voice, VOICE_FILTER_A3);
  let s1 = load<f32>(voice, VOICE_FILTER_S1);
  let s2 = load<f32>(voice, VOICE_FILTER_S2);
  const b1Step = load<f32>(voice, VOICE_FILTER_B1_STEP);
  const a2Step = load<f32>(voice, VOICE_FILTER_A2_STEP);
  const a3Step = load<f32>(voice, VOICE_FILTER_A3_STEP);
  for (let i: usize = 0; i < (<usize>frames) << 2; i += 4) {
    const v = load<f32>(source + i) - s2;
    const next = s2 + a2 * s1 + a3 * v;
    s1 = b1 * s1 + a2 * v;
    store<f32>(target + i, s2 + next);
    s2 = next;
    b1 += b1Step;
    a2 += a2Step;
    a3 += a3Step;
  }
  store<f32>(voice, b1, VOICE_FILTER_B1);
  store<f32>(voice, a2, VOICE_FILTER_A2);
  store<f32>(voice, a3, VOICE_FILTER_A3);
  store<f32>(voice, s1, VOICE_FILTER_S1);
  store<f32>(voice, s2, VOICE_FILTER_S2);
}

/** One field of four voices. */
// @ts-ignore: decorator
@inline
function lanes(a: usize, b: usize, c: usize, d: usize, field: usize): v128 {
  let result = v128.load32_zero(a + field);
  result = v128.load_lane<f32>(b + field, result, 1);
  result = v128.load_lane<f32>(c + field, result, 2);
  return v128.load_lane<f32>(d + field, result, 3);
}

// @ts-ignore: decorator
@inline
function storeLanes(a: usize, b: usize, c: usize, d: usize, field: usize, value: v128): void {
  v128.store_lane<f32>(a + field, value, 0);
  v128.store_lane<f32>(b + field, value, 1);
  v128.store_lane<f32>(c + field, value, 2);
  v128.store_lane<f32>(d + field, value, 3);
}

/** Filters `frames`, a multiple of four, of four voices: their samples at `from…` go to `to…`. */
export function filterFour(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  fromA: usize,
  fromB: usize,
  fromC: usize,
  fromD: usize,
  to: usize,
  toStride: usize,
  frames: i32,
): void {
  if (isMoving(a) || isMoving(b) || isMoving(c) || isMoving(d)) {
    filterFourMoving(a, b, c, d, fromA, fromB, fromC, fromD, to, toStride, frames);
    return;
  }
  const b1 = lanes(a, b, c, d, VOICE_FILTER_B1);
  const a2 = lanes(a, b, c, d, VOICE_FILTER_A2);
  const a3 = lanes(a, b, c, d, VOICE_FILTER_A3);
  let s1 = lanes(a, b, c, d, VOICE_FILTER_S1);
  let s2 = lanes(a, b, c, d, VOICE_FILTER_S2);
  for (let i: usize = 0; i < (<usize>frames) << 2; i += 16) {
    const xa = v128.load(fromA + i);
    const xb = v128.load(fromB + i);
    const xc = v128.load(fromC + i);
    const xd = v128.load(fromD + i);
    const abLow = v128.shuffle<f32>(xa, xb, 0, 4, 1, 5);
    const cdLow = v128.shuffle<f32>(xc, xd, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(xa, xb, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<f32>(xc, xd, 2, 6, 3, 7);

    let v = f32x4.sub(v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5), s2);
    let next = f32x4.add(f32x4.add(s2, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y0 = f32x4.add(s2, next);

    v = f32x4.sub(v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7), next);
    s2 = f32x4.add(f32x4.add(next, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y1 = f32x4.add(next, s2);

    v = f32x4.sub(v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), s2);
    next = f32x4.add(f32x4.add(s2, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y2 = f32x4.add(s2, next);

    v = f32x4.sub(v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), next);
    s2 = f32x4.add(f32x4.add(next, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y3 = f32x4.add(next, s2);

    storeTransposed(to + i, toStride, y0, y1, y2, y3);
  }
  storeLanes(a, b, c, d, VOICE_FILTER_S1, s1);
  storeLanes(a, b, c, d, VOICE_FILTER_S2, s2);
}

/** Four frames of four voices, back to a row each. */
// @ts-ignore: decorator
@inline
function storeTransposed(to: usize, stride: usize, y0: v128, y1: v128, y2: v128, y3: v128): void {
  const low01 = v128.shuffle<f32>(y0, y1, 0, 4, 1, 5);
  const low23 = v128.shuffle<f32>(y2, y3, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(y0, y1, 2, 6, 3, 7);
  const high23 = v128.shuffle<f32>(y2, y3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
  v128.store(to + stride, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
  v128.store(to + 2 * stride, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
  v128.store(to + 3 * stride, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
}

/** The same with coefficients that move a step with every frame. */
function filterFourMoving(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  fromA: usize,
  fromB: usize,
  fromC: usize,
  fromD: usize,
  to: usize,
  toStride: usize,
  frames: i32,
): void {
  const b1Step = lanes(a, b, c, d, VOICE_FILTER_B1_STEP);
  const a2Step = lanes(a, b, c, d, VOICE_FILTER_A2_STEP);
  const a3Step = lanes(a, b, c, d, VOICE_FILTER_A3_STEP);
  let b1 = lanes(a, b, c, d, VOICE_FILTER_B1);
  let a2 = lanes(a, b, c, d, VOICE_FILTER_A2);
  let a3 = lanes(a, b, c, d, VOICE_FILTER_A3);
  let s1 = lanes(a, b, c, d, VOICE_FILTER_S1);
  let s2 = lanes(a, b, c, d, VOICE_FILTER_S2);
  for (let i: usize = 0; i < (<usize>frames) << 2; i += 16) {
    const xa = v128.load(fromA + i);
    const xb = v128.load(fromB + i);
    const xc = v128.load(fromC + i);
    const xd = v128.load(fromD + i);
    const abLow = v128.shuffle<f32>(xa, xb, 0, 4, 1, 5);
    const cdLow = v128.shuffle<f32>(xc, xd, 0, 4, 1, 5);
    const abHigh = v128.shuffle<f32>(xa, xb, 2, 6, 3, 7);
    const cdHigh = v128.shuffle<f32>(xc, xd, 2, 6, 3, 7);

    let v = f32x4.sub(v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5), s2);
    let next = f32x4.add(f32x4.add(s2, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y0 = f32x4.add(s2, next);
    b1 = f32x4.add(b1, b1Step);
    a2 = f32x4.add(a2, a2Step);
    a3 = f32x4.add(a3, a3Step);

    v = f32x4.sub(v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7), next);
    s2 = f32x4.add(f32x4.add(next, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y1 = f32x4.add(next, s2);
    b1 = f32x4.add(b1, b1Step);
    a2 = f32x4.add(a2, a2Step);
    a3 = f32x4.add(a3, a3Step);

    v = f32x4.sub(v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), s2);
    next = f32x4.add(f32x4.add(s2, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y2 = f32x4.add(s2, next);
    b1 = f32x4.add(b1, b1Step);
    a2 = f32x4.add(a2, a2Step);
    a3 = f32x4.add(a3, a3Step);

    v = f32x4.sub(v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), next);
    s2 = f32x4.add(f32x4.add(next, f32x4.mul(a2, s1)), f32x4.mul(a3, v));
    s1 = f32x4.add(f32x4.mul(b1, s1), f32x4.mul(a2, v));
    const y3 = f32x4.add(next, s2);
    b1 = f32x4.add(b1, b1Step);
    a2 = f32x4.add(a2, a2Step);
    a3 = f32x4.add(a3, a3Step);

    storeTransposed(to + i, toStride, y0, y1, y2, y3);
  }
  storeLanes(a, b, c, d, VOICE_FILTER_B1, b1);
  storeLanes(a, b, c, d, VOICE_FILTER_A2, a2);
  storeLanes(a, b, c, d, VOICE_FILTER_A3, a3);
  storeLanes(a, b, c, d, VOICE_FILTER_S1, s1);
  storeLanes(a, b, c, d, VOICE_FILTER_S2, s2);
}
