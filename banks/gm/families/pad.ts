/** Programs 88…95: synth pads. */
import { recordMassed } from '../models/massed.ts';
import { above, band, type PartialLevel, pulse, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, WaveSet } from '../voice.ts';
import { sawBrass } from './brass.ts';
import { synthStrings, synthVoice } from './ensemble.ts';

const PAD_KEYS = [50, 69];

function pad(name: string, level: PartialLevel, spreadCents: number, focus: number, airLevel = 0): WaveSet {
  return {
    name,
    keys: PAD_KEYS,
    record: (note) =>
      recordMassed(note, {
        sampleRate: 22050,
        loopFrames: note.key > 65 ? 4096 : 8192,
        level,
        spreadCents,
        focus,
        ...(airLevel ? { breath: { level: airLevel, shape: band(4200, 3) } } : {}),
      }),
  };
}

/** Partials 2ⁿ and their neighbours stand out: a bell frozen in a pad. */
const bellPartials: PartialLevel = (number) =>
  [1, 2, 5, 9, 11, 16, 20].includes(number) ? number ** -0.55 : 0.12 * number ** -1.2;
/** Odd partials with holes: bowed metal. */
const bowedPartials: PartialLevel = (number) => (0.25 + Math.abs(Math.sin(number * 1.9))) * number ** -0.8;

const newAge = pad(
  'new age pad',
  (number, hz) => bellPartials(number, hz) * 1.6 + slope(12)(number, hz),
  8,
  0.65,
  0.05,
);
const bowedGlass = pad('bowed glass pad', bowedPartials, 6, 0.65, 0.03);
const metallic = pad(
  'metallic pad',
  above(200, 3, (number, hz) => bellPartials(number, hz) + slope(5)(number, hz)),
  9,
  0.6,
);
const halo = pad(
  'halo pad',
  above(200, 6, (number, hz) => pulse(0.3)(number, hz) + 0.4 * bellPartials(number, hz)),
  12,
  0.55,
  0.06,
);

const slowVibrato: Vibrato = { hz: 4.4, delaySeconds: 0.5, cents: 3, wheelCents: 30 };

export const pads: readonly Program[] = [
  {
    name: 'Pad 1 (new age)',
    voice: {
      waves: newAge,
      volume: { attackSeconds: 0.02, decaySeconds: 14, sustainDb: -8, releaseSeconds: 1.4 },
      modulation: { decaySeconds: 3, sustain: 0.2, releaseSeconds: 1 },
      filter: { cutoffHz: 2500, keyTracking: 0.3, velocityOctaves: 1.2, modulationOctaves: 2 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 2 (warm)',
    voice: {
      waves: synthStrings,
      volume: { attackSeconds: 0.35, releaseSeconds: 1.2 },
      filter: { cutoffHz: 1300, keyTracking: 0.4, velocityOctaves: 1.2 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 3 (polysynth)',
    voice: {
      waves: sawBrass,
      volume: { attackSeconds: 0.02, releaseSeconds: 0.7 },
      modulation: { decaySeconds: 2, sustain: 0.5, releaseSeconds: 0.8 },
      filter: { cutoffHz: 2200, keyTracking: 0.4, velocityOctaves: 1.2, modulationOctaves: 1.6, resonanceDb: 4 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 4 (choir)',
    voice: {
      waves: synthVoice,
      volume: { attackSeconds: 0.3, releaseSeconds: 1 },
      filter: { cutoffHz: 5000, velocityOctaves: 1 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 5 (bowed)',
    voice: {
      waves: bowedGlass,
      volume: { attackSeconds: 0.5, releaseSeconds: 1.2 },
      modulation: { attackSeconds: 1.2 },
      filter: { cutoffHz: 1500, keyTracking: 0.4, velocityOctaves: 1, modulationOctaves: 1.6, resonanceDb: 5 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 6 (metallic)',
    voice: {
      waves: metallic,
      volume: { attackSeconds: 0.15, decaySeconds: 20, sustainDb: -6, releaseSeconds: 1.2 },
      filter: { cutoffHz: 7000, velocityOctaves: 1.5 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 7 (halo)',
    voice: {
      waves: halo,
      volume: { attackSeconds: 0.6, releaseSeconds: 1.6 },
      modulation: { attackSeconds: 1.5, decaySeconds: 6, sustain: 0.5 },
      filter: { cutoffHz: 1800, keyTracking: 0.3, velocityOctaves: 1, modulationOctaves: 2 },
      vibrato: slowVibrato,
    },
  },
  {
    name: 'Pad 8 (sweep)',
    voice: {
      waves: sawBrass,
      volume: { attackSeconds: 0.5, releaseSeconds: 1.5 },
      modulation: { attackSeconds: 2.6, decaySeconds: 5, sustain: 0.3, releaseSeconds: 1 },
      filter: { cutoffHz: 500, keyTracking: 0.3, velocityOctaves: 0.8, modulationOctaves: 3.4, resonanceDb: 8 },
      vibrato: slowVibrato,
    },
  },
];
