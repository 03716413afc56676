import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MusicFormatReader, musicFormatBytes, writeMusicFormatEntry } from './music-format.ts';

interface PlainEntry {
  readonly deltaMs: number;
  readonly message: Uint8Array;
}

const entry: fc.Arbitrary<PlainEntry> = fc.record({
  deltaMs: fc.integer({ min: 0, max: 0xffff_ffff }),
  message: fc.uint8Array({ maxLength: 300 }),
});

function pack(entries: readonly PlainEntry[]): Uint8Array {
  const packed = new Uint8Array(entries.reduce((sum, each) => sum + musicFormatBytes(each.message.length), 0));
  packed.fill(0xee);
  let byteOffset = 0;
  for (const { deltaMs, message } of entries) {
    byteOffset = writeMusicFormatEntry(packed, byteOffset, deltaMs, message);
  }
  return packed;
}

function readAll(reader: MusicFormatReader): PlainEntry[] {
  const entries: PlainEntry[] = [];
  for (let previousMs = 0; reader.next(); previousMs = reader.elapsedMs) {
    const { elapsedMs, messageOffset, byteLength } = reader;
    const message = reader.entries.slice(messageOffset, messageOffset + byteLength);
    entries.push({ deltaMs: elapsedMs - previousMs, message });
  }
  return entries;
}

describe('musicFormatBytes', () => {
  it.each([
    [0, 8],
    [1, 12],
    [3, 12],
    [4, 12],
    [5, 16],
    [100, 108],
  ])('%d MIDI bytes take an entry of %d bytes', (messageBytes, entryBytes) => {
    expect(musicFormatBytes(messageBytes)).toBe(entryBytes);
  });
});

describe('writeMusicFormatEntry', () => {
  it('writes both fields little-endian and zeroes the padding', () => {
    expect([...pack([{ deltaMs: 0x0102, message: Uint8Array.of(0x90, 0x3c, 0x7f) }])]).toEqual([
      2, 1, 0, 0, 3, 0, 0, 0, 0x90, 0x3c, 0x7f, 0,
    ]);
  });
});

describe('MusicFormatReader', () => {
  it('reads back what was written, entry by entry, with the deltas summed up', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (entries) => {
        const reader = new MusicFormatReader();
        reader.reset(pack(entries));
        expect(readAll(reader)).toEqual(entries);
        expect(reader.damagedCount).toBe(0);
      }),
      { seed: 20260301 },
    );
  });

  it('ends at any truncation after the whole entries, and counts it unless it falls between entries', () => {
    const packed = pack([
      { deltaMs: 1, message: Uint8Array.of(0x90, 60, 127) },
      { deltaMs: 7, message: Uint8Array.of(0xf0, 1, 2, 3, 0xf7) },
    ]);
    for (let end = 0; end <= packed.length; end++) {
      const reader = new MusicFormatReader();
      reader.reset(packed.subarray(0, end));
      const wholeEntries = end >= 12 + 13 ? 2 : end >= 11 ? 1 : 0;
      expect([end, readAll(reader).length]).toEqual([end, wholeEntries]);
      const isDamaged = (end > 0 && end < 11) || (end > 12 && end < 12 + 13);
      expect([end, reader.damagedCount]).toEqual([end, isDamaged ? 1 : 0]);
    }
  });

  it('comes to an end over any bytes whatsoever, with every message inside them and time going forward', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        const reader = new MusicFormatReader();
        reader.reset(bytes);
        let entryCount = 0;
        for (let previousMs = 0; reader.next(); previousMs = reader.elapsedMs) {
          expect(reader.messageOffset + reader.byteLength).toBeLessThanOrEqual(bytes.length);
          expect(reader.elapsedMs).toBeGreaterThanOrEqual(previousMs);
          entryCount++;
        }
        expect(entryCount).toBeLessThanOrEqual(bytes.length / 8);
        expect(reader.next()).toBe(false);
        expect(reader.damagedCount).toBeLessThanOrEqual(1);
      }),
      { seed: 20260302 },
    );
  });

  it('does not believe a length of 4 gigabytes', () => {
    const packed = pack([{ deltaMs: 0, message: Uint8Array.of(0x90, 60, 127) }]);
    packed.fill(0xff, 4, 8);
    const reader = new MusicFormatReader();
    reader.reset(packed);
    expect(reader.next()).toBe(false);
    expect(reader.damagedCount).toBe(1);
  });

  it('begins every walk at 0 ms, and lets go of the bytes when released', () => {
    const packed = pack([{ deltaMs: 40, message: Uint8Array.of(0xf8) }]);
    const reader = new MusicFormatReader();
    for (let walk = 0; walk < 2; walk++) {
      reader.reset(packed);
      expect(readAll(reader)).toEqual([{ deltaMs: 40, message: Uint8Array.of(0xf8) }]);
    }
    reader.release();
    expect(reader.next()).toBe(false);
    expect(reader.entries.byteLength).toBe(0);
  });
});
