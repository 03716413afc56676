/** Keys and velocities of a file, held to their range. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';

/** `value`, or 127 with a warning where it is larger. `label` says what it is. */
export function clampedMidiValue(reader: ChunkReader, chunk: Chunk, label: string, value: number): number {
  if (value <= 127) return value;
  reader.warn(chunk, `${label} ${value} is above 127; taken as 127`);
  return 127;
}
