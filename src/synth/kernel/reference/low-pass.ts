import { gainFromDb } from './envelopes.ts';

/** Factors of the state-variable low-pass: what is left of the first state, what moves either state, what moves the second. */
export interface LowPassCoefficients {
  readonly keep: number;
  readonly move: number;
  readonly follow: number;
}

/** Highest cutoff, share of the sample rate. */
const HIGHEST_CUTOFF = 0.49;

/** The bilinear low-pass with Q = 10^(resonance/20)/√2, by trapezoidal integration. */
export function lowPassCoefficients(cutoffCents: number, resonanceDb: number, sampleRate: number): LowPassCoefficients {
  const cutoffHertz = 440 * 2 ** ((cutoffCents - 6900) / 1200);
  const g = Math.tan(Math.PI * Math.min(cutoffHertz / sampleRate, HIGHEST_CUTOFF));
  const q = gainFromDb(resonanceDb) / Math.SQRT2;
  const share = 2 / (1 + g * (g + 1 / q));
  return { keep: share - 1, move: share * g, follow: share * g * g };
}

/** Factor on the voice's gains: half the resonance is taken away at all frequencies. */
export function lowPassGain(resonanceDb: number): number {
  return gainFromDb(-resonanceDb / 2);
}

/** Coefficients `part` of the way on the straight line between two sets; 0 and 1 give the ends exactly. */
export function blendCoefficients(
  from: LowPassCoefficients,
  to: LowPassCoefficients,
  part: number,
): LowPassCoefficients {
  const blend = (a: number, b: number): number => a * (1 - part) + b * part;
  return {
    keep: blend(from.keep, to.keep),
    move: blend(from.move, to.move),
    follow: blend(from.follow, to.follow),
  };
}

/** The filter's memory: its two integrators. */
export class LowPass {
  #first = 0;
  #second = 0;

  process(sample: number, { keep, move, follow }: LowPassCoefficients): number {
    const distance = sample - this.#second;
    const before = this.#second;
    this.#second += move * this.#first + follow * distance;
    this.#first = keep * this.#first + move * distance;
    return (before + this.#second) / 2;
  }
}
