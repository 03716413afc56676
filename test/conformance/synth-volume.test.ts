import { describe, expect, it } from 'vitest';
import { PROPERTY_SET_SYNTH } from '../../src/ddi/property-request.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { codeOf } from './error-code.ts';
import { DEFAULT_MODEL } from './note-model.ts';
import { OneNoteSynth } from './one-note.ts';
import { expectNote } from './rendering-rows.ts';
import { describeRuleSets } from './rule-sets.ts';
import { Structure } from './structure.ts';

/** Items of the volume property set. */
const VOLUME = 0;
const BOOST = 1;
/** Total of a voice that meets its ceiling on either side, tenths of dB. */
const CEILING = 60;

function getVolume(synth: SoftwareSynth, item: number): number {
  return synth.getProperty(PROPERTY_SET_SYNTH, item, new Uint8Array(4));
}

/** @param value 1/100 dB. */
function setVolume(synth: SoftwareSynth, item: number, value: number): void {
  synth.setProperty(PROPERTY_SET_SYNTH, item, new Structure(4).i32(0, value).bytes);
}

it('the volume property set is the documented one', () => {
  expect(PROPERTY_SET_SYNTH).toBe('fedfae25-e46e-11d1-aace-0000f875ac12');
});

describeRuleSets('3 Volume property', (rules) => {
  it.each([
    ['W-016: the volume cannot be read', VOLUME, 'DMUS_E_GET_UNSUPPORTED'],
    ['W-017: the boost cannot be read', BOOST, 'DMUS_E_GET_UNSUPPORTED'],
    ['W-018: item 2 cannot be read, there is none', 2, 'DMUS_E_UNKNOWN_PROPERTY'],
  ])('%s', (_, item, code) => {
    expect(codeOf(() => getVolume(new SoftwareSynth({ rules }), item))).toBe(code);
  });

  it('W-019: item 2 cannot be set, there is none', () => {
    expect(codeOf(() => setVolume(new SoftwareSynth({ rules }), 2, 0))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });

  it('W-020: volume and boost can be set while closed, and last through openings', () => {
    const player = new OneNoteSynth(rules);
    expect(codeOf(() => setVolume(player.synth, VOLUME, -500))).toBe('S_OK');
    expect(codeOf(() => setVolume(player.synth, BOOST, -200))).toBe('S_OK');
    for (let i = 0; i < 2; i++) expectNote(player, {}, { level: -130 });
  });
});

describeRuleSets('7 Volume property, heard; rows in this order on one synth', (rules) => {
  const player = new OneNoteSynth(rules);

  it('W-090: the defaults are 0 and 600', () => {
    expectNote(player, {});
  });

  it('W-091: setting the volume to 0 changes nothing', () => {
    setVolume(player.synth, VOLUME, 0);
    expectNote(player, {});
  });

  it('W-092: the gain of a voice is limited to +6 dB, after panning', () => {
    setVolume(player.synth, VOLUME, 600);
    expectNote(player, {}, { level: CEILING - DEFAULT_MODEL.volume.offset, channelGains: [0, 0] });
  });

  it('beside W-092: a negative volume lowers the gain', () => {
    setVolume(player.synth, VOLUME, -600);
    expectNote(player, {}, { level: -60 });
  });

  it('W-094: setting the boost to 600 changes nothing', () => {
    setVolume(player.synth, BOOST, 600);
    expectNote(player, {}, { level: -60 });
  });

  it('beside W-094: volume and boost add up', () => {
    setVolume(player.synth, BOOST, 0);
    expectNote(player, {}, { level: -120 });
  });
});

describe('levels', () => {
  it('are the same whether integers or floats are rendered', () => {
    const player = new OneNoteSynth('windows');
    const floats = player.renderWave(0, {}, new Float32Array(88200 * 2));
    const integers = player.renderWave(0, {}, new Int16Array(88200 * 2));
    expect(integers).toEqual(Int16Array.from(floats, (sample) => Math.round(sample * 32767)));
  });
});
