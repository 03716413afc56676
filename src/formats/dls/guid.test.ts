import { describe, expect, it } from 'vitest';
import { guidBytes, readGuid } from './guid.ts';

describe('a GUID in a file', () => {
  const text = '178f2f27-c364-11d1-a760-0000f875ac12';
  const bytes = [0x27, 0x2f, 0x8f, 0x17, 0x64, 0xc3, 0xd1, 0x11, 0xa7, 0x60, 0, 0, 0xf8, 0x75, 0xac, 0x12];

  it('has its first three groups little-endian', () => {
    expect([...guidBytes(text.toUpperCase())]).toEqual(bytes);
    expect(readGuid(new DataView(Uint8Array.from([0, ...bytes]).buffer), 1)).toBe(text);
  });

  it('is refused where the text is none', () => {
    expect(() => guidBytes('178f2f27')).toThrow("expected 8-4-4-4-12 hexadecimal digits, got '178f2f27'");
  });
});
