/** Pins that are closed where it is awkward: while their stream refuses, and from inside what they call. */
import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin, MIDI_RANGE, WAVE_FORMAT } from '../../test/fakes/fake-miniport.ts';
import { FakeOutput } from '../../test/fakes/fake-output.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import type { CapturePin } from './capture-pin.ts';
import type { CapturePacket } from './packet-format.ts';
import type { Pin } from './pin.ts';
import { DMusPort } from './port-driver.ts';
import type { RenderPin } from './render-pin.ts';

const UP = [KsState.acquire, KsState.pause, KsState.run] as const;
const ALL_BACK = { outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 };

function run(...pins: readonly Pin[]): void {
  for (const state of UP) for (const pin of pins) pin.setState(state);
}

function packet(id: number, byteLength = 24): CapturePacket {
  return { id, bytes: new Uint8Array(byteLength), usedBytes: 0, startTime: 0 };
}

function note(referenceTime: number): Uint8Array {
  const buffer = new MusicBuffer({ byteLength: 24 });
  buffer.packStructured(referenceTime, 1, 0x7f3c90);
  return buffer.getUsedRecords();
}

describe('closing a pin', () => {
  let miniport: FakeMiniport;
  let port: DMusPort;
  beforeEach(() => {
    miniport = new FakeMiniport();
    miniport.schedulePreFetch = 0;
    port = new DMusPort({ masterClock: new ManualClock() });
    port.init(miniport);
  });

  const openRender = (dataFormat: DataFormat = DIRECT_MUSIC_FORMAT): RenderPin =>
    port.openPin({ pinId: FakePin.render, dataFormat }) as RenderPin;

  function openCapture(onPacket: (packet: CapturePacket) => void = () => {}): CapturePin {
    miniport.serviceGroup = port.newServiceGroup();
    return port.openPin({ pinId: FakePin.capture, dataFormat: DIRECT_MUSIC_FORMAT, onPacket }) as CapturePin;
  }

  /** Bytes for the last capture stream that was opened, or the one at a place. */
  function arrive(bytes: readonly number[], index = -1): void {
    miniport.captureStreams.at(index)!.arrivals.push(Uint8Array.from(bytes));
  }

  it.each([KsState.pause, KsState.acquire, KsState.stop])(
    'brings every event back though the stream refuses state %d',
    (refusedState) => {
      const pin = openRender();
      run(pin);
      pin.writePacket(5000, note(5000));
      miniport.messageStreams[0]!.refusesState = refusedState;
      expect(() => port.closePin(pin)).toThrow('not ready');
      expect([pin.isClosed, pin.state, miniport.closedStreams]).toEqual([true, KsState.stop, [pin.stream]]);
      expect(pin.allocator).toMatchObject(ALL_BACK);
      expect(pin.playThru(0, 1, Uint8Array.of(0x90, 60, 100), 3)).toBe(false);
      pin.writePacket(0, note(1));
      expect(pin.allocator).toMatchObject(ALL_BACK);
    },
  );

  it('brings back what a parser has begun though the stream refuses', () => {
    const pin = openRender({ ...DIRECT_MUSIC_FORMAT, subFormat: MIDI_RANGE.subFormat });
    run(pin);
    pin.writePacket(0, Uint8Array.of(0, 0, 0, 0, 3, 0, 0, 0, 0xf0, 1, 2, 0));
    expect(pin.allocator.outstandingEventCount).toBe(1);
    miniport.messageStreams[0]!.refusesState = KsState.pause;
    expect(() => port.closePin(pin)).toThrow('not ready');
    expect(pin.allocator).toMatchObject(ALL_BACK);
  });

  it('closes the output of a wave pin though the stream refuses', () => {
    const output = new FakeOutput();
    const pin = port.openPin({ pinId: FakePin.wave, dataFormat: WAVE_FORMAT, output });
    run(pin);
    miniport.waveStreams[0]!.refusesState = KsState.acquire;
    expect(() => port.closePin(pin)).toThrow('not ready');
    expect([output.calls, pin.state, miniport.closedStreams]).toEqual([['open', 'close'], KsState.stop, [pin.stream]]);
  });

  it('with all others goes on behind one whose stream refuses', () => {
    const pins = [openRender(), openRender()];
    run(...pins);
    miniport.messageStreams[0]!.refusesState = KsState.pause;
    expect(() => port.close()).toThrow('not ready');
    expect(pins.map((pin) => pin.isClosed)).toEqual([true, true]);
    expect(miniport.closedStreams).toEqual(miniport.messageStreams);
    expect(openRender().state).toBe(KsState.stop);
  });

  it('may come from the receiver of a packet, in the middle of what its stream sends', () => {
    const completed: (readonly [number, number])[] = [];
    const pin = openCapture(({ id, usedBytes }) => {
      completed.push([id, usedBytes]);
      port.closePin(pin);
    });
    run(pin);
    for (const id of [1, 2]) pin.addPacket(packet(id));
    arrive([0x90, 60, 100, 0x90, 61, 100, 0x90, 62]);
    arrive([0xf0, 1, 2]);
    miniport.serviceGroup!.requestService();
    port.service();
    expect(completed).toEqual([
      [1, 24],
      [2, 0],
    ]);
    expect(pin.isClosed).toBe(true);
    expect(miniport.closedStreams).toEqual([pin.stream]);
    expect(pin.allocator).toMatchObject(ALL_BACK);
  });

  it('from inside its own change of state waits until that is done', () => {
    const pin = openRender();
    const [stream] = miniport.messageStreams;
    const closedDuringMove: number[] = [];
    stream!.onSetState = (state) => {
      if (state !== KsState.pause || pin.isClosed) return;
      port.closePin(pin);
      closedDuringMove.push(miniport.closedStreams.length);
    };
    pin.setState(KsState.acquire);
    pin.setState(KsState.pause);
    expect([closedDuringMove, pin.isClosed, pin.state]).toEqual([[0], true, KsState.stop]);
    expect(stream!.states).toEqual([KsState.acquire, KsState.pause, KsState.acquire, KsState.stop]);
    expect(miniport.closedStreams).toEqual([stream]);
  });

  it('from inside a service lets all others be served in the same one', () => {
    const completed: number[] = [];
    const pins = [1, 2, 3].map((id) => {
      const pin = openCapture((each) => {
        completed.push(each.id);
        port.closePin(pin);
      });
      pin.addPacket(packet(id, 240));
      return pin;
    });
    run(...pins);
    for (const [index, pin] of pins.entries()) {
      arrive([0x90, 60, 100], index);
      pin.serviceGroup!.requestService();
    }
    port.service();
    expect(completed).toEqual([1, 2, 3]);
    for (const pin of pins) expect(pin.allocator).toMatchObject(ALL_BACK);
  });
});
