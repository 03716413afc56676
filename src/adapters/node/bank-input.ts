import { Collection } from '../../directmusic/downloads/collection.ts';
import { type ByteSource, MemorySource } from '../../formats/byte-source.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { DEFAULT_BANK_PATH } from './default-bank.ts';
import { FileSource } from './file-source.ts';
import { nameFile } from './name-file.ts';

/** A bank that waves are still read from. */
export interface BankInput {
  readonly collection: Collection;
  /** Where it came from: a path, or the MIDI file itself. */
  readonly name: string;
  /** Nothing can be read from it afterwards. */
  readonly close: () => void;
}

/**
 * The bank that a piece is to be played with: the one named, else the one in the MIDI file, else the package's own.
 * @throws {FormatError} where it is none, or holds no instrument; and whatever the operating system says.
 */
export function openBank(midi: MidiFile, bankPath: string | undefined): BankInput {
  if (bankPath === undefined && midi.embeddedBank !== undefined) {
    const name = `${midi.name} (embedded bank)`;
    return { collection: openCollection(new MemorySource(midi.embeddedBank.bytes, name)), name, close: () => {} };
  }
  const name = bankPath ?? DEFAULT_BANK_PATH;
  const source = new FileSource(name);
  try {
    return { collection: openCollection(source), name, close: () => source.close() };
  } catch (error) {
    source.close();
    throw error;
  }
}

function openCollection(source: ByteSource): Collection {
  let opened: Collection | undefined;
  const open = (): Collection => {
    opened = Collection.open(source);
    if (opened.enumInstrument(0) !== undefined) return opened;
    const { format } = opened.bank;
    throw new FormatError({ format, chunkPath: 'RIFF', byteOffset: 0, expected: 'instruments', found: 'none' });
  };
  return nameFile(source.name, open, () => opened?.warnings ?? []);
}
