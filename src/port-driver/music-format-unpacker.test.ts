import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream } from '../../test/fakes/fake-miniport.ts';
import { KsState } from '../ddi/ks-state.ts';
import { musicFormatBytes, writeMusicFormatEntry } from '../ddi/music-format.ts';
import { EventAllocator } from './allocator.ts';
import { MusicFormatUnpacker } from './music-format-unpacker.ts';

const MS = 10_000;
type Entry = readonly [deltaMs: number, bytes: readonly number[]];

function pack(...entries: readonly Entry[]): Uint8Array {
  const packet = new Uint8Array(entries.reduce((sum, [, bytes]) => sum + musicFormatBytes(bytes.length), 0));
  let offset = 0;
  for (const [deltaMs, bytes] of entries) {
    offset = writeMusicFormatEntry(packet, offset, deltaMs, Uint8Array.from(bytes));
  }
  return packet;
}

describe('MusicFormatUnpacker', () => {
  let allocator: EventAllocator;
  let stream: FakeStream;
  let unpacker: MusicFormatUnpacker;
  const stampsInMs = (): number[] => stream.seen.map((event) => event.presentationTime / MS);
  beforeEach(() => {
    allocator = new EventAllocator({
      eventCount: 4,
      maxEventCount: 4,
      bufferCount: 3,
      maxBufferCount: 3,
      bufferBytes: 16,
    });
    stream = new FakeStream(allocator);
    unpacker = new MusicFormatUnpacker(allocator);
    unpacker.connectOutput(stream);
    unpacker.setState(KsState.acquire);
  });

  it('makes a raw event of each entry, stamped by the sum of the deltas, in channel group 1', () => {
    unpacker.writePacket(123 * MS, pack([0, [0x90, 60, 127]], [1, [61, 127]], [7, [0xf8]]));
    expect(stream.seen).toEqual([
      { presentationTime: 123 * MS, channelGroup: 1, bytes: [0x90, 60, 127], isIncomplete: true },
      { presentationTime: 124 * MS, channelGroup: 1, bytes: [61, 127], isIncomplete: true },
      { presentationTime: 131 * MS, channelGroup: 1, bytes: [0xf8], isIncomplete: true },
    ]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('serves packets one after the other: what lies before the packet in front is late, what comes after it on time', () => {
    unpacker.writePacket(123 * MS, pack([0, [0xf8]], [1, [0xf8]], [7, [0xf8]]));
    unpacker.writePacket(120 * MS, pack([5, [0xf8]], [15, [0xf8]]));
    expect(stampsInMs()).toEqual([123, 124, 131, 131, 140]);
  });

  it('never lets stamps fall, whatever the packets hold', () => {
    const packets = fc.array(fc.record({ startMs: fc.integer({ min: -1000, max: 1000 }), bytes: fc.uint8Array() }));
    fc.assert(
      fc.property(packets, (given) => {
        stream.seen.length = 0;
        unpacker.setState(KsState.stop);
        unpacker.setState(KsState.acquire);
        for (const { startMs, bytes } of given) unpacker.writePacket(startMs * MS, bytes);
        const stamps = stampsInMs();
        expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
        expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
      }),
      { seed: 20260303 },
    );
  });

  it('forgets the latest stamp and the byte position in stop', () => {
    const positions: number[] = [];
    const { putMessage } = stream;
    stream.putMessage = (event) => {
      positions.push(event!.bytePosition);
      putMessage.call(stream, event);
    };
    unpacker.writePacket(500 * MS, pack([0, [0x90, 60, 127]], [0, [0xf8]]));
    unpacker.writePacket(500 * MS, pack([0, [0xf8]]));
    unpacker.setState(KsState.stop);
    unpacker.setState(KsState.acquire);
    unpacker.writePacket(1 * MS, pack([0, [0xf8]]));
    expect(stampsInMs()).toEqual([500, 500, 500, 1]);
    expect(positions).toEqual([8, 20, 32, 8]);
  });

  it.each([9, 16, 17, 40, 48])(
    'cuts an entry of %d bytes where a buffer of 16 ends, and hands it on as one',
    (count) => {
      const bytes = Array.from({ length: count }, (_, i) => i & 0x7f);
      let chainCount = 0;
      const { putMessage } = stream;
      stream.putMessage = (event) => {
        chainCount++;
        putMessage.call(stream, event);
      };
      unpacker.writePacket(0, pack([2, bytes]));
      expect(chainCount).toBe(1);
      expect(stream.seen.map((part) => part.bytes.length)).toEqual(
        Array.from({ length: Math.ceil(count / 16) }, (_, i) => Math.min(16, count - 16 * i)),
      );
      expect(stream.seen.flatMap((part) => part.bytes)).toEqual(bytes);
      expect(stream.seen.every((part) => part.isIncomplete && part.presentationTime === 2 * MS)).toBe(true);
      expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
    },
  );

  it('drops an entry that the pool cannot hold as a whole, and carries on with the next at its own time', () => {
    unpacker.writePacket(0, pack([3, new Array<number>(3 * 16 + 9).fill(1)], [4, [0xf8]]));
    expect(stream.seen.map((event) => event.bytes)).toEqual([[0xf8]]);
    expect(stampsInMs()).toEqual([7]);
    expect(unpacker.droppedCount).toBe(1);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
  });

  it('lets time pass at an entry without bytes', () => {
    unpacker.writePacket(0, pack([5, []], [6, [0xf8]]));
    expect(stampsInMs()).toEqual([11]);
    expect(unpacker.droppedCount).toBe(0);
  });

  it('ends a packet at a damaged entry and counts it', () => {
    unpacker.writePacket(0, pack([0, [0xf8]], [0, [0x90, 60, 127]]).subarray(0, 22));
    expect(stream.seen.map((event) => event.bytes)).toEqual([[0xf8]]);
    expect(unpacker.damagedCount).toBe(1);
  });

  it('sends nothing in stop, and gives to the allocator what comes without an output', () => {
    unpacker.disconnectOutput(stream);
    unpacker.writePacket(0, pack([0, [0xf8]]));
    unpacker.connectOutput(stream);
    unpacker.setState(KsState.stop);
    unpacker.writePacket(0, pack([0, [0xf8]]));
    unpacker.putMessage(allocator.getMessage());
    expect(stream.seen).toEqual([]);
    expect(allocator.outstandingEventCount).toBe(0);
  });
});
