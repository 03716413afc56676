// What happens at a control point: envelopes and LFOs move on by one segment, and pitch, gains and filter get their
// course over it. Control points are the voice's start, every command to it, then every CELL_FRAMES frames or at an
// envelope's corner; never the border of a render call.

import {
  BUS_COUNT,
  CELL_FRAMES,
  EG_ENDED,
  HEADER_ADDRESS,
  HEADER_GAIN_CEILING,
  HEADER_SAMPLE_RATE,
  VOICE_CHORUS_SEND,
  VOICE_CUTOFF_CENTS,
  VOICE_EG1_STAGE,
  VOICE_EG2_TO_CUTOFF,
  VOICE_EG2_TO_GAIN,
  VOICE_EG2_TO_PITCH,
  VOICE_EG2_VALUE,
  VOICE_ENDED,
  VOICE_FILTER_A1,
  VOICE_FILTER_A1_STEP,
  VOICE_FILTER_A2,
  VOICE_FILTER_A2_STEP,
  VOICE_FILTER_B0,
  VOICE_FILTER_B0_STEP,
  VOICE_FILTER_CENTS,
  VOICE_FILTER_ON,
  VOICE_FILTER_Z1,
  VOICE_FILTER_Z2,
  VOICE_GAIN_DB,
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
  VOICE_PAN_RIGHT,
  VOICE_PHASE,
  VOICE_PITCH_CENTS,
  VOICE_PLAYING,
  VOICE_RAMP_START,
  VOICE_RAMP_STEP,
  VOICE_RESONANCE_DB,
  VOICE_REVERB_SEND,
  VOICE_SEGMENT_FRAME,
  VOICE_SEGMENT_LEFT,
  VOICE_STATUS,
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
import { advanceEg1, advanceEg2, eg1GainAfter, eg2Level, framesToCorner, startEg1, startEg2 } from './envelope';
import { exp2, gainFromDb, sine } from './mathematics';

/** Cents that no increment or filter was computed for. */
const NO_CENTS: f64 = -1.0e9;
/** A filter on its way from one cutoff to another. */
const MOVING_CENTS: f32 = -2.0e9;
/** Largest step, wave frames an output frame: far beyond any keyboard, and positions stay below 2^63. */
const LARGEST_INCREMENT: f64 = 4096.0;
/** Below this a filter state is silence; it would only slow the processor down. */
const SMALLEST_FILTER_STATE: f64 = 1.0e-20;
const SQRT2: f64 = 1.4142135623730951;
/** Highest cutoff, share of the sample rate. */
const HIGHEST_CUTOFF: f64 = 0.49;

export function startVoice(voice: usize): void {
  store<u32>(voice, VOICE_PLAYING, VOICE_STATUS);
  store<u64>(voice, 0, VOICE_PHASE);
  store<f64>(voice, NO_CENTS, VOICE_INCREMENT_CENTS);
  store<f32>(voice, <f32>NO_CENTS, VOICE_FILTER_CENTS);
  store<f64>(voice, 0.0, VOICE_FILTER_Z1);
  store<f64>(voice, 0.0, VOICE_FILTER_Z2);
  store<f64>(voice, 0.0, VOICE_LFO_PHASE);
  store<f64>(voice, 0.0, VOICE_VIBRATO_PHASE);
  store<f32>(voice, 0.0, VOICE_LFO_VALUE);
  store<f32>(voice, 0.0, VOICE_VIBRATO_VALUE);
  store<u32>(voice, load<u32>(voice, VOICE_LFO_DELAY), VOICE_LFO_WAIT);
  store<u32>(voice, load<u32>(voice, VOICE_VIBRATO_DELAY), VOICE_VIBRATO_WAIT);
  startEg1(voice);
  startEg2(voice);
  store<f32>(voice, <f32>eg2Level(voice), VOICE_EG2_VALUE);
  store<u32>(voice, 0, VOICE_SEGMENT_FRAME);
  store<u32>(voice, 0, VOICE_SEGMENT_LEFT);
  for (let bus = 0; bus < BUS_COUNT; bus++) {
    const address = voice + (bus << 2);
    store<f32>(address, 0.0, VOICE_RAMP_START);
    store<f32>(address, 0.0, VOICE_RAMP_STEP);
  }
}

/** The first segment starts where its first frame is, after all commands of that frame. */
function beginCourse(voice: usize): void {
  const gain = voiceGain(voice);
  for (let bus = 0; bus < BUS_COUNT; bus++) store<f32>(voice + (bus << 2), busGain(voice, bus, gain), VOICE_RAMP_START);
  if (load<u32>(voice, VOICE_FILTER_ON)) setFilter(voice, cutoffCents(voice), 1);
}

/** Gain by articulation and EG1 with the modulators' present values, linear. */
function voiceGain(voice: usize): f64 {
  const db =
    <f64>load<f32>(voice, VOICE_GAIN_DB) +
    <f64>load<f32>(voice, VOICE_LFO_VALUE) * <f64>load<f32>(voice, VOICE_LFO_TO_GAIN) +
    <f64>load<f32>(voice, VOICE_VIBRATO_VALUE) * <f64>load<f32>(voice, VOICE_VIBRATO_TO_GAIN) +
    <f64>load<f32>(voice, VOICE_EG2_VALUE) * <f64>load<f32>(voice, VOICE_EG2_TO_GAIN);
  return eg1GainAfter(voice, db);
}

/** Cutoff with the modulators' present values, absolute cents. */
function cutoffCents(voice: usize): f64 {
  return (
    <f64>load<f32>(voice, VOICE_CUTOFF_CENTS) +
    <f64>load<f32>(voice, VOICE_LFO_VALUE) * <f64>load<f32>(voice, VOICE_LFO_TO_CUTOFF) +
    <f64>load<f32>(voice, VOICE_VIBRATO_VALUE) * <f64>load<f32>(voice, VOICE_VIBRATO_TO_CUTOFF) +
    <f64>load<f32>(voice, VOICE_EG2_VALUE) * <f64>load<f32>(voice, VOICE_EG2_TO_CUTOFF)
  );
}

/** The gain on one bus; the ceiling holds for each bus alone, after panning. */
function busGain(voice: usize, bus: i32, gain: f64): f32 {
  let factor = gain;
  if (bus == 0) factor *= <f64>load<f32>(voice, VOICE_PAN_LEFT);
  else if (bus == 1) factor *= <f64>load<f32>(voice, VOICE_PAN_RIGHT);
  else if (bus == 2) factor *= <f64>load<f32>(voice, VOICE_REVERB_SEND);
  else factor *= <f64>load<f32>(voice, VOICE_CHORUS_SEND);
  const ceiling = <f64>load<f32>(HEADER_ADDRESS, HEADER_GAIN_CEILING);
  return <f32>(min(factor, ceiling) * <f64>load<f32>(voice, VOICE_WAVE_SCALE));
}

/** Moves an LFO on by `frames`; the three fields say which one. Returns its value there, −1…1. */
function advanceLfo(voice: usize, waitField: usize, phaseField: usize, rateField: usize, frames: u32): f64 {
  const wait = load<u32>(voice + waitField);
  const waited = min(frames, wait);
  const phase = load<f64>(voice + phaseField) + <f64>load<f32>(voice + rateField) * <f64>(frames - waited);
  const wrapped = phase - Math.floor(phase);
  store<u32>(voice + waitField, wait - waited);
  store<f64>(voice + phaseField, wrapped);
  return sine(wrapped);
}

function setIncrement(voice: usize, cents: f64): void {
  if (cents == load<f64>(voice, VOICE_INCREMENT_CENTS)) return;
  store<f64>(voice, cents, VOICE_INCREMENT_CENTS);
  const ratio = min(exp2(cents / 1200.0), LARGEST_INCREMENT);
  store<u64>(voice, <u64>(ratio * 4294967296.0 + 0.5), VOICE_INCREMENT);
}

/** Two-pole low-pass; DC gain falls by half the resonance, so that 0 dB of resonance is flat and unity. */
function setFilter(voice: usize, cents: f64, frames: u32): void {
  const before = load<f32>(voice, VOICE_FILTER_CENTS);
  if (<f32>cents == before) {
    store<f64>(voice, 0.0, VOICE_FILTER_B0_STEP);
    store<f64>(voice, 0.0, VOICE_FILTER_A1_STEP);
    store<f64>(voice, 0.0, VOICE_FILTER_A2_STEP);
    return;
  }
  store<f32>(voice, <f32>cents, VOICE_FILTER_CENTS);
  const hertz = 440.0 * exp2((cents - 6900.0) / 1200.0);
  const cycles = min(hertz / <f64>load<f32>(HEADER_ADDRESS, HEADER_SAMPLE_RATE), HIGHEST_CUTOFF);
  const resonance = <f64>load<f32>(voice, VOICE_RESONANCE_DB);
  // sin² of the half angle is (1 − cos) / 2 without its cancellation, which would unsettle the lowest cutoffs.
  const half = sine(0.5 * cycles);
  const halfVersine = half * half;
  const height = gainFromDb(resonance);
  const alpha = sine(cycles) / (SQRT2 * height);
  const norm = 1.0 / (1.0 + alpha);
  const b0 = (halfVersine * norm) / Math.sqrt(height);
  const a1 = (4.0 * halfVersine - 2.0) * norm;
  const a2 = (1.0 - alpha) * norm;
  if (before == <f32>NO_CENTS) {
    store<f64>(voice, b0, VOICE_FILTER_B0);
    store<f64>(voice, a1, VOICE_FILTER_A1);
    store<f64>(voice, a2, VOICE_FILTER_A2);
  }
  const share = 1.0 / <f64>frames;
  store<f64>(voice, (b0 - load<f64>(voice, VOICE_FILTER_B0)) * share, VOICE_FILTER_B0_STEP);
  store<f64>(voice, (a1 - load<f64>(voice, VOICE_FILTER_A1)) * share, VOICE_FILTER_A1_STEP);
  store<f64>(voice, (a2 - load<f64>(voice, VOICE_FILTER_A2)) * share, VOICE_FILTER_A2_STEP);
}

function flushTinyFilterState(voice: usize): void {
  if (Math.abs(load<f64>(voice, VOICE_FILTER_Z1)) < SMALLEST_FILTER_STATE) store<f64>(voice, 0.0, VOICE_FILTER_Z1);
  if (Math.abs(load<f64>(voice, VOICE_FILTER_Z2)) < SMALLEST_FILTER_STATE) store<f64>(voice, 0.0, VOICE_FILTER_Z2);
}

/** Moves envelopes and LFOs on by `frames`. */
function advanceModulators(voice: usize, frames: u32): void {
  advanceEg1(voice, frames);
  advanceEg2(voice, frames);
  store<f32>(voice, <f32>eg2Level(voice), VOICE_EG2_VALUE);
  store<f32>(voice, <f32>advanceLfo(voice, VOICE_LFO_WAIT, VOICE_LFO_PHASE, VOICE_LFO_RATE, frames), VOICE_LFO_VALUE);
  store<f32>(
    voice,
    <f32>advanceLfo(voice, VOICE_VIBRATO_WAIT, VOICE_VIBRATO_PHASE, VOICE_VIBRATO_RATE, frames),
    VOICE_VIBRATO_VALUE,
  );
}

/** Word by word: for so few bytes a call of the host's copy costs more than the copy. */
function copyModulators(target: usize, source: usize): void {
  for (let i = 0; i < VOICE_MODULATORS_BYTES; i += 4) store<u32>(target + i, load<u32>(source + i));
}

/** Brings everything to the present frame, before commands are obeyed or the next segment begins. */
function settle(voice: usize): void {
  const frames = load<u32>(voice, VOICE_SEGMENT_FRAME);
  const left = load<u32>(voice, VOICE_SEGMENT_LEFT);
  // A ramp to silence ends in silence, without the rounding of its steps.
  const isSilent = frames > 0 && left == 0 && load<i32>(voice, VOICE_EG1_STAGE) == EG_ENDED;
  for (let bus = 0; bus < BUS_COUNT; bus++) {
    const address = voice + (bus << 2);
    const gain = load<f32>(address, VOICE_RAMP_START) + load<f32>(address, VOICE_RAMP_STEP) * <f32>frames;
    store<f32>(address, isSilent ? 0.0 : gain, VOICE_RAMP_START);
    store<f32>(address, 0.0, VOICE_RAMP_STEP);
  }
  if (left > 0) {
    copyModulators(voice + VOICE_MODULATORS, voice + VOICE_MODULATORS_COPY);
    advanceModulators(voice, frames);
  }
  store<u32>(voice, 0, VOICE_SEGMENT_FRAME);
  store<u32>(voice, 0, VOICE_SEGMENT_LEFT);
}

/** Cuts the running segment at the present frame, for a command that may change anything. */
export function cutSegment(voice: usize): void {
  settle(voice);
  if (load<f32>(voice, VOICE_FILTER_CENTS) != <f32>NO_CENTS) store<f32>(voice, MOVING_CENTS, VOICE_FILTER_CENTS);
}

function isInaudible(voice: usize): bool {
  for (let bus = 0; bus < BUS_COUNT; bus++) {
    if (load<f32>(voice + (bus << 2), VOICE_RAMP_START) != 0.0) return false;
  }
  return true;
}

/** Lays the course of the next segment, or ends the voice when its envelope has ended. */
export function beginSegment(voice: usize): void {
  settle(voice);
  if (load<f64>(voice, VOICE_INCREMENT_CENTS) == NO_CENTS) beginCourse(voice);
  if (load<i32>(voice, VOICE_EG1_STAGE) == EG_ENDED && isInaudible(voice)) {
    store<u32>(voice, VOICE_ENDED, VOICE_STATUS);
    return;
  }
  const frames = framesToCorner(voice, CELL_FRAMES);
  const eg2Before = <f64>load<f32>(voice, VOICE_EG2_VALUE);
  const lfoBefore = <f64>load<f32>(voice, VOICE_LFO_VALUE);
  const vibratoBefore = <f64>load<f32>(voice, VOICE_VIBRATO_VALUE);
  copyModulators(voice + VOICE_MODULATORS_COPY, voice + VOICE_MODULATORS);
  advanceModulators(voice, frames);
  const eg2 = <f64>load<f32>(voice, VOICE_EG2_VALUE);
  const lfo = <f64>load<f32>(voice, VOICE_LFO_VALUE);
  const vibrato = <f64>load<f32>(voice, VOICE_VIBRATO_VALUE);

  // The pitch is constant over a segment: the mean of both ends.
  const cents =
    load<f64>(voice, VOICE_PITCH_CENTS) +
    0.5 * (lfoBefore + lfo) * <f64>load<f32>(voice, VOICE_LFO_TO_PITCH) +
    0.5 * (vibratoBefore + vibrato) * <f64>load<f32>(voice, VOICE_VIBRATO_TO_PITCH) +
    0.5 * (eg2Before + eg2) * <f64>load<f32>(voice, VOICE_EG2_TO_PITCH);
  setIncrement(voice, cents);

  if (load<u32>(voice, VOICE_FILTER_ON)) {
    setFilter(voice, cutoffCents(voice), frames);
    flushTinyFilterState(voice);
  }

  const gain = voiceGain(voice);
  for (let bus = 0; bus < BUS_COUNT; bus++) {
    const address = voice + (bus << 2);
    store<f32>(address, (busGain(voice, bus, gain) - load<f32>(address, VOICE_RAMP_START)) / <f32>frames, VOICE_RAMP_STEP);
  }
  store<u32>(voice, frames, VOICE_SEGMENT_LEFT);
}
