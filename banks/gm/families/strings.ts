/** Programs 40…47: solo strings, tremolo, pizzicato, harp, timpani. */
import { recordBlown } from '../models/blown.ts';
import { recordPlucked } from '../models/plucked.ts';
import { recordStruck } from '../models/struck.ts';
import { above, band, below, type Resonance, resonant, slope } from '../sound/spectra.ts';
import { decaySecondsAtKey, type Program, type Vibrato, type VolumeEnvelope, type WaveSet } from '../voice.ts';
import { stringSection } from './ensemble.ts';

/** A bowed instrument. */
interface Bowed {
  readonly name: string;
  readonly keys: readonly number[];
  readonly body: readonly Resonance[];
  /** Where the bridge stops passing highs, in Hz. */
  readonly cutoffHz: number;
  /** Under this the body is too small to sound, in Hz. */
  readonly lowestHz: number;
  readonly speakSeconds: number;
}

function bowed({ name, keys, body, cutoffHz, lowestHz, speakSeconds }: Bowed): WaveSet {
  return {
    name,
    keys,
    record: (note) =>
      recordBlown(note, {
        sampleRate: note.key < 62 ? 22050 : 25000,
        loopFrames: 4096,
        onsetSeconds: 0.06,
        speakSeconds,
        speakSecondsPerKhz: 0.008,
        level: resonant(body, above(lowestHz, 9, below(cutoffHz, 12, slope(5)))),
        tremble: 0.1,
        breath: { level: 0.045, chiff: 5, shape: band(2600, 3.5) },
      }),
  };
}

/** Also the fiddle. */
export const violin = bowed({
  name: 'violin',
  keys: [58, 68, 78, 90],
  body: [
    { hz: 285, widthHz: 60, db: 6 },
    { hz: 460, widthHz: 90, db: 7 },
    { hz: 560, widthHz: 110, db: 6 },
    { hz: 1150, widthHz: 400, db: 3 },
    { hz: 2500, widthHz: 1300, db: 10 },
  ],
  cutoffHz: 4200,
  lowestHz: 230,
  speakSeconds: 0.03,
});
const viola = bowed({
  name: 'viola',
  keys: [55, 70],
  body: [
    { hz: 220, widthHz: 60, db: 6 },
    { hz: 360, widthHz: 90, db: 7 },
    { hz: 850, widthHz: 300, db: 5 },
    { hz: 1900, widthHz: 1000, db: 8 },
  ],
  cutoffHz: 3300,
  lowestHz: 170,
  speakSeconds: 0.036,
});
const cello = bowed({
  name: 'cello',
  keys: [41, 54, 68],
  body: [
    { hz: 105, widthHz: 35, db: 5 },
    { hz: 180, widthHz: 50, db: 7 },
    { hz: 320, widthHz: 120, db: 4 },
    { hz: 600, widthHz: 250, db: 5 },
    { hz: 1500, widthHz: 900, db: 9 },
  ],
  cutoffHz: 2700,
  lowestHz: 90,
  speakSeconds: 0.04,
});
const contrabass = bowed({
  name: 'contrabass',
  keys: [32, 48],
  body: [
    { hz: 65, widthHz: 25, db: 5 },
    { hz: 110, widthHz: 40, db: 7 },
    { hz: 400, widthHz: 200, db: 5 },
    { hz: 900, widthHz: 600, db: 8 },
  ],
  cutoffHz: 1700,
  lowestHz: 50,
  speakSeconds: 0.05,
});

const pizzicatoVolume: VolumeEnvelope = { decaySeconds: 1.2, keysPerHalving: 20, releaseSeconds: 0.4 };
const harpVolume: VolumeEnvelope = { decaySeconds: 4.2, keysPerHalving: 20, releaseSeconds: 1.1 };
const timpaniVolume: VolumeEnvelope = { decaySeconds: 3, keysPerHalving: 40, releaseSeconds: 1 };

const pizzicatoWaves: WaveSet = {
  name: 'pizzicato strings',
  keys: [42, 60, 78],
  record: (note) =>
    recordPlucked(note, {
      sampleRate: 22050,
      pluckSeconds: 0.11,
      position: 0.3,
      level: resonant(
        [
          { hz: 200, widthHz: 80, db: 4 },
          { hz: 450, widthHz: 150, db: 5 },
        ],
        below(1800, 9, slope(4)),
      ),
      decaySeconds: 1.1,
      brightDecaySeconds: 0.16,
      bodyDecaySeconds: decaySecondsAtKey(pizzicatoVolume, note.key),
      bursts: [{ level: 1, decaySeconds: 0.04, lowHz: 150, highHz: 1500 }],
    }),
};

const harpWaves: WaveSet = {
  name: 'harp',
  keys: [42, 60, 78],
  record: (note) =>
    recordPlucked(note, {
      sampleRate: 22050,
      pluckSeconds: 0.15,
      position: 0.42,
      level: below(2000, 9, above(90, 6, slope(3.5))),
      decaySeconds: 3.2,
      brightDecaySeconds: 0.6,
      bodyDecaySeconds: decaySecondsAtKey(harpVolume, note.key),
      bursts: [{ level: 0.5, decaySeconds: 0.05, lowHz: 100, highHz: 900 }],
    }),
};

/** Modes of a kettle drum: 1 : 1.5 : 1.99 : 2.44 : 2.9 sound like a note, the deepest goes at once. */
const KETTLE_MODES = [
  [0.63, 0.5, 0.25],
  [1, 1, 3],
  [1.504, 0.75, 2],
  [1.742, 0.3, 0.4],
  [1.99, 0.45, 1.5],
  [2.44, 0.3, 1],
  [2.89, 0.2, 0.7],
  [3.45, 0.1, 0.4],
] as const;

const timpaniWaves: WaveSet = {
  name: 'timpani',
  keys: [46],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 22050,
      strikeSeconds: 0.3,
      loopSeconds: 0.1,
      bodyDecaySeconds: decaySecondsAtKey(timpaniVolume, note.key),
      riseSeconds: 0.002,
      partials: KETTLE_MODES.map(([ratio, level, decaySeconds]) => ({ ratio, level, decaySeconds })),
      bursts: [
        { level: 2.5, decaySeconds: 0.12, lowHz: 60, highHz: 350 },
        { level: 0.8, decaySeconds: 0.05, lowHz: 300, highHz: 2000 },
      ],
    }),
};

const bowVolume: VolumeEnvelope = { attackSeconds: 0.03, releaseSeconds: 0.25 };
const handVibrato: Vibrato = { hz: 5.6, delaySeconds: 0.25, cents: 13, wheelCents: 40 };

export const soloStrings: readonly Program[] = [
  {
    name: 'Violin',
    voice: {
      waves: violin,
      volume: bowVolume,
      filter: { cutoffHz: 5200, keyTracking: 0.3, velocityOctaves: 2.6 },
      vibrato: handVibrato,
      tremolo: { hz: 5.6, db: 0.5 },
    },
  },
  {
    name: 'Viola',
    voice: {
      waves: viola,
      volume: bowVolume,
      filter: { cutoffHz: 4400, keyTracking: 0.3, velocityOctaves: 2.6 },
      vibrato: handVibrato,
    },
  },
  {
    name: 'Cello',
    voice: {
      waves: cello,
      volume: { ...bowVolume, attackSeconds: 0.045 },
      filter: { cutoffHz: 3600, keyTracking: 0.3, velocityOctaves: 2.6 },
      vibrato: { ...handVibrato, hz: 5.2, cents: 11 },
    },
  },
  {
    name: 'Contrabass',
    voice: {
      waves: contrabass,
      volume: { ...bowVolume, attackSeconds: 0.06 },
      filter: { cutoffHz: 2600, keyTracking: 0.3, velocityOctaves: 2.4 },
      vibrato: { ...handVibrato, hz: 4.8, cents: 7 },
    },
  },
  {
    name: 'Tremolo Strings',
    voice: {
      waves: stringSection,
      volume: { attackSeconds: 0.05, releaseSeconds: 0.35 },
      filter: { cutoffHz: 6000, velocityOctaves: 2.6 },
      tremolo: { hz: 11.5, db: 6 },
    },
  },
  {
    name: 'Pizzicato Strings',
    voice: {
      waves: pizzicatoWaves,
      volume: pizzicatoVolume,
      filter: { cutoffHz: 3000, keyTracking: 0.3, velocityOctaves: 2.6 },
    },
  },
  {
    name: 'Orchestral Harp',
    voice: { waves: harpWaves, volume: harpVolume, filter: { cutoffHz: 3300, keyTracking: 0.4, velocityOctaves: 2.6 } },
  },
  {
    name: 'Timpani',
    voice: { waves: timpaniWaves, volume: timpaniVolume, filter: { cutoffHz: 2000, velocityOctaves: 2.6 } },
  },
];
