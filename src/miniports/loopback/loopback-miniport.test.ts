import { describe, expect, it } from 'vitest';
import { bringTo, kernelEvent } from '../../../test/rig/miniport-rig.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { EventAllocator, type EventAllocatorOptions } from '../../port-driver/allocator.ts';
import { DMusPort } from '../../port-driver/port-driver.ts';
import { ALL_RETURNED, CollectingSink, DIRECT_MUSIC_FORMAT, MIDI_FORMAT } from '../music-stream.test-support.ts';
import { LoopbackPin } from './description.ts';
import { LoopbackMiniport, type LoopbackOptions } from './loopback-miniport.ts';

function makeCable(options: LoopbackOptions = {}) {
  const miniport = new LoopbackMiniport(options);
  const masterClock = new ManualClock(5000);
  const port = new DMusPort({ masterClock });
  port.init(miniport);
  const openStream = (pinId: number, streamType: StreamType, allocator: EventAllocator) =>
    miniport.newStream({ pinId, streamType, dataFormat: DIRECT_MUSIC_FORMAT, allocator, masterClock });
  const openRender = () => {
    const allocator = new EventAllocator({ maxBufferCount: 16 });
    const { stream } = openStream(LoopbackPin.render, StreamType.midiRender, allocator);
    bringTo(stream, KsState.run);
    const put = (bytes: readonly number[], fields: Partial<KernelEvent> = {}): void =>
      stream.putMessage(kernelEvent(allocator, bytes, fields));
    return { stream, allocator, put };
  };
  const openCapture = (allocatorOptions: EventAllocatorOptions = {}, state: KsState = KsState.run) => {
    const allocator = new EventAllocator(allocatorOptions);
    const { stream, serviceGroup } = openStream(LoopbackPin.capture, StreamType.midiCapture, allocator);
    const sink = new CollectingSink(allocator);
    stream.connectOutput(sink);
    serviceGroup!.addMember({ requestService: () => stream.putMessage(null) });
    bringTo(stream, state);
    return { stream, allocator, sink, bytes: () => sink.events.map((event) => event.bytes) };
  };
  return { miniport, masterClock, port, openRender, openCapture, openStream };
}

describe('LoopbackMiniport', () => {
  it('lets messages out of every capture stream at the next service, whole and with their stamps', () => {
    const { openRender, openCapture, port } = makeCable();
    const ends = [openCapture(), openCapture()];
    const [first, second] = [openRender(), openRender()];
    first.put([0x90, 60, 100], { presentationTime: 7000, channelGroup: 3 });
    second.put([0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 0xf7]);
    for (const { sink } of ends) expect(sink.events).toEqual([]);
    port.service();
    for (const { sink, allocator } of ends) {
      expect(sink.events).toEqual([
        { bytes: [0x90, 60, 100], time: 7000, group: 3, isIncomplete: false },
        { bytes: [0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 0xf7], time: 5000, group: 1, isIncomplete: false },
      ]);
      expect(allocator).toMatchObject(ALL_RETURNED);
    }
    for (const { allocator } of [first, second]) expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('makes raw bytes of a message that is longer than a buffer, none of them lost', () => {
    const { openRender, openCapture, port } = makeCable();
    const { sink, allocator, bytes } = openCapture({ bufferBytes: 64 });
    const message = [0xf0, ...Array.from({ length: 98 }, (_, i) => i), 0xf7];
    openRender().put(message);
    port.service();
    expect(bytes().flat()).toEqual(message);
    expect(sink.events.map(({ isIncomplete }) => isIncomplete)).toEqual([true, true]);
    expect(allocator).toMatchObject(ALL_RETURNED);
  });

  it('captures in pause and run only, and takes back what waits when it stops', () => {
    const { openRender, openCapture, port } = makeCable();
    const { stream, allocator, bytes } = openCapture({}, KsState.acquire);
    const { put } = openRender();
    put([1]);
    stream.setState(KsState.pause);
    put([2]);
    port.service();
    put([3]);
    expect(allocator.outstandingEventCount).toBe(1);
    stream.setState(KsState.acquire);
    expect(allocator).toMatchObject(ALL_RETURNED);
    port.service();
    expect(bytes()).toEqual([[2]]);
  });

  it('drops and counts what waits too long at one end, and nothing at the other', () => {
    const { openRender, openCapture, port, miniport } = makeCable({ maxWaitingCount: 3 });
    const [roomy, poor] = [openCapture(), openCapture({ eventCount: 2, maxEventCount: 2 })];
    const { put } = openRender();
    for (const byte of [1, 2, 3, 4]) put([byte]);
    port.service();
    expect([roomy.bytes(), poor.bytes()]).toEqual([
      [[1], [2], [3]],
      [[1], [2]],
    ]);
    expect(miniport.droppedCount).toBe(3);
    miniport.closeStream(poor.stream);
    expect(miniport.droppedCount).toBe(3);
    expect(poor.allocator).toMatchObject(ALL_RETURNED);
  });

  it('gives back the parts of a message for which there were not enough events', () => {
    const { openRender, openCapture, miniport } = makeCable();
    const { allocator } = openCapture({ eventCount: 2, maxEventCount: 2, bufferBytes: 9 });
    openRender().put(Array(100).fill(1));
    expect(allocator).toMatchObject(ALL_RETURNED);
    expect(miniport.droppedCount).toBe(1);
  });

  it('does not lose itself where what comes out is led back in: each round takes a service', () => {
    const { openRender, openCapture, port } = makeCable();
    const { stream, allocator } = openCapture();
    const render = openRender();
    let rounds = 0;
    const lead: Mxf = {
      putMessage: (event) => {
        rounds++;
        allocator.putMessage(event);
        if (rounds < 100) render.put([0xf8]);
      },
      setState: () => {},
      connectOutput: () => {},
      disconnectOutput: () => {},
    };
    stream.connectOutput(lead);
    render.put([0xf8]);
    port.service();
    expect(rounds).toBeLessThan(20);
    for (let i = 0; i < 100; i++) port.service();
    expect(rounds).toBe(100);
  });

  it('carries no sound, and a count of waiting messages below 1 makes no sense', () => {
    const { openStream } = makeCable();
    expect(() => openStream(LoopbackPin.capture, StreamType.waveSink, new EventAllocator())).toThrow(
      'STATUS_INVALID_DEVICE_REQUEST',
    );
    expect(() => new LoopbackMiniport({ maxWaitingCount: 0 })).toThrow(RangeError);
  });
});

describe('a cable behind the port driver', () => {
  it.each([
    ['DirectMusic', DIRECT_MUSIC_FORMAT],
    ['MIDI', MIDI_FORMAT],
  ])('takes both formats in and gives %s out', (_name, dataFormat) => {
    const { port, masterClock } = makeCable();
    const packets: { usedBytes: number; bytes: Uint8Array }[] = [];
    const capture = port.openPin({
      pinId: LoopbackPin.capture,
      dataFormat,
      onPacket: (packet) => packets.push(packet),
    });
    const render = port.openPin({ pinId: LoopbackPin.render, dataFormat: MIDI_FORMAT });
    if (capture.kind !== 'capture' || render.kind !== 'render') throw new Error('other pins than asked for');
    capture.addPacket({ id: 1, bytes: new Uint8Array(256), usedBytes: 0, startTime: 0 });
    for (const pin of [capture, render]) for (const state of [1, 2, 3] as const) pin.setState(state);
    render.writePacket(0, Uint8Array.of(0, 0, 0, 0, 3, 0, 0, 0, 0x90, 60, 100, 0));
    for (let i = 0; i < 3; i++) {
      masterClock.advance(10_000);
      port.service();
    }
    expect(packets).toHaveLength(1);
    expect(Buffer.from(packets[0]!.bytes).indexOf(Uint8Array.of(0x90, 60, 100))).toBeGreaterThan(0);
    port.close();
    for (const pin of [capture, render]) expect(pin.allocator).toMatchObject(ALL_RETURNED);
  });
});
