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
import { KsFilterConnection } from './in-process.ts';
import type { KsPropertyReply, PinHandle } from './messages.ts';
import { throwPropertyFailure } from './property-failure.ts';

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

  it('takes events for message pins only', () => {
    const wave = open(FakePin.wave);
    expect(codeOf(() => connection.writeStream(wave, 0, new Uint8Array(24)))).toBe('STATUS_INVALID_DEVICE_REQUEST');
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

describe('throwPropertyFailure', () => {
  it.each([
    ['STATUS_NOT_FOUND', PropertyVerb.get, 'DMUS_E_UNKNOWN_PROPERTY'],
    ['STATUS_PROPSET_NOT_FOUND', PropertyVerb.set, 'DMUS_E_UNKNOWN_PROPERTY'],
    ['STATUS_INVALID_DEVICE_REQUEST', PropertyVerb.get, 'DMUS_E_GET_UNSUPPORTED'],
    ['STATUS_INVALID_DEVICE_REQUEST', PropertyVerb.set, 'DMUS_E_SET_UNSUPPORTED'],
    ['STATUS_BUFFER_TOO_SMALL', PropertyVerb.get, 'DMUS_E_INSUFFICIENTBUFFER'],
    ['STATUS_NO_MEMORY', PropertyVerb.get, 'E_OUTOFMEMORY'],
    ['STATUS_INVALID_PARAMETER', PropertyVerb.get, 'E_INVALIDARG'],
    ['STATUS_UNSUCCESSFUL', PropertyVerb.get, 'E_FAIL'],
    ['STATUS_SUCCESS', PropertyVerb.get, 'nothing thrown'],
    ['STATUS_NOT_ALL_ASSIGNED', PropertyVerb.get, 'nothing thrown'],
    ['STATUS_PENDING', PropertyVerb.set, 'nothing thrown'],
  ] as const)('makes of %s on verb %d: %s', (status, verb, code) => {
    expect(codeOf(() => throwPropertyFailure(status, verb))).toBe(code);
  });
});
