import { beforeEach, describe, expect, it } from 'vitest';
import type { Guid } from '../../src/ddi/guid.ts';
import type { PortParams, PortParamsResult } from '../../src/ddi/port-params.ts';
import { PROPERTY_SET_SYNTH, PropertyVerb, SynthProperty } from '../../src/ddi/property-request.ts';
import { type CreatedPort, createOfflineDirectMusic, MusicBuffer, OfflinePortGuid } from '../../src/index.ts';
import { FilterControl } from '../../src/ks/filter-control.ts';
import { SYNTH_NODE } from '../../src/miniports/soft-synth/description.ts';
import { packPortParams } from '../../src/properties/synth-structures.ts';
import { createWasmKernel } from '../../src/synth/kernel/wasm-kernel.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { numberBytes } from '../rig/miniport-rig.ts';
import { codeOf } from '../rig/raw-block.ts';
import { KernelSynth, VirtualSynth } from './kernel-synth.ts';

const DEFAULTS: PortParams = {
  voices: 32,
  channelGroups: 2,
  audioChannels: 2,
  sampleRate: 22_050,
  effects: 1,
  share: false,
  features: 0,
};
/** What a port without a synth has. */
const WIRE: Partial<PortParams> = { voices: 0, channelGroups: 1, audioChannels: 0, sampleRate: 0 };

function createPort(guid: Guid, params?: Partial<PortParams>): CreatedPort {
  const { directMusic } = createOfflineDirectMusic();
  directMusic.setOutput(null);
  return directMusic.createPort(guid, params);
}

describe('contract 1: opening corrects what was wanted, chooses what was not, and tells of corrections only', () => {
  const ways: readonly (readonly [string, (wanted?: Partial<PortParams>) => PortParamsResult])[] = [
    ['Open', (wanted) => new SoftwareSynth().open(wanted)],
    ['CreatePort on a user-mode synth', (wanted) => createPort(OfflinePortGuid.synth, wanted)],
    ['CreatePort on a kernel synth', (wanted) => createPort(OfflinePortGuid.kernelSynth, wanted)],
  ];

  describe.each(ways)('%s', (_, open) => {
    it.each([
      ['voices', 0, 1],
      ['voices', 1001, 1000],
      ['channelGroups', 0, 1],
      ['channelGroups', 1001, 1000],
      ['audioChannels', 0, 1],
      ['audioChannels', 6, 2],
      ['sampleRate', 8000, 11_025],
      ['sampleRate', 192_000, 96_000],
      ['effects', 7, 3],
      ['share', true, false],
      ['features', 7, 3],
    ] as const)('rewrites %s %s to %s, and says that something changed', (member, wanted, given) => {
      const { params, changed } = open({ [member]: wanted });
      expect({ params, changed }).toEqual({ params: { ...DEFAULTS, [member]: given }, changed: true });
    });

    it('fills in what was not asked for, and says that nothing changed', () => {
      expect(open()).toMatchObject({ params: DEFAULTS, changed: false });
      expect(open({ voices: undefined, share: undefined })).toMatchObject({ params: DEFAULTS, changed: false });
      expect(open({ voices: 5 })).toMatchObject({ params: { ...DEFAULTS, voices: 5 }, changed: false });
    });

    it('gives what can be had as it was wanted, and says that nothing changed', () => {
      const wanted = {
        voices: 9,
        channelGroups: 3,
        audioChannels: 1,
        sampleRate: 44_100,
        effects: 0,
        share: false,
        features: 3,
      };
      expect(open(wanted)).toMatchObject({ params: wanted, changed: false });
    });
  });

  it('CreatePort on a capture port does the same: one group of channels, and no sound', () => {
    expect(createPort(OfflinePortGuid.cableOut)).toMatchObject({ params: WIRE, changed: false });
    expect(createPort(OfflinePortGuid.cableOut, { voices: 5 })).toMatchObject({ params: WIRE, changed: true });
  });

  it.each(Object.entries(OfflinePortGuid))('CreatePort leaves the port inactive: %s', (_, guid) => {
    const { port } = createPort(guid);
    expect(port.isActive).toBe(false);
    expect(port.activate(false)).toEqual({ changed: false });
    expect(port.activate(true)).toEqual({ changed: true });
  });

  it.each([OfflinePortGuid.synth, OfflinePortGuid.kernelSynth])('a new port does not play yet: %s', (guid) => {
    const buffer = new MusicBuffer({ byteLength: 32 });
    buffer.packStructured(0, 1, 0x7f3c90);
    expect(codeOf(() => createPort(guid).port.playBuffer(buffer))).toBe('DMUS_E_SYNTHINACTIVE');
  });
});

describe('contract 2: PORTPARAMETERS is read to configure a synth, and nothing is reserved before', () => {
  let kernelCount: number;
  let device: KernelSynth;
  let synth: VirtualSynth;
  beforeEach(() => {
    kernelCount = 0;
    const createKernel = () => {
      kernelCount++;
      return createWasmKernel();
    };
    device = new KernelSynth({ createKernel });
    synth = new VirtualSynth(device.connection, device.openMusicPin());
  });

  it('it can be read and not be set', () => {
    const control = new FilterControl({ connection: device.connection, pin: synth.musicPin, node: SYNTH_NODE });
    const { portParameters } = SynthProperty;
    expect(control.getSupport(PROPERTY_SET_SYNTH, portParameters)).toBe(PropertyVerb.get);
    expect(synth.set(portParameters, 0)).toBe('STATUS_INVALID_DEVICE_REQUEST');
  });

  it('reading it configures: voices, groups and format are as it answers', () => {
    expect(synth.negotiate({ channelGroups: 5, sampleRate: 44_100 }).params).toMatchObject({ channelGroups: 5 });
    expect(synth.getNumber(SynthProperty.channelGroups)).toBe(5);
    synth.negotiate({ channelGroups: 7 });
    expect(synth.getNumber(SynthProperty.channelGroups)).toBe(7);
  });

  it('it answers NOT_ALL_ASSIGNED with what was altered, and that is a success', () => {
    const { status, params } = synth.negotiate({ voices: 0, channelGroups: 3 });
    expect([status, params.voices, params.channelGroups]).toEqual(['STATUS_NOT_ALL_ASSIGNED', 1, 3]);
    expect(synth.getNumber(SynthProperty.channelGroups)).toBe(3);
    const control = new FilterControl({ connection: device.connection, pin: synth.musicPin, node: SYNTH_NODE });
    const instance = packPortParams({ voices: 0 });
    const { portParameters } = SynthProperty;
    expect(control.getProperty(PROPERTY_SET_SYNTH, portParameters, new Uint8Array(28), instance)).toBe(28);
  });

  it('it does not mind what stands in members that are not flagged', () => {
    const instance = packPortParams({ channelGroups: 3 });
    // Voices and effects: impossible, and not flagged as wanted.
    instance.set(numberBytes(-1), 4);
    instance.set(numberBytes(-1), 20);
    const { status, value } = synth.get(SynthProperty.portParameters, 28, instance);
    const voices = new DataView(value.buffer, value.byteOffset).getUint32(4, true);
    expect([status, voices]).toEqual(['STATUS_SUCCESS', DEFAULTS.voices]);
  });

  it('it echoes a request that can be met byte for byte', () => {
    const instance = packPortParams({ ...DEFAULTS, voices: 3 });
    const { status, value } = synth.get(SynthProperty.portParameters, 28, instance);
    expect([status, [...value]]).toEqual(['STATUS_SUCCESS', [...instance]]);
  });

  it('opening the message pin reserves no voices; this request does, once', () => {
    expect(kernelCount).toBe(0);
    expect(synth.get(SynthProperty.runningStats, 28).status).toBe('STATUS_UNSUCCESSFUL');
    synth.negotiate({ voices: 3 });
    expect(kernelCount).toBe(1);
    expect(synth.stats.voices).toBe(0);
  });

  it('a request without room for its answer reserves nothing', () => {
    expect(synth.get(SynthProperty.portParameters, 0, packPortParams({})).status).toBe('STATUS_BUFFER_OVERFLOW');
    expect(kernelCount).toBe(0);
  });
});
