import { describe, expect, it } from 'vitest';
import { KsState } from '../../src/ddi/ks-state.ts';
import { MusicBuffer } from '../../src/index.ts';
import { eventRecords } from '../conformance/event-records.ts';
import { flatWave, oneWaveCollection } from '../rig/bank.ts';
import { firstSound } from '../rig/compare.ts';
import { noteOff, noteOn } from '../rig/midi.ts';
import { OfflineRig } from '../rig/offline-rig.ts';
import { bringPinTo, FakeDriver } from './fake-pins.ts';

const START = 1_000_000;
const HALF_SECOND = 5_000_000;
const FRAME_TICKS = 10_000_000 / 48_000;

function recordBytes(messageByteLength: number): number {
  const buffer = new MusicBuffer({ byteLength: 4096 });
  buffer.packUnstructured(START, 1, new Uint8Array(messageByteLength));
  return buffer.getUsedBytes();
}

describe('contract 6: a record is 20 bytes and its message, padded to 8, and its time counts from the buffer’s start', () => {
  it('two notes are these 48 bytes', () => {
    const buffer = new MusicBuffer({ byteLength: 48 });
    buffer.packStructured(START, 1, 0x7f3c90);
    buffer.packStructured(START + HALF_SECOND, 1, 0x003c80);
    // 5,000,000 is 0x4c4b40.
    const first = [3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x90, 0x3c, 0x7f, 0];
    const second = [3, 0, 0, 0, 1, 0, 0, 0, 0x40, 0x4b, 0x4c, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x80, 0x3c, 0, 0];
    expect([...buffer.getUsedRecords()]).toEqual([...first, ...second]);
    expect(buffer.getStartTime()).toBe(START);
  });

  it.each([
    [4, 24],
    [5, 32],
    [12, 32],
    [13, 40],
    [100, 120],
  ])('a message of %d bytes makes a record of %d', (messageByteLength, byteLength) => {
    expect(recordBytes(messageByteLength)).toBe(byteLength);
  });

  it('a second record begins at the next multiple of 8, whatever the first is', () => {
    for (let messageByteLength = 1; messageByteLength <= 20; messageByteLength++) {
      const buffer = new MusicBuffer({ byteLength: 256 });
      buffer.packUnstructured(START, 1, new Uint8Array(messageByteLength).fill(0xf0));
      const at = buffer.getUsedBytes();
      buffer.packUnstructured(START, 1, Uint8Array.of(0xee));
      expect([at % 8, buffer.getRawBuffer()[at], buffer.getRawBuffer()[at + 20]]).toEqual([0, 1, 0xee]);
    }
  });

  it('times are written as distances from the start, not from the event before', () => {
    const buffer = new MusicBuffer({ byteLength: 256 });
    for (const time of [START, START + 10, START + 25, START - 5]) buffer.packStructured(time, 1, 0xc0);
    const view = new DataView(buffer.getRawBuffer().buffer);
    const deltas = [0, 24, 48, 72].map((at) => Number(view.getBigInt64(at + 8, true)));
    expect(deltas).toEqual([0, 10, 25, -5]);
    buffer.setStartTime(500);
    expect(Array.from({ length: 4 }, () => buffer.getNextEvent()!.referenceTime)).toEqual([500, 510, 525, 495]);
  });

  const RECORDS = eventRecords(
    [0, 10, 25].map((deltaTicks) => ({ deltaTicks, message: 0xc0 })),
    1,
  );

  it('the driver reads them so', () => {
    const driver = new FakeDriver();
    const pin = driver.openRender();
    bringPinTo(pin, KsState.run);
    pin.writePacket(START, RECORDS);
    const stamps = driver.miniport.messageStreams[0]!.seen.map(({ presentationTime }) => presentationTime);
    expect(stamps).toEqual([START, START + 10, START + 25]);
  });

  it('and writes them so when it captures', () => {
    const driver = new FakeDriver();
    const pin = driver.openCapture();
    bringPinTo(pin, KsState.run);
    for (const wait of [10, 15, 40]) {
      driver.clock.advance(wait);
      driver.arrive(0xc0, wait);
      // Captured, and still in the packet that is being filled.
      pin.serveStream();
    }
    driver.port.service();
    expect(driver.captured.map(({ stamp }) => stamp)).toEqual([1010, 1025, 1065]);
  });

  it.each(['synth', 'kernel'] as const)('a synth on the %s way plays them so', (kind) => {
    const collection = oneWaveCollection(flatWave());
    const rig = new OfflineRig({ kind, collection, params: { audioChannels: 1 } });
    const atFrame = (frame: number) => Math.round(frame * FRAME_TICKS);
    rig.playAt([
      { referenceTime: atFrame(100), message: noteOn(60) },
      { referenceTime: atFrame(5000), message: noteOff(60) },
      { referenceTime: atFrame(30_000), message: noteOn(60) },
    ]);
    const samples = rig.render(40_000);
    expect(firstSound(samples)).toBe(100);
    expect(samples[20_000]).toBe(0);
    expect(firstSound(samples.subarray(20_000))).toBe(10_000);
  });
});
