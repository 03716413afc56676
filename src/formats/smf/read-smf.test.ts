import { describe, expect, it } from 'vitest';
import { FormatError } from '../format-error.ts';
import type { MidiEvent } from './midi-file.ts';
import { readSmf } from './read-smf.ts';
import { ascii, END_OF_TRACK, rawChunk, rawSmf } from './smf-bytes.test-support.ts';

const NOTE_ON = [0x90, 60, 100];
const NOTE_OFF = [0x80, 60, 0];
const TEMPO_250_MS = [0xff, 0x51, 3, 0x03, 0xd0, 0x90];

/** Events without end-of-track, each as tick and bytes. */
function content(events: Iterable<MidiEvent>): [number, ...number[]][] {
  return [...events].filter((event) => !(event.kind === 'meta' && event.type === 0x2f)).map(tickAndBytes);
}

function tickAndBytes(event: MidiEvent): [number, ...number[]] {
  if (event.kind === 'channel') return [event.tick, event.status, event.data1, event.data2];
  return event.kind === 'meta' ? [event.tick, 0xff, event.type, ...event.bytes] : [event.tick, ...event.bytes];
}

function messages(file: { warnings: readonly { message: string }[] }): string[] {
  return file.warnings.map(({ message }) => message);
}

describe('readSmf', () => {
  it('gives every event its tick, seconds and reference time', () => {
    const file = readSmf(rawSmf([[0, ...NOTE_ON, 96, ...NOTE_OFF, 48, ...END_OF_TRACK.slice(1)]]), 'a.mid');
    expect(file).toMatchObject({ name: 'a.mid', format: 0, durationSeconds: 0.75, warnings: [] });
    expect(file.division).toEqual({ kind: 'quarter-note', ticksPerQuarter: 96 });
    expect(file.events.get(1)).toEqual({
      kind: 'channel',
      seconds: 0.5,
      referenceTime: 5_000_000,
      tick: 96,
      track: 0,
      status: 0x80,
      data1: 60,
      data2: 0,
    });
  });

  it('merges tracks of format 1 by tick and takes the tempo from any of them', () => {
    const tempo = [96, ...TEMPO_250_MS, ...END_OF_TRACK];
    const notes = [...ascii('\0\xff\x03\x05Piano'), 96, ...NOTE_ON, 96, ...NOTE_OFF, ...END_OF_TRACK];
    const file = readSmf(rawSmf([tempo, notes]));
    expect(file.tempoMap.changes).toEqual([{ tick: 96, microsecondsPerQuarter: 250_000 }]);
    expect(content(file.events).map(([tick, status]) => [tick, status])).toEqual([
      [0, 0xff],
      [96, 0xff],
      [96, 0x90],
      [192, 0x80],
    ]);
    expect([...file.events].map(({ seconds }) => seconds)).toEqual([0, 0.5, 0.5, 0.5, 0.75, 0.75]);
    expect(file.tracks).toEqual([
      { name: undefined, eventCount: 2, endTick: 96 },
      { name: 'Piano', eventCount: 4, endTick: 192 },
    ]);
  });

  it('plays tracks of format 2 one after another, each from the default tempo', () => {
    const pattern = [0, ...TEMPO_250_MS, 96, ...NOTE_ON, ...END_OF_TRACK];
    const plain = [96, ...NOTE_OFF, ...END_OF_TRACK];
    const file = readSmf(rawSmf([pattern, plain, pattern], { format: 2 }));
    const channel = [...file.events].filter(({ kind }) => kind === 'channel');
    expect(channel.map(({ tick, seconds, track }) => [tick, seconds, track])).toEqual([
      [96, 0.25, 0],
      [192, 0.75, 1],
      [288, 1, 2],
    ]);
  });

  it('reads SMPTE divisions, of which 29 is exactly 30000/1001 frames a second', () => {
    const file = readSmf(rawSmf([[0x87, 0x68, ...NOTE_ON, ...END_OF_TRACK]], { division: 0xe300 | 100 }));
    expect(file.division).toEqual({ kind: 'smpte', framesPerSecond: 29.97, ticksPerFrame: 100 });
    expect(file.events.get(0).seconds).toBe(0.33366666666666667);
    expect(file.events.get(0).referenceTime).toBe(3_336_667);
  });

  it('keeps running status, also for messages of one data byte', () => {
    const file = readSmf(rawSmf([[0, ...NOTE_ON, 1, 62, 90, 0, 0xc1, 5, 1, 6, ...END_OF_TRACK]]));
    expect(content(file.events)).toEqual([
      [0, 0x90, 60, 100],
      [1, 0x90, 62, 90],
      [1, 0xc1, 5, 0],
      [2, 0xc1, 6, 0],
    ]);
    expect(file.warnings).toEqual([]);
  });

  it('reads sysex whole, joins its continuations at the last of them, and keeps escapes as they are', () => {
    const whole = [0, 0xf0, 3, 0x7e, 0x7f, 0xf7];
    const first = [1, 0xf0, 2, 0x43, 0x12];
    const meta = [1, 0xff, 1, 1, 0x41];
    const rest = [1, 0xf7, 1, 0x00, 1, 0xf7, 2, 0x44, 0xf7];
    const escaped = [1, 0xf7, 2, 0xf3, 0x01];
    const file = readSmf(rawSmf([[...whole, ...first, ...meta, ...rest, ...escaped, ...END_OF_TRACK]]));
    expect(content(file.events)).toEqual([
      [0, 0xf0, 0x7e, 0x7f, 0xf7],
      [2, 0xff, 1, 0x41],
      [4, 0xf0, 0x43, 0x12, 0x00, 0x44, 0xf7],
      [5, 0xf3, 0x01],
    ]);
    expect(file.warnings).toEqual([]);
  });

  it('ends a sysex message that nothing continues', () => {
    const file = readSmf(rawSmf([[0, 0xf0, 1, 0x43, 8, ...NOTE_ON, 0, 0xf0, 1, 0x44, ...END_OF_TRACK]]));
    expect(content(file.events)).toEqual([
      [0, 0xf0, 0x43, 0xf7],
      [8, 0x90, 60, 100],
      [8, 0xf0, 0x44, 0xf7],
    ]);
    expect(messages(file)).toEqual(Array(2).fill('a sysex message without F7 at its end is given one'));
  });

  it('reads RMID and hands out the bank inside', () => {
    const smf = [...rawSmf([[0, ...NOTE_ON, ...END_OF_TRACK]])];
    const bank = riff('RIFF', [...ascii('DLS '), ...riff('colh', [1, 0, 0, 0])]);
    const file = readSmf(Uint8Array.from(riff('RIFF', [...ascii('RMID'), ...riff('data', smf), ...bank])));
    expect(content(file.events)).toEqual([[0, 0x90, 60, 100]]);
    expect(file.embeddedBank).toEqual({ format: 'DLS', bytes: Uint8Array.from(bank) });
    expect(file.warnings).toEqual([]);
  });

  it('names the embedded SoundFont of an RMID file', () => {
    const smf = [...rawSmf([[...END_OF_TRACK]])];
    const bank = riff('RIFF', ascii('sfbk'));
    const file = readSmf(Uint8Array.from(riff('RIFF', [...ascii('RMID'), ...bank, ...riff('data', smf)])));
    expect(file.embeddedBank?.format).toBe('SF2');
  });

  it('finds the header behind other bytes', () => {
    const smf = rawSmf([[0, ...NOTE_ON, ...END_OF_TRACK]]);
    const file = readSmf(Uint8Array.from([...ascii('MMMThMIDI'), ...smf]));
    expect(content(file.events)).toEqual([[0, 0x90, 60, 100]]);
    expect(messages(file)).toEqual(['9 bytes before MThd are left out']);
    expect(() => readSmf(Uint8Array.from([...Array(1024).fill(0), ...smf]))).toThrow(FormatError);
  });

  it('gives text as UTF-8, or as Latin-1 where it is not that', () => {
    const utf8 = [0, 0xff, 3, 2, 0xc3, 0xa9, ...END_OF_TRACK];
    const latin = [0, 0xff, 3, 1, 0xe9, ...END_OF_TRACK];
    expect(readSmf(rawSmf([utf8, latin])).tracks.map(({ name }) => name)).toEqual(['é', 'é']);
  });
});

describe('a damaged MIDI file', () => {
  it.each([
    ['no end of track', [[0, ...NOTE_ON]], {}, 'no end-of-track event'],
    ['too few tracks', [[...END_OF_TRACK]], { claimedTrackCount: 0xffff }, 'claims 65535 tracks, but 1 are there'],
    ['format 3', [[...END_OF_TRACK]], { format: 3 }, 'unknown format 3, read as format 1'],
    [
      'format 0 of two',
      [[...END_OF_TRACK], [...END_OF_TRACK]],
      { format: 0 },
      'format 0 with 2 tracks, which are played together',
    ],
    ['events after the end', [[...END_OF_TRACK, 0, ...NOTE_ON]], {}, 'bytes after the end-of-track event are left out'],
    ['no tempo', [[0, 0xff, 0x51, 3, 0, 0, 0, ...END_OF_TRACK]], {}, 'a tempo event without a tempo has no effect'],
    ['no event', [[5]], {}, 'a delta time without an event'],
    ['clock', [[0, 0xf8, ...END_OF_TRACK]], {}, 'status byte F8 has no place in a file and is left out'],
  ])('is read with a warning: %s', (_, tracks, header, message) => {
    expect(messages(readSmf(rawSmf(tracks, header)))).toContain(message);
  });

  it('loses a message with a data byte above 127, and only that', () => {
    const file = readSmf(rawSmf([[0, 0x90, 60, 0x80, 1, ...NOTE_ON, ...END_OF_TRACK]]));
    expect(content(file.events)).toEqual([[1, 0x90, 60, 100]]);
    expect(messages(file)).toEqual(['a channel message with a data byte above 127 is left out']);
  });

  it('goes on at the next status byte where data bytes have none', () => {
    const file = readSmf(rawSmf([[0, 60, 61, 62, ...NOTE_ON, ...END_OF_TRACK]]));
    expect(content(file.events)).toEqual([[0, 0x90, 60, 100]]);
    expect(messages(file)).toEqual(['data bytes without a status byte are left out']);
  });

  it('keeps running status across meta and sysex events', () => {
    const meta = [0, 0xff, 1, 0];
    const sysex = [0, 0xf0, 1, 0xf7];
    const file = readSmf(rawSmf([[0, ...NOTE_ON, ...meta, 1, 61, 1, ...sysex, 1, 62, 2, ...END_OF_TRACK]]));
    expect(content(file.events).filter(([, status]) => status === 0x90)).toEqual([
      [0, 0x90, 60, 100],
      [1, 0x90, 61, 1],
      [2, 0x90, 62, 2],
    ]);
    expect(messages(file)).toEqual(Array(2).fill('running status goes on after a meta or sysex event'));
  });

  it('is read as far as a track that claims 2 GB goes', () => {
    const header = rawSmf([], { claimedTrackCount: 1 });
    const file = readSmf(Uint8Array.from([...header, ...rawChunk('MTrk', [0, ...NOTE_ON], 0x8000_0000)]));
    expect(content(file.events)).toEqual([[0, 0x90, 60, 100]]);
    expect(messages(file)[0]).toBe('claims 2147483648 bytes, but only 4 are left');
  });

  it('skips chunks it does not know and bytes that are none', () => {
    const track = rawChunk('MTrk', [0, ...NOTE_ON, ...END_OF_TRACK]);
    const unknown = rawChunk('XFIH', [1, 2, 3]);
    const header = rawSmf([], { format: 1, claimedTrackCount: 2 });
    const file = readSmf(Uint8Array.from([...header, ...unknown, ...track, 0, 0, 0, 0, 0, 0, 0, 0, 1, ...track]));
    expect(content(file.events)).toHaveLength(2);
    expect(messages(file)).toEqual(['bytes that are not a chunk are left out']);
  });

  it.each([
    ['empty', new Uint8Array()],
    ['no header', Uint8Array.from(ascii('RIFF....WAVE'))],
    ['an RMID without MIDI', Uint8Array.from(riff('RIFF', ascii('RMID')))],
    ['a header cut off', rawSmf([]).subarray(0, 12)],
    ['a division of 0', rawSmf([[...END_OF_TRACK]], { division: 0 })],
    ['SMPTE rate 26', rawSmf([[...END_OF_TRACK]], { division: 0xe628 })],
    ['0 ticks a frame', rawSmf([[...END_OF_TRACK]], { division: 0xe700 })],
  ])('is refused: %s', (_, bytes) => {
    expect(() => readSmf(bytes)).toThrow(FormatError);
  });
});

function riff(id: string, body: readonly number[]): number[] {
  const length = [0, 8, 16, 24].map((shift) => (body.length >>> shift) & 0xff);
  return [...ascii(id), ...length, ...body, ...(body.length % 2 ? [0] : [])];
}
