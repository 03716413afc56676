import { describe, expect, it } from 'vitest';
import { type BankFields, bank, cuesOf, wave, waveData, waveFormat } from '../../../test/malformed/dls-parts.ts';
import { MemorySource } from '../byte-source.ts';
import { chunk } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import { type DlsBank, openDls } from './read-dls.ts';

const waves = [1, 2, 3].map((sample) => wave(waveFormat(), waveData(sample, 0)));
const [cueOf1, cueOf2, cueOf3] = cuesOf(waves) as [number, number, number];
const open = (fields: BankFields): DlsBank => openDls(new MemorySource(bank({ waves, ...fields })));
const samplesOf = (opened: DlsBank): (number | undefined)[] =>
  Array.from({ length: opened.waveCount }, (_, index) => opened.wave(index).readSamples()[0]);
const messages = ({ warnings }: DlsBank): string[] => warnings.map(({ message }) => message);

describe('the wave pool', () => {
  it('follows the pool table, in its order and as often as it says', () => {
    const opened = open({ cues: [cueOf3, cueOf1, cueOf3, cueOf2] });
    expect(samplesOf(opened)).toEqual([3, 1, 3, 2]);
    expect(opened.warnings).toEqual([]);
  });

  it('counts waves in their order where there is no table', () => {
    const opened = open({ cues: null });
    expect(samplesOf(opened)).toEqual([1, 2, 3]);
    expect(messages(opened)).toEqual(["no pool table ('ptbl'); waves are counted in their order"]);
  });

  it('takes the wave of the same rank where an entry points beyond the file', () => {
    const opened = open({ cues: [cueOf1, 0x7fff_fff0, cueOf3] });
    expect(messages(opened)[0]).toMatch(/^1 entries point beyond the pool's \d+ bytes$/);
    expect(samplesOf(opened)).toEqual([1, 2, 3]);
    expect(messages(opened)[1]).toBe('pool table entry 1 leads to no wave; the wave of that rank is taken');
  });

  it('takes the wave of the same rank where an entry points into the midst of a wave', () => {
    expect(samplesOf(open({ cues: [cueOf1, cueOf2 + 2, cueOf3] }))).toEqual([1, 2, 3]);
  });

  it('does not guess where another entry means that wave, or where the entry is empty', () => {
    const opened = open({ cues: [cueOf2, 0x7fff_fff0, 0xffff_ffff, 0xffff_fffe] });
    expect(opened.wave(0).readSamples()[0]).toBe(2);
    expect(() => opened.wave(1)).toThrow('RIFF:DLS /ptbl at byte');
    expect(() => opened.wave(1)).toThrow('expected wave 1 in the pool, found none');
    expect(() => opened.wave(2)).toThrow('expected wave 2 in the pool, found none');
    expect(() => opened.wave(3)).toThrow('expected wave 3 in the pool, found none');
  });

  it.each([4, -1, 0.5, Number.NaN])('has no wave %d', (index) => {
    expect(() => open({ cues: [0, 0, 0, 0] }).wave(index)).toThrow(`expected a wave index below 4, found ${index}`);
  });

  it('reads as many entries as there are, and finds them behind a longer header', () => {
    const promising = new StructWriter().u32('cbSize', 12).u32('count', 0xffff_ffff).u32('added', 9).u32('', cueOf2);
    const opened = open({ cues: null, extra: [chunk('ptbl', promising.toBytes())] });
    expect(samplesOf(opened)).toEqual([2]);
    expect(messages(opened)).toEqual(['4294967295 entries promised, 1 found']);
  });
});
