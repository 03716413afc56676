/** Whoever drives a port driver sleeps until its next service: what makes that earlier has to tell him. */
import { beforeEach, describe, expect, it } from 'vitest';
import { CrystalRing } from '../../test/fakes/crystal-ring.ts';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin, MIDI_RANGE, WAVE_FORMAT } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import type { DataFormat } from '../ddi/filter-description.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import type { CapturePin } from './capture-pin.ts';
import type { CapturePacket } from './packet-format.ts';
import type { Pin } from './pin.ts';
import { DMusPort } from './port-driver.ts';
import type { RenderPin } from './render-pin.ts';

const NOW = 1_000_000;
const MIDI_FORMAT: DataFormat = { ...DIRECT_MUSIC_FORMAT, subFormat: MIDI_RANGE.subFormat };

describe('a port driver asks for service', () => {
  let clock: ManualClock;
  let miniport: FakeMiniport;
  let port: DMusPort;
  let askedCount: number;
  beforeEach(() => {
    clock = new ManualClock(NOW);
    miniport = new FakeMiniport();
    miniport.schedulePreFetch = 0;
    askedCount = 0;
    const onServiceNeeded = (): void => {
      askedCount++;
    };
    port = new DMusPort({ masterClock: clock, onServiceNeeded });
    port.init(miniport);
  });

  const openRender = (dataFormat: DataFormat = DIRECT_MUSIC_FORMAT): RenderPin =>
    port.openPin({ pinId: FakePin.render, dataFormat }) as RenderPin;

  function openCapture(completed: CapturePacket[] = []): CapturePin {
    const onPacket = (packet: CapturePacket): void => void completed.push(packet);
    return port.openPin({ pinId: FakePin.capture, dataFormat: DIRECT_MUSIC_FORMAT, onPacket }) as CapturePin;
  }

  function note(referenceTime: number): Uint8Array {
    const buffer = new MusicBuffer({ byteLength: 24 });
    buffer.packStructured(referenceTime, 1, 0x7f3c90);
    return buffer.getUsedRecords();
  }

  function pause(pin: Pin): void {
    for (const state of [KsState.acquire, KsState.pause] as const) pin.setState(state);
  }

  it('when a packet brings a message to be held, by whichever way it comes', () => {
    const pin = openRender();
    pause(pin);
    pin.setState(KsState.run);
    pin.writePacket(NOW + 700, note(NOW + 700));
    pin.writePacket(NOW + 900, note(NOW + 900));
    expect([askedCount, port.nextServiceTime]).toEqual([2, NOW + 700]);
  });

  it('when a pin that holds messages begins to run', () => {
    const pin = openRender();
    pause(pin);
    pin.writePacket(NOW + 500, note(NOW + 500));
    expect([askedCount, port.nextServiceTime]).toEqual([0, Number.POSITIVE_INFINITY]);
    pin.setState(KsState.run);
    expect([askedCount, port.nextServiceTime]).toEqual([1, NOW + 500]);
  });

  it('when thru of another driver leads a message to it', () => {
    const render = openRender();
    pause(render);
    render.setState(KsState.run);
    expect(render.playThru(NOW, 1, Uint8Array.of(0x90, 60, 100), 3)).toBe(true);
    expect([askedCount, port.nextServiceTime]).toEqual([1, NOW]);
  });

  it('when a ring is to be kept filled from now on', () => {
    const ring = new CrystalRing({ ringFrames: 256 });
    const pin = port.openPin({ pinId: FakePin.wave, dataFormat: WAVE_FORMAT, output: ring });
    pause(pin);
    expect(askedCount).toBe(0);
    pin.setState(KsState.run);
    expect(askedCount).toBe(1);
    expect(port.nextServiceTime).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('when a stream emits while it is moved, and hands that up in the service', () => {
    const completed: CapturePacket[] = [];
    const pin = openCapture(completed);
    const [stream] = miniport.captureStreams;
    pin.addPacket({ id: 1, bytes: new Uint8Array(48), usedBytes: 0, startTime: 0 });
    pause(pin);
    stream!.arrivals.push(Uint8Array.of(0xc0, 5));
    const move = stream!.setState.bind(stream);
    stream!.setState = (state) => {
      move(state);
      stream!.putMessage(null);
    };
    pin.setState(KsState.run);
    expect([askedCount, completed.length, port.nextServiceTime]).toEqual([1, 0, Number.NEGATIVE_INFINITY]);
    port.service();
    expect([completed.length, port.nextServiceTime]).toEqual([1, Number.POSITIVE_INFINITY]);
  });

  it('of no more than is due at the time it is told, on a pin of the MIDI format too', () => {
    const pin = openRender(MIDI_FORMAT);
    pause(pin);
    pin.setState(KsState.run);
    pin.writePacket(0, Uint8Array.of(10, 0, 0, 0, 3, 0, 0, 0, 0x90, 60, 100, 0));
    const due = port.nextServiceTime;
    clock.moveTo(due + 1);
    port.service(due - 1);
    expect(miniport.messageStreams[0]!.seen).toEqual([]);
    port.service(due);
    expect(miniport.messageStreams[0]!.seen).toHaveLength(1);
  });

  it('and carries it out once: a service from inside a service leaves all to the outer one', () => {
    miniport.serviceGroup = port.newServiceGroup();
    let depth = 0;
    let deepest = 0;
    const pin = openCapture();
    const [stream] = miniport.captureStreams;
    let again = 3;
    stream!.putMessage = () => {
      deepest = Math.max(deepest, ++depth);
      if (again-- > 0) {
        pin.serviceGroup!.requestService();
        port.service();
      }
      depth--;
    };
    pin.serviceGroup!.requestService();
    port.service();
    expect([deepest, again]).toEqual([1, -1]);
  });
});
