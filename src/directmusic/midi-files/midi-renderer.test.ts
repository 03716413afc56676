import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatWave, instrument, makeCollection, region } from '../../../test/rig/bank.ts';
import { control, noteOff, noteOn, program } from '../../../test/rig/midi.ts';
import { TICKS_PER_SECOND } from '../../clock/reference-time.ts';
import { FakePort, type PlayedEvent } from '../fake-port.test-support.ts';
import { midiFile, type PieceEvent } from './midi-file.test-support.ts';
import { MidiRenderer, type MidiRendererOptions, type RenderResult } from './midi-renderer.ts';

const DRUMS = 0x80000000;
/** Messages that let keys and pedals of all channels go. */
const LETTING_GO = Array.from({ length: 16 }, (_, channel) => [
  control(64, 0, channel),
  control(123, 0, channel),
]).flat();
const TICKS_PER_MILLISECOND = TICKS_PER_SECOND / 1000;
/** Frames that events may go down ahead of the sound: a step, and one for rounding. */
const MOST_FRAMES_AHEAD = 513;

function rendererOf(fake: FakePort, options: Partial<MidiRendererOptions> = {}): MidiRenderer {
  return new MidiRenderer({ port: fake.port, pump: fake.pump, tailSeconds: 10, ...options });
}

function render(
  events: readonly PieceEvent[],
  fake = new FakePort(),
  options: Partial<MidiRendererOptions> = {},
): { readonly fake: FakePort; readonly result: RenderResult } {
  return { fake, result: rendererOf(fake, options).render(midiFile(events)) };
}

/** What went down of the piece itself. */
function pieceOf({ events }: FakePort): PlayedEvent[] {
  return events.slice(0, events.length - LETTING_GO.length);
}

describe('MidiRenderer: events', () => {
  it('go down in the order of the file, with their instants, for the first group', () => {
    const { fake } = render([
      { tick: 0, message: program(5) },
      { tick: 0, message: noteOn(60) },
      { tick: 250, message: noteOff(60) },
      { tick: 250, message: noteOn(60, 1) },
    ]);
    expect(
      pieceOf(fake).map(({ referenceTime, channelGroup, message }) => [referenceTime, channelGroup, message]),
    ).toEqual([
      [0, 1, program(5)],
      [0, 1, noteOn(60)],
      [2_500_000, 1, noteOff(60)],
      [2_500_000, 1, noteOn(60, 1)],
    ]);
  });

  it('go down before the block that contains them, and no more than a step ahead', () => {
    const gaps = fc.array(fc.oneof(fc.nat(30), fc.nat(400)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.constantFrom(11025, 22050, 44100, 48000, 96000), (milliseconds, sampleRate) => {
        let tick = 0;
        const events = milliseconds.map((gap, i) => {
          tick += gap;
          return { tick, message: noteOn(i & 0x7f, 1 + (i >> 7)) };
        });
        const { fake } = render(events, new FakePort(sampleRate));
        const played = pieceOf(fake);
        expect(played.map(({ message }) => message)).toEqual(events.map(({ message }) => message));
        expect(played.map(({ referenceTime }) => referenceTime)).toEqual(
          events.map((event) => event.tick * TICKS_PER_MILLISECOND),
        );
        for (const { referenceTime, pumpedFrames } of played) {
          const frame = (referenceTime * sampleRate) / TICKS_PER_SECOND;
          expect(frame).toBeGreaterThanOrEqual(pumpedFrames);
          expect(frame - pumpedFrames).toBeLessThan(MOST_FRAMES_AHEAD);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('a buffer that is full goes down and is filled again: 100,000 events at one instant', () => {
    const events = Array.from({ length: 100_000 }, (_, i) => ({
      tick: 10,
      message: noteOn(i % 128, 1 + (Math.floor(i / 128) % 127), Math.floor(i / 16256)),
    }));
    const { fake } = render(events);
    const played = pieceOf(fake);
    expect(played.length).toBe(100_000);
    expect(played.findIndex(({ message }, i) => message !== events[i]!.message)).toBe(-1);
    expect(new Set(played.map(({ referenceTime }) => referenceTime))).toEqual(new Set([100_000]));
    expect(fake.bufferSizes.length).toBeGreaterThan(10);
    expect(Math.max(...played.map(({ pumpedFrames }) => pumpedFrames))).toBe(0);
  });

  it('sysex goes down as it is, in its place; what is too long for a buffer is left out', () => {
    const short = Uint8Array.of(0xf0, 0x7e, 0x7f, 9, 1, 0xf7);
    const half = new Uint8Array(20_000).fill(1);
    half[0] = 0xf0;
    half[half.length - 1] = 0xf7;
    const long = new Uint8Array(70_000).fill(2);
    long[0] = 0xf0;
    long[long.length - 1] = 0xf7;
    const messages = [short, half, half, half, half, long, noteOn(60), short];
    const { fake } = render(messages.map((message) => ({ tick: 1, message })));
    const expected = [short, half, half, half, half, Uint8Array.of(0x90, 60, 127), short];
    expect(pieceOf(fake).map(({ bytes }) => bytes)).toEqual(expected);
    expect(pieceOf(fake).map(({ message }) => message === -1)).toEqual(expected.map(({ length }) => length !== 3));
  });

  it('keys and pedals are let go at the end of the file, once, after its last event', () => {
    const { fake } = render([
      { tick: 0, message: noteOn(60) },
      { tick: 300, message: control(64, 127) },
    ]);
    expect(fake.events.length).toBe(2 + LETTING_GO.length);
    const last = fake.events.slice(2);
    expect(last.map(({ message }) => message)).toEqual(LETTING_GO);
    expect(new Set(last.map(({ referenceTime }) => referenceTime))).toEqual(new Set([3_000_000]));
    for (const { pumpedFrames } of last) expect(pumpedFrames).toBeLessThanOrEqual(14_400);
  });

  it('a renderer plays one piece after another, each whole', () => {
    const fake = new FakePort();
    const renderer = rendererOf(fake);
    const piece = midiFile([{ tick: 5, message: noteOn(60) }]);
    renderer.render(piece);
    renderer.render(piece);
    const notes = fake.events.filter(({ message }) => message === noteOn(60));
    expect(notes.map(({ referenceTime }) => referenceTime)).toEqual([50_000, 50_000]);
  });
});

describe('MidiRenderer: the end', () => {
  it('a piece without events is over at once', () => {
    const { fake, result } = render([]);
    expect(result).toEqual({ frames: 512, voicesPeak: 0, notesLost: 0, isCutOff: false });
    expect(fake.pumps).toEqual([512]);
  });

  it('is no earlier than the last event, though nothing sounds, and no later than a step after it', () => {
    const { result } = render([{ tick: 2000, message: noteOn(60, 0) }]);
    expect(result.frames).toBeGreaterThan(96_000);
    expect(result.frames).toBeLessThanOrEqual(96_000 + 512);
    expect(result.isCutOff).toBe(false);
  });

  it('is when the last voice has died', () => {
    const fake = new FakePort();
    fake.voicesAt = (frame) => (frame < 100_000 ? 3 : 0);
    const { result } = render([{ tick: 0, message: noteOn(60) }], fake);
    expect(result.frames).toBeGreaterThanOrEqual(100_000);
    expect(result.frames).toBeLessThan(100_000 + 512);
    expect(result).toMatchObject({ voicesPeak: 3, isCutOff: false });
  });

  it.each([0, 0.25, 1])('is after a tail of %f s where voices never die', (tailSeconds) => {
    const fake = new FakePort();
    fake.voicesAt = () => 1;
    const { result } = render([{ tick: 1000, message: noteOn(60) }], fake, { tailSeconds });
    expect(result.isCutOff).toBe(true);
    expect(result.frames).toBe(48_001 + tailSeconds * 48_000);
    expect(fake.frames).toBe(result.frames);
  });

  it('voices that die in the very last step of the tail are not cut off', () => {
    const fake = new FakePort();
    fake.voicesAt = (frame) => (frame < 48_001 + 4800 ? 1 : 0);
    const { result } = render([{ tick: 1000, message: noteOn(60) }], fake, { tailSeconds: 0.1 });
    expect(result).toMatchObject({ frames: 48_001 + 4800, isCutOff: false });
  });

  it('tells the highest number of voices, and the notes that were lost', () => {
    const fake = new FakePort();
    fake.lostNotes = 7;
    fake.voicesAt = (frame) => (frame === 1024 ? 30 : frame < 5000 ? 4 : 0);
    expect(render([], fake).result).toMatchObject({ voicesPeak: 30, notesLost: 7 });
  });

  it('progress is told once a second of sound, with the length that is expected', () => {
    const told: [number, number][] = [];
    const onProgress = (rendered: number, expected: number): number => told.push([rendered, expected]);
    const fake = new FakePort(22050);
    fake.voicesAt = (frame) => (frame < 5.5 * 22050 ? 1 : 0);
    render([{ tick: 3500, message: noteOn(60, 0) }], fake, { onProgress });
    expect(told.map(([rendered]) => Math.floor(rendered))).toEqual([1, 2, 3, 4, 5]);
    for (const [rendered] of told) expect(rendered % 1).toBeLessThan(512 / 22050);
    expect(told.slice(0, 3).map(([, expected]) => Math.round(expected * 1000))).toEqual([3500, 3500, 3500]);
    for (const [rendered, expected] of told.slice(3)) expect(expected).toBe(rendered);
  });
});

describe('MidiRenderer.downloadInstruments', () => {
  const COLLECTION = makeCollection(
    [
      instrument(5, [region(0, { keyLow: 40, keyHigh: 50 }), region(0, { keyLow: 60, keyHigh: 70 })]),
      instrument(DRUMS, [region(0)]),
    ],
    [flatWave()],
  );

  it('downloads what is struck in the order of first sounding, at the patch that the piece selects', () => {
    const fake = new FakePort();
    const piece = midiFile([
      { tick: 0, message: noteOn(36, 127, 9) },
      { tick: 1, message: control(0, 8) },
      { tick: 2, message: program(5) },
      { tick: 3, message: noteOn(45) },
      { tick: 4, message: noteOn(46) },
    ]);
    expect(rendererOf(fake).downloadInstruments(piece, COLLECTION)).toEqual([]);
    expect(fake.downloads).toEqual([
      { patch: DRUMS, noteRanges: [{ lowNote: 36, highNote: 36 }] },
      { patch: 0x080005, noteRanges: [{ lowNote: 45, highNote: 46 }] },
    ]);
    expect(fake.frames).toBe(0);
  });

  it('reports patches that have no instrument, and goes on', () => {
    const fake = new FakePort();
    const piece = midiFile([
      { tick: 0, message: noteOn(60) },
      { tick: 1, message: program(77, 3) },
      { tick: 2, message: noteOn(60, 127, 3) },
      { tick: 3, message: program(5) },
      { tick: 4, message: noteOn(61) },
    ]);
    expect(rendererOf(fake).downloadInstruments(piece, COLLECTION)).toEqual([0, 77]);
    expect(fake.downloads.map(({ patch }) => patch)).toEqual([5]);
  });

  it('an instrument none of whose regions is struck is neither downloaded nor missing', () => {
    const fake = new FakePort();
    const piece = midiFile([
      { tick: 0, message: program(5) },
      { tick: 1, message: noteOn(55) },
    ]);
    expect(rendererOf(fake).downloadInstruments(piece, COLLECTION)).toEqual([]);
    expect(fake.downloads).toEqual([]);
  });
});
