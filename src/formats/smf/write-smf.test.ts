import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { META_TYPE, tempoBytes } from './meta-type.ts';
import type { MidiEvent, MidiMessage } from './midi-file.ts';
import { readSmf } from './read-smf.ts';
import { type TimedMessage, writeSmf } from './write-smf.ts';

const PPQ_480 = { kind: 'quarter-note', ticksPerQuarter: 480 } as const;

function messageOf(event: MidiEvent): TimedMessage {
  const { seconds: _seconds, referenceTime: _referenceTime, track: _track, ...message } = event;
  return message;
}

const byte = fc.nat(127);
const bytes = fc.uint8Array({ max: 127, maxLength: 200 });
const message: fc.Arbitrary<MidiMessage> = fc.oneof(
  fc.record({ kind: fc.constant('channel'), status: fc.integer({ min: 0x80, max: 0xbf }), data1: byte, data2: byte }),
  fc.record({
    kind: fc.constant('channel'),
    status: fc.integer({ min: 0xc0, max: 0xdf }),
    data1: byte,
    data2: fc.constant(0),
  }),
  fc.record({ kind: fc.constant('meta'), type: fc.constantFrom(1, 6, 0x58, 0x7f), bytes }),
  bytes.map((body): MidiMessage => ({ kind: 'sysex', bytes: Uint8Array.of(0xf0, ...body, 0xf7) })),
  bytes.map((body): MidiMessage => ({ kind: 'sysex', bytes: body })),
);
const track = fc.array(fc.tuple(fc.nat(300_000), message), { maxLength: 20 }).map((steps) => {
  let tick = 0;
  return steps.map(([ticks, step]): TimedMessage => {
    tick += ticks;
    return { ...step, tick };
  });
});

describe('writeSmf', () => {
  it('writes what readSmf reads back, event for event', () => {
    const property = fc.property(fc.array(track, { minLength: 2, maxLength: 4 }), (tracks) => {
      const file = readSmf(writeSmf({ format: 1, division: PPQ_480, tracks }));
      expect(file.warnings).toEqual([]);
      expect(file.division).toEqual(PPQ_480);
      const isContent = (event: MidiEvent) => !(event.kind === 'meta' && event.type === META_TYPE.endOfTrack);
      const read = tracks.map((_, index) =>
        [...file.events].filter((event) => event.track === index && isContent(event)).map(messageOf),
      );
      expect(read).toEqual(tracks);
    });
    fc.assert(property, { seed: 11, numRuns: 100 });
  });

  it('writes each status byte, and ends the track', () => {
    const note = { kind: 'channel', status: 0x90, data1: 60, data2: 1 } as const;
    const file = writeSmf({
      format: 0,
      division: PPQ_480,
      tracks: [
        [
          { ...note, tick: 0 },
          { ...note, tick: 200 },
        ],
      ],
    });
    expect([...file.subarray(22)]).toEqual([0, 0x90, 60, 1, 0x81, 0x48, 0x90, 60, 1, 0, 0xff, 0x2f, 0]);
  });

  it('keeps the end of track where the music says it is', () => {
    const end: TimedMessage = { kind: 'meta', type: META_TYPE.endOfTrack, bytes: new Uint8Array(), tick: 960 };
    const file = readSmf(writeSmf({ format: 0, division: PPQ_480, tracks: [[end]] }));
    expect(file.durationSeconds).toBe(1);
    expect(file.events.length).toBe(1);
  });

  it.each([24, 25, 29.97, 30] as const)('writes SMPTE divisions: %d', (framesPerSecond) => {
    const division = { kind: 'smpte', framesPerSecond, ticksPerFrame: 40 } as const;
    expect(readSmf(writeSmf({ format: 1, division, tracks: [] })).division).toEqual(division);
  });

  it('writes tempos that are read back', () => {
    const tempo: TimedMessage = { kind: 'meta', type: META_TYPE.tempo, bytes: tempoBytes(400_000.4), tick: 0 };
    const file = readSmf(writeSmf({ format: 0, division: PPQ_480, tracks: [[tempo]] }));
    expect(file.tempoMap.changes).toEqual([{ tick: 0, microsecondsPerQuarter: 400_000 }]);
    expect(() => tempoBytes(0)).toThrow(RangeError);
    expect(() => tempoBytes(16_777_216)).toThrow(RangeError);
  });

  it.each<[string, TimedMessage[]]>([
    [
      'falling ticks',
      [
        { kind: 'meta', type: 1, bytes: new Uint8Array(), tick: 2 },
        { kind: 'meta', type: 1, bytes: new Uint8Array(), tick: 1 },
      ],
    ],
    ['a data byte above 127', [{ kind: 'channel', status: 0x90, data1: 128, data2: 0, tick: 0 }]],
    ['a system status', [{ kind: 'channel', status: 0xf0, data1: 0, data2: 0, tick: 0 }]],
    ['a pause of more than 268435455 ticks', [{ kind: 'meta', type: 1, bytes: new Uint8Array(), tick: 2 ** 28 }]],
  ])('refuses %s', (_, events) => {
    expect(() => writeSmf({ format: 0, division: PPQ_480, tracks: [events] })).toThrow(RangeError);
  });

  it('refuses format 0 with two tracks, and ticks without length', () => {
    expect(() => writeSmf({ format: 0, division: PPQ_480, tracks: [[], []] })).toThrow(/format 0 has one, got 2/);
    const division = { kind: 'quarter-note', ticksPerQuarter: 0 } as const;
    expect(() => writeSmf({ format: 1, division, tracks: [] })).toThrow(/ticksPerQuarter/);
  });
});
