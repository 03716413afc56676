import { type CourseModel, courseAt, type NoteModel } from './note-model.ts';
import { type QuadratureRendering, RENDERED_FRAMES, SAMPLE_RATE } from './one-note.ts';
import { CYCLE_FRAMES, WAVE_AMPLITUDE } from './wave-block.ts';

/**
 * Judges a note by its amplitude at every frame, and by its frequency measured over two frames: on either channel both
 * must lie where the model goes near that frame, with some tolerance.
 */

/** How near, and with how much tolerance. */
export interface Strictness {
  /** Frames before and after a frame in which the model may have the value found. */
  readonly framesBefore: number;
  readonly framesAfter: number;
  /** Of amplitudes, the test wave being 1, and of frequency ratios. */
  readonly tolerance: number;
}

/** The catalogue's rules (2.3): Windows goes straight for up to 2048 frames, may be 256 early, and lags by 64. */
export const CATALOGUE_RULES: Strictness = { framesBefore: 2048 + 64, framesAfter: 2048 + 256, tolerance: 0.05 };

/** What we ask of ourselves: the catalogue's rules cannot tell a vibrato of 100 cents from none. */
export const OWN_RULES: Strictness = { framesBefore: 96, framesAfter: 96, tolerance: 0.02 };

/** Steps, in frames, in which the model is looked at; windows are multiples of it, and reach up to one step further. */
const STEP_FRAMES = 16;
const PITCH_FRAMES = 2;
/** Frames after the note-on in which an interpolator still reaches back to where the wave has not begun. */
const ONSET_FRAMES = 16;
/** A pitch counts where the product of both frames is at least this. */
const LEAST_PRODUCT = 0.1 ** 2;

/** What was measured at each frame, left and right. */
export interface Measurement {
  readonly amplitudes: readonly [Float64Array, Float64Array];
  /** In cycles of the test wave at its own rate; NaN where it is too soft to tell. */
  readonly frequencies: readonly [Float64Array, Float64Array];
}

/** Measures a rendering. */
export function measure(rendering: QuadratureRendering): Measurement {
  return {
    amplitudes: [amplitudes(rendering, 0), amplitudes(rendering, 1)],
    frequencies: [frequencyRatios(rendering, 0), frequencyRatios(rendering, 1)],
  };
}

/** One sentence for each channel and quantity that is not as the model says. */
export function objections(measurement: Measurement, model: NoteModel, strictness: Strictness): string[] {
  const { volume, channelGains, pitch } = model;
  const levels = nearbyRange(volume, strictness);
  const frequency = toLimits(nearbyRange(pitch, strictness), (cents) => 2 ** (cents / 1200), strictness);
  const found = (['left', 'right'] as const).flatMap((name, channel) => {
    const amplitude = toLimits(levels, amplitudeOf(channelGains[channel]!), strictness);
    return [
      firstMiss(`amplitude on the ${name}`, measurement.amplitudes[channel]!, amplitude),
      firstMiss(`frequency ratio on the ${name}`, measurement.frequencies[channel]!, frequency),
    ];
  });
  return found.filter((objection) => objection !== undefined);
}

/** Lowest and highest value of a quantity in each step. */
interface Limits {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** From tenths of dB before panning to amplitude. */
function amplitudeOf(channelGain: number): (level: number) => number {
  return (level) => 10 ** ((level + channelGain) / 200);
}

/** A course is evaluated from the note-on on: here a note starts on its frame, and nothing may sound before it. */
function nearbyRange(course: CourseModel, { framesBefore, framesAfter }: Strictness): Limits {
  const stepCount = Math.ceil(RENDERED_FRAMES / STEP_FRAMES);
  const before = framesBefore / STEP_FRAMES;
  const after = framesAfter / STEP_FRAMES + 1;
  const values = Float64Array.from({ length: stepCount + after }, (_, step) =>
    courseAt(course, (step * STEP_FRAMES) / SAMPLE_RATE),
  );
  const extremes = (sign: 1 | -1): Float64Array => slidingExtreme(values, stepCount, sign, before, after);
  return { low: extremes(-1), high: extremes(1) };
}

/** Highest (`sign` 1) or lowest (−1) value from `before` steps before each step to `after` after it. */
function slidingExtreme(
  values: Float64Array,
  stepCount: number,
  sign: 1 | -1,
  before: number,
  after: number,
): Float64Array {
  const extremes = new Float64Array(stepCount);
  // Places of candidates, best first: a later and better value ends the hope of all before it.
  const candidates: number[] = [];
  let next = 0;
  for (let step = 0; step < stepCount; step++) {
    for (; next <= step + after && next < values.length; next++) {
      while (candidates.length > 0 && sign * values[candidates.at(-1)!]! <= sign * values[next]!) candidates.pop();
      candidates.push(next);
    }
    while (candidates[0]! < step - before) candidates.shift();
    extremes[step] = values[candidates[0]!]!;
  }
  return extremes;
}

function toLimits({ low, high }: Limits, toRatio: (value: number) => number, { tolerance }: Strictness): Limits {
  return {
    low: low.map((value) => toRatio(value) - tolerance),
    high: high.map((value) => toRatio(value) + tolerance),
  };
}

function amplitudes({ inPhase, quadrature }: QuadratureRendering, channel: number): Float64Array {
  const found = new Float64Array(RENDERED_FRAMES - PITCH_FRAMES);
  for (let frame = 0; frame < found.length; frame++) {
    const at = frame * 2 + channel;
    found[frame] = magnitude(inPhase[at]!, quadrature[at]!) / WAVE_AMPLITUDE;
  }
  return found;
}

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
  let count = 0;
  let first = 0;
  for (let frame = found.length - 1; frame >= ONSET_FRAMES; frame--) {
    const step = Math.floor(frame / STEP_FRAMES);
    if (!(found[frame]! < low[step]! || found[frame]! > high[step]!)) continue;
    count++;
    first = frame;
  }
  if (count === 0) return undefined;
  const step = Math.floor(first / STEP_FRAMES);
  const range = `${low[step]!.toFixed(4)} to ${high[step]!.toFixed(4)}`;
  return `${what}: ${found[first]!.toFixed(4)} at frame ${first}, expected ${range}; ${count} frames miss`;
}
