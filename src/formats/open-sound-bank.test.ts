import { describe, expect, it } from 'vitest';
import { MemorySource } from './byte-source.ts';
import { writeDls } from './dls/write-dls.ts';
import { FormatError } from './format-error.ts';
import { openSoundBank } from './open-sound-bank.ts';
import { riffFile } from './riff/chunk-writer.ts';
import { CountingSource } from './riff/counting-source.ts';
import { buildSf2, oneZoneSpec } from './sf2/build-sf2.test-support.ts';

const DLS = writeDls({ instruments: [], waves: [] });
const SF2 = buildSf2(oneZoneSpec([]));

function faultOf(bytes: Uint8Array, name = 'bank.dls'): FormatError {
  try {
    openSoundBank(new MemorySource(bytes, name));
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  return expect.fail('the bank opened');
}

function characters(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

describe('openSoundBank', () => {
  it.each(['bank.dls', 'bank.sf2', 'song.mid', ''])('knows the format by what is in the file called "%s"', (name) => {
    expect(openSoundBank(new MemorySource(DLS, name)).format).toBe('DLS');
    expect(openSoundBank(new MemorySource(SF2, name)).format).toBe('SF2');
  });

  it.each([
    ['an empty file', ''],
    ['a file of one byte', 'R'],
    ['a file that ends before it says what it is', 'RIFF\u0004\0\0\0DLS'],
    ['a RIFF file with another content', 'RIFF\u0004\0\0\0WAVE'],
    ['a form of DLS in the wrong order of bytes', 'RIFX\0\0\0\u0004DLS '],
    ['a MIDI file', 'MThd\0\0\0\u0006\0\0\0\u0001'],
    ['a DLS form that is a list', 'LIST\u0004\0\0\0DLS '],
    ['bytes beyond ASCII', '\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8\xf7\xf6\xf5\xf4'],
  ])('refuses %s, and says what it found', (_, text) => {
    const fault = faultOf(characters(text));
    expect(fault).toMatchObject({ format: 'RIFF', chunkPath: 'bank.dls', byteOffset: 0 });
    expect(fault.expected).toContain('DLS');
    expect(fault.expected).toContain('sfbk');
    expect(fault.found).toBe(text === '' ? 'an empty file' : JSON.stringify(text));
  });

  it('a file with nothing in it is its own format’s affair: a SoundFont is refused, a collection has no instruments', () => {
    expect(faultOf(riffFile('sfbk', [])).format).toBe('SF2');
    const bank = openSoundBank(new MemorySource(riffFile('DLS ', [])));
    expect([bank.format, bank.instruments, bank.warnings.length]).toEqual(['DLS', [], 2]);
  });

  it('looks only at the head of what it refuses', () => {
    const source = new CountingSource(new MemorySource(new Uint8Array(1_000_000), 'zeros'));
    expect(() => openSoundBank(source)).toThrow(FormatError);
    expect(source.bytesRead).toBeLessThanOrEqual(12);
  });
});
