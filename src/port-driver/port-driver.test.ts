import { beforeEach, describe, expect, it } from 'vitest';
import { CrystalRing } from '../../test/fakes/crystal-ring.ts';
import {
  DIRECT_MUSIC_FORMAT,
  FAKE_DESCRIPTION,
  FakeMiniport,
  FakePin,
  WAVE_FORMAT,
  WAVE_RANGE,
} from '../../test/fakes/fake-miniport.ts';
import { FakeOutput } from '../../test/fakes/fake-output.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { DmusError } from '../ddi/errors.ts';
import type { AudioDataRange, DataFormat } from '../ddi/filter-description.ts';
import { DataFormatSubtype } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import {
  NODE_NONE,
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_CLOCK,
  PROPERTY_SET_SYNTH_DLS,
  PropertyVerb,
  SynthProperty,
} from '../ddi/property-request.ts';
import type { ServiceGroup } from '../ddi/service-group.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { pcmFormat } from './data-range.ts';
import type { Pin } from './pin.ts';
import { DMusPort } from './port-driver.ts';
import type { PortPropertyRequest } from './property-router.ts';
import type { RenderPin } from './render-pin.ts';
import type { WavePin } from './wave-pin.ts';

const SYNTH_NODE = 0;

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof DmusError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

function bringTo(pin: Pin, state: KsState): void {
  while (pin.state !== state) pin.setState((pin.state + Math.sign(state - pin.state)) as KsState);
}

function fakeGroup(): ServiceGroup & { requestCount: number } {
  return {
    requestCount: 0,
    requestService() {
      this.requestCount++;
    },
    addMember: () => {},
    removeMember: () => {},
    supportDelayedService: () => {},
    requestDelayedService: () => {},
    cancelDelayedService: () => {},
  };
}

describe('DMusPort', () => {
  let clock: ManualClock;
  let miniport: FakeMiniport;
  let port: DMusPort;
  beforeEach(() => {
    clock = new ManualClock();
    miniport = new FakeMiniport();
    port = new DMusPort({ masterClock: clock });
    port.init(miniport, 'adapter', ['resource']);
  });

  const openRender = (): RenderPin =>
    port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT }) as RenderPin;
  const openWave = (output = new FakeOutput()): WavePin =>
    port.openPin({ pinId: FakePin.wave, dataFormat: WAVE_FORMAT, output }) as WavePin;

  function note(referenceTime: number): Uint8Array {
    const buffer = new MusicBuffer({ byteLength: 24 });
    buffer.packStructured(referenceTime, 1, 0x7f3c90);
    return buffer.getUsedRecords();
  }

  it('gives its miniport the port, the adapter and the resources, once', () => {
    expect(miniport.inits).toEqual([{ port, adapter: 'adapter', resources: ['resource'] }]);
    expect(codeOf(() => port.init(new FakeMiniport()))).toBe('DMUS_E_ALREADY_INITED');
    expect(codeOf(() => new DMusPort({ masterClock: clock }).getDescription())).toBe('DMUS_E_NOT_INIT');
    expect(port.getDescription()).toBe(FAKE_DESCRIPTION);
  });

  it('carries a note from a packet to the miniport’s stream, and its event home', () => {
    const pin = openRender();
    bringTo(pin, KsState.run);
    pin.writePacket(777, note(777));
    expect(miniport.messageStreams[0]!.seen).toEqual([
      { presentationTime: 777, channelGroup: 1, bytes: [0x90, 0x3c, 0x7f], isIncomplete: false },
    ]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it('holds notes for a device with a prefetch until the clock is near enough', () => {
    miniport.schedulePreFetch = 100;
    const pin = openRender();
    bringTo(pin, KsState.run);
    pin.writePacket(1000, note(1000));
    clock.moveTo(899);
    port.service();
    expect(miniport.messageStreams[0]!.seen).toEqual([]);
    clock.moveTo(900);
    port.service();
    expect(miniport.messageStreams[0]!.seen).toHaveLength(1);
  });

  it('pumps messages first and then sound', () => {
    miniport.schedulePreFetch = 0;
    const render = openRender();
    const output = new FakeOutput();
    const wave = openWave(output);
    bringTo(render, KsState.run);
    bringTo(wave, KsState.run);
    render.writePacket(0, note(0));
    port.pump(3);
    expect(miniport.messageStreams[0]!.seen).toHaveLength(1);
    expect(output.samples).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('lets nothing run into a stream that is not yet, or no longer, ready for it', () => {
    const pin = openRender();
    const [stream] = miniport.messageStreams;
    const seenWhileMoving: number[] = [];
    stream!.onSetState = () => {
      pin.writePacket(0, note(0));
      seenWhileMoving.push(stream!.seen.length);
    };
    bringTo(pin, KsState.run);
    expect(seenWhileMoving).toEqual([0, 0, 0]);
    const seenAtRun = stream!.seen.length;
    bringTo(pin, KsState.stop);
    expect(stream!.seen.length).toBe(seenAtRun);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it('moves a pin one state at a time', () => {
    const pin = openRender();
    const [stream] = miniport.messageStreams;
    expect(codeOf(() => pin.setState(KsState.run))).toBe('STATUS_INVALID_DEVICE_REQUEST');
    expect(codeOf(() => pin.setState(KsState.stop))).toBe('STATUS_INVALID_DEVICE_REQUEST');
    bringTo(pin, KsState.run);
    expect(codeOf(() => pin.setState(KsState.acquire))).toBe('STATUS_INVALID_DEVICE_REQUEST');
    bringTo(pin, KsState.stop);
    expect(stream!.states).toEqual([1, 2, 3, 2, 1, 0]);
  });

  it('leaves a pin in its state when the stream is not ready for the next', () => {
    const pin = openRender();
    bringTo(pin, KsState.pause);
    miniport.messageStreams[0]!.refusesState = KsState.run;
    expect(() => pin.setState(KsState.run)).toThrow('not ready');
    expect(pin.state).toBe(KsState.pause);
    pin.writePacket(0, note(0));
    expect(miniport.messageStreams[0]!.seen).toEqual([]);
    port.closePin(pin);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it('brings a pin to stop before it ends its stream, and closes it once', () => {
    const output = new FakeOutput();
    const wave = openWave(output);
    bringTo(wave, KsState.run);
    port.closePin(wave);
    port.closePin(wave);
    expect(miniport.waveStreams[0]!.states).toEqual([1, 2, 3, 2, 1, 0]);
    expect(miniport.closedStreams).toEqual([wave.stream]);
    expect(output.calls).toEqual(['open', 'close']);
    expect(codeOf(() => wave.setState(KsState.acquire))).toBe('STATUS_INVALID_DEVICE_REQUEST');
  });

  it('opens a pin as often as its description allows, again after closing', () => {
    const first = openRender();
    openRender();
    expect(codeOf(openRender)).toBe('DMUS_E_DEVICE_IN_USE');
    port.closePin(first);
    expect(openRender().state).toBe(KsState.stop);
    port.close();
    expect(miniport.closedStreams).toHaveLength(3);
    expect(openRender().state).toBe(KsState.stop);
  });

  it('refuses pins and formats that it cannot open, and counts none of them', () => {
    const pcmMessages: DataFormat = { ...DIRECT_MUSIC_FORMAT, subFormat: DataFormatSubtype.pcm };
    const tooFast: DataFormat = { ...WAVE_FORMAT, waveFormat: pcmFormat(2, 96_001, 16) };
    const open = (pinId: number, dataFormat: DataFormat) => codeOf(() => port.openPin({ pinId, dataFormat }));
    expect(open(9, DIRECT_MUSIC_FORMAT)).toBe('STATUS_INVALID_PARAMETER');
    expect(open(FakePin.bridge, DIRECT_MUSIC_FORMAT)).toBe('STATUS_INVALID_DEVICE_REQUEST');
    expect(open(FakePin.render, pcmMessages)).toBe('STATUS_NO_MATCH');
    expect(open(FakePin.wave, tooFast)).toBe('STATUS_NO_MATCH');
    expect(open(FakePin.wave, WAVE_FORMAT)).toBe('STATUS_INVALID_PARAMETER');
    expect(open(FakePin.capture, DIRECT_MUSIC_FORMAT)).toBe('STATUS_INVALID_PARAMETER');
    expect([miniport.messageStreams, miniport.waveStreams]).toEqual([[], []]);
  });

  it('does not count an instance that the miniport could not make', () => {
    miniport.isOutOfStreams = true;
    for (let i = 0; i < 3; i++) expect(codeOf(openRender)).toBe('STATUS_INSUFFICIENT_RESOURCES');
    miniport.isOutOfStreams = false;
    expect(openRender().state).toBe(KsState.stop);
  });

  it('refuses a wave stream that cannot be rendered and ends it', () => {
    miniport.hasBrokenWaveStream = true;
    expect(codeOf(openWave)).toBe('DMUS_E_UNSUPPORTED_STREAM');
    expect(miniport.closedStreams).toEqual(miniport.messageStreams);
  });

  it('finds the best format in which a client and a pin meet', () => {
    const clientRange: AudioDataRange = {
      ...(WAVE_RANGE as AudioDataRange),
      maximumSampleRate: 44_100,
      maximumChannels: 8,
    };
    expect(port.intersect(FakePin.wave, clientRange).waveFormat).toEqual(pcmFormat(2, 44_100, 16));
    const tooFast = { ...clientRange, minimumSampleRate: 192_000, maximumSampleRate: 192_000 };
    expect(codeOf(() => port.intersect(FakePin.wave, tooFast))).toBe('STATUS_NO_MATCH');
    expect(codeOf(() => port.intersect(FakePin.render, clientRange))).toBe('STATUS_NO_MATCH');
    const [musicRange] = FAKE_DESCRIPTION.pins[FakePin.render]!.dataRanges;
    expect(port.intersect(FakePin.render, musicRange!)).toEqual(DIRECT_MUSIC_FORMAT);
  });

  it('keeps a ring filled as far ahead as it was told', () => {
    const ahead = new DMusPort({ masterClock: clock, writeAheadTicks: 200_000 });
    ahead.init(miniport);
    const output = new CrystalRing({ ringFrames: 100 });
    const pin = ahead.openPin({ pinId: FakePin.wave, dataFormat: WAVE_FORMAT, output }) as WavePin;
    bringTo(pin, KsState.run);
    // A frame of the fake is 10,000 ticks.
    expect(pin.waveSink.position).toBe(20);
  });

  it('serves the group it is told of, or with none its own and those of all streams', () => {
    const [own, first, second, other] = [fakeGroup(), fakeGroup(), fakeGroup(), fakeGroup()];
    port.registerServiceGroup(own);
    miniport.serviceGroup = first;
    openRender();
    miniport.serviceGroup = second;
    openWave();
    port.notify(other);
    expect([own, first, second, other].map((group) => group.requestCount)).toEqual([0, 0, 0, 1]);
    port.notify(null);
    expect([own, first, second, other].map((group) => group.requestCount)).toEqual([1, 1, 1, 1]);
  });
});

describe('property requests to a DMusPort', () => {
  let miniport: FakeMiniport;
  let port: DMusPort;
  beforeEach(() => {
    miniport = new FakeMiniport();
    port = new DMusPort({ masterClock: new ManualClock(123_456_789_012) });
    port.init(miniport);
  });

  function request(given: Partial<PortPropertyRequest>): PortPropertyRequest {
    return {
      pin: null,
      node: SYNTH_NODE,
      set: PROPERTY_SET_SYNTH,
      id: SynthProperty.volume,
      verb: PropertyVerb.get,
      instance: new Uint8Array(0),
      value: new Uint8Array(8),
      complete: () => {},
      ...given,
    };
  }

  it('go to the miniport with the stream of the pin they came through', () => {
    miniport.propertyResult = { status: 'STATUS_NOT_ALL_ASSIGNED', valueByteLength: 4 };
    const pin = port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT });
    const { pin: _pin, ...rest } = request({ instance: Uint8Array.of(1, 2) });
    expect(port.property({ ...rest, pin })).toEqual(miniport.propertyResult);
    expect(port.property({ ...rest, pin: null })).toEqual(miniport.propertyResult);
    const complete = expect.any(Function);
    expect(miniport.requests).toEqual([
      { ...rest, complete, stream: pin.stream },
      { ...rest, complete, stream: null },
    ]);
  });

  it.each([
    ['an unknown set', { set: PROPERTY_SET_SYNTH_DLS }, 'STATUS_PROPSET_NOT_FOUND'],
    ['an unknown item', { id: 99 }, 'STATUS_NOT_FOUND'],
    [
      'a verb the item does not have',
      { id: SynthProperty.caps, verb: PropertyVerb.set },
      'STATUS_INVALID_DEVICE_REQUEST',
    ],
    ['a node there is not', { node: 7 }, 'STATUS_INVALID_PARAMETER'],
    ['a node’s item addressed to the filter', { node: NODE_NONE }, 'STATUS_PROPSET_NOT_FOUND'],
  ])('fail for %s without reaching the miniport', (_what, given, status) => {
    expect(port.property(request(given))).toEqual({ status, valueByteLength: 0 });
    expect(miniport.requests).toEqual([]);
  });

  it('fail through a pin that is closed', () => {
    const pin = port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT });
    port.closePin(pin);
    expect(port.property(request({ pin })).status).toBe('STATUS_INVALID_PARAMETER');
  });

  it('are told the verbs of an item from its table', () => {
    const value = new Uint8Array(4);
    const result = port.property(request({ verb: PropertyVerb.basicSupport, value }));
    expect(result).toEqual({ status: 'STATUS_SUCCESS', valueByteLength: 4 });
    expect([...value]).toEqual([PropertyVerb.get | PropertyVerb.set, 0, 0, 0]);
    expect(miniport.requests).toEqual([]);
  });

  it('read the master clock from the port driver itself', () => {
    const clockRequest = { node: NODE_NONE, set: PROPERTY_SET_SYNTH_CLOCK, id: 0 };
    const value = new Uint8Array(8);
    expect(port.property(request({ ...clockRequest, value }))).toEqual({
      status: 'STATUS_SUCCESS',
      valueByteLength: 8,
    });
    expect(new DataView(value.buffer).getBigInt64(0, true)).toBe(123_456_789_012n);
    const ask = (byteLength: number) => port.property(request({ ...clockRequest, value: new Uint8Array(byteLength) }));
    expect(ask(0)).toEqual({ status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: 8 });
    expect(ask(7)).toEqual({ status: 'STATUS_BUFFER_TOO_SMALL', valueByteLength: 8 });
    expect(port.property(request({ ...clockRequest, verb: PropertyVerb.set })).status).toBe(
      'STATUS_INVALID_DEVICE_REQUEST',
    );
    expect(miniport.requests).toEqual([]);
  });
});
