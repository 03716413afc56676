/** Bytes that look like chance and are the same every time: what a hostile client sends. */
export class RandomBytes {
  #state: number;

  /** @param seed unsigned 32-bit; failures repeat with the same seed. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number, 0…`limit` − 1. */
  below(limit: number): number {
    // A linear congruence with the multiplier of Numerical Recipes; the high bits are the good ones.
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  /** `byteLength` bytes. */
  bytes(byteLength: number): Uint8Array {
    return Uint8Array.from({ length: byteLength }, () => this.below(256));
  }
}
