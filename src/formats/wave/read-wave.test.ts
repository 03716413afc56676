import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../format-error.ts';
import { type ChunkNode, chunk, riffFile } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import { readWave } from './read-wave.ts';

interface FormatFields {
  readonly channels?: number;
  readonly rate?: number;
  readonly frameBytes?: number;
}

function format(tag: number, bits: number, fields: FormatFields = {}): Uint8Array {
  const { channels = 1, rate = 8000, frameBytes = (channels * bits) / 8 } = fields;
  const body = new StructWriter().u16('tag', tag).u16('channels', channels).u32('rate', rate);
  return body
    .u32('bytes a second', rate * frameBytes)
    .u16('frame', frameBytes)
    .u16('bits', bits)
    .toBytes();
}

/** A WAVE form with these chunks. */
function form(...chunks: ChunkNode[]): Uint8Array {
  return riffFile('WAVE', chunks);
}

function wave(fmt: Uint8Array, ...data: number[]): Uint8Array {
  return form(chunk('fmt ', fmt), chunk('data', Uint8Array.from(data)));
}

describe('readWave', () => {
  it.each([
    ['pcm8', format(1, 8), [0x00, 0x80, 0xc0], [-1, 0, 0.5]],
    ['pcm16', format(1, 16), [0x00, 0x80, 0x00, 0x40], [-1, 0.5]],
    ['pcm24', format(1, 24), [0, 0, 0x80, 1, 0, 0xc0], [-1, -0.5 + 2 ** -23]],
    ['pcm32', format(1, 32), [0, 0, 0, 0x80, 0, 0, 0, 0x20], [-1, 0.25]],
    ['float32', format(3, 32), [0, 0, 0xc0, 0x3f], [1.5]],
  ])('reads %s', (sampleFormat, fmt, data, samples) => {
    const file = readWave(wave(fmt, ...data));
    expect(file).toEqual({
      sampleRate: 8000,
      channelCount: 1,
      sampleFormat,
      samples: Float32Array.from(samples),
      warnings: [],
    });
  });

  it('reads extensible files by their subformat, behind chunks it does not know', () => {
    const extension = [22, 0, 16, 0, 3, 0, 0, 0, 1, 0];
    const fmt = Uint8Array.of(...format(0xfffe, 16, { channels: 2 }), ...extension, ...Array(14).fill(0));
    const file = form(
      chunk('LIST', Uint8Array.of(73, 78, 70, 79)),
      chunk('fmt ', fmt),
      chunk('data', Uint8Array.of(0, 0x40, 0, 0xc0)),
    );
    expect(readWave(file)).toMatchObject({
      channelCount: 2,
      sampleFormat: 'pcm16',
      samples: Float32Array.of(0.5, -0.5),
    });
  });

  it('gives the whole frames of a file that ends early', () => {
    const whole = wave(format(1, 16, { channels: 2 }), 0, 0x40, 0, 0x20, 0, 0x10, 0, 0x08);
    const file = readWave(whole.subarray(0, whole.byteLength - 1));
    expect([...file.samples]).toEqual([0.5, 0.25]);
    expect(file.warnings.map(({ message }) => message)).toContain(
      'the last 3 bytes are not a whole frame and are left out',
    );
  });

  it.each([
    ['nothing', new Uint8Array(), 'a RIFF header'],
    ['another form', riffFile('DLS ', []), "form type 'WAVE'"],
    ['RF64', Uint8Array.from('RF64\xff\xff\xff\xffWAVE', (character) => character.charCodeAt(0)), 'more than 4 GiB'],
    ['RIFX', Uint8Array.from('RIFX\0\0\0\x04WAVE', (character) => character.charCodeAt(0)), 'big-endian'],
    ['no format', form(chunk('data')), "a 'fmt ' chunk"],
    ['no data', form(chunk('fmt ', format(1, 16))), "a 'data' chunk"],
    ['a short format', form(chunk('fmt ', new Uint8Array(15)), chunk('data')), 'at least 16 bytes'],
    ['ADPCM', wave(format(2, 4, { frameBytes: 256 })), 'format 2 of 4 bits'],
    ['12 bits', wave(format(1, 12, { frameBytes: 2 })), 'format 1 of 12 bits'],
    ['no channels', wave(format(1, 16, { channels: 0 })), 'at least 1 channel'],
    ['no rate', wave(format(1, 16, { rate: 0 })), 'at least 1 frame a second'],
    ['frames of another length', wave(format(1, 16, { frameBytes: 3 })), 'frames of 2 bytes, found 3'],
  ])('refuses %s, saying why', (_, bytes, reason) => {
    expect(() => readWave(bytes)).toThrow(FormatError);
    expect(() => readWave(bytes)).toThrow(reason);
  });

  it('gives whole frames or a FormatError whatever bytes are changed or cut off', () => {
    const whole = wave(format(1, 16, { channels: 2 }), ...Array(40).fill(7));
    const change = fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255));
    const property = fc.property(
      fc.array(change, { maxLength: 4 }),
      fc.nat(whole.byteLength),
      (changes, byteLength) => {
        const bytes = whole.slice(0, byteLength);
        for (const [offset, byte] of changes) bytes[offset] = byte;
        try {
          const file = readWave(bytes);
          expect(file.samples.length % file.channelCount).toBe(0);
          expect(file.samples.length).toBeLessThanOrEqual(byteLength);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      },
    );
    fc.assert(property, { seed: 16, numRuns: 400 });
  });
});
