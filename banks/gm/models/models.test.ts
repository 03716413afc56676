import { describe, expect, it } from 'vitest';
import { frequencyOfKey } from '../sound/loop-grid.ts';
import { Random } from '../sound/random.ts';
import { type Recording, rmsOf, type ZoneNote } from '../sound/recording.ts';
import { slope } from '../sound/spectra.ts';
import { recordBlown } from './blown.ts';
import { recordMassed } from './massed.ts';
import { recordOscillator } from './oscillator.ts';
import { recordPercussion } from './percussion.ts';
import { recordPlucked } from './plucked.ts';
import { recordStruck } from './struck.ts';

const note = (): ZoneNote => ({
  key: 57,
  frequencyHz: frequencyOfKey(57),
  height: 1,
  highestHz: 12_000,
  random: new Random('test'),
});

/** Level of one sine in the loop, by the cycles it completes there. */
function lineLevel({ samples, loop }: Recording, cycles: number): number {
  const { start, frameCount } = loop!;
  let real = 0;
  let imaginary = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    const angle = (2 * Math.PI * cycles * frame) / frameCount;
    real += samples[start + frame]! * Math.cos(angle);
    imaginary += samples[start + frame]! * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / frameCount;
}

describe('a struck tone', () => {
  const tone = { sampleRate: 24_000, strikeSeconds: 0.3, loopSeconds: 0.1, bodyDecaySeconds: 4, riseSeconds: 0.001 };

  it('keeps stretched partials where they belong, on the nearest line of the loop', () => {
    const recording = recordStruck(note(), { ...tone, partials: [{ ratio: 2.76, level: 0.5, decaySeconds: 4 }] });
    const line = Math.round(2.76 * recording.loop!.periods);
    expect(lineLevel(recording, line)).toBeCloseTo(0.5, 2);
    expect(lineLevel(recording, line + 1)).toBeLessThan(1e-9);
  });

  it('records what a partial loses besides the whole note', () => {
    const recording = recordStruck(note(), { ...tone, partials: [{ ratio: 1, level: 1, decaySeconds: 1 }] });
    const lostDb = -20 * Math.log10(lineLevel(recording, recording.loop!.periods));
    const recordedSeconds = 0.3 - 0.09 / 2;
    expect(lostDb).toBeCloseTo(60 * recordedSeconds * (1 / 1 - 1 / 4), 1);
  });

  it('leaves out partials that would fold back', () => {
    const recording = recordStruck(note(), { ...tone, partials: [{ ratio: 60, level: 1, decaySeconds: 4 }] });
    expect(rmsOf(recording.samples)).toBe(0);
  });
});

describe('a plucked string', () => {
  const tone = {
    sampleRate: 24_000,
    pluckSeconds: 0.4,
    position: 0.2,
    level: slope(3),
    decaySeconds: 3,
    brightDecaySeconds: 0.4,
  };
  const recording = recordPlucked(note(), { ...tone, bodyDecaySeconds: 3 });

  it('repeats one period for ever', () => {
    const { start, frameCount } = recording.loop!;
    const last = recording.samples.subarray(start - frameCount, start);
    expect([...recording.samples.subarray(start)]).toEqual([...last]);
  });

  it('loses its highs before its fundamental', () => {
    const early = {
      ...recording,
      loop: { start: 2 * recording.loop!.frameCount, frameCount: recording.loop!.frameCount, periods: 1 },
    };
    const lost = (harmonic: number) => lineLevel(recording, harmonic) / lineLevel(early, harmonic);
    expect(lost(1)).toBeGreaterThan(0.9);
    expect(lost(14)).toBeLessThan(0.1);
  });

  it('has no partial where it is plucked', () => {
    expect(lineLevel(recording, 5)).toBeLessThan(0.2 * lineLevel(recording, 4));
  });
});

describe('held tones', () => {
  it('of one player have steady harmonics and speak within the onset', () => {
    const recording = recordBlown(note(), {
      sampleRate: 24_000,
      loopFrames: 2048,
      onsetSeconds: 0.1,
      speakSeconds: 0.02,
      speakSecondsPerKhz: 0.01,
      level: slope(6),
      tremble: 0,
    });
    const { periods } = recording.loop!;
    expect(lineLevel(recording, periods)).toBeCloseTo(1, 3);
    expect(lineLevel(recording, 2 * periods)).toBeCloseTo(0.501, 3);
    expect(rmsOf(recording.samples, 0, 100)).toBeLessThan(0.1 * rmsOf(recording.samples, 2000));
  });

  it('of many keep their level while they shimmer', () => {
    const recording = recordMassed(note(), {
      sampleRate: 24_000,
      loopFrames: 8192,
      level: slope(6),
      spreadCents: 9,
      focus: 0.75,
    });
    const parts = Array.from({ length: 16 }, (_, part) => rmsOf(recording.samples, part * 512, (part + 1) * 512));
    expect(Math.max(...parts) / Math.min(...parts)).toBeLessThan(2);
    expect(Math.max(...parts) / Math.min(...parts)).toBeGreaterThan(1.02);
  });

  it('of oscillators have the spectrum that is asked for', () => {
    const recording = recordOscillator(note(), { sampleRate: 28_000, level: slope(6) });
    for (const harmonic of [1, 2, 7]) expect(lineLevel(recording, 2 * harmonic)).toBeCloseTo(1 / harmonic, 2);
    expect(lineLevel(recording, 1)).toBeLessThan(1e-9);
  });
});

describe('a percussion stroke', () => {
  it('ends in silence', () => {
    const modes = [{ hz: 200, db: 0, decaySeconds: 2 }];
    const { samples, loop } = recordPercussion(note(), { sampleRate: 22_050, seconds: 0.2, modes, bursts: [] });
    expect(loop).toBeUndefined();
    expect(samples).toHaveLength(4410);
    expect(Math.abs(samples.at(-1)!)).toBeLessThan(1e-3);
    expect(rmsOf(samples, 0, 1000)).toBeGreaterThan(0.3);
  });
});
