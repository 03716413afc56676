import { writeInt64 } from '../../clock/packed-integer.ts';
import type { ReferenceTime } from '../../clock/reference-time.ts';
import { EVENT_HEADER_OFFSETS } from '../../ddi/event-header.ts';
import { EventRecordReader, eventRecordBytes, writeEventRecordHeader } from '../../ddi/event-record.ts';
import { MAX_REFERENCE_TIME, type MusicBuffer } from '../music-buffer.ts';

/** How large a queue of captured events is. */
export interface CapturedEventsOptions {
  /** Bytes of packed records that may wait; 65,536 by default: 2,730 short messages. 32…16 MiB. */
  readonly byteLength?: number;
}

const MAX_QUEUE_BYTES = 16 * 1024 * 1024;

/**
 * What a capture port has got and nobody has read yet: event records with absolute stamps, in the order in which they
 * came. Bounded: what comes while the queue is full is lost and counted, and what waits already stays whole.
 *
 * `@thread control`
 */
export class CapturedEvents {
  /** Events lost because as many bytes as there may be were waiting. */
  overflowCount = 0;
  /** Events dropped because they were larger than the whole buffer they were to be read into. */
  oversizedCount = 0;
  /** Events dropped because their stamp was further away than MAX_REFERENCE_TIME. */
  misstampedCount = 0;

  readonly #byteLength: number;
  /** Twice the bytes that may wait, so that each byte is moved to the front once at most. */
  readonly #memory: Uint8Array;
  readonly #incoming = new EventRecordReader();
  readonly #waiting = new EventRecordReader();
  #head = 0;
  #tail = 0;

  /** @throws RangeError for a size out of range. */
  constructor({ byteLength = 65_536 }: CapturedEventsOptions = {}) {
    if (!Number.isInteger(byteLength) || byteLength < 32 || byteLength > MAX_QUEUE_BYTES) {
      throw new RangeError(`CapturedEvents: byteLength must be 32 to ${MAX_QUEUE_BYTES} bytes, got ${byteLength}`);
    }
    this.#byteLength = byteLength;
    this.#memory = new Uint8Array(2 * byteLength);
  }

  get isEmpty(): boolean {
    return this.#head === this.#tail;
  }

  /** Packets that ended at a damaged record. */
  get damagedCount(): number {
    return this.#incoming.damagedCount;
  }

  /**
   * Takes a packet of event records, which are copied.
   *
   * @param startTime what the records' deltas count from, in ticks of 100 ns.
   * @param usedBytes bytes of `records` that hold records.
   */
  append(startTime: ReferenceTime, records: Uint8Array, usedBytes: number = records.byteLength): void {
    const incoming = this.#incoming;
    incoming.reset(records, usedBytes);
    while (incoming.next()) {
      const referenceTime = startTime + incoming.deltaTicks;
      if (!(Math.abs(referenceTime) <= MAX_REFERENCE_TIME)) this.misstampedCount++;
      else if (!this.#makeRoom(eventRecordBytes(incoming.byteLength))) this.overflowCount++;
      else this.#store(referenceTime);
    }
    incoming.release();
  }

  /**
   * Replaces the contents of `buffer` by as many events as fit, oldest first, and forgets them here. Stamps stay what
   * they are. False, and an empty buffer, when nothing was waiting.
   */
  moveTo(buffer: MusicBuffer): boolean {
    const { startTime, usedBytes } = this.#moveRecords(buffer.getRawBuffer());
    buffer.flush();
    if (usedBytes === 0) return false;
    buffer.setStartTime(startTime);
    buffer.setUsedBytes(usedBytes);
    return true;
  }

  #moveRecords(target: Uint8Array): { readonly startTime: ReferenceTime; readonly usedBytes: number } {
    const waiting = this.#waiting;
    waiting.reset(this.#memory.subarray(this.#head, this.#tail));
    let startTime = 0;
    let usedBytes = 0;
    while (waiting.next()) {
      const recordBytes = eventRecordBytes(waiting.byteLength);
      const isTooLong = usedBytes + recordBytes > target.byteLength;
      if (isTooLong && usedBytes > 0) break;
      if (isTooLong) {
        this.oversizedCount++;
      } else {
        if (usedBytes === 0) startTime = waiting.deltaTicks;
        target.set(this.#memory.subarray(this.#head, this.#head + recordBytes), usedBytes);
        writeInt64(target, usedBytes + EVENT_HEADER_OFFSETS.delta, waiting.deltaTicks - startTime);
        usedBytes += recordBytes;
      }
      this.#head += recordBytes;
    }
    waiting.release();
    return { startTime, usedBytes };
  }

  /** Whether so many bytes may be added; then they can be, at the tail. */
  #makeRoom(recordBytes: number): boolean {
    const waitingBytes = this.#tail - this.#head;
    if (waitingBytes + recordBytes > this.#byteLength) return false;
    if (this.#tail + recordBytes > this.#memory.byteLength) {
      this.#memory.copyWithin(0, this.#head, this.#tail);
      this.#head = 0;
      this.#tail = waitingBytes;
    }
    return true;
  }

  /** Copies the present incoming record, its stamp in the place of the delta. */
  #store(referenceTime: ReferenceTime): void {
    const { byteLength, channelGroup, flags, messageOffset, records } = this.#incoming;
    const header = { byteLength, channelGroup, deltaTicks: referenceTime, flags };
    const target = writeEventRecordHeader(this.#memory, this.#tail, header);
    this.#memory.set(records.subarray(messageOffset, messageOffset + byteLength), target);
    this.#tail += eventRecordBytes(byteLength);
  }
}
