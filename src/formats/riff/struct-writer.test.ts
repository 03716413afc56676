import { describe, expect, it } from 'vitest';
import { StructWriter } from './struct-writer.ts';

describe('StructWriter', () => {
  it('writes little-endian fields one after another', () => {
    const bytes = new StructWriter()
      .u8('a', 1)
      .u16('b', 0x1234)
      .i16('c', -2)
      .u32('d', 0xfedc_ba98)
      .i32('e', -1)
      .toBytes();
    expect([...bytes]).toEqual([1, 0x34, 0x12, 0xfe, 0xff, 0x98, 0xba, 0xdc, 0xfe, 0xff, 0xff, 0xff, 0xff]);
  });

  it('refuses what the field cannot hold and names the field', () => {
    expect(() => new StructWriter().u16('usUnityNote', 65_536)).toThrow(
      'usUnityNote: expected a whole number 0…65535, got 65536',
    );
    expect(() => new StructWriter().i16('sFineTune', 0.5)).toThrow(RangeError);
    expect(() => new StructWriter().u32('ulStart', -1)).toThrow(RangeError);
    expect(() => new StructWriter().i32('lScale', Number.NaN)).toThrow(RangeError);
  });
});
