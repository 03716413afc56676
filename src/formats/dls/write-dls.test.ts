import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../byte-source.ts';
import type { Connection, Instrument, Region, WaveSample } from '../sound-bank.ts';
import { normalizeConnection } from './connection-transform.ts';
import { openDls } from './read-dls.ts';
import { type DlsContents, writeDls } from './write-dls.ts';

const u7 = fc.integer({ min: 0, max: 127 });
const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const i32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const FRAME_COUNT = 100;

const loop = fc
  .tuple(fc.constantFrom('forward' as const, 'release' as const), fc.nat(FRAME_COUNT - 1), fc.nat(FRAME_COUNT))
  .map(([type, start, end]) => ({ type, start, length: Math.max(1, Math.min(end, FRAME_COUNT - start)) }));

const waveSample: fc.Arbitrary<WaveSample> = fc.record({
  unityNote: u7,
  fineTuneCents: fc.integer({ min: -0x8000, max: 0x7fff }),
  gain: i32,
  noTruncation: fc.boolean(),
  noCompression: fc.boolean(),
  loops: fc.array(loop, { maxLength: 3 }),
});

const source = fc.oneof(fc.constantFrom(0, 1, 2, 3, 0x87, 0x8b), u16);
const connection: fc.Arbitrary<Connection> = fc.record({
  source,
  control: source,
  destination: fc.oneof(fc.constantFrom(1, 3), u16),
  transform: fc.oneof(fc.constantFrom(0, 0x0400, 0x8400), u16),
  scale: i32,
});
const connections = fc.array(connection, { maxLength: 6 });

const range = fc.tuple(u7, u7).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const playableRange = range.filter(([, high]) => high > 0);

const regionOf = (waveCount: number): fc.Arbitrary<Region> =>
  fc
    .tuple(
      range,
      playableRange,
      fc.record({
        selfNonExclusive: fc.boolean(),
        keyGroup: u16,
        layer: u16,
        waveLink: fc.record({
          waveIndex: fc.nat(waveCount - 1),
          channel: u32,
          phaseGroup: u16,
          phaseMaster: fc.boolean(),
          multichannel: fc.boolean(),
        }),
        waveSample: fc.option(waveSample, { nil: undefined }),
        connections: fc.option(connections, { nil: undefined }),
      }),
    )
    .map(([[keyLow, keyHigh], [velocityLow, velocityHigh], rest]) => {
      return { keyLow, keyHigh, velocityLow, velocityHigh, ...rest };
    });

const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !value.includes('\0'));
const instrumentOf = (waveCount: number): fc.Arbitrary<Instrument> =>
  fc.record({
    patch: fc
      .tuple(fc.boolean(), u7, u7, u7)
      .map(([isDrum, a, b, c]) => ((Number(isDrum) << 31) | (a << 16) | (b << 8) | c) >>> 0),
    name: text,
    regions: fc.array(regionOf(waveCount), { maxLength: 5 }),
    connections,
  });

const contents: fc.Arbitrary<DlsContents> = fc.integer({ min: 1, max: 4 }).chain((waveCount) =>
  fc.record({
    instruments: fc.array(instrumentOf(waveCount), { maxLength: 4 }),
    waves: fc.array(
      fc.record({
        name: text,
        sampleRate: fc.integer({ min: 1, max: 192_000 }),
        samples: fc.int16Array({ minLength: FRAME_COUNT, maxLength: FRAME_COUNT + 20 }),
        waveSample: waveSample,
      }),
      { minLength: waveCount, maxLength: waveCount },
    ),
    info: fc.dictionary(fc.stringMatching(/^I[A-Z]{3}$/), text).map((texts) => new Map(Object.entries(texts))),
  }),
);

function normalized(instrument: Instrument): Instrument {
  const all = (blocks: readonly Connection[]): Connection[] => blocks.map((block) => normalizeConnection(block));
  return {
    ...instrument,
    connections: all(instrument.connections),
    regions: instrument.regions.map((region) => ({
      ...region,
      connections: region.connections && all(region.connections),
    })),
  };
}

describe('writeDls', () => {
  it('writes banks that come back whole and without a warning', () => {
    fc.assert(
      fc.property(contents, (written) => {
        const bank = openDls(new MemorySource(writeDls(written), 'bank'));
        expect(bank.instruments).toEqual(written.instruments.map(({ patch, name }) => ({ patch, name })));
        expect(bank.instruments.map((_, index) => bank.instrument(index))).toEqual(written.instruments.map(normalized));
        expect(bank.info).toEqual(written.info);
        expect(bank.waveCount).toBe(written.waves.length);
        for (const [index, { samples, ...fields }] of written.waves.entries()) {
          const wave = bank.wave(index);
          expect(wave).toMatchObject({ ...fields, frameCount: samples.length, bitsPerSample: 16 });
          expect(wave.readSamples()).toEqual(samples);
        }
        expect(bank.warnings).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('gives a wave without parameters of its own back without them', () => {
    const waves = [{ name: 'w', sampleRate: 8_000, samples: Int16Array.of(1, -2) }];
    const bank = openDls(new MemorySource(writeDls({ instruments: [], waves }), 'file'));
    expect(bank.wave(0).waveSample).toBeUndefined();
    expect(bank.name).toBe('file');
    expect(bank.version).toEqual({ mostSignificant: 0x1_0000, leastSignificant: 0 });
  });

  it('never puts the samples of a wave last in it', () => {
    const waves = [{ name: '', sampleRate: 8_000, samples: Int16Array.of(1, 2) }];
    const file = String.fromCharCode(...writeDls({ instruments: [], waves }));
    expect(file).toContain('data\x04\0\0\0\x01\0\x02\0LIST\x04\0\0\0INFO');
  });

  it('refuses what a file cannot hold and says what it was', () => {
    const wave = { name: '', sampleRate: 22_050, samples: new Int16Array(1) };
    expect(() => writeDls({ instruments: [], waves: [{ ...wave, sampleRate: 0 }] })).toThrow('sampleRate: expected');
    expect(() => writeDls({ instruments: [], waves: [{ ...wave, name: 'a\0b' }] })).toThrow('without zero characters');
    const link = { waveIndex: 1, channel: 1, phaseGroup: 0, phaseMaster: false, multichannel: false };
    const region = fc.sample(regionOf(1), { seed: 1, numRuns: 1 })[0] as Region;
    const instrument = { patch: 0, name: 'piano', regions: [{ ...region, waveLink: link }], connections: [] };
    expect(() => writeDls({ instruments: [instrument], waves: [wave] })).toThrow(
      "waveLink.waveIndex of 'piano': expected less than 1 waves, got 1",
    );
    expect(() =>
      writeDls({ instruments: [{ ...instrument, regions: [{ ...region, keyLow: -1 }] }], waves: [wave] }),
    ).toThrow('keyLow: expected a whole number 0…65535, got -1');
  });
});
