import type { MidiFile, MidiMessage } from '../../formats/smf/midi-file.ts';
import { readSmf } from '../../formats/smf/read-smf.ts';
import { type TimedMessage, writeSmf } from '../../formats/smf/write-smf.ts';

/** A message of a test piece. */
export interface PieceEvent {
  /** Milliseconds from the beginning. */
  readonly tick: number;
  /** A short channel message, status in the lowest byte, or the bytes of a sysex message. */
  readonly message: number | Uint8Array;
}

/** A piece with these tracks, a tick of which is a millisecond. It goes through a file in memory. */
export function midiFile(...tracks: readonly (readonly PieceEvent[])[]): MidiFile {
  return readSmf(
    writeSmf({
      format: 1,
      division: { kind: 'quarter-note', ticksPerQuarter: 500 },
      tracks: tracks.map((events) => events.map(({ tick, message }): TimedMessage => ({ tick, ...unpacked(message) }))),
    }),
  );
}

function unpacked(message: number | Uint8Array): MidiMessage {
  if (typeof message !== 'number') return { kind: 'sysex', bytes: message };
  return {
    kind: 'channel',
    status: message & 0xff,
    data1: (message >> 8) & 0x7f,
    data2: (message >> 16) & 0x7f,
  };
}
