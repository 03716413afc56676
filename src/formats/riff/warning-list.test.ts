import { describe, expect, it } from 'vitest';
import { MAX_WARNINGS, WarningList } from './warning-list.ts';

describe('WarningList', () => {
  it('keeps equal warnings once', () => {
    const list = new WarningList();
    list.add({ chunkPath: 'RIFF', byteOffset: 4, message: 'short' });
    list.add({ chunkPath: 'RIFF', byteOffset: 4, message: 'short' });
    list.add({ chunkPath: 'RIFF', byteOffset: 8, message: 'short' });
    expect(list.all.map(({ byteOffset }) => byteOffset)).toEqual([4, 8]);
  });

  it('stops at its limit and says so in the last one', () => {
    const list = new WarningList();
    for (let i = 0; i < 2 * MAX_WARNINGS; i++) list.add({ chunkPath: 'RIFF', byteOffset: i, message: 'bad' });
    expect(list.all).toHaveLength(MAX_WARNINGS);
    expect(list.all.at(-2)?.message).toBe('bad');
    expect(list.all.at(-1)?.message).toContain('not listed');
  });
});
