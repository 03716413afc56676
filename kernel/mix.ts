// A voice's way onto its group's buses, and the groups' way to the output.

import {
  BUS_COUNT,
  CELL_FRAMES,
  GROUP_COUNT,
  HEADER_ADDRESS,
  HEADER_GROUP_BUSES,
  HEADER_OUTPUT,
  RUN_FRAMES,
  VOICE_RAMP_START,
  VOICE_RAMP_STEP,
  VOICE_SEGMENT_FRAME,
} from '../src/synth/kernel/layout';

/** Bytes of one bus of a group, and of the output. */
const GROUP_BUS_BYTES: usize = CELL_FRAMES * 4;
const OUTPUT_BUS_BYTES: usize = RUN_FRAMES * 4;
const GROUP_BYTES: usize = GROUP_BUS_BYTES * BUS_COUNT;
/** Buses go in pairs: left and right, reverb and chorus. */
const PAIR_COUNT: usize = 2;
const PAIR_RAMP_BYTES: usize = 8;
const GROUPS: usize = GROUP_COUNT;

/** For each pair and group, whether anything was put on it in this part of the cell. */
const isTouched = memory.data(GROUP_COUNT * 2);
/** For each group, where its bus is while groups are summed. */
const places = memory.data(GROUP_COUNT * 4);

/** Nothing is on any bus. */
export function clearGroups(): void {
  memory.fill(isTouched, 0, GROUPS * PAIR_COUNT);
}

// @ts-ignore: decorator
@inline
function groupBuses(group: usize): usize {
  return <usize>load<u32>(HEADER_ADDRESS, HEADER_GROUP_BUSES) + group * GROUP_BYTES;
}

/** Adds a voice's samples to the buses of its group, from frame `from` of the cell. */
export function mix(voice: usize, group: usize, samples: usize, from: u32, frames: i32): void {
  const buses = groupBuses(group) + (<usize>from << 2);
  mixPair(voice, group, 0, buses, samples, frames);
  const sends = voice + PAIR_RAMP_BYTES;
  const isDry = (load<u64>(sends, VOICE_RAMP_START) | load<u64>(sends, VOICE_RAMP_STEP)) == 0;
  if (!isDry) mixPair(sends, group, 1, buses + 2 * GROUP_BUS_BYTES, samples, frames, voice);
}

/** `ramp` + VOICE_RAMP_… is where the pair's gains are. A frame's gain is start + step × frame, not a sum of steps. */
function mixPair(ramp: usize, group: usize, pair: usize, bus: usize, samples: usize, frames: i32, voice: usize = ramp): void {
  const touched = isTouched + pair * GROUPS + group;
  if (!load<u8>(touched)) {
    store<u8>(touched, 1);
    // The whole bus, for other voices may cover more of it.
    const whole = groupBuses(group) + pair * 2 * GROUP_BUS_BYTES;
    memory.fill(whole, 0, 2 * GROUP_BUS_BYTES);
  }
  const startA = load<f32>(ramp, VOICE_RAMP_START);
  const startB = load<f32>(ramp, VOICE_RAMP_START + 4);
  const stepA = load<f32>(ramp, VOICE_RAMP_STEP);
  const stepB = load<f32>(ramp, VOICE_RAMP_STEP + 4);
  const whole = frames & ~3;
  const first = <f32>load<u32>(voice, VOICE_SEGMENT_FRAME);
  if (stepA == 0.0 && stepB == 0.0) mixLevel(bus, samples, whole, startA, startB);
  else mixRamp(bus, samples, whole, startA, stepA, startB, stepB, first);
  for (let i = whole; i < frames; i++) {
    const target = bus + (<usize>i << 2);
    const sample = load<f32>(samples + (<usize>i << 2));
    const index = first + <f32>i;
    store<f32>(target, load<f32>(target) + sample * (startA + stepA * index));
    const other = load<f32>(target, GROUP_BUS_BYTES);
    store<f32>(target, other + sample * (startB + stepB * index), GROUP_BUS_BYTES);
  }
}

function mixLevel(bus: usize, samples: usize, frames: i32, gainA: f32, gainB: f32): void {
  const gainsA = f32x4.splat(gainA);
  const gainsB = f32x4.splat(gainB);
  const end = samples + (<usize>frames << 2);
  for (; samples < end; samples += 16, bus += 16) {
    const x = v128.load(samples);
    v128.store(bus, f32x4.add(v128.load(bus), f32x4.mul(x, gainsA)));
    v128.store(bus, f32x4.add(v128.load(bus, GROUP_BUS_BYTES), f32x4.mul(x, gainsB)), GROUP_BUS_BYTES);
  }
}

function mixRamp(bus: usize, samples: usize, frames: i32, startA: f32, stepA: f32, startB: f32, stepB: f32, first: f32): void {
  const startsA = f32x4.splat(startA);
  const startsB = f32x4.splat(startB);
  const stepsA = f32x4.splat(stepA);
  const stepsB = f32x4.splat(stepB);
  const four = f32x4.splat(4.0);
  let index = f32x4.add(f32x4.splat(first), f32x4(0, 1, 2, 3));
  const end = samples + (<usize>frames << 2);
  for (; samples < end; samples += 16, bus += 16) {
    const x = v128.load(samples);
    const gainsA = f32x4.add(startsA, f32x4.mul(stepsA, index));
    const gainsB = f32x4.add(startsB, f32x4.mul(stepsB, index));
    v128.store(bus, f32x4.add(v128.load(bus), f32x4.mul(x, gainsA)));
    v128.store(bus, f32x4.add(v128.load(bus, GROUP_BUS_BYTES), f32x4.mul(x, gainsB)), GROUP_BUS_BYTES);
    index = f32x4.add(index, four);
  }
}

/** Puts the sum of all groups on the output, from frame `at` of it: frames `from`…`end` − 1 of the cell. */
export function sumGroups(from: u32, end: u32, at: u32): void {
  const output = <usize>load<u32>(HEADER_ADDRESS, HEADER_OUTPUT) + (<usize>(at + from) << 2);
  const byteLength = <usize>(end - from) << 2;
  for (let pair: usize = 0; pair < PAIR_COUNT; pair++) {
    const touched = isTouched + pair * GROUPS;
    const target = output + pair * 2 * OUTPUT_BUS_BYTES;
    const isSilent = load<u64>(touched) == 0;
    for (let side: usize = 0; side < 2; side++) {
      const bus = target + side * OUTPUT_BUS_BYTES;
      if (isSilent) memory.fill(bus, 0, byteLength);
      else memory.copy(bus, sumTree(touched, (pair * 2 + side) * GROUP_BUS_BYTES + (<usize>from << 2), <i32>(end - from)), byteLength);
    }
  }
}

/** Sums the groups' buses in pairs, and pairs in pairs; a group that holds nothing adds nothing. Returns where the sum is. */
function sumTree(touched: usize, offset: usize, frames: i32): usize {
  for (let group: usize = 0; group < GROUPS; group++) {
    store<u32>(places + (group << 2), load<u8>(touched + group) ? <u32>(groupBuses(group) + offset) : 0);
  }
  for (let stride: usize = 1; stride < GROUPS; stride <<= 1) {
    for (let group: usize = 0; group < GROUPS; group += 2 * stride) {
      const left = <usize>load<u32>(places + (group << 2));
      const right = <usize>load<u32>(places + ((group + stride) << 2));
      if (right == 0) continue;
      if (left == 0) store<u32>(places + (group << 2), <u32>right);
      else addBus(left, right, frames);
    }
  }
  return <usize>load<u32>(places);
}

function addBus(target: usize, source: usize, frames: i32): void {
  let i: usize = 0;
  for (const whole = <usize>(frames & ~3) << 2; i < whole; i += 16) {
    v128.store(target + i, f32x4.add(v128.load(target + i), v128.load(source + i)));
  }
  for (const end = <usize>frames << 2; i < end; i += 4) store<f32>(target + i, load<f32>(target + i) + load<f32>(source + i));
}
