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
          const bytes = Array.from({ length: step }, () => 0x80 + (next++ % 0x77));
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

  it('after a loss takes nothing that could be read as the rest of what came before it', () => {
    const fifo = new ArrivalFifo(5);
    fifo.put(Uint8Array.of(0xf0, 1, 2, 3, 4, 5), 10);
    expect(takeAll(fifo, 8)).toEqual([{ time: 10, bytes: [0xf0, 1, 2, 3, 4] }]);
    fifo.put(Uint8Array.of(6, 0xf8, 7, 0xf7, 8, 0x90, 60, 100), 20);
    expect(takeAll(fifo, 8)).toEqual([{ time: 20, bytes: [0xf8, 0x90, 60, 100] }]);
    expect(fifo.lostByteCount).toBe(5);
  });

  it('goes on in the middle of a message when only a real-time byte was lost', () => {
    const fifo = new ArrivalFifo(2);
    fifo.put(Uint8Array.of(0x90, 60, 0xf8), 10);
    takeAll(fifo, 8);
    fifo.put(Uint8Array.of(100), 20);
    expect(takeAll(fifo, 8)).toEqual([{ time: 20, bytes: [100] }]);
  });

  it('forgets a loss with everything else', () => {
    const fifo = new ArrivalFifo(1);
    fifo.put(Uint8Array.of(1, 2), 10);
    fifo.clear();
    fifo.put(Uint8Array.of(3), 20);
    expect(takeAll(fifo, 8)).toEqual([{ time: 20, bytes: [3] }]);
  });
});
