import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileTarget } from './file-target.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dmus-file-target-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('FileTarget', () => {
  it('puts bytes at their offsets, and the file in its place when it is committed', () => {
    const path = join(folder, 'new.wav');
    const target = new FileTarget(path);
    target.write(Uint8Array.of(3, 4), 2);
    target.write(Uint8Array.of(1, 2), 0);
    target.close();
    expect(existsSync(path)).toBe(false);
    target.commit();
    expect([...readFileSync(path)]).toEqual([1, 2, 3, 4]);
  });

  it('leaves an older file as it was, and nothing else, when it is discarded, closed or not', () => {
    const path = join(folder, 'older.wav');
    writeFileSync(path, 'older');
    for (const isClosed of [false, true]) {
      const target = new FileTarget(path);
      target.write(Uint8Array.of(1), 0);
      if (isClosed) target.close();
      target.discard();
      target.commit();
      expect(readFileSync(path, 'utf8')).toBe('older');
      expect(existsSync(`${path}.part`)).toBe(false);
    }
  });

  it('keeps what is committed when it is discarded afterwards', () => {
    const path = join(folder, 'kept.wav');
    const target = new FileTarget(path);
    target.write(Uint8Array.of(7), 0);
    target.commit();
    target.discard();
    expect([...readFileSync(path)]).toEqual([7]);
  });

  it('names the file that was asked for where it cannot be made', () => {
    const path = join(folder, 'nowhere', 'out.wav');
    expect(() => new FileTarget(path)).toThrow(expect.objectContaining({ code: 'ENOENT', path }));
  });
});
