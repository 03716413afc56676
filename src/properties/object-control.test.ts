import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/rig/raw-block.ts';
import { DmusError } from '../ddi/errors.ts';
import { PropertyVerb } from '../ddi/property-request.ts';
import { makeWaveFormat } from '../ddi/wave-format.ts';
import { DmusItems } from './dmus-items.ts';
import { ObjectControl } from './object-control.ts';
import { basicSupport, getItem, setItem, setItemAndWait } from './property-calls.ts';
import type { WaitingControl } from './property-control.ts';
import { PropertyDispatcher } from './property-dispatcher.ts';
import { NotAllAssigned, onGlobalItem, onItem } from './property-handler.ts';
import { SynthDlsItems, SynthItems } from './synth-items.ts';
import { packWaveFormat, type WavesReverbParams } from './wave-structures.ts';

const { get, set } = PropertyVerb;
const REVERB: WavesReverbParams = { inGain: -1, reverbMix: -2, reverbTime: 3, highFreqRtRatio: 0.5 };
/** A format with 22 bytes behind it, as WAVEFORMATEXTENSIBLE has. */
const EXTENSIBLE = new Uint8Array(40).fill(9);
EXTENSIBLE.set(packWaveFormat(makeWaveFormat(0xfffe, 2, 48000, 16)));

interface Device {
  readonly priorities: Map<string, number>;
  reverb: WavesReverbParams;
}

const DISPATCHER = new PropertyDispatcher<Device>([
  onItem(SynthItems.volume, {
    set: (_: Device, value) => {
      if (value > 0) throw new DmusError('DMUS_E_SYNTHACTIVE', 'not now');
    },
  }),
  onItem(SynthItems.voicePriority, {
    get: ({ priorities }: Device, { channelGroup, channel }) => priorities.get(`${channelGroup} ${channel}`) ?? 0,
    set: ({ priorities }, priority, { channelGroup, channel }) => {
      priorities.set(`${channelGroup} ${channel}`, priority);
    },
  }),
  onItem(SynthItems.portParameters, { get: (_: Device, wanted) => new NotAllAssigned({ ...wanted, voices: 3 }) }),
  onItem(SynthDlsItems.unload, { setLater: (_: Device, __, ___, done) => done() }),
  onItem(SynthDlsItems.waveFormat, { get: () => EXTENSIBLE }),
  onItem(DmusItems.wavesReverb, {
    get: ({ reverb }: Device) => reverb,
    set: (device, reverb) => {
      device.reverb = reverb;
    },
  }),
  onGlobalItem(DmusItems.dls2, { get: () => true }),
]);

function makeControl(): ObjectControl<Device> {
  return new ObjectControl(DISPATCHER, { priorities: new Map(), reverb: REVERB });
}

describe('typed calls', () => {
  it('read and set numbers, truths and structures', () => {
    const control = makeControl();
    setItem(control, DmusItems.wavesReverb, { ...REVERB, reverbTime: 2000 });
    expect(getItem(control, DmusItems.wavesReverb)).toEqual({ ...REVERB, reverbTime: 2000 });
    expect(getItem(control, DmusItems.dls2)).toBe(true);
  });

  it('take what the descriptor carries as a last argument', () => {
    const control = makeControl();
    setItem(control, SynthItems.voicePriority, 0x8000_0001, { channelGroup: 2, channel: 9 });
    expect(getItem(control, SynthItems.voicePriority, { channelGroup: 2, channel: 9 })).toBe(0x8000_0001);
    expect(getItem(control, SynthItems.voicePriority, { channelGroup: 1, channel: 9 })).toBe(0);
    expect(getItem(control, SynthItems.portParameters, { sampleRate: 44100 })).toEqual({
      sampleRate: 44100,
      voices: 3,
    });
  });

  it('make room for a value that is longer than usual', () => {
    expect(getItem(makeControl(), SynthDlsItems.waveFormat)).toEqual(makeWaveFormat(0xfffe, 2, 48000, 16));
  });

  it('do not take an answer that is cut short', () => {
    const control = { getProperty: () => 3, setProperty: () => {} };
    expect(codeOf(() => getItem(control, SynthItems.volume))).toBe('E_UNEXPECTED');
  });

  it('ask for the verbs that are answered', () => {
    const control = makeControl();
    const items = [SynthItems.volume, SynthItems.voicePriority, DmusItems.dls2];
    expect(items.map((item) => basicSupport(control, item))).toEqual([set, get | set, get]);
  });

  it('wait for an order as long as the object does', async () => {
    const sent: unknown[] = [];
    const control: WaitingControl = {
      getProperty: () => 0,
      setProperty: () => {},
      setPropertyAndWait: async (...call) => void sent.push(call),
    };
    await setItemAndWait(control, SynthDlsItems.unload, 7);
    const { set: unloadSet, id } = SynthDlsItems.unload;
    expect(sent).toEqual([[unloadSet, id, Uint8Array.of(7, 0, 0, 0), new Uint8Array(0)]]);
  });
});

describe('ObjectControl', () => {
  it.each([
    ['an item without a handler', () => getItem(makeControl(), DmusItems.dls1), 'DMUS_E_UNKNOWN_PROPERTY'],
    ['its verbs', () => basicSupport(makeControl(), DmusItems.dls1), 'DMUS_E_UNKNOWN_PROPERTY'],
    ['what can only be set', () => getItem(makeControl(), SynthItems.volume), 'DMUS_E_GET_UNSUPPORTED'],
    ['what can only be read', () => setItem(makeControl(), DmusItems.dls2, true), 'DMUS_E_SET_UNSUPPORTED'],
    ['what the object refuses', () => setItem(makeControl(), SynthItems.volume, 1), 'DMUS_E_SYNTHACTIVE'],
  ])('fails for %s', (_, call, code) => {
    expect(codeOf(call)).toBe(code);
  });

  it('wants room for the whole value, and what it is set to in its exact size', () => {
    const control = makeControl();
    const { set: reverb } = DmusItems.wavesReverb;
    const { set: synth } = SynthItems.volume;
    const { set: dls, id: format } = SynthDlsItems.waveFormat;
    const read = (propertySet: string, id: number, byteLength: number) =>
      codeOf(() => control.getProperty(propertySet, id, new Uint8Array(byteLength)));
    expect([read(reverb, 0, 15), read(reverb, 0, 17), read(dls, format, 39), read(dls, format, 40)]).toEqual([
      'DMUS_E_INSUFFICIENTBUFFER',
      'nothing thrown',
      'DMUS_E_INSUFFICIENTBUFFER',
      'nothing thrown',
    ]);
    for (const byteLength of [0, 3, 5]) {
      expect(codeOf(() => control.setProperty(synth, 0, new Uint8Array(byteLength)))).toBe('E_INVALIDARG');
    }
  });

  it('wants what belongs behind the descriptor’s header, whole', () => {
    const { set: synth, id } = SynthItems.voicePriority;
    expect(codeOf(() => makeControl().getProperty(synth, id, new Uint8Array(4), new Uint8Array(7)))).toBe(
      'E_INVALIDARG',
    );
  });

  it('tells how long a value is', () => {
    const lengths = [DmusItems.wavesReverb, SynthDlsItems.waveFormat].map((item) =>
      makeControl().getByteLength(item.set, item.id),
    );
    expect(lengths).toEqual([16, 40]);
  });

  it('carries out at once what others finish later', () => {
    expect(codeOf(() => setItem(makeControl(), SynthDlsItems.unload, 7))).toBe('nothing thrown');
  });
});
