// Notes repeat: the same wave at the same step a frame, from its beginning. Their samples are kept, so that the next
// such note need not interpolate. The voice that is furthest in an entry fills it with what it computes anyway; voices behind it
// read. Bits are the same with and without; a voice can leave the cache at any frame, because it keeps its own position.
//
// The memory is used from its start on: keys seen once, entries, then chunks, each touched when it is needed first.

import {
  CELL_FRAMES,
  HEADER_ADDRESS,
  HEADER_PITCH_CACHE,
  HEADER_PITCH_CACHE_BYTES,
  HEADER_WAVE_GENERATION,
  VOICE_CACHE_CHUNK,
  VOICE_CACHE_ENTRY,
  VOICE_CACHE_FRAME,
  VOICE_CACHE_SERIAL,
  VOICE_INCREMENT,
  VOICE_LOOP_LENGTH,
  VOICE_LOOP_MODE,
  VOICE_LOOP_WRAP,
  VOICE_PHASE,
  VOICE_WAVE_ADDRESS,
  VOICE_WAVE_END,
} from '../src/synth/kernel/layout';
import { interpolate, skip } from './interpolate';

/** Hashes of keys that one note had so far, by their lower bits. */
const SEEN_COUNT: u32 = 4096;
const SEEN_BYTES: usize = SEEN_COUNT * 4;

/** Entries lie in sets, and a key in any entry of its set. */
const SET_COUNT: u32 = 512;
const SET_ENTRIES: u32 = 4;
const ENTRY_COUNT: u32 = SET_COUNT * SET_ENTRIES;
const ENTRY_BYTES: usize = 48;
const ENTRIES_BYTES: usize = <usize>ENTRY_COUNT * ENTRY_BYTES;
/** `i64` step; then wave, loop wrap (0 = one-shot), loop length, wave end. */
const ENTRY_INCREMENT = 0;
const ENTRY_WAVE = 8;
const ENTRY_WRAP = 12;
const ENTRY_LENGTH = 16;
const ENTRY_END = 20;
/** 0 while the entry is empty; a new number each time it is taken. */
const ENTRY_SERIAL = 24;
const ENTRY_FIRST_CHUNK = 28;
const ENTRY_LAST_CHUNK = 32;
const ENTRY_FRAMES = 36;
/** {@link now} when a voice last read it. */
const ENTRY_USED = 40;
const ENTRY_CHUNKS = 44;

/** A chunk: where the next one is, 0 = none, then samples. */
const CHUNK_FRAMES: u32 = 1024;
const CHUNK_SAMPLES = 16;
const CHUNK_BYTES: usize = CHUNK_SAMPLES + CHUNK_FRAMES * 4;
/** About eleven seconds at 48 kHz; what lasts longer goes on live. */
const LONGEST_FRAMES: u32 = 512 * CHUNK_FRAMES;
/** Entries that are compared before one is given up. */
const VICTIMS: u32 = 16;

/** The memory that is set up, 0 = none yet. */
let cache: usize = 0;
let generation: u32 = 0;
let serial: u32 = 0;
/** Counts parts of cells: what was used in the present one stays. */
let now: u32 = 0;
/** Chunks that were given back; below {@link fresh} all have been used. */
let freeChunk: usize = 0;
let fresh: usize = 0;
let end: usize = 0;
let hand: u32 = 0;

/** A part of a cell begins. */
export function tickCache(): void {
  now++;
}

/** Sets up the memory before its first use, and again when waves have been freed. */
function isReady(): bool {
  const address = <usize>load<u32>(HEADER_ADDRESS, HEADER_PITCH_CACHE);
  if (address == 0) return false;
  const present = load<u32>(HEADER_ADDRESS, HEADER_WAVE_GENERATION);
  if (address == cache && present == generation) return fresh < end;
  cache = address;
  generation = present;
  memory.fill(cache, 0, SEEN_BYTES + ENTRIES_BYTES);
  freeChunk = 0;
  fresh = cache + SEEN_BYTES + ENTRIES_BYTES;
  end = cache + load<u32>(HEADER_ADDRESS, HEADER_PITCH_CACHE_BYTES);
  return fresh < end;
}

// @ts-ignore: decorator
@inline
function wrapOf(voice: usize): u32 {
  return load<u32>(voice, VOICE_LOOP_MODE) != 0 ? load<u32>(voice, VOICE_LOOP_WRAP) : 0;
}

function hashOf(voice: usize): u32 {
  const increment = load<u64>(voice, VOICE_INCREMENT);
  let hash = load<u32>(voice, VOICE_WAVE_ADDRESS) * 0x9e3779b1;
  hash = (hash ^ <u32>increment ^ (hash >>> 15)) * 0x85ebca6b;
  hash = (hash ^ <u32>(increment >>> 32) ^ wrapOf(voice) ^ (hash >>> 13)) * 0xc2b2ae35;
  return hash ^ (hash >>> 16);
}

function isEntryOf(entry: usize, voice: usize): bool {
  return (
    load<u32>(entry, ENTRY_SERIAL) != 0 &&
    load<u64>(entry, ENTRY_INCREMENT) == load<u64>(voice, VOICE_INCREMENT) &&
    load<u32>(entry, ENTRY_WAVE) == load<u32>(voice, VOICE_WAVE_ADDRESS) &&
    load<u32>(entry, ENTRY_WRAP) == wrapOf(voice) &&
    load<u32>(entry, ENTRY_LENGTH) == load<u32>(voice, VOICE_LOOP_LENGTH) &&
    load<u32>(entry, ENTRY_END) == load<u32>(voice, VOICE_WAVE_END)
  );
}

/** At the voice's first frame, with its step known: joins an entry, or makes one at a key's second note. */
export function enterCache(voice: usize): void {
  store<u32>(voice, 0, VOICE_CACHE_ENTRY);
  if (!isReady()) return;
  const hash = hashOf(voice);
  const set = cache + SEEN_BYTES + <usize>(hash & (SET_COUNT - 1)) * SET_ENTRIES * ENTRY_BYTES;
  for (let i: usize = 0; i < <usize>SET_ENTRIES; i++) {
    const entry = set + i * ENTRY_BYTES;
    if (isEntryOf(entry, voice)) {
      join(voice, entry);
      return;
    }
  }
  const seen = cache + (<usize>(hash & (SEEN_COUNT - 1)) << 2);
  if (load<u32>(seen) != hash) store<u32>(seen, hash);
  else makeEntry(voice, set);
}

function join(voice: usize, entry: usize): void {
  store<u32>(entry, now, ENTRY_USED);
  store<u32>(voice, <u32>entry, VOICE_CACHE_ENTRY);
  store<u32>(voice, load<u32>(entry, ENTRY_SERIAL), VOICE_CACHE_SERIAL);
  store<u32>(voice, 0, VOICE_CACHE_FRAME);
  store<u32>(voice, 0, VOICE_CACHE_CHUNK);
}

/** Takes an entry of a set: an empty one, or the one that was used least lately. */
function makeEntry(voice: usize, set: usize): void {
  let chosen: usize = 0;
  let oldest: u32 = 0;
  for (let i: usize = 0; i < <usize>SET_ENTRIES; i++) {
    const entry = set + i * ENTRY_BYTES;
    const age = load<u32>(entry, ENTRY_SERIAL) == 0 ? <u32>-1 : now - load<u32>(entry, ENTRY_USED);
    if (age <= oldest) continue;
    chosen = entry;
    oldest = age;
  }
  if (chosen == 0) return;
  giveUp(chosen);
  serial = max(serial + 1, 1);
  store<u64>(chosen, load<u64>(voice, VOICE_INCREMENT), ENTRY_INCREMENT);
  store<u32>(chosen, load<u32>(voice, VOICE_WAVE_ADDRESS), ENTRY_WAVE);
  store<u32>(chosen, wrapOf(voice), ENTRY_WRAP);
  store<u32>(chosen, load<u32>(voice, VOICE_LOOP_LENGTH), ENTRY_LENGTH);
  store<u32>(chosen, load<u32>(voice, VOICE_WAVE_END), ENTRY_END);
  store<u32>(chosen, serial, ENTRY_SERIAL);
  store<u32>(chosen, 0, ENTRY_FRAMES);
  store<u32>(chosen, 0, ENTRY_CHUNKS);
  join(voice, chosen);
}

/** Empties an entry: its chunks go, as one chain, before those that are free. */
function giveUp(entry: usize): void {
  if (load<u32>(entry, ENTRY_SERIAL) == 0) return;
  store<u32>(entry, 0, ENTRY_SERIAL);
  const last = <usize>load<u32>(entry, ENTRY_LAST_CHUNK);
  if (last == 0) return;
  store<u32>(last, <u32>freeChunk);
  freeChunk = load<u32>(entry, ENTRY_FIRST_CHUNK);
  store<u32>(entry, 0, ENTRY_FIRST_CHUNK);
  store<u32>(entry, 0, ENTRY_LAST_CHUNK);
}

/** Of the next entries round the clock, gives up the one that was used least lately, but none of the present part. */
function giveUpOne(): void {
  let chosen: usize = 0;
  let oldest: u32 = 0;
  for (let i: u32 = 0; i < VICTIMS || (chosen == 0 && i < ENTRY_COUNT); i++) {
    hand = (hand + 1) & (ENTRY_COUNT - 1);
    const entry = cache + SEEN_BYTES + <usize>hand * ENTRY_BYTES;
    const age = now - load<u32>(entry, ENTRY_USED);
    if (load<u32>(entry, ENTRY_LAST_CHUNK) == 0 || age <= oldest) continue;
    chosen = entry;
    oldest = age;
  }
  if (chosen != 0) giveUp(chosen);
}

/** A chunk for the end of an entry, 0 when there is none to be had. */
function addChunk(entry: usize): usize {
  if (freeChunk == 0 && fresh + CHUNK_BYTES > end) giveUpOne();
  let chunk = freeChunk;
  if (chunk != 0) freeChunk = load<u32>(chunk);
  else if (fresh + CHUNK_BYTES <= end) {
    chunk = fresh;
    fresh += CHUNK_BYTES;
  } else return 0;
  store<u32>(chunk, 0);
  const last = <usize>load<u32>(entry, ENTRY_LAST_CHUNK);
  if (last != 0) store<u32>(last, <u32>chunk);
  else store<u32>(entry, <u32>chunk, ENTRY_FIRST_CHUNK);
  store<u32>(entry, <u32>chunk, ENTRY_LAST_CHUNK);
  store<u32>(entry, load<u32>(entry, ENTRY_CHUNKS) + 1, ENTRY_CHUNKS);
  return chunk;
}

/** Computes `frames` more at the end of the entry, where the voice stands. False where there is no room, or no wave, for all. */
function extend(voice: usize, entry: usize, frames: u32): bool {
  let filled = load<u32>(entry, ENTRY_FRAMES);
  if (filled + frames > LONGEST_FRAMES) return false;
  const wanted = filled + frames;
  while (filled < wanted) {
    const place = filled & (CHUNK_FRAMES - 1);
    const hasRoom = load<u32>(entry, ENTRY_CHUNKS) * CHUNK_FRAMES > filled;
    const chunk = hasRoom ? <usize>load<u32>(entry, ENTRY_LAST_CHUNK) : addChunk(entry);
    if (chunk == 0) return false;
    const count = min(CHUNK_FRAMES - place, wanted - filled);
    if (<u32>interpolate(voice, chunk + CHUNK_SAMPLES + (<usize>place << 2), <i32>count) < count) return false;
    filled += count;
  }
  store<u32>(entry, filled, ENTRY_FRAMES);
  return true;
}

/** Moves the voice on over `frames` that the entry has, or has from now on. */
function moveOver(voice: usize, entry: usize, frames: u32): bool {
  const ready = load<u32>(entry, ENTRY_FRAMES) - load<u32>(voice, VOICE_CACHE_FRAME);
  if (ready > 0) skip(voice, <i32>min(ready, frames));
  return ready >= frames || extend(voice, entry, frames - ready);
}

/** Where the voice's next samples are, of which the entry has all: in a chunk, or put together in `scratch`. */
function locate(voice: usize, entry: usize, scratch: usize, frames: u32): usize {
  const frame = load<u32>(voice, VOICE_CACHE_FRAME);
  const place = frame & (CHUNK_FRAMES - 1);
  let chunk = <usize>load<u32>(voice, VOICE_CACHE_CHUNK);
  if (frame == 0) chunk = load<u32>(entry, ENTRY_FIRST_CHUNK);
  else if (place == 0) chunk = load<u32>(chunk);
  store<u32>(voice, <u32>chunk, VOICE_CACHE_CHUNK);
  store<u32>(voice, frame + frames, VOICE_CACHE_FRAME);
  const samples = chunk + CHUNK_SAMPLES + (<usize>place << 2);
  const left = CHUNK_FRAMES - place;
  if (frames <= left) return samples;
  const next = <usize>load<u32>(chunk);
  memory.copy(scratch, samples, <usize>left << 2);
  memory.copy(scratch + (<usize>left << 2), next + CHUNK_SAMPLES, <usize>(frames - left) << 2);
  store<u32>(voice, <u32>next, VOICE_CACHE_CHUNK);
  return scratch;
}

/**
 * Address of the next `frames` samples, CELL_FRAMES at most, of a voice with an entry, and moves its position on; `scratch` is
 * for those that lie apart. 0, with the position as it was, where they have to be computed live from here on.
 */
export function cachedSamples(voice: usize, scratch: usize, frames: i32): usize {
  const entry = <usize>load<u32>(voice, VOICE_CACHE_ENTRY);
  const phase = load<u64>(voice, VOICE_PHASE);
  const isOwn = load<u32>(entry, ENTRY_SERIAL) == load<u32>(voice, VOICE_CACHE_SERIAL);
  // First of all, so that the entry is not given up for a chunk of its own.
  if (isOwn) store<u32>(entry, now, ENTRY_USED);
  if (!isOwn || frames > CELL_FRAMES || !moveOver(voice, entry, <u32>frames)) {
    store<u64>(voice, phase, VOICE_PHASE);
    leaveCache(voice);
    return 0;
  }
  return locate(voice, entry, scratch, <u32>frames);
}

/** The voice goes its own way. */
export function leaveCache(voice: usize): void {
  store<u32>(voice, 0, VOICE_CACHE_ENTRY);
}
