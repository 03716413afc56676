/** Points at which a window is tabulated from its middle to its end. */
const WINDOW_POINTS = 1024;

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

/** One half of a Kaiser window, at (i / WINDOW_POINTS)² of the way from its middle to its end: straight lines between the points fit. */
export function kaiserWindow(beta: number): Float64Array {
  const whole = besselI0(beta);
  return Float64Array.from({ length: WINDOW_POINTS + 2 }, (_, i) =>
    i >= WINDOW_POINTS
      ? i === WINDOW_POINTS
        ? 1 / whole
        : 0
      : besselI0(beta * Math.sqrt(1 - i / WINDOW_POINTS)) / whole,
  );
}

/** `part` is the distance from the middle, −1…1. The window is smooth as a function of the square. */
function windowAt(window: Float64Array, part: number): number {
  const place = part * part * WINDOW_POINTS;
  if (place >= WINDOW_POINTS) return 0;
  const index = Math.floor(place);
  const low = window[index]!;
  return low + (place - index) * (window[index + 1]! - low);
}

/**
 * Rows of `taps` windowed-sinc weights, one for each of `phases` + 1 fractions 0…1, `taps` / 2 − 1 taps lying before
 * the position's frame. `cutoff` is a share of half the wave's rate. Every row sums to 1, so that a constant passes unchanged.
 */
export function sincRows(taps: number, phases: number, cutoff: number, window: Float64Array): Float32Array {
  const rows = new Float32Array((phases + 1) * taps);
  const half = taps / 2;
  const weights = new Float64Array(taps);
  for (let phase = 0; phase <= phases / 2; phase++) {
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      const offset = tap - (half - 1) - phase / phases;
      const weight = sinc(offset * cutoff) * windowAt(window, offset / half);
      weights[tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < taps; tap++) {
      const weight = weights[tap]! / sum;
      rows[phase * taps + tap] = weight;
      // A row is the mirror image of the one for the rest of the fraction.
      rows[(phases - phase) * taps + (taps - 1 - tap)] = weight;
    }
  }
  return rows;
}

function sinc(x: number): number {
  if (Number.isInteger(x)) return x === 0 ? 1 : 0;
  return Math.sin(Math.PI * x) / (Math.PI * x);
}
