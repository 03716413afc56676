import { readInt64 } from '../../clock/packed-integer.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { EffectFlags, type PortParams } from '../../ddi/port-params.ts';
import {
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../../ddi/property-request.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { packStruct, unpackStruct } from '../../properties/struct-codec.ts';
import {
  PORT_PARAMS_BYTES,
  packPortParams,
  SYNTH_CAPS_BYTES,
  unpackPortParams,
  unpackSynthCaps,
  unpackSynthDownload,
  unpackSynthStats,
} from '../../properties/synth-structures.ts';
import { expectBetween, expectEqual, expectOneOf, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { peakOf, testWaveBlock } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';
import { ask, findItem } from './node-request.ts';
import { SoundingSynth } from './sounding.ts';

const NUMBER = [['value', 'i32']] as const;
/** Values that no device has. */
const ABSURD = { voices: 0, channelGroups: 0, audioChannels: 0, sampleRate: 0 } as const;

/** Parameters that are at least 1: a device without sound of its own has groups only. */
function numbersOf(bench: MiniportBench): readonly (keyof typeof ABSURD)[] {
  const isSynth = bench.openablePins().some(({ streamType }) => streamType === StreamType.waveSink);
  return isSynth ? ['voices', 'channelGroups', 'audioChannels', 'sampleRate'] : ['channelGroups'];
}

function openRender(bench: MiniportBench): Mxf {
  return bench.open(bench.pinsOf(StreamType.midiRender)[0]!).stream;
}

/** PORTPARAMETERS with these wanted, or these bytes of a request: the status, what is answered, and its bytes. */
function negotiate(bench: MiniportBench, stream: Mxf, wanted: Partial<PortParams> | Uint8Array) {
  const target = findItem(bench, PROPERTY_SET_SYNTH, SynthProperty.portParameters, stream);
  const value = new Uint8Array(PORT_PARAMS_BYTES);
  const instance = wanted instanceof Uint8Array ? wanted : packPortParams(wanted);
  const { status, valueByteLength } = ask(bench, target, { value, instance });
  expectEqual('bytes of PORTPARAMETERS', valueByteLength, PORT_PARAMS_BYTES, 'bytes');
  return { status, params: unpackPortParams(value), value };
}

function getNumber(bench: MiniportBench, id: number, stream: Mxf): number {
  const value = new Uint8Array(4);
  const { status } = ask(bench, findItem(bench, PROPERTY_SET_SYNTH, id, stream), { value });
  expectEqual(`status of item ${id}`, status, 'STATUS_SUCCESS');
  return unpackStruct(NUMBER, value).value;
}

function setNumber(bench: MiniportBench, id: number, stream: Mxf, value: number): string {
  const target = findItem(bench, PROPERTY_SET_SYNTH, id, stream, PropertyVerb.set);
  return ask(bench, target, { verb: PropertyVerb.set, value: packStruct(NUMBER, { value }) }).status;
}

/** What the documented items of a synth node promise, where they are listed. */
export const SYNTH_NODE_CASES: SuiteGroup<MiniportBench> = suiteGroup('the synth node', (test) => {
  test('tells its capabilities before there is any stream', (bench) => {
    const value = new Uint8Array(SYNTH_CAPS_BYTES);
    const target = findItem(bench, PROPERTY_SET_SYNTH, SynthProperty.caps, null);
    const { status, valueByteLength } = ask(bench, target, { value });
    expectEqual('status of CAPS', status, 'STATUS_SUCCESS');
    expectEqual('bytes of CAPS', valueByteLength, SYNTH_CAPS_BYTES, 'bytes');
    const { maxChannelGroups, description } = unpackSynthCaps(value);
    expectBetween('most channel groups', maxChannelGroups, 1, 0xffff_ffff);
    expectThat('description', description.length > 0, 'a name for people', description);
  });

  test('fills in parameters that were not asked for, as a success', (bench) => {
    const { status, params } = negotiate(bench, openRender(bench), {});
    expectEqual('status of PORTPARAMETERS', status, 'STATUS_SUCCESS');
    for (const key of numbersOf(bench)) {
      expectBetween(`default of ${key}`, params[key] ?? Number.NaN, 1, 0xffff_ffff);
    }
  });

  test('echoes parameters that it has, byte for byte', (bench) => {
    const stream = openRender(bench);
    const { value, params } = negotiate(bench, stream, {});
    const echo = negotiate(bench, stream, params);
    expectEqual('status of an echo', echo.status, 'STATUS_SUCCESS');
    expectEqual('bytes of an echo', echo.value, value);
  });

  test('echoes flags of parameters that it does not know', (bench) => {
    const stream = openRender(bench);
    const requested = packPortParams(negotiate(bench, stream, {}).params);
    requested[3] = 0x80;
    const echo = negotiate(bench, stream, requested);
    expectEqual('status of an echo', echo.status, 'STATUS_SUCCESS');
    expectEqual('bytes of an echo', echo.value, requested);
  });

  test('alters parameters that nobody has, and says STATUS_NOT_ALL_ASSIGNED', (bench) => {
    const { status, params } = negotiate(bench, openRender(bench), ABSURD);
    expectEqual('status of PORTPARAMETERS', status, 'STATUS_NOT_ALL_ASSIGNED');
    for (const key of numbersOf(bench)) {
      expectBetween(`${key} instead of 0`, params[key] ?? Number.NaN, 1, 0xffff_ffff);
    }
  });

  test('says that parameters were altered only when one that was asked for is another', (bench) => {
    const stream = openRender(bench);
    const requests: readonly Partial<PortParams>[] = [
      { voices: 1 },
      { channelGroups: 1 },
      { sampleRate: 0xffff_ffff },
      { effects: EffectFlags.none },
      { effects: 0xffff_ffff },
      { share: true },
      { voices: 0xffff_ffff, channelGroups: 1 },
    ];
    for (const wanted of requests) {
      const { status, params } = negotiate(bench, stream, wanted);
      const isAltered = Object.entries(wanted).some(([key, value]) => params[key as keyof PortParams] !== value);
      const what = `status after asking for ${JSON.stringify(wanted)} and getting ${JSON.stringify(params)}`;
      expectEqual(what, status, isAltered ? 'STATUS_NOT_ALL_ASSIGNED' : 'STATUS_SUCCESS');
    }
  });

  test('keeps the number of channel groups that was set, and refuses none at all', (bench) => {
    const stream = openRender(bench);
    findItem(bench, PROPERTY_SET_SYNTH, SynthProperty.channelGroups, stream, PropertyVerb.set);
    negotiate(bench, stream, {});
    expectEqual('status of 1 group', setNumber(bench, SynthProperty.channelGroups, stream, 1), 'STATUS_SUCCESS');
    expectEqual('channel groups', getNumber(bench, SynthProperty.channelGroups, stream), 1);
    const status = setNumber(bench, SynthProperty.channelGroups, stream, 0);
    expectThat('status of 0 groups', status !== 'STATUS_SUCCESS', 'a failure', status);
    expectEqual('channel groups', getNumber(bench, SynthProperty.channelGroups, stream), 1);
  });

  for (const [name, id] of [
    ['volume', SynthProperty.volume],
    ['boost', SynthProperty.volumeBoost],
  ] as const) {
    test(`keeps the ${name} that was set, in hundredths of a decibel and of either sign`, (bench) => {
      const stream = openRender(bench);
      findItem(bench, PROPERTY_SET_SYNTH, id, stream);
      for (const hundredths of [-600, 0, 250]) {
        expectEqual(`status of ${name}`, setNumber(bench, id, stream, hundredths), 'STATUS_SUCCESS');
        expectEqual(name, getNumber(bench, id, stream), hundredths, '1/100 dB');
      }
    });
  }

  test('takes a download once, gives it a handle, and takes it out of use once', (bench) => {
    const { render } = new SoundingSynth(bench);
    const download = findItem(bench, PROPERTY_SET_SYNTH_DLS, SynthDlsProperty.download, render.stream);
    const value = new Uint8Array(8);
    const block = testWaveBlock(16);
    expectEqual('status of a download', ask(bench, download, { instance: block, value }).status, 'STATUS_SUCCESS');
    const { handle } = unpackSynthDownload(value);
    expectThat('handle', handle !== 0, 'not 0', handle);
    const unload = findItem(bench, PROPERTY_SET_SYNTH_DLS, SynthDlsProperty.unload, render.stream, PropertyVerb.set);
    const request = { verb: PropertyVerb.set, value: packStruct(NUMBER, { value: handle }) };
    expectOneOf('status of an unload', ask(bench, unload, request).status, ['STATUS_SUCCESS', 'STATUS_PENDING']);
    const { status } = ask(bench, unload, request);
    expectThat(
      'status of a second unload',
      !['STATUS_SUCCESS', 'STATUS_PENDING'].includes(status),
      'a failure',
      status,
    );
  });

  test('refuses a download that is none, and goes on', (bench) => {
    const { render } = new SoundingSynth(bench);
    const download = findItem(bench, PROPERTY_SET_SYNTH_DLS, SynthDlsProperty.download, render.stream);
    const value = new Uint8Array(8);
    for (const instance of [new Uint8Array(0), new Uint8Array(16), testWaveBlock(16).subarray(0, 40)]) {
      const { status } = ask(bench, download, { instance, value });
      const what = `status of a download of ${instance.byteLength} bytes`;
      expectThat(what, status !== 'STATUS_SUCCESS' && status !== 'STATUS_PENDING', 'a failure', status);
    }
    const { status } = ask(bench, download, { instance: testWaveBlock(16), value });
    expectEqual('status of a right download', status, 'STATUS_SUCCESS');
  });

  test('has a latency clock that is ahead of the master clock by what is rendered, and never goes back', (bench) => {
    const synth = new SoundingSynth(bench);
    const target = findItem(bench, PROPERTY_SET_SYNTH, SynthProperty.latencyClock, synth.render.stream);
    synth.run();
    let previous = bench.clock.getTime();
    for (let i = 0; i < 20; i++) {
      synth.renderBlocks(Math.ceil(synth.sampleRate / 100), [256]);
      const value = new Uint8Array(8);
      expectEqual('status of LATENCYCLOCK', ask(bench, target, { value }).status, 'STATUS_SUCCESS');
      const latencyTime = readInt64(value, 0);
      expectBetween('latency clock', latencyTime, previous, Number.POSITIVE_INFINITY, 'ticks of 100 ns');
      expectThat('latency clock', latencyTime > bench.clock.getTime(), 'above the master clock', latencyTime);
      previous = latencyTime;
      bench.clock.advance(99_000);
    }
  });

  test('begins its statistics anew at every entry into run', (bench) => {
    const synth = new SoundingSynth(bench);
    const target = findItem(bench, PROPERTY_SET_SYNTH, SynthProperty.runningStats, synth.render.stream);
    const stats = () => {
      const value = new Uint8Array(64);
      expectEqual('status of RUNNINGSTATS', ask(bench, target, { value }).status, 'STATUS_SUCCESS');
      return unpackSynthStats(value);
    };
    synth.prepare().run();
    const silent = stats();
    synth.playAt(0);
    expectThat('the note', peakOf(synth.renderBlocks(2048, [512])) > 0, 'heard');
    const loud = stats();
    if (loud.peakVolume !== undefined && silent.peakVolume !== undefined) {
      expectThat('peak of a note', loud.peakVolume > silent.peakVolume, 'above that of silence', loud.peakVolume);
    }
    synth.wave.moveTo(KsState.stop);
    synth.render.moveTo(KsState.stop);
    synth.run();
    expectEqual('peak after run was entered again', stats().peakVolume, silent.peakVolume, '1/100 dB');
    expectEqual('lost notes after run was entered again', stats().lostNotes ?? 0, 0);
  });
});
