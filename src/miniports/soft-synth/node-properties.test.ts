import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MiniportRig, nodeRequest, numberBytes } from '../../../test/rig/miniport-rig.ts';
import { rawInstrumentBlock, rawWaveBlock } from '../../../test/rig/raw-block.ts';
import { readInt64 } from '../../clock/packed-integer.ts';
import { DmusError } from '../../ddi/errors.ts';
import { PortCapsFlags, type PortParams } from '../../ddi/port-params.ts';
import {
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  type PropertyResult,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../../ddi/property-request.ts';
import { makeWaveFormat } from '../../ddi/wave-format.ts';
import { DmusItems } from '../../properties/dmus-items.ts';
import {
  packPortParams,
  unpackPortParams,
  unpackSynthCaps,
  unpackSynthDownload,
  unpackSynthStats,
} from '../../properties/synth-structures.ts';
import { unpackWaveFormat } from '../../properties/wave-structures.ts';
import { SOFTWARE_SYNTH_PROPERTIES, SoftwareSynth } from '../../synth/software-synth.ts';
import { SOFT_SYNTH_DESCRIPTION } from './description.ts';
import { answerNodeProperty, NODE_PROPERTIES } from './node-properties.ts';
import { SynthInstance } from './synth-instance.ts';

const { get, set } = PropertyVerb;
/** Sizes of all values by 03 sections 2, 3 and 7, bytes. */
const VALUE_BYTES: readonly (readonly [name: string, set: string, id: number, byteLength: number])[] = [
  ['VOLUME', PROPERTY_SET_SYNTH, 0, 4],
  ['VOLUMEBOOST', PROPERTY_SET_SYNTH, 1, 4],
  ['CAPS', PROPERTY_SET_SYNTH, 2, 296],
  ['PORTPARAMETERS', PROPERTY_SET_SYNTH, 3, 28],
  ['CHANNELGROUPS', PROPERTY_SET_SYNTH, 4, 4],
  ['VOICEPRIORITY', PROPERTY_SET_SYNTH, 5, 4],
  ['LATENCYCLOCK', PROPERTY_SET_SYNTH, 6, 8],
  ['RUNNINGSTATS', PROPERTY_SET_SYNTH, 7, 28],
  ['DLS_DOWNLOAD', PROPERTY_SET_SYNTH_DLS, 0, 8],
  ['DLS_UNLOAD', PROPERTY_SET_SYNTH_DLS, 1, 4],
  ['DLS_APPEND', PROPERTY_SET_SYNTH_DLS, 3, 4],
  ['DLS_WAVEFORMAT', PROPERTY_SET_SYNTH_DLS, 4, 18],
  ['GM_Hardware', DmusItems.gmHardware.set, 0, 4],
  ['SampleMemorySize', DmusItems.sampleMemorySize.set, 0, 4],
  ['SamplePlaybackRate', DmusItems.samplePlaybackRate.set, 0, 4],
  ['Effects', DmusItems.effects.set, 0, 4],
];
const GLOBAL_ITEMS = ['CAPS', 'DLS_APPEND', 'GM_Hardware', 'SampleMemorySize'];

function verbsOf(propertySet: string, id: number): number {
  return SOFT_SYNTH_DESCRIPTION.nodes[0]!.properties.find((item) => item.set === propertySet && item.id === id)!.verbs;
}

/** A synth with both pins; requests go through the message pin. */
class NodeRig extends MiniportRig {
  readonly stream = this.openRender();
  readonly wave = this.openWave();

  ask(
    id: number,
    byteLength: number,
    instance: Uint8Array = new Uint8Array(0),
    propertySet: string = PROPERTY_SET_SYNTH,
  ) {
    const value = new Uint8Array(byteLength);
    return { ...this.property({ set: propertySet, id, stream: this.stream, instance, value }), value };
  }

  tell(
    id: number,
    number: number,
    instance = new Uint8Array(0),
    propertySet: string = PROPERTY_SET_SYNTH,
  ): PropertyResult {
    return this.property({
      set: propertySet,
      id,
      verb: set,
      stream: this.stream,
      instance,
      value: numberBytes(number),
    });
  }

  download(block: Uint8Array): ReturnType<NodeRig['ask']> {
    return this.ask(SynthDlsProperty.download, 8, block, PROPERTY_SET_SYNTH_DLS);
  }
}

const UNSUCCESSFUL = { status: 'STATUS_UNSUCCESSFUL', valueByteLength: 0 };

describe('every item of the synth node', () => {
  it.each(VALUE_BYTES)('%s tells its size to an empty value, and refuses one byte less', (_, propertySet, id, size) => {
    const rig = new NodeRig();
    const verb = verbsOf(propertySet, id) & get ? get : set;
    const request = { set: propertySet, id, verb, stream: rig.stream };
    expect(rig.property(request)).toEqual({ status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: size });
    expect(rig.property({ ...request, value: new Uint8Array(size - 1) })).toEqual({
      status: 'STATUS_BUFFER_TOO_SMALL',
      valueByteLength: size,
    });
  });

  it.each(VALUE_BYTES)('%s refuses a verb that it does not have, whatever the value', (_, propertySet, id, size) => {
    const rig = new NodeRig();
    const refused = [get, set].filter((verb) => (verbsOf(propertySet, id) & verb) === 0);
    for (const verb of refused) {
      for (const byteLength of [0, size]) {
        const value = new Uint8Array(byteLength);
        expect(rig.property({ set: propertySet, id, verb, stream: rig.stream, value })).toEqual({
          status: 'STATUS_INVALID_DEVICE_REQUEST',
          valueByteLength: 0,
        });
      }
    }
  });

  it.each(VALUE_BYTES)('%s tells its verbs', (_, propertySet, id) => {
    const value = new Uint8Array(4);
    expect(new NodeRig().property({ set: propertySet, id, verb: PropertyVerb.basicSupport, value })).toEqual({
      status: 'STATUS_SUCCESS',
      valueByteLength: 4,
    });
    expect([...value]).toEqual([verbsOf(propertySet, id), 0, 0, 0]);
  });

  it.each(VALUE_BYTES)('%s needs a stream unless it is of the whole device', (name, propertySet, id, size) => {
    const verb = verbsOf(propertySet, id) & get ? get : set;
    const { status } = new NodeRig().property({ set: propertySet, id, verb, value: new Uint8Array(size) });
    expect(status).toBe(GLOBAL_ITEMS.includes(name) ? 'STATUS_SUCCESS' : 'STATUS_INVALID_PARAMETER');
  });

  it('an id or a set that there is not is unsuccessful', () => {
    const rig = new NodeRig();
    for (const [propertySet, id] of [
      [PROPERTY_SET_SYNTH, 8],
      [PROPERTY_SET_SYNTH_DLS, 5],
      ['00000000-0000-0000-0000-000000000000', 0],
    ] as const) {
      expect(rig.ask(id, 4, undefined, propertySet)).toMatchObject(UNSUCCESSFUL);
    }
  });

  it('what the synth refuses is unsuccessful, such as everything before it is configured', () => {
    const rig = new MiniportRig();
    const stream = rig.openRender();
    for (const id of [SynthProperty.channelGroups, SynthProperty.runningStats, SynthProperty.latencyClock]) {
      expect(rig.property({ id, stream, value: new Uint8Array(64) })).toEqual(UNSUCCESSFUL);
    }
  });

  it('a value that is larger is filled from its beginning, and the rest is left alone', () => {
    const rig = new NodeRig();
    const value = new Uint8Array(8).fill(0xee);
    expect(rig.property({ id: SynthProperty.volumeBoost, stream: rig.stream, value })).toEqual({
      status: 'STATUS_SUCCESS',
      valueByteLength: 4,
    });
    expect([...value]).toEqual([0x58, 0x02, 0, 0, 0xee, 0xee, 0xee, 0xee]);
  });

  it('never throws, and never answers with more bytes than there was room', () => {
    const rig = new NodeRig();
    const bytes = fc.uint8Array({ maxLength: 320 });
    const request = fc.record({
      set: fc.constantFrom(PROPERTY_SET_SYNTH, PROPERTY_SET_SYNTH_DLS, DmusItems.effects.set, 'other'),
      id: fc.integer({ min: -1, max: 9 }),
      verb: fc.constantFrom(...Object.values(PropertyVerb)),
      stream: fc.constantFrom(rig.stream, rig.wave, null),
      instance: fc.oneof(bytes, fc.constant(rawWaveBlock(1)), fc.constant(new Uint8Array(28))),
      value: fc.oneof(
        bytes,
        fc.constantFrom(4, 8, 28, 296).map((length) => new Uint8Array(length)),
      ),
    });
    fc.assert(
      fc.property(request, (each) => {
        const { status, valueByteLength } = rig.property(each);
        if (status === 'STATUS_SUCCESS' || status === 'STATUS_NOT_ALL_ASSIGNED') {
          expect(valueByteLength).toBeLessThanOrEqual(each.value.byteLength);
        } else if (status === 'STATUS_BUFFER_OVERFLOW' || status === 'STATUS_BUFFER_TOO_SMALL') {
          expect(valueByteLength).toBeGreaterThan(each.value.byteLength);
        } else expect(valueByteLength).toBe(0);
      }),
      { seed: 6, numRuns: 500 },
    );
  });
});

describe('PORTPARAMETERS', () => {
  const negotiate = (rig: NodeRig | MiniportRig, stream: NodeRig['stream'], wanted: Partial<PortParams>) => {
    const value = new Uint8Array(28);
    const instance = packPortParams(wanted);
    const { status } = rig.property({ id: SynthProperty.portParameters, stream, instance, value });
    return { status, instance, value, params: unpackPortParams(value) };
  };

  it('echoes what can be had, byte for byte', () => {
    const rig = new MiniportRig();
    const wanted = { voices: 9, channelGroups: 3, audioChannels: 1, sampleRate: 44100, effects: 1, share: false };
    const { status, instance, value } = negotiate(rig, rig.openRender(), wanted);
    expect(status).toBe('STATUS_SUCCESS');
    expect([...value]).toEqual([...instance]);
  });

  it('echoes flags that nobody knows', () => {
    const rig = new MiniportRig();
    const instance = packPortParams({ voices: 9, channelGroups: 3, audioChannels: 1, sampleRate: 44100, effects: 1 });
    const value = new Uint8Array(28);
    instance[0] = 0xff & ~0x40;
    instance[3] = 0x80;
    rig.property({ id: SynthProperty.portParameters, stream: rig.openRender(), instance, value });
    expect([value[0], value[3], ...value.subarray(4)]).toEqual([0xff, 0x80, ...instance.subarray(4)]);
  });

  it('configures nothing when the answer has no room', () => {
    const rig = new NodeRig();
    rig.tell(SynthProperty.channelGroups, 9);
    const instance = packPortParams({ channelGroups: 3 });
    expect(rig.ask(SynthProperty.portParameters, 0, instance).status).toBe('STATUS_BUFFER_OVERFLOW');
    expect(rig.ask(SynthProperty.portParameters, 27, instance).status).toBe('STATUS_BUFFER_TOO_SMALL');
    expect(rig.getNumber(rig.stream, SynthProperty.channelGroups)).toBe(9);
  });

  it('fills in what was not asked for, and alters what cannot be had', () => {
    const rig = new MiniportRig();
    const stream = rig.openRender();
    expect(negotiate(rig, stream, { voices: 9 })).toMatchObject({
      status: 'STATUS_SUCCESS',
      params: { voices: 9, channelGroups: 2, audioChannels: 2, sampleRate: 22050, share: false },
    });
    expect(negotiate(rig, stream, { voices: 0, sampleRate: 1_000_000, effects: 7 })).toMatchObject({
      status: 'STATUS_NOT_ALL_ASSIGNED',
      params: { voices: 1, channelGroups: 2, sampleRate: 96000, effects: 3 },
    });
  });

  it('a descriptor that is cut short changes nothing', () => {
    const rig = new NodeRig();
    rig.tell(SynthProperty.channelGroups, 9);
    expect(rig.ask(SynthProperty.portParameters, 28, new Uint8Array(27))).toMatchObject({
      status: 'STATUS_INVALID_PARAMETER',
      valueByteLength: 0,
    });
    expect(rig.getNumber(rig.stream, SynthProperty.channelGroups)).toBe(9);
  });
});

describe('the other items', () => {
  it('CHANNELGROUPS can be read and set, from 1 to 1000', () => {
    const rig = new NodeRig();
    expect(rig.getNumber(rig.stream, SynthProperty.channelGroups)).toBe(2);
    expect(rig.tell(SynthProperty.channelGroups, 1000).status).toBe('STATUS_SUCCESS');
    for (const count of [0, 1001, -1]) expect(rig.tell(SynthProperty.channelGroups, count)).toEqual(UNSUCCESSFUL);
    expect(rig.getNumber(rig.stream, SynthProperty.channelGroups)).toBe(1000);
  });

  it('VOICEPRIORITY is of the channel in the descriptor', () => {
    const rig = new NodeRig();
    const drums = Uint8Array.of(2, 0, 0, 0, 9, 0, 0, 0);
    const read = (instance: Uint8Array) => rig.getNumber(rig.stream, SynthProperty.voicePriority, { instance }) >>> 0;
    expect(read(drums)).toBe(0x8000_000f);
    expect(rig.tell(SynthProperty.voicePriority, 0xc000_0003, drums).status).toBe('STATUS_SUCCESS');
    expect([read(drums), read(Uint8Array.of(1, 0, 0, 0, 9, 0, 0, 0))]).toEqual([0xc000_0003, 0x8000_000f]);
  });

  it('VOICEPRIORITY of a channel there is not is unsuccessful, and without a whole descriptor invalid', () => {
    const rig = new NodeRig();
    for (const [group, channel] of [
      [0, 0],
      [3, 0],
      [1, 16],
    ] as const) {
      const instance = Uint8Array.of(group, 0, 0, 0, channel, 0, 0, 0);
      expect(rig.ask(SynthProperty.voicePriority, 4, instance)).toMatchObject(UNSUCCESSFUL);
      expect(rig.tell(SynthProperty.voicePriority, 1, instance)).toEqual(UNSUCCESSFUL);
    }
    expect(rig.ask(SynthProperty.voicePriority, 4, new Uint8Array(7)).status).toBe('STATUS_INVALID_PARAMETER');
  });

  it('VOLUME and VOLUMEBOOST are two signed numbers, kept within their range', () => {
    const rig = new NodeRig();
    const read = () => [SynthProperty.volume, SynthProperty.volumeBoost].map((id) => rig.getNumber(rig.stream, id));
    expect(read()).toEqual([0, 600]);
    rig.tell(SynthProperty.volume, -1234);
    expect(read()).toEqual([-1234, 600]);
    rig.tell(SynthProperty.volumeBoost, 99_999);
    rig.tell(SynthProperty.volume, -99_999);
    expect(read()).toEqual([-20_000, 2000]);
  });

  it('CAPS are those of a software synth', () => {
    const { status, value } = new NodeRig().ask(SynthProperty.caps, 296);
    expect(status).toBe('STATUS_SUCCESS');
    const caps = unpackSynthCaps(value);
    expect(caps).toMatchObject({ maxVoices: 1000, maxChannelGroups: 1000, maxAudioChannels: 2 });
    expect(caps.flags & PortCapsFlags.dls2).toBe(PortCapsFlags.dls2);
  });

  it('RUNNINGSTATS of a silent synth', () => {
    const { status, value } = new NodeRig().ask(SynthProperty.runningStats, 28);
    expect(status).toBe('STATUS_SUCCESS');
    expect(unpackSynthStats(value)).toMatchObject({ voices: 0, lostNotes: 0, peakVolume: -9600, totalCpu: undefined });
  });

  it('LATENCYCLOCK is the instant of the first frame not yet rendered', () => {
    const rig = new NodeRig();
    rig.wave.syncToMaster(0x1_0000_0005, true);
    const { status, value } = rig.ask(SynthProperty.latencyClock, 8);
    expect([status, readInt64(value, 0)]).toEqual(['STATUS_SUCCESS', 0x1_0000_0005]);
  });
});

describe('what the synth can do', () => {
  it.each([
    ['no GM sounds in hardware', DmusItems.gmHardware, 0],
    ['no GS sounds in hardware', DmusItems.gsHardware, 0],
    ['no XG sounds in hardware', DmusItems.xgHardware, 0],
    ['DLS Level 1', DmusItems.dls1, 1],
    ['DLS Level 2', DmusItems.dls2, 1],
    ['connection lists', DmusItems.instrument2, 1],
    ['not all of GS', DmusItems.gsCapable, 0],
    ['not XG', DmusItems.xgCapable, 0],
    ['memory up to the host’s', DmusItems.sampleMemorySize, 0x7fff_ffff],
    ['the rate that was negotiated', DmusItems.samplePlaybackRate, 48000],
    ['the effects that were negotiated', DmusItems.effects, 1],
  ] as const)('%s', (_, { set: propertySet }, answer) => {
    const rig = new NodeRig();
    expect(rig.getNumber(rig.stream, 0, { set: propertySet })).toBe(answer);
  });

  it('is the same on both ways down', () => {
    const userMode = SOFTWARE_SYNTH_PROPERTIES.filter(({ set: each }) => each !== PROPERTY_SET_SYNTH);
    const others: readonly string[] = [PROPERTY_SET_SYNTH, PROPERTY_SET_SYNTH_DLS];
    expect(NODE_PROPERTIES.filter(({ set: each }) => !others.includes(each))).toEqual(userMode);
    const [rig, synth] = [new NodeRig(), new SoftwareSynth()];
    synth.open({ sampleRate: 48000 });
    for (const { set: each } of userMode) {
      const byteLength = each === DmusItems.wavesReverb.set ? 16 : 4;
      const value = new Uint8Array(byteLength);
      synth.getProperty(each, 0, value);
      expect(rig.ask(0, byteLength, undefined, each).value).toEqual(value);
    }
  });
});

describe('downloads', () => {
  it('a block gets a handle of its own, is copied, and can be unloaded once', () => {
    const rig = new NodeRig();
    const results = [rig.download(rawWaveBlock(1)), rig.download(rawInstrumentBlock(2))];
    expect(results.map(({ status }) => status)).toEqual(['STATUS_SUCCESS', 'STATUS_SUCCESS']);
    const [wave, instrument] = results.map(({ value }) => unpackSynthDownload(value));
    expect([wave!.mayFree, instrument!.mayFree]).toEqual([true, true]);
    expect(new Set([0, wave!.handle, instrument!.handle]).size).toBe(3);
    const unload = () => rig.tell(SynthDlsProperty.unload, instrument!.handle, undefined, PROPERTY_SET_SYNTH_DLS);
    expect(unload().status).toBe('STATUS_SUCCESS');
    expect(unload()).toEqual(UNSUCCESSFUL);
  });

  it('nothing, and anything that is no block, is unsuccessful', () => {
    const rig = new NodeRig();
    for (const block of [new Uint8Array(0), new Uint8Array(15), new Uint8Array(64).fill(0xff)]) {
      expect(rig.download(block)).toMatchObject(UNSUCCESSFUL);
    }
  });

  it('a handle of another synth means nothing', () => {
    const rig = new NodeRig();
    const other = rig.openRender();
    rig.openWave();
    const { handle } = unpackSynthDownload(rig.download(rawWaveBlock(1)).value);
    const unload = { set: PROPERTY_SET_SYNTH_DLS, id: SynthDlsProperty.unload, verb: set, value: numberBytes(handle) };
    expect(rig.property({ ...unload, stream: other })).toEqual(UNSUCCESSFUL);
    expect(rig.property({ ...unload, stream: rig.stream }).status).toBe('STATUS_SUCCESS');
  });

  it('COMPACT takes no value and leaves downloads and notes as they are', () => {
    const rig = new NodeRig();
    const { handle } = unpackSynthDownload(rig.download(rawWaveBlock(1)).value);
    const compact = { set: PROPERTY_SET_SYNTH_DLS, id: SynthDlsProperty.compact, verb: set, stream: rig.stream };
    expect(rig.property(compact)).toEqual({ status: 'STATUS_SUCCESS', valueByteLength: 0 });
    expect(rig.property({ ...compact, value: new Uint8Array(3) }).status).toBe('STATUS_SUCCESS');
    expect(rig.property({ ...compact, stream: null }).status).toBe('STATUS_INVALID_PARAMETER');
    expect(rig.tell(SynthDlsProperty.unload, handle, undefined, PROPERTY_SET_SYNTH_DLS).status).toBe('STATUS_SUCCESS');
  });

  it('WAVEFORMAT is 16-bit PCM as negotiated', () => {
    const { status, value } = new NodeRig().ask(SynthDlsProperty.waveFormat, 18, undefined, PROPERTY_SET_SYNTH_DLS);
    expect(status).toBe('STATUS_SUCCESS');
    expect(unpackWaveFormat(value)).toEqual(makeWaveFormat(1, 1, 48000, 16));
  });

  it('APPEND asks for one frame', () => {
    const rig = new NodeRig();
    expect(rig.getNumber(rig.stream, SynthDlsProperty.append, { set: PROPERTY_SET_SYNTH_DLS })).toBe(1);
  });

  it.each([
    [new DmusError('E_OUTOFMEMORY'), 'STATUS_NO_MEMORY'],
    [new DmusError('DMUS_E_BADWAVE'), 'STATUS_UNSUCCESSFUL'],
    [new DmusError('STATUS_INSUFFICIENT_RESOURCES'), 'STATUS_INSUFFICIENT_RESOURCES'],
    [new TypeError('a mistake'), 'STATUS_UNSUCCESSFUL'],
  ])('where the synth fails with %s the answer is %s', (error, status) => {
    const instance = new SynthInstance({});
    instance.port.open({});
    instance.port.engine.downloads.download = () => {
      throw error;
    };
    const request = nodeRequest({
      set: PROPERTY_SET_SYNTH_DLS,
      id: SynthDlsProperty.download,
      value: new Uint8Array(8),
    });
    expect(answerNodeProperty(request, instance)).toEqual({ status, valueByteLength: 0 });
  });
});
