import { kaiserWindow, sincRows } from './sinc-rows.ts';

/** How samples between the wave's frames are found, from the cheapest to the best. */
export type InterpolationQuality = 'linear' | 'cubic' | 'sinc8' | 'sinc16' | 'sinc32';

/** All of them, in this order. */
export const INTERPOLATION_QUALITIES: readonly InterpolationQuality[] = [
  'linear',
  'cubic',
  'sinc8',
  'sinc16',
  'sinc32',
];

/** Weights for one range of steps; see the table records of `layout.ts`. */
export interface InterpolationTable {
  /** Largest step that it serves, wave frames an output frame. */
  readonly maxRatio: number;
  readonly taps: number;
  readonly phaseBits: number;
  /** (2^phaseBits + 1) rows of `taps` weights. */
  readonly rows: Int16Array | Float32Array;
  /** Value of a weight of 1. */
  readonly weightScale: number;
}

/** How a range of steps is filtered. */
interface Stretch {
  /** The range's upper end, and how much longer the filter is than one for a step of 1. */
  readonly ratio: number;
  readonly taps: number;
  readonly phaseBits: number;
}

interface SincDesign {
  /** The plain interpolator serves steps up to here. */
  readonly plainRatio: number;
  readonly plain: Stretch;
  /** Kaiser window's shape of the plain interpolator. */
  readonly beta: number;
  /** The same of the others, and the middle of their transition band, share of half the output rate. */
  readonly stretchedBeta: number;
  readonly stretchedCutoff: number;
  readonly stretched: readonly Stretch[];
}

/** Weights of plain 8-tap rows are 1/2^14, so that the largest, 1, fits; the others are smaller than a half. */
const PLAIN_BITS = 14;
const STRETCHED_BITS = 15;
const SHORT_TAPS = 8;
const SHORT_PHASE_BITS = 10;
const LARGEST_RATIO = 8;

/** Stop bands of −65 dB from half the output rate on; the pass band reaches to 0.56 of it. */
const SINC8: SincDesign = {
  plainRatio: 2,
  plain: { ratio: 1, taps: SHORT_TAPS, phaseBits: SHORT_PHASE_BITS },
  beta: 7,
  stretchedBeta: 6.2,
  stretchedCutoff: 0.78,
  stretched: [
    { ratio: 2 ** 1.5, taps: 56, phaseBits: 9 },
    { ratio: 4, taps: 72, phaseBits: 9 },
    { ratio: 2 ** 2.5, taps: 104, phaseBits: 8 },
    { ratio: LARGEST_RATIO, taps: 144, phaseBits: 8 },
  ],
};

/** Stop bands of −90 dB; the pass band reaches to 0.66 of half the output rate. */
const SINC16: SincDesign = {
  plainRatio: 2,
  plain: { ratio: 1, taps: 16, phaseBits: 9 },
  beta: 11,
  stretchedBeta: 9,
  stretchedCutoff: 0.83,
  stretched: [
    { ratio: 2 ** 1.5, taps: 104, phaseBits: 8 },
    { ratio: 4, taps: 144, phaseBits: 8 },
    { ratio: 2 ** 2.5, taps: 200, phaseBits: 7 },
    { ratio: LARGEST_RATIO, taps: 288, phaseBits: 7 },
  ],
};

/** Stop bands of −110 dB; the pass band reaches to 0.68 of half the output rate. Steps between 1 and 2 are filtered as well. */
const SINC32: SincDesign = {
  plainRatio: 1,
  plain: { ratio: 1, taps: 32, phaseBits: 9 },
  beta: 11,
  stretchedBeta: 11.5,
  stretchedCutoff: 0.84,
  stretched: [
    { ratio: 2 ** (1 / 3), taps: 64, phaseBits: 9 },
    { ratio: 2 ** (2 / 3), taps: 80, phaseBits: 9 },
    { ratio: 2, taps: 96, phaseBits: 9 },
    { ratio: 2 ** 1.5, taps: 136, phaseBits: 8 },
    { ratio: 4, taps: 192, phaseBits: 8 },
    { ratio: 2 ** 2.5, taps: 264, phaseBits: 8 },
    { ratio: LARGEST_RATIO, taps: 376, phaseBits: 8 },
  ],
};

const cache = new Map<InterpolationQuality, readonly InterpolationTable[]>();

/**
 * The tables of a quality, by rising {@link InterpolationTable.maxRatio}; TABLE_COUNT at most. Computed once a thread; not
 * to be written to.
 */
export function interpolationTables(quality: InterpolationQuality): readonly InterpolationTable[] {
  let tables = cache.get(quality);
  if (tables === undefined) {
    tables = computeTables(quality);
    cache.set(quality, tables);
  }
  return tables;
}

function computeTables(quality: InterpolationQuality): readonly InterpolationTable[] {
  if (quality === 'sinc16') return sincTables(SINC16);
  if (quality === 'sinc32') return sincTables(SINC32);
  const [plain, ...stretched] = sincTables(SINC8, toIntegers);
  if (quality === 'sinc8') return [plain!, ...stretched];
  const short = shortRows(quality === 'linear' ? linearWeights : cubicWeights);
  return [{ ...plain!, rows: toIntegers(short, SHORT_TAPS, PLAIN_BITS) }, ...stretched];
}

type Quantize = (rows: Float32Array, taps: number, bits: number) => Int16Array;

/** Float tables, or what `quantize` makes of them. */
function sincTables(design: SincDesign, quantize?: Quantize): InterpolationTable[] {
  const plainWindow = kaiserWindow(design.beta);
  const stretchedWindow = kaiserWindow(design.stretchedBeta);
  const tables = [design.plain, ...design.stretched].map((stretch, i): InterpolationTable => {
    const { taps, phaseBits } = stretch;
    const cutoff = i === 0 ? 1 : design.stretchedCutoff / stretch.ratio;
    const rows = sincRows(taps, 2 ** phaseBits, cutoff, i === 0 ? plainWindow : stretchedWindow);
    const bits = i === 0 ? PLAIN_BITS : STRETCHED_BITS;
    return {
      maxRatio: i === 0 ? design.plainRatio : stretch.ratio,
      taps,
      phaseBits,
      rows: quantize === undefined ? rows : quantize(rows, taps, bits),
      weightScale: quantize === undefined ? 1 : 2 ** -bits,
    };
  });
  return tables;
}

/** Rounds weights to multiples of 2^-bits so that each row still sums to 1: the largest weight takes what is left over. */
function toIntegers(rows: Float32Array, taps: number, bits: number): Int16Array {
  const one = 2 ** bits;
  const integers = new Int16Array(rows.length);
  for (let first = 0; first < rows.length; first += taps) {
    let sum = 0;
    let largest = first;
    for (let i = first; i < first + taps; i++) {
      const weight = Math.round(rows[i]! * one);
      integers[i] = weight;
      sum += weight;
      if (weight > integers[largest]!) largest = i;
    }
    integers[largest]! += one - sum;
  }
  return integers;
}

/** Rows of SHORT_TAPS of which the middle four have weights. */
function shortRows(weights: (fraction: number) => readonly number[]): Float32Array {
  const phases = 2 ** SHORT_PHASE_BITS;
  const rows = new Float32Array((phases + 1) * SHORT_TAPS);
  for (let phase = 0; phase <= phases; phase++) rows.set(weights(phase / phases), phase * SHORT_TAPS + 2);
  return rows;
}

function linearWeights(x: number): readonly number[] {
  return [0, 1 - x, x, 0];
}

/** The cubic through the two neighbours whose slopes there are those between their neighbours (Catmull and Rom). */
function cubicWeights(x: number): readonly number[] {
  const [x2, x3] = [x * x, x * x * x];
  return [(-x + 2 * x2 - x3) / 2, (2 - 5 * x2 + 3 * x3) / 2, (x + 4 * x2 - 3 * x3) / 2, (x3 - x2) / 2];
}
