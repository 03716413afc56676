// One voice's samples: where they come from, and a voice on its own way through a part of a cell.

import {
  CELL_FRAMES,
  HEADER_ADDRESS,
  HEADER_GROUPS,
  HEADER_SCRATCH,
  VOICE_CACHE_ENTRY,
  VOICE_ENDED,
  VOICE_FILTER_ON,
  VOICE_PLAYING,
  VOICE_SEGMENT_FRAME,
  VOICE_SEGMENT_LEFT,
  VOICE_STATUS,
} from '../src/synth/kernel/layout';
import { obeyDue } from './commands';
import { beginSegment, isSilent } from './control';
import { interpolate, skip } from './interpolate';
import { filterOne, restFilter } from './low-pass';
import { mix } from './mix';
import { cachedSamples, leaveCache } from './pitch-cache';

/** Whether the voice has no sound in its present segment, or none in this thread. */
export function isMute(voice: usize, group: usize): bool {
  return !((load<u32>(HEADER_ADDRESS, HEADER_GROUPS) >> <u32>group) & 1) || isSilent(voice);
}

/** Lets frames of the present segment go by in silence. */
export function rest(voice: usize, frames: i32): void {
  leaveCache(voice);
  if (skip(voice, frames) < frames) store<u32>(voice, VOICE_ENDED, VOICE_STATUS);
  else if (load<u32>(voice, VOICE_FILTER_ON)) restFilter(voice, frames);
}

/** Ready samples from the cache, else 0. */
// @ts-ignore: decorator
@inline
export function fromCache(voice: usize, row: usize, frames: i32): usize {
  return load<u32>(voice, VOICE_CACHE_ENTRY) == 0 ? 0 : cachedSamples(voice, row, frames);
}

/** Writes samples to `row`; where the wave ends, silence follows and the voice has ended. Returns how many there were. */
export function live(voice: usize, row: usize, frames: i32): i32 {
  const sounding = interpolate(voice, row, frames);
  if (sounding < frames) store<u32>(voice, VOICE_ENDED, VOICE_STATUS);
  return sounding;
}

/** `frames` of the present segment have gone by. */
// @ts-ignore: decorator
@inline
export function moveOn(voice: usize, frames: u32): void {
  store<u32>(voice, load<u32>(voice, VOICE_SEGMENT_FRAME) + frames, VOICE_SEGMENT_FRAME);
  store<u32>(voice, load<u32>(voice, VOICE_SEGMENT_LEFT) - frames, VOICE_SEGMENT_LEFT);
}

function sound(voice: usize, group: usize, from: u32, frames: i32): void {
  const row = <usize>load<u32>(HEADER_ADDRESS, HEADER_SCRATCH);
  let sounding = frames;
  let samples = fromCache(voice, row, frames);
  if (samples == 0) {
    samples = row;
    sounding = live(voice, row, frames);
  }
  if (load<u32>(voice, VOICE_FILTER_ON)) {
    filterOne(voice, samples, row, sounding);
    samples = row;
  }
  mix(voice, group, samples, from, sounding);
}

/** Renders frames `from`…`end` − 1 of the cell for one voice, with its commands on their frames. */
export function renderVoice(voice: usize, group: usize, from: u32, end: u32): void {
  if (from == end) obeyDue(voice, from, end + 1);
  let frame = from;
  while (frame < end) {
    const limit = obeyDue(voice, frame, end);
    if (load<u32>(voice, VOICE_STATUS) != VOICE_PLAYING) {
      frame = limit;
      continue;
    }
    if (load<u32>(voice, VOICE_SEGMENT_LEFT) == 0) {
      beginSegment(voice, frame % CELL_FRAMES);
      if (load<u32>(voice, VOICE_STATUS) != VOICE_PLAYING) continue;
    }
    const frames = min(limit - frame, load<u32>(voice, VOICE_SEGMENT_LEFT));
    if (isMute(voice, group)) rest(voice, <i32>frames);
    else sound(voice, group, frame, <i32>frames);
    moveOn(voice, frames);
    frame += frames;
  }
}
