/** MIDI files that are made: sustained voices, a dense piece, a black one. */
import { type TimedMessage, writeSmf } from '../../src/formats/smf/write-smf.ts';
import { lcg } from '../measure.ts';

const TICKS_PER_QUARTER = 480;
/** At 120 quarter notes a minute, which is what a file without tempo has. */
const TICKS_PER_SECOND = 960;
const DRUM_CHANNEL = 9;
const MELODIC_CHANNELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15];
const LOWEST_KEY = 36;
const KEYS = 64;
/** Bend wheel of a semitone above the middle, at the usual range of two semitones. */
const SEMITONE_BEND = 4_096;
const BEND_CENTRE = 8_192;

const Controller = { pan: 10, reverb: 91, chorus: 93 } as const;

/** Most voices of {@link sustainedPiece}. */
export const MOST_SUSTAINED_VOICES: number = MELODIC_CHANNELS.length * KEYS;

function message(tick: number, status: number, data1: number, data2 = 0): TimedMessage {
  return { kind: 'channel', tick, status, data1, data2 };
}

function file(messages: TimedMessage[]): Uint8Array {
  messages.sort((a, b) => a.tick - b.tick);
  return writeSmf({
    format: 0,
    division: { kind: 'quarter-note', ticksPerQuarter: TICKS_PER_QUARTER },
    tracks: [messages],
  });
}

function sends(channel: number): TimedMessage[] {
  return [message(0, 0xb0 | channel, Controller.reverb, 40), message(0, 0xb0 | channel, Controller.chorus, 20)];
}

/** Voices held all the time, each at a pitch of its own: channels are bent by different parts of a semitone. */
export function sustainedPiece(voices: number, program: number, seconds: number): Uint8Array {
  const messages: TimedMessage[] = [];
  MELODIC_CHANNELS.forEach((channel, i) => {
    const bend = BEND_CENTRE + Math.round((i / MELODIC_CHANNELS.length) * SEMITONE_BEND);
    messages.push(message(0, 0xc0 | channel, program), ...sends(channel));
    messages.push(message(0, 0xe0 | channel, bend & 0x7f, bend >> 7));
  });
  for (let voice = 0; voice < voices; voice++) {
    const channel = MELODIC_CHANNELS[voice % MELODIC_CHANNELS.length]!;
    const key = LOWEST_KEY + ((Math.floor(voice / MELODIC_CHANNELS.length) * 37 + channel * 11) % KEYS);
    messages.push(message(4, 0x90 | channel, key, 100));
    messages.push(message(Math.round(seconds * TICKS_PER_SECOND), 0x80 | channel, key, 64));
  }
  return file(messages);
}

const DENSE_PROGRAMS: readonly number[] = [0, 4, 16, 19, 24, 48, 49, 50, 52, 56, 61, 73, 88, 91, 95];
const DRUM_KEYS: readonly number[] = [36, 42, 38, 42, 36, 46, 38, 49];
const CHORD_KEYS = 22;

/** Chords of 22 keys on 15 channels, a new one each second, and drums: about 330 keys down all the time. */
export function densePiece(seconds: number): Uint8Array {
  const messages: TimedMessage[] = [];
  MELODIC_CHANNELS.forEach((channel, i) => {
    messages.push(message(0, 0xc0 | channel, DENSE_PROGRAMS[i]!), ...sends(channel));
    messages.push(message(0, 0xb0 | channel, Controller.pan, 8 + channel * 7));
  });
  for (let second = 0; second < seconds; second++) {
    for (const channel of MELODIC_CHANNELS) messages.push(...chord(second, channel));
    DRUM_KEYS.forEach((key, i) => {
      const tick = second * TICKS_PER_SECOND + i * 120;
      messages.push(message(tick + 4, 0x90 | DRUM_CHANNEL, key, 100), message(tick + 90, 0x80 | DRUM_CHANNEL, key, 64));
    });
  }
  return file(messages);
}

function chord(second: number, channel: number): TimedMessage[] {
  const root = LOWEST_KEY + ((second * 5 + channel * 3) % 12);
  const start = second * TICKS_PER_SECOND + 4 + channel * 7;
  const held = TICKS_PER_SECOND - 20 + ((channel * 13) % 16);
  return Array.from({ length: CHORD_KEYS }, (_, i) => {
    const key = root + Math.floor(i * 2.4);
    const velocity = 60 + ((i * 7 + second) % 50);
    return [message(start + i, 0x90 | channel, key, velocity), message(start + i + held, 0x80 | channel, key, 64)];
  }).flat();
}

/** 2,000 piano notes a second, short and overlapping, sweeping over the keyboard on 15 channels. */
export function blackPiece(seconds: number): Uint8Array {
  const random = lcg(12_345);
  const messages: TimedMessage[] = MELODIC_CHANNELS.map((channel) => message(0, 0xc0 | channel, 0));
  const notes = 2_000 * seconds;
  for (let i = 0; i < notes; i++) {
    const channel = MELODIC_CHANNELS[i % MELODIC_CHANNELS.length]!;
    const sweep = 64 + 40 * Math.sin(i / 700 + (i % MELODIC_CHANNELS.length));
    const key = Math.max(21, Math.min(108, Math.round(sweep + (random() / 2 ** 32 - 0.5) * 24)));
    const tick = 4 + Math.floor((i / notes) * seconds * TICKS_PER_SECOND);
    const held = 20 + Math.floor((random() / 2 ** 32) * 300);
    const velocity = 30 + Math.floor((random() / 2 ** 32) * 90);
    messages.push(message(tick, 0x90 | channel, key, velocity), message(tick + held, 0x80 | channel, key, 64));
  }
  return file(messages);
}
