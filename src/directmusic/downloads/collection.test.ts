import { describe, expect, it } from 'vitest';
import { flatWave, instrument, makeCollection, region } from '../../../test/rig/bank.ts';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { MemorySource } from '../../formats/byte-source.ts';
import { writeDls } from '../../formats/dls/write-dls.ts';
import { FormatError } from '../../formats/format-error.ts';
import type { Instrument, SoundBank } from '../../formats/sound-bank.ts';
import { Collection, type CollectionInstrument } from './collection.ts';

const DRUMS = 0x80000000;

function collectionOf(...patches: readonly number[]): Collection {
  const instruments = patches.map((patch, i) => ({ ...instrument(patch, [region(0)]), name: `place ${i}` }));
  return makeCollection(instruments, [flatWave()]);
}

/** Name of what was found, and where it will answer. */
function told(found: CollectionInstrument | undefined): [string, number] | undefined {
  return found && [found.name, found.getPatch()];
}

/** A bank that counts how often an instrument is read. */
function countingBank(read: (index: number) => Instrument): { readonly bank: SoundBank; readonly reads: number[] } {
  const reads: number[] = [];
  const bank: SoundBank = {
    format: 'DLS',
    name: 'counting',
    info: new Map(),
    instruments: [{ patch: 7, name: 'seven' }],
    warnings: [],
    instrument: (index) => {
      reads.push(index);
      return read(index);
    },
    wave: () => expect.fail('nobody should have read a wave'),
  };
  return { bank, reads };
}

describe('Collection', () => {
  it('opens a bank, and refuses what is none', () => {
    const bytes = writeDls({ instruments: [instrument(3, [])], waves: [] });
    expect(Collection.open(new MemorySource(bytes)).enumInstrument(0)).toEqual({ patch: 3, name: 'patch 3' });
    expect(() => Collection.open(new MemorySource(bytes.subarray(4)))).toThrow(FormatError);
  });

  it('lists instruments in the order of the file, duplicates too', () => {
    const collection = collectionOf(9, 3, 9);
    expect([0, 1, 2].map((index) => collection.enumInstrument(index)?.patch)).toEqual([9, 3, 9]);
    expect([-1, 3].map((index) => collection.enumInstrument(index))).toEqual([undefined, undefined]);
  });

  it('of two instruments with one patch the first is taken', () => {
    const collection = collectionOf(5, 9, 9);
    expect(told(collection.getInstrument(9))).toEqual(['place 1', 9]);
    expect(told(collection.findInstrument(9))).toEqual(['place 1', 9]);
  });

  it('getInstrument takes nothing but the patch itself, signed or unsigned', () => {
    const collection = collectionOf(5, DRUMS | 0);
    expect(codeOf(() => collection.getInstrument(0x010005))).toBe('DMUS_E_INVALIDPATCH');
    expect(codeOf(() => collection.getInstrument(DRUMS + 5))).toBe('DMUS_E_INVALIDPATCH');
    expect(told(collection.getInstrument(DRUMS))).toEqual(['place 1', DRUMS]);
    expect(told(collection.getInstrument(DRUMS | 0))).toEqual(['place 1', DRUMS]);
  });

  it.each([
    ['the patch itself before any other', 0x080105, ['place 1', 0x080105]],
    ['the program of the basic bank for a bank that is missing', 0x7f0005, ['place 0', 0x7f0005]],
    ['the same for a bank that differs in its lower byte', 0x080205, ['place 0', 0x080205]],
    ['nothing for a program that is missing', 0x000006, undefined],
    ['nothing for one that is there only in another bank', 0x000009, undefined],
    ['the kit itself', DRUMS + 0x19, ['place 3', DRUMS + 0x19]],
    ['the kit of the basic bank', DRUMS + 0x780019, ['place 3', DRUMS + 0x780019]],
    ['the standard kit for one that is missing', DRUMS + 0x780018, ['place 4', DRUMS + 0x780018]],
    ['a kit, not the program of its number', DRUMS + 5, ['place 4', DRUMS + 5]],
  ])('findInstrument gives %s', (_, patch, expected) => {
    const collection = collectionOf(5, 0x080105, 0x010009, DRUMS + 0x19, DRUMS);
    expect(told(collection.findInstrument(patch))).toEqual(expected);
    expect(told(collection.findInstrument(patch | 0))).toEqual(expected);
  });

  it('without a standard kit no kit serves another, nor does a kit serve a program', () => {
    const collection = collectionOf(DRUMS + 3);
    expect(collection.findInstrument(DRUMS + 4)).toBeUndefined();
    expect(collection.findInstrument(3)).toBeUndefined();
  });

  it('an instrument moved elsewhere leaves the collection as it was', () => {
    const collection = collectionOf(5);
    const moved = collection.getInstrument(5);
    moved.setPatch(DRUMS | 9);
    expect(moved.getPatch()).toBe(DRUMS + 9);
    expect(collection.getInstrument(5).getPatch()).toBe(5);
    expect(collection.findInstrument(9)).toBeUndefined();
  });
});

describe('CollectionInstrument', () => {
  it('is read from its bank when it is wanted, and once', () => {
    const contents = instrument(7, [region(0)]);
    const { bank, reads } = countingBank(() => contents);
    const found = new Collection(bank).getInstrument(7);
    expect([found.name, reads]).toEqual(['seven', []]);
    expect(found.contents).toBe(contents);
    expect(found.contents).toBe(contents);
    expect(reads).toEqual([0]);
  });

  it('hands on the fault of a bank that is damaged there', () => {
    const fault = { format: 'DLS', chunkPath: 'x', byteOffset: 1, expected: 'a', found: 'b' };
    const { bank } = countingBank(() => {
      throw new FormatError(fault);
    });
    expect(() => new Collection(bank).getInstrument(7).contents).toThrow(FormatError);
  });
});
