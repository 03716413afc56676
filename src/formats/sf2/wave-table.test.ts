import { describe, expect, it } from 'vitest';
import { MemorySource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import {
  buildSf2,
  messagesOf,
  oneZoneSpec,
  openSpec,
  SAMPLE_OF_8,
  type Sf2Spec,
  type ZoneSpec,
} from './build-sf2.test-support.ts';
import { SfGenerator as G } from './generators.ts';
import { openSf2 } from './read-sf2.ts';

const SECOND = {
  frames: [-1, -2, -3, -4],
  name: 'Second',
  sampleRate: 44_100,
  originalKey: 48,
  pitchCorrectionCents: 12,
};

/** Two presets, whose instruments play parts of the samples. */
function partsSpec(...zones: ZoneSpec[]): Sf2Spec {
  return {
    presets: zones.map((_, index) => ({ zones: [[[G.instrument, index]]] })),
    instruments: zones.map((zone) => ({ zones: [zone] })),
    samples: [SAMPLE_OF_8, SECOND],
  };
}

describe('the waves of a SoundFont', () => {
  it('are its samples, by number', () => {
    const bank = openSpec({ samples: [SAMPLE_OF_8, SECOND] });
    const wave = bank.wave(1);
    expect(wave).toMatchObject({
      name: 'Second',
      sampleRate: 44_100,
      frameCount: 4,
      bitsPerSample: 16,
      waveSample: { unityNote: 48, fineTuneCents: 12, gain: 0, loops: [] },
    });
    expect(wave.readSamples()).toEqual(Int16Array.of(-1, -2, -3, -4));
    expect(bank.wave(0).readSamples()).toEqual(Int16Array.from(SAMPLE_OF_8.frames));
    expect(() => bank.wave(2)).toThrow(FormatError);
  });

  it('have further numbers for parts that zones cut out, whichever instrument is asked for first', () => {
    const whole: ZoneSpec = [[G.sampleID, 0]];
    const part: ZoneSpec = [
      [G.startAddrsOffset, 2],
      [G.endAddrsOffset, -1],
      [G.sampleID, 0],
    ];
    const other: ZoneSpec = [
      [G.startAddrsOffset, 1],
      [G.sampleID, 1],
    ];
    const bank = openSpec(partsSpec(part, whole, other, part));
    const waveIndices = [3, 2, 1, 0].map((index) => bank.instrument(index).regions[0]?.waveLink.waveIndex);
    expect(waveIndices).toEqual([2, 3, 0, 2]);
    expect(bank.wave(2).readSamples()).toEqual(Int16Array.of(200, 300, 400, 300, 200));
    expect(bank.wave(3).readSamples()).toEqual(Int16Array.of(-2, -3, -4));
  });

  it('count loops from the beginning of the part', () => {
    const zone: ZoneSpec = [
      [G.startAddrsOffset, 2],
      [G.sampleModes, 1],
    ];
    const spec = oneZoneSpec(zone, [], { ...SAMPLE_OF_8, loopStart: 3, loopEnd: 8 });
    expect(openSpec(spec).instrument(0).regions[0]?.waveSample?.loops).toEqual([
      { type: 'forward', start: 1, length: 5 },
    ]);
  });

  it('take coarse offsets of 32768 frames and end with the sample data', () => {
    const bank = openSpec(
      partsSpec([
        [G.startAddrsOffset, -32_766],
        [G.startAddrsCoarseOffset, 1],
        [G.endAddrsCoarseOffset, 9],
        [G.sampleID, 1],
      ]),
    );
    const wave = bank.wave(2);
    expect(wave.frameCount).toBe(2 + 46);
    expect(wave.readSamples().slice(0, 3)).toEqual(Int16Array.of(-3, -4, 0));
  });

  it('are 24-bit floats where the bank has the lower bytes', () => {
    const samples = [{ frames: [0x1234, -0x8000, -1] }];
    const bank = openSpec({ samples, lowerBytes: [0x56, 0x00, 0xff, ...Array(47).fill(0)] });
    expect(bank.wave(0).bitsPerSample).toBe(24);
    expect(bank.wave(0).readSamples()).toEqual(Float32Array.of(0x123456 / 2 ** 23, -1, -(2 ** -23)));
  });

  it.each<[string, Partial<Sf2Spec>, string]>([
    ['too few', { lowerBytes: Array(40).fill(1) }, 'not used: shorter than the 16-bit samples'],
    [
      'older than the format',
      { lowerBytes: Array(54).fill(1), version: [2, 1] },
      'not used: version 2.1 has no 24-bit samples',
    ],
  ])('stay at 16 bits where the lower bytes are %s', (_, fields, message) => {
    const bank = openSpec({ samples: [SAMPLE_OF_8], ...fields });
    expect(bank.wave(0).readSamples()).toEqual(Int16Array.from(SAMPLE_OF_8.frames));
    expect(messagesOf(bank)).toEqual([message]);
  });

  it.each([
    [0x8001, /found a sample in the ROM/],
    [0x0011, /found Vorbis \(SF3\)/],
  ])('say why a sample of type %d cannot be had, when it is asked for', (type, reason) => {
    const bank = openSpec(
      oneZoneSpec([[G.sampleModes, 1]], [], { ...SAMPLE_OF_8, type, loopStart: 100, loopEnd: 200 }),
    );
    const { regions } = bank.instrument(0);
    expect(regions).toHaveLength(1);
    expect(() => bank.wave(regions[0]!.waveLink.waveIndex)).toThrow(FormatError);
    expect(() => bank.wave(0)).toThrow(reason);
    expect(bank.warnings).toEqual([]);
  });

  it('are cut at the end of the sample data', () => {
    const replace = { smpl: (bytes: Uint8Array) => bytes.slice(0, 10) };
    const bank = openSpec({ ...oneZoneSpec([]), replace });
    expect(bank.wave(0).readSamples()).toEqual(Int16Array.of(0, 100, 200, 300, 400));
    expect(bank.wave(0).frameCount).toBe(5);
    expect(messagesOf(bank)).toEqual(["sample 'Sample' frames 0…8 are cut to 0…5"]);
  });

  it('are shorter than promised, with a warning, where the file became shorter since', () => {
    const bytes = buildSf2(oneZoneSpec([]));
    const source = new MemorySource(bytes);
    const smplOffset = new TextDecoder('latin1').decode(bytes).indexOf('smpl') + 8;
    let byteLength = bytes.byteLength;
    const shrinking = {
      name: 'shrinking',
      byteLength,
      read: (offset: number, length: number) => source.read(offset, Math.max(0, Math.min(length, byteLength - offset))),
    };
    const bank = openSf2(shrinking);
    byteLength = smplOffset + 5;
    expect(bank.wave(0).readSamples()).toEqual(Int16Array.of(0, 100));
    expect(messagesOf(bank)).toEqual(['16 bytes of samples wanted, 5 could be read']);
  });

  it('have a rate even where the file says 0, and a warning for a lost stereo half', () => {
    const bank = openSpec({ samples: [{ ...SAMPLE_OF_8, sampleRate: 0, type: 4, link: 3 }] });
    expect(bank.wave(0).sampleRate).toBe(44_100);
    expect(messagesOf(bank)).toEqual([
      "sample 'Sample' is linked with sample 3, which does not exist",
      "sample 'Sample' has a rate of 0 Hz; played as 44100 Hz",
    ]);
  });
});
