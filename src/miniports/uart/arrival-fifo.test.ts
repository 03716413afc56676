import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalFifo } from './arrival-fifo.ts';

function takeAll(fifo: ArrivalFifo, maxByteLength: number): { time: number; bytes: number[] }[] {
  const taken: { time: number; bytes: number[] }[] = [];
  while (fifo.byteLength > 0) {
    const target = new Uint8Array(maxByteLength);
    const time = fifo.firstTime;
    const byteLength = fifo.countTogether(maxByteLength);
    fifo.take(target, byteLength);
    taken.push({ time, bytes: [...target.subarray(0, byteLength)] });
  }
  return taken;
}

describe('ArrivalFifo', () => {
  it('gives bytes back in order, those of one arrival together, cut where they are too many', () => {
    const fifo = new ArrivalFifo(16);
    fifo.put(Uint8Array.of(1, 2, 3, 4, 5), 10);
    fifo.put(Uint8Array.of(6), 20);
    expect(takeAll(fifo, 3)).toEqual([
      { time: 10, bytes: [1, 2, 3] },
      { time: 10, bytes: [4, 5] },
      { time: 20, bytes: [6] },
    ]);
  });

  it('loses and counts what finds no room, and nothing else', () => {
    const arrivals = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant('take' as const)));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), arrivals, (capacity, steps) => {
        const fifo = new ArrivalFifo(capacity);
        const model: number[] = [];
        let [lost, next] = [0, 0];
        for (const step of steps) {
          if (step === 'take') {
            expect(takeAll(fifo, 4).flatMap(({ bytes }) => bytes)).toEqual(model.splice(0));
            continue;
          }
          const bytes = Array.from({ length: step }, () => next++ & 0xff);
          const taken = Math.min(step, capacity - model.length);
          model.push(...bytes.slice(0, taken));
          lost += step - taken;
          fifo.put(Uint8Array.from(bytes), next);
          expect([fifo.byteLength, fifo.lostByteCount]).toEqual([model.length, lost]);
        }
      }),
      { seed: 22, numRuns: 200 },
    );
  });
});
