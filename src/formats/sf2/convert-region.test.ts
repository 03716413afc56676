import { describe, expect, it } from 'vitest';
import type { Region } from '../sound-bank.ts';
import {
  messagesOf,
  oneRegion,
  oneZoneSpec,
  openSpec,
  rangeAmount,
  SAMPLE_OF_8,
  type SampleSpec,
  type ZoneSpec,
} from './build-sf2.test-support.ts';
import { SfGenerator as G } from './generators.ts';

/** Cents above the recorded pitch at which a region plays `key`, as a DLS synth has it. */
function playedCents({ waveSample, connections }: Region, key: number): number {
  const fromKey = connections?.find(({ source, destination }) => source === 3 && destination === 3);
  const centsAcrossKeys = fromKey === undefined ? 12_800 : fromKey.scale / 65_536;
  return (key / 128) * centsAcrossKeys - 100 * waveSample!.unityNote + waveSample!.fineTuneCents;
}

const LOOPED: SampleSpec = { ...SAMPLE_OF_8, loopStart: 2, loopEnd: 6 };

describe('a region from a SoundFont zone', () => {
  it('covers all keys and velocities, plays its wave at the recorded pitch and does not loop by default', () => {
    expect(oneRegion([], [], { ...SAMPLE_OF_8, originalKey: 64, pitchCorrectionCents: -7 })).toMatchObject({
      keyLow: 0,
      keyHigh: 127,
      velocityLow: 0,
      velocityHigh: 127,
      selfNonExclusive: true,
      keyGroup: 0,
      waveLink: { waveIndex: 0, channel: 1, phaseGroup: 0 },
      waveSample: { unityNote: 64, fineTuneCents: -7, gain: 0, loops: [] },
    });
  });

  it('lies where the ranges of preset and instrument meet', () => {
    const zone: ZoneSpec = [
      [G.keyRange, rangeAmount(20, 60)],
      [G.velRange, rangeAmount(0, 90)],
    ];
    const presetZone: ZoneSpec = [
      [G.keyRange, rangeAmount(40, 127)],
      [G.velRange, rangeAmount(64, 127)],
    ];
    expect(oneRegion(zone, presetZone)).toMatchObject({ keyLow: 40, keyHigh: 60, velocityLow: 64, velocityHigh: 90 });
    expect(openSpec(oneZoneSpec([[G.keyRange, rangeAmount(0, 39)]], presetZone)).instrument(0).regions).toEqual([]);
  });

  it.each([
    ['the sample', [], 64, 64],
    ['the zone', [[G.overridingRootKey, 50]], 64, 50],
    ['key 60 for a sample without pitch', [], 255, 60],
  ] as const)('takes its root key from %s', (_, zone, originalKey, unityNote) => {
    expect(oneRegion(zone, [], { ...SAMPLE_OF_8, originalKey }).waveSample?.unityNote).toBe(unityNote);
  });

  it('adds coarse and fine tuning of both levels to the correction of the sample', () => {
    const region = oneRegion(
      [
        [G.coarseTune, -12],
        [G.fineTune, 30],
      ],
      [
        [G.coarseTune, 1],
        [G.fineTune, 5],
      ],
      { ...SAMPLE_OF_8, pitchCorrectionCents: 4 },
    );
    expect(region.waveSample?.fineTuneCents).toBe(-1100 + 35 + 4);
  });

  it.each([
    [100, 72, 1200],
    [50, 72, 600],
    [0, 72, 0],
    [200, 48, -2400],
  ])('tunes from the root key on at %d cents a key: key %d is %d cents off', (scaleTuning, key, cents) => {
    expect(playedCents(oneRegion([[G.scaleTuning, scaleTuning]]), key)).toBe(cents);
    expect(playedCents(oneRegion([[G.scaleTuning, scaleTuning]]), 60)).toBe(0);
  });

  it('plays all keys at the pitch of a fixed key', () => {
    const region = oneRegion([
      [G.keynum, 67],
      [G.overridingRootKey, 60],
      [G.scaleTuning, 50],
    ]);
    expect([0, 60, 127].map((key) => playedCents(region, key))).toEqual([350, 350, 350]);
  });

  it('attenuates by 0.4 of what the file says, and by the curve of a fixed velocity', () => {
    expect(oneRegion([[G.initialAttenuation, 100]], [[G.initialAttenuation, 50]]).waveSample?.gain).toBe(-60 * 65_536);
    const fixed = oneRegion([[G.velocity, 64]]).waveSample!.gain;
    expect(fixed / 655_360).toBeCloseTo(-40 * Math.log10(127 / 64), 5);
  });

  it('is quiet at most, never loud, whatever a preset subtracts', () => {
    expect(oneRegion([[G.initialAttenuation, 100]], [[G.initialAttenuation, -300]]).waveSample?.gain).toBe(0);
  });

  it('takes exclusive classes as key groups, from instruments only', () => {
    expect(oneRegion([[G.exclusiveClass, 7]], [[G.exclusiveClass, 1]]).keyGroup).toBe(7);
  });

  it.each([
    [0, []],
    [1, [{ type: 'forward', start: 2, length: 4 }]],
    [2, []],
    [3, [{ type: 'release', start: 2, length: 4 }]],
  ])('loops by sample mode %d', (mode, loops) => {
    expect(oneRegion([[G.sampleModes, mode]], [], LOOPED).waveSample?.loops).toEqual(loops);
  });

  it('moves its loop by fine and coarse offsets', () => {
    const zone: ZoneSpec = [
      [G.sampleModes, 1],
      [G.startloopAddrsOffset, 1],
      [G.endloopAddrsOffset, -32_767],
      [G.endloopAddrsCoarseOffset, 1],
    ];
    expect(oneRegion(zone, [], LOOPED).waveSample?.loops).toEqual([{ type: 'forward', start: 3, length: 4 }]);
  });

  it.each([
    ['reaches beyond its wave', { loopStart: 2, loopEnd: 20 }, [{ type: 'forward', start: 2, length: 6 }]],
    ['is empty', { loopStart: 4, loopEnd: 4 }, []],
    ['runs backwards', { loopStart: 6, loopEnd: 2 }, []],
    ['lies behind its wave', { loopStart: 30, loopEnd: 40 }, []],
  ])('has a loop cut or left out that %s', (_, sample, loops) => {
    const bank = openSpec(oneZoneSpec([[G.sampleModes, 1]], [], { ...SAMPLE_OF_8, ...sample }));
    expect(bank.instrument(0).regions[0]?.waveSample?.loops).toEqual(loops);
    expect(messagesOf(bank)).toEqual([expect.stringContaining('does not lie within frames 0…8')]);
  });

  it('is left out where nothing of its sample remains', () => {
    const bank = openSpec(
      oneZoneSpec([
        [G.startAddrsOffset, 8],
        [G.endAddrsOffset, -2],
      ]),
    );
    expect(bank.instrument(0).regions).toEqual([]);
    expect(messagesOf(bank)).toEqual(["a zone plays no frame of sample 'Sample'; left out"]);
  });
});
