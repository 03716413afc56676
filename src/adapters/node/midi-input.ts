import { FormatError } from '../../formats/format-error.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { readSmf } from '../../formats/smf/read-smf.ts';
import { FileSource } from './file-source.ts';
import { nameFile } from './name-file.ts';

/** A MIDI file beyond this is none that anybody plays. Its events need about ten times the memory. */
const LARGEST_MIDI_BYTES = 64 * 1024 * 1024;
/** So far into a file the reader looks for its header. */
const HEAD_BYTES = 1024;

/**
 * Reads a MIDI file from disk. What is none is turned down by its first bytes, whatever its size.
 * @throws {FormatError} where it is none, is too large, or has nothing to play; and whatever the operating system says.
 */
export function readMidiFile(path: string): MidiFile {
  const source = new FileSource(path);
  try {
    return nameFile(path, () => readSource(source));
  } finally {
    source.close();
  }
}

function readSource(source: FileSource): MidiFile {
  const head = source.read(0, HEAD_BYTES);
  if (!looksLikeMidi(head)) return readSmf(head, source.name);
  if (source.byteLength > LARGEST_MIDI_BYTES) {
    throw fault(`a MIDI file of at most ${LARGEST_MIDI_BYTES} bytes`, `${source.byteLength} bytes`);
  }
  const midi = readSmf(source.read(0, source.byteLength), source.name);
  if (midi.events.length === 0) {
    const { length } = midi.tracks;
    throw fault(
      'something to play',
      length === 0 ? 'no track' : `no event in ${length} ${length === 1 ? 'track' : 'tracks'}`,
    );
  }
  return midi;
}

function looksLikeMidi(head: Uint8Array): boolean {
  const text = String.fromCharCode(...head);
  return text.startsWith('RIFF') ? text.startsWith('RMID', 8) : text.includes('MThd');
}

function fault(expected: string, found: string): FormatError {
  return new FormatError({ format: 'SMF', chunkPath: 'MThd', byteOffset: 0, expected, found });
}
