import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { region } from '../../../test/rig/bank.ts';
import { codeOf } from '../../../test/rig/raw-block.ts';
import {
  DOWNLOAD_INFO_BYTES,
  DownloadType,
  OFFSET_ENTRY_BYTES,
  REGION_OFFSETS,
  WAVE_LINK_OFFSETS,
  WAVE_LOOP_OFFSETS,
  WAVE_SAMPLE_OFFSETS,
} from '../../ddi/dls-download.ts';
import { gainToDb } from '../../formats/dls/units.ts';
import type { Connection, Region, Wave, WaveSample, WaveSamples } from '../../formats/sound-bank.ts';
import { DownloadBlock } from '../../synth/downloads/block-reader.ts';
import { readInstrument } from '../../synth/downloads/read-instrument.ts';
import { readWave } from '../../synth/downloads/read-wave.ts';
import { buildInstrumentBlock, buildWaveBlock, type RegionDownload } from './download-block.ts';

const PLAIN: WaveSample = {
  unityNote: 60,
  fineTuneCents: 0,
  gain: 0,
  noTruncation: false,
  noCompression: false,
  loops: [],
};

function plainRegion(changes: Partial<Region> = {}, waveSample: Partial<WaveSample> = {}): RegionDownload {
  return { region: region(0, changes), waveDownloadId: 7, waveSample: { ...PLAIN, ...waveSample } };
}

function waveOf(samples: WaveSamples, sampleRate: number): Wave {
  return {
    name: 'wave',
    sampleRate,
    frameCount: samples.length,
    bitsPerSample: 16,
    waveSample: undefined,
    readSamples: () => expect.fail('the samples are given'),
  };
}

/** The offset table, after checking that it is as it has to be. */
function checkedOffsets(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(8, true);
  expect(view.getUint32(12, true)).toBe(bytes.byteLength);
  expect(bytes.byteLength % 4).toBe(0);
  const offsets = Array.from({ length: count }, (_, i) =>
    view.getUint32(DOWNLOAD_INFO_BYTES + i * OFFSET_ENTRY_BYTES, true),
  );
  expect(offsets[0]).toBe(DOWNLOAD_INFO_BYTES + count * OFFSET_ENTRY_BYTES);
  offsets.forEach((offset, i) => {
    expect(offset % 4).toBe(0);
    expect(offset).toBeGreaterThan(offsets[i - 1] ?? 0);
    expect(offset).toBeLessThan(bytes.byteLength);
  });
  return offsets;
}

/** The only region of a block, which stands behind head, articulation and connection list. */
function onlyRegion(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + checkedOffsets(bytes)[3]!);
}

const word = fc.integer({ min: 0, max: 0xffff });
const signed = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const unsigned = fc.integer({ min: 0, max: 0xffff_ffff });
const connections: fc.Arbitrary<readonly Connection[]> = fc.array(
  fc.record({ source: word, control: word, destination: word, transform: word, scale: signed }),
  { maxLength: 5 },
);
const range = fc.tuple(fc.nat(127), fc.nat(127)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const loops = fc.array(
  fc.record({
    type: fc.constantFrom('forward' as const, 'release' as const),
    start: unsigned,
    length: fc.integer({ min: 1, max: 0xffff_ffff }),
  }),
  { maxLength: 1 },
);
const regionDownloads: fc.Arbitrary<RegionDownload> = fc
  .record({
    keys: range,
    velocities: range,
    selfNonExclusive: fc.boolean(),
    keyGroup: fc.nat(15),
    own: fc.option(connections, { nil: undefined }),
    waveDownloadId: unsigned,
    waveSample: fc.record({
      unityNote: fc.nat(127),
      fineTuneCents: fc.integer({ min: -0x8000, max: 0x7fff }),
      gain: signed,
      noTruncation: fc.boolean(),
      noCompression: fc.boolean(),
      loops,
    }),
  })
  .map(({ keys, velocities, selfNonExclusive, keyGroup, own, waveDownloadId, waveSample }) => ({
    region: region(0, {
      keyLow: keys[0],
      keyHigh: keys[1],
      velocityLow: velocities[0],
      velocityHigh: velocities[1],
      selfNonExclusive,
      keyGroup,
      connections: own,
    }),
    waveDownloadId,
    waveSample,
  }));

/** What a synth should find of a region. */
function expectedRegion({ region: wanted, waveDownloadId, waveSample }: RegionDownload): object {
  const { keyLow, keyHigh, velocityLow, velocityHigh, selfNonExclusive, keyGroup, connections: own } = wanted;
  return {
    ...{ keyLow, keyHigh, velocityLow, velocityHigh, selfNonExclusive, keyGroup, waveDownloadId, connections: own },
    unityNote: waveSample.unityNote,
    fineTuneCents: waveSample.fineTuneCents,
    gainDb: gainToDb(waveSample.gain),
    loop: waveSample.loops[0],
  };
}

describe('buildInstrumentBlock', () => {
  it('any instrument is read back by the synth with nothing lost', () => {
    const regions = fc.array(regionDownloads, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(unsigned, unsigned, connections, regions, (patch, downloadId, common, downloads) => {
        const bytes = buildInstrumentBlock(patch, common, downloads, downloadId);
        checkedOffsets(bytes);
        const block = new DownloadBlock(bytes);
        expect([block.type, block.downloadId]).toEqual([DownloadType.instrument2, downloadId]);
        expect(readInstrument(block)).toEqual({
          patch,
          isGm: false,
          regions: downloads.map(expectedRegion),
          connections: common,
        });
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('has a place in the table for each object: the head, an articulation of two, the regions, their articulations', () => {
    const own = { connections: [{ source: 1, control: 2, destination: 3, transform: 4, scale: 5 }] };
    const bytes = buildInstrumentBlock(0, [], [plainRegion(own), plainRegion(), plainRegion(own)], 1);
    expect(checkedOffsets(bytes).length).toBe(3 + 3 + 2 * 2);
    const regions = readInstrument(new DownloadBlock(bytes)).regions;
    expect(regions.map(({ connections: found }) => found)).toEqual([own.connections, undefined, own.connections]);
  });

  it('own articulation without connections is not the same as none', () => {
    const bytes = buildInstrumentBlock(0, [], [plainRegion({ connections: [] }), plainRegion()], 1);
    expect(readInstrument(new DownloadBlock(bytes)).regions.map((found) => found.connections)).toEqual([[], undefined]);
  });

  it('a region without a loop says so', () => {
    const view = onlyRegion(buildInstrumentBlock(0, [], [plainRegion()], 1));
    expect(view.getUint32(REGION_OFFSETS.waveSample + WAVE_SAMPLE_OFFSETS.byteLength, true)).toBe(20);
    expect(view.getUint32(REGION_OFFSETS.waveSample + WAVE_SAMPLE_OFFSETS.loopCount, true)).toBe(0);
  });

  it.each([
    ['forward', 0],
    ['release', 1],
  ] as const)('a %s loop has number %i, and only the first counts', (type, number) => {
    const other = { type: 'forward', start: 1, length: 2 } as const;
    const loop = { type, start: 100_000, length: 3 };
    const view = onlyRegion(buildInstrumentBlock(0, [], [plainRegion({}, { loops: [loop, other] })], 1));
    expect(view.getUint32(REGION_OFFSETS.waveSample + WAVE_SAMPLE_OFFSETS.loopCount, true)).toBe(1);
    const fields = [
      WAVE_LOOP_OFFSETS.byteLength,
      WAVE_LOOP_OFFSETS.type,
      WAVE_LOOP_OFFSETS.start,
      WAVE_LOOP_OFFSETS.length,
    ];
    expect(fields.map((field) => view.getUint32(REGION_OFFSETS.loop + field, true))).toEqual([16, number, 100_000, 3]);
  });

  it('options of sample and wave link, which the synth leaves aside, are in their places', () => {
    const waveLink = { waveIndex: 3, channel: 2, phaseGroup: 9, phaseMaster: true, multichannel: true };
    const wanted = plainRegion({}, { noTruncation: true, noCompression: true });
    const view = onlyRegion(buildInstrumentBlock(0, [], [{ ...wanted, region: { ...wanted.region, waveLink } }], 1));
    const link = REGION_OFFSETS.waveLink;
    expect(view.getUint32(REGION_OFFSETS.waveSample + WAVE_SAMPLE_OFFSETS.options, true)).toBe(3);
    expect(view.getUint16(link + WAVE_LINK_OFFSETS.options, true)).toBe(3);
    expect(view.getUint16(link + WAVE_LINK_OFFSETS.phaseGroup, true)).toBe(9);
    expect(view.getUint32(link + WAVE_LINK_OFFSETS.channel, true)).toBe(2);
    expect(view.getUint32(link + WAVE_LINK_OFFSETS.tableIndex, true)).toBe(7);
  });

  it('without regions it is a block that the synth refuses', () => {
    const bytes = buildInstrumentBlock(0, [], [], 1);
    expect(codeOf(() => readInstrument(new DownloadBlock(bytes)))).toBe('DMUS_E_BADINSTRUMENT');
  });
});

describe('buildWaveBlock', () => {
  it('any wave is read back by the synth with nothing lost', () => {
    const integers = fc.int16Array({ maxLength: 40 });
    const floats = fc.float32Array({ maxLength: 40, noNaN: true });
    const rates = fc.integer({ min: 1, max: 0xffff_ffff });
    fc.assert(
      fc.property(fc.oneof(integers, floats), rates, unsigned, (samples, sampleRate, downloadId) => {
        const bytes = buildWaveBlock(waveOf(samples as WaveSamples, sampleRate), samples as WaveSamples, downloadId);
        checkedOffsets(bytes);
        const block = new DownloadBlock(bytes);
        expect([block.type, block.downloadId]).toEqual([DownloadType.wave, downloadId]);
        const wave = readWave(block);
        const isFloat = samples instanceof Float32Array;
        expect(wave).toMatchObject({ sampleRate, bitsPerSample: isFloat ? 32 : 16, frameCount: samples.length });
        const found = wave.bytes.slice().buffer;
        expect(isFloat ? new Float32Array(found) : new Int16Array(found)).toEqual(samples);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it('takes samples that are part of a larger array', () => {
    const samples = Int16Array.of(1, 2, 3, 4, 5).subarray(1, 4);
    const wave = readWave(new DownloadBlock(buildWaveBlock(waveOf(samples, 22050), samples, 1)));
    expect(new Int16Array(wave.bytes.slice().buffer)).toEqual(Int16Array.of(2, 3, 4));
  });
});
