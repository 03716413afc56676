/**
 * Additive model of what is struck, plucked or blown once: every partial has its own frequency, level and decay.
 * Frequencies are brought to the grid of the loop, which keeps stretched partials stretched and lets the loop
 * close exactly. What the note loses as a whole is left to the volume envelope; the recording holds what each
 * partial loses besides, up to the loop.
 */
import { decayGain } from '../sound/decibels.ts';
import { type LoopGrid, loopGrid } from '../sound/loop-grid.ts';
import { addNoiseBurst, type NoiseBurst } from '../sound/noise-burst.ts';
import { bandLimitHz, type Recording, type ZoneNote } from '../sound/recording.ts';
import { addSine } from '../sound/sine.ts';
import { fadeIn, SteadyTime } from '../sound/steady-time.ts';

/** One partial of a struck tone. */
export interface StruckPartial {
  /** Frequency against the note's. */
  readonly ratio: number;
  /** Linear level at the start. */
  readonly level: number;
  /** Seconds to fall by 60 dB, before the loop. */
  readonly decaySeconds: number;
  /** Waves a second between two strings of nearly this pitch, and how deep; heard before the loop only. */
  readonly beat?: { readonly hz: number; readonly depth: number };
}

/** A struck tone, recorded at one pitch. */
export interface StruckTone {
  readonly sampleRate: number;
  /** From the strike to the loop. */
  readonly strikeSeconds: number;
  readonly loopSeconds: number;
  /** What the loop's periods are a multiple of; 1 where left out, 2 for partials an octave below the note. */
  readonly periodMultiple?: number;
  /** Seconds in which the volume envelope takes 60 dB at this key; `Infinity` for a tone that is held. */
  readonly bodyDecaySeconds: number;
  /** Seconds that the tone takes to rise, at most to the loop. */
  readonly riseSeconds: number;
  readonly partials: readonly StruckPartial[];
  readonly bursts?: readonly NoiseBurst[];
}

/** Records a struck tone. */
export function recordStruck(note: ZoneNote, tone: StruckTone): Recording {
  const grid = loopGrid(note.frequencyHz, tone.sampleRate, tone.loopSeconds, tone.periodMultiple);
  const start = Math.round(tone.strikeSeconds * grid.sampleRate);
  const samples = new Float64Array(start + grid.frameCount);
  const clock = new SteadyTime(start, grid.sampleRate);
  for (const partial of tone.partials) addPartial(samples, note, grid, partial, tone.bodyDecaySeconds, clock);
  const riseFrames = Math.min(tone.riseSeconds * grid.sampleRate, start);
  for (let frame = 0; frame < riseFrames; frame++) samples[frame]! *= fadeIn(frame, riseFrames);
  for (const burst of tone.bursts ?? []) addNoiseBurst(samples, grid.sampleRate, burst, note.random, start);
  return { samples, sampleRate: grid.sampleRate, loop: { start, frameCount: grid.frameCount, periods: grid.periods } };
}

function addPartial(
  samples: Float64Array,
  note: ZoneNote,
  grid: LoopGrid,
  partial: StruckPartial,
  bodyDecaySeconds: number,
  clock: SteadyTime,
): void {
  const phase = note.random.phase();
  const beatPhase = note.random.phase();
  const cycles = Math.round(partial.ratio * grid.periods);
  const frequencyHz = (cycles * grid.sampleRate) / grid.frameCount;
  if (cycles < 1 || frequencyHz > bandLimitHz(note, grid.sampleRate)) return;
  const { hz, depth } = partial.beat ?? { hz: 0, depth: 0 };
  const levels = clock.levels(samples.length, (seconds) => {
    const beating = 1 + depth * Math.cos(2 * Math.PI * hz * seconds + beatPhase);
    return (partial.level * beating * decayGain(seconds, partial.decaySeconds)) / decayGain(seconds, bodyDecaySeconds);
  });
  addSine(samples, { cyclesPerFrame: cycles / grid.frameCount, phase, levels });
}
