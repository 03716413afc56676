import { describe, expect, it } from 'vitest';
import { MemorySource } from '../byte-source.ts';
import { type Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import { chunk, list, riffFile } from '../riff/chunk-writer.ts';
import { infoList, nameList, readInfoName, readInfoTexts } from './info-texts.ts';

function opened(...children: Parameters<typeof list>[1]): { reader: ChunkReader; info: Chunk } {
  const reader = new ChunkReader(new MemorySource(riffFile('TEST', [list('INFO', children)])), 'TEST');
  return { reader, info: reader.find(reader.openForm('TEST'), 'LIST', 'INFO') as Chunk };
}
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('INFO texts', () => {
  it('are UTF-8, or Windows-1252 where they are no UTF-8, up to a zero byte', () => {
    const { reader, info } = opened(
      chunk('INAM', bytes(0xc3, 0xa4, 0, 65)),
      chunk('ICOP', bytes(0xa9, 0x32)),
      chunk('ICMT'),
      chunk('INAM', bytes(66)),
    );
    expect([...readInfoTexts(reader, info)]).toEqual([
      ['INAM', 'ä'],
      ['ICOP', '©2'],
      ['ICMT', ''],
    ]);
    expect(readInfoName(reader, info)).toBe('ä');
  });

  it('are limited in number and length', () => {
    const texts = Array.from({ length: 300 }, (_, index) => chunk(`I${String(index).padStart(3, '0')}`, bytes(65)));
    const { reader, info } = opened(chunk('ICMT', new Uint8Array(100_000).fill(65)), ...texts);
    const read = readInfoTexts(reader, info);
    expect(read.size).toBe(256);
    expect(read.get('ICMT')).toHaveLength(65_536);
    expect(reader.warnings.all.map(({ message }) => message)).toEqual([
      'text cut to 65536 bytes',
      'more than 256 chunks; the others are left out',
    ]);
  });

  it('are written with a zero byte, and no name as an empty list', () => {
    const write = (node: ReturnType<typeof nameList>): string => {
      const target = new Uint8Array(node.byteLength);
      node.writeTo(target, 0);
      return String.fromCharCode(...target);
    };
    expect(write(nameList('ab'))).toBe('LIST\x10\0\0\0INFOINAM\x03\0\0\0ab\0\0');
    expect(write(nameList(''))).toBe('LIST\x04\0\0\0INFO');
    expect(() => infoList(new Map([['name', 'a\0']]))).toThrow('name: expected a text without zero characters');
  });
});
