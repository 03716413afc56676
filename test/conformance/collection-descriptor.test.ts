import { describe, expect, it } from 'vitest';
import { MemorySource } from '../../src/formats/byte-source.ts';
import { type DlsBank, openDls } from '../../src/formats/dls/read-dls.ts';
import { FormatError } from '../../src/formats/format-error.ts';
import { chunk, list } from './riff.ts';
import { Structure } from './structure.ts';

const SOURCE_NAME = 'bank.dls';

function openForm(form: string, ...children: readonly Uint8Array[]): DlsBank {
  return openDls(new MemorySource(list(form, children, 'RIFF'), SOURCE_NAME));
}

function text(id: string, value: string): Uint8Array {
  return chunk(
    id,
    Uint8Array.from(`${value}\0`, (character) => character.charCodeAt(0)),
  );
}

/** What a descriptor of the bank would have flagged valid, besides its class. */
function told({ info, version, id }: DlsBank): string[] {
  const hasName = info.has('INAM');
  return [...(hasName ? ['name'] : []), ...(version === undefined ? [] : ['version']), ...(id ? ['id'] : [])];
}

describe('13 What a collection’s file says of itself', () => {
  it('W-349: an empty collection says nothing', () => {
    const bank = openForm('DLS ');
    expect([bank.format, bank.instruments.length, told(bank)]).toEqual(['DLS', 0, []]);
  });

  it('W-351: a file of another form is no collection', () => {
    expect(() => openForm('DMCN')).toThrow(FormatError);
  });

  it('W-352: texts of an unknown list and a chunk of another name are passed by, the version is read', () => {
    const bank = openForm(
      'DLS ',
      text('catg', 'category'),
      list('UNFO', [text('INAM', 'name'), text('ICOP', 'copyright'), text('ICMT', 'comment'), text('ISBJ', 'subject')]),
      chunk('vers', new Structure(8).u32(0, 5).u32(4, 8).bytes),
      chunk('guid', new Uint8Array(16).fill(0xcc)),
    );
    expect(told(bank)).toEqual(['version']);
    expect(bank.version).toEqual({ mostSignificant: 5, leastSignificant: 8 });
    expect([...bank.info]).toEqual([]);
  });

  it('W-353: a name in an unknown list is none', () => {
    const bank = openForm('DLS ', list('UNFO', [text('INAM', 'INAM')]));
    expect([told(bank), bank.name]).toEqual([[], SOURCE_NAME]);
  });

  it('W-354: a name in the list of texts is the name', () => {
    const bank = openForm('DLS ', list('INFO', [text('INAM', 'INAM')]));
    expect([told(bank), bank.name]).toEqual([['name'], 'INAM']);
  });
});
