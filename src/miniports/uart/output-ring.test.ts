import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputRing } from './output-ring.ts';

/** Sends up to `most` bytes, run by run. */
function send(ring: OutputRing, most: number): number[] {
  const sent: number[] = [];
  while (sent.length < most && ring.sendableByteLength > 0) {
    const count = Math.min(most - sent.length, ring.sendableByteLength);
    sent.push(...ring.bytes.subarray(ring.sendOffset, ring.sendOffset + count));
    ring.removeSent(count);
  }
  return sent;
}

function makeRing(capacityBytes: number, ...messages: number[][]): OutputRing {
  const ring = new OutputRing(capacityBytes);
  ring.isHeld = false;
  for (const message of messages) expect(ring.putMessage(Uint8Array.from(message), message.length)).toBe(true);
  return ring;
}

describe('OutputRing', () => {
  it('takes whole messages or nothing, and gives them in order, around the end of its memory', () => {
    const action = fc.oneof(fc.record({ put: fc.integer({ min: 1, max: 9 }) }), fc.record({ send: fc.nat(9) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.array(action, { maxLength: 60 }), (capacity, actions) => {
        const ring = makeRing(capacity);
        const model: number[] = [];
        let next = 0;
        for (const each of actions) {
          if ('put' in each) {
            const message = Uint8Array.from({ length: each.put }, () => next++ & 0x7f);
            const fits = message.length <= capacity - model.length;
            expect(ring.putMessage(message, message.length)).toBe(fits);
            if (fits) model.push(...message);
          } else expect(send(ring, each.send)).toEqual(model.splice(0, each.send));
          expect(ring.byteLength).toBe(model.length);
        }
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it('held, it sends the rest of a message that has been begun and no other', () => {
    const ring = makeRing(16, [1, 2, 3], [4, 5, 6]);
    expect(send(ring, 1)).toEqual([1]);
    ring.isHeld = true;
    expect(ring.isInMessage).toBe(true);
    expect(send(ring, 16)).toEqual([2, 3]);
    expect(ring.isInMessage).toBe(false);
    ring.isHeld = false;
    expect(send(ring, 16)).toEqual([4, 5, 6]);
  });

  it('discards what has not been begun, and then has room for it', () => {
    const ring = makeRing(6, [1, 2, 3], [4, 5, 6]);
    expect(send(ring, 2)).toEqual([1, 2]);
    ring.discardMessages();
    expect(ring.byteLength).toBe(1);
    expect(ring.putMessage(Uint8Array.of(7, 8, 9, 10, 11), 5)).toBe(true);
    expect(send(ring, 16)).toEqual([3, 7, 8, 9, 10, 11]);
  });

  it('discards everything at the edge between two messages', () => {
    const ring = makeRing(6, [1, 2, 3], [4, 5, 6]);
    expect(send(ring, 3)).toEqual([1, 2, 3]);
    ring.discardMessages();
    expect(ring.byteLength).toBe(0);
  });
});
