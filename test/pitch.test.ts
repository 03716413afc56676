/** Keys, bends and tunings sound at the frequencies of equal temperament. */
import { describe, expect, it } from 'vitest';
import { ConnectionSource as From, ConnectionDestination as To } from '../src/formats/dls/articulation-codes.ts';
import { centsToRelativePitch } from '../src/formats/dls/units.ts';
import type { Connection } from '../src/formats/sound-bank.ts';
import { connect, oneWaveCollection, sineWave, type TestWave, WAVE_RATE } from './rig/bank.ts';
import { centsAbove, framesToMeasure } from './rig/frequency.ts';
import { control, noteOn, pitchBend, registeredParameter } from './rig/midi.ts';
import { OfflineRig } from './rig/offline-rig.ts';

/** Furthest from equal temperament, cents; measured: 0.002, most of which is how closely the wave itself meets key 60. */
const TOLERANCE_CENTS = 0.1;
/** Whole cycles in whole frames that come closest to key 60. */
const WAVE_CYCLES = 79;
const WAVE_FRAMES = 14494;
/** The last note's fade, and the taps that reach before the wave. */
const SETTLE_FRAMES = 4096;

/** Equal temperament, Hz. */
function hertzOf(key: number): number {
  return 440 * 2 ** ((key - 69) / 12);
}

const SINE: TestWave = sineWave(WAVE_FRAMES, WAVE_CYCLES, 30000);

/** Plays notes one after another on one port. */
class PitchMeter {
  readonly #rig: OfflineRig;
  readonly #sampleRate: number;

  constructor(sampleRate: number, wave: TestWave = SINE, connections: readonly Connection[] = []) {
    this.#sampleRate = sampleRate;
    const collection = oneWaveCollection(wave, connections);
    this.#rig = new OfflineRig({ collection, params: { sampleRate, audioChannels: 1 } });
  }

  /** Cents that a key sounds above `expectedKey`, after `messages`. Everything is reset before. */
  centsAbove(expectedKey: number, key: number, messages: readonly number[] = []): number {
    const reset = [control(120, 0), control(121, 0), ...registeredParameter(0, 2)];
    const tunings = [...registeredParameter(1, 64), ...registeredParameter(2, 64)];
    this.#rig.restart();
    this.#rig.play([...reset, ...tunings, ...messages, noteOn(key)].map((message) => ({ frame: 0, message })));
    const expected = hertzOf(expectedKey) / this.#sampleRate;
    const samples = this.#rig.render(SETTLE_FRAMES + framesToMeasure(expected));
    return centsAbove(expected, samples.subarray(SETTLE_FRAMES));
  }
}

describe('pitch', () => {
  it('the wave of these tests is key 60 to 0.001 cent', () => {
    const hertz = (WAVE_RATE * WAVE_CYCLES) / WAVE_FRAMES;
    expect(Math.abs(1200 * Math.log2(hertz / hertzOf(60)))).toBeLessThan(0.001);
  });

  // The highest key, 127, is 440 · 2^(58/12) = 12,544 Hz: below half of either rate, so that no key is excepted.
  it.each([44100, 48000])('every key is in equal temperament at %i Hz', (sampleRate) => {
    expect(hertzOf(127)).toBeLessThan(sampleRate / 2);
    const meter = new PitchMeter(sampleRate);
    const errors = Array.from({ length: 128 }, (_, key) => meter.centsAbove(key, key));
    const worst = Math.max(...errors.map(Math.abs));
    expect(worst).toBeLessThan(TOLERANCE_CENTS);
  });

  // At 22,050 Hz the highest key is at 11,025 · 1.138: every key whose frequency is below half the rate is exact.
  it('at 22050 Hz every key below half the rate is in equal temperament', () => {
    const meter = new PitchMeter(22050);
    const keys = Array.from({ length: 128 }, (_, key) => key).filter((key) => hertzOf(key) < 11025);
    expect(keys.at(-1)).toBe(124);
    const audible = keys.filter((key) => key % 4 === 0);
    expect(Math.max(...audible.map((key) => Math.abs(meter.centsAbove(key, key))))).toBeLessThan(TOLERANCE_CENTS);
  });

  it.each([8000, 11025, 22050, 32000, 44100, 96000])('a wave recorded at %i Hz sounds as high as any other', (rate) => {
    // As near to key 60 as whole cycles come; the fine tuning is left out of it.
    const cycles = 50;
    const frameCount = Math.round((cycles * rate) / hertzOf(60));
    const offset = 12 * Math.log2((rate * cycles) / frameCount / hertzOf(60));
    const meter = new PitchMeter(48000, { ...sineWave(frameCount, cycles), sampleRate: rate });
    for (const key of [36, 60, 84]) expect(Math.abs(meter.centsAbove(key + offset, key))).toBeLessThan(TOLERANCE_CENTS);
  });

  it.each([
    [0, -1],
    [2048, -0.75],
    [8191, -1 / 8192],
    [8192, 0],
    [8193, 1 / 8192],
    [12288, 0.5],
    [16383, 8191 / 8192],
  ])('a pitch wheel at %i bends by its share of the range', (value, share) => {
    const meter = new PitchMeter(48000);
    for (const range of [0, 1, 2, 12, 24]) {
      const key = 62 + share * range;
      const cents = meter.centsAbove(key, 62, [...registeredParameter(0, range), pitchBend(value)]);
      expect(Math.abs(cents)).toBeLessThan(TOLERANCE_CENTS);
    }
  });

  it('the bend range counts semitones and cents, and is 2 semitones at first', () => {
    const meter = new PitchMeter(48000);
    const bent = (messages: readonly number[], key: number): number =>
      Math.abs(meter.centsAbove(key, 60, [...messages, pitchBend(0)]));
    expect(bent([], 58)).toBeLessThan(TOLERANCE_CENTS);
    expect(bent(registeredParameter(0, 3, 50), 56.5)).toBeLessThan(TOLERANCE_CENTS);
    expect(bent(registeredParameter(0, 0, 99), 59.01)).toBeLessThan(TOLERANCE_CENTS);
  });

  it.each([
    [0, 0, -100],
    [32, 0, -50],
    [63, 127, -100 / 8192],
    [64, 0, 0],
    [64, 64, (64 * 100) / 8192],
    [96, 0, 50],
    [127, 127, (8191 * 100) / 8192],
  ])('fine tuning %i, %i moves the channel by %f cents', (coarse, fine, cents) => {
    const meter = new PitchMeter(48000);
    for (const key of [40, 90]) {
      const error = meter.centsAbove(key + cents / 100, key, registeredParameter(1, coarse, fine));
      expect(Math.abs(error)).toBeLessThan(TOLERANCE_CENTS);
    }
  });

  it.each([
    [40, 64],
    [52, 60],
    [63, 60],
    [64, 60],
    [65, 60],
    [100, 60],
    [127, 50],
  ])('coarse tuning %i moves the channel by semitones', (coarse, key) => {
    const meter = new PitchMeter(48000);
    const error = meter.centsAbove(key + coarse - 64, key, registeredParameter(2, coarse));
    expect(Math.abs(error)).toBeLessThan(TOLERANCE_CENTS);
  });

  it('bend, fine and coarse tuning add up, and act on a note that sounds', () => {
    const rig = new OfflineRig({ collection: oneWaveCollection(SINE), params: { audioChannels: 1 } });
    const changes = [...registeredParameter(1, 96), ...registeredParameter(2, 67), pitchBend(12288)];
    rig.play([{ frame: 0, message: noteOn(60) }, ...changes.map((message) => ({ frame: 5000, message }))]);
    const expected = hertzOf(60 + 0.5 + 3 + 1) / 48000;
    const samples = rig.render(10000 + framesToMeasure(expected));
    expect(Math.abs(centsAbove(expected, samples.subarray(10000)))).toBeLessThan(TOLERANCE_CENTS);
  });

  it('a region is tuned by its unity note and its fine tuning', () => {
    const meter = new PitchMeter(48000, { ...SINE, unityNote: 69, fineTuneCents: -37 });
    for (const key of [48, 69, 93]) {
      expect(Math.abs(meter.centsAbove(key - 9 - 0.37, key))).toBeLessThan(TOLERANCE_CENTS);
    }
  });

  it('an instrument may follow the keys by any distance, counted from key 0', () => {
    const quarterTones = connect(From.KEY_NUMBER, To.PITCH, centsToRelativePitch(6400));
    const meter = new PitchMeter(48000, SINE, [quarterTones]);
    // Key 0 lies 60 semitones below the unity note.
    for (const key of [90, 100, 127]) {
      expect(Math.abs(meter.centsAbove(key / 2, key))).toBeLessThan(TOLERANCE_CENTS);
    }
  });

  it('a constant in the articulation moves the pitch', () => {
    const meter = new PitchMeter(48000, SINE, [connect(From.NONE, To.PITCH, centsToRelativePitch(-733.5))]);
    expect(Math.abs(meter.centsAbove(60 - 7.335, 60))).toBeLessThan(TOLERANCE_CENTS);
  });
});
