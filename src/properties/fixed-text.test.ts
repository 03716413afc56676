import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packFixedText, unpackFixedText } from './fixed-text.ts';

describe('text in a field', () => {
  it('is UTF-16, little-endian, with 0 behind it to the end of the field', () => {
    expect([...packFixedText('Aé', 4)]).toEqual([0x41, 0, 0xe9, 0, 0, 0, 0, 0]);
  });

  it('is cut so that a 0 always follows', () => {
    for (const length of [3, 4, 50])
      expect([...packFixedText('x'.repeat(length), 4).subarray(4)]).toEqual([120, 0, 0, 0]);
  });

  it('without an end is read to the end of its field and no further', () => {
    const bytes = Uint8Array.of(9, 9, 65, 0, 66, 0, 67, 0);
    expect(unpackFixedText(bytes, 2, 2)).toBe('AB');
    expect(() => unpackFixedText(bytes, 2, 4)).toThrow(RangeError);
  });

  it('comes back as it was where it fits', () => {
    const text = fc.string({ unit: 'binary', maxLength: 15 }).filter((each) => !each.includes('\0'));
    fc.assert(
      fc.property(text, (each) => {
        expect(unpackFixedText(packFixedText(each, 32), 0, 32)).toBe(each);
      }),
      { seed: 11 },
    );
  });
});
