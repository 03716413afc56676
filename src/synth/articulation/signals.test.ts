import { describe, expect, it } from 'vitest';
import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import type { Connection } from '../../formats/sound-bank.ts';
import { Channel } from '../channel.ts';
import { DLS2_RULES, type RuleSet, WINDOWS_RULES } from '../rules.ts';
import { Articulation } from './articulation.ts';
import { type SignalContext, sumTerms } from './signals.ts';

/** A destination without defaults, whose scale counts 1/65536. */
const PROBE = To.CENTER;
const ONE = 65536;

function context(changes: Partial<SignalContext> = {}): SignalContext {
  return { rules: DLS2_RULES, channel: new Channel(0), key: 60, velocity: 100, ...changes };
}

/** What one connection of scale 1 gives. */
function probe(connection: Partial<Connection>, at: SignalContext = context(), rules: RuleSet = at.rules): number {
  const whole: Connection = { source: 0, control: 0, destination: PROBE, transform: 0, scale: ONE, ...connection };
  return sumTerms(new Articulation(rules, [whole], undefined).terms(PROBE), at);
}

describe('signals', () => {
  it('a connection without a source is its scale', () => {
    expect(probe({ scale: -3 * ONE })).toBe(-3);
  });

  it('Level 2 counts 128 steps in a linear source, Windows reaches 1 at 127', () => {
    for (const [source, at] of [
      [From.KEY_ON_VELOCITY, { velocity: 127 }],
      [From.KEY_NUMBER, { key: 127 }],
    ] as const) {
      expect(probe({ source }, context(at))).toBe(127 / 128);
      expect(probe({ source }, context({ ...at, rules: WINDOWS_RULES }))).toBe(1);
    }
  });

  it('curves reach their end at 127 under both rules', () => {
    const concave = 1 << 10;
    for (const rules of [DLS2_RULES, WINDOWS_RULES]) {
      expect(probe({ source: From.KEY_ON_VELOCITY, transform: concave }, context({ velocity: 127, rules }))).toBe(1);
    }
  });

  it('controllers are sources by 0x80 + their number', () => {
    const channel = new Channel(0);
    for (const controller of [1, 7, 10, 11, 74, 91, 93, 127]) {
      channel.controllers[controller] = 32;
      expect(probe({ source: 0x80 + controller }, context({ channel }))).toBe(0.25);
    }
  });

  it('pressures are those of the channel and of the note’s own key', () => {
    const channel = new Channel(0);
    channel.pressure = 64;
    channel.polyPressure[60] = 32;
    channel.polyPressure[61] = 96;
    expect(probe({ source: From.CHANNEL_PRESSURE }, context({ channel }))).toBe(0.5);
    expect(probe({ source: From.POLY_PRESSURE }, context({ channel }))).toBe(0.25);
    expect(probe({ source: From.POLY_PRESSURE }, context({ channel, key: 61 }))).toBe(0.75);
  });

  it('the pitch wheel goes from −1 to 8191/8192', () => {
    const channel = new Channel(0);
    const values = [0, 4096, 8192, 16383].map((value) => {
      channel.pitchWheel = value;
      return probe({ source: From.PITCH_WHEEL }, context({ channel }));
    });
    expect(values).toEqual([-1, -0.5, 0, 8191 / 8192]);
  });

  it('bend range, fine and coarse tuning are shares of 128 keys, 100 cents and 64 keys', () => {
    const channel = new Channel(0);
    channel.bendRangeCents = 1200;
    channel.fineTuneCents = -50;
    channel.coarseTuneCents = 1600;
    expect(probe({ source: From.RPN0 }, context({ channel }))).toBe(1200 / 12800);
    expect(probe({ source: From.RPN1 }, context({ channel }))).toBe(-0.5);
    expect(probe({ source: From.RPN2 }, context({ channel }))).toBe(0.25);
  });

  it('a control multiplies its source', () => {
    const channel = new Channel(0);
    channel.controllers[1] = 64;
    const connection = { source: From.KEY_ON_VELOCITY, control: From.CC1 };
    expect(probe(connection, context({ channel, velocity: 32 }))).toBe(0.125);
  });

  it('a control without a source is the source, with its own transform', () => {
    const channel = new Channel(0);
    channel.controllers[1] = 32;
    // Bits 8 and 9: bipolar and inverted control.
    const found = probe({ source: From.NONE, control: From.CC1, transform: 0x300 }, context({ channel }));
    expect(found).toBe(0.5);
  });

  it('transforms of source and control do not mix', () => {
    const channel = new Channel(0);
    channel.controllers[1] = 96;
    const connection = { source: From.KEY_ON_VELOCITY, control: From.CC1, transform: 0x8000 | 0x100 };
    expect(probe(connection, context({ channel, velocity: 32 }))).toBe(0.75 * 0.5);
  });

  it('sources that nothing defines are silent', () => {
    for (const source of [0x00a, 0x00b, 0x07f, 0x103, 0xffff]) expect(probe({ source })).toBe(0);
  });

  it('terms of one destination add up', () => {
    const list: Connection[] = [From.NONE, From.KEY_ON_VELOCITY, From.CC1].map((source) => ({
      source,
      control: 0,
      destination: PROBE,
      transform: 0,
      scale: 4 * ONE,
    }));
    const channel = new Channel(0);
    channel.controllers[1] = 32;
    const { terms } = { terms: new Articulation(DLS2_RULES, list, undefined).terms(PROBE) };
    expect(sumTerms(terms, context({ channel, velocity: 64 }))).toBe(4 + 2 + 1);
  });
});
