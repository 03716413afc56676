import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeWaveFormat, WAVE_FORMAT_BYTES, WAVE_FORMAT_OFFSETS } from '../ddi/wave-format.ts';
import { packStruct, unpackStruct } from './struct-codec.ts';
import {
  DEFAULT_WAVES_REVERB_PARAMS,
  packWaveFormat,
  unpackWaveFormat,
  WAVES_REVERB_PARAMS,
} from './wave-structures.ts';

describe('WAVEFORMATEX', () => {
  it('has 18 bytes, its members where the table of offsets says', () => {
    const bytes = packWaveFormat(makeWaveFormat(1, 2, 44100, 16));
    expect(bytes.byteLength).toBe(WAVE_FORMAT_BYTES);
    const view = new DataView(bytes.buffer);
    const { formatTag, channelCount, sampleRate, averageBytesPerSecond, blockAlign, bitsPerSample } =
      WAVE_FORMAT_OFFSETS;
    expect([formatTag, channelCount, blockAlign, bitsPerSample].map((at) => view.getUint16(at, true))).toEqual([
      1, 2, 4, 16,
    ]);
    expect([sampleRate, averageBytesPerSecond].map((at) => view.getUint32(at, true))).toEqual([44100, 176400]);
    expect(view.getUint16(WAVE_FORMAT_OFFSETS.extraByteLength, true)).toBe(0);
  });

  it('comes back as it was, also from the beginning of a longer format', () => {
    const format = makeWaveFormat(0xfffe, 6, 96000, 32);
    const longer = new Uint8Array(40).fill(0xee);
    longer.set(packWaveFormat(format));
    expect(unpackWaveFormat(longer)).toEqual(format);
    expect(() => unpackWaveFormat(new Uint8Array(17))).toThrow(RangeError);
  });
});

describe('DMUS_WAVES_REVERB_PARAMS', () => {
  it('is four floats: gain, mix, time, ratio', () => {
    const bytes = packStruct(WAVES_REVERB_PARAMS, DEFAULT_WAVES_REVERB_PARAMS);
    expect(bytes.byteLength).toBe(16);
    const view = new DataView(bytes.buffer);
    expect([0, 4, 8].map((at) => view.getFloat32(at, true))).toEqual([0, -10, 1000]);
    expect(view.getFloat32(12, true)).toBeCloseTo(0.001, 9);
  });

  it('keeps every number that a float of 32 bits holds', () => {
    const float = fc.float({ noNaN: true });
    fc.assert(
      fc.property(float, float, (inGain, reverbMix) => {
        const values = { inGain, reverbMix, reverbTime: 1000, highFreqRtRatio: 0.5 };
        expect(unpackStruct(WAVES_REVERB_PARAMS, packStruct(WAVES_REVERB_PARAMS, values))).toEqual(values);
      }),
      { seed: 13 },
    );
  });
});
