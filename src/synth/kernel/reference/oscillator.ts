/** A low-frequency sine that stands at 0 until its delay is over. */
export class Oscillator {
  #delayLeft: number;
  #phase = 0;

  /** @param delay Frames before the first cycle begins. */
  constructor(delay: number) {
    this.#delayLeft = delay;
  }

  /** Value `frames` frames from now at `rate` cycles a frame, −1…1. */
  valueAfter(frames: number, rate: number): number {
    const movingFrames = Math.max(0, frames - this.#delayLeft);
    return Math.sin(2 * Math.PI * (this.#phase + rate * movingFrames));
  }

  /** Moves on by one frame. */
  advance(rate: number): void {
    if (this.#delayLeft > 0) this.#delayLeft--;
    else this.#phase = (this.#phase + rate) % 1;
  }
}
