import { describe, expect, it } from 'vitest';
import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import { Channel } from '../channel.ts';
import { DLS2_RULES, type RuleSet, WINDOWS_RULES } from '../rules.ts';
import { Articulation } from './articulation.ts';
import { defaultGraph } from './default-graph.ts';
import { sumTerms } from './signals.ts';

const CHANNEL = new Channel(0);

/** What an instrument without articulation has at a destination. */
function valueAt(destination: number, changes: { velocity?: number; rules?: RuleSet; channel?: Channel } = {}): number {
  const { rules = DLS2_RULES, velocity = 127, channel = CHANNEL } = changes;
  const articulation = new Articulation(rules, [], undefined);
  return sumTerms(articulation.terms(destination), { rules, channel, key: 60, velocity });
}

describe.each([DLS2_RULES, WINDOWS_RULES])('the default graph under the $name rules', (rules) => {
  it('has no connection twice', () => {
    const keys = defaultGraph(rules).map(({ source, control, destination }) => `${source} ${control} ${destination}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('attenuates by velocity, volume and expression, each by 40·log10(127/v) dB', () => {
    const volume = 40 * Math.log10(100 / 127);
    expect(valueAt(To.GAIN, { rules })).toBeCloseTo(volume, 4);
    expect(valueAt(To.GAIN, { rules, velocity: 64 })).toBeCloseTo(volume + 40 * Math.log10(64 / 127), 4);
    const channel = new Channel(0);
    channel.controllers[7] = 127;
    channel.controllers[11] = 32;
    expect(valueAt(To.GAIN, { rules, channel })).toBeCloseTo(40 * Math.log10(32 / 127), 4);
    channel.controllers[7] = 0;
    expect(valueAt(To.GAIN, { rules, channel })).toBeCloseTo(40 * Math.log10(32 / 127) - 96, 4);
  });

  it.each([
    [0, -200],
    [8192, 0],
    [12288, 100],
  ])('bends by the bend range: wheel %i by %i cents', (wheel, cents) => {
    const channel = new Channel(0);
    channel.pitchWheel = wheel;
    expect(valueAt(To.PITCH, { rules, channel })).toBeCloseTo(cents, 6);
  });

  it('tunes finely by pitch and coarsely by key', () => {
    const channel = new Channel(0);
    channel.fineTuneCents = -12.5;
    channel.coarseTuneCents = 700;
    expect(valueAt(To.PITCH, { rules, channel })).toBeCloseTo(-12.5, 6);
    expect(valueAt(To.KEY_NUMBER, { rules, channel })).toBeCloseTo(700, 6);
  });

  it('has LFOs of 5 Hz after 10 ms', () => {
    for (const destination of [To.LFO_FREQUENCY, To.VIBRATO_FREQUENCY]) {
      expect(440 * 2 ** ((valueAt(destination, { rules }) - 6900) / 1200)).toBeCloseTo(5, 5);
    }
    for (const destination of [To.LFO_START_DELAY, To.VIBRATO_START_DELAY]) {
      expect(2 ** (valueAt(destination, { rules }) / 1200)).toBeCloseTo(0.01, 7);
    }
  });

  it('has envelopes without times that sustain at full level, and a shutdown of 15 ms', () => {
    for (const destination of [
      To.EG1_DELAY_TIME,
      To.EG1_ATTACK_TIME,
      To.EG1_HOLD_TIME,
      To.EG1_DECAY_TIME,
      To.EG1_RELEASE_TIME,
      To.EG2_DELAY_TIME,
      To.EG2_ATTACK_TIME,
      To.EG2_HOLD_TIME,
      To.EG2_DECAY_TIME,
      To.EG2_RELEASE_TIME,
    ]) {
      expect(2 ** (valueAt(destination, { rules }) / 1200)).toBe(0);
    }
    expect(valueAt(To.EG1_SUSTAIN_LEVEL, { rules })).toBe(100);
    expect(valueAt(To.EG2_SUSTAIN_LEVEL, { rules })).toBe(100);
    expect(2 ** (valueAt(To.EG1_SHUTDOWN_TIME, { rules }) / 1200)).toBeCloseTo(0.015, 7);
  });

  it('sends the effects what CC 91 and CC 93 say', () => {
    const channel = new Channel(0);
    channel.controllers[91] = 64;
    channel.controllers[93] = 32;
    expect(valueAt(To.REVERB, { rules, channel })).toBeCloseTo((64 / rules.sevenBitScale) * 100, 6);
    expect(valueAt(To.CHORUS, { rules, channel })).toBeCloseTo((32 / rules.sevenBitScale) * 100, 6);
  });

  it('follows the keys by 100 cents, pans by CC 10, and has no filter', () => {
    const articulation = new Articulation(rules, [], undefined);
    expect(articulation.centsPerKey).toBe(100);
    expect(articulation.panByController).toBeCloseTo(1, 6);
    expect(articulation.hasFilter).toBe(false);
  });
});

describe('the wheel’s vibrato', () => {
  function depth(rules: RuleSet): number {
    const channel = new Channel(0);
    channel.controllers[1] = 127;
    const terms = new Articulation(rules, [], undefined).depthTerms(From.VIBRATO, To.PITCH);
    return sumTerms(terms, { rules, channel, key: 60, velocity: 127 });
  }

  it('is 50 cents by Level 2, and none in Windows', () => {
    expect(depth(DLS2_RULES)).toBeCloseTo((50 * 127) / 128, 4);
    expect(depth(WINDOWS_RULES)).toBe(0);
  });
});
