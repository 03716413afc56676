// The two envelope generators. A stage is a length in frames and a count of those elapsed; levels follow from both,
// so nothing drifts however long a stage lasts.

import {
  EG_ATTACK,
  EG_DECAY,
  EG_DELAY,
  EG_ENDED,
  EG_HOLD,
  EG_RELEASE,
  EG_SUSTAIN,
  LONGEST_STAGE_FRAMES,
  SHORTEST_SEGMENT_FRAMES,
  SILENCE_DB,
  VOICE_EG1_ATTACK,
  VOICE_EG1_DECAY,
  VOICE_EG1_DELAY,
  VOICE_EG1_ELAPSED,
  VOICE_EG1_FROM_DB,
  VOICE_EG1_HOLD,
  VOICE_EG1_LENGTH,
  VOICE_EG1_STAGE,
  VOICE_EG1_SUSTAIN_DB,
  VOICE_EG2_ATTACK,
  VOICE_EG2_DECAY,
  VOICE_EG2_DELAY,
  VOICE_EG2_ELAPSED,
  VOICE_EG2_FROM,
  VOICE_EG2_HOLD,
  VOICE_EG2_LENGTH,
  VOICE_EG2_RELEASE,
  VOICE_EG2_STAGE,
  VOICE_EG2_SUSTAIN,
  VOICE_MODULATORS,
  VOICE_MODULATORS_COPY,
  VOICE_SEGMENT_FRAME,
  VOICE_SEGMENT_LEFT,
} from '../src/synth/kernel/layout';
import { dbFromGain, gainFromDb } from './mathematics';

// ---- EG1: delay, attack (linear in amplitude), hold, decay (linear in dB), sustain, release

function enterEg1Stage(voice: usize, stage: i32): void {
  let length: u32 = LONGEST_STAGE_FRAMES;
  if (stage == EG_DELAY) length = load<u32>(voice, VOICE_EG1_DELAY);
  else if (stage == EG_ATTACK) length = load<u32>(voice, VOICE_EG1_ATTACK);
  else if (stage == EG_HOLD) length = load<u32>(voice, VOICE_EG1_HOLD);
  else if (stage == EG_DECAY) length = load<u32>(voice, VOICE_EG1_DECAY);
  else if (stage == EG_SUSTAIN && load<f32>(voice, VOICE_EG1_SUSTAIN_DB) >= <f32>SILENCE_DB) stage = EG_ENDED;
  store<i32>(voice, stage, VOICE_EG1_STAGE);
  store<u32>(voice, 0, VOICE_EG1_ELAPSED);
  store<u32>(voice, length, VOICE_EG1_LENGTH);
}

export function startEg1(voice: usize): void {
  enterEg1Stage(voice, EG_DELAY);
  advanceEg1(voice, 0);
}

/** Moves on by `frames`, through as many stages as end in them. */
export function advanceEg1(voice: usize, frames: u32): void {
  let elapsed = load<u32>(voice, VOICE_EG1_ELAPSED) + frames;
  let length = load<u32>(voice, VOICE_EG1_LENGTH);
  let stage = load<i32>(voice, VOICE_EG1_STAGE);
  while (elapsed >= length && stage != EG_SUSTAIN && stage != EG_ENDED) {
    elapsed -= length;
    enterEg1Stage(voice, stage == EG_RELEASE ? EG_ENDED : stage + 1);
    stage = load<i32>(voice, VOICE_EG1_STAGE);
    length = load<u32>(voice, VOICE_EG1_LENGTH);
  }
  store<u32>(voice, stage == EG_SUSTAIN || stage == EG_ENDED ? 0 : elapsed, VOICE_EG1_ELAPSED);
}

/** How much of the present stage has gone by, 0…1. */
// @ts-ignore: decorator
@inline
function partOf(voice: usize, elapsedField: usize, lengthField: usize): f64 {
  return <f64>load<u32>(voice + elapsedField) / <f64>load<u32>(voice + lengthField);
}

/** Attenuation now, dB, outside the attack. */
function eg1Db(voice: usize, stage: i32): f64 {
  if (stage == EG_SUSTAIN) return <f64>load<f32>(voice, VOICE_EG1_SUSTAIN_DB);
  if (stage == EG_DECAY) return partOf(voice, VOICE_EG1_ELAPSED, VOICE_EG1_LENGTH) * <f64>load<f32>(voice, VOICE_EG1_SUSTAIN_DB);
  if (stage == EG_RELEASE) {
    const from = <f64>load<f32>(voice, VOICE_EG1_FROM_DB);
    return from + partOf(voice, VOICE_EG1_ELAPSED, VOICE_EG1_LENGTH) * (<f64>SILENCE_DB - from);
  }
  return stage == EG_HOLD ? 0.0 : <f64>SILENCE_DB;
}

/** Whether EG1 lets nothing through now. */
export function isEg1Closed(voice: usize): bool {
  const stage = load<i32>(voice, VOICE_EG1_STAGE);
  return stage == EG_DELAY || stage == EG_ENDED;
}

/** Attenuation by EG1 now in those stages that are linear in dB, 0 in the attack. */
export function eg1StageDb(voice: usize): f64 {
  const stage = load<i32>(voice, VOICE_EG1_STAGE);
  return stage == EG_ATTACK ? 0.0 : eg1Db(voice, stage);
}

/** Level in the attack, linear, 1 in all later stages. */
export function eg1AttackGain(voice: usize): f64 {
  return load<i32>(voice, VOICE_EG1_STAGE) == EG_ATTACK ? attackGain(voice) : 1.0;
}

/** Linear level in the attack, 0…1. */
function attackGain(voice: usize): f64 {
  return partOf(voice, VOICE_EG1_ELAPSED, VOICE_EG1_LENGTH);
}

/** Attenuation now, 0…96 dB. */
export function eg1Attenuation(voice: usize): f64 {
  const stage = load<i32>(voice, VOICE_EG1_STAGE);
  if (stage != EG_ATTACK) return eg1Db(voice, stage);
  const gain = attackGain(voice);
  return gain <= 0.0 ? <f64>SILENCE_DB : min(<f64>SILENCE_DB, -dbFromGain(gain));
}

/** Attenuation at the present frame, dB; a running segment has taken EG1 to its end already. */
export function presentAttenuation(voice: usize): f64 {
  if (load<u32>(voice, VOICE_SEGMENT_LEFT) == 0) return eg1Attenuation(voice);
  const atSegmentEnd = v128.load(voice, VOICE_EG1_STAGE);
  v128.store(voice, v128.load(voice, VOICE_MODULATORS_COPY + VOICE_EG1_STAGE - VOICE_MODULATORS), VOICE_EG1_STAGE);
  advanceEg1(voice, load<u32>(voice, VOICE_SEGMENT_FRAME));
  const attenuation = eg1Attenuation(voice);
  v128.store(voice, atSegmentEnd, VOICE_EG1_STAGE);
  return attenuation;
}

/** Falls from the present level to silence; `fullRangeFrames` is the time that the whole 96 dB would take. */
export function releaseEg1(voice: usize, fullRangeFrames: u32): void {
  const from = eg1Attenuation(voice);
  const frames = <u32>Math.floor((<f64>fullRangeFrames * (<f64>SILENCE_DB - from)) / <f64>SILENCE_DB + 0.5);
  store<f32>(voice, <f32>from, VOICE_EG1_FROM_DB);
  store<u32>(voice, 0, VOICE_EG1_ELAPSED);
  store<u32>(voice, frames == 0 ? LONGEST_STAGE_FRAMES : frames, VOICE_EG1_LENGTH);
  store<i32>(voice, frames == 0 ? EG_ENDED : EG_RELEASE, VOICE_EG1_STAGE);
}

// ---- EG2: the same stages, all linear

function enterEg2Stage(voice: usize, stage: i32): void {
  let length: u32 = LONGEST_STAGE_FRAMES;
  if (stage == EG_DELAY) length = load<u32>(voice, VOICE_EG2_DELAY);
  else if (stage == EG_ATTACK) length = load<u32>(voice, VOICE_EG2_ATTACK);
  else if (stage == EG_HOLD) length = load<u32>(voice, VOICE_EG2_HOLD);
  else if (stage == EG_DECAY) length = load<u32>(voice, VOICE_EG2_DECAY);
  store<i32>(voice, stage, VOICE_EG2_STAGE);
  store<u32>(voice, 0, VOICE_EG2_ELAPSED);
  store<u32>(voice, length, VOICE_EG2_LENGTH);
}

export function startEg2(voice: usize): void {
  enterEg2Stage(voice, EG_DELAY);
  advanceEg2(voice, 0);
}

export function advanceEg2(voice: usize, frames: u32): void {
  let elapsed = load<u32>(voice, VOICE_EG2_ELAPSED) + frames;
  let length = load<u32>(voice, VOICE_EG2_LENGTH);
  let stage = load<i32>(voice, VOICE_EG2_STAGE);
  while (elapsed >= length && stage != EG_SUSTAIN && stage != EG_ENDED) {
    elapsed -= length;
    enterEg2Stage(voice, stage == EG_RELEASE ? EG_ENDED : stage + 1);
    stage = load<i32>(voice, VOICE_EG2_STAGE);
    length = load<u32>(voice, VOICE_EG2_LENGTH);
  }
  store<u32>(voice, stage == EG_SUSTAIN || stage == EG_ENDED ? 0 : elapsed, VOICE_EG2_ELAPSED);
}

/** Level now, 0…1. */
export function eg2Level(voice: usize): f64 {
  const stage = load<i32>(voice, VOICE_EG2_STAGE);
  const sustain = <f64>load<f32>(voice, VOICE_EG2_SUSTAIN);
  if (stage == EG_SUSTAIN) return sustain;
  if (stage == EG_DELAY || stage == EG_ENDED) return 0.0;
  if (stage == EG_HOLD) return 1.0;
  const part = partOf(voice, VOICE_EG2_ELAPSED, VOICE_EG2_LENGTH);
  if (stage == EG_ATTACK) return part;
  if (stage == EG_DECAY) return 1.0 + part * (sustain - 1.0);
  return <f64>load<f32>(voice, VOICE_EG2_FROM) * (1.0 - part);
}

export function releaseEg2(voice: usize): void {
  const from = eg2Level(voice);
  const frames = <u32>Math.floor(<f64>load<u32>(voice, VOICE_EG2_RELEASE) * from + 0.5);
  store<f32>(voice, <f32>from, VOICE_EG2_FROM);
  store<u32>(voice, 0, VOICE_EG2_ELAPSED);
  store<u32>(voice, frames == 0 ? LONGEST_STAGE_FRAMES : frames, VOICE_EG2_LENGTH);
  store<i32>(voice, frames == 0 ? EG_ENDED : EG_RELEASE, VOICE_EG2_STAGE);
}

/** Frames until the next corner of either envelope, between the shortest segment and `longest`. */
export function framesToCorner(voice: usize, longest: u32): u32 {
  const eg1 = load<u32>(voice, VOICE_EG1_LENGTH) - load<u32>(voice, VOICE_EG1_ELAPSED);
  const eg2 = load<u32>(voice, VOICE_EG2_LENGTH) - load<u32>(voice, VOICE_EG2_ELAPSED);
  return max(<u32>SHORTEST_SEGMENT_FRAMES, min(longest, min(eg1, eg2)));
}
