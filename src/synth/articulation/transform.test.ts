import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TransformCurve } from '../../formats/dls/articulation-codes.ts';
import { packTransform } from '../../formats/dls/connection-transform.ts';
import { controlTransform, sourceTransform, type Transform, transformSigned, transformUnipolar } from './transform.ts';

function transform(curve: number, flags: Partial<Transform> = {}): Transform {
  return { curve, bipolar: false, inverted: false, ...flags };
}

const curves: fc.Arbitrary<TransformCurve> = fc.constantFrom(...Object.values(TransformCurve));
const share = fc.integer({ min: 0, max: 127 }).map((value) => value / 127);

describe('the parts of a packed transform', () => {
  it('are taken apart as they are put together', () => {
    const input = fc.record({ curve: curves, isBipolar: fc.boolean(), isInverted: fc.boolean() });
    fc.assert(
      fc.property(input, input, curves, (source, control, output) => {
        const packed = packTransform({ source, control, output });
        const parts = [sourceTransform(packed), controlTransform(packed)];
        expect(parts).toEqual(
          [source, control].map(({ curve, isBipolar, isInverted }) => ({
            curve,
            bipolar: isBipolar,
            inverted: isInverted,
          })),
        );
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});

describe('curves of a value 0…1', () => {
  it.each([
    [0, 0],
    [0.25, 0.25],
    [1, 1],
  ])('linear leaves %f as it is', (x, y) => {
    expect(transformUnipolar(x, transform(TransformCurve.LINEAR))).toBe(y);
  });

  it.each([1, 2, 16, 32, 64, 100, 126])('inverted concave %i/127 of 96 dB is 40·log10(127/v) dB', (value) => {
    const attenuation = 96 * transformUnipolar(value / 127, transform(TransformCurve.CONCAVE, { inverted: true }));
    expect(attenuation).toBeCloseTo(40 * Math.log10(127 / value), 10);
  });

  it('inverted concave goes from full at 0 to nothing at 127', () => {
    const inverted = transform(TransformCurve.CONCAVE, { inverted: true });
    expect(transformUnipolar(0, inverted)).toBe(1);
    expect(transformUnipolar(1, inverted)).toBeCloseTo(0, 12);
  });

  it('concave stays below the straight line, and convex above', () => {
    for (const x of [0.1, 0.3, 0.5, 0.7, 0.9]) {
      expect(transformUnipolar(x, transform(TransformCurve.CONCAVE))).toBeLessThan(x);
      expect(transformUnipolar(x, transform(TransformCurve.CONVEX))).toBeGreaterThan(x);
    }
  });

  it('convex is concave turned by half', () => {
    fc.assert(
      fc.property(share, (x) => {
        const convex = transformUnipolar(x, transform(TransformCurve.CONVEX));
        expect(convex).toBeCloseTo(1 - transformUnipolar(1 - x, transform(TransformCurve.CONCAVE)), 12);
      }),
    );
  });

  it('switch goes from 0 to 1 at the middle', () => {
    const curve = transform(TransformCurve.SWITCH);
    expect([0, 63 / 127, 0.5, 64 / 127, 1].map((x) => transformUnipolar(x, curve))).toEqual([0, 0, 1, 1, 1]);
  });

  it('every curve stays within 0…1, ends there, and never turns back', () => {
    fc.assert(
      fc.property(curves, fc.boolean(), share, share, (curve, inverted, a, b) => {
        const bent = (x: number): number => transformUnipolar(x, transform(curve, { inverted }));
        expect(bent(a)).toBeGreaterThanOrEqual(0);
        expect(bent(a)).toBeLessThanOrEqual(1);
        expect((bent(a) - bent(b)) * (a - b) * (inverted ? -1 : 1)).toBeGreaterThanOrEqual(0);
        expect(bent(inverted ? 1 : 0)).toBeCloseTo(0, 12);
        expect(bent(inverted ? 0 : 1)).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('curves of a value −1…1', () => {
  it('a bipolar source has its zero in the middle', () => {
    const bipolar = transform(TransformCurve.LINEAR, { bipolar: true });
    expect([0, 0.25, 0.5, 1].map((x) => transformUnipolar(x, bipolar))).toEqual([-1, -0.5, 0, 1]);
  });

  it('a bipolar switch knows −1 and 1 only', () => {
    const bipolar = transform(TransformCurve.SWITCH, { bipolar: true });
    expect([0, 0.3, 63 / 127, 0.5, 64 / 127, 0.7, 1].map((x) => transformUnipolar(x, bipolar))).toEqual([
      -1, -1, -1, 1, 1, 1, 1,
    ]);
  });

  it('halves mirror each other on all curves but the switch at its middle', () => {
    fc.assert(
      fc.property(curves, share, (curve, x) => {
        fc.pre(x !== 0);
        expect(transformSigned(-x, transform(curve))).toBeCloseTo(-transformSigned(x, transform(curve)), 12);
        expect(transformSigned(x, transform(curve, { inverted: true }))).toBeCloseTo(
          -transformSigned(x, transform(curve)),
          12,
        );
      }),
    );
  });

  it('the upper half is the curve itself', () => {
    expect(transformSigned(0.5, transform(TransformCurve.CONCAVE))).toBeCloseTo((40 / 96) * Math.log10(2), 12);
    expect(transformSigned(-0.5, transform(TransformCurve.CONCAVE))).toBeCloseTo((-40 / 96) * Math.log10(2), 12);
  });
});
