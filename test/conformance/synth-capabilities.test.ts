import { expect, it } from 'vitest';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { codeOf } from './error-code.ts';
import { describeRuleSets } from './rule-sets.ts';

const CAPABILITIES: readonly [string, string, number][] = [
  ['W-010: takes connection lists (INSTRUMENT2)', '865fd372-9f67-11d2-872a-00600893b1bd', 1],
  ['W-011: knows DLS Level 2', 'f14599e5-4689-11d2-afa6-00aa0024d8b6', 1],
  ['beside W-011: knows DLS Level 1', '178f2f27-c364-11d1-a760-0000f875ac12', 1],
  ['W-012: has no GM sounds in hardware', '178f2f24-c364-11d1-a760-0000f875ac12', 0],
  ['W-013: has no GS sounds in hardware', '178f2f25-c364-11d1-a760-0000f875ac12', 0],
  ['W-014: has no XG sounds in hardware', '178f2f26-c364-11d1-a760-0000f875ac12', 0],
];

describeRuleSets('3 Capability properties', (rules) => {
  it.each(CAPABILITIES)('%s', (_, set, answer) => {
    const value = new Uint8Array(6).fill(0xee);
    expect(new SoftwareSynth({ rules }).getProperty(set, 0, value)).toBe(4);
    expect([...value]).toEqual([answer, 0, 0, 0, 0xee, 0xee]);
  });

  it.each(CAPABILITIES)('%s: only to be read, whole, as item 0', (_, set) => {
    const synth = new SoftwareSynth({ rules });
    expect(codeOf(() => synth.setProperty(set, 0, new Uint8Array(4)))).toBe('DMUS_E_SET_UNSUPPORTED');
    expect(codeOf(() => synth.getProperty(set, 0, new Uint8Array(3)))).toBe('DMUS_E_INSUFFICIENTBUFFER');
    expect(codeOf(() => synth.getProperty(set, 1, new Uint8Array(4)))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });
});
