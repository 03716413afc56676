/**
 * Frequency modulation: sines whose phase other sines move. Ratios lie on the loop's grid, indices decay to a
 * standstill before the loop, so the loop closes exactly, and what folds back folds onto the grid too.
 */
import { decayGain } from '../sound/decibels.ts';
import { type LoopGrid, loopGrid } from '../sound/loop-grid.ts';
import { addNoiseBurst, type NoiseBurst } from '../sound/noise-burst.ts';
import type { Recording, ZoneNote } from '../sound/recording.ts';
import { fadeIn, levelAtFrame, SteadyTime } from '../sound/steady-time.ts';

/** A sine that moves a carrier's phase. */
export interface Modulator {
  /** Frequency against the note's. */
  readonly ratio: number;
  /** Phase deviation in radians: at the start, and where it comes to rest. */
  readonly index: number;
  readonly restIndex: number;
  /** Seconds in which it covers 60 dB of the way. */
  readonly decaySeconds: number;
}

/** A sine that is heard. */
export interface Carrier {
  readonly ratio: number;
  readonly level: number;
  /** Seconds to fall by 60 dB before the loop. */
  readonly decaySeconds: number;
  readonly modulators: readonly Modulator[];
}

/** An FM tone, recorded at one pitch. */
export interface FmTone {
  readonly sampleRate: number;
  readonly strikeSeconds: number;
  readonly loopSeconds: number;
  /** Seconds in which the volume envelope takes 60 dB at this key; `Infinity` for a tone that is held. */
  readonly bodyDecaySeconds: number;
  readonly carriers: readonly Carrier[];
  readonly bursts?: readonly NoiseBurst[];
}

const RISE_SECONDS = 0.001;

/** Records an FM tone. */
export function recordFm(note: ZoneNote, tone: FmTone): Recording {
  const grid = loopGrid(note.frequencyHz, tone.sampleRate, tone.loopSeconds);
  const start = Math.round(tone.strikeSeconds * grid.sampleRate);
  const samples = new Float64Array(start + grid.frameCount);
  const clock = new SteadyTime(start, grid.sampleRate);
  for (const carrier of tone.carriers) addCarrier(samples, grid, carrier, tone.bodyDecaySeconds, clock);
  const riseFrames = RISE_SECONDS * grid.sampleRate;
  for (let frame = 0; frame < riseFrames; frame++) samples[frame]! *= fadeIn(frame, riseFrames);
  for (const burst of tone.bursts ?? []) addNoiseBurst(samples, grid.sampleRate, burst, note.random, start);
  return { samples, sampleRate: grid.sampleRate, loop: { start, frameCount: grid.frameCount, periods: grid.periods } };
}

function addCarrier(samples: Float64Array, grid: LoopGrid, carrier: Carrier, bodySeconds: number, clock: SteadyTime) {
  const turn = radiansPerFrame(grid, carrier.ratio);
  const levels = clock.levels(
    samples.length,
    (seconds) => (carrier.level * decayGain(seconds, carrier.decaySeconds)) / decayGain(seconds, bodySeconds),
  );
  const modulators = carrier.modulators.map(({ ratio, index, restIndex, decaySeconds }) => ({
    turn: radiansPerFrame(grid, ratio),
    indices: clock.levels(
      samples.length,
      (seconds) => restIndex + (index - restIndex) * decayGain(seconds, decaySeconds),
    ),
  }));
  for (let frame = 0; frame < samples.length; frame++) {
    let phase = turn * frame;
    for (const modulator of modulators) {
      phase += levelAtFrame(modulator.indices, frame) * Math.sin(modulator.turn * frame);
    }
    samples[frame]! += levelAtFrame(levels, frame) * Math.sin(phase);
  }
}

function radiansPerFrame(grid: LoopGrid, ratio: number): number {
  const cycles = Math.max(1, Math.round(ratio * grid.periods));
  return (2 * Math.PI * cycles) / grid.frameCount;
}
