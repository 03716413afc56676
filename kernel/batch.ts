// Voices that go through a whole cell undisturbed are rendered together, so that the low-pass has four of them in the
// lanes of a vector. What they add to the buses, and in which order, is what they would add one by one.

import {
  BATCH_VOICES,
  CELL_FRAMES,
  HEADER_ADDRESS,
  HEADER_SCRATCH,
  SCRATCH_ROWS,
  VOICE_BYTES,
  VOICE_COMMAND_HEAD,
  VOICE_FILTER_ON,
  VOICE_PLAYING,
  VOICE_SEGMENT_LEFT,
  VOICE_STATUS,
} from '../src/synth/kernel/layout';
import { beginSegment } from './control';
import { filterFour } from './low-pass';
import { mix } from './mix';
import { fromCache, isMute, live, moveOn, rest } from './voice';

const ROW_BYTES: usize = CELL_FRAMES * 4;
const LANES: i32 = 4;

/** Fills the lanes that have no voice. */
const nobody = memory.data(VOICE_BYTES);
/** The voices of the batch, in order; for each its samples, and how many there are. */
const voices = memory.data(BATCH_VOICES * 4);
const places = memory.data(BATCH_VOICES * 4);
const counts = memory.data(BATCH_VOICES * 4);
/** Voices with a low-pass and what goes into it, in the order of their rows. */
const filtered = memory.data(SCRATCH_ROWS * 4);
const sources = memory.data(SCRATCH_ROWS * 4);

let voiceCount: i32 = 0;
let filteredCount: i32 = 0;
let plainCount: i32 = 0;
let batchGroup: usize = 0;

/** Whether the voice can go through the whole cell without a stop; begins its segment where one is due. */
export function isUndisturbed(voice: usize): bool {
  if (load<u32>(voice, VOICE_COMMAND_HEAD) != 0 || load<u32>(voice, VOICE_STATUS) != VOICE_PLAYING) return false;
  if (load<u32>(voice, VOICE_SEGMENT_LEFT) == 0) {
    beginSegment(voice, 0);
    if (load<u32>(voice, VOICE_STATUS) != VOICE_PLAYING) return false;
  }
  return load<u32>(voice, VOICE_SEGMENT_LEFT) >= <u32>CELL_FRAMES;
}

// @ts-ignore: decorator
@inline
function rowAddress(row: i32): usize {
  return <usize>load<u32>(HEADER_ADDRESS, HEADER_SCRATCH) + <usize>row * ROW_BYTES;
}

// @ts-ignore: decorator
@inline
function at(list: usize, index: i32): usize {
  return <usize>load<u32>(list + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function put(list: usize, index: i32, value: usize): void {
  store<u32>(list + (<usize>index << 2), <u32>value);
}

/** Takes an undisturbed voice in, and its samples; filtered voices have the first rows, the others the last. */
export function addToBatch(voice: usize, group: usize): void {
  if (isMute(voice, group)) {
    rest(voice, CELL_FRAMES);
    moveOn(voice, CELL_FRAMES);
    return;
  }
  if (voiceCount == BATCH_VOICES) finishBatch();
  batchGroup = group;
  const isFiltered = load<u32>(voice, VOICE_FILTER_ON) != 0;
  const row = rowAddress(isFiltered ? filteredCount : SCRATCH_ROWS - 1 - plainCount);
  let count: i32 = CELL_FRAMES;
  let samples = fromCache(voice, row, CELL_FRAMES);
  if (samples == 0) {
    samples = row;
    count = live(voice, row, CELL_FRAMES);
    memory.fill(row + (<usize>count << 2), 0, <usize>(CELL_FRAMES - count) << 2);
  }
  if (isFiltered) {
    put(filtered, filteredCount, voice);
    put(sources, filteredCount, samples);
    filteredCount++;
  } else plainCount++;
  put(voices, voiceCount, voice);
  put(places, voiceCount, isFiltered ? row : samples);
  put(counts, voiceCount, <usize>count);
  voiceCount++;
}

function filterAll(): void {
  const vacant = rowAddress(SCRATCH_ROWS - 1);
  for (let i = filteredCount; i & (LANES - 1); i++) {
    put(filtered, i, nobody);
    put(sources, i, vacant);
  }
  for (let i = 0; i < filteredCount; i += LANES) {
    filterFour(
      at(filtered, i),
      at(filtered, i + 1),
      at(filtered, i + 2),
      at(filtered, i + 3),
      at(sources, i),
      at(sources, i + 1),
      at(sources, i + 2),
      at(sources, i + 3),
      rowAddress(i),
      ROW_BYTES,
      CELL_FRAMES,
    );
  }
}

/** Filters and mixes the voices of the batch, and empties it. */
export function finishBatch(): void {
  if (filteredCount > 0) filterAll();
  for (let i = 0; i < voiceCount; i++) {
    const voice = at(voices, i);
    mix(voice, batchGroup, at(places, i), 0, <i32>at(counts, i));
    moveOn(voice, CELL_FRAMES);
  }
  voiceCount = 0;
  filteredCount = 0;
  plainCount = 0;
}
