import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MusicBuffer, type MusicEvent } from '../music-buffer.ts';
import { CapturedEvents } from './captured-events.ts';

type Stored = Pick<MusicEvent, 'referenceTime' | 'channelGroup' | 'isStructured'> & { readonly bytes: number[] };

function drain(buffer: MusicBuffer): Stored[] {
  const events: Stored[] = [];
  buffer.resetReadPtr();
  for (let event = buffer.getNextEvent(); event !== null; event = buffer.getNextEvent()) {
    const { referenceTime, channelGroup, isStructured, message } = event;
    events.push({ referenceTime, channelGroup, isStructured, bytes: [...message] });
  }
  return events;
}

function appendNotes(queue: CapturedEvents, ...notes: readonly (readonly [time: number, key: number])[]): void {
  const packet = new MusicBuffer({ byteLength: 24 * Math.max(1, notes.length) });
  for (const [time, key] of notes) packet.packStructured(time, 1, 0x400090 | (key << 8));
  const startTime = notes.length === 0 ? 0 : packet.getStartTime();
  queue.append(startTime, packet.getRawBuffer(), packet.getUsedBytes());
}

function appendSysEx(queue: CapturedEvents, time: number, message: Uint8Array): void {
  const packet = new MusicBuffer({ byteLength: message.byteLength + 32 });
  packet.packUnstructured(time, 1, message);
  queue.append(packet.getStartTime(), packet.getUsedRecords());
}

const keysOf = (buffer: MusicBuffer): number[] => drain(buffer).map(({ bytes }) => bytes[1]!);

describe('CapturedEvents', () => {
  it('gives events back with the stamps, groups and bytes they came with', () => {
    const queue = new CapturedEvents();
    const packet = new MusicBuffer({ byteLength: 256 });
    packet.packStructured(1_000, 1, 0x7f3c90);
    packet.packUnstructured(900, 2, Uint8Array.of(0xf0, 1, 2, 3, 4, 0xf7));
    queue.append(packet.getStartTime(), packet.getUsedRecords());
    packet.flush();

    const buffer = new MusicBuffer({ byteLength: 256 });
    expect(queue.moveTo(buffer)).toBe(true);
    expect(buffer.getStartTime()).toBe(1_000);
    expect(drain(buffer)).toEqual([
      { referenceTime: 1_000, channelGroup: 1, isStructured: true, bytes: [0x90, 0x3c, 0x7f] },
      { referenceTime: 900, channelGroup: 2, isStructured: false, bytes: [0xf0, 1, 2, 3, 4, 0xf7] },
    ]);
  });

  it('answers false and leaves the buffer empty when nothing waits', () => {
    const buffer = new MusicBuffer({ byteLength: 64 });
    buffer.packStructured(5, 1, 0x7f3c90);
    expect(new CapturedEvents().moveTo(buffer)).toBe(false);
    expect(buffer.getUsedBytes()).toBe(0);
  });

  it('gives as many events as fit and keeps the rest in order', () => {
    const queue = new CapturedEvents();
    appendNotes(queue, [10, 1], [20, 2], [30, 3]);
    const buffer = new MusicBuffer({ byteLength: 48 });
    expect([queue.moveTo(buffer), keysOf(buffer)]).toEqual([true, [1, 2]]);
    expect(queue.isEmpty).toBe(false);
    expect([queue.moveTo(buffer), keysOf(buffer), buffer.getStartTime()]).toEqual([true, [3], 30]);
    expect(queue.isEmpty).toBe(true);
    expect(queue.moveTo(buffer)).toBe(false);
  });

  it('loses and counts what comes while it is full, and keeps what waits', () => {
    const queue = new CapturedEvents({ byteLength: 48 });
    appendNotes(queue, [1, 1], [2, 2], [3, 3], [4, 4]);
    expect(queue.overflowCount).toBe(2);
    const buffer = new MusicBuffer({ byteLength: 256 });
    queue.moveTo(buffer);
    expect(keysOf(buffer)).toEqual([1, 2]);
    appendNotes(queue, [5, 5]);
    queue.moveTo(buffer);
    expect(keysOf(buffer)).toEqual([5]);
    expect(queue.overflowCount).toBe(2);
  });

  it('drops and counts an event larger than the whole buffer, so that reading goes on', () => {
    const queue = new CapturedEvents();
    appendSysEx(queue, 1, new Uint8Array(100).fill(0xf0));
    appendNotes(queue, [2, 7]);
    const buffer = new MusicBuffer({ byteLength: 24 });
    expect([queue.moveTo(buffer), keysOf(buffer)]).toEqual([true, [7]]);
    expect(queue.oversizedCount).toBe(1);

    appendSysEx(queue, 3, new Uint8Array(100));
    expect([queue.moveTo(buffer), queue.oversizedCount]).toEqual([false, 2]);
  });

  it('takes only the bytes that are said to be in use', () => {
    const queue = new CapturedEvents();
    const packet = new MusicBuffer({ byteLength: 64 });
    packet.packStructured(1, 1, 0x400190);
    packet.packStructured(2, 1, 0x400290);
    queue.append(1, packet.getRawBuffer(), 24);
    const buffer = new MusicBuffer({ byteLength: 64 });
    queue.moveTo(buffer);
    expect(keysOf(buffer)).toEqual([1]);
  });

  it('counts damaged packets and keeps the records before the damage', () => {
    const queue = new CapturedEvents();
    const packet = new MusicBuffer({ byteLength: 48 });
    packet.packStructured(1, 1, 0x400190);
    packet.packStructured(2, 1, 0x400290);
    packet.getRawBuffer()[24] = 200;
    queue.append(1, packet.getUsedRecords());
    const buffer = new MusicBuffer({ byteLength: 48 });
    queue.moveTo(buffer);
    expect([keysOf(buffer), queue.damagedCount]).toEqual([[1], 1]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('counts an event stamped %s and drops it', (startTime) => {
    const queue = new CapturedEvents();
    const packet = new MusicBuffer({ byteLength: 24 });
    packet.packStructured(0, 1, 0x400190);
    queue.append(startTime, packet.getUsedRecords());
    expect([queue.isEmpty, queue.misstampedCount]).toEqual([true, 1]);
  });

  it.each([0, 31, 1.5, Number.NaN, 2 ** 30])('refuses a size of %s bytes', (byteLength) => {
    expect(() => new CapturedEvents({ byteLength })).toThrow(RangeError);
  });

  it('is a first-in first-out queue of bounded size, whatever is written and read', () => {
    const step = fc.oneof(
      fc.record({ write: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 6 }) }),
      fc.record({ readBytes: fc.integer({ min: 24, max: 200 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const queue = new CapturedEvents({ byteLength: 256 });
        const expected: Stored[] = [];
        let time = 0;
        for (const each of steps) {
          if ('write' in each) {
            for (const length of each.write) {
              const lost = queue.overflowCount;
              const message = new Uint8Array(length).fill(time++ & 0xff);
              appendSysEx(queue, time, message);
              const waitingBytes = expected.reduce((sum, { bytes }) => sum + Math.ceil((20 + bytes.length) / 8) * 8, 0);
              const fits = waitingBytes + Math.ceil((20 + length) / 8) * 8 <= 256;
              expect(queue.overflowCount).toBe(fits ? lost : lost + 1);
              if (fits)
                expected.push({ referenceTime: time, channelGroup: 1, isStructured: false, bytes: [...message] });
            }
          } else {
            const buffer = new MusicBuffer({ byteLength: Math.max(80, each.readBytes) });
            const didRead = queue.moveTo(buffer);
            const events = drain(buffer);
            expect(didRead).toBe(expected.length > 0);
            expect(events).toEqual(expected.splice(0, events.length));
          }
        }
      }),
      { seed: 20_260_301 },
    );
  });
});
