import { beforeEach, describe, expect, it } from 'vitest';
import {
  DIRECT_MUSIC_FORMAT,
  FAKE_DESCRIPTION,
  FakeMiniport,
  FakePin,
  WAVE_FORMAT,
} from '../../test/fakes/fake-miniport.ts';
import { FakeOutput } from '../../test/fakes/fake-output.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { DmusError } from '../ddi/errors.ts';
import { KsState } from '../ddi/ks-state.ts';
import { PROPERTY_SET_SYNTH, PropertyVerb, SynthProperty } from '../ddi/property-request.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { DMusPort } from '../port-driver/port-driver.ts';
import { KsFilterTable } from './filter-table.ts';
import { KsFilterConnection } from './in-process.ts';
import type { KsPacketCompleted, KsPropertyReply, KsThruTarget, PinHandle } from './messages.ts';

const RUN = [KsState.acquire, KsState.pause, KsState.run] as const;

function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof DmusError) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

describe('KsFilterConnection', () => {
  let miniport: FakeMiniport;
  let outputs: FakeOutput[];
  let connection: KsFilterConnection;
  beforeEach(() => {
    miniport = new FakeMiniport();
    outputs = [];
    const port = new DMusPort({ masterClock: new ManualClock() });
    port.init(miniport);
    const createOutput = (): FakeOutput => {
      outputs.push(new FakeOutput());
      return outputs.at(-1)!;
    };
    connection = new KsFilterConnection({ port, createOutput });
  });

  function open(pinId: number): PinHandle {
    const pin = connection.createPin(pinId, pinId === FakePin.wave ? WAVE_FORMAT : DIRECT_MUSIC_FORMAT);
    for (const state of RUN) connection.setState(pin, state);
    return pin;
  }

  const volume = { node: 0, set: PROPERTY_SET_SYNTH, id: SynthProperty.volume };

  it('describes the filter and meets it in a format', () => {
    expect(connection.describe()).toBe(FAKE_DESCRIPTION);
    const [range] = FAKE_DESCRIPTION.pins[FakePin.render]!.dataRanges;
    expect(connection.intersect(FakePin.render, range!)).toEqual(DIRECT_MUSIC_FORMAT);
  });

  it('sends packed events down and pulls sound into the output made for the pin', () => {
    const buffer = new MusicBuffer({ byteLength: 100 });
    buffer.packStructured(50, 2, 0x7f3c90);
    const render = open(FakePin.render);
    open(FakePin.wave);
    connection.writeStream(render, buffer.getStartTime(), buffer.getUsedRecords());
    buffer.getRawBuffer().fill(0);
    connection.pump(2);
    expect(miniport.messageStreams[0]!.seen).toMatchObject([{ presentationTime: 50, channelGroup: 2 }]);
    expect(outputs.map((output) => output.samples)).toEqual([[0, 0, 1, 1]]);
  });

  it('knows a pin by its handle until it is closed', () => {
    const pin = open(FakePin.render);
    connection.closePin(pin);
    expect(codeOf(() => connection.setState(pin, KsState.acquire))).toBe('STATUS_INVALID_PARAMETER');
    expect(codeOf(() => connection.closePin(pin))).toBe('STATUS_INVALID_PARAMETER');
    expect(open(FakePin.render)).not.toBe(pin);
    connection.close();
    expect(miniport.closedStreams).toHaveLength(2);
  });

  it('forgets a pin whose stream refuses to stop', () => {
    const [capture, render] = [open(FakePin.capture), open(FakePin.render)];
    miniport.messageStreams[0]!.refusesState = KsState.pause;
    expect(() => connection.closePin(render)).toThrow('not ready');
    expect(codeOf(() => connection.setState(render, KsState.acquire))).toBe('STATUS_INVALID_PARAMETER');
    const target: KsThruTarget = { filterId: connection.filterId, pin: render, channelGroup: 1, channel: 0 };
    expect(codeOf(() => connection.setThru(capture, 1, 0, target))).toBe('DMUS_E_PORT_NOT_RENDER');
  });

  it('closes all there is, though a stream refuses to stop, and tells nobody anything afterwards', () => {
    const completed: number[] = [];
    const [capture, render] = [open(FakePin.capture), open(FakePin.render)];
    connection.setPacketListener(capture, ({ packetId }) => completed.push(packetId));
    connection.readStream(capture, 3, new Uint8Array(24));
    miniport.messageStreams[0]!.refusesState = KsState.pause;
    expect(() => connection.close()).toThrow('not ready');
    expect(completed).toEqual([3]);
    for (const pin of [capture, render]) {
      expect(codeOf(() => connection.setState(pin, KsState.acquire))).toBe('STATUS_INVALID_PARAMETER');
    }
  });

  it('takes no packet from a time that is no number, which would stand before all others for ever', () => {
    miniport.schedulePreFetch = 0;
    const render = open(FakePin.render);
    const buffer = new MusicBuffer({ byteLength: 24 });
    buffer.packStructured(0, 1, 0x7f3c90);
    for (const startTime of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const write = (): void => connection.writeStream(render, startTime, buffer.getUsedRecords());
      expect(codeOf(write)).toBe('STATUS_INVALID_PARAMETER');
    }
    connection.writeStream(render, 0, buffer.getUsedRecords());
    connection.pump(1);
    expect(miniport.messageStreams[0]!.seen).toHaveLength(1);
  });

  it('takes events for render pins only', () => {
    const wave = open(FakePin.wave);
    expect(codeOf(() => connection.writeStream(wave, 0, new Uint8Array(24)))).toBe('STATUS_INVALID_DEVICE_REQUEST');
  });

  it('fills packets with what is captured and gives them back, the very bytes, to the pin’s listener', () => {
    const pin = open(FakePin.capture);
    const packet = new Uint8Array(240);
    const completed: KsPacketCompleted[] = [];
    connection.setPacketListener(pin, (each) => completed.push(each));
    connection.readStream(pin, 5, packet);
    miniport.captureStreams[0]!.arrivals.push(Uint8Array.of(0xc0, 7));
    miniport.captureStreams[0]!.putMessage(null);
    expect(completed).toEqual([]);
    connection.pump(0);
    expect(completed).toEqual([{ kind: 'packetCompleted', pin, packetId: 5, packet, usedBytes: 24, startTime: 0 }]);
    expect(completed[0]!.packet).toBe(packet);
    connection.readStream(pin, 6, packet);
    connection.setPacketListener(pin, null);
    connection.closePin(pin);
    expect(completed).toHaveLength(1);
  });

  it('takes packets for capture pins only, and no more than a pin may have', () => {
    const [capture, render] = [open(FakePin.capture), open(FakePin.render)];
    expect(codeOf(() => connection.readStream(render, 1, new Uint8Array(24)))).toBe('STATUS_INVALID_DEVICE_REQUEST');
    let posted = 0;
    const post = (): void => connection.readStream(capture, ++posted, new Uint8Array(24));
    while (posted < 1000 && codeOf(post) === 'nothing thrown');
    expect(posted).toBe(65);
    expect(codeOf(post)).toBe('STATUS_INSUFFICIENT_RESOURCES');
  });

  it('leads captured channels on to a render pin of another filter on the same side', () => {
    const filters = new KsFilterTable();
    const [from, to] = [new FakeMiniport(), new FakeMiniport()];
    const [source, target] = [from, to].map((each) => {
      const port = new DMusPort({ masterClock: new ManualClock() });
      port.init(each);
      return new KsFilterConnection({ port, filters });
    });
    const run = (where: KsFilterConnection, pinId: number): PinHandle => {
      const pin = where.createPin(pinId, DIRECT_MUSIC_FORMAT);
      for (const state of RUN) where.setState(pin, state);
      return pin;
    };
    const [capture, render] = [run(source!, FakePin.capture), run(target!, FakePin.render)];
    source!.setThru(capture, 1, 2, { filterId: target!.filterId, pin: render, channelGroup: 4, channel: 5 });
    const play = (): void => {
      from.captureStreams[0]!.arrivals.push(Uint8Array.of(0x92, 60, 1));
      from.captureStreams[0]!.putMessage(null);
    };
    play();
    expect(to.messageStreams[0]!.seen).toMatchObject([{ channelGroup: 4, bytes: [0x95, 60, 1] }]);
    source!.setThru(capture, 1, 2, null);
    play();
    expect(to.messageStreams[0]!.seen.map((event) => event.bytes)).toEqual([
      [0x95, 60, 1],
      [0x85, 60, 64],
    ]);
    expect(source!.getCaptureStatistics(capture)).toEqual({
      overflowCount: 2,
      thru: { messageCount: 1, lostCount: 0, worstLatencyTicks: 0 },
    });
  });

  it('leads nothing to a pin that is not there, and not beyond its channels', () => {
    const [capture, render] = [open(FakePin.capture), open(FakePin.render)];
    const { filterId } = connection;
    const lead = (given: Partial<KsThruTarget>, channel = 0): string =>
      codeOf(() =>
        connection.setThru(capture, 1, channel, { filterId, pin: render, channelGroup: 1, channel, ...given }),
      );
    expect(lead({ pin: 99 })).toBe('DMUS_E_PORT_NOT_RENDER');
    expect(lead({ pin: capture })).toBe('DMUS_E_PORT_NOT_RENDER');
    expect(lead({ filterId: filterId + 1 })).toBe('DMUS_E_PORT_NOT_RENDER');
    expect(lead({}, 16)).toBe('E_INVALIDARG');
    expect(lead({})).toBe('nothing thrown');
  });

  it('answers a property with bytes of its own, as many as there are', () => {
    miniport.property = (request) => {
      request.value.set([1, 2, 3, 4]);
      return { status: 'STATUS_SUCCESS', valueByteLength: 4 };
    };
    const value = new Uint8Array(8);
    const reply = connection.property({ ...volume, verb: PropertyVerb.get, value });
    expect(reply).toEqual({ status: 'STATUS_SUCCESS', valueByteLength: 4, value: Uint8Array.of(1, 2, 3, 4) });
    expect([...value]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('carries a value and instance data down, and no answer up, when setting', () => {
    miniport.propertyResult = { status: 'STATUS_SUCCESS', valueByteLength: 4 };
    const pin = open(FakePin.render);
    const value = Uint8Array.of(9, 8, 7, 6);
    const instance = Uint8Array.of(5);
    const reply = connection.property({ ...volume, pin, verb: PropertyVerb.set, value, instance });
    expect(reply.value).toHaveLength(0);
    expect(miniport.requests[0]).toMatchObject({ value, instance, stream: miniport.messageStreams[0] });
  });

  it('says what size is needed when the room is too small', () => {
    miniport.propertyResult = { status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: 300 };
    const reply = connection.property({ ...volume, verb: PropertyVerb.get, value: new Uint8Array(0) });
    expect(reply).toEqual({ status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: 300, value: new Uint8Array(0) });
  });

  it('tells the end of a pending request once, to the one who made it', () => {
    miniport.propertyResult = { status: 'STATUS_PENDING', valueByteLength: 0 };
    const ends: KsPropertyReply[] = [];
    const call = { ...volume, verb: PropertyVerb.set, value: new Uint8Array(4) };
    expect(connection.property({ ...call, onComplete: (reply) => ends.push(reply) }).status).toBe('STATUS_PENDING');
    connection.property({ ...call, onComplete: () => ends.push() });
    expect(ends).toEqual([]);
    miniport.requests[0]!.complete({ status: 'STATUS_SUCCESS', valueByteLength: 0 });
    miniport.requests[0]!.complete({ status: 'STATUS_SUCCESS', valueByteLength: 0 });
    expect(ends).toEqual([{ status: 'STATUS_SUCCESS', valueByteLength: 0, value: new Uint8Array(0) }]);
  });
});
