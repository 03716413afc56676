import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhaseLockedLoop } from './phase-locked-loop.ts';
import { createSampleClock, type TimeConversion } from './sample-time.ts';

const SAMPLE_RATE = 48_000;
const START = 123_456_789;
const TICKS_PER_MILLISECOND = 10_000;

function makeLoop(conversion: TimeConversion = 'exact'): PhaseLockedLoop {
  const loop = new PhaseLockedLoop(createSampleClock(conversion, SAMPLE_RATE));
  loop.start(START);
  return loop;
}

/** A device whose frames come late, and its observer, who may be wrong. */
interface Device {
  /** Seconds since the start at which a frame really plays. */
  secondsOf(frame: number): number;
  /** How wrong an observation is, in seconds. */
  jitter?(): number;
  readonly intervalSeconds?: number;
}

function referenceTimeOf(device: Device, frame: number): number {
  return START + device.secondsOf(frame) * 10_000_000;
}

/** Observes a device from one frame to another. */
function observe(loop: PhaseLockedLoop, device: Device, fromSeconds: number, toSeconds: number): void {
  const { intervalSeconds = 0.01, jitter = () => 0 } = device;
  for (let seconds = fromSeconds; seconds < toSeconds; seconds += intervalSeconds) {
    const frame = Math.round(seconds * SAMPLE_RATE);
    loop.observe(frame, referenceTimeOf(device, frame) + jitter() * 10_000_000);
  }
}

/** Signed, in ms: positive when the loop's clock says later than the device. */
function errorAt(loop: PhaseLockedLoop, device: Device, seconds: number): number {
  const frame = Math.round(seconds * SAMPLE_RATE);
  return (loop.sampleToRefTime(frame) - referenceTimeOf(device, frame)) / TICKS_PER_MILLISECOND;
}

function drifting(ppm: number, lateSeconds = 0): Device {
  return { secondsOf: (frame) => lateSeconds + (frame / SAMPLE_RATE) * (1 + ppm / 1e6) };
}

/** Evenly spread over ±5 ms, and always the same. */
function jitterOf5Ms(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state / 2_147_483_647 - 0.5) / 100;
  };
}

describe('PhaseLockedLoop', () => {
  it.each(['exact', 'windows'] as const)('is the nominal clock, %s, as long as nothing was observed', (conversion) => {
    const loop = makeLoop(conversion);
    const nominal = createSampleClock(conversion, SAMPLE_RATE, START);
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 45 }), (count) => {
        expect(loop.sampleToRefTime(count)).toBe(nominal.sampleToRefTime(count));
        expect(loop.refTimeToSample(count)).toBe(nominal.refTimeToSample(count));
      }),
      { seed: 20260312 },
    );
  });

  it.each([500, -500, 20])('follows a drift of %d ppm without a standing error, once settled', (ppm) => {
    const loop = makeLoop();
    const device = drifting(ppm);
    observe(loop, device, 0, 30);
    expect(Math.abs(errorAt(loop, device, 30))).toBeLessThan(0.001);
    expect(Math.abs(errorAt(loop, device, 31))).toBeLessThan(0.01);
  });

  it.each([0.0025, 0.01, 0.02, 0.1, 0.5])('settles alike when observed every %d s', (intervalSeconds) => {
    const loop = makeLoop();
    const device = { ...drifting(500, 0.03), intervalSeconds };
    observe(loop, device, 0, 6);
    expect(Math.abs(errorAt(loop, device, 6))).toBeLessThan(0.1);
  });

  it('is moved far less than a millisecond by observations that are wrong by 5', () => {
    const loop = makeLoop();
    const device = { ...drifting(300), jitter: jitterOf5Ms() };
    observe(loop, device, 0, 10);
    let worst = 0;
    for (let seconds = 10; seconds < 60; seconds += 0.5) {
      observe(loop, device, seconds, seconds + 0.5);
      worst = Math.max(worst, Math.abs(errorAt(loop, device, seconds + 0.5)));
    }
    expect(worst).toBeLessThan(0.6);
    expect(worst).toBeGreaterThan(0.01);
  });

  it('is not led astray when the jitter of an instant goes with the interval since the last', () => {
    const loop = makeLoop();
    const jitter = jitterOf5Ms();
    let sum = 0;
    let wrong = jitter();
    const device = { ...drifting(0), jitter: () => wrong };
    for (let i = 0; i < 12_000; i++) {
      wrong = jitter();
      observe(loop, device, i * 0.01, i * 0.01 + 0.005);
      if (i >= 2000) sum += errorAt(loop, device, i * 0.01);
    }
    expect(Math.abs(sum / 10_000)).toBeLessThan(0.1);
  });

  it('corrects a small fraction of one error', () => {
    const loop = makeLoop();
    const device = drifting(0);
    observe(loop, device, 0, 20);
    loop.observe(20 * SAMPLE_RATE, START + 200_000_000 + 5 * TICKS_PER_MILLISECOND);
    const moved = errorAt(loop, device, 20.2);
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThan(5 / 100);
  });

  it('one observation that is quite wrong moves nothing', () => {
    const loop = makeLoop();
    const device = drifting(0);
    observe(loop, device, 0, 20);
    loop.observe(20 * SAMPLE_RATE, START + 400_000_000);
    observe(loop, device, 20.01, 21);
    expect(Math.abs(errorAt(loop, device, 21))).toBeLessThan(0.1);
  });

  it.each([0.03, 0.5, 3])(
    'catches up with a device that stood still for %d s, within that time of playing',
    (stallSeconds) => {
      const loop = makeLoop();
      const before = drifting(400);
      observe(loop, before, 0, 20);
      const stalledAt = 20 * SAMPLE_RATE;
      for (let waited = 0; waited < stallSeconds; waited += 0.01) {
        loop.observe(stalledAt, referenceTimeOf(before, stalledAt) + waited * 10_000_000);
      }
      const after = drifting(400, stallSeconds);
      const caughtUp = 20 + stallSeconds + 0.2;
      observe(loop, after, 20, caughtUp);
      expect(Math.abs(errorAt(loop, after, caughtUp))).toBeLessThan(15);
      observe(loop, after, caughtUp, caughtUp + 2);
      expect(Math.abs(errorAt(loop, after, caughtUp + 2))).toBeLessThan(0.3);
    },
  );

  it('catches up backwards too, without ever going back', () => {
    const loop = makeLoop();
    observe(loop, drifting(0), 0, 5);
    const early = drifting(0, -0.5);
    observe(loop, early, 5, 7);
    expect(Math.abs(errorAt(loop, early, 7))).toBeLessThan(0.3);
    for (let frame = 0; frame < 8 * SAMPLE_RATE; frame += 10) {
      expect(loop.sampleToRefTime(frame + 10)).toBeGreaterThan(loop.sampleToRefTime(frame));
    }
  });

  it.each(['exact', 'windows'] as const)(
    'never jumps, and changes nothing that is past, whatever it is told: %s',
    (conversion) => {
      const observation = fc.record({ frames: fc.nat(3000), error: fc.integer({ min: -3_000_000, max: 3_000_000 }) });
      fc.assert(
        fc.property(fc.array(observation, { minLength: 1, maxLength: 80 }), (observations) => {
          const loop = makeLoop(conversion);
          let frame = 0;
          for (const { frames, error } of observations) {
            frame += frames;
            const past = Array.from({ length: 10 }, (_, i) => frame - i * 300);
            const before = past.map((each) => loop.sampleToRefTime(each));
            loop.observe(frame, START + Math.round((frame / SAMPLE_RATE) * 10_000_000) + error);
            expect(past.map((each) => loop.sampleToRefTime(each))).toEqual(before);
            for (let each = frame - 1000; each < frame + 5000; each += 500) {
              const ticks = loop.sampleToRefTime(each + 500) - loop.sampleToRefTime(each);
              // Half and twice 500 frames, and the steps of the native conversion.
              expect(ticks).toBeGreaterThanOrEqual(250 * 208 - 1001);
              expect(ticks).toBeLessThanOrEqual(1000 * 209 + 1001);
            }
          }
        }),
        { seed: 20260313, numRuns: 60 },
      );
    },
  );

  it('finds the frame again within one, also where it bends', () => {
    const loop = makeLoop();
    observe(loop, { ...drifting(500, 0.2), jitter: jitterOf5Ms() }, 0, 3);
    for (let frame = 0; frame < 4 * SAMPLE_RATE; frame += 7) {
      expect(Math.abs(loop.refTimeToSample(loop.sampleToRefTime(frame)) - frame)).toBeLessThanOrEqual(1);
    }
  });

  it('forgets all corrections at a new start', () => {
    const loop = makeLoop();
    observe(loop, drifting(500, 0.2), 0, 3);
    loop.start(START + 77);
    expect(loop.sampleToRefTime(SAMPLE_RATE)).toBe(START + 77 + 10_000_000);
    expect(loop.refTimeToSample(START + 77 + 10_000_000)).toBe(SAMPLE_RATE);
  });

  it('stays a clock when it is told nonsense', () => {
    const loop = makeLoop();
    observe(loop, drifting(0), 0, 2);
    for (const nonsense of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      loop.observe(nonsense, START);
      loop.observe(2 * SAMPLE_RATE, nonsense);
    }
    for (let i = 0; i < 30; i++) loop.observe(2 * SAMPLE_RATE, START + 10 ** 15);
    loop.observe(2 * SAMPLE_RATE, START - 10 ** 15);
    expect(loop.sampleToRefTime(SAMPLE_RATE)).toBe(START + 10_000_000);
    const ticks = loop.sampleToRefTime(4 * SAMPLE_RATE) - loop.sampleToRefTime(3 * SAMPLE_RATE);
    expect(ticks).toBeGreaterThanOrEqual(5_000_000);
    expect(ticks).toBeLessThanOrEqual(20_000_000);
  });
});
