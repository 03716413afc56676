/**
 * Frequency of a steady tone by its phase in two Hann windows of equal length, one window apart.
 * @param expected cycles a frame; the true frequency must be closer to it than half a cycle in a window.
 * @param periods of the expected frequency in one window, enough that its mirror image does not matter: 6 or more.
 * @returns cents above `expected`.
 */
export function centsAbove(expected: number, samples: Float32Array, periods = 8): number {
  const windowFrames = Math.max(Math.round(periods / expected), 2048);
  if (samples.length < 2 * windowFrames) throw new RangeError(`${samples.length} frames, ${2 * windowFrames} wanted`);
  const first = phaseOf(expected, samples.subarray(0, windowFrames), 0);
  const second = phaseOf(expected, samples.subarray(windowFrames, 2 * windowFrames), windowFrames);
  const difference = second - first;
  const cycles = difference - Math.round(difference);
  return 1200 * Math.log2(1 + cycles / (windowFrames * expected));
}

/** Frames that {@link centsAbove} needs. */
export function framesToMeasure(expected: number, periods = 8): number {
  return 2 * Math.max(Math.round(periods / expected), 2048);
}

/** Phase against a tone of `frequency` that began `offset` frames before, cycles. */
function phaseOf(frequency: number, samples: Float32Array, offset: number): number {
  let real = 0;
  let imaginary = 0;
  for (let i = 0; i < samples.length; i++) {
    const weight = samples[i]! * (1 - Math.cos((2 * Math.PI * (i + 0.5)) / samples.length));
    const angle = 2 * Math.PI * ((frequency * (i + offset)) % 1);
    real += weight * Math.cos(angle);
    imaginary += weight * Math.sin(angle);
  }
  return Math.atan2(-imaginary, real) / (2 * Math.PI);
}
