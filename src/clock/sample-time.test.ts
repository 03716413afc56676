import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSampleClock, ExactSampleClock, WindowsSampleClock } from './sample-time.ts';

const RATES = [8000, 11025, 22050, 44100, 48000, 96000, 192000] as const;
const anyRate = fc.constantFrom(...RATES);
/** A rate, and a frame within the 9 years after the start; more ticks, plus a start, would leave 53 bits. */
const anyRateAndSampleTime = anyRate.chain((rate) =>
  fc.tuple(fc.constant(rate), fc.integer({ min: 0, max: rate * 300_000_000 })),
);

describe('ExactSampleClock', () => {
  it('finds the frame again that it converted to reference time', () => {
    fc.assert(
      fc.property(anyRateAndSampleTime, fc.integer({ min: 0, max: 2 ** 50 }), ([rate, sampleTime], start) => {
        const clock = new ExactSampleClock(rate, start);
        expect(clock.refTimeToSample(clock.sampleToRefTime(sampleTime))).toBe(sampleTime);
      }),
      { seed: 20260103 },
    );
  });

  it('rounds to the nearest tick, however many frames there are', () => {
    fc.assert(
      fc.property(anyRateAndSampleTime, ([rate, sampleTime]) => {
        const ticks = BigInt(new ExactSampleClock(rate).sampleToRefTime(sampleTime));
        const twiceError = 2n * (ticks * BigInt(rate) - BigInt(sampleTime) * 10_000_000n);
        expect(twiceError <= BigInt(rate) && twiceError >= -BigInt(rate)).toBe(true);
      }),
      { seed: 20260104 },
    );
  });

  it('rounds to the nearest frame and counts frames before the start as negative', () => {
    const clock = new ExactSampleClock(44100, 1_000_000);
    expect(clock.refTimeToSample(1_000_000)).toBe(0);
    expect(clock.refTimeToSample(1_000_000 + 340)).toBe(1);
    expect(clock.refTimeToSample(1_000_000 + 113)).toBe(0);
    expect(clock.refTimeToSample(1_000_000 + 114)).toBe(1);
    expect(clock.refTimeToSample(0)).toBe(-4410);
  });

  it('takes its start when it is set later', () => {
    const clock = new ExactSampleClock(48000);
    clock.startReferenceTime = 500;
    expect(clock.sampleToRefTime(48000)).toBe(10_000_500);
    expect(clock.refTimeToSample(10_000_500)).toBe(48000);
  });
});

/** Conformance catalogue, section 10: vectors with start 0, as [from, to]. */
const NATIVE_SAMPLE_TO_REF: Record<number, readonly (readonly [number, number])[]> = {
  11025: [
    [1, 0],
    [2, 1000],
    [10, 9000],
    [100, 90000],
    [441, 400000],
    [11025, 10000000],
  ],
  22050: [
    [1, 0],
    [3, 1000],
    [10, 4000],
    [11, 4000],
    [100, 45000],
    [1000, 453000],
    [22050, 10000000],
  ],
  44100: [
    [3, 0],
    [5, 1000],
    [10, 2000],
    [100, 22000],
    [441, 100000],
    [1000, 226000],
    [44100, 10000000],
  ],
  48000: [
    [3, 0],
    [5, 1000],
    [100, 20000],
    [1000, 208000],
    [48000, 10000000],
  ],
  96000: [
    [5, 0],
    [10, 1000],
    [100, 10000],
    [1000, 104000],
    [96000, 10000000],
  ],
};
const NATIVE_REF_TO_SAMPLE: Record<number, readonly (readonly [number, number])[]> = {
  11025: [
    [999, 0],
    [1000, 1],
    [4000, 4],
    [10000, 11],
    [100000, 110],
    [10000000, 11025],
  ],
  22050: [
    [1000, 2],
    [4000, 8],
    [10000, 22],
    [100000, 220],
    [10000000, 22050],
  ],
  44100: [
    [1000, 4],
    [4000, 17],
    [10000, 44],
    [100000, 441],
    [10000000, 44100],
  ],
  48000: [
    [1000, 4],
    [4000, 19],
    [10000, 48],
    [10000000, 48000],
  ],
  96000: [
    [1000, 9],
    [4000, 38],
    [10000, 96],
    [10000000, 96000],
  ],
};

describe('WindowsSampleClock', () => {
  for (const [rate, vectors] of Object.entries(NATIVE_SAMPLE_TO_REF)) {
    it(`W-153: converts frames at ${rate} Hz to the measured ticks`, () => {
      const clock = new WindowsSampleClock(Number(rate));
      expect(vectors.map(([sampleTime]) => [sampleTime, clock.sampleToRefTime(sampleTime)])).toEqual(vectors);
    });
  }

  for (const [rate, vectors] of Object.entries(NATIVE_REF_TO_SAMPLE)) {
    it(`W-154: converts ticks to the measured frames at ${rate} Hz`, () => {
      const clock = new WindowsSampleClock(Number(rate));
      expect(vectors.map(([ticks]) => [ticks, clock.refTimeToSample(ticks)])).toEqual(vectors);
    });
  }

  it('W-176: never overshoots on the way there and back, and stays within 0.5 ms', () => {
    fc.assert(
      fc.property(
        anyRate,
        fc.integer({ min: 0, max: 2 ** 50 }),
        fc.integer({ min: 0, max: 2 ** 45 }),
        (rate, start, elapsed) => {
          const clock = new WindowsSampleClock(rate, start);
          const back = clock.sampleToRefTime(clock.refTimeToSample(start + elapsed));
          expect(back).toBeLessThanOrEqual(start + elapsed);
          expect(back).toBeGreaterThanOrEqual(start + elapsed - 5000);
        },
      ),
      { seed: 20260105 },
    );
  });

  it('agrees with 64-bit integer arithmetic where the products leave 53 bits, on both sides of the start', () => {
    fc.assert(
      fc.property(anyRate, fc.integer({ min: -(2 ** 45), max: 2 ** 45 }), (rate, count) => {
        const clock = new WindowsSampleClock(rate);
        expect(BigInt(clock.sampleToRefTime(count))).toBe(((BigInt(count) * 10_000n) / BigInt(rate)) * 1000n);
        expect(BigInt(clock.refTimeToSample(count))).toBe(((BigInt(count) / 1000n) * BigInt(rate)) / 10_000n);
      }),
      { seed: 20260106 },
    );
  });
});

describe('createSampleClock', () => {
  it('gives the clock that rounds as asked', () => {
    expect(createSampleClock('windows', 22050).sampleToRefTime(10)).toBe(4000);
    expect(createSampleClock('exact', 22050, 7).sampleToRefTime(10)).toBe(4535 + 7);
  });

  it.each([0, -1, 44100.5, Number.NaN, 5_000_000])('refuses %d frames per second', (rate) => {
    expect(() => createSampleClock('exact', rate)).toThrow(/sampleRate must be an integer of 1 to 4999999/);
    expect(() => createSampleClock('windows', rate)).toThrow(RangeError);
  });
});
