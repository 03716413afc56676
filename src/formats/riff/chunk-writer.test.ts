import { describe, expect, it } from 'vitest';
import { chunk, list, riffFile } from './chunk-writer.ts';

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('the RIFF writer', () => {
  it('nests chunks and lists, with sizes and pad bytes', () => {
    const file = riffFile('TEST', [chunk('odd ', Uint8Array.of(1, 2, 3)), list('L1  ', [chunk('none')])]);
    expect(text(file)).toBe('RIFF\x24\0\0\0TESTodd \x03\0\0\0\x01\x02\x03\0LIST\x0c\0\0\0L1  none\0\0\0\0');
    expect(file.byteLength).toBe(44);
  });

  it('puts the parts of a body one after another', () => {
    const file = riffFile('TEST', [chunk('data', Uint8Array.of(65), Uint8Array.of(66, 67, 68))]);
    expect(text(file.subarray(12))).toBe('data\x04\0\0\0ABCD');
  });

  it('refuses names that are no four-character code', () => {
    expect(() => riffFile('TEST', [chunk('fmt')])).toThrow('expected four printable ASCII characters, got "fmt"');
  });
});
