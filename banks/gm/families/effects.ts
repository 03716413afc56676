/** Programs 96…103: synth effects. */
import { recordFm } from '../models/frequency-modulation.ts';
import { recordMassed } from '../models/massed.ts';
import { recordStruck } from '../models/struck.ts';
import { above, band, below, type PartialLevel, pulse } from '../sound/spectra.ts';
import { decaySecondsAtKey, type Program, type Vibrato, type VolumeEnvelope, type WaveSet } from '../voice.ts';
import { synthStrings, synthVoice } from './ensemble.ts';

const glitterVolume: VolumeEnvelope = { decaySeconds: 6, keysPerHalving: 40, releaseSeconds: 1.2 };

function cloud(name: string, level: PartialLevel, spreadCents: number, focus: number, airLevel: number): WaveSet {
  return {
    name,
    keys: [52, 71],
    record: (note) =>
      recordMassed(note, {
        sampleRate: 22050,
        loopFrames: 4096,
        level,
        spreadCents,
        focus,
        breath: { level: airLevel, shape: band(note.frequencyHz * 4, 2.5) },
      }),
  };
}

/** Drops of glass: high partials that come and go on their own. */
const rain = cloud(
  'rain effect',
  (number) => ([1, 4, 7, 10, 13].includes(number) ? number ** -0.3 : 0.05),
  14,
  0.45,
  0.12,
);
const goblins = cloud('goblins effect', below(1600, 9, pulse(0.17)), 25, 0.5, 0.1);

const crystal: WaveSet = {
  name: 'crystal effect',
  keys: [62, 80],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 25000,
      strikeSeconds: 0.15,
      loopSeconds: 0.05,
      bodyDecaySeconds: decaySecondsAtKey(glitterVolume, note.key),
      riseSeconds: 0.0015,
      partials: [
        { ratio: 1, level: 1, decaySeconds: 6 },
        { ratio: 2.01, level: 0.5, decaySeconds: 5 },
        { ratio: 3.02, level: 0.3, decaySeconds: 3 },
        { ratio: 4.16, level: 0.35, decaySeconds: 2 },
        { ratio: 6.8, level: 0.3, decaySeconds: 1.2 },
        { ratio: 11.3, level: 0.2, decaySeconds: 0.7 },
      ],
      bursts: [{ level: 0.3, decaySeconds: 0.03, lowHz: 2000, highHz: 10000 }],
    }),
};
const atmosphere: WaveSet = {
  name: 'atmosphere effect',
  keys: [50, 69],
  record: (note) =>
    recordFm(note, {
      sampleRate: 22050,
      strikeSeconds: 0.1,
      loopSeconds: 0.13,
      bodyDecaySeconds: decaySecondsAtKey(glitterVolume, note.key),
      carriers: [
        {
          ratio: 1,
          level: 1,
          decaySeconds: 7,
          modulators: [{ ratio: 2, index: 1.6, restIndex: 0.5, decaySeconds: 0.7 }],
        },
        {
          ratio: 1 + 8 / note.frequencyHz,
          level: 0.6,
          decaySeconds: 9,
          modulators: [{ ratio: 1, index: 0.8, restIndex: 0.6, decaySeconds: 2 }],
        },
        { ratio: 3, level: 0.25, decaySeconds: 1, modulators: [] },
      ],
    }),
};
const brightness: WaveSet = {
  name: 'brightness effect',
  keys: [52, 71],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 25000,
      loopFrames: 4096,
      level: above(600, 4, (number) => (number % 2 === 0 ? 1.3 : 0.8) * number ** -0.75),
      spreadCents: 6,
      focus: 0.6,
    }),
};
const echoes: WaveSet = {
  name: 'echoes effect',
  keys: [52, 71],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 22050,
      loopFrames: 4096,
      level: below(2200, 9, pulse(0.38)),
      spreadCents: 5,
      focus: 0.65,
    }),
};

const drift: Vibrato = { hz: 3.6, delaySeconds: 0.4, cents: 5, wheelCents: 30 };

export const effects: readonly Program[] = [
  {
    name: 'FX 1 (rain)',
    voice: {
      waves: rain,
      volume: { attackSeconds: 0.01, decaySeconds: 9, sustainDb: -20, releaseSeconds: 1.3 },
      filter: { cutoffHz: 9000, velocityOctaves: 1.5 },
      vibrato: drift,
      tremolo: { hz: 7.3, db: 4 },
    },
  },
  {
    name: 'FX 2 (soundtrack)',
    voice: {
      waves: synthStrings,
      volume: { attackSeconds: 0.4, releaseSeconds: 1.6 },
      modulation: { attackSeconds: 1.4, decaySeconds: 5, sustain: 0.4 },
      filter: { cutoffHz: 1400, keyTracking: 0.3, velocityOctaves: 1, modulationOctaves: 2, resonanceDb: 3 },
      vibrato: drift,
    },
  },
  {
    name: 'FX 3 (crystal)',
    voice: { waves: crystal, volume: glitterVolume, filter: { cutoffHz: 15000, velocityOctaves: 1.8 } },
  },
  {
    name: 'FX 4 (atmosphere)',
    voice: {
      waves: atmosphere,
      volume: { ...glitterVolume, sustainDb: -24 },
      filter: { cutoffHz: 8000, velocityOctaves: 2 },
      vibrato: drift,
    },
  },
  {
    name: 'FX 5 (brightness)',
    voice: {
      waves: brightness,
      volume: { attackSeconds: 0.01, decaySeconds: 12, sustainDb: -12, releaseSeconds: 0.9 },
      modulation: { decaySeconds: 2.5, sustain: 0.3, releaseSeconds: 0.8 },
      filter: { cutoffHz: 5000, velocityOctaves: 1.6, modulationOctaves: 1.5 },
      vibrato: drift,
    },
  },
  {
    name: 'FX 6 (goblins)',
    voice: {
      waves: goblins,
      volume: { attackSeconds: 0.6, releaseSeconds: 1.5 },
      modulation: { attackSeconds: 1.8, decaySeconds: 3, sustain: 0.3, pitchCents: 40 },
      filter: { cutoffHz: 900, keyTracking: 0.3, velocityOctaves: 0.8, modulationOctaves: 2.4, resonanceDb: 8 },
      vibrato: { ...drift, cents: 14 },
      tremolo: { hz: 3.1, db: 2, filterCents: 500 },
    },
  },
  {
    name: 'FX 7 (echoes)',
    voice: {
      waves: echoes,
      volume: { attackSeconds: 0.005, decaySeconds: 5, sustainDb: -26, releaseSeconds: 1.4 },
      filter: { cutoffHz: 4000, keyTracking: 0.3, velocityOctaves: 1.5 },
      vibrato: drift,
      tremolo: { hz: 2.9, db: 7 },
    },
  },
  {
    name: 'FX 8 (sci-fi)',
    voice: {
      waves: synthVoice,
      volume: { attackSeconds: 0.08, decaySeconds: 18, sustainDb: -10, releaseSeconds: 1.2 },
      modulation: { attackSeconds: 0.01, decaySeconds: 1.4, sustain: 0.2 },
      filter: { cutoffHz: 1500, keyTracking: 0.3, velocityOctaves: 1, modulationOctaves: 2.6, resonanceDb: 10 },
      vibrato: { ...drift, hz: 6, cents: 12 },
      tremolo: { hz: 5, db: 0, filterCents: 900 },
    },
  },
];
