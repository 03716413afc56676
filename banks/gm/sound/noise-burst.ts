import { Biquad } from './biquad.ts';
import { decayGain } from './decibels.ts';
import type { Random } from './random.ts';
import { fadeOut } from './steady-time.ts';

/** Noise of a hammer, a plectrum, a stick or a breath: a band that decays. */
export interface NoiseBurst {
  /** Linear level of the noise at its start, against partials of level 1. */
  readonly level: number;
  /** Seconds to fall by 60 dB. */
  readonly decaySeconds: number;
  /** Edges of the band in Hz, second-order slopes. */
  readonly lowHz: number;
  readonly highHz: number;
  /** Seconds before it begins; 0 where left out. */
  readonly delaySeconds?: number;
  /** Seconds it takes to rise; 0 where left out. */
  readonly riseSeconds?: number;
}

/** Adds a burst that is over, exactly, at frame `end`. */
export function addNoiseBurst(
  samples: Float64Array,
  sampleRate: number,
  burst: NoiseBurst,
  random: Random,
  end: number,
) {
  const low = Biquad.highPass(sampleRate, burst.lowHz);
  const high = Biquad.lowPass(sampleRate, burst.highHz);
  const start = Math.round((burst.delaySeconds ?? 0) * sampleRate);
  const rise = burst.riseSeconds ?? 0;
  for (let frame = start; frame < Math.min(end, samples.length); frame++) {
    const seconds = (frame - start) / sampleRate;
    const risen = rise > 0 ? Math.min(1, seconds / rise) : 1;
    const noise = high.step(low.step(random.signed()));
    samples[frame]! += burst.level * risen * decayGain(seconds, burst.decaySeconds) * fadeOut(frame, end) * noise;
  }
}
