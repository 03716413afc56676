import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWave } from './read-wave.ts';
import type { WaveFileFormat } from './wave-file-format.ts';
import { encodeSamples, waveHeader, wavePadding } from './write-wave.ts';

const STEREO_16: WaveFileFormat = { sampleRate: 44_100, channelCount: 2, sampleFormat: 'pcm16' };
const MONO_24: WaveFileFormat = { sampleRate: 48_000, channelCount: 1, sampleFormat: 'pcm24' };
const STEREO_FLOAT: WaveFileFormat = { sampleRate: 96_000, channelCount: 2, sampleFormat: 'float32' };

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function encoded(samples: readonly number[], format: WaveFileFormat): { bytes: Uint8Array; clippedCount: number } {
  const bytes = new Uint8Array(samples.length * { pcm16: 2, pcm24: 3, float32: 4 }[format.sampleFormat]);
  const input = Float32Array.from(samples);
  return { clippedCount: encodeSamples(input, samples.length / format.channelCount, format, bytes), bytes };
}

describe('waveHeader', () => {
  it('is the plain one of 44 bytes for 16-bit stereo', () => {
    expect(hex(waveHeader(STEREO_16, 8))).toBe(
      '524946462c00000057415645' + '666d74201000000001000200' + '44ac000010b10200' + '04001000' + '6461746108000000',
    );
  });

  it('is extensible for 24 bits and counts the pad byte', () => {
    const header = waveHeader(MONO_24, 3);
    expect(hex(header)).toBe(
      '524946464000000057415645' +
        '666d742028000000feff010080bb00008032020003001800' +
        '1600180004000000' +
        '0100000000001000800000aa00389b71' +
        '6461746103000000',
    );
    expect(wavePadding(3)).toBe(1);
    expect(new DataView(header.buffer).getUint32(4, true)).toBe(header.byteLength - 8 + 3 + wavePadding(3));
  });

  it('has the number of frames in a fact chunk for floating point', () => {
    expect(hex(waveHeader(STEREO_FLOAT, 80)).slice(24)).toBe(
      '666d74201200000003000200' +
        '00770100' +
        '00b80b00' +
        '080020000000' +
        '66616374040000000a000000' +
        '6461746150000000',
    );
  });

  it('has the same length whatever the length of the data', () => {
    for (const format of [STEREO_16, MONO_24, STEREO_FLOAT]) {
      expect(waveHeader(format, 0).byteLength).toBe(waveHeader(format, 2 ** 30 * 3).byteLength);
    }
  });

  it('refuses what a WAVE file cannot hold', () => {
    expect(() => waveHeader(STEREO_16, 2 ** 32 - 36)).toThrow('ends at 4 GiB');
    expect(waveHeader(STEREO_16, 2 ** 32 - 40).byteLength).toBe(44);
    expect(() => waveHeader(STEREO_16, 6)).toThrow('whole frames of 4 bytes, got 6');
    expect(() => waveHeader({ ...STEREO_16, channelCount: 0 }, 0)).toThrow('channelCount');
    expect(() => waveHeader({ ...STEREO_16, sampleRate: 0.5 }, 0)).toThrow('sampleRate');
  });
});

describe('encodeSamples', () => {
  it('rounds to the nearest 16-bit value', () => {
    const mono = { ...STEREO_16, channelCount: 1 };
    const { bytes, clippedCount } = encoded([0, 1.4 / 32_768, 1.6 / 32_768, -1.6 / 32_768, 0.5, -1], mono);
    expect([...new Int16Array(bytes.buffer)]).toEqual([0, 1, 2, -2, 16_384, -32_768]);
    expect(clippedCount).toBe(0);
  });

  it('saturates, and counts what lies beyond full scale', () => {
    const { bytes, clippedCount } = encoded([1, 1.01, -1.01, 1e30, Number.NEGATIVE_INFINITY, Number.NaN], STEREO_16);
    expect([...new Int16Array(bytes.buffer)]).toEqual([32_767, 32_767, -32_768, 32_767, -32_768, 0]);
    expect(clippedCount).toBe(5);
  });

  it('writes 24 bits with the lowest byte first', () => {
    const { bytes, clippedCount } = encoded([0x123456 / 2 ** 23, -1, 1, 2], MONO_24);
    expect(hex(bytes)).toBe('563412' + '000080' + 'ffff7f' + 'ffff7f');
    expect(clippedCount).toBe(1);
  });

  it('keeps floats beyond full scale and replaces those that are no number', () => {
    const { bytes, clippedCount } = encoded([1.5, Number.NaN], STEREO_FLOAT);
    expect([...new Float32Array(bytes.buffer)]).toEqual([1.5, 0]);
    expect(clippedCount).toBe(1);
  });

  it('writes at any offset of a larger buffer', () => {
    const bytes = new Uint8Array(16);
    encodeSamples(Float32Array.of(1, -1), 1, STEREO_FLOAT, bytes.subarray(3));
    expect(hex(bytes)).toBe('000000' + '0000803f' + '000080bf' + '0000000000');
  });

  it('refuses buffers that are too short', () => {
    expect(() => encodeSamples(new Float32Array(3), 2, STEREO_16, new Uint8Array(8))).toThrow('needs 4 samples, has 3');
    expect(() => encodeSamples(new Float32Array(4), 2, STEREO_16, new Uint8Array(7))).toThrow('needs 8 bytes, has 7');
  });

  it.each([STEREO_16, { ...MONO_24, channelCount: 6 }, STEREO_FLOAT])(
    'writes $channelCount channels of $sampleFormat that readWave reads back',
    (format) => {
      const step = format.sampleFormat === 'pcm16' ? 2 ** -15 : 2 ** -23;
      const frame = fc.array(fc.float({ min: -1, max: Math.fround(1 - 2 ** -15), noNaN: true }), {
        minLength: format.channelCount,
        maxLength: format.channelCount,
      });
      const property = fc.property(fc.array(frame, { maxLength: 20 }), (frames) => {
        const samples = frames.flat();
        const { bytes } = encoded(samples, format);
        const file = readWave(Uint8Array.of(...waveHeader(format, bytes.byteLength), ...bytes));
        expect(file).toMatchObject({ ...format, warnings: [] });
        expect(file.samples).toHaveLength(samples.length);
        file.samples.forEach((sample, i) => {
          expect(Math.abs(sample - samples[i]!)).toBeLessThanOrEqual(step / 2);
        });
      });
      fc.assert(property, { seed: 44, numRuns: 50 });
    },
  );
});
