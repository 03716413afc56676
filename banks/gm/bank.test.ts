import { createHash } from 'node:crypto';
import { dbToGain, writeDls } from 'dmus/formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BankWave, composeBank, type GmBank, WAVE_PEAK_DB } from './bank.ts';
import { loudnessOf } from './loudness.ts';
import { PREVIEW_RATE, previewNote } from './preview.ts';
import { programs } from './programs.ts';
import { gainOfDb } from './sound/decibels.ts';
import { frequencyOfKey } from './sound/loop-grid.ts';
import { peakOf, rmsOf } from './sound/recording.ts';
import type { Zone } from './zones.ts';

const SUSTAINED = [...range(16, 23), ...range(40, 43), ...range(56, 80)];
const FULL_SCALE = 32768;

let bank: GmBank;
let bytes: Uint8Array;
beforeAll(() => {
  bank = composeBank();
  bytes = writeDls(bank);
}, 120_000);

describe('the General MIDI bank', () => {
  it('has all 128 programs in bank 0 and the standard kit', () => {
    expect(programs).toHaveLength(128);
    const patches = bank.instruments.map(({ patch }) => patch);
    expect(patches).toEqual([...range(0, 127), 0x8000_0000]);
    expect(new Set(bank.instruments.map(({ name }) => name)).size).toBe(129);
  });

  it('gives every key and velocity of a program exactly one region', () => {
    for (const { name, regions } of bank.instruments.slice(0, 128)) {
      const served = range(0, 127).map((key) =>
        regions.filter((region) => region.keyLow <= key && key <= region.keyHigh),
      );
      expect(
        served.every((found) => found.length === 1),
        name,
      ).toBe(true);
      expect(
        regions.every((region) => region.velocityLow === 0 && region.velocityHigh === 127),
        name,
      ).toBe(true);
    }
  });

  it('plays one sound on each key from 27 to 87 of the kit', () => {
    const { regions } = bank.instruments[128]!;
    expect(regions.map(({ keyLow }) => keyLow)).toEqual(range(27, 87));
    expect(regions.every(({ keyLow, keyHigh }) => keyLow === keyHigh)).toBe(true);
  });

  it.each([
    ['hi-hats', [42, 44, 46]],
    ['whistles', [71, 72]],
    ['guiros', [73, 74]],
    ['cuicas', [78, 79]],
    ['triangles', [80, 81]],
  ])('lets the %s stop each other and nothing else', (_, keys) => {
    const { regions } = bank.instruments[128]!;
    const group = regions.find(({ keyLow }) => keyLow === keys[0])!.keyGroup;
    expect(group).toBeGreaterThan(0);
    expect(regions.filter(({ keyGroup }) => keyGroup === group).map(({ keyLow }) => keyLow)).toEqual(keys);
  });

  it('raises no wave by more than 6 dB', () => {
    const gains = bank.instruments.flatMap(({ regions }) => regions.map(({ waveSample }) => waveSample!.gain));
    expect(Math.max(...gains)).toBeLessThanOrEqual(dbToGain(6));
  });

  it('takes at most 3 MB, 512 waves, 1024 regions and 8192 connections', () => {
    const regions = bank.instruments.flatMap((instrument) => instrument.regions);
    const lists = [...bank.instruments, ...regions].map(({ connections }) => connections?.length ?? 0);
    expect(bytes.byteLength).toBeLessThanOrEqual(3_000_000);
    expect(bank.waves.length).toBeLessThanOrEqual(512);
    expect(regions.length).toBeLessThanOrEqual(1024);
    expect(lists.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(8192);
  });

  it('is the same to the bit when it is made again', () => {
    expect(sha256(writeDls(composeBank()))).toBe(sha256(bytes));
  }, 120_000);
});

describe('the waves', () => {
  it('peak at −3 dBFS: none silent, none clipped', () => {
    const peaks = bank.waves.map(({ samples }) => peakOf(samples) / FULL_SCALE);
    expect(Math.min(...peaks)).toBeGreaterThan(gainOfDb(WAVE_PEAK_DB - 0.01));
    expect(Math.max(...peaks)).toBeLessThan(gainOfDb(WAVE_PEAK_DB + 0.01));
  });

  it('are sampled at 20 to 48 kHz', () => {
    for (const { name, sampleRate } of bank.waves) {
      expect(Number.isInteger(sampleRate), name).toBe(true);
      expect(sampleRate, name).toBeGreaterThan(20_000);
      expect(sampleRate, name).toBeLessThan(48_000);
    }
  });

  it('close their loops below −60 dBFS', () => {
    for (const wave of looped()) {
      expect(seamError(wave), wave.name).toBeLessThan(gainOfDb(-60));
      expect(seamStep(wave), wave.name).toBeLessThanOrEqual(1.05 * largestStep(wave));
    }
  });

  it('are in tune to 0.05 cents', () => {
    for (const { unityNote, wave, zone } of pitchedZones()) {
      const { frameCount, periods } = zone.recording.loop!;
      const cents = 1200 * Math.log2((wave.sampleRate * periods) / (frameCount * frequencyOfKey(unityNote)));
      expect(Math.abs(cents), wave.name).toBeLessThan(0.05);
    }
  });

  it('of sustained programs repeat with the period that the tuning assumes', () => {
    const sustained = new Set(SUSTAINED.flatMap((number) => waveIndices(number)));
    for (const { wave, zone, waveIndex } of pitchedZones()) {
      if (sustained.has(waveIndex)) expect(periodicity(zone), wave.name).toBeGreaterThan(0.6);
    }
  });
});

describe('the programs', () => {
  it('are within 3 dB of the median loudness', () => {
    const loudness = bank.instruments.slice(0, 128).map((_, number) => programLoudness(number));
    const median = [...loudness].sort((a, b) => a - b)[64]!;
    const uneven = loudness.flatMap((level, number) =>
      Math.abs(level - median) > 3 ? [`${programs[number]!.name}: ${(level - median).toFixed(1)} dB`] : [],
    );
    expect(uneven).toEqual([]);
  });

  it('are more than a sine at the start of the note', () => {
    const bare = programs.flatMap(({ name }, number) => (fundamentalShare(number) > 0.995 ? [name] : []));
    expect(bare).toEqual([]);
  });

  it('sound darker when they are played softly, but for those that cannot', () => {
    const steady = programs.filter(({ voice }) => !voice.filter?.velocityOctaves).map(({ name }) => name);
    expect(steady.length).toBeLessThan(24);
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function sha256(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}

function looped(): BankWave[] {
  return bank.waves.filter(({ waveSample }) => waveSample.loops.length > 0);
}

/** How far the frames before the loop are from those before its end. */
function seamError({ samples, waveSample }: BankWave): number {
  const { start, length } = waveSample.loops[0]!;
  const frames = range(1, Math.min(8, start));
  return (
    Math.max(0, ...frames.map((back) => Math.abs(samples[start - back]! - samples[start + length - back]!))) /
    FULL_SCALE
  );
}

function seamStep({ samples, waveSample }: BankWave): number {
  const { start, length } = waveSample.loops[0]!;
  return Math.abs(samples[start]! - samples[start + length - 1]!);
}

function largestStep({ samples, waveSample }: BankWave): number {
  const { start, length } = waveSample.loops[0]!;
  let step = 0;
  for (let frame = start + 1; frame < start + length; frame++) {
    step = Math.max(step, Math.abs(samples[frame]! - samples[frame - 1]!));
  }
  return step;
}

function waveIndices(number: number): number[] {
  return bank.instruments[number]!.regions.map(({ waveLink }) => waveLink.waveIndex);
}

/** Melodic zones whose loop has a pitch, as the file says them. */
function pitchedZones() {
  return range(0, 127)
    .flatMap((number) => zonesOf(number))
    .filter(({ zone }) => (zone.recording.loop?.periods ?? 0) > 0);
}

/** Zones of a program, made again from what goes into the file. */
function zonesOf(number: number) {
  return bank.instruments[number]!.regions.map(({ keyLow, keyHigh, waveLink, waveSample }) => {
    const wave = bank.waves[waveLink.waveIndex]!;
    const { unityNote, gain, loops } = waveSample!;
    const samples = Float64Array.from(wave.samples);
    const unpitched = ['seashore', 'telephone ring', 'helicopter', 'applause'].includes(wave.name);
    const loop = loops[0] && {
      start: loops[0].start,
      frameCount: loops[0].length,
      periods: unpitched ? 0 : Math.round((loops[0].length * frequencyOfKey(unityNote)) / wave.sampleRate),
    };
    const zone: Zone = {
      unityKey: unityNote,
      keyLow,
      keyHigh,
      recording: { samples, sampleRate: wave.sampleRate, loop },
    };
    return { zone, wave, unityNote, gainDb: gain / 655360, waveIndex: waveLink.waveIndex };
  });
}

/** Correlation of a loop with itself, a few pairs of periods later (organs sound an octave below, too). */
function periodicity({ recording: { samples, loop } }: Zone): number {
  const { start, frameCount, periods } = loop!;
  const period = frameCount / periods;
  const roundingError = (count: number) => Math.abs(count * period - Math.round(count * period));
  const count = [2, 4, 6, 8].reduce((best, next) => (roundingError(next) < roundingError(best) ? next : best));
  const lag = Math.round(count * period);
  const body = samples.subarray(start, start + frameCount);
  const product = body.reduce((sum, sample, frame) => sum + sample * body[(frame + lag) % frameCount]!, 0);
  return product / (frameCount * rmsOf(body) ** 2);
}

/** Mean over keys 48, 60 and 72 at velocity 100. */
function programLoudness(number: number): number {
  const levels = [48, 60, 72].map((key) => {
    const { zone, gainDb } = zonesOf(number).find(({ zone: { keyLow, keyHigh } }) => keyLow <= key && key <= keyHigh)!;
    const note = { key, velocity: 100, gateSeconds: 0.8, tailSeconds: 0.2 };
    return gainDb + loudnessOf(previewNote(zone, programs[number]!.voice, note));
  });
  return levels.reduce((sum, level) => sum + level) / levels.length;
}

/** Share of a note's power that lies within 20 Hz of its fundamental, over its first 128 ms. */
function fundamentalShare(number: number): number {
  const { zone } = zonesOf(number).find(({ zone: { keyLow, keyHigh } }) => keyLow <= 60 && 60 <= keyHigh)!;
  const note = { key: 60, velocity: 100, gateSeconds: 0.13, tailSeconds: 0 };
  const frames = previewNote(zone, programs[number]!.voice, note).subarray(0, 4096);
  const windowed = frames.map((frame, index) => frame * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / 4096)));
  const centre = Math.round((frequencyOfKey(60) * 4096) / PREVIEW_RATE);
  const near = range(centre - 3, centre + 3).reduce((sum, bin) => sum + binPower(windowed, bin), 0);
  return near / ((rmsOf(windowed) * 4096) ** 2 / 2);
}

function binPower(frames: Float64Array, bin: number): number {
  let real = 0;
  let imaginary = 0;
  for (let index = 0; index < frames.length; index++) {
    real += frames[index]! * Math.cos((2 * Math.PI * bin * index) / frames.length);
    imaginary += frames[index]! * Math.sin((2 * Math.PI * bin * index) / frames.length);
  }
  return real ** 2 + imaginary ** 2;
}
