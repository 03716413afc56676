import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { riffFile } from '../riff/chunk-writer.ts';
import { CountingSource } from '../riff/counting-source.ts';
import type { SoundBank } from '../sound-bank.ts';
import {
  buildSf2,
  messagesOf,
  oneZoneSpec,
  openSpec,
  type PresetSpec,
  rangeAmount,
  SAMPLE_OF_8,
  type Sf2Spec,
} from './build-sf2.test-support.ts';
import { SfGenerator as G } from './generators.ts';
import { openSf2 } from './read-sf2.ts';

const TWO_PRESETS: Sf2Spec = {
  presets: [
    { name: 'Drums', bank: 128, program: 8, zones: [[[G.instrument, 1]]] },
    { name: 'Piano', bank: 0, program: 0, zones: [[[G.pan, 50]], [[G.instrument, 0]], [[G.instrument, 1]]] },
  ],
  instruments: [
    {
      name: 'Strings',
      zones: [
        [
          [G.keyRange, rangeAmount(0, 60)],
          [G.sampleModes, 1],
          [G.sampleID, 0],
        ],
      ],
    },
    {
      name: 'Hit',
      zones: [
        [
          [G.startAddrsOffset, 1],
          [G.sampleID, 1],
        ],
      ],
    },
  ],
  samples: [SAMPLE_OF_8, { ...SAMPLE_OF_8, name: 'Second' }],
};

/** Reads everything that a bank has. */
function readAll(bank: SoundBank): void {
  bank.instruments.forEach((_, index) => {
    for (const { waveLink, waveSample, connections } of bank.instrument(index).regions) {
      const wave = bank.wave(waveLink.waveIndex);
      expect(wave.readSamples().length).toBe(wave.frameCount);
      for (const loop of waveSample?.loops ?? []) {
        expect(loop.length).toBeGreaterThan(0);
        expect(loop.start + loop.length).toBeLessThanOrEqual(wave.frameCount);
      }
      for (const { scale } of connections ?? []) expect(scale).toBe(scale | 0);
    }
  });
}

function readOrRefuse(bytes: Uint8Array): SoundBank | undefined {
  try {
    const bank = openSf2(new MemorySource(bytes));
    readAll(bank);
    return bank;
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

describe('openSf2', () => {
  it('lists presets in the order of the file and tells of the bank', () => {
    const bank = openSpec(TWO_PRESETS);
    expect(bank.format).toBe('SF2');
    expect(bank.name).toBe('Test bank');
    expect(Object.fromEntries(bank.info)).toEqual({ ifil: '2.04', INAM: 'Test bank' });
    expect(bank.instruments).toEqual([
      { patch: 0x8000_0008, name: 'Drums' },
      { patch: 0, name: 'Piano' },
    ]);
    expect(bank.instrument(1)).toMatchObject({ patch: 0, name: 'Piano' });
    expect(bank.instrument(1).regions).toHaveLength(2);
    expect(bank.warnings).toEqual([]);
    expect(() => bank.instrument(2)).toThrow(RangeError);
  });

  it('reads no sample when it opens and converts, and then only those of the wave asked for', () => {
    const frames = Array(200_000).fill(1);
    const source = new CountingSource(new MemorySource(buildSf2(oneZoneSpec([], [], { frames }))));
    const bank = openSf2(source);
    const { regions } = bank.instrument(0);
    const wave = bank.wave(regions[0]!.waveLink.waveIndex);
    expect(source.bytesRead).toBeLessThan(2_000);
    const bytesBefore = source.bytesRead;
    wave.readSamples();
    expect(source.bytesRead - bytesBefore).toBe(400_000);
  });
});

describe('a damaged SoundFont', () => {
  it.each([
    ['presets', 'phdr', 38],
    ['preset zones', 'pbag', 4],
    ['instruments', 'inst', 22],
    ['instrument zones', 'ibag', 4],
    ['samples', 'shdr', 46],
  ])('has its last record although the terminal is missing: %s', (_, id, recordByteLength) => {
    const withoutTerminal = (bytes: Uint8Array) => bytes.slice(0, -recordByteLength);
    const damaged = openSpec({ ...TWO_PRESETS, replace: { [id]: withoutTerminal } });
    const right = openSpec(TWO_PRESETS);
    expect(damaged.instruments).toEqual(right.instruments);
    expect([0, 1].map((index) => damaged.instrument(index))).toEqual([0, 1].map((index) => right.instrument(index)));
    expect(messagesOf(damaged)).toContain('no terminal record at the end');
  });

  it.each([
    ['too high', 60_000, [2, 0, 1]],
    ['too low', 0, [0, 2, 1]],
  ])('has the other presets whole where the index of one is %s', (_, index, regionCounts) => {
    const presets = Array<PresetSpec>(4).fill({ zones: [[[G.instrument, 0]]] });
    const withZoneIndex = (bytes: Uint8Array) => {
      new DataView(bytes.buffer).setUint16(2 * 38 + 24, index, true);
      return bytes;
    };
    const bank = openSpec({ ...TWO_PRESETS, presets, replace: { phdr: withZoneIndex } });
    expect([1, 2, 3].map((preset) => bank.instrument(preset).regions.length)).toEqual(regionCounts);
    expect(bank.instrument(0).regions).toHaveLength(1);
    expect(messagesOf(bank)).toEqual([`record 2 points at ${index}, out of order or beyond the next list`]);
  });

  it('leaves out a record that is cut off', () => {
    const bank = openSpec({ ...TWO_PRESETS, replace: { phdr: (bytes) => Uint8Array.of(...bytes, 1, 2, 3) } });
    expect(bank.instruments).toHaveLength(2);
    expect(messagesOf(bank)).toEqual(['the last 3 bytes are not a whole record of 38']);
  });

  it('needs no INFO, and takes its name from the file then', () => {
    const bank = openSpec({ ...TWO_PRESETS, replace: { ifil: () => undefined } });
    expect(bank.info.has('ifil')).toBe(false);
    readAll(bank);
  });

  it.each(['phdr', 'pbag', 'pgen', 'inst', 'ibag', 'igen', 'shdr'])('is refused without %s', (id) => {
    expect(() => openSpec({ ...TWO_PRESETS, replace: { [id]: () => undefined } })).toThrow(
      new RegExp(`RIFF:sfbk/pdta at byte \\d+: expected a chunk '${id}', found none`),
    );
  });

  it.each([
    ['nothing', new Uint8Array(), /a RIFF header/],
    ['no lists', riffFile('sfbk', []), /a list 'pdta'/],
    ['DLS', riffFile('DLS ', []), /form type 'sfbk'/],
    [
      'a header that claims 2 GB',
      Uint8Array.from('RIFF\0\0\0\x80sfbkLIST\0\0\0\x7fsdta', (c) => c.charCodeAt(0)),
      /'pdta'/,
    ],
  ])('is refused where it is %s', (_, bytes, reason) => {
    expect(() => openSf2(new MemorySource(bytes))).toThrow(FormatError);
    expect(() => openSf2(new MemorySource(bytes))).toThrow(reason);
  });

  it('gives sound regions and waves, or a FormatError, wherever it is cut off', () => {
    const whole = buildSf2(TWO_PRESETS);
    for (let byteLength = 0; byteLength < whole.byteLength; byteLength++) {
      const bank = readOrRefuse(whole.slice(0, byteLength));
      if (bank) expect(bank.warnings.length, `${byteLength} bytes`).toBeGreaterThan(0);
    }
  });

  it('gives sound regions and waves, or a FormatError, whatever bytes are changed', () => {
    const whole = buildSf2(TWO_PRESETS);
    const change = fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255));
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
      const bytes = whole.slice();
      for (const [offset, byte] of changes) bytes[offset] = byte;
      readOrRefuse(bytes);
    });
    fc.assert(property, { seed: 204, numRuns: 1_000 });
  });

  it('gives sound regions, or a FormatError, whatever its articulation data are', () => {
    const ids = ['phdr', 'pbag', 'pgen', 'inst', 'ibag', 'igen', 'shdr'];
    const body = fc.uint8Array({ maxLength: 400 });
    const property = fc.property(fc.dictionary(fc.constantFrom(...ids), body, { minKeys: 1 }), (bodies) => {
      const replace = Object.fromEntries(Object.entries(bodies).map(([id, bytes]) => [id, () => bytes]));
      readOrRefuse(buildSf2({ ...TWO_PRESETS, replace }));
    });
    fc.assert(property, { seed: 2, numRuns: 300 });
  });

  it('is worked through once though its indices would have each zone read all generators', () => {
    const zoneCount = 20_000;
    const generators = new Uint8Array(4 * zoneCount).map((_, offset) => (offset % 4 === 0 ? G.fineTune : 0));
    const indices = new Uint16Array(2 * zoneCount).map((_, place) => (place % 4 === 2 ? zoneCount : 0));
    const bank = openSpec({
      ...TWO_PRESETS,
      replace: { ibag: () => new Uint8Array(indices.buffer), igen: () => generators },
    });
    expect(bank.instrument(0).regions).toEqual([]);
    expect(messagesOf(bank).length).toBeGreaterThan(100);
  });
});
