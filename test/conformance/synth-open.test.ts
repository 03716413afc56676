import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PortParams, PortType } from '../../src/ddi/port-params.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { codeOf } from './error-code.ts';
import { describeRuleSets } from './rule-sets.ts';

const EVERYTHING_ZERO: PortParams = {
  voices: 0,
  channelGroups: 0,
  audioChannels: 0,
  sampleRate: 0,
  effects: 0,
  share: false,
  features: 0,
};

/** Opens a synth, takes its format, and closes it. */
function openOnce(rules: RuleSetName, wanted?: Partial<PortParams>) {
  const synth = new SoftwareSynth({ rules });
  const result = synth.open(wanted);
  const format = synth.getFormat();
  synth.close();
  return { ...result, format };
}

describeRuleSets('4 Open, Close, GetFormat, GetPortCaps', (rules) => {
  it('W-030: opens with nothing wanted', () => {
    expect(openOnce(rules).changed).toBe(false);
  });

  it('W-031: cannot be opened twice', () => {
    const synth = new SoftwareSynth({ rules });
    synth.open();
    expect(codeOf(() => synth.open())).toBe('DMUS_E_ALREADYOPEN');
  });

  it('W-032: closes once', () => {
    const synth = new SoftwareSynth({ rules });
    synth.open();
    expect(codeOf(() => synth.close())).toBe('S_OK');
    expect(codeOf(() => synth.close())).toBe('DMUS_E_ALREADYCLOSED');
  });

  it('W-034: has the native defaults', () => {
    const { changed, params } = openOnce(rules, {});
    expect(changed).toBe(false);
    expect(params).toEqual({
      voices: 32,
      channelGroups: 2,
      audioChannels: 2,
      sampleRate: 22050,
      effects: 1,
      share: false,
      features: 0,
    });
  });

  it('W-036: raises everything that is too small, and says so', () => {
    const { changed, params } = openOnce(rules, EVERYTHING_ZERO);
    expect(changed).toBe(true);
    expect(params).toMatchObject({ voices: 1, channelGroups: 1, sampleRate: 11025 });
    expect(params).toMatchObject({ effects: 0, share: false, features: 0 });
  });

  it('W-037: gives at least one audio channel', () => {
    expect(openOnce(rules, EVERYTHING_ZERO).params.audioChannels).toBe(1);
  });

  it('W-038: lowers a sample rate that is too high', () => {
    const { changed, params } = openOnce(rules, { sampleRate: 100003 });
    expect(changed).toBe(true);
    expect(params.sampleRate).toBe(96000);
  });

  it('W-041: does not share, but takes both features', () => {
    const { changed, params } = openOnce(rules, { share: true, features: 3 });
    expect(changed).toBe(true);
    expect(params).toMatchObject({ share: false, features: 3 });
  });

  it.each<[Partial<PortParams> | undefined]>([
    [undefined],
    [{}],
    [EVERYTHING_ZERO],
    [{ sampleRate: 100003 }],
    [{ share: true, features: 3 }],
    [{ sampleRate: 44100, audioChannels: 1 }],
  ])('W-042: has a format that agrees with the parameters: %o', (wanted) => {
    const { params, format } = openOnce(rules, wanted);
    expect(format).toEqual({
      formatTag: 1,
      channelCount: params.audioChannels,
      sampleRate: params.sampleRate,
      bitsPerSample: 16,
      blockAlign: params.audioChannels * 2,
      averageBytesPerSecond: params.sampleRate * params.audioChannels * 2,
    });
  });

  it('W-043: remarks a change exactly when something wanted was changed', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 64 }), fc.integer({ min: 0, max: 0xffff_ffff }));
    const wantedParams = fc.record(
      {
        // Each opening reserves its voices.
        voices: fc.integer({ min: 0, max: 200 }),
        channelGroups: fc.integer({ min: 0, max: 40 }),
        audioChannels: count,
        sampleRate: fc.oneof(count, fc.constantFrom(11025, 22050, 44100, 48000, 96000)),
        effects: count,
        share: fc.boolean(),
        features: count,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(wantedParams, (wanted) => {
        const { params, changed } = openOnce(rules, wanted);
        const keys = Object.keys(wanted) as (keyof PortParams)[];
        expect(changed).toBe(keys.some((key) => params[key] !== wanted[key]));
        const defaults = openOnce(rules).params;
        const unwanted = Object.entries(params).filter(([key]) => !(key in wanted));
        expect(defaults).toMatchObject(Object.fromEntries(unwanted));
      }),
      { seed: 20260301, numRuns: 30 },
    );
  });

  it('W-045: has no format while closed', () => {
    const synth = new SoftwareSynth({ rules });
    expect(codeOf(() => synth.getFormat())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    synth.open();
    synth.close();
    expect(codeOf(() => synth.getFormat())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-388: has the native capabilities, open or not', () => {
    const { description, ...caps } = new SoftwareSynth({ rules }).getPortCaps();
    expect(description.length).toBeLessThan(128);
    expect(caps).toEqual({
      guid: '58c2b4d0-46e7-11d1-89ac-00a0c9054129',
      flags: 0xe85,
      portClass: 1,
      portType: PortType.userModeSynth,
      memorySize: 0x7fff_ffff,
      maxChannelGroups: 1000,
      maxVoices: 1000,
      maxAudioChannels: 2,
      effects: 1,
    });
  });

  it('W-052: sets no channel groups while closed', () => {
    const synth = new SoftwareSynth({ rules });
    expect(codeOf(() => synth.setNumChannelGroups(1))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-053: sets channel groups while open', () => {
    const synth = new SoftwareSynth({ rules });
    synth.open();
    expect(codeOf(() => synth.setNumChannelGroups(1))).toBe('S_OK');
    expect(codeOf(() => synth.getChannelPriority(1, 15))).toBe('S_OK');
    expect(codeOf(() => synth.getChannelPriority(2, 0))).toBe('E_INVALIDARG');
  });

  it('W-054: opens and closes without any sink, as often as wanted', () => {
    const synth = new SoftwareSynth({ rules });
    for (let i = 0; i < 3; i++) {
      expect(codeOf(() => synth.open())).toBe('S_OK');
      expect(codeOf(() => synth.close())).toBe('S_OK');
    }
  });
});
