import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicFormatReader } from '../ddi/music-format.ts';
import { EventChainBuilder } from '../event-chains/event-chain-builder.ts';
import { EventAllocator } from './allocator.ts';
import { MusicFormatPacking } from './music-format-packing.ts';
import type { CapturePacket, PacketFormat } from './packet-format.ts';
import { PresentationClock } from './presentation-clock.ts';

const MS = 10_000;

function emptyPacket(byteLength: number): CapturePacket {
  return { id: 1, bytes: new Uint8Array(byteLength).fill(0xee), usedBytes: 0, startTime: 0 };
}

function entriesOf(packet: CapturePacket): { elapsedMs: number; bytes: number[] }[] {
  const reader = new MusicFormatReader();
  reader.reset(packet.bytes.subarray(0, packet.usedBytes));
  const entries: { elapsedMs: number; bytes: number[] }[] = [];
  while (reader.next()) {
    const bytes = [...reader.entries.subarray(reader.messageOffset, reader.messageOffset + reader.byteLength)];
    entries.push({ elapsedMs: reader.elapsedMs, bytes });
  }
  expect(reader.damagedCount).toBe(0);
  return entries;
}

describe('MusicFormatPacking', () => {
  let allocator: EventAllocator;
  let packing: PacketFormat;
  const message = (presentationTime: number, ...bytes: readonly number[]): KernelEvent => {
    const builder = new EventChainBuilder(allocator);
    builder.begin(1, presentationTime);
    for (const byte of bytes) expect(builder.append(byte, 0)).toBe(true);
    return builder.take()!;
  };
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
    packing = new MusicFormatPacking();
  });

  it('writes an entry for each message, the first at the start of the packet', () => {
    const packet = emptyPacket(64);
    packing.begin(packet);
    expect(packing.append(packet, message(123 * MS, 0x90, 60, 127))).toBe(true);
    expect(packing.append(packet, message(130 * MS, 0xf8))).toBe(true);
    expect(packet).toMatchObject({ startTime: 123 * MS, usedBytes: 24 });
    expect([...packet.bytes.subarray(0, 25)]).toEqual([
      0, 0, 0, 0, 3, 0, 0, 0, 0x90, 60, 127, 0, 7, 0, 0, 0, 1, 0, 0, 0, 0xf8, 0, 0, 0, 0xee,
    ]);
  });

  it('joins the parts of one message, and leaves alone what stands behind it in the chain', () => {
    const sysEx = [0xf0, ...Array.from({ length: 38 }, (_, i) => i), 0xf7];
    const packet = emptyPacket(64);
    const chain = message(0, ...sysEx);
    chain.next!.next!.next = message(0, 0xf8);
    expect(packing.append(packet, chain)).toBe(true);
    expect(entriesOf(packet)).toEqual([{ elapsedMs: 0, bytes: sysEx }]);
  });

  it('rounds from the start of the packet, so that errors do not add up', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 9 * MS }), { maxLength: 200 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), steps, (start, stepTicks) => {
        const packet = emptyPacket(12 * 201);
        packing.begin(packet);
        const stamps = [start];
        for (const ticks of stepTicks) stamps.push(stamps.at(-1)! + ticks);
        for (const stamp of stamps) {
          const event = message(stamp, 0xf8);
          expect(packing.append(packet, event)).toBe(true);
          allocator.putMessage(event);
        }
        const errors = entriesOf(packet).map(({ elapsedMs }, i) => start + elapsedMs * MS - stamps[i]!);
        expect(errors).toHaveLength(stamps.length);
        expect(errors.every((ticks) => Math.abs(ticks) <= MS / 2)).toBe(true);
      }),
      { seed: 20260304 },
    );
  });

  it('gives a stamp before the one in front a delta of 0, and the next counts from where the time stood', () => {
    const packet = emptyPacket(64);
    for (const stampMs of [10, 14, 12, 15]) packing.append(packet, message(stampMs * MS, 0xf8));
    expect(entriesOf(packet).map((entry) => entry.elapsedMs)).toEqual([0, 4, 4, 5]);
  });

  it('changes nothing when an entry does not fit, nor its time or stamp', () => {
    const packet = emptyPacket(23);
    packing.append(packet, message(5 * MS, 0xf8));
    const before = structuredClone(packet);
    expect(packing.append(packet, message(6 * MS, 0xf8))).toBe(false);
    expect(packing.append(packet, message(5 * MS + 2 ** 32 * MS, 0xf8))).toBe(false);
    expect(packing.append(emptyPacket(23), message(Number.NaN, 0xf8))).toBe(false);
    expect(packet).toEqual(before);
    const large = emptyPacket(64);
    packing.begin(large);
    packing.append(large, message(5 * MS, 0xf8));
    expect(packing.append(large, message(5 * MS + 2 ** 32 * MS, 0xf8))).toBe(false);
    expect(packing.append(large, message(8 * MS, 0xf8))).toBe(true);
    expect(entriesOf(large).map((entry) => entry.elapsedMs)).toEqual([0, 3]);
  });

  it('begins each packet at its own first message', () => {
    const packets = [emptyPacket(24), emptyPacket(24)];
    for (const [i, packet] of packets.entries()) {
      packing.begin(packet);
      packing.append(packet, message((100 * i + 1) * MS, 0xf8));
      packing.append(packet, message((100 * i + 3) * MS, 0xfa));
    }
    expect(packets.map((packet) => packet.startTime)).toEqual([1 * MS, 101 * MS]);
    expect(packets.map((packet) => entriesOf(packet).map((entry) => entry.elapsedMs))).toEqual([
      [0, 2],
      [0, 2],
    ]);
  });

  it('counts presentation time when it is given the clock of the pin', () => {
    const masterClock = new ManualClock(700 * MS);
    const clock = new PresentationClock(masterClock);
    for (const state of [KsState.acquire, KsState.pause, KsState.run]) clock.setState(state);
    masterClock.advance(50 * MS);
    const packet = emptyPacket(64);
    const stamped = new MusicFormatPacking(clock);
    stamped.append(packet, message(705 * MS, 0xf8));
    stamped.append(packet, message(740 * MS, 0xf8));
    expect(packet.startTime).toBe(5 * MS);
    expect(entriesOf(packet).map((entry) => entry.elapsedMs)).toEqual([0, 35]);
  });
});
