// The DSP inner loops of dmus: renders one part of a cell. What it shares with the control side is in
// src/synth/kernel/layout.ts; the contract is src/synth/kernel/kernel.ts, the judge the reference kernel there.

import {
  BUS_COUNT,
  CELL_FRAMES,
  COMMAND_BYTES,
  COMMAND_FIELD,
  COMMAND_FRAME,
  COMMAND_KIND,
  COMMAND_KIND_RELEASE,
  COMMAND_KIND_SET_F32,
  COMMAND_KIND_SET_F64,
  COMMAND_KIND_SHUTDOWN,
  COMMAND_KIND_START,
  COMMAND_NEXT,
  COMMAND_VALUE,
  HEADER_ACTIVE_COUNT,
  HEADER_ACTIVE_LIST,
  HEADER_ADDRESS,
  HEADER_COMMANDS,
  HEADER_OUTPUT,
  HEADER_SCRATCH,
  HEADER_VOICES,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
  VOICE_EG1_RELEASE,
  VOICE_EG1_SHUTDOWN,
  VOICE_FILTER_ON,
  VOICE_LEVEL_DB,
  VOICE_LOOP_MODE,
  VOICE_PLAYING,
  VOICE_RELEASE_ADDRESS,
  VOICE_SEGMENT_FRAME,
  VOICE_SEGMENT_LEFT,
  VOICE_STATUS,
} from '../src/synth/kernel/layout';
import { beginSegment, cutSegment, startVoice } from './control';
import { presentAttenuation, releaseEg1, releaseEg2 } from './envelope';
import { interpolate, leaveLoop } from './interpolate';
import { lowPass, mix } from './mix';

const LOOP_UNTIL_RELEASE: u32 = 2;

function obey(voice: usize, command: usize): void {
  const kind = load<u32>(command, COMMAND_KIND);
  if (kind == COMMAND_KIND_START) {
    startVoice(voice);
    return;
  }
  if (load<u32>(voice, VOICE_STATUS) == VOICE_PLAYING) cutSegment(voice);
  const value = load<f64>(command, COMMAND_VALUE);
  const field = voice + <usize>load<u32>(command, COMMAND_FIELD);
  if (kind == COMMAND_KIND_SET_F32) store<f32>(field, <f32>value);
  else if (kind == COMMAND_KIND_SET_F64) store<f64>(field, value);
  else if (kind == COMMAND_KIND_SHUTDOWN) releaseEg1(voice, load<u32>(voice, VOICE_EG1_SHUTDOWN));
  else if (kind == COMMAND_KIND_RELEASE) {
    releaseEg1(voice, load<u32>(voice, VOICE_EG1_RELEASE));
    releaseEg2(voice);
    if (load<u32>(voice, VOICE_LOOP_MODE) == LOOP_UNTIL_RELEASE) leaveLoop(voice, load<u32>(voice, VOICE_RELEASE_ADDRESS));
  }
}

/** Obeys the commands due at `frame`. Returns the frame of the next one, or `end` when there is none before it. */
function obeyDue(voice: usize, frame: u32, end: u32): u32 {
  const commands = <usize>load<u32>(HEADER_ADDRESS, HEADER_COMMANDS);
  let head = load<u32>(voice, VOICE_COMMAND_HEAD);
  let next = end;
  while (head != 0) {
    const command = commands + (<usize>head - 1) * COMMAND_BYTES;
    const due = load<u32>(command, COMMAND_FRAME);
    if (due > frame) {
      next = min(due, end);
      break;
    }
    obey(voice, command);
    head = load<u32>(command, COMMAND_NEXT);
  }
  store<u32>(voice, head, VOICE_COMMAND_HEAD);
  return next;
}

function renderVoice(voice: usize, scratch: usize, output: usize, from: u32, end: u32): void {
  if (from == end) obeyDue(voice, from, end + 1);
  let frame = from;
  while (frame < end) {
    const limit = obeyDue(voice, frame, end);
    if (load<u32>(voice, VOICE_STATUS) != VOICE_PLAYING) {
      frame = limit;
      continue;
    }
    if (load<u32>(voice, VOICE_SEGMENT_LEFT) == 0) {
      beginSegment(voice);
      if (load<u32>(voice, VOICE_STATUS) != VOICE_PLAYING) continue;
    }
    const left = load<u32>(voice, VOICE_SEGMENT_LEFT);
    const frames = min(limit - frame, left);
    const sounding = interpolate(voice, scratch, frames);
    if (load<u32>(voice, VOICE_FILTER_ON)) lowPass(voice, scratch, sounding);
    mix(voice, scratch, output + (<usize>frame << 2), sounding);
    store<u32>(voice, load<u32>(voice, VOICE_SEGMENT_FRAME) + frames, VOICE_SEGMENT_FRAME);
    store<u32>(voice, left - frames, VOICE_SEGMENT_LEFT);
    frame += frames;
  }
  if (end == CELL_FRAMES && load<u32>(voice, VOICE_STATUS) == VOICE_PLAYING) {
    store<f32>(voice, <f32>presentAttenuation(voice), VOICE_LEVEL_DB);
  }
}

/** Renders frames `from`…`end` − 1 of the present cell into the output buses. */
export function render(from: u32, end: u32): void {
  const output = <usize>load<u32>(HEADER_ADDRESS, HEADER_OUTPUT);
  const scratch = <usize>load<u32>(HEADER_ADDRESS, HEADER_SCRATCH);
  const voices = <usize>load<u32>(HEADER_ADDRESS, HEADER_VOICES);
  const list = <usize>load<u32>(HEADER_ADDRESS, HEADER_ACTIVE_LIST);
  const count = load<u32>(HEADER_ADDRESS, HEADER_ACTIVE_COUNT);
  if (from == 0) memory.fill(output, 0, BUS_COUNT * CELL_FRAMES * 4);
  for (let i: u32 = 0; i < count; i++) {
    const slot = load<u32>(list + (<usize>i << 2));
    renderVoice(voices + <usize>slot * VOICE_BYTES, scratch, output, from, end);
  }
}
