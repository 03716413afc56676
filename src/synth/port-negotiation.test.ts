import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EffectFlags, PortFeatures, type PortParams } from '../ddi/port-params.ts';
import { MAX_CHANNEL_GROUPS, MAX_VOICES, negotiate } from './port-negotiation.ts';

const DEFAULTS: PortParams = {
  voices: 32,
  channelGroups: 2,
  audioChannels: 2,
  sampleRate: 22050,
  effects: EffectFlags.reverb,
  share: false,
  features: 0,
};

describe('negotiate', () => {
  it('fills in what is not wanted, which is no change', () => {
    expect(negotiate({})).toEqual({ params: DEFAULTS, changed: false });
    expect(negotiate({ voices: undefined } as never)).toEqual({ params: DEFAULTS, changed: false });
    expect(negotiate({ voices: 7 })).toEqual({ params: { ...DEFAULTS, voices: 7 }, changed: false });
  });

  it.each([
    ['voices', 0, 1],
    ['voices', 1001, MAX_VOICES],
    ['channelGroups', 0, 1],
    ['channelGroups', 5000, MAX_CHANNEL_GROUPS],
    ['audioChannels', 0, 1],
    ['audioChannels', 6, 2],
    ['sampleRate', 0, 11025],
    ['sampleRate', 100003, 96000],
    ['sampleRate', 44100.7, 44100],
    ['voices', Number.NaN, 1],
    ['voices', Number.POSITIVE_INFINITY, 1],
    ['share', true, false],
    ['effects', 0xffff, EffectFlags.reverb | EffectFlags.chorus],
    ['features', 0xffff, PortFeatures.audioPath | PortFeatures.streaming],
  ] as const)('%s of %d becomes %d, and that is said', (name, wanted, given) => {
    const { params, changed } = negotiate({ [name]: wanted });
    expect(params).toEqual({ ...DEFAULTS, [name]: given });
    expect(changed).toBe(true);
  });

  it('takes its own answers unchanged', () => {
    const number = fc.oneof(fc.integer(), fc.double());
    const wanted = fc.record(
      {
        voices: number,
        channelGroups: number,
        audioChannels: number,
        sampleRate: number,
        effects: fc.nat(),
        share: fc.boolean(),
        features: fc.nat(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wanted, (params) => {
        const first = negotiate(params);
        expect(negotiate(first.params)).toEqual({ params: first.params, changed: false });
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
