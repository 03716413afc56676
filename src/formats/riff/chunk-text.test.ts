import { describe, expect, it } from 'vitest';
import { decodeChunkText } from './chunk-text.ts';

const decode = (...bytes: number[]): string => decodeChunkText(Uint8Array.from(bytes));

describe('texts in chunks', () => {
  it('are UTF-8', () => {
    expect(decode(0xc3, 0xa4, 0xe2, 0x82, 0xac)).toBe('ä€');
  });

  it('are Windows-1252 where they are no UTF-8', () => {
    expect(decode(0x80, 0xe4, 0x9f, 0xa0, 0xff, 0x41)).toBe('€äŸ\u00a0ÿA');
  });

  it('end at a zero byte', () => {
    expect(decode(65, 0, 0xff)).toBe('A');
    expect(decode()).toBe('');
  });
});
