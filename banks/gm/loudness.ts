/**
 * Loudness as the bank evens it: the loudest 400 ms of a note, weighted by ear (the two filters of ITU-R BS.1770:
 * a shelf above 1.7 kHz, a high-pass at 38 Hz), in dB against full scale.
 */

import { PREVIEW_RATE } from './preview.ts';
import { Biquad } from './sound/biquad.ts';

const WINDOW_FRAMES = Math.round(0.4 * PREVIEW_RATE);
const HOP_FRAMES = WINDOW_FRAMES / 8;
/** BS.1770: a sine of 997 Hz at full scale reads −3.01. */
const OFFSET_DB = -0.691;

/** Loudness of a preview; −200 where it is silent. */
export function loudnessOf(preview: Float64Array): number {
  const weighted = earWeighted(preview);
  let loudest = 0;
  for (let start = 0; start === 0 || start + WINDOW_FRAMES <= weighted.length; start += HOP_FRAMES) {
    let sum = 0;
    const end = Math.min(start + WINDOW_FRAMES, weighted.length);
    for (let frame = start; frame < end; frame++) sum += weighted[frame]! ** 2;
    loudest = Math.max(loudest, sum / WINDOW_FRAMES);
  }
  return OFFSET_DB + 10 * Math.log10(Math.max(loudest, 1e-20));
}

function earWeighted(samples: Float64Array): Float64Array {
  const shelf = Biquad.highShelf(PREVIEW_RATE, 1682, 4);
  const rumble = Biquad.highPass(PREVIEW_RATE, 38, 0.5);
  return samples.map((sample) => rumble.step(shelf.step(sample)));
}
