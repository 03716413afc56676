/**
 * Reading and writing the records of a music buffer (layout: `event-header.ts`). The one piece of logic among the
 * contracts: application, driver and synth must agree on it to the byte, and this is where all of them can reach it.
 */
import { readInt64, readUint32, writeInt64, writeUint32 } from '../clock/packed-integer.ts';
import type { ReferenceTime } from '../clock/reference-time.ts';
import { EVENT_ALIGNMENT_BYTES, EVENT_HEADER_BYTES, EVENT_HEADER_OFFSETS } from './event-header.ts';

/** Bytes of a whole record around a message of `messageByteLength` bytes (DMUS_EVENT_SIZE). */
export function eventRecordBytes(messageByteLength: number): number {
  return Math.ceil((EVENT_HEADER_BYTES + messageByteLength) / EVENT_ALIGNMENT_BYTES) * EVENT_ALIGNMENT_BYTES;
}

/** What stands in the header of a record to be written. */
export interface EventRecordHeader {
  /** Bytes of the message, 0…2³² − 1. */
  readonly byteLength: number;
  /** 0…2³² − 1; 1 is the first group, 0 all. */
  readonly channelGroup: number;
  /** Ticks of 100 ns from the buffer's start time, of either sign. */
  readonly deltaTicks: number;
  /** EVENT_STRUCTURED or 0. */
  readonly flags: number;
}

/**
 * Writes a header at `byteOffset` and zeroes the rest of the record; the caller, who has made sure that the record
 * fits, then fills in the message at the offset returned.
 *
 * @throws RangeError when `deltaTicks` is not a safe integer; nothing is written then.
 */
export function writeEventRecordHeader(target: Uint8Array, byteOffset: number, header: EventRecordHeader): number {
  writeInt64(target, byteOffset + EVENT_HEADER_OFFSETS.delta, header.deltaTicks);
  writeUint32(target, byteOffset + EVENT_HEADER_OFFSETS.byteLength, header.byteLength);
  writeUint32(target, byteOffset + EVENT_HEADER_OFFSETS.channelGroup, header.channelGroup);
  writeUint32(target, byteOffset + EVENT_HEADER_OFFSETS.flags, header.flags);
  const messageOffset = byteOffset + EVENT_HEADER_BYTES;
  target.fill(0, messageOffset, byteOffset + eventRecordBytes(header.byteLength));
  return messageOffset;
}

const NO_RECORDS: Uint8Array = new Uint8Array(0);

/**
 * Walks packed records without allocating: `reset`, then `next` until it answers false; after each true the fields
 * describe the present record, whose message is `records[messageOffset … messageOffset + byteLength)`.
 *
 * The bytes may come from anywhere. A record that does not fit into what is left ends the walk and is counted; the
 * padding of the last record may be missing. Nothing throws.
 *
 * `@thread render`
 */
export class EventRecordReader {
  /** The bytes being walked; not copied, so the owner must leave them alone until the walk is over. */
  records: Uint8Array = NO_RECORDS;
  /** Message bytes of the present record. */
  byteLength = 0;
  /** Channel group of the present record, 0…2³² − 1: 1 is the first, 0 all. */
  channelGroup = 0;
  /** Ticks of 100 ns from the buffer's start time; exact within ±2⁵³. */
  deltaTicks: ReferenceTime = 0;
  /** EVENT_STRUCTURED, or bits that nobody has defined. */
  flags = 0;
  /** Where the present message begins. */
  messageOffset = 0;
  /** Walks that ended at a damaged record since this reader was made. */
  damagedCount = 0;

  #nextOffset = 0;
  #end = 0;

  /** Begins a walk over the first `usedByteLength` bytes of `records`. */
  reset(records: Uint8Array, usedByteLength: number = records.byteLength): void {
    this.records = records;
    this.#nextOffset = 0;
    this.extendTo(usedByteLength);
  }

  /** Records have been added to the bytes being walked: the walk goes on up to `usedByteLength`. */
  extendTo(usedByteLength: number): void {
    this.#end = Math.min(usedByteLength || 0, this.records.byteLength);
  }

  /** Lets go of the bytes: the next `next` answers false. */
  release(): void {
    this.reset(NO_RECORDS);
  }

  /** Goes to the next record; false when there is none or it is damaged. */
  next(): boolean {
    const offset = this.#nextOffset;
    if (offset >= this.#end) return false;
    const messageOffset = offset + EVENT_HEADER_BYTES;
    const { records } = this;
    const byteLength = messageOffset <= this.#end ? readUint32(records, offset + EVENT_HEADER_OFFSETS.byteLength) : 0;
    if (messageOffset + byteLength > this.#end) return this.#stopAtDamage();
    this.byteLength = byteLength;
    this.channelGroup = readUint32(records, offset + EVENT_HEADER_OFFSETS.channelGroup);
    this.deltaTicks = readInt64(records, offset + EVENT_HEADER_OFFSETS.delta);
    this.flags = readUint32(records, offset + EVENT_HEADER_OFFSETS.flags);
    this.messageOffset = messageOffset;
    this.#nextOffset = offset + eventRecordBytes(byteLength);
    return true;
  }

  #stopAtDamage(): boolean {
    this.damagedCount++;
    this.#nextOffset = this.#end;
    return false;
  }
}
