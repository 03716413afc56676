import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localeFromPatch, patchFromLocale } from './patch.ts';

describe('a patch number', () => {
  it('has CC 32 in bits 8…14, CC 0 in bits 16…22 and the drum flag in bit 31', () => {
    expect(patchFromLocale({ bank: 0x12, program: 0x34 })).toBe(0x1234);
    expect(patchFromLocale({ bank: 0x7f00, program: 1 })).toBe(0x7f_0001);
    expect(patchFromLocale({ bank: 0x8000_0000, program: 0 })).toBe(0x8000_0000);
  });

  it('drops bits without a meaning', () => {
    expect(patchFromLocale({ bank: 0xffff_ffff, program: 0xffff_ffff })).toBe(0x807f_7f7f);
  });

  it('comes back from its locale', () => {
    const sevenBits = fc.integer({ min: 0, max: 127 });
    fc.assert(
      fc.property(fc.boolean(), sevenBits, sevenBits, sevenBits, (isDrum, msb, lsb, program) => {
        const patch = ((isDrum ? 0x8000_0000 : 0) | (msb << 16) | (lsb << 8) | program) >>> 0;
        expect(patchFromLocale(localeFromPatch(patch))).toBe(patch);
      }),
    );
  });
});
