/**
 * Writing Standard MIDI Files, formats 0 and 1. Every channel message gets its own status byte: running status saves
 * little, and not every reader keeps it apart from sysex.
 */
import { META_TYPE } from './meta-type.ts';
import type { MidiDivision, MidiMessage } from './midi-file.ts';

/** A message with its place. The events of a `MidiFile` are of this shape too. */
export type TimedMessage = MidiMessage & {
  /** Ticks from the beginning of the file. */
  readonly tick: number;
};

/** What {@link writeSmf} writes. */
export interface SmfContents {
  /** 0 has exactly one track. */
  readonly format: 0 | 1;
  readonly division: MidiDivision;
  /** At most 65,535 tracks, the ticks of each not falling. An end-of-track event is added where the last is none. */
  readonly tracks: readonly (readonly TimedMessage[])[];
}

const MAX_TRACK_COUNT = 0xffff;
const MAX_VARIABLE_LENGTH = 0x0fff_ffff;

/**
 * The bytes of a MIDI file. Sysex messages that begin with F0 are written as one packet, all others as an escape.
 *
 * @throws {RangeError} where a number does not fit the format, naming it
 */
export function writeSmf({ format, division, tracks }: SmfContents): Uint8Array {
  if (format === 0 && tracks.length !== 1) throw new RangeError(`tracks: format 0 has one, got ${tracks.length}`);
  if (tracks.length > MAX_TRACK_COUNT) throw new RangeError(`tracks: at most ${MAX_TRACK_COUNT}, got ${tracks.length}`);
  const header = [...uint16(format), ...uint16(tracks.length), ...divisionBytes(division)];
  return joined([chunk('MThd', header), ...tracks.map((track) => chunk('MTrk', trackBytes(track)))]);
}

function trackBytes(events: readonly TimedMessage[]): number[] {
  const bytes: number[] = [];
  let tick = 0;
  for (const event of events) {
    pushVariableLength(bytes, event.tick - tick, 'ticks between two events');
    pushMessage(bytes, event);
    tick = event.tick;
  }
  const last = events.at(-1);
  const isEnded = last?.kind === 'meta' && last.type === META_TYPE.endOfTrack;
  if (!isEnded) bytes.push(0, 0xff, META_TYPE.endOfTrack, 0);
  return bytes;
}

function pushMessage(bytes: number[], message: MidiMessage): void {
  if (message.kind === 'channel') pushChannelMessage(bytes, message.status, message.data1, message.data2);
  else if (message.kind === 'meta') pushMeta(bytes, message.type, message.bytes);
  else pushSysex(bytes, message.bytes);
}

function pushChannelMessage(bytes: number[], status: number, data1: number, data2: number): void {
  if (!isByteBetween(status, 0x80, 0xef)) throw new RangeError(`status: must be 0x80…0xEF, got ${status}`);
  if (!isByteBetween(data1, 0, 127)) throw new RangeError(`data1: must be 0…127, got ${data1}`);
  if (!isByteBetween(data2, 0, 127)) throw new RangeError(`data2: must be 0…127, got ${data2}`);
  bytes.push(status, data1);
  const hasOneDataByte = (status & 0xe0) === 0xc0;
  if (!hasOneDataByte) bytes.push(data2);
}

function pushMeta(bytes: number[], type: number, contents: Uint8Array): void {
  if (!isByteBetween(type, 0, 127)) throw new RangeError(`type: must be 0…127, got ${type}`);
  bytes.push(0xff, type);
  pushContents(bytes, contents);
}

function pushSysex(bytes: number[], message: Uint8Array): void {
  const isWhole = message[0] === 0xf0;
  bytes.push(isWhole ? 0xf0 : 0xf7);
  pushContents(bytes, isWhole ? message.subarray(1) : message);
}

function pushContents(bytes: number[], contents: Uint8Array): void {
  pushVariableLength(bytes, contents.byteLength, 'bytes of a message');
  for (const byte of contents) bytes.push(byte);
}

function pushVariableLength(bytes: number[], value: number, what: string): void {
  if (!(Number.isInteger(value) && value >= 0 && value <= MAX_VARIABLE_LENGTH)) {
    throw new RangeError(`${what}: must be 0…${MAX_VARIABLE_LENGTH}, got ${value}`);
  }
  for (let shift = 21; shift > 0; shift -= 7) {
    if (value >> shift > 0) bytes.push(((value >> shift) & 0x7f) | 0x80);
  }
  bytes.push(value & 0x7f);
}

function divisionBytes(division: MidiDivision): number[] {
  if (division.kind === 'quarter-note') {
    const { ticksPerQuarter } = division;
    if (ticksPerQuarter >= 1 && ticksPerQuarter <= 0x7fff) return uint16(ticksPerQuarter);
    throw new RangeError(`ticksPerQuarter: must be 1…32767, got ${ticksPerQuarter}`);
  }
  const { framesPerSecond, ticksPerFrame } = division;
  if (!isByteBetween(ticksPerFrame, 1, 255)) throw new RangeError(`ticksPerFrame: must be 1…255, got ${ticksPerFrame}`);
  return [256 - Math.floor(framesPerSecond), ticksPerFrame];
}

function chunk(id: string, body: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + body.length);
  for (let i = 0; i < 4; i++) bytes[i] = id.charCodeAt(i);
  new DataView(bytes.buffer).setUint32(4, body.length);
  bytes.set(body, 8);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.byteLength;
  }
  return whole;
}

function uint16(value: number): number[] {
  return [value >> 8, value & 0xff];
}

function isByteBetween(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest;
}
