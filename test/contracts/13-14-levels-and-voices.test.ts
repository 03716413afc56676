import { beforeEach, describe, expect, it } from 'vitest';
import { KsState } from '../../src/ddi/ks-state.ts';
import { PROPERTY_SET_SYNTH, SynthProperty } from '../../src/ddi/property-request.ts';
import { VoicePriorityClass } from '../../src/ddi/voice-priority.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { describeRuleSets } from '../conformance/rule-sets.ts';
import { flatWave, instrument, LEVEL_WAVES, makeCollection, oneWaveCollection, region } from '../rig/bank.ts';
import { peakOf } from '../rig/compare.ts';
import { control, noteOff, noteOn, program } from '../rig/midi.ts';
import { numberBytes } from '../rig/miniport-rig.ts';
import { OfflineRig } from '../rig/offline-rig.ts';
import { KernelSynth, type VirtualSynth } from './kernel-synth.ts';

const { volume, volumeBoost, voicePriority } = SynthProperty;
const SILENT_PEAK = -9600;

describe('contract 13: every run counts anew, and what makes a synth louder acts on all of its sound', () => {
  it('lost notes and peak begin at nothing at each entry into run', () => {
    const synth = new KernelSynth().openVirtualSynth({ voices: 1 });
    synth.loadFlatSound();
    for (let runs = 0; runs < 2; runs++) {
      expect(synth.stats).toMatchObject({ lostNotes: 0, peakVolume: SILENT_PEAK });
      for (const key of [60, 62]) synth.play(noteOn(key));
      synth.render();
      expect(synth.stats.lostNotes).toBe(1);
      expect(synth.stats.peakVolume).toBeGreaterThan(-6000);
      for (const key of [60, 62]) synth.play(noteOff(key));
      synth.render(48_000);
      synth.move([KsState.pause]);
      synth.move([KsState.run]);
    }
  });

  it('a user-mode port counts anew at each activation', () => {
    const rig = new OfflineRig({ collection: oneWaveCollection(flatWave()), params: { voices: 1 } });
    rig.play([60, 62].map((key) => ({ frame: 0, message: noteOn(key) })));
    rig.render(512);
    expect(rig.port.getRunningStats().lostNotes).toBe(1);
    rig.restart();
    expect(rig.port.getRunningStats()).toMatchObject({ lostNotes: 0, peakVolume: SILENT_PEAK });
  });

  /** One second of a decaying chord, quiet enough not to meet the ceiling, through a synth with some volume and boost. */
  function chord(hundredthsOfDb: readonly [volume: number, boost: number]): Float32Array {
    const synth = new KernelSynth().openVirtualSynth();
    synth.loadFlatSound(100);
    synth.set(volume, hundredthsOfDb[0]);
    synth.set(volumeBoost, hundredthsOfDb[1]);
    synth.play(control(7, 40));
    for (const key of [48, 60, 72]) synth.play(noteOn(key));
    const held = synth.render(9000);
    for (const key of [48, 60, 72]) synth.play(noteOff(key));
    return Float32Array.of(...held, ...synth.render(9000));
  }

  it.each([600, -600, -2000])('a boost of %d/100 dB is one factor on the whole sound, and may be negative', (boost) => {
    const [plain, boosted] = [chord([0, 0]), chord([0, boost])];
    const factor = 10 ** (boost / 2000);
    const worst = plain.reduce((most, sample, i) => Math.max(most, Math.abs(boosted[i]! - factor * sample)), 0);
    expect(peakOf(plain)).toBeGreaterThan(0.001);
    expect(worst).toBeLessThan(1e-4 * peakOf(boosted));
  });

  it('a boost acts on notes that sound already', () => {
    const synth = new KernelSynth().openVirtualSynth();
    synth.loadFlatSound();
    synth.play(noteOn(60));
    const before = synth.render().at(-1)!;
    synth.set(volumeBoost, 0);
    expect(synth.render(4800).at(-1)! / before).toBeCloseTo(10 ** (-6 / 20), 4);
  });

  it('volume and boost add, and are 0 and 600 before anybody sets them', () => {
    const synth = new KernelSynth().openVirtualSynth();
    expect([synth.getNumber(volume), synth.getNumber(volumeBoost)]).toEqual([0, 600]);
    expect(chord([-300, 900])).toEqual(chord([0, 600]));
    expect(chord([900, -300])).toEqual(chord([0, 600]));
    expect(peakOf(chord([600, 600]))).toBeGreaterThan(1.9 * peakOf(chord([0, 600])));
  });

  describeRuleSets('the ceiling of a voice', (rules) => {
    const CEILING = 10 ** (6 / 20);
    const LEVEL = 0.1;
    const collection = oneWaveCollection(flatWave(Math.round(LEVEL * 32_768)));

    /** What is heard left and right of notes with all gains up, as multiples of the wave. */
    function heard(pan: number, keys: readonly number[]): readonly [number, number] {
      const rig = new OfflineRig({ rules, collection, params: { audioChannels: 2 } });
      rig.port.setVolume(2000);
      const messages = [control(7, 127), control(10, pan), ...keys.map((key) => noteOn(key))];
      rig.play(messages.map((message) => ({ frame: 0, message })));
      const [left, right] = rig.render(4800).slice(-2);
      return [left! / LEVEL, right! / LEVEL];
    }

    it('is +6 dB on each side, after panning', () => {
      const [left, right] = heard(64, [60]);
      expect([left, right]).toEqual([expect.closeTo(CEILING, 3), expect.closeTo(CEILING, 3)]);
      expect(heard(0, [60])).toEqual([expect.closeTo(CEILING, 3), expect.closeTo(0, 3)]);
    });

    it('is for each voice, not for the mix', () => {
      expect(heard(0, [60, 61])[0]).toBeCloseTo(2 * CEILING, 2);
    });

    it('is not met by a voice of the default gains', () => {
      const rig = new OfflineRig({ rules, collection, params: { audioChannels: 2 } });
      rig.play([{ frame: 0, message: noteOn(60) }]);
      // 6 + 6 dB, less 4.15 dB for CC 7 = 100 and 3.01 dB for the centre.
      expect(rig.render(4800).at(-2)! / LEVEL).toBeCloseTo(10 ** (4.838 / 20), 1);
    });
  });

  it('a user-mode synth has both as well, and takes them while it is closed', () => {
    const synth = new SoftwareSynth();
    for (const id of [volume, volumeBoost]) synth.setProperty(PROPERTY_SET_SYNTH, id, numberBytes(-100));
    expect(() => synth.setProperty(PROPERTY_SET_SYNTH, 2, numberBytes(0))).toThrow(/DMUS_E_UNKNOWN_PROPERTY/);
  });
});

describe('contract 14: a voice is as important as its group’s class and its channel’s place, and each synth takes its own', () => {
  /** MIDI channels, counted from 1, the most important first. */
  const BY_IMPORTANCE = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16];
  const PAIRS = BY_IMPORTANCE.slice(1).map((channel, i) => [BY_IMPORTANCE[i]!, channel] as const);
  const [FIRST, SECOND] = [1, 2];
  /** On channel 10 as elsewhere, patch 0 and the standard kit sound at the first level, patch 1 at the second. */
  const LEVELS = makeCollection(
    [0, 1].flatMap((patch) => [patch, 0x8000_0000 + patch].map((each) => instrument(each, [region(patch)]))),
    LEVEL_WAVES.slice(0, 2),
  );

  describe.each(['synth', 'kernel'] as const)('a port on the %s way', (kind) => {
    let rig: OfflineRig;
    beforeEach(() => {
      const params = { voices: 1, channelGroups: 2, audioChannels: 1 };
      rig = new OfflineRig({ kind, collection: LEVELS, params });
    });

    /** Which of two notes is heard that compete for one voice, on these channels: 1 for the earlier, 2 for the later. */
    function winner(earlierChannel: number, laterChannel: number, groups: readonly [number, number] = [1, 1]): number {
      const [earlier, later] = [earlierChannel - 1, laterChannel - 1];
      rig.play([
        { frame: 0, message: program(0, earlier), channelGroup: groups[0] },
        { frame: 0, message: program(1, later), channelGroup: groups[1] },
        { frame: 0, message: noteOn(60, 127, earlier), channelGroup: groups[0] },
      ]);
      const one = rig.render(512).at(-1)!;
      rig.play([{ frame: 512, message: noteOn(61, 127, later), channelGroup: groups[1] }]);
      return Math.round(rig.render(9600).at(-1)! / one);
    }

    it('a priority is class OR offset: 15 for channel 10, then down from 14, the same in all groups', () => {
      for (const group of [1, 2]) {
        const priorities = BY_IMPORTANCE.map((channel) => rig.port.getChannelPriority(group, channel - 1));
        expect(priorities).toEqual(BY_IMPORTANCE.map((_, place) => 0x8000_0000 + 15 - place));
      }
    });

    it.each(PAIRS)('channel %d keeps its voice from channel %d', (higher, lower) => {
      expect(winner(higher, lower)).toBe(FIRST);
    });

    it.each(PAIRS)('channel %d takes the voice of channel %d', (higher, lower) => {
      expect(winner(lower, higher)).toBe(SECOND);
    });

    it('groups are equal: the same channel of another group takes a voice', () => {
      expect(winner(3, 3, [1, 2])).toBe(SECOND);
    });

    it('the class comes before the channel', () => {
      for (const [place, channel] of BY_IMPORTANCE.entries()) {
        rig.port.setChannelPriority(2, channel - 1, (VoicePriorityClass.high | (15 - place)) >>> 0);
      }
      expect(winner(10, 16, [1, 2])).toBe(SECOND);
      rig.restart();
      expect(winner(16, 10, [2, 1])).toBe(FIRST);
      rig.restart();
      expect(winner(4, 5, [2, 2])).toBe(FIRST);
    });
  });

  it('the classes are ordered: critical, high, standard, low, persist', () => {
    const { critical, high, standard, low, persist } = VoicePriorityClass;
    expect([critical, high, standard, low, persist]).toEqual([
      0xf000_0000, 0xc000_0000, 0x8000_0000, 0x4000_0000, 0x1000_0000,
    ]);
  });

  describe('several synths of one device', () => {
    let first: VirtualSynth;
    let second: VirtualSynth;
    beforeEach(() => {
      const device = new KernelSynth();
      [first, second] = [device.openVirtualSynth({ voices: 2 }), device.openVirtualSynth({ voices: 2 })];
      for (const synth of [first, second]) synth.loadFlatSound();
    });

    it('take no voice from each other, however important their notes are', () => {
      const drums = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0);
      expect(second.set(voicePriority, VoicePriorityClass.critical | 14, drums)).toBe('STATUS_SUCCESS');
      first.play(noteOn(60));
      const one = first.render().at(-1)!;
      for (const key of [40, 41, 42, 43, 44]) second.play(noteOn(key));
      expect(second.render(9600).at(-1)! / one).toBeCloseTo(2, 2);
      expect(first.render().at(-1)).toBeCloseTo(one, 6);
      expect([first.stats.lostNotes, second.stats.lostNotes]).toEqual([0, 3]);
    });
  });
});
