import { availableParallelism } from 'node:os';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { GROUP_COUNT } from '../../synth/kernel/layout.ts';

/** Most threads that can share a piece. */
export const MAX_JOBS: number = GROUP_COUNT;
/** Seconds of music that are worth a thread: it costs about as much as the sound of so many. */
const SECONDS_A_JOB = 60;

/** Threads worth their start for a piece: no more than there are cores. */
export function chooseJobs({ durationSeconds }: Pick<MidiFile, 'durationSeconds'>, passes: number): number {
  const worthwhile = Math.floor((durationSeconds * passes) / SECONDS_A_JOB);
  return Math.max(1, Math.min(worthwhile, availableParallelism(), MAX_JOBS));
}
