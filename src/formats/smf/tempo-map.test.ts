import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MidiDivision } from './midi-file.ts';
import { TempoMap } from './tempo-map.ts';

const PPQ_96: MidiDivision = { kind: 'quarter-note', ticksPerQuarter: 96 };

describe('TempoMap', () => {
  it('plays 120 quarter notes a minute where no tempo is given', () => {
    const map = new TempoMap(PPQ_96);
    expect(map.secondsAt(96)).toBe(0.5);
    expect(map.referenceTimeAt(96)).toBe(5_000_000);
    expect(map.changes).toEqual([]);
  });

  it('changes the tempo at its tick and keeps what came before', () => {
    const map = new TempoMap(PPQ_96, [
      { tick: 96, microsecondsPerQuarter: 1_000_000 },
      { tick: 192, microsecondsPerQuarter: 250_000 },
    ]);
    expect([0, 96, 144, 192, 288].map((tick) => map.secondsAt(tick))).toEqual([0, 0.5, 1, 1.5, 1.75]);
  });

  it('lets the last of several tempos at one tick count', () => {
    const map = new TempoMap(PPQ_96, [
      { tick: 0, microsecondsPerQuarter: 1_000_000 },
      { tick: 0, microsecondsPerQuarter: 200_000 },
    ]);
    expect(map.secondsAt(96)).toBe(0.2);
    expect(map.changes).toEqual([{ tick: 0, microsecondsPerQuarter: 200_000 }]);
  });

  it.each([
    [24, 24, 1],
    [25, 25, 1],
    [29.97, 30_000, 1001],
    [30, 30, 1],
  ] as const)('counts frames at SMPTE rate %d exactly and takes no tempo', (framesPerSecond, frames, seconds) => {
    const map = new TempoMap({ kind: 'smpte', framesPerSecond, ticksPerFrame: 80 }, [
      { tick: 0, microsecondsPerQuarter: 1 },
    ]);
    expect(map.secondsAt(frames * 80)).toBe(seconds);
    expect(map.referenceTimeAt(frames * 80)).toBe(seconds * 1e7);
    expect(map.changes).toEqual([]);
  });

  it('agrees with integer arithmetic after any number of tempo changes', () => {
    const change = fc.record({ ticks: fc.nat(100_000), tempo: fc.integer({ min: 1, max: 0xffffff }) });
    const changes = fc.array(change, { minLength: 1, maxLength: 200 });
    const property = fc.property(changes, fc.integer({ min: 1, max: 32_767 }), (spans, ticksPerQuarter) => {
      let tick = 0;
      let units = 0n;
      let tempo = 500_000;
      const tempos = spans.map((span) => {
        units += BigInt(span.ticks) * BigInt(tempo);
        tick += span.ticks;
        tempo = span.tempo;
        return { tick, microsecondsPerQuarter: tempo };
      });
      const map = new TempoMap({ kind: 'quarter-note', ticksPerQuarter }, tempos);
      const denominator = BigInt(ticksPerQuarter);
      const rounded = (units * 10n * 2n + denominator) / (2n * denominator);
      expect(map.referenceTimeAt(tick)).toBe(Number(rounded));
      expect(map.secondsAt(tick)).toBeCloseTo(Number(units) / ticksPerQuarter / 1e6, 6);
    });
    fc.assert(property, { seed: 20_240, numRuns: 200 });
  });

  it('stays exact where ticks times tempo no longer fits 53 bits', () => {
    const map = new TempoMap({ kind: 'quarter-note', ticksPerQuarter: 32_767 }, [
      { tick: 0, microsecondsPerQuarter: 0xffffff },
    ]);
    const tick = 32_767 * 1_000_000 + 1;
    expect(map.referenceTimeAt(tick)).toBe(1_000_000 * 0xffffff * 10 + Math.round((0xffffff * 10) / 32_767));
  });
});
