import { describe, expect, it } from 'vitest';
import { guidFromName } from './endpoint-guid.ts';

describe('guidFromName', () => {
  it('is the 128-bit FNV-1a hash of the name, but for version and variant', () => {
    // Published values of the hash: "" → 6c62272e07bb014262b821756295c58d, "a" → d228cb696f1a8caf78912b704e4a8964.
    expect(guidFromName('')).toBe('6c62272e-07bb-8142-a2b8-21756295c58d');
    expect(guidFromName('a')).toBe('d228cb69-6f1a-8caf-b891-2b704e4a8964');
  });

  it('gives names that differ in one character different GUIDs', () => {
    const names = Array.from({ length: 1000 }, (_, i) => `midi-out:${i}`);
    expect(new Set(names.map(guidFromName)).size).toBe(1000);
  });
});
