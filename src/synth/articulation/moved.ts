import { ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';

/** What a source moves in a voice that sounds, bits: nothing else need be computed again when the source changes. */
export const Moved = { pitch: 1, gain: 2, pan: 4, sends: 8, cutoff: 16, depths: 32, all: 63 } as const;

const BY_DESTINATION: ReadonlyMap<number, number> = new Map([
  [To.PITCH, Moved.pitch],
  [To.KEY_NUMBER, Moved.pitch],
  [To.GAIN, Moved.gain],
  [To.PAN, Moved.pan],
  [To.REVERB, Moved.sends],
  [To.CHORUS, Moved.sends],
  [To.FILTER_CUTOFF, Moved.cutoff],
]);

/** Bits of {@link Moved} for a destination; 0 for those that count at the start of a note only. */
export function movedAt(destination: number): number {
  return BY_DESTINATION.get(destination) ?? 0;
}
