import { describe, expect, it } from 'vitest';
import { defaultAmounts, GENERATOR_NUMBER_COUNT, GENERATORS, generatorEntry, SfGenerator } from './generators.ts';

describe('the table of generators', () => {
  it('has an entry for every number that is named, and for no other', () => {
    expect(GENERATORS.map(({ number }) => number)).toEqual(Object.values(SfGenerator));
    expect([14, 18, 19, 20, 42, 49, 55, 59, 60].map(generatorEntry)).toEqual(Array(9).fill(undefined));
    expect(Math.max(...GENERATORS.map(({ number }) => number))).toBe(GENERATOR_NUMBER_COUNT - 1);
  });

  it('keeps every default within its limits', () => {
    for (const { name, defaultAmount, lowest, highest } of GENERATORS) {
      expect(defaultAmount, name).toBeGreaterThanOrEqual(lowest);
      expect(defaultAmount, name).toBeLessThanOrEqual(highest);
    }
  });

  it('leaves to instruments what the specification does not allow in presets', () => {
    const instrumentOnly = GENERATORS.filter(({ isPresetLevel }) => !isPresetLevel).map(({ number }) => number);
    expect(instrumentOnly).toEqual([0, 1, 2, 3, 4, 12, 45, 46, 47, 50, 53, 54, 57, 58]);
  });

  it('starts from 1 ms times, an open filter and 100 cents a key', () => {
    const amounts = defaultAmounts();
    expect(amounts[SfGenerator.attackVolEnv]).toBe(-12_000);
    expect(amounts[SfGenerator.initialFilterFc]).toBe(13_500);
    expect(amounts[SfGenerator.scaleTuning]).toBe(100);
    expect(amounts[SfGenerator.overridingRootKey]).toBe(-1);
    expect(amounts[SfGenerator.pan]).toBe(0);
  });
});
