import { describe, expect, it } from 'vitest';
import { isFourCc, readFourCc, writeFourCc } from './four-cc.ts';

describe('four-character codes', () => {
  it('are read where they stand', () => {
    const bytes = new TextEncoder().encode('xxfmt yy');
    expect(readFourCc(bytes, 2)).toBe('fmt ');
  });

  it('are written and read back', () => {
    const bytes = new Uint8Array(6);
    writeFourCc(bytes, 1, 'DLS ');
    expect(readFourCc(bytes, 1)).toBe('DLS ');
    expect(bytes[5]).toBe(0);
  });

  it('are refused when read past the end or written with other than four characters', () => {
    expect(() => readFourCc(new Uint8Array(5), 2)).toThrow('expected 0…1, got 2');
    expect(() => writeFourCc(new Uint8Array(4), 0, 'fmt')).toThrow(RangeError);
  });

  it('are told from garbage by their characters', () => {
    expect(isFourCc('INFO')).toBe(true);
    expect(isFourCc('ab\u0000c')).toBe(false);
    expect(isFourCc('abcde')).toBe(false);
  });
});
