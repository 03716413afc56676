import { describe, expect, it } from 'vitest';
import { hertz, milliseconds } from './connections.ts';
import { CATALOGUE_RULES, measure, OWN_RULES, objections, type Strictness } from './judge.ts';
import { type ModelChanges, noteModel } from './note-model.ts';
import { type QuadratureRendering, RENDERED_FRAMES, SAMPLE_RATE } from './one-note.ts';
import { CYCLE_FRAMES, cosineWave, WAVE_AMPLITUDE } from './wave-block.ts';

/** An ideal default note: amplitude 1.7454 for one second, at the wave's own rate. */
function idealNote(changes: { level?: number; cents?: number; lateFrames?: number } = {}): QuadratureRendering {
  const { level = 0, cents = 0, lateFrames = 0 } = changes;
  const amplitude = WAVE_AMPLITUDE * 1.7454 * 10 ** (level / 200);
  const step = (2 * Math.PI * 2 ** (cents / 1200)) / CYCLE_FRAMES;
  const tone = (phase: number): Float32Array =>
    Float32Array.from({ length: RENDERED_FRAMES * 2 }, (_, place) => {
      const frame = Math.floor(place / 2) - lateFrames;
      return frame < 0 || frame >= SAMPLE_RATE ? 0 : amplitude * Math.cos(frame * step + phase);
    });
  return { inPhase: tone(0), quadrature: tone(-Math.PI / 2) };
}

function judged(rendering: QuadratureRendering, strictness: Strictness, changes?: ModelChanges): string[] {
  return objections(measure(rendering), noteModel(changes), strictness);
}

describe.each([
  ['the catalogue’s rules', CATALOGUE_RULES],
  ['our own rules', OWN_RULES],
])('the judge of renderings by %s', (_, rules) => {
  it('has nothing against an ideal note', () => {
    expect(judged(idealNote(), rules)).toEqual([]);
  });

  it.each([
    ['half a dB too loud', { level: 5 }, /^amplitude on the left: 1\.84/],
    ['half a dB too soft', { level: -5 }, /^amplitude on the left: 1\.64/],
    ['a semitone too high', { cents: 100 }, /^frequency ratio on the left: 1\.059/],
    ['a semitone too low', { cents: -100 }, /^frequency ratio on the left: 0\.943/],
    ['half a millisecond late', { lateFrames: 22 }, /^amplitude on the left: 0\.0000 at frame 16/],
  ])('objects, on either channel, to a note that is %s', (_title, changes, objection) => {
    const found = judged(idealNote(changes), rules);
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(objection);
  });

  it('misses a tremolo that is not there', () => {
    expect(judged(idealNote(), rules, { volumeLfo: { hertz: 2, scale: 10 } })).toHaveLength(2);
  });
});

describe('the judge of renderings', () => {
  it('lets a course be 2048 frames and some off by the catalogue’s rules, as Windows is', () => {
    const shortDelay = { volumeEnvelope: { delay: 2100 / SAMPLE_RATE } };
    const longDelay = { volumeEnvelope: { delay: 2400 / SAMPLE_RATE } };
    expect(judged(idealNote(), CATALOGUE_RULES, shortDelay)).toEqual([]);
    expect(judged(idealNote(), CATALOGUE_RULES, longDelay)[0]).toMatch(/^amplitude on the left/);
    expect(judged(idealNote(), OWN_RULES, shortDelay)[0]).toMatch(/^amplitude on the left/);
  });

  it.each([50, 100])('misses a vibrato of %i cents that is not there only by our own rules', (scale) => {
    const vibrato = { pitchLfo: { hertz: 2, scale } };
    expect(judged(idealNote(), OWN_RULES, vibrato)).toHaveLength(2);
    expect(judged(idealNote(), CATALOGUE_RULES, vibrato)).toEqual([]);
  });
});

describe('scales of connections', () => {
  it.each([
    [2, -159_752_628],
    [5, -55_791_972],
  ])('%d Hz', (frequency, scale) => {
    expect(hertz(frequency)).toBe(scale);
  });

  it.each([
    [0, -0x8000_0000],
    [100, -261_247_055],
    [200, -182_603_855],
    [10_000, 261_247_055],
  ])('%d ms', (duration, scale) => {
    expect(milliseconds(duration)).toBe(scale);
  });
});

describe('the test wave', () => {
  it('is a cosine of half the full scale, and a sine', () => {
    expect([...cosineWave(0).filter((_, frame) => frame % 64 === 0)]).toEqual([16384, 0, -16383, 0]);
    expect([...cosineWave(-Math.PI / 2).filter((_, frame) => frame % 64 === 0)]).toEqual([0, 16384, 0, -16383]);
  });
});
