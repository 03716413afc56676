import { beforeEach, describe, expect, it } from 'vitest';
import { FakeStream, type SeenEvent } from '../../test/fakes/fake-miniport.ts';
import { ChainKeeper, chainOf, lendEvent, lendIncomplete } from '../../test/fakes/kernel-events.ts';
import { BYTE_POSITION_NONE, type KernelEvent, KernelEventFlags } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from './allocator.ts';
import { MAX_PARSED_GROUPS, MessageParser } from './message-parser.ts';

const NOTE_ON = [0x90, 0x3c, 0x7f];

describe('MessageParser', () => {
  let allocator: EventAllocator;
  let stream: FakeStream;
  let parser: MessageParser;
  beforeEach(() => {
    allocator = new EventAllocator({ maxEventCount: 24, maxBufferCount: 6, bufferBytes: 16 });
    stream = new FakeStream(allocator);
    parser = new MessageParser({ allocator });
    parser.connectOutput(stream);
  });

  const makeRaw = (bytes: readonly number[], given: Partial<KernelEvent> = {}): KernelEvent =>
    lendIncomplete(allocator, bytes, given);

  /** In raw events of no more than a buffer. */
  function send(bytes: readonly number[], presentationTime = 0, channelGroup = 1): void {
    for (let i = 0; i < bytes.length; i += 16) {
      parser.putMessage(makeRaw(bytes.slice(i, i + 16), { presentationTime, channelGroup }));
    }
  }

  const messages = (): (readonly number[])[] => stream.seen.map((event) => event.bytes);
  const stamps = (): number[] => stream.seen.map((event) => event.presentationTime);

  function expectNothingOut(): void {
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  }

  it('makes one complete event of each message in a raw event, of whatever length', () => {
    send([...NOTE_ON, 0xc2, 5, 0xf6, 0xf2, 1, 2, 0xf0, 9, 0xf7]);
    const complete = { presentationTime: 0, channelGroup: 1, isIncomplete: false };
    expect(stream.seen).toEqual([
      { ...complete, bytes: NOTE_ON },
      { ...complete, bytes: [0xc2, 5] },
      { ...complete, bytes: [0xf6] },
      { ...complete, bytes: [0xf2, 1, 2] },
      { ...complete, bytes: [0xf0, 9, 0xf7] },
    ] satisfies SeenEvent[]);
    expectNothingOut();
  });

  it('throws away what is left of a chain when the receiver of a message has it forget the stream', () => {
    let hasForgotten = false;
    parser.connectOutput({
      putMessage: (event) => {
        if (!hasForgotten) parser.forget();
        hasForgotten = true;
        stream.putMessage(event);
      },
      setState: () => {},
      connectOutput: () => {},
      disconnectOutput: () => {},
    });
    parser.putMessage(chainOf(makeRaw([...NOTE_ON, 0x90, 1]), makeRaw([0xf0, 2]), lendEvent(allocator, [0xf8])));
    expect(messages()).toEqual([NOTE_ON]);
    expectNothingOut();
    send([0x3c, ...NOTE_ON]);
    expect(messages()).toEqual([NOTE_ON, NOTE_ON]);
    expectNothingOut();
  });

  it('goes on with a message in the next raw event, and stamps it with the first', () => {
    send([0x90], 100);
    send([0x3c], 200);
    send([0x7f, 0x40], 300);
    send([0], 400);
    expect(messages()).toEqual([NOTE_ON, [0x90, 0x40, 0]]);
    expect(stamps()).toEqual([100, 300]);
    expectNothingOut();
  });

  it('keeps running status over channel messages and real-time bytes, and ends it at system messages', () => {
    send([0xd3, 1, 2, 0xf8, 3]);
    send([0xf3, 7, 4]);
    send([0xd3, 1, 0xf6, 5]);
    send([0xd3, 1, 0xf0, 0xf7, 6]);
    expect(messages()).toEqual([
      [0xd3, 1],
      [0xd3, 2],
      [0xf8],
      [0xd3, 3],
      [0xf3, 7],
      [0xd3, 1],
      [0xf6],
      [0xd3, 1],
      [0xf0, 0xf7],
    ]);
    expect(parser.strayByteCount).toBe(3);
  });

  it.each([0xf8, 0xfa, 0xfb, 0xfc, 0xfe, 0xff])(
    'hands the real-time byte %d on at once, inside other messages and SysEx',
    (status) => {
      send([0x90, status], 10);
      expect(messages()).toEqual([[status]]);
      send([0x3c, status, 0x7f, 0xf0, 1], 20);
      send([status], 30);
      send([2, 0xf7], 40);
      expect(messages()).toEqual([[status], [status], NOTE_ON, [status], [0xf0, 1, 2, 0xf7]]);
      expect(stamps()).toEqual([10, 20, 10, 30, 20]);
      expectNothingOut();
    },
  );

  it.each([0xf9, 0xfd])('counts the undefined real-time byte %d and is not disturbed by it', (status) => {
    send([0x90, status, 0x3c, status, 0x7f, status, 0x3c, 0, 0xf0, status, 0xf7]);
    expect(messages()).toEqual([NOTE_ON, [0x90, 0x3c, 0], [0xf0, 0xf7]]);
    expect(parser).toMatchObject({ undefinedCount: 4, truncatedCount: 0, strayByteCount: 0 });
  });

  it.each([0xf4, 0xf5])('counts the undefined system byte %d, which ends running status', (status) => {
    send([...NOTE_ON, status, 0x3c, 0, 0x90, 0x3c, status, 0xf0, 1, status]);
    expect(messages()).toEqual([NOTE_ON]);
    expect(parser).toMatchObject({ undefinedCount: 3, truncatedCount: 2, strayByteCount: 2 });
    expectNothingOut();
  });

  it('drops SysEx and other messages that another status cuts short, and reads the one that did', () => {
    send([0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ...NOTE_ON, 0x90, 0x3c, 0xc0, 5]);
    send([0xf0, 1, 0xf0, 2, 0xf7]);
    expect(messages()).toEqual([NOTE_ON, [0xc0, 5], [0xf0, 2, 0xf7]]);
    expect(parser.truncatedCount).toBe(3);
    expectNothingOut();
  });

  it('counts data without a status and ends of SysEx without a beginning', () => {
    send([1, 2, 0xf7, ...NOTE_ON, 0xf7, 3, 0x90, 0x3c, 0xf7]);
    expect(messages()).toEqual([NOTE_ON]);
    expect(parser).toMatchObject({ strayByteCount: 6, truncatedCount: 1 });
    expectNothingOut();
  });

  it.each([8, 9, 16, 17, 24, 25, 32, 33, 64])(
    'hands a SysEx message of %d bytes on as one, in parts of a buffer',
    (byteLength) => {
      const keeper = new ChainKeeper();
      parser.connectOutput(keeper);
      const message = [0xf0, ...Array.from({ length: byteLength - 2 }, (_, i) => i & 0x7f), 0xf7];
      for (let i = 0; i < byteLength; i += 5) send(message.slice(i, i + 5), 70 + i, 3);
      expect(keeper.chains).toHaveLength(1);
      expect(allocator.outstandingBufferCount).toBe(Math.ceil((byteLength - 8) / 16));
      stream.putMessage(keeper.chains[0]!);
      expect(messages().flat()).toEqual(message);
      const partCount = Math.ceil(byteLength / 16);
      expect(stream.seen.map((part) => part.isIncomplete)).toEqual(
        Array.from({ length: partCount }, (_, i) => i < partCount - 1),
      );
      expect(stream.seen.every((part) => part.presentationTime === 70 && part.channelGroup === 3)).toBe(true);
      expectNothingOut();
    },
  );

  it('drops and counts a SysEx message that is longer than its limit, up to its end', () => {
    parser = new MessageParser({ allocator, maxSysExBytes: 12 });
    parser.connectOutput(stream);
    const longest = [0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xf7];
    send(longest);
    send([...longest.slice(0, 11), 0x7f, 0xf7, ...NOTE_ON]);
    send([...longest.slice(0, 11), 0x7f, 0x7f, 0xf8, ...NOTE_ON]);
    expect(messages()).toEqual([longest, NOTE_ON, [0xf8], NOTE_ON]);
    expect(parser).toMatchObject({ overlongCount: 2, truncatedCount: 0, strayByteCount: 0 });
    expectNothingOut();
  });

  it('drops a message that the pool cannot hold, gives back what it had, and carries on with the next', () => {
    send([0xf0, ...new Array<number>(15).fill(1)]);
    for (let i = 0; i < 5; i++) send(new Array<number>(16).fill(2));
    expect(allocator.outstandingBufferCount).toBe(0);
    send([3, 0xf7, ...NOTE_ON]);
    expect(messages()).toEqual([NOTE_ON]);
    expect(parser).toMatchObject({ droppedCount: 1, truncatedCount: 0, strayByteCount: 0 });
    expectNothingOut();
  });

  it('drops short messages and real-time bytes while the pool has no event, byte for byte', () => {
    const single = new EventAllocator({ eventCount: 1, maxEventCount: 1, bufferBytes: 16 });
    const only = new MessageParser({ allocator: single });
    for (const bytes of [[0x90, 0x3c, 0xf8], [0x7f, 0x3c], [0]]) {
      const raw = single.getMessage()!;
      raw.inline.set(bytes);
      raw.byteLength = bytes.length;
      raw.flags = KernelEventFlags.incomplete;
      only.putMessage(raw);
    }
    expect(only).toMatchObject({ droppedCount: 3, strayByteCount: 0, truncatedCount: 0 });
    expect(single).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
  });

  it('tells groups apart whose bytes come mixed', () => {
    send([0x90, 0x3c], 1, 1);
    send([0xf0, 5], 2, 2);
    send([0x7f], 3, 1);
    send([6, 0xf7, 7], 4, 2);
    send([0x3c, 0], 5, 1);
    expect(stream.seen.map(({ channelGroup, bytes }) => [channelGroup, bytes])).toEqual([
      [1, NOTE_ON],
      [2, [0xf0, 5, 6, 0xf7]],
      [1, [0x90, 0x3c, 0]],
    ]);
    expect(parser.strayByteCount).toBe(1);
  });

  it('drops and counts the bytes of groups that are too many, until it forgets the others', () => {
    for (let group = 0; group <= MAX_PARSED_GROUPS; group++) send(NOTE_ON, 0, group * 1000);
    expect(stream.seen.map((event) => event.channelGroup)).toEqual(
      Array.from({ length: MAX_PARSED_GROUPS }, (_, i) => i * 1000),
    );
    expect(parser.excessGroupByteCount).toBe(3);
    parser.forget();
    send(NOTE_ON, 0, 65_535);
    expect(stream.seen.at(-1)).toMatchObject({ channelGroup: 65_535 });
    expectNothingOut();
  });

  it('gives messages and parts the position of their first byte, if the raw event has one', () => {
    const keeper = new ChainKeeper();
    parser.connectOutput(keeper);
    parser.putMessage(makeRaw([...NOTE_ON, 0x3c, 0, 0xf8, 0xf0], { bytePosition: 500 }));
    parser.putMessage(makeRaw([...new Array<number>(16).fill(1)], { bytePosition: 507 }));
    parser.putMessage(makeRaw([0xf7], { bytePosition: 600 }));
    parser.putMessage(makeRaw([0xf8]));
    expect(keeper.events.map((event) => event.bytePosition)).toEqual([500, 503, 505, 506, 522, BYTE_POSITION_NONE]);
  });

  it('passes complete events and packages on as they are, in their place among raw ones, and forgets nothing over them', () => {
    const keeper = new ChainKeeper();
    parser.connectOutput(keeper);
    const complete = lendEvent(allocator, [0x80, 1, 2]);
    const child = lendEvent(allocator, [0xfe]);
    const flags = KernelEventFlags.package | KernelEventFlags.incomplete;
    const wrapped = lendEvent(allocator, [], { flags, packageEvent: child });
    parser.putMessage(chainOf(makeRaw([0x90, 0x3c]), complete, wrapped, makeRaw([0x7f])));
    expect(keeper.chains).toEqual([complete, expect.objectContaining({ byteLength: 3, flags: 0, next: null })]);
    expect(keeper.chains[0]).toBe(complete);
    expect(complete.next).toBe(wrapped);
    expect(wrapped).toMatchObject({ next: null, packageEvent: child });
    keeper.giveBack(allocator);
    expectNothingOut();
  });

  it('forgets unfinished messages and running status in stop, in no other state', () => {
    send([0xf0, ...new Array<number>(20 - 8).fill(1)]);
    send([0x90, 0x3c], 0, 2);
    for (const state of [KsState.run, KsState.pause, KsState.acquire]) parser.setState(state);
    expect(allocator.outstandingEventCount).toBe(2);
    parser.setState(KsState.stop);
    expectNothingOut();
    send([0x7f, 0x3c, 0x7f], 0, 2);
    expect(messages()).toEqual([]);
    expect(parser).toMatchObject({ strayByteCount: 3, truncatedCount: 0 });
  });

  it('gives messages to the allocator while no output is connected, and ignores the signal of a device', () => {
    parser.disconnectOutput(new FakeStream(allocator));
    send(NOTE_ON);
    parser.disconnectOutput(stream);
    send(NOTE_ON);
    parser.putMessage(null);
    expect(messages()).toEqual([NOTE_ON]);
    expectNothingOut();
  });

  it('reads no further than a payload goes, whatever its event says', () => {
    parser.putMessage(makeRaw(NOTE_ON, { byteLength: 9 }));
    const raw = makeRaw([...NOTE_ON, 1, 2, 3, 4, 5, 6], { byteLength: 65_535 });
    raw.buffer!.fill(0xfe, 3);
    parser.putMessage(raw);
    expect(messages()).toEqual([NOTE_ON, ...new Array(13).fill([0xfe])]);
    expectNothingOut();
  });

  it.each([2, 3.5, Number.NaN])('cannot be made with maxSysExBytes %d', (maxSysExBytes) => {
    expect(() => new MessageParser({ allocator, maxSysExBytes })).toThrow(RangeError);
  });
});
