import { type ReferenceTime, TICKS_PER_SECOND } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import { EVENT_STRUCTURED } from '../ddi/event-header.ts';
import { EventRecordReader, eventRecordBytes, writeEventRecordHeader } from '../ddi/event-record.ts';
import { DataFormatSubtype } from '../ddi/filter-description.ts';
import { GUID_NULL, type Guid } from '../ddi/guid.ts';
import { shortMessageBytes } from '../ddi/short-message.ts';

/** An event as {@link MusicBuffer.getNextEvent} gives it. */
export interface MusicEvent {
  /** When it sounds or was captured, in ticks of 100 ns. */
  readonly referenceTime: ReferenceTime;
  /** 1 is the first group, 0 all of them. */
  readonly channelGroup: number;
  /** A view into the buffer: valid until the buffer is packed or flushed again. */
  readonly message: Uint8Array;
  /** One short MIDI message; otherwise any bytes, such as SysEx. */
  readonly isStructured: boolean;
}

/** Size and format of a buffer to be made (`DMUS_BUFFERDESC`). */
export interface MusicBufferOptions {
  /** Room for packed records, rounded up to a multiple of 4; a 3-byte message takes 24. 1…16 MiB. */
  readonly byteLength: number;
  /** Format of the events; `GUID_NULL`, the default, is plain MIDI. */
  readonly bufferFormat?: Guid;
}

const MAX_BUFFER_BYTES = 16 * 1024 * 1024;

/**
 * Time-stamped messages on their way to or from a port (`IDirectMusicBuffer`), packed as they are packed in the
 * documented system; see `ddi/event-header.ts`. A port copies what it needs, so one buffer may be filled, played,
 * flushed and filled again.
 *
 * Events need not be packed in order of time. Stamps are absolute on the way in and kept as differences to the
 * buffer's start time, which is the time of the event first packed until {@link setStartTime} moves the whole.
 *
 * `@thread control`
 */
export class MusicBuffer {
  readonly #memory: Uint8Array;
  readonly #format: Guid;
  readonly #reader = new EventRecordReader();
  #usedBytes = 0;
  #startTime: ReferenceTime = 0;

  /** @throws DmusError `E_INVALIDARG` for a size out of range. */
  constructor(options: MusicBufferOptions) {
    const { byteLength, bufferFormat = GUID_NULL } = options;
    if (!Number.isInteger(byteLength) || byteLength < 1 || byteLength > MAX_BUFFER_BYTES) {
      throw new DmusError('E_INVALIDARG', `byteLength must be 1 to ${MAX_BUFFER_BYTES} bytes, got ${byteLength}`);
    }
    this.#memory = new Uint8Array(Math.ceil(byteLength / 4) * 4);
    this.#format = bufferFormat === GUID_NULL ? DataFormatSubtype.midi : bufferFormat;
    this.resetReadPtr();
  }

  /** Discards all events. */
  flush(): void {
    this.#usedBytes = 0;
    this.resetReadPtr();
  }

  /** Ticks of 100 ns from the start time to the latest event; 0 when the buffer is empty. */
  totalTime(): ReferenceTime {
    const reader = new EventRecordReader();
    reader.reset(this.#memory, this.#usedBytes);
    let latestTicks = 0;
    while (reader.next()) latestTicks = Math.max(latestTicks, reader.deltaTicks);
    return latestTicks;
  }

  /**
   * Appends a channel or system message.
   *
   * @param referenceTime when it is to sound, in ticks of 100 ns.
   * @param channelGroup 1 is the first group, 0 all of them.
   * @param message status in bits 0-7, then the data bytes: `0x7f3c90` is note-on, key 0x3c, velocity 0x7f.
   * @throws DmusError `DMUS_E_INVALID_EVENT` when bits 0-7 are not the status of a message of fixed length,
   * `E_OUTOFMEMORY` when the buffer is full.
   */
  packStructured(referenceTime: ReferenceTime, channelGroup: number, message: number): void {
    const byteLength = shortMessageBytes(message & 0xff);
    if (byteLength === 0) {
      throw new DmusError('DMUS_E_INVALID_EVENT', `no short message has the status 0x${(message & 0xff).toString(16)}`);
    }
    const messageOffset = this.#append(referenceTime, channelGroup, byteLength, EVENT_STRUCTURED);
    for (let i = 0; i < byteLength; i++) this.#memory[messageOffset + i] = message >>> (8 * i);
  }

  /**
   * Appends any bytes, such as a SysEx message. Parameters as {@link packStructured}; `message` is copied.
   *
   * @throws DmusError `E_INVALIDARG` for no bytes, `E_OUTOFMEMORY` when the buffer is full.
   */
  packUnstructured(referenceTime: ReferenceTime, channelGroup: number, message: Uint8Array): void {
    if (message.byteLength === 0) throw new DmusError('E_INVALIDARG', 'an event needs at least one byte');
    const messageOffset = this.#append(referenceTime, channelGroup, message.byteLength, 0);
    this.#memory.set(message, messageOffset);
  }

  /** Makes {@link getNextEvent} begin at the first event again. */
  resetReadPtr(): void {
    this.#reader.reset(this.#memory, this.#usedBytes);
  }

  /** The next event in order of packing; `null` past the last (natively `S_FALSE`), or at damaged bytes. */
  getNextEvent(): MusicEvent | null {
    const reader = this.#reader;
    if (!reader.next()) return null;
    return {
      referenceTime: this.#startTime + reader.deltaTicks,
      channelGroup: reader.channelGroup,
      message: this.#memory.subarray(reader.messageOffset, reader.messageOffset + reader.byteLength),
      isStructured: (reader.flags & EVENT_STRUCTURED) !== 0,
    };
  }

  /** The whole memory of {@link getMaxBytes}, for reading and repacking by hand together with {@link setUsedBytes}. */
  getRawBuffer(): Uint8Array {
    return this.#memory;
  }

  /** The packed records, as a view: what goes down to a port. */
  getUsedRecords(): Uint8Array {
    return this.#memory.subarray(0, this.#usedBytes);
  }

  /** @throws DmusError `DMUS_E_BUFFER_EMPTY` while there are no events, even after {@link setStartTime}. */
  getStartTime(): ReferenceTime {
    if (this.#usedBytes === 0) throw new DmusError('DMUS_E_BUFFER_EMPTY', 'a buffer without events has no start time');
    return this.#startTime;
  }

  /** Bytes in use, paddings included. */
  getUsedBytes(): number {
    return this.#usedBytes;
  }

  /** Bytes there are. */
  getMaxBytes(): number {
    return this.#memory.byteLength;
  }

  /** What the events are. */
  getBufferFormat(): Guid {
    return this.#format;
  }

  /**
   * Moves the buffer, and with it every event in it, to a new start.
   * @throws DmusError `E_INVALIDARG` unless it is a whole number of ticks.
   */
  setStartTime(referenceTime: ReferenceTime): void {
    this.#startTime = checkedTime(referenceTime);
  }

  /**
   * Says how much of the raw buffer holds records after repacking by hand, and begins reading anew.
   * @throws DmusError `DMUS_E_BUFFER_FULL` for more than {@link getMaxBytes}, `E_INVALIDARG` for less than 0.
   */
  setUsedBytes(usedBytes: number): void {
    if (usedBytes > this.#memory.byteLength) {
      throw new DmusError('DMUS_E_BUFFER_FULL', `${usedBytes} bytes of ${this.#memory.byteLength}`);
    }
    if (!Number.isInteger(usedBytes) || usedBytes < 0) {
      throw new DmusError('E_INVALIDARG', `usedBytes must be 0 to ${this.#memory.byteLength}, got ${usedBytes}`);
    }
    this.#usedBytes = usedBytes;
    this.resetReadPtr();
  }

  /** Makes room for a record and writes its header; answers where the message goes. */
  #append(referenceTime: ReferenceTime, channelGroup: number, byteLength: number, flags: number): number {
    checkedTime(referenceTime);
    if (!Number.isInteger(channelGroup) || channelGroup < 0 || channelGroup > 0xffff_ffff) {
      throw new DmusError('E_INVALIDARG', `channelGroup must be an unsigned 32-bit integer, got ${channelGroup}`);
    }
    const recordOffset = Math.ceil(this.#usedBytes / 8) * 8;
    const recordEnd = recordOffset + eventRecordBytes(byteLength);
    if (recordEnd > this.#memory.byteLength) {
      throw new DmusError('E_OUTOFMEMORY', `${recordEnd} bytes needed, the buffer has ${this.#memory.byteLength}`);
    }
    if (this.#usedBytes === 0) this.#startTime = referenceTime;
    const deltaTicks = referenceTime - this.#startTime;
    const header = { byteLength, channelGroup, deltaTicks, flags };
    const messageOffset = writeEventRecordHeader(this.#memory, recordOffset, header);
    this.#usedBytes = recordEnd;
    this.#reader.extendTo(recordEnd);
    return messageOffset;
  }
}

/**
 * The furthest instant, before or after 0, that a buffer takes, in ticks of 100 ns: half of what a number can count
 * exactly, so that differences stay exact too. 14 years.
 */
export const MAX_REFERENCE_TIME: number = 14 * 365 * 86_400 * TICKS_PER_SECOND;

function checkedTime(referenceTime: ReferenceTime): ReferenceTime {
  if (Number.isInteger(referenceTime) && Math.abs(referenceTime) <= MAX_REFERENCE_TIME) return referenceTime;
  throw new DmusError('E_INVALIDARG', `a time must be a whole number of 100 ns ticks, got ${referenceTime}`);
}
