import { beforeEach, describe, expect, it } from 'vitest';
import { ChainKeeper, chainOf, lendEvent, lendIncomplete, lendPackage } from '../../test/fakes/kernel-events.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { copyMessage, messageByteLength } from '../event-chains/message-parts.ts';
import { EventAllocator } from './allocator.ts';
import { Packer } from './packer.ts';
import type { CapturePacket, PacketFormat } from './packet-format.ts';

/** Message bytes and nothing else, so that tests can count. */
class BareFormat implements PacketFormat {
  readonly begun: number[] = [];

  append(packet: CapturePacket, message: KernelEvent): boolean {
    const byteLength = messageByteLength(message);
    if (packet.usedBytes + byteLength > packet.bytes.byteLength) return false;
    copyMessage(message, packet.bytes, packet.usedBytes);
    if (packet.usedBytes === 0) packet.startTime = message.presentationTime;
    packet.usedBytes += byteLength;
    return true;
  }

  begin(packet: CapturePacket): void {
    this.begun.push(packet.id);
  }
}

describe('Packer', () => {
  let allocator: EventAllocator;
  let format: BareFormat;
  let completed: { id: number; bytes: number[]; startTime: number }[];
  let onComplete: (packet: CapturePacket) => void;
  let packer: Packer;
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
    format = new BareFormat();
    completed = [];
    onComplete = ({ id, bytes, usedBytes, startTime }) => {
      completed.push({ id, bytes: [...bytes.subarray(0, usedBytes)], startTime });
    };
    packer = new Packer({ allocator, format, onComplete: (packet) => onComplete(packet), maxPacketCount: 4 });
    packer.setState(KsState.acquire);
  });

  const event = (...bytes: number[]): KernelEvent => lendEvent(allocator, bytes, { presentationTime: 70 });

  function makePacket(id: number, byteLength = 6): CapturePacket {
    return { id, bytes: new Uint8Array(byteLength), usedBytes: 99, startTime: 99 };
  }

  function addPackets(...ids: number[]): boolean[] {
    return ids.map((id) => packer.addPacket(makePacket(id)));
  }

  function expectNothingOut(): void {
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  }

  it('fills one packet after the other, and completes each when the next message does not fit', () => {
    addPackets(1, 2, 3);
    packer.putMessage(event(0x90, 1, 2));
    packer.putMessage(event(0xc0, 5));
    expect(completed).toEqual([]);
    packer.putMessage(event(0xc0, 6));
    expect(completed).toEqual([{ id: 1, bytes: [0x90, 1, 2, 0xc0, 5], startTime: 70 }]);
    packer.flush();
    packer.flush();
    expect(completed.slice(1)).toEqual([{ id: 2, bytes: [0xc0, 6], startTime: 70 }]);
    expect(packer).toMatchObject({ queuedPacketCount: 1, overflowCount: 0 });
    expect(format.begun).toEqual([1, 2, 3]);
    expectNothingOut();
  });

  it('writes each message of a chain, in packages too, and a message in parts as one', () => {
    packer.addPacket(makePacket(1, 100));
    const long = [lendIncomplete(allocator, [0xf0, 1]), lendIncomplete(allocator, [2]), event(0xf7)];
    const inPackage = lendPackage(allocator, [event(0xfa), lendPackage(allocator, [event(0xfb)])]);
    packer.putMessage(chainOf(event(0xf8), ...long, inPackage, event(0xfc)));
    packer.flush();
    expect(completed[0]!.bytes).toEqual([0xf8, 0xf0, 1, 2, 0xf7, 0xfa, 0xfb, 0xfc]);
    expectNothingOut();
  });

  it('never tears a message: the parts of one go to the same packet', () => {
    addPackets(1, 2);
    packer.putMessage(event(1, 2, 3, 4));
    packer.putMessage(chainOf(lendIncomplete(allocator, [5, 6]), event(7)));
    packer.flush();
    expect(completed.map((packet) => packet.bytes)).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7],
    ]);
  });

  it('drops and counts messages while no packet is there, and goes on with the next packet', () => {
    packer.putMessage(chainOf(event(1), event(2)));
    expect(packer.overflowCount).toBe(2);
    addPackets(1);
    packer.putMessage(event(1, 2, 3, 4, 5, 6));
    packer.putMessage(event(7));
    expect(packer.overflowCount).toBe(3);
    expect(completed.map((packet) => packet.bytes)).toEqual([[1, 2, 3, 4, 5, 6]]);
    addPackets(2);
    packer.putMessage(event(8));
    packer.flush();
    expect(completed[1]).toMatchObject({ id: 2, bytes: [8] });
    expectNothingOut();
  });

  it('drops and counts a message that is longer than an empty packet, and keeps the packet', () => {
    addPackets(1, 2);
    packer.putMessage(event(1));
    packer.putMessage(chainOf(event(1, 2, 3, 4, 5, 6, 7), event(8)));
    packer.flush();
    expect(completed).toEqual([
      { id: 1, bytes: [1], startTime: 70 },
      { id: 2, bytes: [8], startTime: 70 },
    ]);
    expect(packer).toMatchObject({ overflowCount: 1, queuedPacketCount: 0 });
    expectNothingOut();
  });

  it('passes by events without bytes and packages that lie too deep', () => {
    addPackets(1);
    const endless = lendPackage(allocator, [event(1)]);
    endless.packageEvent!.next = lendPackage(allocator, []);
    const deepest = endless.packageEvent!.next;
    deepest.packageEvent = deepest;
    packer.putMessage(chainOf(event(), lendEvent(allocator, [], { byteLength: 12 }), endless));
    packer.flush();
    expect(completed[0]!.bytes).toEqual([1]);
    expect(packer).toMatchObject({ overflowCount: 0, skippedPackageCount: 1 });
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('takes no more packets than its maximum, and leaves the others as they are', () => {
    expect(addPackets(1, 2, 3, 4)).toEqual([true, true, true, true]);
    const spare = makePacket(5);
    expect(packer.addPacket(spare)).toBe(false);
    expect(spare).toMatchObject({ usedBytes: 99, startTime: 99 });
    packer.putMessage(event(1));
    packer.flush();
    expect(packer.addPacket(spare)).toBe(true);
    expect(packer.queuedPacketCount).toBe(4);
  });

  it('is ready for a packet that is added while another completes', () => {
    const complete = onComplete;
    onComplete = (packet) => {
      complete(packet);
      packer.addPacket(packet);
    };
    addPackets(1);
    for (let i = 0; i < 5; i++) packer.putMessage(event(i, i, i, i));
    expect(completed.map(({ id, bytes }) => [id, bytes[0]])).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
    expect(packer.overflowCount).toBe(0);
  });

  it.each(['cancelled', 'stopped'])('brings all packets back in order when %s, the first with what it holds', (how) => {
    addPackets(1, 2, 3);
    packer.putMessage(event(0xf8));
    const complete = onComplete;
    onComplete = (packet) => {
      complete(packet);
      if (packet.id === 2) addPackets(4);
    };
    if (how === 'cancelled') packer.cancel();
    else packer.setState(KsState.stop);
    expect(completed).toEqual([
      { id: 1, bytes: [0xf8], startTime: 70 },
      { id: 2, bytes: [], startTime: 0 },
      { id: 3, bytes: [], startTime: 0 },
    ]);
    expect(packer.queuedPacketCount).toBe(1);
  });

  it('writes and counts nothing in stop, and keeps its packets in every other state', () => {
    addPackets(1);
    for (const state of [KsState.pause, KsState.run, KsState.pause, KsState.acquire]) packer.setState(state);
    expect(packer.queuedPacketCount).toBe(1);
    packer.setState(KsState.stop);
    addPackets(2);
    packer.putMessage(event(1));
    packer.putMessage(null);
    packer.flush();
    expect(completed.map((packet) => packet.id)).toEqual([1]);
    expect(packer).toMatchObject({ overflowCount: 0, queuedPacketCount: 1 });
    expectNothingOut();
  });

  it('passes on what it has read to the connected output, and to the allocator without one', () => {
    const keeper = new ChainKeeper();
    packer.connectOutput(keeper);
    const chain = chainOf(event(1), event(2));
    packer.putMessage(chain);
    packer.putMessage(null);
    expect(keeper.chains).toEqual([chain]);
    keeper.giveBack(allocator);
    packer.disconnectOutput(new ChainKeeper());
    packer.disconnectOutput(keeper);
    packer.putMessage(event(1));
    expect(keeper.chains).toEqual([]);
    expectNothingOut();
  });

  it.each([0, 1.5, Number.NaN])('cannot be made with maxPacketCount %d', (maxPacketCount) => {
    expect(() => new Packer({ allocator, format, onComplete, maxPacketCount })).toThrow(RangeError);
  });
});
