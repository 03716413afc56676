export type EnvelopeStage = 'delay' | 'attack' | 'hold' | 'decay' | 'sustain' | 'release' | 'ended';

/** Where an envelope stands. */
export interface EnvelopePlace {
  readonly stage: EnvelopeStage;
  /** Share of the stage that is over, 0 ≤ part < 1; 0 in the endless stages. */
  readonly part: number;
}

/** Lengths of the timed stages before the sustain, frames. */
export interface EnvelopeLengths {
  readonly delay: number;
  readonly attack: number;
  readonly hold: number;
  readonly decay: number;
}

/**
 * The stages of one envelope as a function of age (frames since the voice's start): nothing is counted, so any frame can
 * be asked for. A stage of length 0 is never entered.
 */
export class EnvelopeStages {
  readonly #timeline: readonly { readonly stage: EnvelopeStage; readonly start: number; readonly end: number }[];
  #release: { readonly start: number; readonly end: number } | undefined;

  constructor(lengths: EnvelopeLengths) {
    let end = 0;
    this.#timeline = (['delay', 'attack', 'hold', 'decay'] as const).map((stage) => {
      const start = end;
      end += lengths[stage];
      return { stage, start, end };
    });
  }

  /** From `age` on the envelope is in its release, for `frameCount` frames, then at its end. */
  release(age: number, frameCount: number): void {
    this.#release = { start: age, end: age + frameCount };
  }

  placeAt(age: number): EnvelopePlace {
    if (this.#release !== undefined) {
      const { start, end } = this.#release;
      return age < end ? { stage: 'release', part: (age - start) / (end - start) } : { stage: 'ended', part: 0 };
    }
    for (const { stage, start, end } of this.#timeline) {
      if (age < end) return { stage, part: (age - start) / (end - start) };
    }
    return { stage: 'sustain', part: 0 };
  }

  /** Age at which the present stage ends; infinite in an endless one. */
  nextCorner(age: number): number {
    const ends = this.#release === undefined ? this.#timeline.map(({ end }) => end) : [this.#release.end];
    return ends.find((end) => end > age) ?? Number.POSITIVE_INFINITY;
  }
}
