import { describe, expect, it } from 'vitest';
import {
  type InstrumentSpec,
  messagesOf,
  openSpec,
  type PresetSpec,
  rangeAmount,
  SAMPLE_OF_8,
} from './build-sf2.test-support.ts';
import { MAX_REGIONS, presetPatch } from './convert-preset.ts';
import { SfGenerator as G } from './generators.ts';

const TWO_SAMPLES = [SAMPLE_OF_8, { ...SAMPLE_OF_8, name: 'Other' }];

describe('presetPatch', () => {
  it.each([
    [0, 5, 0x00_0005],
    [8, 127, 0x08_007f],
    [127, 0, 0x7f_0000],
    [128, 40, 0x8000_0028],
    [129, 3, 0x01_0103],
    [16_383, 1, 0x7f_7f01],
  ])('puts bank %d, program %d where a program change finds it', (bank, program, patch) => {
    expect(presetPatch(bank, program)).toBe(patch);
  });

  it('gives each of the 16384 banks a patch of its own', () => {
    const patches = new Set(Array.from({ length: 16_384 }, (_, bank) => presetPatch(bank, 0)));
    expect(patches.size).toBe(16_384);
  });
});

describe('convertPreset', () => {
  it('makes a region of every pair of zones that meet, in the order of the file', () => {
    const instruments: InstrumentSpec[] = [
      {
        zones: [
          [
            [G.keyRange, rangeAmount(0, 59)],
            [G.sampleID, 0],
          ],
          [
            [G.keyRange, rangeAmount(60, 127)],
            [G.sampleID, 1],
          ],
        ],
      },
      { zones: [[[G.sampleID, 1]]] },
    ];
    const zones: PresetSpec['zones'] = [
      [
        [G.keyRange, rangeAmount(50, 127)],
        [G.instrument, 0],
      ],
      [[G.instrument, 1]],
    ];
    const { regions } = openSpec({ presets: [{ zones }], instruments, samples: TWO_SAMPLES }).instrument(0);
    expect(regions.map((region) => [region.keyLow, region.keyHigh, region.waveLink.waveIndex])).toEqual([
      [50, 59, 0],
      [60, 127, 1],
      [0, 127, 1],
    ]);
  });

  it('lets a zone override its global zone, and the preset add to what results', () => {
    const instruments: InstrumentSpec[] = [
      {
        zones: [
          [
            [G.fineTune, 10],
            [G.coarseTune, 2],
            [G.velRange, rangeAmount(10, 20)],
          ],
          [
            [G.fineTune, 30],
            [G.sampleID, 0],
          ],
          [
            [G.velRange, rangeAmount(0, 127)],
            [G.sampleID, 0],
          ],
        ],
      },
    ];
    const zones: PresetSpec['zones'] = [
      [
        [G.fineTune, 1],
        [G.coarseTune, 1],
      ],
      [
        [G.fineTune, 2],
        [G.instrument, 0],
      ],
    ];
    const { regions } = openSpec({ presets: [{ zones }], instruments, samples: TWO_SAMPLES }).instrument(0);
    expect(
      regions.map((region) => [region.waveSample?.fineTuneCents, region.velocityLow, region.velocityHigh]),
    ).toEqual([
      [332, 10, 20],
      [312, 0, 127],
    ]);
  });

  it('ignores zones without a target but the first, generators behind the target, and the first of two equal ones', () => {
    const instruments: InstrumentSpec[] = [
      {
        zones: [
          [
            [G.fineTune, 1],
            [G.fineTune, 2],
            [G.sampleID, 0],
            [G.fineTune, 9],
          ],
          [[G.coarseTune, 5]],
          [[G.sampleID, 0]],
        ],
      },
    ];
    const { regions } = openSpec({
      presets: [{ zones: [[[G.instrument, 0]]] }],
      instruments,
      samples: TWO_SAMPLES,
    }).instrument(0);
    expect(regions.map(({ waveSample }) => waveSample?.fineTuneCents)).toEqual([2, 0]);
  });

  it('leaves out zones whose instrument or sample does not exist', () => {
    const bank = openSpec({
      presets: [{ zones: [[[G.instrument, 4]], [[G.instrument, 0]]] }],
      instruments: [{ zones: [[[G.sampleID, 9]], [[G.sampleID, 1]]] }],
      samples: TWO_SAMPLES,
    });
    expect(bank.instrument(0).regions.map(({ waveLink }) => waveLink.waveIndex)).toEqual([1]);
    expect(messagesOf(bank)).toEqual([
      'a preset zone plays instrument 4, which does not exist; left out',
      'a zone plays sample 9, which does not exist; left out',
    ]);
  });

  it('gives a bounded number of regions however many pairs of zones a file has', () => {
    const bank = openSpec({
      presets: [{ zones: Array(300).fill([[G.instrument, 0]]) }],
      instruments: [{ zones: Array(300).fill([[G.sampleID, 0]]) }],
      samples: TWO_SAMPLES,
    });
    expect(bank.instrument(0).regions).toHaveLength(MAX_REGIONS);
    expect(messagesOf(bank)).toEqual([`preset 0 has more than ${MAX_REGIONS} regions; the others are left out`]);
  });
});
