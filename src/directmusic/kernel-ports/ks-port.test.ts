import { describe, expect, it } from 'vitest';
import { WatchedDriver } from '../../../test/fakes/watched-driver.ts';
import { flatWave, oneWaveCollection } from '../../../test/rig/bank.ts';
import { peakOf } from '../../../test/rig/compare.ts';
import { control, noteOn } from '../../../test/rig/midi.ts';
import { codeOf, rawBlock } from '../../../test/rig/raw-block.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { FilterDescription } from '../../ddi/filter-description.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { PortCapsFlags, type PortParams, PortType } from '../../ddi/port-params.ts';
import { PROPERTY_SET_SYNTH, SynthProperty } from '../../ddi/property-request.ts';
import { KsFilterConnection } from '../../ks/in-process.ts';
import { SoftSynthMiniport } from '../../miniports/soft-synth/soft-synth-miniport.ts';
import { MemoryOutput } from '../../wave-sinks/memory-output.ts';
import { MusicBuffer } from '../music-buffer.ts';
import { KsPort } from './ks-port.ts';

/** A filter with a software synth behind it. */
class KsRig {
  readonly clock = new ManualClock();
  readonly driver = new WatchedDriver({ masterClock: this.clock });
  readonly output = new MemoryOutput();
  readonly connection: KsFilterConnection;

  constructor({ hasOutput = true } = {}) {
    this.driver.init(new SoftSynthMiniport());
    this.connection = new KsFilterConnection({
      port: this.driver,
      ...(hasOutput ? { createOutput: () => this.output } : {}),
    });
  }

  openPort(params: Partial<PortParams> = {}): KsPort {
    return new KsPort({ connection: this.connection, params });
  }
}

function bufferOf(...messages: readonly number[]): MusicBuffer {
  const buffer = new MusicBuffer({ byteLength: 1024 });
  for (const message of messages) buffer.packStructured(0, 1, message);
  return buffer;
}

describe('KsPort', () => {
  it('gets what it asks for when that can be had', () => {
    const wanted = { voices: 5, channelGroups: 3, audioChannels: 1, sampleRate: 44100, effects: 0, share: false };
    const port = new KsRig().openPort(wanted);
    expect(port.paramsChanged).toBe(false);
    expect(port.params).toEqual({ ...wanted, features: 0 });
    expect(port.getFormat()).toMatchObject({ channelCount: 1, sampleRate: 44100, bitsPerSample: 16, blockAlign: 2 });
  });

  it('without wishes it gets defaults, and nothing counts as changed', () => {
    const port = new KsRig().openPort();
    expect(port.paramsChanged).toBe(false);
    expect(port.params).toMatchObject({ voices: 32, channelGroups: 2, audioChannels: 2, sampleRate: 22050 });
  });

  it.each([
    [{ voices: 5000 }, { voices: 1000 }],
    [{ sampleRate: 8000 }, { sampleRate: 11025 }],
    [{ audioChannels: 6 }, { audioChannels: 2 }],
    [{ share: true }, { share: false }],
  ])('of %j it gets %j and says that it was changed', (wanted, given) => {
    const port = new KsRig().openPort(wanted);
    expect(port.paramsChanged).toBe(true);
    expect(port.params).toMatchObject(given);
  });

  it('a second activation, and a second deactivation, change nothing', () => {
    const port = new KsRig().openPort();
    expect([true, true, false, false, true].map((enable) => port.activate(enable).changed)).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('takes no buffer while it is inactive, before and after', () => {
    const port = new KsRig().openPort();
    expect(codeOf(() => port.playBuffer(bufferOf(noteOn(60))))).toBe('DMUS_E_SYNTHINACTIVE');
    port.activate(true);
    port.playBuffer(bufferOf(noteOn(60)));
    port.playBuffer(bufferOf());
    port.activate(false);
    expect(codeOf(() => port.playBuffer(bufferOf(noteOn(60))))).toBe('DMUS_E_SYNTHINACTIVE');
  });

  it('its latency clock is one object, runs with the sound, and fails with E_FAIL while the port is inactive', () => {
    const rig = new KsRig();
    rig.clock.advance(7_000_000);
    const port = rig.openPort({ sampleRate: 48000 });
    const latencyClock = port.getLatencyClock();
    expect(port.getLatencyClock()).toBe(latencyClock);
    expect(codeOf(() => latencyClock.getTime())).toBe('E_FAIL');
    port.activate(true);
    const start = latencyClock.getTime();
    rig.clock.advance(1_000_000);
    rig.connection.pump(4800);
    expect(latencyClock.getTime() - start).toBe(1_000_000);
    port.activate(false);
    expect(codeOf(() => latencyClock.getTime())).toBe('E_FAIL');
  });

  it('priorities are unsigned and belong to one channel of one group', () => {
    const port = new KsRig().openPort({ channelGroups: 2 });
    expect(port.getChannelPriority(2, 9)).toBe(0x8000_000f);
    port.setChannelPriority(2, 9, 0xf000_0001);
    expect([port.getChannelPriority(2, 9), port.getChannelPriority(1, 9)]).toEqual([0xf000_0001, 0x8000_000f]);
    for (const [group, channel] of [
      [3, 0],
      [0, 0],
      [1, 16],
    ] as const) {
      expect(codeOf(() => port.setChannelPriority(group, channel, 1))).toBe('E_FAIL');
      expect(codeOf(() => port.getChannelPriority(group, channel))).toBe('E_FAIL');
    }
  });

  it('changes the number of channel groups, and keeps the old number where the new one is refused', () => {
    const port = new KsRig().openPort({ channelGroups: 2 });
    port.setNumChannelGroups(7);
    expect([port.getNumChannelGroups(), port.params.channelGroups]).toEqual([7, 7]);
    for (const count of [0, -1, 1001]) expect(codeOf(() => port.setNumChannelGroups(count))).toBe('E_FAIL');
    expect([port.getNumChannelGroups(), port.params.channelGroups]).toEqual([7, 7]);
  });

  it('its capabilities are those of a software synth on the kernel-mode way', () => {
    const caps = new KsRig().openPort().getCaps();
    expect(caps).toMatchObject({ portType: PortType.kernelMode, maxVoices: 1000, maxAudioChannels: 2 });
    expect(caps.flags & (PortCapsFlags.softwareSynth | PortCapsFlags.dls2)).toBe(0x204);
    expect(caps.description).not.toBe('');
  });

  it('plays what was downloaded to it, counts it, and obeys its volume', () => {
    const rig = new KsRig();
    const port = rig.openPort({ audioChannels: 1 });
    port.downloadInstrument(oneWaveCollection(flatWave(3277)).getInstrument(0));
    expect(port.portDownload!.getAppend()).toBe(1);
    port.setVolume(-1000);
    port.activate(true);
    expect(port.getRunningStats()).toMatchObject({ voices: 0, lostNotes: 0, peakVolume: -9600, totalCpu: undefined });
    port.playBuffer(bufferOf(control(7, 127), noteOn(60)));
    rig.connection.pump(2000);
    const loud = peakOf(rig.output.samples);
    const { voices, peakVolume } = port.getRunningStats();
    expect([voices, peakVolume]).toEqual([1, Math.round(2000 * Math.log10(loud))]);
    port.setVolume(-3000);
    const settled = rig.output.samples.at(-1)!;
    rig.connection.pump(2000);
    expect(rig.output.samples.at(-1)! / settled).toBeCloseTo(0.1, 3);
  });

  it('an unloaded instrument is silent from then on, and cannot be unloaded twice', () => {
    const rig = new KsRig();
    const port = rig.openPort();
    const token = port.downloadInstrument(oneWaveCollection(flatWave()).getInstrument(0));
    port.unloadInstrument(token);
    expect(codeOf(() => port.unloadInstrument(token))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    port.activate(true);
    port.playBuffer(bufferOf(noteOn(60)));
    rig.connection.pump(500);
    expect(peakOf(rig.output.samples)).toBe(0);
  });

  it.each([
    ['an unknown type', rawBlock(99, 1, [new Uint8Array(8)])],
    ['a false length', rawBlock(2, 1, [new Uint8Array(8)], 5)],
    ['nothing but zeros', new Uint8Array(40)],
  ])('a block with %s fails with E_FAIL: the boundary has no more to say', (_, bytes) => {
    const portDownload = new KsRig().openPort().portDownload!;
    const buffer = portDownload.allocateBuffer(bytes.byteLength);
    buffer.getBuffer().set(bytes);
    expect(codeOf(() => portDownload.download(buffer))).toBe('E_FAIL');
  });

  it('closing it, active and with events under way, leaves no pin open and no event out', () => {
    const rig = new KsRig();
    const port = rig.openPort();
    port.activate(true);
    port.playBuffer(bufferOf(...Array.from({ length: 20 }, (_, i) => noteOn(40 + i))));
    port.close();
    expect(rig.driver.pins.map(({ kind }) => kind)).toEqual(['render', 'wave']);
    rig.driver.expectNothingOpen();
  });

  it('two ports of one filter are two synths', () => {
    const rig = new KsRig();
    const ports = [rig.openPort({ channelGroups: 4 }), rig.openPort({ channelGroups: 5 })];
    expect(ports.map((port) => port.getNumChannelGroups())).toEqual([4, 5]);
    ports[0]!.close();
    expect(ports[1]!.getNumChannelGroups()).toBe(5);
  });

  it('a port that cannot have a wave pin leaves no message pin behind', () => {
    const rig = new KsRig({ hasOutput: false });
    expect(codeOf(() => rig.openPort())).toBe('STATUS_INVALID_PARAMETER');
    expect(rig.driver.pins).toHaveLength(1);
    rig.driver.expectNothingOpen();
  });

  it('a filter without a pin to play into is no port', () => {
    const rig = new KsRig();
    const { connection } = rig;
    const description: FilterDescription = { ...connection.describe(), pins: [] };
    connection.describe = () => description;
    expect(codeOf(() => rig.openPort())).toBe('DMUS_E_DRIVER_FAILED');
    expect(rig.driver.pins).toHaveLength(0);
  });

  it('properties go to its node: known items are read and set, others are refused by their documented codes', () => {
    const port = new KsRig().openPort();
    const value = new Uint8Array(4);
    new DataView(value.buffer).setInt32(0, -1234, true);
    port.setProperty(PROPERTY_SET_SYNTH, SynthProperty.volume, value);
    const room = new Uint8Array(4);
    expect(port.getProperty(PROPERTY_SET_SYNTH, SynthProperty.volume, room)).toBe(4);
    expect(room).toEqual(value);
    expect(codeOf(() => port.setProperty(PROPERTY_SET_SYNTH, SynthProperty.caps, value))).toBe(
      'DMUS_E_SET_UNSUPPORTED',
    );
    expect(codeOf(() => port.getProperty(PROPERTY_SET_SYNTH, 77, room))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    const small = new Uint8Array(2);
    expect(codeOf(() => port.getProperty(PROPERTY_SET_SYNTH, SynthProperty.volume, small))).toBe(
      'DMUS_E_INSUFFICIENTBUFFER',
    );
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'an activation whose step %i fails leaves both pins in stop, and can be repeated',
    (step) => {
      const rig = new KsRig();
      const port = rig.openPort();
      const { connection } = rig;
      const setState = connection.setState.bind(connection);
      let countdown = step;
      connection.setState = (pin, state) => {
        if (countdown-- === 0) throw new DmusError('STATUS_UNSUCCESSFUL', 'not ready');
        setState(pin, state);
      };
      expect(codeOf(() => port.activate(true))).toBe('STATUS_UNSUCCESSFUL');
      expect(rig.driver.pins.map(({ state }) => state)).toEqual([KsState.stop, KsState.stop]);
      expect(codeOf(() => port.playBuffer(bufferOf(noteOn(60))))).toBe('DMUS_E_SYNTHINACTIVE');
      connection.setState = setState;
      expect(port.activate(true).changed).toBe(true);
      expect(rig.driver.pins.map(({ state }) => state)).toEqual([KsState.run, KsState.run]);
    },
  );

  it('a filter without a node plays, and can do no more', () => {
    const rig = new KsRig();
    const { connection } = rig;
    const description: FilterDescription = { ...connection.describe(), nodes: [], connections: [] };
    connection.describe = () => description;
    const port = rig.openPort({ voices: 5 });
    expect([port.paramsChanged, port.params.channelGroups, port.getNumChannelGroups()]).toEqual([true, 1, 1]);
    expect(port.getCaps()).toMatchObject({ flags: PortCapsFlags.external, portType: PortType.kernelMode });
    port.activate(true);
    expect(codeOf(() => port.playBuffer(bufferOf(noteOn(60))))).toBe('nothing thrown');
    rig.clock.advance(99);
    expect(port.getLatencyClock().getTime()).toBe(99);
    expect(port.portDownload).toBeNull();
    for (const call of [
      () => port.setNumChannelGroups(1),
      () => port.setVolume(0),
      () => port.getRunningStats(),
      () => port.getChannelPriority(1, 0),
      () => port.getFormat(),
      () => port.downloadInstrument(oneWaveCollection(flatWave()).getInstrument(0)),
    ]) {
      expect(codeOf(call)).toBe('E_NOTIMPL');
    }
    port.close();
    rig.driver.expectNothingOpen();
  });
});
