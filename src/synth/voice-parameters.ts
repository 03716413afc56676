import { EffectFlags } from '../ddi/port-params.ts';
import { ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { MODULATED, MODULATORS, secondsFromTimeCents } from './articulation/articulation.ts';
import { Moved } from './articulation/moved.ts';
import { sumTerms } from './articulation/signals.ts';
import type { KernelMemory } from './kernel/kernel-memory.ts';
import {
  COMMAND_KIND_SET_F32,
  COMMAND_KIND_SET_F64,
  GUARD_FRAMES,
  LONGEST_STAGE_FRAMES,
  SILENCE_DB,
  VOICE_CHORUS_SEND,
  VOICE_COMMAND_HEAD,
  VOICE_CUTOFF_CENTS,
  VOICE_EG1_ATTACK,
  VOICE_EG1_DECAY,
  VOICE_EG1_DELAY,
  VOICE_EG1_HOLD,
  VOICE_EG1_RELEASE,
  VOICE_EG1_SHUTDOWN,
  VOICE_EG1_SUSTAIN_DB,
  VOICE_EG2_ATTACK,
  VOICE_EG2_DECAY,
  VOICE_EG2_DELAY,
  VOICE_EG2_HOLD,
  VOICE_EG2_RELEASE,
  VOICE_EG2_SUSTAIN,
  VOICE_EG2_TO_CUTOFF,
  VOICE_EG2_TO_GAIN,
  VOICE_EG2_TO_PITCH,
  VOICE_FILTER_ON,
  VOICE_GAIN_DB,
  VOICE_LEVEL_DB,
  VOICE_LFO_DELAY,
  VOICE_LFO_RATE,
  VOICE_LFO_TO_CUTOFF,
  VOICE_LFO_TO_GAIN,
  VOICE_LFO_TO_PITCH,
  VOICE_LOOP_LENGTH,
  VOICE_LOOP_MODE,
  VOICE_LOOP_WRAP,
  VOICE_PAN_LEFT,
  VOICE_PAN_RIGHT,
  VOICE_PITCH_CENTS,
  VOICE_RELEASE_ADDRESS,
  VOICE_RESONANCE_DB,
  VOICE_REVERB_SEND,
  VOICE_STATUS,
  VOICE_VIBRATO_DELAY,
  VOICE_VIBRATO_RATE,
  VOICE_VIBRATO_TO_CUTOFF,
  VOICE_VIBRATO_TO_GAIN,
  VOICE_VIBRATO_TO_PITCH,
  VOICE_WAITING,
  VOICE_WAVE_ADDRESS,
  VOICE_WAVE_END,
  VOICE_WAVE_FORMAT,
  VOICE_WAVE_SCALE,
} from './kernel/layout.ts';
import type { Voice } from './voice.ts';

/** Gain of every voice before anything else, dB (row W-100: "voice base"). */
const BASE_GAIN_DB = 6;

/** Pitch of 0 absolute cents: 6900 below 440 Hz. */
const HERTZ_AT_0_CENTS = 440 * 2 ** (-6900 / 1200);

/** As high as a SoundFont can ask for. */
const HIGHEST_RESONANCE_DB = 96;

const PITCH = 0;
const GAIN = 1;
const LEFT = 2;
const RIGHT = 3;
const REVERB = 4;
const CHORUS = 5;
const CUTOFF = 6;
const FIRST_DEPTH = 7;

/** Kernel fields that controllers move while a note sounds; the index is the place in {@link Voice.dynamic}. */
const DYNAMIC_FIELDS: readonly number[] = [
  VOICE_PITCH_CENTS,
  VOICE_GAIN_DB,
  VOICE_PAN_LEFT,
  VOICE_PAN_RIGHT,
  VOICE_REVERB_SEND,
  VOICE_CHORUS_SEND,
  VOICE_CUTOFF_CENTS,
  VOICE_LFO_TO_PITCH,
  VOICE_LFO_TO_GAIN,
  VOICE_LFO_TO_CUTOFF,
  VOICE_VIBRATO_TO_PITCH,
  VOICE_VIBRATO_TO_GAIN,
  VOICE_VIBRATO_TO_CUTOFF,
  VOICE_EG2_TO_PITCH,
  VOICE_EG2_TO_GAIN,
  VOICE_EG2_TO_CUTOFF,
];

/** Length of {@link Voice.dynamic}. */
export const DYNAMIC_FIELD_COUNT: number = DYNAMIC_FIELDS.length;

/** Time stages of the two envelopes: DLS destination → kernel field. Decays and sustains are told apart below. */
const STAGES: readonly (readonly [number, number])[] = [
  [To.EG1_DELAY_TIME, VOICE_EG1_DELAY],
  [To.EG1_ATTACK_TIME, VOICE_EG1_ATTACK],
  [To.EG1_HOLD_TIME, VOICE_EG1_HOLD],
  [To.EG1_RELEASE_TIME, VOICE_EG1_RELEASE],
  [To.EG2_DELAY_TIME, VOICE_EG2_DELAY],
  [To.EG2_ATTACK_TIME, VOICE_EG2_ATTACK],
  [To.EG2_HOLD_TIME, VOICE_EG2_HOLD],
  [To.EG2_RELEASE_TIME, VOICE_EG2_RELEASE],
  [To.LFO_START_DELAY, VOICE_LFO_DELAY],
  [To.VIBRATO_START_DELAY, VOICE_VIBRATO_DELAY],
];

/** What all voices of a synth share. */
export interface VoiceSettings {
  /** Output frames a second. */
  readonly sampleRate: number;
  /** Volume and boost properties together, dB: +6 by default. */
  portGainDb: number;
  /** EffectFlags bits: sends to other effects are 0. */
  effects: number;
}

function toFrames(seconds: number, settings: VoiceSettings): number {
  return Math.min(LONGEST_STAGE_FRAMES, Math.max(0, Math.round(seconds * settings.sampleRate)));
}

/** Value of a destination that no modulator moves, in its unit. */
function sumOf(voice: Voice, destination: number): number {
  const { articulation } = voice.region;
  return articulation.constant(destination) ?? sumTerms(articulation.terms(destination), voice);
}

function secondsOf(voice: Voice, destination: number): number {
  const { articulation } = voice.region;
  const constant = articulation.constantSeconds(destination);
  return constant ?? secondsFromTimeCents(sumTerms(articulation.terms(destination), voice));
}

/** Sustain as a share 0…1. */
function sustainOf(voice: Voice, destination: number): number {
  return clamp(sumOf(voice, destination) / 100, 0, 1);
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : Math.min(value, high);
}

/** Factor on the way to an effect, 0…1; where the effect is off, 0, which costs nothing. */
function sendOf(voice: Voice, destination: number, isOn: number): number {
  return isOn === 0 ? 0 : clamp(sumTerms(voice.region.articulation.terms(destination), voice) / 100, 0, 1);
}

/** Values of the dynamic fields that `moved` tells, bits of {@link Moved}, as the channel is now. `@thread render` */
export function computeDynamic(
  voice: Voice,
  settings: VoiceSettings,
  result: Float64Array,
  moved: number = Moved.all,
): void {
  const { articulation, contents } = voice.region;
  if (moved & Moved.pitch) result[PITCH] = pitchOf(voice, settings);
  if (moved & Moved.gain) {
    result[GAIN] = BASE_GAIN_DB + settings.portGainDb + contents.gainDb + sumTerms(articulation.terms(To.GAIN), voice);
  }
  if (moved & Moved.pan) computePan(voice, result);
  if (moved & Moved.sends) {
    result[REVERB] = sendOf(voice, To.REVERB, settings.effects & EffectFlags.reverb);
    result[CHORUS] = sendOf(voice, To.CHORUS, settings.effects & EffectFlags.chorus);
  }
  if (moved & Moved.cutoff) {
    result[CUTOFF] = articulation.hasFilter ? sumTerms(articulation.terms(To.FILTER_CUTOFF), voice) : 0;
  }
  if (moved & Moved.depths) computeDepths(voice, result);
}

function pitchOf(voice: Voice, settings: VoiceSettings): number {
  const { articulation, contents, waveRate } = voice.region;
  const coarse = voice.channel.isDrums ? 0 : sumTerms(articulation.terms(To.KEY_NUMBER), voice);
  return (
    articulation.centsPerKey * voice.key -
    100 * contents.unityNote +
    contents.fineTuneCents +
    sumTerms(articulation.terms(To.PITCH), voice) +
    coarse +
    1200 * Math.log2(waveRate / settings.sampleRate)
  );
}

function computePan(voice: Voice, result: Float64Array): void {
  const { articulation } = voice.region;
  const position =
    articulation.panByController * voice.rules.panPosition(voice.channel.controllers[10]!) +
    sumTerms(articulation.terms(To.PAN), voice) / 100;
  // Shares of power: the centre is −3.01 dB on either side (row W-257).
  const right = clamp(0.5 + position, 0, 1);
  result[LEFT] = Math.sqrt(1 - right);
  result[RIGHT] = Math.sqrt(right);
}

function computeDepths(voice: Voice, result: Float64Array): void {
  const { articulation } = voice.region;
  let place = FIRST_DEPTH;
  for (let m = 0; m < MODULATORS.length; m++) {
    for (let d = 0; d < MODULATED.length; d++) {
      result[place++] = sumTerms(articulation.depthTerms(MODULATORS[m]!, MODULATED[d]!), voice);
    }
  }
}

/** Fills a voice's kernel record for its note-on; the slot must be idle. */
export function writeVoice(voice: Voice, settings: VoiceSettings, memory: KernelMemory): void {
  const { slot } = voice;
  writeWave(voice, memory);
  for (const [destination, field] of STAGES)
    memory.setU32(slot, field, toFrames(secondsOf(voice, destination), settings));
  const sustainDb = (1 - sustainOf(voice, To.EG1_SUSTAIN_LEVEL)) * SILENCE_DB;
  const sustain = sustainOf(voice, To.EG2_SUSTAIN_LEVEL);
  // Decay times are for the full range; the slope does not depend on where it stops.
  const eg1Decay = secondsOf(voice, To.EG1_DECAY_TIME) * (sustainDb / SILENCE_DB);
  const eg2Decay = secondsOf(voice, To.EG2_DECAY_TIME) * (1 - sustain);
  memory.setU32(slot, VOICE_EG1_DECAY, toFrames(eg1Decay, settings));
  memory.setF32(slot, VOICE_EG1_SUSTAIN_DB, sustainDb);
  memory.setU32(slot, VOICE_EG2_DECAY, toFrames(eg2Decay, settings));
  memory.setF32(slot, VOICE_EG2_SUSTAIN, sustain);
  const shutdown = voice.rules.shutdownSeconds ?? secondsOf(voice, To.EG1_SHUTDOWN_TIME);
  memory.setU32(slot, VOICE_EG1_SHUTDOWN, toFrames(shutdown, settings));
  memory.setF32(slot, VOICE_LFO_RATE, rateOf(voice, To.LFO_FREQUENCY, settings));
  memory.setF32(slot, VOICE_VIBRATO_RATE, rateOf(voice, To.VIBRATO_FREQUENCY, settings));
  memory.setU32(slot, VOICE_FILTER_ON, voice.region.articulation.hasFilter ? 1 : 0);
  const resonance = sumOf(voice, To.FILTER_Q);
  memory.setF32(slot, VOICE_RESONANCE_DB, clamp(resonance, 0, HIGHEST_RESONANCE_DB));
  computeDynamic(voice, settings, voice.dynamic);
  memory.setF64(slot, VOICE_PITCH_CENTS, voice.dynamic[PITCH]!);
  for (let i = PITCH + 1; i < DYNAMIC_FIELD_COUNT; i++) memory.setF32(slot, DYNAMIC_FIELDS[i]!, voice.dynamic[i]!);
  memory.setU32(slot, VOICE_COMMAND_HEAD, 0);
  memory.setU32(slot, VOICE_STATUS, VOICE_WAITING);
  memory.setF32(slot, VOICE_LEVEL_DB, 0);
}

/** Cycles a frame of an LFO, at most one in two frames: a damaged bank may ask for any number. */
function rateOf(voice: Voice, destination: number, settings: VoiceSettings): number {
  return Math.min(0.5, (secondsOf(voice, destination) * HERTZ_AT_0_CENTS) / settings.sampleRate);
}

function writeWave(voice: Voice, memory: KernelMemory): void {
  const { slot, region } = voice;
  const { loop, image } = region;
  memory.setU32(slot, VOICE_WAVE_ADDRESS, image.address);
  memory.setU32(slot, VOICE_WAVE_FORMAT, image.format);
  memory.setF32(slot, VOICE_WAVE_SCALE, image.scale);
  memory.setU32(slot, VOICE_WAVE_END, region.waveFrameCount);
  memory.setU32(slot, VOICE_LOOP_MODE, loop === undefined ? 0 : loop.type === 'forward' ? 1 : 2);
  memory.setU32(slot, VOICE_LOOP_WRAP, loop === undefined ? 0 : loop.start + loop.length + GUARD_FRAMES);
  memory.setU32(slot, VOICE_LOOP_LENGTH, loop === undefined ? 1 : loop.length);
  memory.setU32(slot, VOICE_RELEASE_ADDRESS, region.releaseImage.address);
}

/**
 * Sends the kernel what a change on the channel moved: at most what `moved` tells, bits of {@link Moved}. `send` gets one
 * command at a time. `@thread render`
 */
export function updateVoice(
  voice: Voice,
  settings: VoiceSettings,
  scratch: Float64Array,
  send: (slot: number, kind: number, field: number, value: number) => void,
  moved: number = Moved.all,
): void {
  scratch.set(voice.dynamic);
  computeDynamic(voice, settings, scratch, moved);
  for (let i = 0; i < DYNAMIC_FIELD_COUNT; i++) {
    const value = scratch[i]!;
    if (value === voice.dynamic[i]) continue;
    voice.dynamic[i] = value;
    send(voice.slot, i === PITCH ? COMMAND_KIND_SET_F64 : COMMAND_KIND_SET_F32, DYNAMIC_FIELDS[i]!, value);
  }
}

/** Loudness for choosing a voice to give up, dB: the gain as control last set it, less EG1 at the last cell end. */
export function loudnessDb(voice: Voice, memory: KernelMemory): number {
  return voice.dynamic[GAIN]! - memory.getF32(voice.slot, VOICE_LEVEL_DB);
}
