import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  LEGACY_IN_CAPS_BYTES,
  LEGACY_OUT_CAPS_BYTES,
  type LegacyCaps,
  LegacyTechnology,
  packLegacyCaps,
  unpackLegacyCaps,
} from './legacy-caps.ts';

const HEAD = { manufacturerId: 0x0102, productId: 0x0304, driverVersion: 0x0500_0006, name: 'Port', support: 9 };

describe('MIDIINCAPS and MIDIOUTCAPS', () => {
  it('have 76 and 84 bytes and begin alike', () => {
    const output: LegacyCaps = { ...HEAD, direction: 'out', technology: 1, voices: 2, notes: 3, channelMask: 0xffff };
    const bytes = [packLegacyCaps({ ...HEAD, direction: 'in' }), packLegacyCaps(output)] as const;
    expect(bytes.map(({ byteLength }) => byteLength)).toEqual([76, 84]);
    expect([LEGACY_IN_CAPS_BYTES, LEGACY_OUT_CAPS_BYTES]).toEqual([76, 84]);
    expect([...bytes[0].subarray(0, 16)]).toEqual([2, 1, 4, 3, 6, 0, 0, 5, 80, 0, 111, 0, 114, 0, 116, 0]);
    expect(bytes[1].subarray(0, 72)).toEqual(bytes[0].subarray(0, 72));
    expect([...bytes[0].subarray(72)]).toEqual([9, 0, 0, 0]);
    expect([...bytes[1].subarray(72)]).toEqual([1, 0, 2, 0, 3, 0, 0xff, 0xff, 9, 0, 0, 0]);
  });

  it('come back as they were', () => {
    const u16 = fc.nat(0xffff);
    const head = {
      manufacturerId: u16,
      productId: u16,
      driverVersion: fc.nat(0xffff_ffff),
      name: fc.string({ unit: 'grapheme-ascii', maxLength: 31 }).filter((name) => !name.includes('\0')),
      support: fc.nat(0xffff_ffff),
    };
    const input = fc.record({ direction: fc.constant('in' as const), ...head });
    const output = fc.record({
      direction: fc.constant('out' as const),
      ...head,
      technology: fc.constantFrom(...Object.values(LegacyTechnology)),
      voices: u16,
      notes: u16,
      channelMask: u16,
    });
    fc.assert(
      fc.property(fc.oneof(input, output), (caps) => {
        expect(unpackLegacyCaps(packLegacyCaps(caps))).toEqual(caps);
      }),
      { seed: 12 },
    );
  });

  it('refuse fewer bytes', () => {
    expect(() => unpackLegacyCaps(new Uint8Array(75))).toThrow(RangeError);
  });
});
