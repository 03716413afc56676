import { describe, expect, it } from 'vitest';
import { ConnectionDestination as D, ConnectionSource as S } from '../dls/articulation-codes.ts';
import { timeCentsToSeconds } from '../dls/units.ts';
import type { Connection } from '../sound-bank.ts';
import { oneRegion, openSpec, type ZoneSpec } from './build-sf2.test-support.ts';
import { SfGenerator as G } from './generators.ts';

const ONE = 65_536;
const INSTANT = -0x8000_0000;

function connectionsOf(zone: ZoneSpec, presetZone?: ZoneSpec): readonly Connection[] {
  return oneRegion(zone, presetZone).connections ?? [];
}

function scaleOf(connections: readonly Connection[], source: number, destination: number): number | undefined {
  const found = connections.filter((each) => each.source === source && each.destination === destination);
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.scale;
}

describe('the articulation of a SoundFont zone', () => {
  it('is only the vibrato LFO at 8.176 Hz where the zone says nothing', () => {
    expect(connectionsOf([])).toEqual([
      { source: S.NONE, control: S.NONE, destination: D.VIBRATO_FREQUENCY, transform: 0, scale: 0 },
      { source: S.NONE, control: S.NONE, destination: D.VIBRATO_START_DELAY, transform: 0, scale: INSTANT },
    ]);
  });

  it.each([
    ['delayVolEnv', D.EG1_DELAY_TIME, -2400, -2400 * ONE],
    ['attackVolEnv', D.EG1_ATTACK_TIME, 1200, 1200 * ONE],
    ['holdVolEnv', D.EG1_HOLD_TIME, -600, -600 * ONE],
    ['pan', D.PAN, -250, -250 * ONE],
    ['reverbEffectsSend', D.REVERB, 400, 400 * ONE],
    ['chorusEffectsSend', D.CHORUS, 1000, 1000 * ONE],
    ['initialFilterFc', D.FILTER_CUTOFF, 6900, 6900 * ONE],
    ['freqVibLFO', D.VIBRATO_FREQUENCY, -851, -851 * ONE],
    ['delayVibLFO', D.VIBRATO_START_DELAY, 0, 0],
  ] as const)('takes over %s in DLS units', (generator, destination, amount, scale) => {
    expect(scaleOf(connectionsOf([[G[generator], amount]]), S.NONE, destination)).toBe(scale);
  });

  it('shortens decay and release of the volume envelope to the 96 dB that DLS means', () => {
    const connections = connectionsOf([
      [G.decayVolEnv, 1200],
      [G.releaseVolEnv, 0],
    ]);
    expect(timeCentsToSeconds(scaleOf(connections, S.NONE, D.EG1_DECAY_TIME)!)).toBeCloseTo(2 * 0.96, 6);
    expect(timeCentsToSeconds(scaleOf(connections, S.NONE, D.EG1_RELEASE_TIME)!)).toBeCloseTo(0.96, 6);
  });

  it.each([
    [240, 75],
    [960, 0],
    [1440, 0],
  ])('turns a sustain of %d cB into %d percent', (centibels, percent) => {
    const connections = connectionsOf([[G.sustainVolEnv, centibels]]);
    expect(scaleOf(connections, S.NONE, D.EG1_SUSTAIN_LEVEL)).toBe(percent * 10 * ONE);
  });

  it('lets hold and decay follow the key from key 60 on', () => {
    const connections = connectionsOf([
      [G.holdVolEnv, -1200],
      [G.keynumToVolEnvHold, 50],
      [G.decayVolEnv, 0],
      [G.keynumToVolEnvDecay, -20],
    ]);
    expect(scaleOf(connections, S.NONE, D.EG1_HOLD_TIME)).toBe((-1200 + 60 * 50) * ONE);
    expect(scaleOf(connections, S.KEY_NUMBER, D.EG1_HOLD_TIME)).toBe(-128 * 50 * ONE);
    const atKey = (key: number) =>
      scaleOf(connections, S.NONE, D.EG1_DECAY_TIME)! +
      (key / 128) * scaleOf(connections, S.KEY_NUMBER, D.EG1_DECAY_TIME)!;
    expect(timeCentsToSeconds(atKey(60))).toBeCloseTo(0.96, 6);
    expect(timeCentsToSeconds(atKey(72))).toBeCloseTo(0.96 * 2 ** 0.2, 6);
  });

  it('keeps key tracking that no 32-bit scale can hold within bounds', () => {
    const connections = connectionsOf([[G.keynumToVolEnvHold, -1200]]);
    expect(scaleOf(connections, S.KEY_NUMBER, D.EG1_HOLD_TIME)).toBe(128 * 255 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG1_HOLD_TIME)).toBe((-12_000 - 60 * 255) * ONE);
  });

  it('has a modulation envelope only where it moves something', () => {
    const shape: ZoneSpec = [
      [G.attackModEnv, -1200],
      [G.decayModEnv, 2400],
      [G.sustainModEnv, 300],
      [G.releaseModEnv, 1200],
      [G.holdModEnv, 600],
      [G.delayModEnv, 300],
      [G.keynumToModEnvDecay, 10],
    ];
    expect(connectionsOf(shape)).toEqual(connectionsOf([]));
    const connections = connectionsOf([...shape, [G.modEnvToPitch, -700], [G.modEnvToFilterFc, 2000]]);
    expect(scaleOf(connections, S.EG2, D.PITCH)).toBe(-700 * ONE);
    expect(scaleOf(connections, S.EG2, D.FILTER_CUTOFF)).toBe(2000 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG2_DELAY_TIME)).toBe(300 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG2_ATTACK_TIME)).toBe(-1200 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG2_HOLD_TIME)).toBe(600 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG2_DECAY_TIME)).toBe((2400 + 600) * ONE);
    expect(scaleOf(connections, S.KEY_NUMBER, D.EG2_DECAY_TIME)).toBe(-1280 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG2_RELEASE_TIME)).toBe(1200 * ONE);
    expect(scaleOf(connections, S.NONE, D.EG2_SUSTAIN_LEVEL)).toBe(700 * ONE);
  });

  it('has a modulation LFO only where it moves something', () => {
    const shape: ZoneSpec = [
      [G.freqModLFO, 1200],
      [G.delayModLFO, -3000],
    ];
    expect(connectionsOf(shape)).toEqual(connectionsOf([]));
    const connections = connectionsOf([
      ...shape,
      [G.modLfoToPitch, 30],
      [G.modLfoToFilterFc, -400],
      [G.modLfoToVolume, 60],
    ]);
    expect(scaleOf(connections, S.LFO, D.PITCH)).toBe(30 * ONE);
    expect(scaleOf(connections, S.LFO, D.FILTER_CUTOFF)).toBe(-400 * ONE);
    expect(scaleOf(connections, S.LFO, D.GAIN)).toBe(60 * ONE);
    expect(scaleOf(connections, S.NONE, D.LFO_FREQUENCY)).toBe(1200 * ONE);
    expect(scaleOf(connections, S.NONE, D.LFO_START_DELAY)).toBe(-3000 * ONE);
  });

  it('swings both ways from its LFOs', () => {
    const connections = connectionsOf([
      [G.vibLfoToPitch, 25],
      [G.modLfoToVolume, -20],
    ]);
    expect(connections).toContainEqual({
      source: S.VIBRATO,
      control: S.NONE,
      destination: D.PITCH,
      transform: 0x4000,
      scale: 25 * ONE,
    });
    expect(connections).toContainEqual({
      source: S.LFO,
      control: S.NONE,
      destination: D.GAIN,
      transform: 0x4000,
      scale: -20 * ONE,
    });
  });

  it('closes the filter by its resonance and cutoff, and not where it is open', () => {
    const connections = connectionsOf([
      [G.initialFilterFc, 8000],
      [G.initialFilterQ, 120],
    ]);
    expect(scaleOf(connections, S.NONE, D.FILTER_Q)).toBe(120 * ONE);
    expect(scaleOf(connectionsOf([[G.initialFilterQ, 120]]), S.NONE, D.FILTER_Q)).toBeUndefined();
    expect(scaleOf(connectionsOf([[G.modEnvToFilterFc, -3000]]), S.NONE, D.FILTER_CUTOFF)).toBe(13_500 * ONE);
  });

  it('changes the width of a key where scale tuning is not 100', () => {
    expect(scaleOf(connectionsOf([[G.scaleTuning, 50]]), S.KEY_NUMBER, D.PITCH)).toBe(6400 * ONE);
    expect(scaleOf(connectionsOf([[G.scaleTuning, 0]]), S.KEY_NUMBER, D.PITCH)).toBe(0);
    expect(scaleOf(connectionsOf([[G.scaleTuning, 1200]]), S.KEY_NUMBER, D.PITCH)).toBe(128 * 255 * ONE);
    expect(scaleOf(connectionsOf([]), S.KEY_NUMBER, D.PITCH)).toBeUndefined();
  });

  it('does not follow key or velocity where the zone fixes them', () => {
    const connections = connectionsOf([
      [G.keynum, 64],
      [G.velocity, 127],
      [G.holdVolEnv, 0],
      [G.keynumToVolEnvHold, 100],
    ]);
    expect(scaleOf(connections, S.KEY_NUMBER, D.PITCH)).toBe(0);
    expect(scaleOf(connections, S.KEY_ON_VELOCITY, D.GAIN)).toBe(0);
    expect(scaleOf(connections, S.KEY_NUMBER, D.EG1_HOLD_TIME)).toBeUndefined();
    expect(scaleOf(connections, S.NONE, D.EG1_HOLD_TIME)).toBe(-400 * ONE);
  });

  it('adds what the preset says and stays within the limits of each generator', () => {
    const sum = connectionsOf(
      [
        [G.attackVolEnv, -1000],
        [G.pan, 300],
        [G.modLfoToPitch, 5],
      ],
      [
        [G.attackVolEnv, 400],
        [G.pan, 400],
        [G.modLfoToPitch, -5],
      ],
    );
    expect(scaleOf(sum, S.NONE, D.EG1_ATTACK_TIME)).toBe(-600 * ONE);
    expect(scaleOf(sum, S.NONE, D.PAN)).toBe(500 * ONE);
    expect(scaleOf(sum, S.LFO, D.PITCH)).toBeUndefined();
  });
});

describe('the default modulators', () => {
  it('bring vibrato by wheel and pressure, and effect sends of 20 percent, to every instrument', () => {
    const { connections } = openSpec({ presets: [{ zones: [] }] }).instrument(0);
    expect(connections).toEqual([
      { source: S.VIBRATO, control: S.CC1, destination: D.PITCH, transform: 0x4000, scale: 50 * ONE },
      { source: S.VIBRATO, control: S.CHANNEL_PRESSURE, destination: D.PITCH, transform: 0x4000, scale: 50 * ONE },
      { source: S.CC91, control: S.NONE, destination: D.REVERB, transform: 0, scale: 200 * ONE },
      { source: S.CC93, control: S.NONE, destination: D.CHORUS, transform: 0, scale: 200 * ONE },
    ]);
  });
});
