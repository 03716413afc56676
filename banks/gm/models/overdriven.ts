/** A plucked string through an amplifier: saturation, then a loudspeaker. Periods stay periods, so the loop stays. */
import { Biquad } from '../sound/biquad.ts';
import { bodyHz, peakOf, type Recording, type ZoneNote } from '../sound/recording.ts';
import { type PluckedTone, recordPlucked } from './plucked.ts';

/** An amplifier and its loudspeaker. */
export interface Amplifier {
  /** How far the string drives it: 1 is clean, 30 is distortion. */
  readonly drive: number;
  /** Shift of the operating point, 0…0.5, which brings even harmonics. */
  readonly bias: number;
  /** Edges of the loudspeaker, in Hz. */
  readonly lowHz: number;
  readonly highHz: number;
}

/** Frames for the loudspeaker's own transients to die before the loop. */
const LOUDSPEAKER_SECONDS = 0.06;

/** Records an overdriven string. */
export function recordOverdriven(note: ZoneNote, tone: PluckedTone, amplifier: Amplifier): Recording {
  const clean = recordPlucked(note, tone, LOUDSPEAKER_SECONDS);
  const scale = amplifier.drive / peakOf(clean.samples);
  const rest = Math.tanh(amplifier.bias);
  const samples = clean.samples.map((sample) => Math.tanh(sample * scale + amplifier.bias) - rest);
  const highHz = amplifier.highHz * (amplifier.highHz / bodyHz(note, amplifier.highHz));
  for (let pass = 0; pass < 2; pass++) Biquad.lowPass(clean.sampleRate, highHz).apply(samples);
  Biquad.highPass(clean.sampleRate, amplifier.lowHz).apply(samples);
  return { ...clean, samples };
}
