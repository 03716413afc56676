/** Bends that are remembered: at 10 ms from one to the next, the last 1.3 seconds at least. */
const BEND_CAPACITY = 256;
/** Slopes closer than this are one slope: over an hour it makes 4 µs. */
const SAME_SLOPE = 1e-9;

/**
 * A continuous line made of straight pieces, every one of them rising. It begins as `y = x`; from any place on it can
 * be told to go on otherwise, and what lies before that place stays as it was.
 *
 * Of the places that were bent longest ago it forgets the oldest half when there are too many; what lies before the
 * oldest known bend is then taken as straight.
 *
 * `@thread render`: nothing here allocates after construction.
 */
export class BentLine {
  readonly #xs = new Float64Array(BEND_CAPACITY);
  readonly #ys = new Float64Array(BEND_CAPACITY);
  readonly #slopes = new Float64Array(BEND_CAPACITY);
  #count = 0;

  constructor() {
    this.straighten();
  }

  /** Forgets all bends: `y = x` everywhere. */
  straighten(): void {
    this.#xs[0] = 0;
    this.#ys[0] = 0;
    this.#slopes[0] = 1;
    this.#count = 1;
  }

  /** Whether it has never been bent, and is `y = x`. */
  get isStraight(): boolean {
    return this.#count === 1;
  }

  yAt(x: number): number {
    const i = lastNotAbove(this.#xs, this.#count, x);
    return this.#ys[i]! + (x - this.#xs[i]!) * this.#slopes[i]!;
  }

  xAt(y: number): number {
    const i = lastNotAbove(this.#ys, this.#count, y);
    return this.#xs[i]! + (y - this.#ys[i]!) / this.#slopes[i]!;
  }

  /**
   * From `x` on, rises by `slope` for a stretch of `length`, and by `finalSlope` after it. Bends beyond `x` are gone.
   * Slopes and `length` are above 0.
   */
  bend(x: number, slope: number, length: number, finalSlope: number): void {
    const y = this.yAt(x);
    while (this.#count > 1 && this.#xs[this.#count - 1]! >= x) this.#count--;
    this.#push(x, y, slope);
    this.#push(x + length, this.yAt(x + length), finalSlope);
  }

  #push(x: number, y: number, slope: number): void {
    if (Math.abs(slope - this.#slopes[this.#count - 1]!) < SAME_SLOPE) return;
    if (this.#count === BEND_CAPACITY) this.#forgetOldest();
    this.#xs[this.#count] = x;
    this.#ys[this.#count] = y;
    this.#slopes[this.#count] = slope;
    this.#count++;
  }

  #forgetOldest(): void {
    const half = BEND_CAPACITY / 2;
    this.#xs.copyWithin(0, half);
    this.#ys.copyWithin(0, half);
    this.#slopes.copyWithin(0, half);
    this.#count = half;
  }
}

/** Place of the last value that is not above `limit`, or 0. The newest are asked for most, so from the end. */
function lastNotAbove(values: Float64Array, count: number, limit: number): number {
  let i = count - 1;
  while (i > 0 && values[i]! > limit) i--;
  return i;
}
