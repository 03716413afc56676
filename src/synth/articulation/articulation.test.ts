import { describe, expect, it } from 'vitest';
import { ConnectionSource as From, ConnectionDestination as To } from '../../formats/dls/articulation-codes.ts';
import {
  centsToRelativePitch,
  dbToGain,
  hzToAbsolutePitch,
  percentToScale,
  secondsToTimeCents,
  ZERO_SECONDS_IN_TIME_CENTS,
} from '../../formats/dls/units.ts';
import type { Connection } from '../../formats/sound-bank.ts';
import { Channel } from '../channel.ts';
import { DLS2_RULES, type RuleSet, WINDOWS_RULES } from '../rules.ts';
import { Articulation } from './articulation.ts';
import { Moved } from './moved.ts';
import { sumTerms } from './signals.ts';

function connect(source: number, destination: number, scale: number, control = 0, transform = 0): Connection {
  return { source, control, destination, transform, scale };
}

function make(
  instrument: readonly Connection[],
  region?: readonly Connection[],
  rules: RuleSet = DLS2_RULES,
): Articulation {
  return new Articulation(rules, instrument, region);
}

/** Value at a destination for key 60 at full velocity on a fresh channel. */
function valueAt(articulation: Articulation, destination: number, rules: RuleSet = DLS2_RULES): number {
  return sumTerms(articulation.terms(destination), { rules, channel: new Channel(0), key: 60, velocity: 127 });
}

const PITCH_100 = connect(From.NONE, To.PITCH, centsToRelativePitch(100));
const PITCH_30 = connect(From.NONE, To.PITCH, centsToRelativePitch(30));
const SUSTAIN_50 = connect(From.NONE, To.EG1_SUSTAIN_LEVEL, percentToScale(50));

describe('Articulation', () => {
  it('an explicit connection takes the place of the default with the same source, control and destination', () => {
    expect(valueAt(make([SUSTAIN_50]), To.EG1_SUSTAIN_LEVEL)).toBe(50);
  });

  it('another control makes it another connection, which adds', () => {
    const wheel = connect(From.PITCH_WHEEL, To.PITCH, centsToRelativePitch(1200));
    const articulation = make([wheel]);
    expect(articulation.terms(To.PITCH).filter(({ source }) => source === From.PITCH_WHEEL)).toHaveLength(2);
  });

  it('of two equal connections in a list the later counts', () => {
    expect(valueAt(make([PITCH_100, PITCH_30]), To.PITCH)).toBe(30);
    expect(valueAt(make([PITCH_30, PITCH_100]), To.PITCH)).toBe(100);
  });

  it('by Level 2 the region’s connections join the instrument’s and go before them', () => {
    const articulation = make([PITCH_100, SUSTAIN_50], [PITCH_30]);
    expect(valueAt(articulation, To.PITCH)).toBe(30);
    expect(valueAt(articulation, To.EG1_SUSTAIN_LEVEL)).toBe(50);
  });

  it('in Windows the region’s articulation takes the place of the instrument’s as a whole', () => {
    // Constant pitch has no effect there.
    const articulation = make([SUSTAIN_50], [connect(From.NONE, To.PAN, percentToScale(10))], WINDOWS_RULES);
    expect(valueAt(articulation, To.EG1_SUSTAIN_LEVEL, WINDOWS_RULES)).toBe(100);
    expect(valueAt(articulation, To.PAN, WINDOWS_RULES)).toBe(10);
  });

  it('a region without articulation has the instrument’s under both rules', () => {
    for (const rules of [DLS2_RULES, WINDOWS_RULES]) {
      expect(valueAt(make([SUSTAIN_50], undefined, rules), To.EG1_SUSTAIN_LEVEL, rules)).toBe(50);
    }
  });

  it('Windows does not listen to what it ignores, and keeps its defaults there', () => {
    const { source, control, destination } = WINDOWS_RULES.ignoredConnections.find(
      (rule) => rule.source === From.KEY_ON_VELOCITY,
    )!;
    const silent: Connection = { source, control, destination, transform: 0, scale: 0 };
    const expected = valueAt(make([], undefined, WINDOWS_RULES), destination, WINDOWS_RULES);
    expect(valueAt(make([silent], undefined, WINDOWS_RULES), destination, WINDOWS_RULES)).toBe(expected);
    for (const rule of WINDOWS_RULES.ignoredConnections) {
      const connection: Connection = { ...rule, transform: 0, scale: centsToRelativePitch(1200) };
      const articulation = make([connection], undefined, WINDOWS_RULES);
      expect(valueAt(articulation, rule.destination, WINDOWS_RULES)).toBe(
        valueAt(make([], undefined, WINDOWS_RULES), rule.destination, WINDOWS_RULES),
      );
      expect(articulation.centsPerKey).toBe(100);
      expect(articulation.panByController).toBeCloseTo(1, 6);
    }
  });

  it('reserved destinations and none are left out', () => {
    const unused = [To.NONE, To.RESERVED, To.EG1_RESERVED, To.EG2_RESERVED];
    const articulation = make(unused.map((destination) => connect(From.CC1, destination, 65536)));
    for (const destination of unused) expect(articulation.terms(destination)).toEqual([]);
  });

  it('"no time" stays no time whatever is added to it', () => {
    const articulation = make([
      connect(From.NONE, To.EG1_ATTACK_TIME, ZERO_SECONDS_IN_TIME_CENTS),
      connect(From.KEY_ON_VELOCITY, To.EG1_ATTACK_TIME, 0x7fffffff),
      connect(From.CC7, To.EG1_ATTACK_TIME, 0x7fffffff),
    ]);
    expect(2 ** (valueAt(articulation, To.EG1_ATTACK_TIME) / 1200)).toBe(0);
  });

  it('a time is scaled by its other sources', () => {
    const articulation = make([
      connect(From.NONE, To.EG1_DECAY_TIME, secondsToTimeCents(2)),
      connect(From.KEY_NUMBER, To.EG1_DECAY_TIME, centsToRelativePitch(-2400)),
    ]);
    expect(2 ** (valueAt(articulation, To.EG1_DECAY_TIME) / 1200)).toBeCloseTo(2 * 2 ** ((-2 * 60) / 128), 6);
  });

  it('connections of modulators are depths, and not values of their destination', () => {
    const articulation = make([
      connect(From.LFO, To.PITCH, centsToRelativePitch(40)),
      connect(From.LFO, To.PITCH, centsToRelativePitch(64), From.CC1),
      connect(From.EG2, To.FILTER_CUTOFF, centsToRelativePitch(3600)),
      connect(From.VIBRATO, To.GAIN, dbToGain(-6)),
    ]);
    const channel = new Channel(0);
    channel.controllers[1] = 64;
    const context = { rules: DLS2_RULES, channel, key: 60, velocity: 127 };
    expect(sumTerms(articulation.depthTerms(From.LFO, To.PITCH), context)).toBe(72);
    expect(sumTerms(articulation.depthTerms(From.EG2, To.FILTER_CUTOFF), context)).toBe(3600);
    expect(sumTerms(articulation.depthTerms(From.VIBRATO, To.GAIN), context)).toBe(-6);
    expect(sumTerms(articulation.depthTerms(From.LFO, To.GAIN), context)).toBe(0);
    expect(valueAt(articulation, To.PITCH)).toBe(0);
  });

  it('Windows takes a tenth of what channel pressure does to the gain through an LFO', () => {
    const list = [connect(From.LFO, To.GAIN, dbToGain(10), From.CHANNEL_PRESSURE)];
    const channel = new Channel(0);
    channel.pressure = 127;
    const depth = (rules: RuleSet): number =>
      sumTerms(make(list, undefined, rules).depthTerms(From.LFO, To.GAIN), {
        rules,
        channel,
        key: 60,
        velocity: 127,
      });
    expect(depth(WINDOWS_RULES)).toBeCloseTo(1, 9);
    expect(depth(DLS2_RULES)).toBeCloseTo((10 * 127) / 128, 9);
  });

  it('a cutoff of its own turns the filter on', () => {
    expect(make([connect(From.NONE, To.FILTER_CUTOFF, hzToAbsolutePitch(1000))]).hasFilter).toBe(true);
    expect(make([], [connect(From.NONE, To.FILTER_CUTOFF, hzToAbsolutePitch(1000))]).hasFilter).toBe(true);
  });

  it('what only moves a cutoff leaves the filter off: by default it is open', () => {
    for (const source of [From.KEY_ON_VELOCITY, From.CC1, From.EG2, From.LFO]) {
      expect(make([connect(source, To.FILTER_CUTOFF, centsToRelativePitch(-2400))]).hasFilter).toBe(false);
    }
  });

  it('knows what every source and control moves', () => {
    const articulation = make([
      connect(From.LFO, To.GAIN, dbToGain(3), From.CHANNEL_PRESSURE),
      connect(0x80 + 74, To.FILTER_CUTOFF, centsToRelativePitch(1200)),
      connect(From.NONE, To.PITCH, centsToRelativePitch(12), From.POLY_PRESSURE),
    ]);
    const moved = [From.CHANNEL_PRESSURE, 0x80 + 74, From.POLY_PRESSURE, From.CC7, From.CC10, From.CC91, 0x80 + 75];
    expect(moved.map((source) => articulation.movedBy(source))).toEqual([
      Moved.depths,
      Moved.cutoff,
      Moved.pitch,
      Moved.gain,
      Moved.pan,
      Moved.sends,
      0,
    ]);
    for (const source of [From.PITCH_WHEEL, From.RPN0, From.RPN1, From.RPN2])
      expect(articulation.movedBy(source)).toBe(Moved.pitch);
  });

  it('what counts at the start of a note only is moved by nothing', () => {
    const articulation = make([connect(0x80 + 73, To.EG1_ATTACK_TIME, secondsToTimeCents(2))]);
    expect(articulation.movedBy(0x80 + 73)).toBe(0);
  });

  it('codes that nothing defines are taken for no others', () => {
    const articulation = make([
      connect(From.LFO, To.PITCH, centsToRelativePitch(40)),
      connect(From.NONE, To.PITCH, centsToRelativePitch(11), 0x1000),
      connect(From.LFO, 0x4000 + To.PITCH, centsToRelativePitch(12)),
    ]);
    const context = { rules: DLS2_RULES, channel: new Channel(0), key: 60, velocity: 127 };
    expect(sumTerms(articulation.depthTerms(From.LFO, To.PITCH), context)).toBe(40);
    expect(sumTerms(articulation.depthTerms(From.EG2, To.PITCH), context)).toBe(0);
  });

  it('key to pitch is the distance between keys, CC 10 to pan the share of the pan controller', () => {
    const articulation = make([
      connect(From.KEY_NUMBER, To.PITCH, centsToRelativePitch(6400)),
      connect(From.CC10, To.PAN, percentToScale(25.4), 0, 0x4000),
    ]);
    expect(articulation.centsPerKey).toBe(50);
    expect(articulation.panByController).toBeCloseTo(0.5, 6);
    expect(articulation.terms(To.PAN)).toEqual([]);
  });
});
