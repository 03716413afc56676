/**
 * Seeded noise. A bank is deterministic to the bit, so every random number in it comes from here and every
 * source of them is named: the same name gives the same sequence on every machine.
 */
export class Random {
  #state: number;

  constructor(seed: string) {
    let hash = 0x811c9dc5;
    for (let index = 0; index < seed.length; index++) hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** 0 (inclusive) … 1 (exclusive), 32 bits wide. */
  uniform(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x100000000;
  }

  /** −1 … 1, evenly spread. */
  signed(): number {
    return 2 * this.uniform() - 1;
  }

  /** A phase in radians, 0 … 2π. */
  phase(): number {
    return 2 * Math.PI * this.uniform();
  }

  /** Mean 0, standard deviation 1 (sum of six uniforms, so never beyond ±4.3). */
  gaussian(): number {
    let sum = 0;
    for (let term = 0; term < 6; term++) sum += this.uniform();
    return (sum - 3) * Math.SQRT2;
  }
}
