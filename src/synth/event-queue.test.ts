import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventQueue } from './event-queue.ts';

/** Takes everything out: frame and message of each. */
function drain(queue: EventQueue): [number, number][] {
  const events: [number, number][] = [];
  while (queue.count > 0) {
    const { frame, message } = queue.pop();
    events.push([frame, message]);
  }
  return events;
}

describe('EventQueue', () => {
  it('gives back what it was given', () => {
    const queue = new EventQueue();
    const bytes = Uint8Array.of(0xf0, 1, 2, 0xf7);
    queue.push(7, 3, 0x7f3c90);
    queue.push(8, 1000, 0, bytes);
    expect({ ...queue.pop() }).toEqual({ frame: 7, channelGroup: 3, message: 0x7f3c90, bytes: undefined });
    const long = queue.pop();
    expect(long.bytes).toBe(bytes);
    expect(long.channelGroup).toBe(1000);
  });

  it('a short message after a long one has no bytes', () => {
    const queue = new EventQueue();
    queue.push(1, 1, 0, Uint8Array.of(1, 2, 3, 4, 5));
    queue.pop();
    queue.push(2, 1, 0x90);
    expect(queue.pop().bytes).toBeUndefined();
  });

  it('events of one frame come out by their stamps, equal stamps as they came in', () => {
    const queue = new EventQueue();
    queue.push(5, 1, 30, undefined, 1200);
    queue.push(5, 1, 10, undefined, 1100);
    queue.push(5, 1, 31, undefined, 1200);
    queue.push(4, 1, 0, undefined, 1300);
    queue.push(5, 1, 11, undefined, 1100);
    expect(drain(queue)).toEqual([
      [4, 0],
      [5, 10],
      [5, 11],
      [5, 30],
      [5, 31],
    ]);
  });

  it('tells the frame of the earliest event, and Infinity when it is empty', () => {
    const queue = new EventQueue();
    expect(queue.nextFrame).toBe(Number.POSITIVE_INFINITY);
    queue.push(500, 1, 1);
    queue.push(-3, 1, 2);
    queue.push(1e12, 1, 3);
    expect(queue.nextFrame).toBe(-3);
    queue.pop();
    expect(queue.nextFrame).toBe(500);
    queue.pop();
    expect(queue.nextFrame).toBe(1e12);
    queue.pop();
    expect(queue.nextFrame).toBe(Number.POSITIVE_INFINITY);
    expect(queue.count).toBe(0);
  });

  it('events of one frame come out in the order in which they came in, however many there are', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 5000; i++) queue.push(42, 1, i);
    expect(drain(queue).map(([, message]) => message)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  it('200,000 events on few frames come out as a stable sort orders them', () => {
    const queue = new EventQueue();
    let state = 12345;
    const frames = Array.from({ length: 200_000 }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return (state >>> 8) % 3000;
    });
    frames.forEach((frame, message) => {
      queue.push(frame, 1, message);
    });
    expect(queue.count).toBe(200_000);
    const expected = frames.map((frame, message): [number, number] => [frame, message]).sort((a, b) => a[0] - b[0]);
    const found = drain(queue);
    const wrong = found.findIndex(([frame, message], i) => frame !== expected[i]![0] || message !== expected[i]![1]);
    expect(wrong).toBe(-1);
    expect(found.length).toBe(200_000);
  });

  it('keeps the order while events come and go, as a sorted list would', () => {
    /** Numbers are pushes for that frame, `null` takes one out. */
    const steps = fc.array(fc.option(fc.nat(20), { freq: 3 }), { maxLength: 300, size: 'max' });
    fc.assert(
      fc.property(steps, (program) => {
        const queue = new EventQueue();
        const list: [number, number][] = [];
        program.forEach((frame, message) => {
          if (frame !== null) {
            queue.push(frame, 1, message);
            const place = list.findIndex(([other]) => other > frame);
            list.splice(place < 0 ? list.length : place, 0, [frame, message]);
          } else if (list.length > 0) {
            const event = queue.pop();
            expect([event.frame, event.message]).toEqual(list.shift());
          }
          expect(queue.count).toBe(list.length);
          expect(queue.nextFrame).toBe(list[0]?.[0] ?? Number.POSITIVE_INFINITY);
        });
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('grows past its first room without losing bytes of long messages', () => {
    const queue = new EventQueue();
    for (let i = 0; i < 3000; i++) queue.push(3000 - i, i % 5, i, i % 7 === 0 ? Uint8Array.of(i & 0xff) : undefined);
    for (let i = 2999; i >= 0; i--) {
      const { message, channelGroup, bytes } = queue.pop();
      expect([message, channelGroup, bytes?.[0]]).toEqual([i, i % 5, i % 7 === 0 ? i & 0xff : undefined]);
    }
  });

  it('is empty after being cleared, and forgets long messages', () => {
    const queue = new EventQueue();
    queue.push(1, 1, 0, Uint8Array.of(1));
    queue.push(2, 1, 5);
    queue.clear();
    expect(queue.count).toBe(0);
    expect(queue.nextFrame).toBe(Number.POSITIVE_INFINITY);
    queue.push(9, 2, 8);
    expect({ ...queue.pop() }).toEqual({ frame: 9, channelGroup: 2, message: 8, bytes: undefined });
  });
});
