// The DSP inner loops of dmus: goes through cells, groups and voices. What it shares with the control side is in
// src/synth/kernel/layout.ts; the contract is src/synth/kernel/kernel.ts, the judge the reference kernel there.

import {
  CELL_FRAMES,
  GROUP_COUNT,
  GROUP_SLOT_BITS,
  HEADER_ACTIVE_BITS,
  HEADER_ACTIVE_BYTES,
  HEADER_ADDRESS,
  HEADER_ENDED_COUNT,
  HEADER_ENDED_LIST,
  HEADER_VOICE_CELLS,
  HEADER_VOICES,
  VOICE_BYTES,
  VOICE_ENDED,
  VOICE_LEVEL_DB,
  VOICE_PLAYING,
  VOICE_STATUS,
} from '../src/synth/kernel/layout';
import { addToBatch, finishBatch, isUndisturbed } from './batch';
import { presentAttenuation } from './envelope';
import { clearGroups, sumGroups } from './mix';
import { tickCache } from './pitch-cache';
import { renderVoice } from './voice';

export { applyEffects } from './effects';

/** Renders all voices of a slot byte: eight neighbours of one group. */
function renderSlots(byte: usize, group: usize, from: u32, end: u32): void {
  const isWhole = from == 0 && end == CELL_FRAMES;
  const first = <usize>load<u32>(HEADER_ADDRESS, HEADER_VOICES) + (byte << GROUP_SLOT_BITS) * VOICE_BYTES;
  let bits = <u32>load<u8>(<usize>load<u32>(HEADER_ADDRESS, HEADER_ACTIVE_BITS) + byte);
  for (; bits != 0; bits &= bits - 1) {
    const voice = first + <usize>ctz(bits) * VOICE_BYTES;
    if (isWhole && isUndisturbed(voice)) addToBatch(voice, group);
    else {
      finishBatch();
      renderVoice(voice, group, from, end);
    }
  }
}

/** At the end of a cell: levels are renewed, and ended voices are handed over. */
function completeSlots(byte: usize): void {
  const first = <usize>load<u32>(HEADER_ADDRESS, HEADER_VOICES) + (byte << GROUP_SLOT_BITS) * VOICE_BYTES;
  const address = <usize>load<u32>(HEADER_ADDRESS, HEADER_ACTIVE_BITS) + byte;
  const active = <u32>load<u8>(address);
  let kept = active;
  for (let bits = active; bits != 0; bits &= bits - 1) {
    const place = ctz(bits);
    const voice = first + <usize>place * VOICE_BYTES;
    const status = load<u32>(voice, VOICE_STATUS);
    if (status == VOICE_PLAYING) store<f32>(voice, <f32>presentAttenuation(voice), VOICE_LEVEL_DB);
    else if (status == VOICE_ENDED) {
      kept &= ~(1 << place);
      listEnded((<u32>byte << GROUP_SLOT_BITS) + place);
    }
  }
  store<u8>(address, <u8>kept);
  const cells = load<u32>(HEADER_ADDRESS, HEADER_VOICE_CELLS);
  store<u32>(HEADER_ADDRESS, cells + popcnt(active), HEADER_VOICE_CELLS);
}

function listEnded(slot: u32): void {
  const count = load<u32>(HEADER_ADDRESS, HEADER_ENDED_COUNT);
  store<u32>(<usize>load<u32>(HEADER_ADDRESS, HEADER_ENDED_LIST) + (<usize>count << 2), slot);
  store<u32>(HEADER_ADDRESS, count + 1, HEADER_ENDED_COUNT);
}

/** Bytes of the bitmap up to the last with an active voice, in whole rounds of groups. */
function usedBytes(): usize {
  const bits = <usize>load<u32>(HEADER_ADDRESS, HEADER_ACTIVE_BITS);
  let count = <usize>load<u32>(HEADER_ADDRESS, HEADER_ACTIVE_BYTES);
  while (count > 0 && load<u64>(bits + count - GROUP_COUNT) == 0) count -= GROUP_COUNT;
  return count;
}

/** Renders frames `from`…`end` − 1 of one cell, which begins at frame `at` of the output. */
function renderCell(from: u32, end: u32, at: u32): void {
  const byteCount = usedBytes();
  clearGroups();
  tickCache();
  for (let group: usize = 0; group < <usize>GROUP_COUNT; group++) {
    for (let byte = group; byte < byteCount; byte += <usize>GROUP_COUNT) renderSlots(byte, group, from, end);
    finishBatch();
  }
  if (end == CELL_FRAMES) for (let byte: usize = 0; byte < byteCount; byte++) completeSlots(byte);
  if (from < end) sumGroups(from, end, at);
}

/** See `Kernel.render`. */
export function render(from: u32, end: u32): void {
  if (end <= <u32>CELL_FRAMES) renderCell(from, end, 0);
  else for (let at: u32 = 0; at < end; at += CELL_FRAMES) renderCell(0, CELL_FRAMES, at);
}
