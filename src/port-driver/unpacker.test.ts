import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream } from '../../test/fakes/fake-miniport.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { EventAllocator } from './allocator.ts';
import { Unpacker } from './unpacker.ts';

describe('Unpacker', () => {
  let allocator: EventAllocator;
  let stream: FakeStream;
  let unpacker: Unpacker;
  let buffer: MusicBuffer;
  beforeEach(() => {
    allocator = new EventAllocator({
      eventCount: 6,
      maxEventCount: 6,
      bufferCount: 4,
      maxBufferCount: 4,
      bufferBytes: 16,
    });
    stream = new FakeStream(allocator);
    unpacker = new Unpacker(allocator);
    unpacker.connectOutput(stream);
    unpacker.setState(KsState.acquire);
    buffer = new MusicBuffer({ byteLength: 2000 });
  });

  it('makes one event of each record, with the stamp counted from the start of the packet', () => {
    buffer.packStructured(500, 1, 0x7f3c90);
    buffer.packStructured(400, 7, 0x05c1);
    buffer.packUnstructured(900, 0, Uint8Array.of(0xf0, 1, 2, 3, 4, 5, 6, 0xf7));
    unpacker.writePacket(10_000, buffer.getUsedRecords());
    expect(stream.seen).toEqual([
      { presentationTime: 10_000, channelGroup: 1, bytes: [0x90, 0x3c, 0x7f], isIncomplete: false },
      { presentationTime: 9900, channelGroup: 7, bytes: [0xc1, 5], isIncomplete: false },
      { presentationTime: 10_400, channelGroup: 0, bytes: [0xf0, 1, 2, 3, 4, 5, 6, 0xf7], isIncomplete: false },
    ]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it.each([9, 16, 17, 24, 32, 33, 64])(
    'cuts a message of %d bytes where a buffer of 16 ends, and hands it on as one',
    (byteLength) => {
      const message = Uint8Array.from({ length: byteLength }, (_, i) => i & 0x7f);
      const chains: (KernelEvent | null)[] = [];
      unpacker.connectOutput({
        putMessage: (event) => {
          chains.push(event);
          stream.putMessage(event);
        },
        setState: () => {},
        connectOutput: () => {},
        disconnectOutput: () => {},
      });
      buffer.packUnstructured(70, 1, message);
      unpacker.writePacket(70, buffer.getUsedRecords());
      expect(chains).toHaveLength(1);
      expect(stream.seen.flatMap((part) => part.bytes)).toEqual([...message]);
      const partCount = Math.ceil(byteLength / 16);
      expect(stream.seen.map((part) => part.isIncomplete)).toEqual(
        Array.from({ length: partCount }, (_, i) => i < partCount - 1),
      );
      expect(stream.seen.every((part) => part.presentationTime === 70)).toBe(true);
      expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
    },
  );

  it('drops a message that the pool cannot hold as a whole, and carries on with the next', () => {
    buffer.packUnstructured(0, 1, new Uint8Array(4 * 16 + 9).fill(1));
    buffer.packStructured(0, 1, 0x7f3c90);
    unpacker.writePacket(0, buffer.getUsedRecords());
    expect(stream.seen.map((event) => event.bytes)).toEqual([[0x90, 0x3c, 0x7f]]);
    expect(unpacker.droppedCount).toBe(1);
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
  });

  it('drops records without bytes and groups beyond 16 bits', () => {
    buffer.packStructured(0, 65_535, 0x7f3c90);
    buffer.packStructured(0, 65_536, 0x7f3c90);
    buffer.packStructured(0, 1, 0x7f3c90);
    const records = buffer.getUsedRecords().slice();
    records[48] = 0;
    unpacker.writePacket(0, records);
    expect(stream.seen.map((event) => event.channelGroup)).toEqual([65_535]);
    expect(unpacker.droppedCount).toBe(2);
  });

  it('ends a packet at a damaged record and counts it', () => {
    buffer.packStructured(0, 1, 0x7f3c90);
    buffer.packStructured(0, 1, 0x003c80);
    unpacker.writePacket(0, buffer.getUsedRecords().subarray(0, 40));
    expect(stream.seen).toHaveLength(1);
    expect(unpacker.damagedCount).toBe(1);
  });

  it('tells where in the stream of packets each message stood, and starts anew in stop', () => {
    const positions: number[] = [];
    unpacker.connectOutput({
      putMessage: (event) => {
        positions.push(event!.bytePosition);
        allocator.putMessage(event);
      },
      setState: () => {},
      connectOutput: () => {},
      disconnectOutput: () => {},
    });
    buffer.packStructured(0, 1, 0x7f3c90);
    unpacker.writePacket(0, buffer.getUsedRecords());
    unpacker.writePacket(0, buffer.getUsedRecords());
    unpacker.setState(KsState.stop);
    unpacker.setState(KsState.acquire);
    unpacker.writePacket(0, buffer.getUsedRecords());
    expect(positions).toEqual([20, 44, 20]);
  });

  it('sends nothing in stop, and gives to the allocator what comes without an output', () => {
    buffer.packStructured(0, 1, 0x7f3c90);
    unpacker.disconnectOutput(stream);
    unpacker.writePacket(0, buffer.getUsedRecords());
    unpacker.connectOutput(stream);
    unpacker.setState(KsState.stop);
    unpacker.writePacket(0, buffer.getUsedRecords());
    unpacker.putMessage(allocator.getMessage());
    expect(stream.seen).toEqual([]);
    expect(allocator.outstandingEventCount).toBe(0);
  });
});
