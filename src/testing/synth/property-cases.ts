import { VOLUME_MIN } from '../../ddi/port-params.ts';
import { PROPERTY_SET_SYNTH, SynthProperty } from '../../ddi/property-request.ts';
import { packStruct } from '../../properties/struct-codec.ts';
import { applicable, codeOf, expectBetween, expectCode, expectEqual, expectOneOf, expectThat } from '../assertions.ts';
import { RandomBytes } from '../random-bytes.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_OFF, NOTE_ON, peakOf } from '../test-sounds.ts';
import type { SynthRig } from './synth-rig.ts';

const SEED = 1984;
const FOREIGN_SET = '00000000-dead-4000-8000-000000000000';
const KS_CODES: readonly string[] = [
  'S_OK',
  'DMUS_E_UNKNOWN_PROPERTY',
  'DMUS_E_GET_UNSUPPORTED',
  'DMUS_E_SET_UNSUPPORTED',
  'DMUS_E_INSUFFICIENTBUFFER',
  'E_INVALIDARG',
];

function volumeBytes(hundredthsOfDb: number): Uint8Array {
  return packStruct([['value', 'i32']], { value: hundredthsOfDb });
}

function setVolume(rig: SynthRig, item: number, hundredthsOfDb: number): void {
  rig.synth.setProperty(PROPERTY_SET_SYNTH, item, volumeBytes(hundredthsOfDb));
}

/** Peak of one note at full velocity, on a synth of its own, after its volume properties were set. */
async function peakWith(rig: SynthRig, settings: readonly (readonly [item: number, value: number])[]): Promise<number> {
  const other = await rig.createOther();
  for (const [item, value] of settings) setVolume(other, item, value);
  const peak = peakOf(other.startWithSound().playAt(0, NOTE_ON).render(2048, [512]));
  other.dispose();
  return peak;
}

/** Volume, boost, and how a synth is doing. */
export const SYNTH_PROPERTY_CASES: SuiteGroup<SynthRig> = suiteGroup('properties and statistics', (test) => {
  test('knows volume and boost, and no other set or item than those it has', ({ synth }) => {
    expectCode(
      'a foreign set, get',
      () => synth.getProperty(FOREIGN_SET, 0, new Uint8Array(4)),
      'DMUS_E_UNKNOWN_PROPERTY',
    );
    expectCode(
      'a foreign set, set',
      () => synth.setProperty(FOREIGN_SET, 0, volumeBytes(0)),
      'DMUS_E_UNKNOWN_PROPERTY',
    );
    for (const item of [SynthProperty.volume, SynthProperty.volumeBoost]) {
      const set = (value: Uint8Array) => () => synth.setProperty(PROPERTY_SET_SYNTH, item, value);
      expectCode(`item ${item}, set`, set(volumeBytes(0)), 'S_OK');
      expectCode(`item ${item}, set with 3 bytes`, set(new Uint8Array(3)), 'E_INVALIDARG');
      const get = () => synth.getProperty(PROPERTY_SET_SYNTH, item, new Uint8Array(4));
      expectCode(`item ${item}, get`, get, 'S_OK', 'DMUS_E_GET_UNSUPPORTED');
    }
  });

  for (const [name, item] of [
    ['volume', SynthProperty.volume],
    ['boost', SynthProperty.volumeBoost],
  ] as const) {
    test(`is 20 dB quieter with a ${name} that is 20 dB lower, also when it was set while closed`, async (rig) => {
      const loud = await peakWith(rig, [[item, -1000]]);
      const quiet = await peakWith(rig, [[item, -3000]]);
      expectBetween('ratio of the peaks', loud / quiet, 9.5, 10.5);
    });
  }

  test('adds volume and boost', async (rig) => {
    const both = await peakWith(rig, [
      [SynthProperty.volume, -1500],
      [SynthProperty.volumeBoost, -500],
    ]);
    const one = await peakWith(rig, [
      [SynthProperty.volume, -2000],
      [SynthProperty.volumeBoost, 0],
    ]);
    expectBetween('ratio of the peaks', both / one, 0.95, 1.05);
  });

  test('is as good as silent at the least volume', async (rig) => {
    expectBetween('peak', await peakWith(rig, [[SynthProperty.volume, VOLUME_MIN]]), 0, 1e-4, 'of full scale');
  });

  test('answers chance properties with documented codes', (rig) => {
    const { synth } = rig.start();
    const random = new RandomBytes(SEED);
    for (let i = 0; i < 200; i++) {
      const set = random.below(4) === 0 ? FOREIGN_SET : PROPERTY_SET_SYNTH;
      const id = random.below(12);
      const value = random.bytes(random.below(12));
      const what = `request ${i} of seed ${SEED}, item ${id}`;
      expectOneOf(
        `${what}, get`,
        codeOf(() => synth.getProperty(set, id, value.slice())),
        KS_CODES,
      );
      expectOneOf(
        `${what}, set`,
        codeOf(() => synth.setProperty(set, id, value)),
        KS_CODES,
      );
    }
    rig.render(256);
  });

  test('counts voices and peak of what sounds', (rig) => {
    rig.startWithSound();
    rig.render(1024);
    const silent = rig.synth.getRunningStats();
    rig.playAt(1024, NOTE_ON, [0x90, 64, 127]).render(100_000, [1000]);
    const loud = rig.synth.getRunningStats();
    const voices = applicable(loud.voices, 'the synth does not count voices');
    expectThat('voices while two notes sound', voices > (silent.voices ?? 0), 'more than in silence', voices);
    if (loud.peakVolume === undefined || silent.peakVolume === undefined) return;
    expectThat('peak', loud.peakVolume > silent.peakVolume, 'above that of silence', loud.peakVolume);
  });

  test('counts the memory that downloads take, and gives it back', (rig) => {
    rig.start();
    const before = applicable(rig.synth.getRunningStats().memoryInUse, 'the synth does not count memory');
    const { wave, instrument } = rig.download();
    const after = rig.synth.getRunningStats().memoryInUse ?? Number.NaN;
    expectThat('memory in use with a download', after > before, `more than ${before} bytes`, after);
    rig.synth.unload(instrument);
    rig.synth.unload(wave);
    rig.render(1024);
    expectEqual('memory in use in the end', rig.synth.getRunningStats().memoryInUse, before, 'bytes');
  });

  test('begins peak and lost notes anew when it is started again', (rig) => {
    rig.startWithSound();
    const { peakVolume, lostNotes } = rig.synth.getRunningStats();
    rig.playAt(0, NOTE_ON).playAt(500, NOTE_OFF).render(2048, [512]);
    rig.restart();
    const again = rig.synth.getRunningStats();
    expectEqual('peak', again.peakVolume, peakVolume, '1/100 dB');
    expectEqual('lost notes', again.lostNotes, lostNotes);
  });
});
