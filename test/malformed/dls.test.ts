import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../src/formats/byte-source.ts';
import { type DlsBank, openDls } from '../../src/formats/dls/read-dls.ts';
import { FormatError } from '../../src/formats/format-error.ts';
import { chunk, list, riffFile } from '../../src/formats/riff/chunk-writer.ts';
import { CountingSource } from '../../src/formats/riff/counting-source.ts';
import { MAX_WARNINGS } from '../../src/formats/riff/warning-list.ts';
import {
  articulation,
  bank,
  condition,
  instrument,
  region,
  wave,
  waveData,
  waveFormat,
  waveSample,
} from './dls-parts.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A bank with every kind of chunk in it, some thousand bytes. */
const whole = bank({
  extra: [
    chunk('vers', new Uint8Array(8)),
    list('INFO', [chunk('INAM', ascii('Bank\0')), chunk('ICMT', ascii('abc'))]),
  ],
  instruments: Array.from({ length: 6 }, (_, program) =>
    instrument({
      program,
      regions: [
        region({ keys: [0, 59], waveIndex: program % 3, extra: [waveSample([0, 0, 20], [1, 5, 9])] }),
        region({ type: 'rgn2', layer: 1, extra: [list('lar2', [articulation('art2', [2, 0, 1, 0x8400, -1])])] }),
      ],
      extra: [
        condition({ constant: 1 }),
        list('lart', [articulation('art1', [1, 0x81, 3, 0, 9], [2, 0, 1, 1, 9])]),
        list('INFO', [chunk('INAM', ascii(`Instrument ${program}\0`))]),
      ],
    }),
  ),
  waves: [8, 16, 24].map((bits) =>
    wave(waveFormat({ bits }), waveData(...new Array<number>(300).fill(bits)), waveSample([0, 10, 50])),
  ),
});

interface Outcome {
  readonly faults: readonly unknown[];
  readonly bank: DlsBank | undefined;
  readonly bytesRead: number;
}

/** Reads everything that can be read; only faults of the file may stop any of it. */
function readAll(file: Uint8Array): Outcome {
  const source = new CountingSource(new MemorySource(file));
  const faults: unknown[] = [];
  const attempt = <T>(action: () => T): T | undefined => {
    try {
      return action();
    } catch (error) {
      faults.push(error);
      return undefined;
    }
  };
  const opened = attempt(() => openDls(source));
  for (const index of opened?.instruments.keys() ?? []) attempt(() => opened?.instrument(index));
  for (let i = 0; i < (opened?.waveCount ?? 0); i++) {
    const found = attempt(() => opened?.wave(i));
    if (found !== undefined) expect(attempt(() => found.readSamples())?.length).toBe(found.frameCount);
  }
  for (const fault of faults) expect(fault).toBeInstanceOf(FormatError);
  return { faults, bank: opened, bytesRead: source.bytesRead };
}

describe('a damaged DLS file', () => {
  it('is undamaged to begin with', () => {
    const { faults, bank } = readAll(whole);
    expect(faults).toEqual([]);
    expect(bank?.warnings).toEqual([]);
    expect(bank?.instruments).toHaveLength(6);
    expect(whole.byteLength).toBeGreaterThan(2_500);
  });

  it('that is empty ends in a fault', () => {
    expect(readAll(new Uint8Array(0)).faults).toMatchObject([
      { format: 'DLS', chunkPath: 'RIFF', byteOffset: 0, found: 'a file of 0 bytes' },
    ]);
  });

  it('that is cut after every 97th byte gives what is left, and says that it is cut', () => {
    let instrumentCount = 0;
    for (let length = 97; length < whole.byteLength; length += 97) {
      const { bank, bytesRead } = readAll(whole.subarray(0, length));
      expect(bank?.warnings.map(({ message }) => message).join()).toContain('bytes, but only');
      expect(bank?.instruments.length).toBeGreaterThanOrEqual(instrumentCount);
      expect(bytesRead).toBeLessThan(10 * whole.byteLength);
      instrumentCount = bank?.instruments.length ?? 0;
    }
    expect(instrumentCount).toBe(6);
  });

  it('that is cut anywhere in its first 200 bytes ends in a fault or a warning', () => {
    for (let length = 0; length < 200; length++) {
      const { faults, bank } = readAll(whole.subarray(0, length));
      if (length < 12) expect(faults).toHaveLength(1);
      else expect(bank?.warnings.length).toBeGreaterThan(0);
    }
  });

  it('of random bytes ends in a fault', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        expect(readAll(bytes).faults).toHaveLength(1);
      }),
    );
  });

  it('with random bytes after its header ends in faults or warnings', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const { bank } = readAll(
          riffFile('DLS ', [
            {
              byteLength: bytes.length & ~1,
              writeTo: (file, at) => file.set(bytes.subarray(0, bytes.length & ~1), at),
            },
          ]),
        );
        expect(bank?.warnings.length).toBeGreaterThan(0);
      }),
    );
  });

  it('with some bytes exchanged is read with bounded effort', () => {
    const damage = fc.array(fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255)), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(damage, (changes) => {
        const file = whole.slice();
        for (const [offset, value] of changes) file[offset] = value;
        const { bytesRead } = readAll(file);
        expect(bytesRead).toBeLessThan(50 * whole.byteLength);
      }),
      { numRuns: 500 },
    );
  });

  it('with each size field in turn claiming 2 GB is read with bounded effort', () => {
    for (let offset = 4; offset + 4 <= whole.byteLength; offset += 2) {
      const file = whole.slice();
      new DataView(file.buffer).setUint32(offset, 0x7fff_fff0, true);
      expect(readAll(file).bytesRead).toBeLessThan(50 * whole.byteLength);
    }
  });
});

describe('a hostile DLS file', () => {
  it('that claims 2 GB gives its answer after a few bytes', () => {
    const file = ascii('RIFF\xf0\xff\xff\x7fDLS LIST\xe0\xff\xff\x7flinsLIST\xd0\xff\xff\x7fins insh\xff\xff\xff\x7f');
    const { bank, bytesRead } = readAll(file);
    expect(bank?.instruments).toEqual([]);
    expect(bank?.warnings.some(({ message }) => message.includes('instrument left out'))).toBe(true);
    expect(bytesRead).toBeLessThan(500);
  });

  it('whose counts claim billions allocates for what is there', () => {
    const counts = Uint8Array.of(8, 0, 0, 0, 0xff, 0xff, 0xff, 0xff);
    const extra = [chunk('ptbl', counts), list('lart', [])];
    const instruments = [instrument({ regionCount: 0xffff_ffff, extra: [list('lart', [chunk('art1', counts)])] })];
    const { bank: opened, bytesRead } = readAll(bank({ cues: null, extra, instruments, instrumentCount: 0xffff_ffff }));
    expect(opened?.waveCount).toBe(0);
    expect(opened?.warnings.map(({ message }) => message)).toEqual([
      '4294967295 instruments promised, 1 found',
      '4294967295 entries promised, 0 found',
      '4294967295 regions promised, 1 found',
      '4294967295 connections promised, 0 found',
    ]);
    expect(bytesRead).toBeLessThan(2_000);
  });

  it('with lists nested 100,000 deep is not descended into', () => {
    const depth = 100_000;
    const deep = new Uint8Array(12 * (depth + 1));
    deep.set(ascii('RIFF\xff\xff\xff\x7fDLS '));
    for (const [step, listType] of ['lins', 'ins ', 'lrgn', 'rgn ', 'lart', 'wvpl', 'wave'].entries()) {
      for (let i = 1 + step; i <= depth; i += 7) deep.set(ascii(`LIST\xf0\xff\xff\x7f${listType}`), 12 * i);
    }
    const { bytesRead } = readAll(deep);
    expect(bytesRead).toBeLessThan(2_000);
  });

  it('whose pool table leads into its own lists, in circles and askew, has no such waves', () => {
    const overlapping = [0, 4, 8, 12, 13, 20, 24, 36, 0xffff_fff0];
    const nested = list('wave', [list('wave', [list('wave', [waveFormat()]), waveFormat()]), waveData(0, 0)]);
    const { faults, bytesRead } = readAll(bank({ waves: [nested, wave()], cues: overlapping }));
    expect(faults.length).toBeGreaterThan(4);
    expect(bytesRead).toBeLessThan(5_000);
  });

  it('whose waves overlap ten thousandfold costs as much as ten thousand waves', () => {
    const count = 10_000;
    const link = new Uint8Array(20);
    link.set(ascii('junk\x0c\0\0\0LIST\xff\xff\xff\x7fwave'));
    const pool = new Uint8Array(20 * count);
    for (let i = 0; i < count; i++) pool.set(link, 20 * i);
    const cues = Array.from({ length: count }, (_, index) => 20 * index + 8);
    const raw = { byteLength: pool.byteLength, writeTo: (file: Uint8Array, at: number) => file.set(pool, at) };
    const { faults, bytesRead } = readAll(bank({ waves: [raw], cues }));
    expect(faults).toHaveLength(count);
    expect(bytesRead / count).toBeLessThan(1_000);
  });

  it('with thousands of faults lists the first thousand', () => {
    const regions = Array.from({ length: 5_000 }, () => region({ keys: [255, 255], velocities: [255, 255] }));
    const { bank: opened } = readAll(bank({ instruments: [instrument({ regions })] }));
    expect(opened?.warnings).toHaveLength(MAX_WARNINGS);
    expect(opened?.warnings.at(-1)?.message).toContain('are not listed');
  });
});
