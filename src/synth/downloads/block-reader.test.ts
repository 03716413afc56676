import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, rawBlock } from '../../../test/rig/raw-block.ts';
import { DownloadType } from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import { DownloadBlock } from './block-reader.ts';

const OBJECTS = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6), new Uint8Array(40)];

/** A sound block with one number of 32 bits overwritten. */
function blockWith(byteOffset: number, value: number): Uint8Array {
  const bytes = rawBlock(DownloadType.wave, 7, OBJECTS);
  new DataView(bytes.buffer).setUint32(byteOffset, value, true);
  return bytes;
}

describe('DownloadBlock', () => {
  it('tells type, id and where its objects are', () => {
    const block = new DownloadBlock(rawBlock(DownloadType.wave, 0xfffffffe, OBJECTS));
    expect([block.type, block.downloadId, block.objectCount]).toEqual([2, 0xfffffffe, 3]);
    const offsets = [4, 2, 40].map((byteLength, i) => block.object(i, byteLength, 'DMUS_E_BADWAVE'));
    expect(offsets).toEqual([28, 32, 36]);
    expect(block.view.getUint8(32)).toBe(5);
  });

  it('reads a part of a larger buffer as if it were alone', () => {
    const bytes = rawBlock(DownloadType.wave, 7, OBJECTS);
    const larger = new Uint8Array(bytes.byteLength + 50);
    larger.set(bytes, 33);
    const block = new DownloadBlock(larger.subarray(33, 33 + bytes.byteLength));
    expect(block.view.getUint8(block.object(0, 4, 'DMUS_E_BADWAVE'))).toBe(1);
    expect(codeOf(() => block.need(70, 30, 'DMUS_E_BADWAVE'))).toBe('DMUS_E_BADWAVE');
  });

  it('knows all documented types and no others', () => {
    for (const type of [1, 2, 3, 4, 5, 6]) expect(new DownloadBlock(rawBlock(type, 1, OBJECTS)).type).toBe(type);
    for (const type of [0, 7, 0xffffffff]) {
      expect(codeOf(() => new DownloadBlock(rawBlock(type, 1, OBJECTS)))).toBe('DMUS_E_UNKNOWNDOWNLOAD');
    }
  });

  it.each([0, 1, 15])('%i bytes are no block', (byteLength) => {
    expect(codeOf(() => new DownloadBlock(new Uint8Array(byteLength).fill(2)))).toBe('DMUS_E_UNKNOWNDOWNLOAD');
  });

  it.each([
    ['no objects', 8, 0],
    ['more objects than there is room for', 8, 100],
    ['4 billion objects', 8, 0xffffffff],
    ['more bytes than there are', 12, 77],
    ['4 GB', 12, 0xffffffff],
    ['fewer bytes than its table has', 12, 20],
    ['an object in the header', 16, 0],
    ['an object in the table', 20, 24],
    ['an object just behind the block', 24, 76],
    ['an object far behind the block', 24, 0xfffffff0],
  ])('a block with %s is refused', (_, byteOffset, value) => {
    expect(codeOf(() => new DownloadBlock(blockWith(byteOffset, value)))).toBe('DMUS_E_BADOFFSETTABLE');
  });

  it('an object that reaches behind the block, or that the table lacks, fails with the code wanted', () => {
    const block = new DownloadBlock(rawBlock(DownloadType.wave, 7, OBJECTS));
    expect(block.object(2, 40, 'DMUS_E_BADWAVE')).toBe(36);
    expect(codeOf(() => block.object(2, 41, 'DMUS_E_BADWAVE'))).toBe('DMUS_E_BADWAVE');
    for (const index of [3, -1, 0.5, 0xffffffff])
      expect(codeOf(() => block.object(index, 1, 'DMUS_E_BADARTICULATION'))).toBe('DMUS_E_BADARTICULATION');
  });

  it('does not look at the table again: its owner may change it afterwards', () => {
    const bytes = rawBlock(DownloadType.wave, 7, OBJECTS);
    const block = new DownloadBlock(bytes);
    bytes.fill(0xff, 16, 28);
    expect(block.object(1, 2, 'DMUS_E_BADWAVE')).toBe(32);
  });

  it('any bytes are a block or a documented failure', () => {
    const sizes = fc.uint8Array({ minLength: 0, maxLength: 120 });
    fc.assert(
      fc.property(sizes, fc.nat(6), fc.nat(12), (bytes, type, count) => {
        if (bytes.byteLength > 16) {
          bytes.set([type, 0, 0, 0], 0);
          bytes.set([count, 0, 0, 0, bytes.byteLength, 0, 0, 0], 8);
        }
        try {
          const block = new DownloadBlock(bytes);
          expect(block.objectCount).toBe(count);
          for (let i = 0; i < count; i++) expect(block.object(i, 1, 'DMUS_E_BADWAVE')).toBeLessThan(bytes.byteLength);
        } catch (error) {
          expect(error).toBeInstanceOf(DmusError);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});
