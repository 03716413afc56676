import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInt64, readUint32, writeInt64, writeUint32 } from './packed-integer.ts';

describe('64-bit integers in packed buffers', () => {
  it('writes least significant byte first, in two’s complement', () => {
    const bytes = new Uint8Array(16).fill(0xee);
    writeInt64(bytes, 0, 5_000_000);
    writeInt64(bytes, 8, -2);
    expect([...bytes]).toEqual([0x40, 0x4b, 0x4c, 0, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  });

  it('reads back every safe integer, at any offset, in agreement with DataView', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 0, max: 9 }), (value, byteOffset) => {
        const bytes = new Uint8Array(17);
        writeInt64(bytes, byteOffset, value);
        expect(new DataView(bytes.buffer).getBigInt64(byteOffset, true)).toBe(BigInt(value));
        expect(readInt64(bytes, byteOffset)).toBe(value === 0 ? 0 : value);
      }),
      { seed: 20260101 },
    );
  });

  it('reads values beyond 53 bits as the nearest number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const bytes = new Uint8Array(8);
        new DataView(bytes.buffer).setBigInt64(0, value, true);
        expect(readInt64(bytes, 0)).toBe(Number(value));
      }),
      { seed: 20260102 },
    );
  });

  it('refuses to write what is not a safe integer', () => {
    const bytes = new Uint8Array(8);
    for (const value of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => writeInt64(bytes, 0, value)).toThrow(RangeError);
    }
    expect([...bytes]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('reads 32-bit integers unsigned and writes the low 32 bits', () => {
    const bytes = new Uint8Array(4);
    writeUint32(bytes, 0, 0x1_8000_0001);
    expect([...bytes]).toEqual([1, 0, 0, 0x80]);
    expect(readUint32(bytes, 0)).toBe(0x8000_0001);
  });
});
