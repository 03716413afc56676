// What happens at a control point: envelopes and LFOs move on by one segment, and pitch, gains and filter get their
// course over it. Control points are the voice's start, every command to it, envelopes' corners and ends of cells;
// never the border of a render call.

import {
  CELL_FRAMES,
  EG_ENDED,
  EG_RELEASE,
  HEADER_ADDRESS,
  HEADER_GAIN_CEILING,
  INAUDIBLE_GAIN,
  SEGMENT_REACH_FRAMES,
  VOICE_CUTOFF_CENTS,
  VOICE_EG1_STAGE,
  VOICE_EG2_TO_CUTOFF,
  VOICE_EG2_TO_GAIN,
  VOICE_EG2_TO_PITCH,
  VOICE_ENDED,
  VOICE_FILTER_GAIN,
  VOICE_FILTER_ON,
  VOICE_GAIN_DB,
  VOICE_GAIN_LINEAR,
  VOICE_GAIN_LINEAR_DB,
  VOICE_INCREMENT,
  VOICE_INCREMENT_CENTS,
  VOICE_LFO_DELAY,
  VOICE_LFO_PHASE,
  VOICE_LFO_RATE,
  VOICE_LFO_TO_CUTOFF,
  VOICE_LFO_TO_GAIN,
  VOICE_LFO_TO_PITCH,
  VOICE_LFO_VALUE,
  VOICE_LFO_WAIT,
  VOICE_MODULATORS,
  VOICE_MODULATORS_BYTES,
  VOICE_MODULATORS_COPY,
  VOICE_PAN_LEFT,
  VOICE_PHASE,
  VOICE_PITCH_CENTS,
  VOICE_PLAYING,
  VOICE_RAMP_START,
  VOICE_RAMP_STEP,
  VOICE_RAMP_TARGET,
  VOICE_SEGMENT_FRAME,
  VOICE_SEGMENT_LEFT,
  VOICE_STATUS,
  VOICE_TABLE,
  VOICE_VIBRATO_DELAY,
  VOICE_VIBRATO_PHASE,
  VOICE_VIBRATO_RATE,
  VOICE_VIBRATO_TO_CUTOFF,
  VOICE_VIBRATO_TO_GAIN,
  VOICE_VIBRATO_TO_PITCH,
  VOICE_VIBRATO_VALUE,
  VOICE_VIBRATO_WAIT,
  VOICE_WAVE_SCALE,
} from '../src/synth/kernel/layout';
import {
  advanceEg1,
  advanceEg2,
  eg1AttackGain,
  eg1StageDb,
  eg2Level,
  framesToCorner,
  isEg1Closed,
  startEg1,
  startEg2,
} from './envelope';
import { chooseTable } from './interpolate';
import { interruptFilter, moveFilter, startFilter } from './low-pass';
import { exp2, gainFromDb, sine } from './mathematics';
import { enterCache, leaveCache } from './pitch-cache';

/** Cents that no increment, or decibels that no gain, was computed for. */
const NOTHING: f64 = -1.0e9;
/** An LFO's value that nobody asked for. */
const UNKNOWN: f32 = 2.0;
/** Largest step, wave frames an output frame: far beyond any keyboard, and positions stay below 2^63. */
const LARGEST_INCREMENT: f64 = 4096.0;

export function startVoice(voice: usize): void {
  store<u32>(voice, VOICE_PLAYING, VOICE_STATUS);
  store<u64>(voice, 0, VOICE_PHASE);
  store<f64>(voice, NOTHING, VOICE_INCREMENT_CENTS);
  store<f64>(voice, NOTHING, VOICE_GAIN_LINEAR_DB);
  store<f64>(voice, 0.0, VOICE_LFO_PHASE);
  store<f64>(voice, 0.0, VOICE_VIBRATO_PHASE);
  store<f32>(voice, UNKNOWN, VOICE_LFO_VALUE);
  store<f32>(voice, UNKNOWN, VOICE_VIBRATO_VALUE);
  store<u32>(voice, load<u32>(voice, VOICE_LFO_DELAY), VOICE_LFO_WAIT);
  store<u32>(voice, load<u32>(voice, VOICE_VIBRATO_DELAY), VOICE_VIBRATO_WAIT);
  startFilter(voice);
  startEg1(voice);
  startEg2(voice);
  store<u32>(voice, 0, VOICE_SEGMENT_FRAME);
  store<u32>(voice, 0, VOICE_SEGMENT_LEFT);
  leaveCache(voice);
}

/** Whether any of a modulator's three depths, which lie side by side, is not 0. */
// @ts-ignore: decorator
@inline
function isHeard(voice: usize, depthField: usize): bool {
  const depths = load<u64>(voice + depthField) | <u64>load<u32>(voice + depthField, 8);
  return (depths & 0x7fffffff7fffffff) != 0;
}

/** Moves an LFO on by `frames`; the fields say which one. Its value is computed where somebody hears it. */
function advanceLfo(
  voice: usize,
  waitField: usize,
  phaseField: usize,
  rateField: usize,
  valueField: usize,
  depthField: usize,
  frames: u32,
): void {
  const wait = load<u32>(voice + waitField);
  const waited = min(frames, wait);
  store<u32>(voice + waitField, wait - waited);
  let phase = load<f64>(voice + phaseField) + <f64>load<f32>(voice + rateField) * <f64>(frames - waited);
  if (phase >= 1.0) phase -= Math.floor(phase);
  store<f64>(voice + phaseField, phase);
  store<f32>(voice + valueField, isHeard(voice, depthField) ? <f32>sine(phase) : UNKNOWN);
}

/** An LFO's value where it stands, 0 where nobody hears it. */
// @ts-ignore: decorator
@inline
function lfoValue(voice: usize, phaseField: usize, valueField: usize, depthField: usize): f64 {
  if (!isHeard(voice, depthField)) return 0.0;
  const known = load<f32>(voice + valueField);
  return <f64>(known == UNKNOWN ? <f32>sine(load<f64>(voice + phaseField)) : known);
}

// @ts-ignore: decorator
@inline
function modulationLfo(voice: usize): f64 {
  return lfoValue(voice, VOICE_LFO_PHASE, VOICE_LFO_VALUE, VOICE_LFO_TO_PITCH);
}

// @ts-ignore: decorator
@inline
function vibratoLfo(voice: usize): f64 {
  return lfoValue(voice, VOICE_VIBRATO_PHASE, VOICE_VIBRATO_VALUE, VOICE_VIBRATO_TO_PITCH);
}

/** EG2 where it stands, 0 where nobody hears it. */
// @ts-ignore: decorator
@inline
function modulationEnvelope(voice: usize): f64 {
  return isHeard(voice, VOICE_EG2_TO_PITCH) ? eg2Level(voice) : 0.0;
}

/** Gain by articulation and EG1 with the modulators' present values, linear. */
function voiceGain(voice: usize, lfo: f64, vibrato: f64, eg2: f64): f64 {
  if (isEg1Closed(voice)) return 0.0;
  const db =
    <f64>load<f32>(voice, VOICE_GAIN_DB) -
    eg1StageDb(voice) +
    lfo * <f64>load<f32>(voice, VOICE_LFO_TO_GAIN) +
    vibrato * <f64>load<f32>(voice, VOICE_VIBRATO_TO_GAIN) +
    eg2 * <f64>load<f32>(voice, VOICE_EG2_TO_GAIN);
  if (db != load<f64>(voice, VOICE_GAIN_LINEAR_DB)) {
    store<f64>(voice, db, VOICE_GAIN_LINEAR_DB);
    store<f64>(voice, gainFromDb(db), VOICE_GAIN_LINEAR);
  }
  return load<f64>(voice, VOICE_GAIN_LINEAR) * eg1AttackGain(voice);
}

/** Gains on the four buses: the ceiling holds for each alone, after panning; what nobody hears is nothing. */
function busGains(voice: usize, gain: f64): v128 {
  const factors = f32x4.mul(f32x4.splat(<f32>gain), v128.load(voice, VOICE_PAN_LEFT));
  const ceiling = f32x4.splat(load<f32>(HEADER_ADDRESS, HEADER_GAIN_CEILING));
  const limited = f32x4.pmin(factors, ceiling);
  const audible = f32x4.ge(limited, f32x4.splat(<f32>INAUDIBLE_GAIN));
  const scale = load<f32>(voice, VOICE_WAVE_SCALE) * load<f32>(voice, VOICE_FILTER_GAIN);
  return v128.and(f32x4.mul(limited, f32x4.splat(scale)), audible);
}

/** Cutoff with the modulators' present values, absolute cents. */
function cutoffCents(voice: usize, lfo: f64, vibrato: f64, eg2: f64): f32 {
  return <f32>(
    (<f64>load<f32>(voice, VOICE_CUTOFF_CENTS) +
      lfo * <f64>load<f32>(voice, VOICE_LFO_TO_CUTOFF) +
      vibrato * <f64>load<f32>(voice, VOICE_VIBRATO_TO_CUTOFF) +
      eg2 * <f64>load<f32>(voice, VOICE_EG2_TO_CUTOFF))
  );
}

/** The first segment starts where its first frame is, after all commands of that frame. */
function beginCourse(voice: usize, lfo: f64, vibrato: f64, eg2: f64): void {
  if (load<u32>(voice, VOICE_FILTER_ON)) moveFilter(voice, cutoffCents(voice, lfo, vibrato, eg2), 1);
  const gains = busGains(voice, voiceGain(voice, lfo, vibrato, eg2));
  v128.store(voice, gains, VOICE_RAMP_START);
  v128.store(voice, gains, VOICE_RAMP_TARGET);
}

function setIncrement(voice: usize, cents: f64): void {
  const before = load<f64>(voice, VOICE_INCREMENT_CENTS);
  if (cents == before) return;
  store<f64>(voice, cents, VOICE_INCREMENT_CENTS);
  const ratio = min(exp2(cents / 1200.0), LARGEST_INCREMENT);
  const increment = <u64>(ratio * 4294967296.0 + 0.5);
  if (before != NOTHING && increment == load<u64>(voice, VOICE_INCREMENT)) return;
  store<u64>(voice, increment, VOICE_INCREMENT);
  store<u32>(voice, <u32>chooseTable(increment), VOICE_TABLE);
  if (before == NOTHING) enterCache(voice);
  else leaveCache(voice);
}

/** Moves envelopes and LFOs on by `frames`. */
function advanceModulators(voice: usize, frames: u32): void {
  advanceEg1(voice, frames);
  advanceEg2(voice, frames);
  advanceLfo(voice, VOICE_LFO_WAIT, VOICE_LFO_PHASE, VOICE_LFO_RATE, VOICE_LFO_VALUE, VOICE_LFO_TO_PITCH, frames);
  advanceLfo(
    voice,
    VOICE_VIBRATO_WAIT,
    VOICE_VIBRATO_PHASE,
    VOICE_VIBRATO_RATE,
    VOICE_VIBRATO_VALUE,
    VOICE_VIBRATO_TO_PITCH,
    frames,
  );
}

/** For so few bytes a call of the host's copy costs more than the copy. */
function copyModulators(target: usize, source: usize): void {
  for (let i: usize = 0; i < <usize>VOICE_MODULATORS_BYTES - 4; i += 16) v128.store(target + i, v128.load(source + i));
  store<u32>(target, load<u32>(source, VOICE_MODULATORS_BYTES - 4), VOICE_MODULATORS_BYTES - 4);
}

/** Brings everything to the present frame, before commands are obeyed or the next segment begins. */
function settle(voice: usize): void {
  const frames = load<u32>(voice, VOICE_SEGMENT_FRAME);
  if (load<u32>(voice, VOICE_SEGMENT_LEFT) > 0) {
    const moved = f32x4.mul(v128.load(voice, VOICE_RAMP_STEP), f32x4.splat(<f32>frames));
    v128.store(voice, f32x4.add(v128.load(voice, VOICE_RAMP_START), moved), VOICE_RAMP_START);
    copyModulators(voice + VOICE_MODULATORS, voice + VOICE_MODULATORS_COPY);
    advanceModulators(voice, frames);
  } else if (frames > 0) {
    v128.store(voice, v128.load(voice, VOICE_RAMP_TARGET), VOICE_RAMP_START);
  }
  store<u32>(voice, 0, VOICE_SEGMENT_FRAME);
  store<u32>(voice, 0, VOICE_SEGMENT_LEFT);
}

/** Cuts the running segment at the present frame, for a command that may change anything. */
export function cutSegment(voice: usize): void {
  settle(voice);
  interruptFilter(voice);
}

/** A segment without sound: only its time goes by. */
export function isSilent(voice: usize): bool {
  return !v128.any_true(v128.or(v128.load(voice, VOICE_RAMP_START), v128.load(voice, VOICE_RAMP_TARGET)));
}

/** To the end of the cell, or of the next where that is near. */
// @ts-ignore: decorator
@inline
function framesToCellEnd(frame: u32): u32 {
  const left = <u32>CELL_FRAMES - frame;
  return left < <u32>SEGMENT_REACH_FRAMES ? left + CELL_FRAMES : left;
}

/** Lays the course of the segment that begins at `frame` of the cell, or ends the voice. */
export function beginSegment(voice: usize, frame: u32): void {
  settle(voice);
  const stage = load<i32>(voice, VOICE_EG1_STAGE);
  let eg2 = modulationEnvelope(voice);
  let lfo = modulationLfo(voice);
  let vibrato = vibratoLfo(voice);
  if (load<f64>(voice, VOICE_INCREMENT_CENTS) == NOTHING) beginCourse(voice, lfo, vibrato, eg2);
  if (stage == EG_ENDED && !v128.any_true(v128.load(voice, VOICE_RAMP_START))) {
    store<u32>(voice, VOICE_ENDED, VOICE_STATUS);
    return;
  }
  const frames = framesToCorner(voice, framesToCellEnd(frame));
  copyModulators(voice + VOICE_MODULATORS_COPY, voice + VOICE_MODULATORS);
  // The pitch is constant over a segment: the mean of both ends.
  let pitch = modulatedPitch(voice, lfo, vibrato, eg2);
  advanceModulators(voice, frames);
  eg2 = modulationEnvelope(voice);
  lfo = modulationLfo(voice);
  vibrato = vibratoLfo(voice);
  pitch += modulatedPitch(voice, lfo, vibrato, eg2);
  setIncrement(voice, load<f64>(voice, VOICE_PITCH_CENTS) + 0.5 * pitch);

  if (load<u32>(voice, VOICE_FILTER_ON)) moveFilter(voice, cutoffCents(voice, lfo, vibrato, eg2), frames);
  const targets = busGains(voice, voiceGain(voice, lfo, vibrato, eg2));
  v128.store(voice, targets, VOICE_RAMP_TARGET);
  if (stage >= EG_RELEASE && isSilent(voice)) {
    store<u32>(voice, VOICE_ENDED, VOICE_STATUS);
    return;
  }
  const rise = f32x4.sub(targets, v128.load(voice, VOICE_RAMP_START));
  v128.store(voice, f32x4.div(rise, f32x4.splat(<f32>frames)), VOICE_RAMP_STEP);
  store<u32>(voice, frames, VOICE_SEGMENT_LEFT);
}

/** What the modulators add to the pitch, cents. */
// @ts-ignore: decorator
@inline
function modulatedPitch(voice: usize, lfo: f64, vibrato: f64, eg2: f64): f64 {
  return (
    lfo * <f64>load<f32>(voice, VOICE_LFO_TO_PITCH) +
    vibrato * <f64>load<f32>(voice, VOICE_VIBRATO_TO_PITCH) +
    eg2 * <f64>load<f32>(voice, VOICE_EG2_TO_PITCH)
  );
}
