import { type CourseModel, courseAt, type NoteModel } from './note-model.ts';
import { type QuadratureRendering, RENDERED_FRAMES, SAMPLE_RATE } from './one-note.ts';
import { CYCLE_FRAMES, WAVE_AMPLITUDE } from './wave-block.ts';

/**
 * Judges a rendering by the catalogue's rules (2.3): on either channel the amplitude of every frame, and its pitch
 * measured over two frames, must lie where the model goes near that frame, ±0.05.
 */

/** Frames before and after a frame in which Windows may be with its envelopes. */
const WINDOW_BEFORE = 2048 + 64;
const WINDOW_AFTER = 2048 + 256;
/** Tolerance of amplitudes, the test wave being 1, and of frequency ratios. */
const TOLERANCE = 0.05;
const PITCH_FRAMES = 2;
/** Frames after the note-on in which an interpolator still reaches back to where the wave has not begun. */
const ONSET_FRAMES = 16;
/** A pitch counts where the product of both frames is at least this. */
const LEAST_PRODUCT = 0.1 ** 2;

/** Lowest and highest value of a quantity at each frame. */
interface Limits {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Knows what a note should do, and tells what is wrong with renderings of it. */
export class NoteJudge {
  readonly #amplitude: readonly [Limits, Limits];
  readonly #frequency: Limits;

  constructor({ volume, channelGains, pitch }: NoteModel) {
    const levels = nearbyRange(volume);
    this.#amplitude = [toLimits(levels, amplitudeOf(channelGains[0])), toLimits(levels, amplitudeOf(channelGains[1]))];
    this.#frequency = toLimits(nearbyRange(pitch), (cents) => 2 ** (cents / 1200));
  }

  /** One sentence for each channel and quantity that is wrong. */
  objections(rendering: QuadratureRendering): string[] {
    return (['left', 'right'] as const).flatMap((name, channel) => {
      const found = [
        firstMiss(`amplitude on the ${name}`, amplitudes(rendering, channel), this.#amplitude[channel]!),
        firstMiss(`frequency ratio on the ${name}`, frequencyRatios(rendering, channel), this.#frequency),
      ];
      return found.filter((objection) => objection !== undefined);
    });
  }
}

/** From tenths of dB before panning to amplitude. */
function amplitudeOf(channelGain: number): (level: number) => number {
  return (level) => 10 ** ((level + channelGain) / 200);
}

/** A course is evaluated from the note-on on: here a note starts on its frame, and nothing may sound before it. */
function nearbyRange(course: CourseModel): Limits {
  const values = new Float64Array(RENDERED_FRAMES + WINDOW_AFTER);
  for (let frame = 0; frame < values.length; frame++) values[frame] = courseAt(course, frame / SAMPLE_RATE);
  return { low: slidingExtreme(values, -1), high: slidingExtreme(values, 1) };
}

/** Highest (`sign` 1) or lowest (−1) value in the window of each frame, by a queue of candidates, best first. */
function slidingExtreme(values: Float64Array, sign: 1 | -1): Float64Array {
  const candidates = new Int32Array(values.length);
  const extremes = new Float64Array(RENDERED_FRAMES);
  let first = 0;
  let end = 0;
  let next = 0;
  for (let frame = 0; frame < RENDERED_FRAMES; frame++) {
    for (; next < values.length && next <= frame + WINDOW_AFTER; next++) {
      while (end > first && sign * values[candidates[end - 1]!]! <= sign * values[next]!) end--;
      candidates[end++] = next;
    }
    while (candidates[first]! < frame - WINDOW_BEFORE) first++;
    extremes[frame] = values[candidates[first]!]!;
  }
  return extremes;
}

function toLimits({ low, high }: Limits, toRatio: (value: number) => number): Limits {
  return {
    low: mapRuns(low, (value) => toRatio(value) - TOLERANCE),
    high: mapRuns(high, (value) => toRatio(value) + TOLERANCE),
  };
}

/** Maps values, each run of equal ones once. */
function mapRuns(values: Float64Array, map: (value: number) => number): Float64Array {
  const mapped = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) mapped[i] = values[i] === values[i - 1] ? mapped[i - 1]! : map(values[i]!);
  return mapped;
}

function amplitudes({ inPhase, quadrature }: QuadratureRendering, channel: number): Float64Array {
  const found = new Float64Array(RENDERED_FRAMES - PITCH_FRAMES);
  for (let frame = 0; frame < found.length; frame++) {
    const at = frame * 2 + channel;
    found[frame] = magnitude(inPhase[at]!, quadrature[at]!) / WAVE_AMPLITUDE;
  }
  return found;
}

/** Frequency in cycles of the test wave at its own rate; NaN where it is too soft to tell. */
function frequencyRatios({ inPhase, quadrature }: QuadratureRendering, channel: number): Float64Array {
  const found = new Float64Array(RENDERED_FRAMES - PITCH_FRAMES);
  for (let frame = 0; frame < found.length; frame++) {
    const at = frame * 2 + channel;
    const later = at + PITCH_FRAMES * 2;
    const real = inPhase[at]! * inPhase[later]! + quadrature[at]! * quadrature[later]!;
    const imaginary = inPhase[at]! * quadrature[later]! - quadrature[at]! * inPhase[later]!;
    const isLoud = magnitude(real, imaginary) >= LEAST_PRODUCT;
    found[frame] = isLoud ? (Math.atan2(imaginary, real) * CYCLE_FRAMES) / (2 * Math.PI * PITCH_FRAMES) : Number.NaN;
  }
  return found;
}

function magnitude(real: number, imaginary: number): number {
  return Math.sqrt(real * real + imaginary * imaginary);
}

function firstMiss(what: string, found: Float64Array, { low, high }: Limits): string | undefined {
  const isMiss = (frame: number): boolean => found[frame]! < low[frame]! || found[frame]! > high[frame]!;
  let count = 0;
  let first = 0;
  for (let frame = found.length - 1; frame >= ONSET_FRAMES; frame--) {
    if (!isMiss(frame)) continue;
    count++;
    first = frame;
  }
  if (count === 0) return undefined;
  const range = `${low[first]!.toFixed(4)} to ${high[first]!.toFixed(4)}`;
  return `${what}: ${found[first]!.toFixed(4)} at frame ${first}, expected ${range}; ${count} frames miss`;
}
