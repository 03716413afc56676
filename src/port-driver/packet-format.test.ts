import { beforeEach, describe, expect, it } from 'vitest';
import { chainOf, lendEvent, lendIncomplete } from '../../test/fakes/kernel-events.ts';
import { EVENT_STRUCTURED } from '../ddi/event-header.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import { EventAllocator } from './allocator.ts';
import { type CapturePacket, EventRecordFormat } from './packet-format.ts';

describe('EventRecordFormat', () => {
  let allocator: EventAllocator;
  let format: EventRecordFormat;
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
    format = new EventRecordFormat();
  });

  function makePacket(byteLength: number): CapturePacket {
    const packet = { id: 1, bytes: new Uint8Array(byteLength).fill(0xee), usedBytes: 0, startTime: 0 };
    format.begin();
    return packet;
  }

  const event = (bytes: readonly number[], presentationTime = 0, channelGroup = 1) =>
    lendEvent(allocator, bytes, { presentationTime, channelGroup });

  it('writes the documented example to the byte', () => {
    const packet = makePacket(48);
    expect(format.append(packet, event([0x90, 0x3c, 0x7f], 1_000_000))).toBe(true);
    expect(format.append(packet, event([0x80, 0x3c, 0x00], 6_000_000))).toBe(true);
    expect(packet).toMatchObject({ usedBytes: 48, startTime: 1_000_000 });
    expect(Buffer.from(packet.bytes).toString('hex')).toBe(
      '0300000001000000000000000000000001000000903c7f00' + '0300000001000000404b4c000000000001000000803c0000',
    );
  });

  it('keeps groups, stamps before the first one, and what is structured', () => {
    const packet = makePacket(400);
    const messages = [[0xc1, 5], [0xf2, 1, 2], [0xf8], [0xf0, 1, 0xf7], [0x90, 1], [1, 2, 3]];
    messages.forEach((bytes, i) => {
      format.append(packet, event(bytes, 1000 - i, i));
    });
    const reader = new EventRecordReader();
    reader.reset(packet.bytes, packet.usedBytes);
    const records = [];
    while (reader.next()) {
      const { messageOffset, byteLength, channelGroup, deltaTicks, flags } = reader;
      const bytes = [...packet.bytes.subarray(messageOffset, messageOffset + byteLength)];
      records.push({ bytes, channelGroup, deltaTicks: deltaTicks + 0, isStructured: flags === EVENT_STRUCTURED });
    }
    expect(records).toEqual(
      messages.map((bytes, i) => ({ bytes, channelGroup: i, deltaTicks: 0 - i, isStructured: i < 3 })),
    );
  });

  it('joins the parts of a long message in one record, and leaves alone what stands behind it', () => {
    const packet = makePacket(100);
    const first = Array.from({ length: 16 }, (_, i) => i);
    const chain = chainOf(lendIncomplete(allocator, first), event([16, 0xf7]), event([0xf8]));
    expect(format.append(packet, chain)).toBe(true);
    expect(packet.usedBytes).toBe(40);
    expect([...packet.bytes.subarray(20, 41)]).toEqual([...first, 16, 0xf7, 0, 0, 0xee]);
    expect(packet.bytes[0]).toBe(18);
  });

  it('fills a packet to its last byte, padding included, and changes nothing when a message does not fit', () => {
    const packet = makePacket(24 + 31);
    expect(format.append(packet, event([0xf8], 5))).toBe(true);
    const before = [...packet.bytes];
    expect(format.append(packet, event([1, 2, 3, 4, 5], 9))).toBe(false);
    expect(packet).toMatchObject({ usedBytes: 24, startTime: 5 });
    expect([...packet.bytes]).toEqual(before);
    const empty = makePacket(23);
    expect(format.append(empty, event([0xf8], 5))).toBe(false);
    expect(empty).toMatchObject({ usedBytes: 0, startTime: 0 });
    expect(format.append(makePacket(32), event([1, 2, 3, 4, 5, 6, 7, 8]))).toBe(true);
  });

  it('rounds stamps to whole ticks, and takes none that no record can hold', () => {
    const packet = makePacket(100);
    expect(format.append(packet, event([0xf8], 10.4))).toBe(true);
    expect(packet.startTime).toBe(10);
    for (const stamp of [Number.NaN, Number.POSITIVE_INFINITY, -(2 ** 53), 2 ** 60]) {
      expect(format.append(packet, event([0xf8], stamp))).toBe(false);
      expect(format.append(makePacket(24), event([0xf8], stamp))).toBe(false);
    }
    expect(packet.usedBytes).toBe(24);
  });
});
