/**
 * One `MTrk` chunk: delta times and events. Whatever the bytes are, each step of the loop consumes at least one, so
 * a track has at most half as many events as bytes. Faults are repaired with a warning: see the comments at each.
 */
import type { WarningList } from '../riff/warning-list.ts';
import { EVENT_HEAD, type EventColumns } from './event-columns.ts';
import { decodeMetaText, META_TYPE, parseTempo } from './meta-type.ts';
import type { MidiTrack } from './midi-file.ts';
import type { SmfChunk } from './smf-chunks.ts';
import type { TempoChange } from './tempo-map.ts';

/** What all tracks of a file are read into. */
export interface TrackTarget {
  readonly columns: EventColumns;
  /** Tempo events as they are found. */
  readonly tempoChanges: TempoChange[];
  readonly warnings: WarningList;
}

const MAX_VARIABLE_LENGTH_BYTES = 4;
const END_OF_EXCLUSIVE = Uint8Array.of(0xf7);
const START_OF_EXCLUSIVE = Uint8Array.of(0xf0);
/** Data bytes after F1…F6, which have no place in a file; F0, F7 and FF are read elsewhere, the others have none. */
const SYSTEM_DATA_BYTE_COUNTS: Readonly<Record<number, number>> = { 241: 1, 242: 2, 243: 1 };

/** Reads the track in `chunk`, whose ticks are counted from `startTick`. */
export function readTrack(
  bytes: Uint8Array,
  chunk: SmfChunk,
  trackIndex: number,
  startTick: number,
  target: TrackTarget,
): MidiTrack {
  return new TrackReader(bytes, chunk, trackIndex, startTick, target).read();
}

class TrackReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #trackIndex: number;
  readonly #target: TrackTarget;
  #offset: number;
  #tick: number;
  #runningStatus = 0;
  /** A meta or sysex event has cancelled running status, by the letter of the specification. */
  #isRunningStatusStale = false;
  #name: string | undefined;
  #hasEnded = false;
  /** Packets of an unfinished sysex message. */
  #packets: Uint8Array[] = [];
  #packetTick = 0;

  constructor(bytes: Uint8Array, chunk: SmfChunk, trackIndex: number, startTick: number, target: TrackTarget) {
    this.#bytes = bytes;
    this.#offset = chunk.byteOffset;
    this.#end = chunk.endByteOffset;
    this.#trackIndex = trackIndex;
    this.#tick = startTick;
    this.#target = target;
  }

  read(): MidiTrack {
    const firstEvent = this.#target.columns.eventCount;
    while (this.#offset < this.#end && !this.#hasEnded) {
      this.#tick += this.#readVariableLength();
      if (this.#offset < this.#end) this.#readEvent();
      else this.#warn('a delta time without an event');
    }
    this.#closeSysex();
    if (!this.#hasEnded) this.#warn('no end-of-track event');
    else if (this.#offset < this.#end) this.#warn('bytes after the end-of-track event are left out');
    const eventCount = this.#target.columns.eventCount - firstEvent;
    return { name: this.#name, eventCount, endTick: this.#tick };
  }

  #readEvent(): void {
    const status = this.#bytes[this.#offset]!;
    if (status < 0x80) this.#readRunningStatusEvent();
    else {
      this.#offset++;
      if (status < 0xf0) this.#readChannelMessage(status);
      else if (status === 0xff) this.#readMeta();
      else if (status === 0xf0 || status === 0xf7) this.#readSysexPacket(status);
      else this.#skipSystemMessage(status);
    }
  }

  #readRunningStatusEvent(): void {
    if (this.#runningStatus === 0) {
      this.#warn('data bytes without a status byte are left out');
      this.#skipToStatusByte();
      return;
    }
    if (this.#isRunningStatusStale) this.#warn('running status goes on after a meta or sysex event');
    this.#readChannelMessage(this.#runningStatus);
  }

  #readChannelMessage(status: number): void {
    this.#closeSysex();
    this.#runningStatus = status;
    this.#isRunningStatusStale = false;
    const isShort = (status & 0xe0) === 0xc0;
    const start = this.#offset;
    this.#offset += isShort ? 1 : 2;
    if (this.#offset > this.#end) {
      this.#warn('the last channel message is cut off and left out', start);
      this.#offset = this.#end;
      return;
    }
    const data1 = this.#bytes[start]!;
    const data2 = isShort ? 0 : this.#bytes[start + 1]!;
    // A wrong value is likelier than a missing byte, so the message is dropped in its full length.
    if ((data1 | data2) >= 0x80) this.#warn('a channel message with a data byte above 127 is left out', start);
    else this.#target.columns.push(this.#tick, this.#trackIndex, status, data1, data2);
  }

  #readMeta(): void {
    this.#isRunningStatusStale = true;
    if (this.#offset === this.#end) return;
    const type = this.#bytes[this.#offset++]!;
    const contents = this.#readContents();
    if (type === META_TYPE.endOfTrack) {
      this.#closeSysex();
      this.#hasEnded = true;
    }
    // An unfinished sysex message must not be put behind a later event with an earlier tick.
    this.#packetTick = this.#tick;
    if (type === META_TYPE.tempo) this.#noteTempo(contents);
    if (type === META_TYPE.trackName) this.#name ??= decodeMetaText(contents);
    this.#target.columns.pushBytes(this.#tick, this.#trackIndex, EVENT_HEAD.meta, [Uint8Array.of(type), contents]);
  }

  #noteTempo(contents: Uint8Array): void {
    const microsecondsPerQuarter = parseTempo(contents);
    if (microsecondsPerQuarter) this.#target.tempoChanges.push({ tick: this.#tick, microsecondsPerQuarter });
    else this.#warn('a tempo event without a tempo has no effect');
  }

  /** F0 begins a message; F7 goes on with one that F0 began and no F7 byte has ended, and is an escape otherwise. */
  #readSysexPacket(status: number): void {
    this.#isRunningStatusStale = true;
    const isContinuation = status === 0xf7 && this.#packets.length > 0;
    if (!isContinuation) this.#closeSysex();
    const contents = this.#readContents();
    if (status === 0xf7 && !isContinuation) {
      this.#target.columns.pushBytes(this.#tick, this.#trackIndex, EVENT_HEAD.sysex, [contents]);
      return;
    }
    if (!isContinuation) this.#packets.push(START_OF_EXCLUSIVE);
    this.#packets.push(contents);
    this.#packetTick = this.#tick;
    if (contents.at(-1) === 0xf7) this.#pushSysex();
  }

  /** A message that nothing continues is ended where its last packet stands, or the last meta event after it. */
  #closeSysex(): void {
    if (this.#packets.length === 0) return;
    this.#warn('a sysex message without F7 at its end is given one');
    this.#packets.push(END_OF_EXCLUSIVE);
    this.#pushSysex();
  }

  /** At the time of the last packet, when a receiver would have it whole. */
  #pushSysex(): void {
    this.#target.columns.pushBytes(this.#packetTick, this.#trackIndex, EVENT_HEAD.sysex, this.#packets);
    this.#packets = [];
  }

  #skipSystemMessage(status: number): void {
    this.#warn(`status byte ${status.toString(16).toUpperCase()} has no place in a file and is left out`);
    this.#offset = Math.min(this.#end, this.#offset + (SYSTEM_DATA_BYTE_COUNTS[status] ?? 0));
  }

  #skipToStatusByte(): void {
    while (this.#offset < this.#end && this.#bytes[this.#offset]! < 0x80) this.#offset++;
    if (this.#offset < this.#end) this.#readEvent();
  }

  /** Length and bytes of a meta event or sysex packet, as far as the track has them. */
  #readContents(): Uint8Array {
    const byteLength = this.#readVariableLength();
    const start = this.#offset;
    this.#offset = Math.min(this.#end, start + byteLength);
    if (this.#offset - start < byteLength) {
      this.#warn(`an event of ${byteLength} bytes, of which only ${this.#offset - start} are left`, start);
    }
    return this.#bytes.subarray(start, this.#offset);
  }

  /** 0…268,435,455. Ends after four bytes, whatever the last one says. */
  #readVariableLength(): number {
    const start = this.#offset;
    const end = Math.min(this.#end, start + MAX_VARIABLE_LENGTH_BYTES);
    let value = 0;
    while (this.#offset < end) {
      const byte = this.#bytes[this.#offset++]!;
      value = value * 0x80 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    if (end - start === MAX_VARIABLE_LENGTH_BYTES) this.#warn('a number of more than four bytes is cut', start);
    return value;
  }

  #warn(message: string, byteOffset = this.#offset): void {
    this.#target.warnings.add({ chunkPath: `MTrk[${this.#trackIndex}]`, byteOffset, message });
  }
}
