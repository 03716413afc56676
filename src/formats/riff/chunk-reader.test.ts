import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { type Chunk, ChunkReader } from './chunk-reader.ts';
import { type ChunkNode, chunk, list, riffFile } from './chunk-writer.ts';
import { CountingSource } from './counting-source.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const readerOf = (bytes: Uint8Array): ChunkReader => new ChunkReader(new MemorySource(bytes), 'TEST');
const namesIn = (reader: ChunkReader, parent: Chunk): string[] =>
  Array.from(reader.children(parent), ({ id, listType }) => listType ?? id);

function faultOf(bytes: Uint8Array): FormatError {
  try {
    readerOf(bytes).openForm('TEST');
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('expected a FormatError');
}

function withSizeAt(file: Uint8Array, byteOffset: number, size: number): Uint8Array {
  const damaged = file.slice();
  new DataView(damaged.buffer).setUint32(byteOffset, size, true);
  return damaged;
}

describe('ChunkReader on whole files', () => {
  const file = riffFile('TEST', [
    chunk('head', ascii('1234')),
    list('pool', [
      list('wave', [chunk('fmt ', ascii('abc')), chunk('data', ascii('xy'))]),
      list('wave', [chunk('fmt ')]),
    ]),
  ]);

  it('gives each chunk with its place, size and path', () => {
    const reader = readerOf(file);
    const form = reader.openForm('TEST');
    const pool = reader.find(form, 'LIST', 'pool') as Chunk;
    const waves = [...reader.children(pool)];
    expect(waves.map(({ chunkPath }) => chunkPath)).toEqual(['RIFF:TEST/pool/wave', 'RIFF:TEST/pool/wave[1]']);
    const data = reader.find(waves[0] as Chunk, 'data') as Chunk;
    expect(data).toMatchObject({ byteOffset: 68, byteLength: 2, claimedByteLength: 2, depth: 3 });
    expect(data.chunkPath).toBe('RIFF:TEST/pool/wave/data');
    expect(new TextDecoder().decode(reader.readBody(data))).toBe('xy');
    expect(reader.warnings.all).toEqual([]);
  });

  it('reads headers and nothing else while walking', () => {
    const large = riffFile('TEST', [chunk('data', new Uint8Array(1_000_000)), chunk('tail', ascii('abcd'))]);
    const source = new CountingSource(new MemorySource(large));
    const reader = new ChunkReader(source, 'TEST');
    expect(namesIn(reader, reader.openForm('TEST'))).toEqual(['data', 'tail']);
    expect(source.bytesRead).toBeLessThan(60);
  });

  it('finds a chunk that another one points at, only within its list', () => {
    const reader = readerOf(file);
    const pool = reader.find(reader.openForm('TEST'), 'LIST', 'pool') as Chunk;
    expect(reader.chunkAt(pool.byteOffset, pool, 7)?.chunkPath).toBe('RIFF:TEST/pool/wave[7]');
    expect(reader.chunkAt(pool.byteOffset - 12, pool, 0)).toBeUndefined();
    expect(reader.chunkAt(file.byteLength - 4, pool, 0)).toBeUndefined();
    expect(reader.chunkAt(1e12, pool, 0)).toBeUndefined();
  });

  it('refuses a body that is too short and says where', () => {
    const reader = readerOf(file);
    const head = reader.find(reader.openForm('TEST'), 'head') as Chunk;
    expect(() => reader.readView(head, 8)).toThrow(
      'TEST: RIFF:TEST/head at byte 20: expected at least 8 bytes, found 4 bytes',
    );
  });

  it('reads back every tree that the writer makes', () => {
    type Tree = [string, Uint8Array] | [string, Tree[]];
    const name = fc.stringMatching(/^[a-z0-9 ]{4}$/).filter((id) => id !== 'LIST');
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.tuple(name, fc.uint8Array({ maxLength: 9 })),
        fc.tuple(name, fc.array(tie('tree'), { maxLength: 4 })),
      ) as fc.Arbitrary<Tree>,
    }));
    const nodeOf = ([id, content]: Tree): ChunkNode =>
      content instanceof Uint8Array ? chunk(id, content) : list(id, content.map(nodeOf));
    const treeOf = (reader: ChunkReader, node: Chunk): Tree =>
      node.listType === undefined
        ? [node.id, Uint8Array.from(reader.readBody(node))]
        : [node.listType, Array.from(reader.children(node), (child) => treeOf(reader, child))];
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 4 }), (trees) => {
        const reader = readerOf(riffFile('TEST', trees.map(nodeOf)));
        expect(treeOf(reader, reader.openForm('TEST'))).toEqual(['TEST', trees]);
        expect(reader.warnings.all).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

describe('ChunkReader on files that are no RIFF file', () => {
  it('says what stands in place of the RIFF header', () => {
    expect(faultOf(new Uint8Array(0))).toMatchObject({
      format: 'TEST',
      chunkPath: 'RIFF',
      byteOffset: 0,
      expected: 'a RIFF header of 12 bytes',
      found: 'a file of 0 bytes',
    });
    expect(faultOf(ascii('RIFF\0\0\0')).found).toBe('a file of 7 bytes');
    expect(faultOf(ascii('MThd\0\0\0\x06\0\0\0\0')).found).toBe("'MThd'");
    expect(faultOf(Uint8Array.of(0, 1, 0xff, 3, 4, 5, 6, 7, 8)).found).toBe('bytes 00 01 ff 03');
  });

  it('says which form type there is', () => {
    expect(faultOf(riffFile('WAVE', []))).toMatchObject({
      chunkPath: 'RIFF:WAVE',
      byteOffset: 8,
      expected: "form type 'TEST'",
      found: "'WAVE'",
    });
    expect(faultOf(ascii('RIFF\x04\0\0\0TE')).found).toBe('the end of the file (10 bytes)');
  });

  it('never ends otherwise on random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => faultOf(bytes) instanceof FormatError));
  });
});

describe('ChunkReader on damaged files', () => {
  const file = riffFile('TEST', [
    list('pool', [chunk('aaaa', ascii('1234')), chunk('bbbb', ascii('56'))]),
    chunk('tail'),
  ]);

  it('takes a RIFF size larger than the file to be the file, with a warning', () => {
    const reader = readerOf(withSizeAt(file, 4, 0x7fff_ffff));
    expect(namesIn(reader, reader.openForm('TEST'))).toEqual(['pool', 'tail']);
    expect(reader.warnings.all).toHaveLength(1);
    expect(reader.warnings.all[0]?.message).toContain('claims 2147483643 bytes');
  });

  it('takes a RIFF size of zero to be not filled in', () => {
    const reader = readerOf(withSizeAt(file, 4, 0));
    expect(namesIn(reader, reader.openForm('TEST'))).toEqual(['pool', 'tail']);
    expect(reader.warnings.all[0]?.message).toContain('not filled in');
  });

  it('cuts a chunk that overruns its list, so that what follows the list is still found', () => {
    const reader = readerOf(withSizeAt(file, 28, 100));
    const form = reader.openForm('TEST');
    const pool = reader.find(form, 'LIST', 'pool') as Chunk;
    expect([...reader.children(pool)]).toMatchObject([{ id: 'aaaa', byteLength: 14, claimedByteLength: 100 }]);
    expect(namesIn(reader, form)).toEqual(['pool', 'tail']);
    expect(reader.warnings.all).toMatchObject([{ chunkPath: 'RIFF:TEST/pool/aaaa', byteOffset: 24 }]);
  });

  it('gives what a cut file still has', () => {
    const reader = readerOf(file.subarray(0, 43));
    const pool = reader.find(reader.openForm('TEST'), 'LIST', 'pool') as Chunk;
    expect(namesIn(reader, pool)).toEqual(['aaaa']);
    expect(reader.warnings.all.map(({ message }) => message).join()).toContain('not a chunk');
  });

  it('finds the next chunk where a pad byte was forgotten', () => {
    const unpadded = ascii('RIFF\x21\0\0\0TESTodd \x03\0\0\0abceven\x02\0\0\0xytail\0\0\0\0');
    const reader = readerOf(unpadded);
    expect(namesIn(reader, reader.openForm('TEST'))).toEqual(['odd ', 'even', 'tail']);
    expect(reader.warnings.all[0]?.message).toBe('odd size without a pad byte');
  });

  it('stops at bytes that are no chunk and says how many are left out', () => {
    const reader = readerOf(riffFile('TEST', [chunk('good'), chunk('data', new Uint8Array(20))]).fill(0, 20, 28));
    expect(namesIn(reader, reader.openForm('TEST'))).toEqual(['good']);
    expect(reader.warnings.all[0]?.message).toBe('the last 28 bytes are not a chunk and are left out');
  });

  it('limits the chunks of a list', () => {
    const many = riffFile(
      'TEST',
      Array.from({ length: 50 }, () => chunk('none')),
    );
    const reader = new ChunkReader(new MemorySource(many), 'TEST', { maxChunksPerList: 10 });
    expect(namesIn(reader, reader.openForm('TEST'))).toHaveLength(10);
    expect(reader.warnings.all[0]?.message).toContain('more than 10 chunks');
  });

  it('corrects sizes that a format knows to be wrong', () => {
    const wrong = withSizeAt(riffFile('TEST', [chunk('crs1', new Uint8Array(6)), chunk('next')]), 16, 9_999);
    const reader = new ChunkReader(new MemorySource(wrong), 'TEST', { fixedByteLengths: new Map([['crs1', 6]]) });
    expect(namesIn(reader, reader.openForm('TEST'))).toEqual(['crs1', 'next']);
    expect(reader.warnings.all).toEqual([]);
  });

  it('ends in a fault, not in a deep stack, where lists lie in lists without end', () => {
    const depth = 100_000;
    const deep = new Uint8Array(12 + 12 * depth);
    deep.set(ascii('RIFF\xff\xff\xff\x7fTEST'));
    for (let i = 1; i <= depth; i++) deep.set(ascii('LIST\xff\xff\xff\x7fdeep'), 12 * i);
    const source = new CountingSource(new MemorySource(deep));
    const reader = new ChunkReader(source, 'TEST');
    const descend = (parent: Chunk): void => {
      for (const child of reader.children(parent)) descend(child);
    };
    expect(() => descend(reader.openForm('TEST'))).toThrow('at most 16 lists within each other');
    expect(source.bytesRead).toBeLessThan(1_000);
  });

  it('refuses to walk a chunk that is no list', () => {
    const reader = readerOf(file);
    const tail = reader.find(reader.openForm('TEST'), 'tail') as Chunk;
    expect(() => [...reader.children(tail)]).toThrow(TypeError);
  });
});
