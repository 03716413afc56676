import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimeConversion } from '../../src/clock/sample-time.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { PumpedSink } from '../../src/wave-sinks/pumped-sink.ts';
import { MockClock } from './mock-sink.ts';
import { mockSynth } from './mock-synth.ts';

function activeSink(conversion: TimeConversion, sampleRate: number, now = 0): PumpedSink {
  const sink = new PumpedSink({ conversion });
  sink.init(mockSynth(sampleRate));
  sink.setOutput(new MemoryOutput());
  sink.setMasterClock(new MockClock(now));
  sink.activate(true);
  return sink;
}

/** Derived vectors of section 10, from the start at 0: rate, frames to ticks, ticks to frames. */
type Vector = readonly [from: number, to: number];
const VECTORS: readonly (readonly [number, readonly Vector[], readonly Vector[]])[] = [
  [
    11025,
    [
      [1, 0],
      [2, 1000],
      [10, 9000],
      [100, 90_000],
      [441, 400_000],
      [11025, 10_000_000],
    ],
    [
      [999, 0],
      [1000, 1],
      [4000, 4],
      [10_000, 11],
      [100_000, 110],
      [10_000_000, 11025],
    ],
  ],
  [
    22050,
    [
      [1, 0],
      [3, 1000],
      [10, 4000],
      [11, 4000],
      [100, 45_000],
      [1000, 453_000],
      [22050, 10_000_000],
    ],
    [
      [1000, 2],
      [4000, 8],
      [10_000, 22],
      [100_000, 220],
      [10_000_000, 22050],
    ],
  ],
  [
    44100,
    [
      [3, 0],
      [5, 1000],
      [10, 2000],
      [100, 22_000],
      [441, 100_000],
      [1000, 226_000],
      [44100, 10_000_000],
    ],
    [
      [1000, 4],
      [4000, 17],
      [10_000, 44],
      [100_000, 441],
      [10_000_000, 44100],
    ],
  ],
  [
    48000,
    [
      [3, 0],
      [5, 1000],
      [100, 20_000],
      [1000, 208_000],
      [48000, 10_000_000],
    ],
    [
      [1000, 4],
      [4000, 19],
      [10_000, 48],
      [10_000_000, 48000],
    ],
  ],
  [
    96000,
    [
      [5, 0],
      [10, 1000],
      [100, 10_000],
      [1000, 104_000],
      [96000, 10_000_000],
    ],
    [
      [1000, 9],
      [4000, 38],
      [10_000, 96],
      [10_000_000, 96000],
    ],
  ],
];

/** Most frames that the way to ticks and back loses natively. */
const MOST_LOST: readonly Vector[] = [
  [22050, 3],
  [44100, 5],
  [48000, 5],
];

describe("10 Times of the default sink, conversion 'windows'", () => {
  it('W-153: a sink that was never active counts 22050 frames a second from instant 0', () => {
    const sink = new PumpedSink({ conversion: 'windows' });
    expect(sink.sampleToRefTime(10)).toBe(4000);
    expect(sink.refTimeToSample(4000)).toBe(8);
  });

  it.each(VECTORS)('derived: converts as the native sink at %i frames a second', (rate, toTicks, toFrames) => {
    const sink = activeSink('windows', rate);
    expect(toTicks.map(([frames]) => [frames, sink.sampleToRefTime(frames)])).toEqual(toTicks);
    expect(toFrames.map(([ticks]) => [ticks, sink.refTimeToSample(ticks)])).toEqual(toFrames);
  });

  it.each(VECTORS)('derived: at %i frames a second it counts from the activation on', (rate, toTicks, toFrames) => {
    const start = 123_456_789_012;
    const sink = activeSink('windows', rate, start);
    expect(toTicks.map(([frames]) => [frames, sink.sampleToRefTime(frames) - start])).toEqual(toTicks);
    expect(toFrames.map(([ticks]) => [ticks, sink.refTimeToSample(start + ticks)])).toEqual(toFrames);
  });

  it.each(MOST_LOST)('derived: there and back at %i frames a second loses at most %i frames', (rate, mostLost) => {
    const sink = activeSink('windows', rate);
    let found = 0;
    for (let frame = 0; frame < 200_000; frame++) {
      const lost = frame - sink.refTimeToSample(sink.sampleToRefTime(frame));
      if (lost < 0 || lost > mostLost) expect.fail(`frame ${frame} loses ${lost}`);
      found = Math.max(found, lost);
    }
    expect(found).toBe(mostLost);
  });

  it('W-176: a time converted to a frame and back comes at most 0.5 ms too early, never late', () => {
    const ticks = fc.integer({ min: 0, max: 2 ** 45 });
    fc.assert(
      fc.property(fc.constantFrom(11025, 22050, 44100, 48000, 96000), ticks, ticks, (rate, start, elapsed) => {
        const sink = activeSink('windows', rate, start);
        const back = sink.sampleToRefTime(sink.refTimeToSample(start + elapsed));
        expect(back).toBeLessThanOrEqual(start + elapsed);
        expect(back).toBeGreaterThanOrEqual(start + elapsed - 5000);
      }),
      { seed: 20260302 },
    );
  });
});

describe("10 Times of the default sink, conversion 'exact'", () => {
  it('instead of W-153: 10 frames of 22050 a second are the nearest tick', () => {
    expect(new PumpedSink().sampleToRefTime(10)).toBe(4535);
  });

  it('instead of W-176: a frame converted to a time and back is the same frame', () => {
    const rates = fc.constantFrom(11025, 22050, 44100, 48000, 96000);
    const start = fc.integer({ min: 0, max: 2 ** 45 });
    const frames = fc.integer({ min: 0, max: 2 ** 40 });
    fc.assert(
      fc.property(rates, start, frames, (rate, now, frame) => {
        const sink = activeSink('exact', rate, now);
        expect(sink.refTimeToSample(sink.sampleToRefTime(frame))).toBe(frame);
      }),
      { seed: 20260303 },
    );
  });
});

describe.each<TimeConversion>(['windows', 'exact'])("10 Times of the default sink, both ways, '%s'", (conversion) => {
  it('W-175: the activation is frame 0, and little has been played a moment after it', () => {
    const start = 55_555_555_555;
    const sink = activeSink(conversion, 44100, start);
    expect(sink.refTimeToSample(start)).toBe(0);
    expect(sink.refTimeToSample(start + 500_000)).toBeLessThanOrEqual(3000);
  });

  it('beside W-175: starting again counts from the new activation on', () => {
    const clock = new MockClock(1000);
    const sink = new PumpedSink({ conversion });
    sink.init(mockSynth());
    sink.setOutput(new MemoryOutput());
    sink.setMasterClock(clock);
    sink.activate(true);
    sink.pump(4410);
    sink.activate(false);
    clock.now = 70_000_000;
    sink.activate(true);
    expect(sink.refTimeToSample(70_000_000)).toBe(0);
    expect(sink.getLatencyClock().getTime()).toBe(70_000_001);
  });
});
