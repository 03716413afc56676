import { gainFromDb } from './envelopes.ts';

/** Coefficients of a two-pole low-pass, divided by a0; b1 = 2·b0 and b2 = b0. */
export interface LowPassCoefficients {
  readonly b0: number;
  readonly a1: number;
  readonly a2: number;
}

/** Highest cutoff, share of the sample rate. */
const HIGHEST_CUTOFF = 0.49;

/** RBJ low-pass with Q = 10^(resonance/20)/√2, lowered by half the resonance at all frequencies. */
export function lowPassCoefficients(cutoffCents: number, resonanceDb: number, sampleRate: number): LowPassCoefficients {
  const cutoffHertz = 440 * 2 ** ((cutoffCents - 6900) / 1200);
  const omega = 2 * Math.PI * Math.min(cutoffHertz / sampleRate, HIGHEST_CUTOFF);
  const q = gainFromDb(resonanceDb) / Math.SQRT2;
  const alpha = Math.sin(omega) / (2 * q);
  const a0 = 1 + alpha;
  return {
    // sin² of the half angle is (1 − cos ω) / 2 without its cancellation.
    b0: (Math.sin(omega / 2) ** 2 / a0) * gainFromDb(-resonanceDb / 2),
    a1: (-2 * Math.cos(omega)) / a0,
    a2: (1 - alpha) / a0,
  };
}

/** Coefficients `part` of the way on the straight line between two sets; 0 and 1 give the ends exactly. */
export function blendCoefficients(
  from: LowPassCoefficients,
  to: LowPassCoefficients,
  part: number,
): LowPassCoefficients {
  const blend = (a: number, b: number): number => a * (1 - part) + b * part;
  return { b0: blend(from.b0, to.b0), a1: blend(from.a1, to.a1), a2: blend(from.a2, to.a2) };
}

/** The filter's memory: transposed direct form II, which decides how moving coefficients sound. */
export class LowPass {
  #z1 = 0;
  #z2 = 0;

  process(sample: number, { b0, a1, a2 }: LowPassCoefficients): number {
    const output = b0 * sample + this.#z1;
    this.#z1 = 2 * b0 * sample - a1 * output + this.#z2;
    this.#z2 = b0 * sample - a2 * output;
    return output;
  }
}
