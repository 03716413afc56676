/** Coefficients of a second-order section, normalised to a0 = 1. */
interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/**
 * A second-order filter made by the bilinear transform of its analogue prototype. Frequencies in Hz are kept below
 * 0.49 of the sample rate.
 */
export class Biquad {
  #section: Section;
  #z1 = 0;
  #z2 = 0;

  private constructor(section: Section) {
    this.#section = section;
  }

  static lowPass(sampleRate: number, cutoffHz: number, quality = Math.SQRT1_2): Biquad {
    const { cosine, alpha } = prewarp(sampleRate, cutoffHz, quality);
    const edge = (1 - cosine) / 2;
    return new Biquad(normalise(edge, 2 * edge, edge, 1 + alpha, -2 * cosine, 1 - alpha));
  }

  static highPass(sampleRate: number, cutoffHz: number, quality = Math.SQRT1_2): Biquad {
    const { cosine, alpha } = prewarp(sampleRate, cutoffHz, quality);
    const edge = (1 + cosine) / 2;
    return new Biquad(normalise(edge, -2 * edge, edge, 1 + alpha, -2 * cosine, 1 - alpha));
  }

  /** Gain 1 at the centre. */
  static bandPass(sampleRate: number, centreHz: number, quality: number): Biquad {
    const { cosine, alpha } = prewarp(sampleRate, centreHz, quality);
    return new Biquad(normalise(alpha, 0, -alpha, 1 + alpha, -2 * cosine, 1 - alpha));
  }

  /** Gain 1 below the corner and `db` above it. */
  static highShelf(sampleRate: number, cornerHz: number, db: number, quality: number = Math.SQRT1_2): Biquad {
    const { cosine, alpha } = prewarp(sampleRate, cornerHz, quality);
    const gain = 10 ** (db / 40);
    const width = 2 * Math.sqrt(gain) * alpha;
    const [more, less] = [gain + 1, gain - 1];
    return new Biquad(
      normalise(
        gain * (more + less * cosine + width),
        -2 * gain * (less + more * cosine),
        gain * (more + less * cosine - width),
        more - less * cosine + width,
        2 * (less - more * cosine),
        more - less * cosine - width,
      ),
    );
  }

  /** Takes over another filter's shape and keeps the state, for a cutoff that moves. */
  become(other: Biquad): void {
    this.#section = other.#section;
  }

  /** One sample. */
  step(input: number): number {
    const { b0, b1, b2, a1, a2 } = this.#section;
    const output = b0 * input + this.#z1;
    this.#z1 = b1 * input - a1 * output + this.#z2;
    this.#z2 = b2 * input - a2 * output;
    return output;
  }

  /** All samples in place; returns its argument. */
  apply(samples: Float64Array): Float64Array {
    for (let index = 0; index < samples.length; index++) samples[index] = this.step(samples[index]!);
    return samples;
  }
}

function prewarp(sampleRate: number, frequencyHz: number, quality: number): { cosine: number; alpha: number } {
  const angle = 2 * Math.PI * Math.min(frequencyHz / sampleRate, 0.49);
  return { cosine: Math.cos(angle), alpha: Math.sin(angle) / (2 * quality) };
}

function normalise(b0: number, b1: number, b2: number, a0: number, a1: number, a2: number): Section {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}
