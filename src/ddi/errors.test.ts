import { describe, expect, it } from 'vitest';
import { DMUS_ERROR_VALUES, DMUS_SUCCESS_VALUES, type DmusCode, DmusError } from './errors.ts';

describe('DmusError', () => {
  it('carries the documented name and its unsigned value', () => {
    const error = new DmusError('DMUS_E_ALREADYOPEN', 'the synth is open; close it first');
    expect(error).toBeInstanceOf(Error);
    expect(error.code).toBe('DMUS_E_ALREADYOPEN');
    expect(error.value).toBe(0x8878112f);
    expect(error.message).toBe('DMUS_E_ALREADYOPEN: the synth is open; close it first');
    expect(new DmusError('E_FAIL').message).toBe('E_FAIL');
  });

  it('keeps its cause', () => {
    const cause = new Error('disk');
    expect(new DmusError('E_FAIL', '', { cause }).cause).toBe(cause);
  });

  it('has no value twice, and failures have the failure bit, successes not', () => {
    const values = Object.values(DMUS_ERROR_VALUES);
    expect(new Set(values).size).toBe(values.length);
    expect(values.filter((value) => value < 0x8000_0000)).toEqual([]);
    expect(Object.values(DMUS_SUCCESS_VALUES).filter((value) => value >= 0x8000_0000)).toEqual([]);
  });

  it('builds every DMUS_E value from facility 0x878 and base 0x1000', () => {
    const codes = (Object.keys(DMUS_ERROR_VALUES) as DmusCode[]).filter((code) => code.startsWith('DMUS_E_'));
    expect(codes.length).toBeGreaterThan(45);
    for (const code of codes) {
      expect(DMUS_ERROR_VALUES[code] >>> 16).toBe(0x8878);
      expect(DMUS_ERROR_VALUES[code] & 0xf000).toBe(0x1000);
    }
  });
});
