import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DmusError } from '../ddi/errors.ts';
import { DataFormatSubtype } from '../ddi/filter-description.ts';
import { MusicBuffer, type MusicEvent } from './music-buffer.ts';

const NOTE_ON = 0x7f3c90;
const NOTE_OFF = 0x003c80;

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof DmusError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

function events(buffer: MusicBuffer): MusicEvent[] {
  buffer.resetReadPtr();
  const all: MusicEvent[] = [];
  for (let event = buffer.getNextEvent(); event !== null; event = buffer.getNextEvent()) all.push(event);
  return all;
}

describe('MusicBuffer: rows of the conformance catalogue, on one buffer of 1023 bytes', () => {
  const buffer = new MusicBuffer({ byteLength: 1023 });

  it('W-321: reports plain MIDI when no format was asked for', () => {
    expect(buffer.getBufferFormat()).toBe(DataFormatSubtype.midi);
    expect(buffer.getBufferFormat()).toBe('1d262760-e957-11cf-a5d6-28db04c10000');
  });

  it('W-320, W-322: rounds its size up to a multiple of 4', () => {
    expect(buffer.getMaxBytes()).toBe(1024);
    expect(buffer.getUsedBytes()).toBe(0);
  });

  it('W-323: has no start time while empty', () => {
    expect(codeOf(() => buffer.getStartTime())).toBe('DMUS_E_BUFFER_EMPTY');
  });

  it('W-324: takes a start time while empty, and still answers none', () => {
    buffer.setStartTime(10);
    expect(codeOf(() => buffer.getStartTime())).toBe('DMUS_E_BUFFER_EMPTY');
  });

  it('W-325: refuses a structured message without a status byte', () => {
    expect(codeOf(() => buffer.packStructured(20, 0, 0))).toBe('DMUS_E_INVALID_EVENT');
    expect(buffer.getUsedBytes()).toBe(0);
  });

  it('W-326: packs two notes into 48 bytes', () => {
    buffer.packStructured(20, 0, 0x90);
    buffer.packStructured(30, 0, 0x80);
    expect(buffer.getUsedBytes()).toBe(48);
  });

  it('W-327: starts at the first event, whatever was set before', () => {
    expect(buffer.getStartTime()).toBe(20);
  });

  it('W-328: can be moved as a whole', () => {
    buffer.setStartTime(40);
    expect(buffer.getStartTime()).toBe(40);
    expect(events(buffer).map((event) => event.referenceTime)).toEqual([40, 50]);
  });

  it('W-329: has the documented bytes in its first header', () => {
    const raw = new DataView(buffer.getRawBuffer().buffer);
    expect(raw.getUint32(0, true)).toBe(3);
    expect(raw.getUint32(4, true)).toBe(0);
    expect(raw.getBigInt64(8, true)).toBe(0n);
    expect(raw.getUint32(16, true)).toBe(1);
    expect(raw.getUint32(20, true) & 0xffffff).toBe(0x000090);
  });
});

describe('MusicBuffer', () => {
  let buffer: MusicBuffer;
  beforeEach(() => {
    buffer = new MusicBuffer({ byteLength: 256 });
  });

  it('packs two notes half a second apart to the documented bytes', () => {
    buffer.getRawBuffer().fill(0xee);
    buffer.packStructured(1_000_000, 1, NOTE_ON);
    buffer.packStructured(6_000_000, 1, NOTE_OFF);
    const noteOn = [3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x90, 0x3c, 0x7f, 0];
    const noteOff = [3, 0, 0, 0, 1, 0, 0, 0, 0x40, 0x4b, 0x4c, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x80, 0x3c, 0, 0];
    expect([...buffer.getUsedRecords()]).toEqual([...noteOn, ...noteOff]);
    expect(buffer.getStartTime()).toBe(1_000_000);
    expect(buffer.totalTime()).toBe(5_000_000);
  });

  it.each([
    [0x7f3c90, [0x90, 0x3c, 0x7f]],
    [0x05c3, [0xc3, 0x05]],
    [0x40df, [0xdf, 0x40]],
    [0x4000ef, [0xef, 0x00, 0x40]],
    [0x12f1, [0xf1, 0x12]],
    [0x2010f2, [0xf2, 0x10, 0x20]],
    [0x03f3, [0xf3, 0x03]],
    [0xf6, [0xf6]],
    [0xfffffff8, [0xf8]],
  ])('takes as many bytes of 0x%x as its status asks for', (message, bytes) => {
    buffer.packStructured(0, 1, message);
    expect([...events(buffer)[0]!.message]).toEqual(bytes);
  });

  it.each([0x00, 0x7f, 0xf0, 0xf4, 0xf5, 0xf7, 0xf9, 0xfd])(
    'refuses the status 0x%x in a structured event',
    (status) => {
      expect(codeOf(() => buffer.packStructured(0, 1, status))).toBe('DMUS_E_INVALID_EVENT');
    },
  );

  it('keeps bytes of any kind, and what they are, apart from structured messages', () => {
    const sysEx = Uint8Array.of(0xf0, 0x7e, 0x7f, 0x09, 0x01, 0xf7);
    buffer.packUnstructured(70, 2, sysEx);
    buffer.packStructured(60, 1, NOTE_ON);
    const [first, second] = events(buffer);
    expect(first).toEqual({ referenceTime: 70, channelGroup: 2, message: sysEx, isStructured: false });
    expect(second).toMatchObject({ referenceTime: 60, channelGroup: 1, isStructured: true });
    expect(buffer.getUsedBytes()).toBe(32 + 24);
  });

  it('takes events out of order, and measures its length to the latest', () => {
    for (const referenceTime of [100, 900, 50]) buffer.packStructured(referenceTime, 1, NOTE_ON);
    expect(events(buffer).map((event) => event.referenceTime)).toEqual([100, 900, 50]);
    expect(buffer.totalTime()).toBe(800);
  });

  it('reads on where it was when more is packed', () => {
    buffer.packStructured(1, 1, NOTE_ON);
    expect(buffer.getNextEvent()?.referenceTime).toBe(1);
    expect(buffer.getNextEvent()).toBeNull();
    buffer.packStructured(2, 1, NOTE_OFF);
    expect(buffer.getNextEvent()?.referenceTime).toBe(2);
    buffer.resetReadPtr();
    expect(buffer.getNextEvent()?.referenceTime).toBe(1);
  });

  it('starts anew after a flush', () => {
    buffer.packStructured(100, 1, NOTE_ON);
    buffer.flush();
    expect(buffer.getUsedBytes()).toBe(0);
    expect(buffer.getNextEvent()).toBeNull();
    expect(buffer.totalTime()).toBe(0);
    buffer.packStructured(700, 1, NOTE_OFF);
    expect(buffer.getStartTime()).toBe(700);
  });

  it('is full when the next record does not fit, and stays as it was', () => {
    const small = new MusicBuffer({ byteLength: 48 });
    small.packStructured(1, 1, NOTE_ON);
    expect(codeOf(() => small.packUnstructured(2, 1, new Uint8Array(5)))).toBe('E_OUTOFMEMORY');
    small.packUnstructured(2, 1, new Uint8Array(4));
    expect(codeOf(() => small.packStructured(3, 1, NOTE_ON))).toBe('E_OUTOFMEMORY');
    expect(events(small)).toHaveLength(2);
  });

  it('reads records packed by hand once it is told how many bytes there are', () => {
    const other = new MusicBuffer({ byteLength: 256 });
    other.packStructured(0, 3, NOTE_ON);
    buffer.getRawBuffer().set(other.getUsedRecords());
    buffer.setStartTime(500);
    buffer.setUsedBytes(other.getUsedBytes());
    expect(buffer.getStartTime()).toBe(500);
    expect(events(buffer)).toMatchObject([{ referenceTime: 500, channelGroup: 3 }]);
    expect(codeOf(() => buffer.setUsedBytes(257))).toBe('DMUS_E_BUFFER_FULL');
    expect(codeOf(() => buffer.setUsedBytes(-1))).toBe('E_INVALIDARG');
  });

  it('refuses what cannot be packed: no bytes, broken times, broken groups', () => {
    expect(codeOf(() => buffer.packUnstructured(0, 1, new Uint8Array(0)))).toBe('E_INVALIDARG');
    expect(codeOf(() => buffer.packStructured(0.5, 1, NOTE_ON))).toBe('E_INVALIDARG');
    expect(codeOf(() => buffer.packStructured(Number.NaN, 1, NOTE_ON))).toBe('E_INVALIDARG');
    expect(codeOf(() => buffer.packStructured(2 ** 60, 1, NOTE_ON))).toBe('E_INVALIDARG');
    expect(codeOf(() => buffer.packStructured(0, -1, NOTE_ON))).toBe('E_INVALIDARG');
    expect(codeOf(() => buffer.setStartTime(Number.POSITIVE_INFINITY))).toBe('E_INVALIDARG');
    expect(buffer.getUsedBytes()).toBe(0);
  });

  it.each([0, -4, 1.5, Number.NaN, 2 ** 25])('cannot be made with room for %d bytes', (byteLength) => {
    expect(codeOf(() => new MusicBuffer({ byteLength }))).toBe('E_INVALIDARG');
  });

  it('gives back whatever was packed', () => {
    const packedEvent = fc.record({
      referenceTime: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      channelGroup: fc.integer({ min: 0, max: 0xffff_ffff }),
      message: fc.uint8Array({ minLength: 1, maxLength: 100 }),
    });
    fc.assert(
      fc.property(fc.array(packedEvent, { maxLength: 10 }), (packed) => {
        const roomy = new MusicBuffer({ byteLength: 2000 });
        for (const each of packed) roomy.packUnstructured(each.referenceTime, each.channelGroup, each.message);
        expect(events(roomy)).toEqual(packed.map((each) => ({ ...each, isStructured: false })));
      }),
      { seed: 20260109 },
    );
  });
});
