/** Programs 80…87: synth leads. */
import { recordBlown } from '../models/blown.ts';
import { recordMassed } from '../models/massed.ts';
import { recordOscillator } from '../models/oscillator.ts';
import { recordOverdriven } from '../models/overdriven.ts';
import { recordStruck } from '../models/struck.ts';
import { above, band, below, listed, pulse, resonanceGain, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, VolumeEnvelope, WaveSet } from '../voice.ts';

/** Oscillators cost nothing, so they have many zones. */
const OSCILLATOR_KEYS = [34, 43, 52, 61, 70, 79, 88, 98];

/** One wave between the two oscillators. */
const SAW_LOOP_SECONDS = 0.22;

/** Two sawtooths a few waves a second apart. */
const sawPair: WaveSet = {
  name: 'saw lead',
  keys: [42, 60, 77],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 24000,
      strikeSeconds: 0,
      loopSeconds: SAW_LOOP_SECONDS,
      bodyDecaySeconds: Number.POSITIVE_INFINITY,
      riseSeconds: 0,
      partials: Array.from({ length: 160 }, (_, index) => index + 1).flatMap((number) => {
        const sharp = number * (1 + 1 / (SAW_LOOP_SECONDS * note.frequencyHz));
        return [
          { ratio: number, level: 1 / number, decaySeconds: Number.POSITIVE_INFINITY },
          { ratio: sharp, level: 0.5 / number, decaySeconds: Number.POSITIVE_INFINITY },
        ];
      }),
    }),
};

const square: WaveSet = {
  name: 'square lead',
  keys: OSCILLATOR_KEYS,
  record: (note) => recordOscillator(note, { sampleRate: 28000, level: pulse(0.5) }),
};
/** Every third partial of the octave below is the fifth's. */
const fifths: WaveSet = {
  name: 'fifths lead',
  keys: OSCILLATOR_KEYS,
  record: (note) =>
    recordOscillator(note, {
      sampleRate: 28000,
      level: slope(6),
      suboctaveLevel: (number) => (number % 3 === 0 ? 2.4 / number : 0),
    }),
};
const bassAndLead: WaveSet = {
  name: 'bass and lead',
  keys: OSCILLATOR_KEYS,
  record: (note) => recordOscillator(note, { sampleRate: 28000, level: pulse(0.25), suboctaveLevel: slope(6) }),
};

const calliope: WaveSet = {
  name: 'calliope lead',
  keys: [56, 76],
  record: (note) =>
    recordBlown(note, {
      sampleRate: 24000,
      loopFrames: 2048,
      onsetSeconds: 0.06,
      speakSeconds: 0.015,
      speakSecondsPerKhz: 0.004,
      level: listed([1, 0.35, 0.12, 0.3, 0.05, 0.04, 0.02]),
      tremble: 0.02,
      breath: { level: 0.09, chiff: 5, shape: band(note.frequencyHz * 3, 2) },
    }),
};
const chiff: WaveSet = {
  name: 'chiff lead',
  keys: [56, 76],
  record: (note) =>
    recordBlown(note, {
      sampleRate: 24000,
      loopFrames: 2048,
      onsetSeconds: 0.1,
      speakSeconds: 0.02,
      speakSecondsPerKhz: 0,
      level: below(3000, 9, pulse(0.5)),
      tremble: 0.02,
      breath: { level: 0.035, chiff: 30, shape: band(note.frequencyHz * 4, 1.4) },
    }),
};
const charang: WaveSet = {
  name: 'charang lead',
  keys: [46, 64],
  record: (note) =>
    recordOverdriven(
      note,
      {
        sampleRate: 25000,
        pluckSeconds: 0.09,
        position: 0.12,
        level: above(200, 6, slope(4)),
        decaySeconds: 6,
        brightDecaySeconds: 3,
        bodyDecaySeconds: Number.POSITIVE_INFINITY,
      },
      { drive: 9, bias: 0.3, lowHz: 120, highHz: 7000 },
    ),
};
const soloVoice: WaveSet = {
  name: 'voice lead',
  keys: [54, 70],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 22050,
      loopFrames: 4096,
      level: (number, hz) =>
        slope(8)(number, hz) *
        resonanceGain(
          [
            { hz: 640, widthHz: 180, db: 20 },
            { hz: 1080, widthHz: 200, db: 17 },
            { hz: 2800, widthHz: 400, db: 14 },
          ],
          hz,
        ),
      spreadCents: 3,
      focus: 0.9,
      breath: { level: 0.06, shape: band(3000, 3) },
    }),
};

const leadVolume: VolumeEnvelope = { attackSeconds: 0.004, releaseSeconds: 0.1 };
const leadVibrato: Vibrato = { hz: 5.6, delaySeconds: 0.35, cents: 5, wheelCents: 45 };
const open = { cutoffHz: 7500, keyTracking: 0.3, velocityOctaves: 1.4 };

export const leads: readonly Program[] = [
  {
    name: 'Lead 1 (square)',
    voice: { waves: square, volume: leadVolume, filter: { ...open, cutoffHz: 5500 }, vibrato: leadVibrato },
  },
  {
    name: 'Lead 2 (sawtooth)',
    voice: { waves: sawPair, volume: leadVolume, filter: { ...open, resonanceDb: 2 }, vibrato: leadVibrato },
  },
  { name: 'Lead 3 (calliope)', voice: { waves: calliope, volume: leadVolume, vibrato: leadVibrato } },
  { name: 'Lead 4 (chiff)', voice: { waves: chiff, volume: leadVolume, filter: open, vibrato: leadVibrato } },
  {
    name: 'Lead 5 (charang)',
    voice: { waves: charang, volume: leadVolume, filter: { ...open, cutoffHz: 10000 }, vibrato: leadVibrato },
  },
  {
    name: 'Lead 6 (voice)',
    voice: {
      waves: soloVoice,
      volume: { attackSeconds: 0.05, releaseSeconds: 0.25 },
      filter: { ...open, cutoffHz: 6000 },
      vibrato: { ...leadVibrato, cents: 9 },
    },
  },
  {
    name: 'Lead 7 (fifths)',
    voice: {
      waves: fifths,
      volume: leadVolume,
      modulation: { decaySeconds: 0.8, sustain: 0.5, releaseSeconds: 0.2 },
      filter: { cutoffHz: 2500, keyTracking: 0.4, velocityOctaves: 1.2, modulationOctaves: 1.8, resonanceDb: 3 },
      vibrato: leadVibrato,
    },
  },
  {
    name: 'Lead 8 (bass + lead)',
    voice: {
      waves: bassAndLead,
      volume: leadVolume,
      modulation: { decaySeconds: 0.6, sustain: 0.3, releaseSeconds: 0.2 },
      filter: { cutoffHz: 1500, keyTracking: 0.4, velocityOctaves: 1.4, modulationOctaves: 2.6, resonanceDb: 5 },
      vibrato: leadVibrato,
    },
  },
];
