import { TransformCurve } from '../../formats/dls/articulation-codes.ts';

/** How a connection bends the signal of its source or its control. */
export interface Transform {
  readonly curve: number;
  readonly bipolar: boolean;
  readonly inverted: boolean;
}

/** The source's part of a packed DLS 2 transform: bits 10…15. */
export function sourceTransform(packed: number): Transform {
  return { curve: (packed >> 10) & 0xf, bipolar: (packed & 0x4000) !== 0, inverted: (packed & 0x8000) !== 0 };
}

/** The control's part of a packed DLS 2 transform: bits 4…9. */
export function controlTransform(packed: number): Transform {
  return { curve: (packed >> 4) & 0xf, bipolar: (packed & 0x100) !== 0, inverted: (packed & 0x200) !== 0 };
}

/** The DLS concave curve, 0…1 to 0…1: 40·log10 over 96 dB, so that inverted velocity gives 40·log10(127/v) dB. */
function concave(x: number): number {
  return x >= 1 ? 1 : Math.min(1, (-40 / 96) * Math.log10(1 - x));
}

function bend(x: number, curve: number): number {
  if (curve === TransformCurve.CONCAVE) return concave(x);
  if (curve === TransformCurve.CONVEX) return 1 - concave(1 - x);
  if (curve === TransformCurve.SWITCH) return x >= 0.5 ? 1 : 0;
  return x;
}

/** Transforms a signal of 0…1; bipolar transforms answer −1…1 with 0.5 as their middle. */
export function transformUnipolar(x: number, transform: Transform): number {
  if (!transform.bipolar) return bend(transform.inverted ? 1 - x : x, transform.curve);
  return transformSigned(2 * x - 1, transform);
}

/** Transforms a signal that is −1…1 by nature, such as the pitch wheel. */
export function transformSigned(x: number, transform: Transform): number {
  const signed = transform.inverted ? -x : x;
  // A switch has two values, here −1 and 1.
  if (transform.curve === TransformCurve.SWITCH) return signed < 0 ? -1 : 1;
  return signed < 0 ? -bend(-signed, transform.curve) : bend(signed, transform.curve);
}
