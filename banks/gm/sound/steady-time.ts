/** Frames between two values of a slowly changing level. */
export const CONTROL_FRAMES = 32;

/**
 * The clock of a recording's evolution. It runs with real time, eases to a stop before the loop starts, and stands
 * still inside it, so that whatever is made a function of it repeats exactly.
 */
export class SteadyTime {
  readonly #sampleRate: number;
  readonly #easeStart: number;
  readonly #easeSeconds: number;

  /** The clock stands from frame `loopStart` on. */
  constructor(loopStart: number, sampleRate: number) {
    const stopSeconds = loopStart / sampleRate;
    this.#sampleRate = sampleRate;
    this.#easeSeconds = Math.min(0.3 * stopSeconds, 0.15);
    this.#easeStart = stopSeconds - this.#easeSeconds;
  }

  /** Seconds on this clock at a frame of the recording. */
  at(frame: number): number {
    const seconds = frame / this.#sampleRate;
    if (seconds <= this.#easeStart) return seconds;
    const eased = Math.min(seconds - this.#easeStart, this.#easeSeconds);
    if (this.#easeSeconds === 0) return this.#easeStart;
    return this.#easeStart + eased - eased ** 2 / (2 * this.#easeSeconds);
  }

  /** `level(seconds)` at every control point of `frameCount` frames, one more than there are spans. */
  levels(frameCount: number, level: (seconds: number) => number): Float64Array {
    const points = new Float64Array(Math.ceil(frameCount / CONTROL_FRAMES) + 1);
    for (let point = 0; point < points.length; point++) points[point] = level(this.at(point * CONTROL_FRAMES));
    return points;
  }
}

/** Level at a frame between two control points. */
export function levelAtFrame(levels: Float64Array, frame: number): number {
  const point = Math.floor(frame / CONTROL_FRAMES);
  const share = frame / CONTROL_FRAMES - point;
  return levels[point]! + share * (levels[point + 1]! - levels[point]!);
}

/** 1 at the first frame, falling smoothly to exactly 0 at frame `end` and after. */
export function fadeOut(frame: number, end: number): number {
  if (frame >= end) return 0;
  return 0.5 + 0.5 * Math.cos((Math.PI * frame) / end);
}

/** 0 at the first frame, rising smoothly to exactly 1 at frame `end` and after. */
export function fadeIn(frame: number, end: number): number {
  return frame >= end ? 1 : 1 - fadeOut(frame, end);
}
