const SINC_TAPS = 8;
const SINC_PHASES = 1024;

/** Kaiser window shape: 80 dB of signal to noise at +7 semitones and 1 kHz for 8 taps and 1,024 rounded phases. */
const KAISER_BETA = 7;

let cachedTable: Float32Array | undefined;

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}

function kaiser(offset: number, halfWidth: number): number {
  const x = offset / halfWidth;
  return Math.abs(x) >= 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA);
}

/**
 * Rows of SINC_TAPS weights, one for each of SINC_PHASES + 1 fractions 0…1. Every row sums to 1, so that a constant
 * passes unchanged; the first row is exactly the wave's own sample. Computed once a thread; not to be written to.
 */
export function sincTable(): Float32Array {
  cachedTable ??= computeTable();
  return cachedTable;
}

function computeTable(): Float32Array {
  const table = new Float32Array((SINC_PHASES + 1) * SINC_TAPS);
  const row = new Float64Array(SINC_TAPS);
  for (let phase = 0; phase <= SINC_PHASES; phase++) {
    let sum = 0;
    for (let tap = 0; tap < SINC_TAPS; tap++) {
      const offset = tap - (SINC_TAPS / 2 - 1) - phase / SINC_PHASES;
      const sinc = Number.isInteger(offset) ? Number(offset === 0) : Math.sin(Math.PI * offset) / (Math.PI * offset);
      row[tap] = sinc * kaiser(offset, SINC_TAPS / 2);
      sum += row[tap]!;
    }
    for (let tap = 0; tap < SINC_TAPS; tap++) table[phase * SINC_TAPS + tap] = row[tap]! / sum;
  }
  return table;
}
