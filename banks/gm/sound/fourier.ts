/** The spectrum of one loop: bin m completes m cycles in it. */
export class LoopSpectrum {
  readonly frameCount: number;
  readonly #cosine: Float64Array;
  readonly #sine: Float64Array;

  /** `frameCount` is a power of two. */
  constructor(frameCount: number) {
    if (frameCount < 2 || (frameCount & (frameCount - 1)) !== 0) {
      throw new RangeError(`frameCount must be a power of two, not ${frameCount}`);
    }
    this.frameCount = frameCount;
    this.#cosine = new Float64Array(frameCount);
    this.#sine = new Float64Array(frameCount);
  }

  /** Adds a sine of `cycles` in the loop; those outside 1 … half of the frames are left out. */
  add(cycles: number, amplitude: number, phase: number): void {
    if (cycles < 1 || cycles >= this.frameCount / 2) return;
    this.#cosine[cycles]! += amplitude * Math.cos(phase);
    this.#sine[cycles]! += amplitude * Math.sin(phase);
  }

  /** The loop itself. The spectrum is used up by it. */
  synthesize(): Float64Array {
    inverseTransform(this.#cosine, this.#sine);
    return this.#cosine;
  }
}

/** Radix-2 inverse transform without scaling, in place. */
function inverseTransform(real: Float64Array, imaginary: Float64Array): void {
  reverseBits(real, imaginary);
  const frameCount = real.length;
  for (let half = 1; half < frameCount; half *= 2) {
    for (let offset = 0; offset < half; offset++) {
      const angle = (Math.PI * offset) / half;
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      for (let low = offset; low < frameCount; low += 2 * half) {
        const high = low + half;
        const turnedReal = real[high]! * cosine - imaginary[high]! * sine;
        const turnedImaginary = real[high]! * sine + imaginary[high]! * cosine;
        real[high] = real[low]! - turnedReal;
        imaginary[high] = imaginary[low]! - turnedImaginary;
        real[low]! += turnedReal;
        imaginary[low]! += turnedImaginary;
      }
    }
  }
}

function reverseBits(real: Float64Array, imaginary: Float64Array): void {
  for (let index = 1, mirror = 0; index < real.length; index++) {
    let bit = real.length >> 1;
    while (mirror & bit) {
      mirror ^= bit;
      bit >>= 1;
    }
    mirror ^= bit;
    if (index >= mirror) continue;
    [real[index], real[mirror]] = [real[mirror]!, real[index]!];
    [imaginary[index], imaginary[mirror]] = [imaginary[mirror]!, imaginary[index]!];
  }
}
