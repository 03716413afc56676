/**
 * Karplus–Strong strings. One period of the plucked shape circulates in a delay line through a symmetric
 * three-tap average, which delays all frequencies alike, so the string is in tune to the frame. Towards the loop
 * the average opens until the line only circulates: from there every period is the same, and one is the loop.
 */
import { decayGain } from '../sound/decibels.ts';
import { type LoopGrid, loopGrid } from '../sound/loop-grid.ts';
import { addNoiseBurst, type NoiseBurst } from '../sound/noise-burst.ts';
import { bandLimitHz, bodyHz, type Recording, type ZoneNote } from '../sound/recording.ts';
import { fadeIn } from '../sound/steady-time.ts';

/** A plucked string, recorded at one pitch. */
export interface PluckedTone {
  readonly sampleRate: number;
  /** From the pluck to the loop. */
  readonly pluckSeconds: number;
  /** Where the string is plucked, 0 (bridge) … 0.5 (middle). */
  readonly position: number;
  /** Level of the plucked shape's partials, linear, by number and frequency in Hz. */
  readonly level: (harmonic: number, frequencyHz: number) => number;
  /** Seconds in which the string's lowest partial falls 60 dB before the loop. */
  readonly decaySeconds: number;
  /** The same for a partial at 3 kHz. */
  readonly brightDecaySeconds: number;
  /** Seconds in which the volume envelope takes 60 dB at this key. */
  readonly bodyDecaySeconds: number;
  readonly bursts?: readonly NoiseBurst[];
}

const BRIGHT_HZ = 3000;
/** Periods over which the line stops losing anything, at most half of the recording. */
const SETTLE_SECONDS = 0.1;

/** Records a plucked string. `extraSeconds` of exact periods stand between the settled string and the loop. */
export function recordPlucked(note: ZoneNote, tone: PluckedTone, extraSeconds = 0): Recording {
  const grid = loopGrid(note.frequencyHz, tone.sampleRate, 0);
  const start = Math.round((tone.pluckSeconds + extraSeconds) * grid.sampleRate);
  const samples = new Float64Array(start + grid.frameCount);
  samples.set(pluckedPeriod(note, grid, tone).subarray(0, samples.length));
  circulate(samples, note, grid, tone);
  const pluckFrames = Math.round(0.0015 * grid.sampleRate);
  for (let frame = 0; frame < pluckFrames; frame++) samples[frame]! *= fadeIn(frame, pluckFrames);
  for (const burst of tone.bursts ?? []) addNoiseBurst(samples, grid.sampleRate, burst, note.random, start);
  return { samples, sampleRate: grid.sampleRate, loop: { start, frameCount: grid.frameCount, periods: 1 } };
}

function pluckedPeriod(note: ZoneNote, grid: LoopGrid, tone: PluckedTone): Float64Array {
  const period = new Float64Array(grid.frameCount);
  const limitHz = bandLimitHz(note, grid.sampleRate);
  for (let harmonic = 1; harmonic * note.frequencyHz < limitHz; harmonic++) {
    const comb = Math.abs(Math.sin(Math.PI * harmonic * tone.position)) + 0.03;
    const level = comb * tone.level(harmonic, bodyHz(note, harmonic * note.frequencyHz));
    const phase = 0.6 * note.random.phase();
    for (let frame = 0; frame < period.length; frame++) {
      period[frame]! += level * Math.sin((2 * Math.PI * harmonic * frame) / period.length + phase);
    }
  }
  return period;
}

/** Fills the recording behind its first period. */
function circulate(samples: Float64Array, note: ZoneNote, grid: LoopGrid, tone: PluckedTone): void {
  const { frameCount: period, sampleRate } = grid;
  const { loss, gain } = lossPerPeriod(note.frequencyHz, sampleRate, tone);
  const settled = Math.round(tone.pluckSeconds * sampleRate) - period;
  const settleFrames = Math.min(SETTLE_SECONDS * sampleRate, settled / 2);
  for (let frame = period; frame < samples.length; frame++) {
    const open = Math.min(1, Math.max(0, (settled - frame) / settleFrames));
    const side = loss * open;
    const past = frame - period;
    const average =
      (1 - 2 * side) * samples[past]! + side * ((samples[past - 1] ?? samples[period - 1]!) + samples[past + 1]!);
    samples[frame] = average * (1 + (gain - 1) * open);
  }
}

/** The average's outer taps and the line's gain that give the wanted decays. */
function lossPerPeriod(frequencyHz: number, sampleRate: number, tone: PluckedTone): { loss: number; gain: number } {
  const periodSeconds = 1 / frequencyHz;
  const brightGain = decayGain(periodSeconds, tone.brightDecaySeconds);
  const turn = 1 - Math.cos((2 * Math.PI * Math.max(BRIGHT_HZ, 2 * frequencyHz)) / sampleRate);
  const loss = Math.min(0.25, (1 - brightGain) / (2 * turn));
  return { loss, gain: decayGain(periodSeconds, tone.decaySeconds) / decayGain(periodSeconds, tone.bodyDecaySeconds) };
}
