import type { ByteSource } from './byte-source.ts';
import { openDls } from './dls/read-dls.ts';
import { FormatError } from './format-error.ts';
import { openSf2 } from './sf2/read-sf2.ts';
import type { SoundBank } from './sound-bank.ts';

/** Bytes that say what a RIFF file is: `RIFF`, its length, its form. */
const HEAD_BYTES = 12;

/**
 * Opens a bank of either format by what the file says it is, not by its name.
 * @throws {FormatError} where it is neither a DLS collection nor a SoundFont, or its index is damaged beyond use.
 */
export function openSoundBank(source: ByteSource): SoundBank {
  const head = String.fromCharCode(...source.read(0, HEAD_BYTES));
  const form = head.startsWith('RIFF') ? head.slice(8, HEAD_BYTES) : '';
  if (form === 'DLS ') return openDls(source);
  if (form === 'sfbk') return openSf2(source);
  throw new FormatError({
    format: 'RIFF',
    chunkPath: source.name,
    byteOffset: 0,
    expected: 'a sound bank: RIFF of form "DLS " or "sfbk"',
    found: head === '' ? 'an empty file' : JSON.stringify(head),
  });
}
