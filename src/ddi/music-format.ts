/**
 * Layout of one entry in a packet of a MIDI-subtype pin (`KSMUSICFORMAT`, ks.h): header, raw MIDI bytes, padding to a
 * multiple of 4. All fields little-endian. Unlike the delta of an event record, an entry's time counts from the entry
 * before it; that of the first counts from the packet's presentation time.
 *
 * Reader and writer stand here for the reason given in `event-record.ts`.
 */
import { readUint32, writeUint32 } from '../clock/packed-integer.ts';

/** Byte offsets of the header's fields. */
export const MUSIC_FORMAT_OFFSETS = {
  /** u32: milliseconds since the entry before, or since the packet's presentation time (`TimeDeltaMs`). */
  timeDelta: 0,
  /** u32: MIDI bytes that follow, without padding (`ByteCount`). */
  byteLength: 4,
} as const;

/** Bytes of the header; the MIDI bytes follow at once. */
export const MUSIC_FORMAT_HEADER_BYTES = 8;

/** Entries begin at multiples of this. */
export const MUSIC_FORMAT_ALIGNMENT_BYTES = 4;

/** Longest time from one entry to the next: the field is an unsigned 32-bit integer. */
export const MAX_MUSIC_FORMAT_DELTA_MS = 0xffff_ffff;

/** Bytes of a whole entry around `messageByteLength` MIDI bytes. */
export function musicFormatBytes(messageByteLength: number): number {
  const paddedUnits = Math.ceil((MUSIC_FORMAT_HEADER_BYTES + messageByteLength) / MUSIC_FORMAT_ALIGNMENT_BYTES);
  return paddedUnits * MUSIC_FORMAT_ALIGNMENT_BYTES;
}

/**
 * Writes a header at `byteOffset` and zeroes the rest of the entry; the caller, who has made sure that the entry fits,
 * then fills in the MIDI bytes at the offset returned. Allocates nothing. `@thread any`
 *
 * @param deltaMs milliseconds, an integer of 0…{@link MAX_MUSIC_FORMAT_DELTA_MS}.
 * @param messageByteLength MIDI bytes, 0…2³² − 1.
 */
export function writeMusicFormatHeader(
  target: Uint8Array,
  byteOffset: number,
  deltaMs: number,
  messageByteLength: number,
): number {
  writeUint32(target, byteOffset + MUSIC_FORMAT_OFFSETS.timeDelta, deltaMs);
  writeUint32(target, byteOffset + MUSIC_FORMAT_OFFSETS.byteLength, messageByteLength);
  const messageOffset = byteOffset + MUSIC_FORMAT_HEADER_BYTES;
  target.fill(0, messageOffset, byteOffset + musicFormatBytes(messageByteLength));
  return messageOffset;
}

/** Writes a whole entry, as {@link writeMusicFormatHeader} does its header; answers where the next one begins. */
export function writeMusicFormatEntry(
  target: Uint8Array,
  byteOffset: number,
  deltaMs: number,
  message: Uint8Array,
): number {
  target.set(message, writeMusicFormatHeader(target, byteOffset, deltaMs, message.byteLength));
  return byteOffset + musicFormatBytes(message.byteLength);
}

const NO_ENTRIES: Uint8Array = new Uint8Array(0);

/**
 * Walks entries without allocating: `reset`, then `next` until it answers false; after each true the fields describe
 * the present entry, whose MIDI bytes are `entries[messageOffset … messageOffset + byteLength)`.
 *
 * The bytes may come from anywhere. An entry that does not fit into what is left ends the walk and is counted; the
 * padding of the last entry may be missing. Nothing throws.
 *
 * `@thread render`
 */
export class MusicFormatReader {
  /** The bytes being walked; not copied, so the owner must leave them alone until the walk is over. */
  entries: Uint8Array = NO_ENTRIES;
  /** MIDI bytes of the present entry; 0 for one that only lets time pass. */
  byteLength = 0;
  /** Milliseconds from the packet's presentation time to the present entry: the sum of the deltas so far. */
  elapsedMs = 0;
  /** Where the MIDI bytes of the present entry begin. */
  messageOffset = 0;
  /** Walks that ended at a damaged entry since this reader was made. */
  damagedCount = 0;

  #nextOffset = 0;

  /** Begins a walk over all of `entries`. */
  reset(entries: Uint8Array): void {
    this.entries = entries;
    this.elapsedMs = 0;
    this.#nextOffset = 0;
  }

  /** Lets go of the bytes: the next `next` answers false. */
  release(): void {
    this.reset(NO_ENTRIES);
  }

  /** Goes to the next entry; false when there is none or it is damaged. */
  next(): boolean {
    const { entries } = this;
    const offset = this.#nextOffset;
    if (offset >= entries.byteLength) return false;
    const messageOffset = offset + MUSIC_FORMAT_HEADER_BYTES;
    const isWholeHeader = messageOffset <= entries.byteLength;
    const byteLength = isWholeHeader ? readUint32(entries, offset + MUSIC_FORMAT_OFFSETS.byteLength) : 0;
    if (messageOffset + byteLength > entries.byteLength) {
      this.damagedCount++;
      this.#nextOffset = entries.byteLength;
      return false;
    }
    this.byteLength = byteLength;
    this.elapsedMs += readUint32(entries, offset + MUSIC_FORMAT_OFFSETS.timeDelta);
    this.messageOffset = messageOffset;
    this.#nextOffset = offset + musicFormatBytes(byteLength);
    return true;
  }
}
