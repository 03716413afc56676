import { describe, expect, it } from 'vitest';
import { fourierGrid, frequencyOfKey, type LoopGrid, loopGrid, pitchErrorCents } from './loop-grid.ts';

const KEYS = Array.from({ length: 109 - 21 }, (_, index) => 21 + index);

describe('loop grids', () => {
  it('put key 69 at 440 Hz and an octave at twice the frequency', () => {
    expect(frequencyOfKey(69)).toBe(440);
    expect(frequencyOfKey(81)).toBeCloseTo(880, 9);
  });

  it.each<[string, (hz: number) => LoopGrid]>([
    ['one period', (hz) => loopGrid(hz, 22050, 0)],
    ['a fifth of a second', (hz) => loopGrid(hz, 26000, 0.2)],
    ['4096 frames', (hz) => fourierGrid(hz, 24000, 4096)],
  ])('keep every key of a piano in tune to 0.05 cents with %s', (_, gridOf) => {
    const errors = KEYS.map((key) => Math.abs(pitchErrorCents(gridOf(frequencyOfKey(key)), frequencyOfKey(key))));
    expect(Math.max(...errors)).toBeLessThan(0.05);
  });

  it('hold an even number of periods where an octave below shall fit', () => {
    const periods = KEYS.map((key) => loopGrid(frequencyOfKey(key), 24000, 0.1, 2).periods);
    expect(periods.every((count) => count % 2 === 0)).toBe(true);
  });
});
