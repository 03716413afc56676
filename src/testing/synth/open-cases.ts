import { COUNT_UNKNOWN, type PortParams } from '../../ddi/port-params.ts';
import { expectBetween, expectEqual, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import type { SynthRig } from './synth-rig.ts';

const ALL_ZERO: Partial<PortParams> = { voices: 0, channelGroups: 0, audioChannels: 0, sampleRate: 0 };
const ALL_TOO_MUCH: Partial<PortParams> = {
  voices: 0x7fff_ffff,
  channelGroups: 0x7fff_ffff,
  audioChannels: 0x7fff_ffff,
  sampleRate: 0x7fff_ffff,
};
const REQUESTS: readonly Partial<PortParams>[] = [
  {},
  { voices: 1 },
  { channelGroups: 1 },
  { channelGroups: 16 },
  { audioChannels: 1 },
  { sampleRate: 44_100 },
  { sampleRate: 44_100, audioChannels: 2, voices: 16, channelGroups: 2, effects: 0, share: false, features: 0 },
  { effects: 0xffff_ffff },
  { share: true },
  { features: 0xffff_ffff },
  ALL_ZERO,
];

function open(rig: SynthRig, wanted?: Partial<PortParams>) {
  const result = rig.synth.open(wanted);
  const format = rig.synth.getFormat();
  rig.synth.close();
  return { ...result, format };
}

/** The first of the fifteen contracts: a synth says what it has, and that it altered something only when it did. */
export const OPEN_CASES: SuiteGroup<SynthRig> = suiteGroup('negotiation', (test) => {
  test('opens with nothing wanted, fills in everything, and has altered nothing', (rig) => {
    for (const wanted of [undefined, {}]) {
      const { params, changed } = open(rig, wanted);
      expectEqual('changed', changed, false);
      for (const key of ['voices', 'channelGroups', 'audioChannels', 'sampleRate'] as const) {
        expectBetween(`default of ${key}`, params[key], 1, 0x7fff_ffff);
      }
      expectEqual('type of share', typeof params.share, 'boolean');
    }
  });

  test('gives again what it gave once, unaltered', (rig) => {
    const { params } = open(rig, {});
    expectEqual('the same parameters once more', open(rig, params).params, params);
    expectEqual('changed', open(rig, params).changed, false);
  });

  test('raises what is too little, and says so', (rig) => {
    const { params, changed } = open(rig, ALL_ZERO);
    expectEqual('changed', changed, true);
    for (const key of ['voices', 'channelGroups', 'audioChannels', 'sampleRate'] as const) {
      expectBetween(`${key} instead of 0`, params[key], 1, 0x7fff_ffff);
    }
  });

  test('lowers what is too much to what its capabilities say, and says so', (rig) => {
    const { maxAudioChannels } = rig.synth.getPortCaps();
    for (const key of ['audioChannels', 'sampleRate'] as const) {
      const { params, changed } = open(rig, { [key]: ALL_TOO_MUCH[key] });
      expectEqual(`changed, ${key}`, changed, true);
      expectBetween(key, params[key], 1, 0x7fff_fffe);
    }
    if (maxAudioChannels === COUNT_UNKNOWN) return;
    const { params } = open(rig, { audioChannels: 0x7fff_ffff });
    expectBetween('audio channels', params.audioChannels, 1, maxAudioChannels);
  });

  test('says that something was altered exactly when a wanted value is another now', (rig) => {
    for (const wanted of REQUESTS) {
      const { params, changed } = open(rig, wanted);
      const keys = Object.keys(wanted) as (keyof PortParams)[];
      const what = `changed, after wanting ${JSON.stringify(wanted)} and getting ${JSON.stringify(params)}`;
      expectEqual(
        what,
        changed,
        keys.some((key) => params[key] !== wanted[key]),
      );
    }
  });

  test('has the 16-bit format that was negotiated', (rig) => {
    for (const wanted of REQUESTS) {
      const { params, format } = open(rig, wanted);
      const blockAlign = params.audioChannels * 2;
      expectEqual('format', format, {
        formatTag: 1,
        channelCount: params.audioChannels,
        sampleRate: params.sampleRate,
        bitsPerSample: 16,
        blockAlign,
        averageBytesPerSecond: params.sampleRate * blockAlign,
      });
    }
  });

  test('tells the same capabilities whether open or not', ({ synth }) => {
    const caps = synth.getPortCaps();
    synth.open();
    expectEqual('capabilities of an open synth', synth.getPortCaps(), caps);
    expectBetween('most channel groups', caps.maxChannelGroups, 1, COUNT_UNKNOWN);
    expectBetween('length of the description', caps.description.length, 0, 127, 'UTF-16 units');
  });

  test('asks for a whole number of frames after each wave', ({ synth }) => {
    const append = synth.getAppend();
    expectThat('getAppend', Number.isInteger(append) && append >= 0, 'a whole number of frames, 0 or more', append);
  });
});
