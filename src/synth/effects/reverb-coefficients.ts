import { DEFAULT_WAVES_REVERB_PARAMS, type WavesReverbParams } from '../../properties/wave-structures.ts';
import { REVERB_LINES } from '../kernel/effects-layout.ts';

/** Delays of the lines, seconds: spread over an octave, without common multiples that would ring. */
const LINE_SECONDS: readonly number[] = [0.0253, 0.0279, 0.0311, 0.0347, 0.0373, 0.0419, 0.0457, 0.0499];
/** At this frequency the time of high frequencies is meant, Hz; nearer to half the rate where that is lower. */
const HIGH_HERTZ = 5000;
const HIGHEST_SHARE = 0.4;
/** High frequencies keep at least so much of their amplitude in one round: what the ratios of short times ask for would be deaf. */
const LEAST_HIGH_GAIN = 0.3;
/** Decay after which the reverb counts as silent, dB. */
const TAIL_DB = 120;
const DECAY_DB = 60;

/** Documented ranges (DSFX_WAVESREVERB_*). */
const RANGES = {
  inGain: [-96, 0],
  reverbMix: [-96, 0],
  reverbTime: [0.001, 3000],
  highFreqRtRatio: [0.001, 0.999],
} as const satisfies Record<keyof WavesReverbParams, readonly [number, number]>;

/** What the kernel makes of the documented settings. */
export interface ReverbCoefficients {
  /** Linear. */
  readonly inGain: number;
  readonly outGain: number;
  /** Gain of a round of each line. */
  readonly feedback: readonly number[];
  /** Share of its last value that each line keeps. */
  readonly damping: readonly number[];
  /** Frames after the last sound until nothing is heard. */
  readonly tailFrames: number;
}

/** Every setting in its range; what is no number gets its default. */
export function clampReverb(params: WavesReverbParams): WavesReverbParams {
  const clamp = (name: keyof WavesReverbParams): number => {
    const [low, high] = RANGES[name];
    const value = params[name];
    return Number.isNaN(value) ? DEFAULT_WAVES_REVERB_PARAMS[name] : Math.min(high, Math.max(low, value));
  };
  return {
    inGain: clamp('inGain'),
    reverbMix: clamp('reverbMix'),
    reverbTime: clamp('reverbTime'),
    highFreqRtRatio: clamp('highFreqRtRatio'),
  };
}

/** Lengths of the lines, whole odd frames. */
export function reverbLengths(sampleRate: number): readonly number[] {
  return LINE_SECONDS.map((seconds) => 2 * Math.floor((seconds * sampleRate) / 2) + 1);
}

/** A mix of 0 dB is as loud as what goes in, on average. */
export function reverbCoefficients(params: WavesReverbParams, sampleRate: number): ReverbCoefficients {
  const { inGain, reverbMix, reverbTime, highFreqRtRatio } = clampReverb(params);
  const seconds = reverbTime / 1000;
  const lengths = reverbLengths(sampleRate);
  const feedback = lengths.map((length) => fromDb((-DECAY_DB * length) / (sampleRate * seconds)));
  const energy = feedback.reduce((sum, gain) => sum + gain * gain, 0) / REVERB_LINES;
  const highCycles = Math.min(HIGH_HERTZ / sampleRate, HIGHEST_SHARE);
  return {
    inGain: fromDb(inGain),
    outGain: fromDb(reverbMix) * Math.sqrt((1 - energy) / REVERB_LINES),
    feedback,
    damping: feedback.map((gain) =>
      dampingFor(Math.max(LEAST_HIGH_GAIN, gain ** (1 / highFreqRtRatio - 1)), highCycles),
    ),
    tailFrames: Math.ceil((seconds * TAIL_DB * sampleRate) / DECAY_DB) + 2 * Math.max(...lengths),
  };
}

function fromDb(db: number): number {
  return 10 ** (db / 20);
}

/** The share that a one-pole low-pass keeps, so that its gain at a frequency, cycles a frame, is `gain`. */
function dampingFor(gain: number, cycles: number): number {
  const a = 1 - gain * gain;
  if (a <= 0) return 0;
  const b = 1 - gain * gain * Math.cos(2 * Math.PI * cycles);
  return (b - Math.sqrt(b * b - a * a)) / a;
}
