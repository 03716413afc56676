import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import { DataFormatSubtype } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import { writeMusicFormatEntry } from '../ddi/music-format.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { EventAllocator } from './allocator.ts';
import type { CapturePin } from './capture-pin.ts';
import {
  FakeMidiPin,
  type FakeMidiStream,
  FakeMiniportMidi,
  MIDI_FORMAT,
} from './legacy-miniport/fake-miniport-midi.test-support.ts';
import { LegacyMidiMiniport } from './legacy-miniport.ts';
import type { CapturePacket } from './packet-format.ts';
import { DMusPort } from './port-driver.ts';
import type { RenderPin } from './render-pin.ts';

const MS = 10_000;
const UP = [KsState.acquire, KsState.pause, KsState.run] as const;

describe('LegacyMidiMiniport', () => {
  let inner: FakeMiniportMidi;
  let miniport: LegacyMidiMiniport;
  let masterClock: ManualClock;
  let port: DMusPort;
  beforeEach(() => {
    inner = new FakeMiniportMidi();
    miniport = new LegacyMidiMiniport(inner);
    masterClock = new ManualClock(1000 * MS);
    port = new DMusPort({ masterClock });
  });

  describe('description', () => {
    it('has a DirectMusic range behind each MIDI range of a pin that can be opened', () => {
      const subFormats = miniport.getDescription().pins.map((pin) => pin.dataRanges.map((range) => range.subFormat));
      const { midi, directMusic } = DataFormatSubtype;
      expect(subFormats).toEqual([[midi, directMusic], [midi, directMusic], [midi]]);
      expect(miniport.getDescription().pins[0]!.dataRanges[1]).toEqual({
        ...inner.description.pins[0]!.dataRanges[0]!,
        subFormat: directMusic,
      });
    });

    it('is the same object every time, and adds nothing to a description that has both', () => {
      expect(miniport.getDescription()).toBe(miniport.getDescription());
      const again = new FakeMiniportMidi();
      Object.assign(again, { description: miniport.getDescription() });
      expect(new LegacyMidiMiniport(again).getDescription()).toEqual(miniport.getDescription());
      expect(inner.description.pins[0]!.dataRanges).toHaveLength(1);
    });
  });

  it('hands everything of init through, and forwards service', () => {
    inner.hasInterrupts = true;
    port.init(miniport, 'adapter', 'resources');
    expect(inner).toMatchObject({ port, adapter: 'adapter', resources: 'resources' });
    miniport.service();
    expect(inner.serviceCount).toBe(1);
    port.notify(null);
    expect(inner.serviceCount).toBe(1);
    port.service();
    expect(inner.serviceCount).toBe(2);
  });

  it('has no sound, no properties, and no streams before it has a port driver', () => {
    const request = { pinId: 0, dataFormat: MIDI_FORMAT, allocator: new EventAllocator(), masterClock };
    expect(() => miniport.newStream({ ...request, streamType: StreamType.midiRender })).toThrow('DMUS_E_NOT_INIT');
    port.init(miniport);
    expect(() => miniport.newStream({ ...request, streamType: StreamType.waveSink })).toThrow(
      'STATUS_INVALID_DEVICE_REQUEST',
    );
    expect(inner.streams).toEqual([]);
    expect(miniport.property()).toEqual({ status: 'STATUS_NOT_FOUND', valueByteLength: 0 });
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a queue of %d events', (maxHeldCount) => {
    expect(() => new LegacyMidiMiniport(inner, { maxHeldCount })).toThrow(/maxHeldCount must be an integer of 1/);
  });

  describe('with a DirectMusic pin in front', () => {
    let pin: RenderPin;
    let device: FakeMidiStream;
    const play = (atTicks: number, group: number, shortMessage: number): void => {
      const buffer = new MusicBuffer({ byteLength: 256 });
      buffer.packStructured(atTicks, group, shortMessage);
      pin.writePacket(atTicks, buffer.getUsedRecords());
    };
    const open = (): void => {
      port.init(miniport);
      pin = port.openPin({ pinId: FakeMidiPin.render, dataFormat: DIRECT_MUSIC_FORMAT }) as RenderPin;
      device = inner.streams[0]!;
      for (const state of UP) pin.setState(state);
    };

    it('opens a MIDI stream of the device', () => {
      open();
      expect(inner.streamRequests).toEqual([{ pinId: 0, capture: false, dataFormat: MIDI_FORMAT }]);
    });

    it('leaves all timing to the port driver', () => {
      open();
      play(1010 * MS, 1, 0x7f3c90);
      play(1005 * MS, 1, 0x643c90);
      port.service();
      expect(device.writes).toEqual([]);
      masterClock.advance(5 * MS);
      port.service();
      expect(device.writes).toEqual([[0x90, 60, 100]]);
      masterClock.advance(5 * MS);
      port.service();
      expect(device.writes).toEqual([
        [0x90, 60, 100],
        [0x90, 60, 127],
      ]);
      expect(pin.allocator.outstandingEventCount).toBe(0);
    });

    it.each([false, true])('tries a busy device again a millisecond later (interrupts: %s)', (hasInterrupts) => {
      inner.hasInterrupts = hasInterrupts;
      open();
      device.freeWriteCount = 0;
      play(1000 * MS, 1, 0x7f3c90);
      port.service();
      device.freeWriteCount = 1;
      expect(port.nextServiceTime).toBe(1001 * MS);
      port.service();
      expect(device.writes).toEqual([]);
      masterClock.advance(1 * MS);
      port.service();
      expect(device.writes).toEqual([[0x90, 60, 127]]);
      expect(port.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
    });

    it('tries again at once when the device says that it is free', () => {
      inner.hasInterrupts = true;
      open();
      device.freeWriteCount = 0;
      play(1000 * MS, 1, 0x7f3c90);
      port.service();
      device.freeWriteCount = 1;
      inner.port!.notify(inner.streamGroup);
      port.service();
      expect(device.writes).toEqual([[0x90, 60, 127]]);
    });

    it('leaves the group of the device when the pin is closed', () => {
      inner.hasInterrupts = true;
      open();
      const retryGroup = pin.serviceGroup!;
      let requestCount = 0;
      retryGroup.addMember({ requestService: () => requestCount++ });
      inner.port!.notify(inner.streamGroup);
      port.service();
      expect(requestCount).toBe(1);
      port.closePin(pin);
      inner.port!.notify(inner.streamGroup);
      port.service();
      expect(requestCount).toBe(1);
    });

    it('gives everything back when the pin is closed before the device is free', () => {
      open();
      device.freeWriteCount = 0;
      play(1000 * MS, 1, 0x7f3c90);
      play(2000 * MS, 1, 0x7f3c90);
      port.service();
      port.closePin(pin);
      expect(device.states).toEqual([1, 2, 3, 2, 1, 0]);
      expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
      expect(port.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
    });

    it('gives everything back when the device cannot be stopped', () => {
      open();
      device.freeWriteCount = 0;
      play(1000 * MS, 1, 0x7f3c90);
      port.service();
      device.refusesState = KsState.acquire;
      expect(() => port.closePin(pin)).toThrow('STATUS_UNSUCCESSFUL');
      expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
    });
  });

  it('plays a MIDI pin: running status completed, stamps counted from the start of the run', () => {
    port.init(miniport);
    const pin = port.openPin({ pinId: FakeMidiPin.render, dataFormat: MIDI_FORMAT }) as RenderPin;
    for (const state of UP) pin.setState(state);
    const packet = new Uint8Array(64);
    const second = writeMusicFormatEntry(packet, 0, 0, Uint8Array.of(0x90, 60, 127));
    const end = writeMusicFormatEntry(packet, second, 4, Uint8Array.of(60, 0));
    pin.writePacket(3 * MS, packet.subarray(0, end));
    const writesAt: [elapsedMs: number, bytes: number[]][] = [];
    for (let elapsedMs = 0; elapsedMs < 10; elapsedMs++) {
      port.service();
      for (const bytes of inner.streams[0]!.writes.splice(0)) writesAt.push([elapsedMs, bytes]);
      masterClock.advance(MS);
    }
    expect(writesAt).toEqual([
      [3, [0x90, 60, 127]],
      [7, [0x90, 60, 0]],
    ]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it.each([false, true])('captures events on a DirectMusic pin (a group for each stream: %s)', (hasStreamGroup) => {
    inner.hasInterrupts = true;
    port.init(miniport);
    inner.hasInterrupts = hasStreamGroup;
    const packet: CapturePacket = { id: 1, bytes: new Uint8Array(240), usedBytes: 0, startTime: 0 };
    const completed: CapturePacket[] = [];
    const onPacket = (each: CapturePacket): void => void completed.push(each);
    const pin = port.openPin({ pinId: FakeMidiPin.capture, dataFormat: DIRECT_MUSIC_FORMAT, onPacket }) as CapturePin;
    for (const state of UP) pin.setState(state);
    pin.addPacket(packet);
    inner.streams[0]!.received.push(0x90, 60, 127, 61, 127);
    inner.port!.notify(null);
    port.service();
    expect(inner.streamRequests[0]).toEqual({ pinId: 1, capture: true, dataFormat: MIDI_FORMAT });
    expect(completed).toEqual([packet]);
    const reader = new EventRecordReader();
    reader.reset(packet.bytes, packet.usedBytes);
    const messages: number[][] = [];
    while (reader.next()) {
      expect(packet.startTime + reader.deltaTicks).toBe(1000 * MS);
      messages.push([...packet.bytes.subarray(reader.messageOffset, reader.messageOffset + reader.byteLength)]);
    }
    expect(messages).toEqual([
      [0x90, 60, 127],
      [0x90, 61, 127],
    ]);
    port.close();
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });
});
