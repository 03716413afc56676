import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packStruct, type StructMembers, structByteLength, unpackStruct } from './struct-codec.ts';

const MEMBERS: StructMembers<'first' | 'second'> = [
  ['first', 'u32'],
  ['second', 'i32'],
];

describe('packStruct and unpackStruct', () => {
  it('lays members out little-endian, 4 bytes each, in the order of the list', () => {
    const bytes = packStruct(MEMBERS, { second: -2, first: 0x01020304 });
    expect([...bytes]).toEqual([0x04, 0x03, 0x02, 0x01, 0xfe, 0xff, 0xff, 0xff]);
    expect(structByteLength(MEMBERS)).toBe(8);
  });

  it('a member of 16 bits takes 2 bytes, a floating one 4', () => {
    const members: StructMembers<'tag' | 'gain' | 'last'> = [
      ['tag', 'u16'],
      ['gain', 'f32'],
      ['last', 'u16'],
    ];
    const bytes = packStruct(members, { tag: 0x1_0203, gain: -1.5, last: 0xffff });
    expect([...bytes]).toEqual([0x03, 0x02, 0, 0, 0xc0, 0xbf, 0xff, 0xff]);
    expect(unpackStruct(members, bytes)).toEqual({ tag: 0x0203, gain: -1.5, last: 0xffff });
    expect(structByteLength(members)).toBe(8);
  });

  it('missing members are 0', () => {
    expect([...packStruct(MEMBERS, { second: 1 })]).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
  });

  it('keeps every number that a member can hold, the sign only where it has one', () => {
    const u32 = fc.nat(0xffff_ffff);
    const i32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(u32, i32, (first, second) => {
        expect(unpackStruct(MEMBERS, packStruct(MEMBERS, { first, second }))).toEqual({ first, second });
      }),
      { seed: 2 },
    );
    expect(unpackStruct(MEMBERS, new Uint8Array(8).fill(0xff))).toEqual({ first: 0xffff_ffff, second: -1 });
  });

  it('reads from a view in the middle of a buffer, and ignores what follows the structure', () => {
    const memory = Uint8Array.of(9, 9, 9, 5, 0, 0, 0, 6, 0, 0, 0, 9, 9);
    expect(unpackStruct(MEMBERS, memory.subarray(3))).toEqual({ first: 5, second: 6 });
  });

  it.each([0, 3, 4, 7])('refuses %d bytes where 8 are needed, though the memory behind goes on', (byteLength) => {
    expect(() => unpackStruct(MEMBERS, new Uint8Array(64).subarray(0, byteLength))).toThrow(RangeError);
  });
});
