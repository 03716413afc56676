import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin, MIDI_RANGE } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicFormatReader } from '../ddi/music-format.ts';
import type { CapturePin } from './capture-pin.ts';
import type { CapturePacket } from './packet-format.ts';
import { DMusPort } from './port-driver.ts';
import type { RenderPin } from './render-pin.ts';

const MIDI_FORMAT: DataFormat = { ...DIRECT_MUSIC_FORMAT, subFormat: MIDI_RANGE.subFormat };
const UP = [KsState.acquire, KsState.pause, KsState.run] as const;

interface CapturedMessage {
  readonly referenceTime: number;
  readonly bytes: readonly number[];
}

function messagesOf(packet: CapturePacket): CapturedMessage[] {
  const reader = new EventRecordReader();
  reader.reset(packet.bytes, packet.usedBytes);
  const messages: CapturedMessage[] = [];
  while (reader.next()) {
    const { messageOffset, byteLength, deltaTicks } = reader;
    const bytes = [...packet.bytes.subarray(messageOffset, messageOffset + byteLength)];
    messages.push({ referenceTime: packet.startTime + deltaTicks, bytes });
  }
  return messages;
}

describe('a capture pin', () => {
  let clock: ManualClock;
  let miniport: FakeMiniport;
  let port: DMusPort;
  let completed: CapturePacket[];
  let serviceRequests: number;
  beforeEach(() => {
    clock = new ManualClock();
    miniport = new FakeMiniport();
    serviceRequests = 0;
    const onServiceNeeded = (): void => {
      serviceRequests++;
    };
    port = new DMusPort({ masterClock: clock, onServiceNeeded });
    port.init(miniport);
    completed = [];
  });

  function openCapture(dataFormat: DataFormat = DIRECT_MUSIC_FORMAT): CapturePin {
    miniport.serviceGroup = port.newServiceGroup();
    const onPacket = (packet: CapturePacket): void => void completed.push(packet);
    return port.openPin({ pinId: FakePin.capture, dataFormat, onPacket }) as CapturePin;
  }

  /** Bytes arrive at a time, and the device asks for service. */
  function arrive(referenceTime: number, ...bytes: number[]): void {
    clock.moveTo(referenceTime);
    miniport.captureStreams.at(-1)!.arrivals.push(Uint8Array.from(bytes));
    port.notify(miniport.serviceGroup);
  }

  const packet = (id: number, byteLength = 240): CapturePacket => ({
    id,
    bytes: new Uint8Array(byteLength),
    usedBytes: 0,
    startTime: 0,
  });

  it('hands up messages, parsed and stamped, when the port driver serves', () => {
    const pin = openCapture();
    for (const state of UP) pin.setState(state);
    pin.addPacket(packet(7));
    arrive(1000, 0x90, 60);
    expect([completed, serviceRequests, port.nextServiceTime]).toEqual([[], 1, Number.NEGATIVE_INFINITY]);
    port.service();
    arrive(2000, 100, 62, 90, 0xf8);
    port.service();
    expect(completed.map((each) => each.id)).toEqual([7]);
    expect(messagesOf(completed[0]!)).toEqual([
      { referenceTime: 1000, bytes: [0x90, 60, 100] },
      { referenceTime: 2000, bytes: [0x90, 62, 90] },
      { referenceTime: 2000, bytes: [0xf8] },
    ]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it('is served with the miniport’s group when its stream has none of its own', () => {
    const group = port.newServiceGroup();
    port.registerServiceGroup(group);
    const onPacket = (each: CapturePacket): void => void completed.push(each);
    const pin = port.openPin({ pinId: FakePin.capture, dataFormat: DIRECT_MUSIC_FORMAT, onPacket }) as CapturePin;
    for (const state of UP) pin.setState(state);
    pin.addPacket(packet(1));
    miniport.captureStreams[0]!.arrivals.push(Uint8Array.of(0xc0, 5));
    port.notify(null);
    port.service();
    expect(messagesOf(completed[0]!)).toEqual([{ referenceTime: 0, bytes: [0xc0, 5] }]);
  });

  it('emits in run and in pause, and throws away in acquire and stop', () => {
    const pin = openCapture();
    pin.addPacket(packet(1));
    const arriveIn = (state: KsState): void => {
      if (pin.state !== state) pin.setState(state);
      arrive(clock.getTime() + 1, 0xc0, state);
      port.service();
      if (completed.length > 0) pin.addPacket(packet(1));
    };
    for (const state of UP) arriveIn(state);
    expect(completed.flatMap(messagesOf).map((message) => message.bytes[1])).toEqual([KsState.pause, KsState.run]);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) arriveIn(state);
    const values = completed.filter((each) => each.usedBytes > 0).flatMap(messagesOf);
    expect(values.map((message) => message.bytes[1])).toEqual([KsState.pause, KsState.run, KsState.pause]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it('counts what finds no packet, blocks nothing, and goes on with the next packet', () => {
    const pin = openCapture();
    for (const state of UP) pin.setState(state);
    arrive(1, 0xc0, 1, 0xc0, 2);
    port.service();
    expect([pin.packer.overflowCount, pin.allocator.outstandingEventCount]).toEqual([2, 0]);
    pin.addPacket(packet(9));
    arrive(2, 0xc0, 3);
    port.service();
    expect(messagesOf(completed[0]!)).toEqual([{ referenceTime: 2, bytes: [0xc0, 3] }]);
  });

  it('gives its packets back, filled part first, when it is closed in the middle of a message', () => {
    const pin = openCapture();
    for (const state of UP) pin.setState(state);
    for (const id of [1, 2]) pin.addPacket(packet(id));
    arrive(1, 0xc0, 1, 0xf0, 1, 2, 3);
    miniport.captureStreams[0]!.putMessage(null);
    port.closePin(pin);
    expect(completed.map((each) => [each.id, each.usedBytes])).toEqual([
      [1, 24],
      [2, 0],
    ]);
    expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });

  it('fills packets of a MIDI pin with milliseconds and raw bytes, in presentation time', () => {
    const pin = openCapture(MIDI_FORMAT);
    clock.moveTo(50_000);
    for (const state of UP) pin.setState(state);
    pin.addPacket(packet(1));
    arrive(50_000, 0x80, 1, 2);
    arrive(80_000, 0xfe);
    port.service();
    const reader = new MusicFormatReader();
    const [filled] = completed;
    reader.reset(filled!.bytes.subarray(0, filled!.usedBytes));
    const entries: number[][] = [];
    while (reader.next()) {
      const bytes = filled!.bytes.subarray(reader.messageOffset, reader.messageOffset + reader.byteLength);
      entries.push([reader.elapsedMs, ...bytes]);
    }
    // Both were served at once: the fake stamps when it is served.
    expect([filled!.startTime, entries]).toEqual([
      30_000,
      [
        [0, 0x80, 1, 2],
        [0, 0xfe],
      ],
    ]);
  });

  it('loses nothing to a receiver that throws, and lets the service say so', () => {
    miniport.serviceGroup = port.newServiceGroup();
    const received: number[] = [];
    const onPacket = ({ id }: CapturePacket): void => {
      received.push(id);
      throw new Error(`receiver of ${id}`);
    };
    const pin = port.openPin({ pinId: FakePin.capture, dataFormat: DIRECT_MUSIC_FORMAT, onPacket }) as CapturePin;
    for (const state of UP) pin.setState(state);
    for (const id of [1, 2, 3]) pin.addPacket(packet(id, 24));
    arrive(1, 0xc0, 1, 0xc0, 2, 0xf0, 3);
    expect(() => port.service()).toThrow('receiver of 1');
    expect([received, pin.allocator.outstandingEventCount, pin.packer.overflowCount]).toEqual([[1, 2], 1, 0]);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) pin.setState(state);
    expect([received, pin.state, port.nextServiceTime]).toEqual([[1, 2, 3], KsState.stop, Number.NEGATIVE_INFINITY]);
    expect(() => port.service()).toThrow('receiver of 3');
    expect(port.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
    expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });

  it('leads a channel on to a render pin within the same service', () => {
    const capture = openCapture();
    const render = port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT }) as RenderPin;
    for (const state of UP) for (const pin of [render, capture]) pin.setState(state);
    capture.thru.setRoute(1, 0, { target: render, channelGroup: 3, channel: 9 });
    arrive(500, 0x90, 60, 100, 0x91, 60, 100);
    clock.moveTo(700);
    port.service();
    const expected = { presentationTime: 700, channelGroup: 3, bytes: [0x99, 60, 100], isIncomplete: false };
    expect(miniport.messageStreams[0]!.seen).toEqual([expected]);
    expect(capture.thru).toMatchObject({ messageCount: 1, lostCount: 0, worstLatencyTicks: 0 });
    expect([capture, render].map((pin) => pin.allocator.outstandingEventCount)).toEqual([0, 0]);
  });
});
