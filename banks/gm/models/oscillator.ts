/** Two periods of a steady spectrum: what a synthesizer's oscillator gives, all movement left to the voice. */
import { loopGrid } from '../sound/loop-grid.ts';
import { bandLimitHz, type Recording, type ZoneNote } from '../sound/recording.ts';
import { addSine } from '../sound/sine.ts';
import type { PartialLevel } from '../sound/spectra.ts';
import { SteadyTime } from '../sound/steady-time.ts';

/** An oscillator's spectrum. */
export interface OscillatorTone {
  readonly sampleRate: number;
  /** Partials of the note; sines, all starting at zero phase, so that saws and squares keep their shape. */
  readonly level: PartialLevel;
  /** Partials of a tone an octave below, which with numbers like 3 gives fifths; none where left out. */
  readonly suboctaveLevel?: PartialLevel;
}

/** Records an oscillator: nothing but a loop. */
export function recordOscillator(note: ZoneNote, tone: OscillatorTone): Recording {
  const grid = loopGrid(note.frequencyHz, tone.sampleRate, 0, 2);
  const samples = new Float64Array(grid.frameCount);
  const steady = new SteadyTime(0, grid.sampleRate);
  const limitCycles = Math.min(grid.frameCount / 2 - 1, (bandLimitHz(note, grid.sampleRate) * 2) / note.frequencyHz);
  for (let cycles = 1; cycles <= limitCycles; cycles++) {
    const hz = (cycles * note.frequencyHz) / 2;
    const whole = cycles % 2 === 0 ? tone.level(cycles / 2, hz) : 0;
    const level = whole + (tone.suboctaveLevel?.(cycles, hz) ?? 0);
    const levels = steady.levels(grid.frameCount, () => level);
    addSine(samples, { cyclesPerFrame: cycles / grid.frameCount, phase: 0, levels });
  }
  return {
    samples,
    sampleRate: grid.sampleRate,
    loop: { start: 0, frameCount: grid.frameCount, periods: grid.periods },
  };
}
