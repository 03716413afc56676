import type { SampleTime } from '../clock/sample-time.ts';
import type { PcmRing } from '../ddi/pcm-ring.ts';

/** Reports that must differ before the device is believed to count in steps. */
const REPORTS_UNTIL_STEP_IS_KNOWN = 8;

/**
 * The device's play cursor as the wave sink reads it: whole frames that never go back, and the step in which the
 * device counts, found as the greatest common divisor of all that it advanced by.
 *
 * `@thread render`
 */
export class PlayCursor {
  readonly #ring: PcmRing;
  #position: SampleTime = 0;
  #stepFrames = 0;
  #reportCount = 0;

  constructor(ring: PcmRing) {
    this.#ring = ring;
  }

  /** The ring has been opened anew. */
  reset(): void {
    this.#position = 0;
    this.#stepFrames = 0;
    this.#reportCount = 0;
  }

  /** Asks the device; frames that it has played. */
  read(): SampleTime {
    const reported = Math.floor(this.#ring.getPlayPosition());
    if (!(reported > this.#position && Number.isSafeInteger(reported))) return this.#position;
    this.#stepFrames = greatestCommonDivisor(this.#stepFrames, reported - this.#position);
    this.#reportCount++;
    this.#position = reported;
    return reported;
  }

  /** Where the device probably is: on average half a step past what it counted when last asked. */
  get likelyPosition(): number {
    return this.#reportCount < REPORTS_UNTIL_STEP_IS_KNOWN ? this.#position : this.#position + this.#stepFrames / 2;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  let divisor = a;
  for (let rest = b; rest > 0; ) {
    const next = divisor % rest;
    divisor = rest;
    rest = next;
  }
  return divisor;
}
