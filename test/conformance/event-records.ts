import { Structure } from './structure.ts';

/** A short message: status in the lowest byte, then its data. */
export interface TimedMessage {
  /** Ticks of 100 ns after the buffer's start time. */
  readonly deltaTicks: number;
  /** Status, data 1, data 2 from the lowest byte up. */
  readonly message: number;
}

const RECORD_BYTES = 24;

/** Packs messages as a music buffer has them: 20 bytes of header and 3 of message, padded to 8, one after another. */
export function eventRecords(messages: readonly TimedMessage[], channelGroup = 0): Uint8Array {
  const records = new Structure(messages.length * RECORD_BYTES);
  messages.forEach(({ deltaTicks, message }, index) => {
    const at = index * RECORD_BYTES;
    records
      .u32(at, 3)
      .u32(at + 4, channelGroup)
      .i64(at + 8, deltaTicks)
      .u32(at + 16, 1)
      .u32(at + 20, message);
  });
  return records.bytes;
}

/** Ticks of 100 ns in a second. */
export const SECOND = 10_000_000;

function timed(status: number, data1: number, data2: number, deltaTicks: number): TimedMessage {
  return { deltaTicks, message: status | (data1 << 8) | (data2 << 16) };
}

/** Channels count from 0. */
export function noteOn(key: number, velocity: number, deltaTicks = 0, channel = 0): TimedMessage {
  return timed(0x90 | channel, key, velocity, deltaTicks);
}

export function noteOff(key: number, deltaTicks: number, channel = 0): TimedMessage {
  return timed(0x80 | channel, key, 127, deltaTicks);
}

export function controlChange(controller: number, value: number, channel = 0): TimedMessage {
  return timed(0xb0 | channel, controller, value, 0);
}

export function programChange(program: number, channel = 0): TimedMessage {
  return timed(0xc0 | channel, program, 0, 0);
}

export function channelPressure(pressure: number): TimedMessage {
  return timed(0xd0, pressure, 0, 0);
}

/** @param value 14 bits, 8192 is the centre. */
export function pitchBend(value: number): TimedMessage {
  return timed(0xe0, value & 0x7f, value >> 7, 0);
}

/** Registered parameter `number` set by its coarse data entry. */
export function registeredParameter(number: number, value: number): TimedMessage[] {
  return [controlChange(101, 0), controlChange(100, number), controlChange(6, value)];
}

/** Note 60 at full velocity for one second. */
export const DEFAULT_NOTE: readonly TimedMessage[] = [noteOn(60, 127), noteOff(60, SECOND)];
