import { describe, expect, it } from 'vitest';
import { FormatError } from '../formats/format-error.ts';
import { describeFailure, describeUsageFailure } from './failure.ts';

describe('describeFailure', () => {
  it.each([
    ['ENOENT', 'a.mid: there is no such file or folder'],
    ['EACCES', 'a.mid: permission denied'],
    ['ENOSPC', 'a.mid: no space left on the disk'],
  ])('says %s in words, with the path', (code, text) => {
    expect(describeFailure(Object.assign(new Error('raw text'), { code, path: 'a.mid' }))).toBe(text);
  });

  it('leaves other failures their own words, in one line', () => {
    expect(describeFailure(Object.assign(new Error('EXDEV: raw\n  text'), { code: 'EXDEV' }))).toBe('EXDEV: raw text');
    expect(describeFailure('thrown')).toBe('thrown');
  });

  it('says where in a file a fault is', () => {
    const fault = { format: 'SF2', chunkPath: 'a.sf2: RIFF:sfbk', byteOffset: 12, expected: 'this', found: 'that' };
    expect(describeFailure(new FormatError(fault))).toBe('a.sf2: RIFF:sfbk at byte 12: expected this, found that');
  });
});

describe('describeUsageFailure', () => {
  it('makes one line of several, and tells where to read on', () => {
    const text = "error: unknown option '--bitz'\n(Did you mean --bits?)\n";
    const line = "unknown option '--bitz'. Did you mean --bits? See dmus render --help.";
    expect(describeUsageFailure(text, 'dmus render')).toBe(line);
  });
});
