/** Programs 24…31: guitars. */
import { type Amplifier, recordOverdriven } from '../models/overdriven.ts';
import { type PluckedTone, recordPlucked } from '../models/plucked.ts';
import { recordStruck } from '../models/struck.ts';
import type { ZoneNote } from '../sound/recording.ts';
import { above, below, resonant, slope } from '../sound/spectra.ts';
import { decaySecondsAtKey, type Program, type Vibrato, type VolumeEnvelope, type WaveSet } from '../voice.ts';

/** A guitar's string, without what follows from the key. */
type GuitarString = Omit<PluckedTone, 'bodyDecaySeconds' | 'decaySeconds' | 'brightDecaySeconds'> & {
  /** At key 60; higher strings lose faster. */
  readonly decaySeconds: number;
  readonly brightDecaySeconds: number;
};

function stringAt(note: ZoneNote, string: GuitarString, volume: VolumeEnvelope): PluckedTone {
  const faster = 2 ** ((60 - note.key) / 26);
  return {
    ...string,
    pluckSeconds: string.pluckSeconds * faster ** 0.5,
    decaySeconds: string.decaySeconds * faster,
    brightDecaySeconds: string.brightDecaySeconds * faster,
    bodyDecaySeconds: decaySecondsAtKey(volume, note.key),
  };
}

function guitar(name: string, keys: readonly number[], string: GuitarString, volume: VolumeEnvelope): WaveSet {
  return { name, keys, record: (note) => recordPlucked(note, stringAt(note, string, volume)) };
}

function driven(name: string, keys: readonly number[], string: GuitarString, amplifier: Amplifier): WaveSet {
  return { name, keys, record: (note) => recordOverdriven(note, stringAt(note, string, drivenVolume), amplifier) };
}

const acousticVolume: VolumeEnvelope = { decaySeconds: 4.5, keysPerHalving: 24, releaseSeconds: 0.22 };
const electricVolume: VolumeEnvelope = { decaySeconds: 7, keysPerHalving: 28, releaseSeconds: 0.16 };
const mutedVolume: VolumeEnvelope = { decaySeconds: 0.9, keysPerHalving: 28, releaseSeconds: 0.12 };
const drivenVolume: VolumeEnvelope = { decaySeconds: 16, keysPerHalving: 36, releaseSeconds: 0.14 };

const woodenBody = [
  { hz: 105, widthHz: 40, db: 5 },
  { hz: 205, widthHz: 60, db: 6 },
  { hz: 410, widthHz: 150, db: 3 },
];

const nylonString: GuitarString = {
  sampleRate: 22050,
  pluckSeconds: 0.18,
  position: 0.27,
  level: resonant(woodenBody, below(1900, 9, above(100, 6, slope(3)))),
  decaySeconds: 2.8,
  brightDecaySeconds: 0.55,
  bursts: [
    { level: 0.8, decaySeconds: 0.06, lowHz: 80, highHz: 500 },
    { level: 0.3, decaySeconds: 0.02, lowHz: 900, highHz: 4000 },
  ],
};

const steelString: GuitarString = {
  sampleRate: 25000,
  pluckSeconds: 0.19,
  position: 0.19,
  level: resonant(woodenBody, below(3800, 9, above(110, 6, slope(3)))),
  decaySeconds: 3.2,
  brightDecaySeconds: 1.3,
  bursts: [
    { level: 0.5, decaySeconds: 0.05, lowHz: 80, highHz: 500 },
    { level: 0.6, decaySeconds: 0.015, lowHz: 2000, highHz: 8000 },
  ],
};

const jazzString: GuitarString = {
  sampleRate: 22050,
  pluckSeconds: 0.17,
  position: 0.3,
  level: below(1300, 12, above(80, 6, slope(4))),
  decaySeconds: 4,
  brightDecaySeconds: 0.5,
  bursts: [{ level: 0.25, decaySeconds: 0.03, lowHz: 150, highHz: 1500 }],
};

const cleanString: GuitarString = {
  sampleRate: 22050,
  pluckSeconds: 0.18,
  position: 0.14,
  level: below(3300, 12, above(120, 6, slope(3.5))),
  decaySeconds: 5,
  brightDecaySeconds: 1.4,
  bursts: [{ level: 0.3, decaySeconds: 0.012, lowHz: 1200, highHz: 5000 }],
};

const mutedString: GuitarString = {
  sampleRate: 22050,
  pluckSeconds: 0.14,
  position: 0.11,
  level: below(2200, 9, above(110, 6, slope(4))),
  decaySeconds: 0.8,
  brightDecaySeconds: 0.16,
  bursts: [{ level: 0.9, decaySeconds: 0.03, lowHz: 200, highHz: 1800 }],
};

const drivenString: GuitarString = {
  sampleRate: 22050,
  pluckSeconds: 0.12,
  position: 0.16,
  level: below(2500, 9, above(150, 6, slope(4))),
  decaySeconds: 5,
  brightDecaySeconds: 1.6,
  bursts: [{ level: 0.4, decaySeconds: 0.02, lowHz: 500, highHz: 4000 }],
};

const harmonics: WaveSet = {
  name: 'guitar harmonics',
  keys: [55, 74],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 22050,
      strikeSeconds: 0.14,
      loopSeconds: 0,
      bodyDecaySeconds: decaySecondsAtKey(acousticVolume, note.key),
      riseSeconds: 0.003,
      partials: [1, 0.4, 0.22, 0.1, 0.06, 0.03].map((level, index) => ({
        ratio: index + 1,
        level,
        decaySeconds: 4 / (index + 1),
        beat: { hz: 1.3, depth: 0.15 },
      })),
      bursts: [{ level: 0.3, decaySeconds: 0.03, lowHz: 500, highHz: 5000 }],
    }),
};

const nylonGuitar = guitar('nylon guitar', [42, 53, 64, 76], nylonString, acousticVolume);
const steelGuitar = guitar('steel guitar', [42, 53, 64, 76], steelString, acousticVolume);
const jazzGuitar = guitar('jazz guitar', [44, 58, 72], jazzString, electricVolume);
const cleanGuitar = guitar('clean guitar', [44, 58, 72], cleanString, electricVolume);
const mutedGuitar = guitar('muted guitar', [45, 63], mutedString, mutedVolume);
const overdrivenGuitar = driven('overdriven guitar', [43, 57, 71], drivenString, {
  drive: 4,
  bias: 0.35,
  lowHz: 90,
  highHz: 4200,
});
const distortedGuitar = driven('distorted guitar', [43, 57, 71], drivenString, {
  drive: 26,
  bias: 0.2,
  lowHz: 100,
  highHz: 5600,
});

const fingerVibrato: Vibrato = { hz: 5.2, delaySeconds: 0.5, cents: 0, wheelCents: 40 };

export const guitars: readonly Program[] = [
  {
    name: 'Acoustic Guitar (nylon)',
    voice: {
      waves: nylonGuitar,
      volume: acousticVolume,
      modulation: { decaySeconds: 3 },
      filter: { cutoffHz: 1400, keyTracking: 0.4, velocityOctaves: 2.6, modulationOctaves: 1.8 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Acoustic Guitar (steel)',
    voice: {
      waves: steelGuitar,
      volume: acousticVolume,
      modulation: { decaySeconds: 4 },
      filter: { cutoffHz: 2400, keyTracking: 0.4, velocityOctaves: 2.6, modulationOctaves: 1.6 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Electric Guitar (jazz)',
    voice: {
      waves: jazzGuitar,
      volume: electricVolume,
      filter: { cutoffHz: 2100, keyTracking: 0.4, velocityOctaves: 2.5 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Electric Guitar (clean)',
    voice: {
      waves: cleanGuitar,
      volume: electricVolume,
      filter: { cutoffHz: 4500, keyTracking: 0.2, velocityOctaves: 2.6 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Electric Guitar (muted)',
    voice: { waves: mutedGuitar, volume: mutedVolume, filter: { cutoffHz: 3500, velocityOctaves: 2.4 } },
  },
  {
    name: 'Overdriven Guitar',
    voice: {
      waves: overdrivenGuitar,
      volume: drivenVolume,
      filter: { cutoffHz: 5500, velocityOctaves: 1.6 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Distortion Guitar',
    voice: {
      waves: distortedGuitar,
      volume: drivenVolume,
      filter: { cutoffHz: 7000, velocityOctaves: 1.3 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Guitar Harmonics',
    voice: {
      waves: harmonics,
      volume: acousticVolume,
      filter: { cutoffHz: 5000, keyTracking: 0.5, velocityOctaves: 2.6 },
    },
  },
];
