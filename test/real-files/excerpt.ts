import { META_TYPE } from '../../src/formats/smf/meta-type.ts';
import type { MidiEvent, MidiFile } from '../../src/formats/smf/midi-file.ts';
import { writeSmf } from '../../src/formats/smf/write-smf.ts';

/** The first seconds of a piece, as a MIDI file of its own. Keys that are down at the end stay down. */
export function excerpt(midi: MidiFile, seconds: number): Uint8Array {
  const tracks: MidiEvent[][] = midi.tracks.map(() => []);
  for (const event of midi.events) {
    const isEnd = event.kind === 'meta' && event.type === META_TYPE.endOfTrack;
    if (event.seconds < seconds && !isEnd) tracks[event.track]!.push(event);
  }
  return writeSmf({ format: tracks.length === 1 ? 0 : 1, division: midi.division, tracks });
}
