import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainOf, lendEvent, lendIncomplete, lendPackage } from '../../test/fakes/kernel-events.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MAX_PACKAGE_DEPTH } from '../event-chains/message-parts.ts';
import { EventAllocator, type EventAllocatorOptions } from './allocator.ts';
import { CaptureSink } from './capture-sink.ts';
import { Packer } from './packer.ts';
import { type CapturePacket, EventRecordFormat } from './packet-format.ts';
import { StageChain } from './stage-chain.ts';
import { Thru } from './thru.ts';

interface Message {
  readonly bytes: readonly number[];
  /** Of the raw event with its first byte. */
  readonly stamp: number;
}

/** The stages of the way up as a pin connects them, and the packets they complete. */
class CapturePath {
  readonly allocator: EventAllocator;
  readonly sink: CaptureSink;
  readonly thru: Thru;
  readonly packer: Packer;
  readonly stages: StageChain;
  readonly completed: CapturePacket[] = [];
  state: KsState = KsState.stop;
  addedCount = 0;
  playedCount = 0;

  constructor(options: EventAllocatorOptions) {
    this.allocator = new EventAllocator(options);
    const { allocator } = this;
    this.sink = new CaptureSink({ allocator });
    this.thru = new Thru({ allocator, masterClock: new ManualClock() });
    const onComplete = (packet: CapturePacket): void => {
      this.completed.push(packet);
    };
    this.packer = new Packer({ allocator, format: new EventRecordFormat(), onComplete, maxPacketCount: 6 });
    this.stages = new StageChain([this.sink, this.thru, this.packer]);
  }

  move(by: number): void {
    const state = this.state + by;
    if (state < KsState.stop || state > KsState.run) return;
    this.stages.setState(state as KsState);
    this.state = state as KsState;
  }

  addPacket(byteLength: number): void {
    const packet = { id: this.addedCount, bytes: new Uint8Array(byteLength), usedBytes: 0, startTime: 0 };
    if (this.packer.addPacket(packet)) this.addedCount++;
  }

  route(isOn: boolean): void {
    const playThru = (): boolean => {
      this.playedCount++;
      return true;
    };
    for (let channel = 0; channel < 16; channel++) {
      this.thru.setRoute(1, channel, isOn ? { target: { playThru }, channelGroup: 1, channel } : null);
    }
  }

  /** Sends what can be lent; what cannot is left out, as a device would do. */
  send(make: (allocator: EventAllocator) => KernelEvent | null): void {
    this.sink.putMessage(make(this.allocator));
  }
}

/** Slow and obvious: collects bytes in plain arrays, and looks at the whole of what it has after each. */
function parseSlowly(bytes: readonly number[], stampOf: (index: number) => number): Message[] {
  const messages: Message[] = [];
  let collected: number[] = [];
  let begin = 0;
  let running: number | null = null;
  bytes.forEach((byte, index) => {
    if (byte > 0xf7) {
      if (byte !== 0xf9 && byte !== 0xfd) messages.push({ bytes: [byte], stamp: stampOf(index) });
      return;
    }
    const endsSysEx = byte === 0xf7 && collected[0] === 0xf0;
    if (byte > 0x7f && !endsSysEx) {
      collected = [];
      running = byte < 0xf0 ? byte : null;
    }
    if (collected.length === 0) begin = index;
    if (byte < 0x80 && collected.length === 0 && running !== null) collected.push(running);
    if (byte > 0x7f || collected.length > 0) collected.push(byte);
    if (!isWhole(collected)) return;
    messages.push({ bytes: collected, stamp: stampOf(begin) });
    collected = [];
  });
  return messages;
}

function isWhole(collected: readonly number[]): boolean {
  const [status = 0] = collected;
  if (status === 0xf0) return collected.at(-1) === 0xf7;
  if (status === 0xf6) return true;
  const hasOneDataByte = (status >= 0xc0 && status < 0xe0) || status === 0xf1 || status === 0xf3;
  const hasTwo = (status >= 0x80 && status < 0xf0 && !hasOneDataByte) || status === 0xf2;
  return collected.length === (hasOneDataByte ? 2 : hasTwo ? 3 : -1);
}

/** The messages of all packets, with their stamps. */
function unpack(packets: readonly CapturePacket[]): Message[] {
  const messages: Message[] = [];
  const reader = new EventRecordReader();
  for (const packet of packets) {
    reader.reset(packet.bytes, packet.usedBytes);
    while (reader.next()) {
      const bytes = [...packet.bytes.subarray(reader.messageOffset, reader.messageOffset + reader.byteLength)];
      messages.push({ bytes, stamp: packet.startTime + reader.deltaTicks });
    }
  }
  expect(reader.damagedCount).toBe(0);
  return messages;
}

/** `bytes` through the whole way up, cut into raw events of the sizes in `cuts`, with packets added as they are used. */
function capture(bytes: readonly number[], cuts: readonly number[], packetBytes: number): Message[] {
  const path = new CapturePath({ bufferBytes: 16, maxBufferCount: 32 });
  for (let i = 0; i < 3; i++) path.move(1);
  let cutCount = 0;
  for (let offset = 0; offset < bytes.length; ) {
    const cut = cuts[cutCount % cuts.length]!;
    const part = bytes.slice(offset, offset + cut);
    const presentationTime = stampOfCut(cutCount++);
    while (path.packer.queuedPacketCount < 4) path.addPacket(packetBytes);
    path.send((allocator) => lendIncomplete(allocator, part, { presentationTime }));
    if (cutCount % 3 === 0) path.packer.flush();
    offset += cut;
  }
  for (let i = 0; i < 3; i++) path.move(-1);
  expect(path.packer.overflowCount).toBe(0);
  expect(path.allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  return unpack(path.completed);
}

const stampOfCut = (cutIndex: number): number => 5000 + 10 * cutIndex;

/** Stamp of the byte at an index when a stream is cut as {@link capture} cuts it. */
function stampsOf(byteCount: number, cuts: readonly number[]): (index: number) => number {
  const stamps: number[] = [];
  for (let cutIndex = 0; stamps.length < byteCount; cutIndex++) {
    for (let i = 0; i < cuts[cutIndex % cuts.length]!; i++) stamps.push(stampOfCut(cutIndex));
  }
  return (index) => stamps[index]!;
}

const dataByte = fc.integer({ min: 0, max: 0x7f });
/** Mostly data, and every status often enough to meet every other. */
const anyByte = fc.oneof(
  { arbitrary: dataByte, weight: 5 },
  { arbitrary: fc.integer({ min: 0x80, max: 0xef }), weight: 2 },
  { arbitrary: fc.integer({ min: 0xf0, max: 0xff }), weight: 2 },
);
const anyCuts = fc.array(fc.integer({ min: 1, max: 16 }), { minLength: 1, maxLength: 12 });
const packetBytes = fc.integer({ min: 256, max: 400 });

const channelMessage = fc
  .tuple(fc.integer({ min: 0x80, max: 0xef }), dataByte, dataByte)
  .map(([status, first, second]) => (status >> 5 === 6 ? [status, first] : [status, first, second]));
const sysEx = fc.array(dataByte, { maxLength: 60 }).map((data) => [0xf0, ...data, 0xf7]);
const systemMessage = fc.oneof(
  fc.tuple(fc.constantFrom(0xf1, 0xf3), dataByte),
  fc.tuple(fc.constant(0xf2), dataByte, dataByte),
  fc.constant([0xf6]),
);
const realTime = fc.constantFrom(0xf8, 0xfa, 0xfb, 0xfc, 0xfe, 0xff);
/** A message, whether running status may stand for its status, and where in it a real-time byte comes, if one does. */
const sentMessage = fc.record({
  bytes: fc.oneof({ arbitrary: channelMessage, weight: 3 }, sysEx, systemMessage),
  mayRun: fc.boolean(),
  intruder: fc.option(fc.tuple(realTime, fc.nat({ max: 70 })), { freq: 3 }),
});

type SentMessage = typeof sentMessage extends fc.Arbitrary<infer Sent> ? Sent : never;

/** The bytes on the wire, and the messages in the order in which they end. */
function transmit(sent: readonly SentMessage[]): { wire: number[]; messages: number[][] } {
  const wire: number[] = [];
  const messages: number[][] = [];
  let running = 0;
  for (const { bytes, mayRun, intruder } of sent) {
    const status = bytes[0]!;
    const coded = mayRun && status === running ? bytes.slice(1) : [...bytes];
    if (intruder !== null) {
      // Before its last byte, so that it is always handed on first.
      coded.splice(intruder[1] % coded.length, 0, intruder[0]);
      messages.push([intruder[0]]);
    }
    wire.push(...coded);
    messages.push([...bytes]);
    running = status < 0xf0 ? status : 0;
  }
  return { wire, messages };
}

describe('the way up', () => {
  it('gives the messages that were sent, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(sentMessage, { maxLength: 30 }), anyCuts, packetBytes, (sent, cuts, byteLength) => {
        const { wire, messages } = transmit(sent);
        expect(capture(wire, cuts, byteLength).map((message) => message.bytes)).toEqual(messages);
      }),
      { seed: 20260301, numRuns: 300 },
    );
  });

  it('makes of any bytes what a slow parser makes of them, with the stamps of their first bytes', () => {
    fc.assert(
      fc.property(fc.array(anyByte, { maxLength: 200 }), anyCuts, packetBytes, (bytes, cuts, byteLength) => {
        const expected = parseSlowly(bytes, stampsOf(bytes.length, cuts));
        expect(capture(bytes, cuts, byteLength)).toEqual(expected);
      }),
      { seed: 20260302, numRuns: 500 },
    );
  });

  it('gives every event, buffer and packet back once, whatever comes, in whatever state, from too small a pool', () => {
    const reached = { exhausted: 0, overflow: 0, played: 0, filled: 0, truncated: 0, skipped: 0 };
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 60 }), (steps) => {
        const path = new CapturePath({ ...SMALL_POOL, eventCount: 3, bufferBytes: 9 });
        for (const step of steps) {
          take(step, path);
          if (path.state <= KsState.acquire) expect(path.allocator.outstandingEventCount).toBe(0);
        }
        while (path.state !== KsState.stop) path.move(-1);
        path.packer.cancel();
        expect(path.allocator).toMatchObject({
          outstandingEventCount: 0,
          outstandingBufferCount: 0,
          misreturnedCount: 0,
        });
        expect(path.completed.map((packet) => packet.id)).toEqual(Array.from({ length: path.addedCount }, (_, i) => i));
        reached.exhausted += path.sink.parser.droppedCount;
        reached.truncated += path.sink.parser.truncatedCount;
        reached.overflow += path.packer.overflowCount;
        reached.skipped += path.packer.skippedPackageCount;
        reached.played += path.playedCount;
        reached.filled += unpack(path.completed).length;
      }),
      { seed: 20260303, numRuns: 500 },
    );
    // What the test is worth: that each of these came about.
    for (const [name, count] of Object.entries(reached)) expect(count, name).toBeGreaterThan(0);
  });
});

type Shape = 'raw' | 'complete' | 'package' | 'deepPackage';
/** Enough for one package that lies too deep. */
const SMALL_POOL = { maxEventCount: 11, maxBufferCount: 5 } as const;
const PACKAGE_DEPTHS: Readonly<Record<Shape, number>> = {
  raw: 0,
  complete: 0,
  package: 1,
  deepPackage: MAX_PACKAGE_DEPTH + 1,
};

type Step =
  | { readonly do: 'send'; readonly parts: readonly (readonly [Shape, number[]])[]; readonly group: number }
  | { readonly do: 'move'; readonly by: number }
  | { readonly do: 'addPacket'; readonly byteLength: number }
  | { readonly do: 'flush' }
  | { readonly do: 'cancel' }
  | { readonly do: 'route'; readonly isOn: boolean };

const shape = fc.constantFrom<Shape[]>('raw', 'raw', 'raw', 'complete', 'package', 'deepPackage');
const payload = fc.oneof(channelMessage, fc.array(anyByte, { maxLength: 9 }));
const sendStep = fc.record({
  do: fc.constant('send' as const),
  parts: fc.array(fc.tuple(shape, payload), { minLength: 1, maxLength: 3 }),
  group: fc.oneof(fc.constant(1), fc.integer({ min: 0, max: 40 })),
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: sendStep, weight: 6 },
  { arbitrary: fc.record({ do: fc.constant('move' as const), by: fc.constantFrom(1, 1, 1, -1) }), weight: 2 },
  fc.record({ do: fc.constant('addPacket' as const), byteLength: fc.integer({ min: 0, max: 120 }) }),
  fc.record({ do: fc.constant('flush' as const) }),
  fc.record({ do: fc.constant('cancel' as const) }),
  fc.record({ do: fc.constant('route' as const), isOn: fc.boolean() }),
);

function take(step: Step, path: CapturePath): void {
  if (step.do === 'move') path.move(step.by);
  else if (step.do === 'addPacket') path.addPacket(step.byteLength);
  else if (step.do === 'flush') path.packer.flush();
  else if (step.do === 'cancel') path.packer.cancel();
  else if (step.do === 'route') path.route(step.isOn);
  else path.send((allocator) => lendParts(step.parts, step.group, allocator));
}

/** A chain of as many of the parts as the pool has events and buffers for. */
function lendParts(
  parts: readonly (readonly [Shape, number[]])[],
  channelGroup: number,
  allocator: EventAllocator,
): KernelEvent | null {
  const events: KernelEvent[] = [];
  for (const [shapeOfPart, bytes] of parts) {
    const freeEventCount = SMALL_POOL.maxEventCount - allocator.outstandingEventCount;
    if (freeEventCount <= PACKAGE_DEPTHS[shapeOfPart]) break;
    if (allocator.outstandingBufferCount === SMALL_POOL.maxBufferCount) break;
    if (shapeOfPart === 'raw') events.push(lendIncomplete(allocator, bytes, { channelGroup }));
    else events.push(inPackages(lendEvent(allocator, bytes, { channelGroup }), PACKAGE_DEPTHS[shapeOfPart], allocator));
  }
  return events.length === 0 ? null : chainOf(...events);
}

function inPackages(event: KernelEvent, depth: number, allocator: EventAllocator): KernelEvent {
  return depth === 0 ? event : inPackages(lendPackage(allocator, [event]), depth - 1, allocator);
}
