// What control tells voices to do, each on its frame.

import {
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
  HEADER_ADDRESS,
  HEADER_COMMANDS,
  VOICE_COMMAND_HEAD,
  VOICE_EG1_RELEASE,
  VOICE_EG1_SHUTDOWN,
  VOICE_LOOP_MODE,
  VOICE_PLAYING,
  VOICE_RELEASE_ADDRESS,
  VOICE_STATUS,
} from '../src/synth/kernel/layout';
import { cutSegment, startVoice } from './control';
import { releaseEg1, releaseEg2 } from './envelope';
import { leaveLoop } from './interpolate';
import { leaveCache } from './pitch-cache';

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
  else if (kind == COMMAND_KIND_RELEASE) release(voice);
}

function release(voice: usize): void {
  releaseEg1(voice, load<u32>(voice, VOICE_EG1_RELEASE));
  releaseEg2(voice);
  if (load<u32>(voice, VOICE_LOOP_MODE) != LOOP_UNTIL_RELEASE) return;
  leaveCache(voice);
  leaveLoop(voice, load<u32>(voice, VOICE_RELEASE_ADDRESS));
}

/** Obeys the commands due at `frame`. Returns the frame of the next one, or `end` when there is none before it. */
export function obeyDue(voice: usize, frame: u32, end: u32): u32 {
  let head = load<u32>(voice, VOICE_COMMAND_HEAD);
  if (head == 0) return end;
  const commands = <usize>load<u32>(HEADER_ADDRESS, HEADER_COMMANDS);
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
