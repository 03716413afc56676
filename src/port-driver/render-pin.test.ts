import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin, MIDI_RANGE } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { KsState } from '../ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../ddi/miniport-dmus.ts';
import { writeMusicFormatEntry } from '../ddi/music-format.ts';
import { DMusPort } from './port-driver.ts';
import type { RenderPin } from './render-pin.ts';

const UP = [KsState.acquire, KsState.pause, KsState.run] as const;
const MILLISECOND = 10_000;

/** A packet of milliseconds and raw bytes. */
function midiPacket(...entries: readonly (readonly [deltaMilliseconds: number, ...bytes: number[]])[]): Uint8Array {
  const packet = new Uint8Array(256);
  let offset = 0;
  for (const [deltaMilliseconds, ...bytes] of entries) {
    offset = writeMusicFormatEntry(packet, offset, deltaMilliseconds, Uint8Array.from(bytes));
  }
  return packet.subarray(0, offset);
}

describe('a render pin of the MIDI format', () => {
  let clock: ManualClock;
  let miniport: FakeMiniport;
  let port: DMusPort;
  beforeEach(() => {
    clock = new ManualClock(1_000_000);
    miniport = new FakeMiniport();
    miniport.schedulePreFetch = 0;
    port = new DMusPort({ masterClock: clock });
    port.init(miniport);
  });

  function open(): RenderPin {
    const dataFormat = { ...DIRECT_MUSIC_FORMAT, subFormat: MIDI_RANGE.subFormat };
    return port.openPin({ pinId: FakePin.render, dataFormat }) as RenderPin;
  }
  const bytesSeen = (): (readonly number[])[] => miniport.messageStreams[0]!.seen.map((event) => event.bytes);

  it('parses its bytes into messages, stamped with master-clock time', () => {
    const pin = open();
    for (const state of UP) pin.setState(state);
    pin.writePacket(0, midiPacket([2, 0x90, 60, 100, 62], [3, 90, 0xf8]));
    clock.advance(5 * MILLISECOND);
    port.service();
    expect(miniport.messageStreams[0]!.seen).toMatchObject([
      { presentationTime: 1_000_000 + 2 * MILLISECOND, bytes: [0x90, 60, 100] },
      { presentationTime: 1_000_000 + 2 * MILLISECOND, bytes: [0x90, 62, 90] },
      { presentationTime: 1_000_000 + 5 * MILLISECOND, bytes: [0xf8] },
    ]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });

  it('counts time from entering run, stands still in pause, and begins anew after stop', () => {
    const pin = open();
    for (const state of UP) pin.setState(state);
    pin.writePacket(0, midiPacket([10, 0xc0, 1]));
    clock.advance(4 * MILLISECOND);
    pin.setState(KsState.pause);
    clock.advance(50 * MILLISECOND);
    port.service();
    expect([bytesSeen(), port.nextServiceTime]).toEqual([[], Number.POSITIVE_INFINITY]);
    pin.setState(KsState.run);
    expect(port.nextServiceTime).toBe(clock.getTime() + 6 * MILLISECOND);
    clock.advance(6 * MILLISECOND - 1);
    port.service();
    expect(bytesSeen()).toEqual([]);
    clock.advance(1);
    port.service();
    expect(bytesSeen()).toEqual([[0xc0, 1]]);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop, ...UP]) pin.setState(state);
    pin.writePacket(0, midiPacket([1, 0xc0, 2]));
    clock.advance(MILLISECOND);
    port.service();
    expect(bytesSeen()).toEqual([
      [0xc0, 1],
      [0xc0, 2],
    ]);
  });

  it('passes everything on at once to a device that sequences itself, each with its own time', () => {
    miniport.schedulePreFetch = DONT_HOLD_FOR_SEQUENCING;
    const pin = open();
    pin.setState(KsState.acquire);
    pin.writePacket(0, midiPacket([7, 0xc0, 1]));
    expect(bytesSeen()).toEqual([]);
    for (const state of UP.slice(1)) pin.setState(state);
    pin.writePacket(0, midiPacket([9, 0xc0, 2]));
    expect(miniport.messageStreams[0]!.seen.map((event) => event.presentationTime)).toEqual([
      1_000_000 + 7 * MILLISECOND,
      1_000_000 + 9 * MILLISECOND,
    ]);
  });

  it('gives everything back when it is closed in the middle of a message', () => {
    const pin = open();
    for (const state of UP) pin.setState(state);
    pin.writePacket(0, midiPacket([500, 0x90, 60, 100], [1, 0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(pin.allocator.outstandingEventCount).toBeGreaterThan(0);
    port.closePin(pin);
    expect(pin.allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });
});

describe('thru into a render pin', () => {
  it('is not taken when the pool is empty or the pin stopped', () => {
    const miniport = new FakeMiniport();
    const port = new DMusPort({ masterClock: new ManualClock(), allocator: { eventCount: 1, maxEventCount: 1 } });
    port.init(miniport);
    const pin = port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT }) as RenderPin;
    const note = Uint8Array.of(0x90, 60, 100);
    expect(pin.playThru(0, 1, note, 3)).toBe(false);
    expect(miniport.messageStreams[0]!.seen).toEqual([]);
    for (const state of UP.slice(0, 2)) pin.setState(state);
    expect([pin.playThru(0, 1, note, 3), pin.playThru(0, 1, note, 3)]).toEqual([true, false]);
    expect(pin.sequencer.heldCount).toBe(1);
    pin.setState(KsState.run);
    expect(miniport.messageStreams[0]!.seen).toMatchObject([{ channelGroup: 1, bytes: [0x90, 60, 100] }]);
    expect(pin.allocator.outstandingEventCount).toBe(0);
  });
});
