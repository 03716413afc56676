import { describe, expect, it } from 'vitest';
import { bringTo, kernelEvent } from '../../../test/rig/miniport-rig.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { FilterCategory, MusicTechnology } from '../../ddi/filter-description.ts';
import { KernelEventFlags } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { EventAllocator, type EventAllocatorOptions } from '../../port-driver/allocator.ts';
import { DMusPort } from '../../port-driver/port-driver.ts';
import { ALL_RETURNED, CollectingSink, DIRECT_MUSIC_FORMAT } from '../music-stream.test-support.ts';
import { FakeByteStream } from './fake-byte-stream.test-support.ts';
import { UartMiniport, type UartOptions } from './uart-miniport.ts';

const Pin = { midi: 0, directMusic: 1, capture: 2, wireOut: 3, wireIn: 4 } as const;

function makeUart(options: Partial<UartOptions> = {}, allocatorOptions: EventAllocatorOptions = {}) {
  const byteStream = new FakeByteStream();
  const miniport = new UartMiniport({ byteStream, ...options });
  const masterClock = new ManualClock(1000);
  const port = new DMusPort({ masterClock });
  port.init(miniport);
  const allocator = new EventAllocator({ maxBufferCount: 16, ...allocatorOptions });
  const open = (pinId: number, streamType: StreamType = StreamType.midiRender) =>
    miniport.newStream({ pinId, streamType, dataFormat: DIRECT_MUSIC_FORMAT, allocator, masterClock });
  return { byteStream, miniport, masterClock, port, allocator, open };
}

/** A UART with a render stream, which runs. */
function makeRender(options: Partial<UartOptions> = {}) {
  const made = makeUart(options);
  const { stream } = made.open(Pin.directMusic);
  bringTo(stream, KsState.run);
  const put = (bytes: readonly number[], fields = {}, to: Mxf = stream): void =>
    to.putMessage(kernelEvent(made.allocator, bytes, fields));
  return { ...made, stream, put };
}

/** A UART with a capture stream, in `pause` unless told otherwise, whose events are collected. */
function makeCapture(options: Partial<UartOptions> = {}, allocatorOptions: EventAllocatorOptions = {}) {
  const made = makeUart(options, allocatorOptions);
  const { stream, serviceGroup } = made.open(Pin.capture, StreamType.midiCapture);
  const sink = new CollectingSink(made.allocator);
  stream.connectOutput(sink);
  stream.setState(KsState.acquire);
  stream.setState(KsState.pause);
  serviceGroup!.addMember({ requestService: () => stream.putMessage(null) });
  return { ...made, stream, sink, serviceGroup };
}

describe('the description of a UART', () => {
  it('lists the MIDI render pin first, so that legacy clients find it, and the wires as bridges', () => {
    const { pins, connections, nodes, categories } = makeUart().miniport.getDescription();
    expect(pins.map(({ dataFlow, communication }) => `${dataFlow} ${communication}`)).toEqual([
      'in sink',
      'in sink',
      'out source',
      'out bridge',
      'in bridge',
    ]);
    expect(pins.map(({ maxFilterInstanceCount }) => maxFilterInstanceCount)).toEqual([1, 1, 1, 0, 0]);
    expect(pins.map(({ dataRanges }) => dataRanges.length)).toEqual([1, 1, 2, 0, 0]);
    expect(connections).toHaveLength(4);
    expect(nodes).toHaveLength(1);
    expect(categories).toEqual([FilterCategory.render, FilterCategory.capture]);
  });

  it('has a synth node behind the DirectMusic pin alone', () => {
    const { connections } = makeUart().miniport.getDescription();
    expect(connections.filter(({ toNode }) => toNode === 0).map(({ fromPin }) => fromPin)).toEqual([Pin.directMusic]);
    expect(connections.filter(({ toPin, toNode }) => toNode !== 0 && toPin === Pin.wireOut)).toHaveLength(2);
  });

  it('leaves out the way that it does not go', () => {
    const describe = (direction: 'render' | 'capture') => makeUart({ direction }).miniport.getDescription();
    expect(describe('render')).toMatchObject({ categories: [FilterCategory.render], pins: { length: 3 } });
    expect(describe('capture')).toMatchObject({ categories: [FilterCategory.capture], pins: { length: 2 }, nodes: [] });
    expect(describe('capture').connections).toHaveLength(1);
  });

  it('has the technology of a port, until another is set before it is bound', () => {
    const technologies = (miniport: UartMiniport) =>
      new Set(
        miniport.getDescription().pins.flatMap((pin) => pin.dataRanges.map((r) => 'technology' in r && r.technology)),
      );
    const miniport = new UartMiniport({ byteStream: new FakeByteStream() });
    expect([...technologies(miniport)]).toEqual([MusicTechnology.port]);
    miniport.setTechnology(MusicTechnology.wavetable);
    expect([...technologies(miniport)]).toEqual([MusicTechnology.wavetable]);
    expect(miniport.getDescription()).toBe(miniport.getDescription());
    new DMusPort({ masterClock: new ManualClock() }).init(miniport);
    expect(() => miniport.setTechnology(MusicTechnology.port)).toThrow('STATUS_INVALID_DEVICE_REQUEST');
  });
});

describe('a render stream of a UART', () => {
  it('sends the bytes of every message in order, with their status each time, and asks for no prefetch', () => {
    const { put, byteStream, allocator, open } = makeRender();
    put([0x90, 60, 100]);
    put([0x90, 60, 0], { channelGroup: 0 });
    put([0xf0, ...Array(5000).fill(1)].slice(0, 4096), { flags: KernelEventFlags.incomplete });
    put([1, 0xf7]);
    expect(byteStream.sent.slice(0, 6)).toEqual([0x90, 60, 100, 0x90, 60, 0]);
    expect(byteStream.sent).toHaveLength(6 + 4098);
    expect(allocator).toMatchObject(ALL_RETURNED);
    expect(open(Pin.midi).schedulePreFetch).toBe(0);
  });

  it('drops and counts messages for channel groups that a wire does not have', () => {
    const { put, byteStream, miniport } = makeRender();
    put([0x90, 60, 100], { channelGroup: 2 });
    expect(byteStream.sent).toEqual([]);
    expect(miniport.counters.foreignGroupMessages).toBe(1);
  });

  it('drops and counts whole messages where the wire is too slow', () => {
    const { put, byteStream, miniport, allocator } = makeRender({ outputBytes: 8 });
    byteStream.room = 1;
    for (const key of [1, 2, 3, 4]) put([0x90, key, 64]);
    expect(miniport.waitingByteLength).toBe(8);
    put([0xf0, 1, 2, 3, 4, 5, 6, 7, 0xf7]);
    byteStream.makeRoom(100);
    expect(byteStream.sent).toEqual([0x90, 1, 64, 0x90, 2, 64, 0x90, 3, 64]);
    expect(miniport.counters.droppedMessages).toBe(2);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('begins no message outside run, and finishes the one that is half out', () => {
    const { put, stream, byteStream } = makeRender();
    byteStream.room = 1;
    put([0x90, 1, 64]);
    put([0x90, 2, 64]);
    stream.setState(KsState.pause);
    byteStream.makeRoom(100);
    expect(byteStream.sent).toEqual([0x90, 1, 64]);
    put([0x90, 3, 64]);
    stream.setState(KsState.run);
    expect(byteStream.sent.slice(3)).toEqual([0x90, 2, 64, 0x90, 3, 64]);
  });

  it('in stop forgets its messages but the half-sent one, and none of the other pin', () => {
    const { put, open, stream, byteStream, allocator } = makeRender();
    const other = open(Pin.midi).stream;
    bringTo(other, KsState.run);
    byteStream.room = 1;
    put([0x90, 1, 64]);
    put([0x90, 2, 64]);
    put([0x80, 9, 9], {}, other);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) stream.setState(state);
    put([0x90, 3, 64]);
    byteStream.makeRoom(100);
    expect(byteStream.sent).toEqual([0x90, 1, 64, 0x80, 9, 9]);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('counts what had not left, or not quite, when the wire ended', () => {
    const { put, byteStream, miniport, open } = makeRender();
    const other = open(Pin.midi).stream;
    bringTo(other, KsState.run);
    byteStream.room = 4;
    for (const key of [1, 2, 3]) put([0x90, key, 64]);
    put([0x90, 4, 64], {}, other);
    byteStream.end(null);
    expect(byteStream.sent).toEqual([0x90, 1, 64, 0x90]);
    expect([miniport.counters.droppedMessages, miniport.waitingByteLength]).toEqual([3, 0]);
  });

  it('drops and counts everything after the wire has ended, and new streams cannot be had', () => {
    const { put, byteStream, miniport, open, allocator } = makeRender();
    byteStream.end(new Error('pulled out'));
    put([0x90, 1, 64]);
    expect(miniport.counters.droppedMessages).toBe(1);
    expect(miniport.wireFailure?.message).toBe('pulled out');
    expect(() => open(Pin.midi)).toThrow('STATUS_IO_DEVICE_ERROR');
    expect(allocator).toMatchObject(ALL_RETURNED);
  });
});

describe('a capture stream of a UART', () => {
  it('asks for service when bytes arrive, and emits them raw, stamped with their arrival', () => {
    const { byteStream, masterClock, port, sink, allocator } = makeCapture();
    byteStream.arrive([0x90, 60]);
    masterClock.advance(50);
    byteStream.arrive([100]);
    expect(sink.events).toEqual([]);
    masterClock.advance(50);
    port.service();
    expect(sink.events).toEqual([
      { bytes: [0x90, 60], time: 1000, group: 1, isIncomplete: true },
      { bytes: [100], time: 1050, group: 1, isIncomplete: true },
    ]);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('cuts what is longer than a buffer', () => {
    const { byteStream, port, sink, allocator } = makeCapture({}, { bufferBytes: 100 });
    byteStream.arrive(Array.from({ length: 250 }, (_, i) => i));
    port.service();
    expect(sink.events.map(({ bytes }) => bytes.length)).toEqual([100, 100, 50]);
    expect(sink.events.flatMap(({ bytes }) => bytes)).toEqual(Array.from({ length: 250 }, (_, i) => i));
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('goes on with short events where there are no buffers', () => {
    const { byteStream, port, sink } = makeCapture({}, { bufferCount: 0, maxBufferCount: 0 });
    byteStream.arrive(Array.from({ length: 20 }, (_, i) => i));
    port.service();
    expect(sink.events.map(({ bytes }) => bytes.length)).toEqual([8, 8, 4]);
  });

  it('loses and counts what service comes too late for, and blocks nothing', () => {
    const { byteStream, port, sink, miniport, stream } = makeCapture({ inputBytes: 4 });
    byteStream.arrive([1, 2, 3]);
    byteStream.arrive([4, 5, 6]);
    port.service();
    expect(sink.events.flatMap(({ bytes }) => bytes)).toEqual([1, 2, 3, 4]);
    expect(miniport.counters.lostInputBytes).toBe(2);
    miniport.closeStream(stream);
    expect(miniport.counters.lostInputBytes).toBe(2);
  });

  it('keeps what finds no event, and tries again a millisecond later', () => {
    const { byteStream, masterClock, port, sink, allocator } = makeCapture({}, { eventCount: 1, maxEventCount: 1 });
    const lent = allocator.getMessage()!;
    byteStream.arrive([0x90, 60, 100]);
    port.service();
    expect(sink.events).toEqual([]);
    allocator.putMessage(lent);
    masterClock.advance(10_000);
    port.service();
    expect(sink.events.map(({ bytes, time }) => [bytes, time])).toEqual([[[0x90, 60, 100], 1000]]);
  });

  it('emits in pause and run, and throws away in stop and acquire what comes and what waits', () => {
    const { byteStream, port, sink, stream } = makeCapture();
    stream.setState(KsState.run);
    byteStream.arrive([1]);
    port.service();
    stream.setState(KsState.pause);
    byteStream.arrive([2]);
    stream.setState(KsState.acquire);
    byteStream.arrive([3]);
    stream.setState(KsState.stop);
    byteStream.arrive([4]);
    stream.setState(KsState.acquire);
    stream.setState(KsState.pause);
    port.service();
    expect(sink.events.map(({ bytes }) => bytes)).toEqual([[1]]);
  });

  it('gives to the allocator while nothing is connected', () => {
    const { byteStream, port, sink, stream, allocator } = makeCapture();
    stream.disconnectOutput(sink);
    byteStream.arrive([1, 2]);
    port.service();
    expect(sink.events).toEqual([]);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });
});

describe('UartMiniport', () => {
  it('makes no stream of another kind than the pin, and one for each pin', () => {
    const { open, miniport } = makeUart();
    expect(() => open(Pin.capture, StreamType.midiRender)).toThrow('STATUS_INVALID_DEVICE_REQUEST');
    expect(() => open(Pin.midi, StreamType.midiCapture)).toThrow('STATUS_INVALID_DEVICE_REQUEST');
    expect(() => open(Pin.midi, StreamType.waveSink)).toThrow('STATUS_INVALID_DEVICE_REQUEST');
    expect(() => open(Pin.wireOut)).toThrow('STATUS_INVALID_DEVICE_REQUEST');
    const { stream } = open(Pin.midi);
    expect(() => open(Pin.midi)).toThrow('STATUS_INSUFFICIENT_RESOURCES');
    miniport.closeStream(stream);
    expect(() => open(Pin.midi)).not.toThrow();
  });

  it('makes its service group known before the wire can say anything', () => {
    const byteStream = new FakeByteStream();
    byteStream.setListener = (listener) => {
      byteStream.listener = listener;
      byteStream.arrive([1]);
    };
    const port = new DMusPort({ masterClock: new ManualClock() });
    expect(() => port.init(new UartMiniport({ byteStream }))).not.toThrow();
    expect(byteStream.listener).not.toBeNull();
  });

  it.each([0, 0.5, 2 ** 24 + 1, Number.NaN])('refuses a ring of %d bytes', (outputBytes) => {
    expect(() => new UartMiniport({ byteStream: new FakeByteStream(), outputBytes })).toThrow(RangeError);
  });
});
