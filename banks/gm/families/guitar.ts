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
const mutedVolume: VolumeEnvelope = { decaySeconds: 0.55, keysPerHalving: 28, releaseSeconds: 0.12 };
const drivenVolume: VolumeEnvelope = { decaySeconds: 16, keysPerHalving: 36, releaseSeconds: 0.14 };

const woodenBody = [
  { hz: 105, widthHz: 40, db: 5 },
  { hz: 205, widthHz: 60, db: 6 },
  { hz: 410, widthHz: 150, db: 3 },
];

const nylonString: GuitarString = {
  sampleRate: 24000,
  pluckSeconds: 0.36,
  position: 0.27,
  level: resonant(woodenBody, below(1500, 9, above(90, 6, slope(3.5)))),
  decaySeconds: 2.8,
  brightDecaySeconds: 0.55,
  bursts: [
    { level: 0.8, decaySeconds: 0.06, lowHz: 80, highHz: 500 },
    { level: 0.3, decaySeconds: 0.02, lowHz: 900, highHz: 4000 },
  ],
};

const steelString: GuitarString = {
  sampleRate: 28000,
  pluckSeconds: 0.42,
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
  pluckSeconds: 0.3,
  position: 0.3,
  level: below(1300, 12, above(80, 6, slope(4))),
  decaySeconds: 4,
  brightDecaySeconds: 0.5,
  bursts: [{ level: 0.25, decaySeconds: 0.03, lowHz: 150, highHz: 1500 }],
};

const cleanString: GuitarString = {
  sampleRate: 24000,
  pluckSeconds: 0.38,
  position: 0.14,
  level: below(3300, 12, above(120, 6, slope(3.5))),
  decaySeconds: 5,
  brightDecaySeconds: 1.4,
  bursts: [{ level: 0.3, decaySeconds: 0.012, lowHz: 1200, highHz: 5000 }],
};

const mutedString: GuitarString = {
  sampleRate: 22050,
  pluckSeconds: 0.22,
  position: 0.11,
  level: below(2200, 9, above(110, 6, slope(4))),
  decaySeconds: 0.5,
  brightDecaySeconds: 0.12,
  bursts: [{ level: 0.9, decaySeconds: 0.03, lowHz: 200, highHz: 1800 }],
};

const drivenString: GuitarString = {
  sampleRate: 26000,
  pluckSeconds: 0.4,
  position: 0.16,
  level: below(2500, 9, above(150, 6, slope(4))),
  decaySeconds: 5,
  brightDecaySeconds: 1.6,
  bursts: [{ level: 0.4, decaySeconds: 0.02, lowHz: 500, highHz: 4000 }],
};

const harmonics: WaveSet = {
  name: 'guitar harmonics',
  keys: [52, 66, 80],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 24000,
      strikeSeconds: 0.3,
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

const nylonGuitar = guitar('nylon guitar', [41, 50, 59, 68, 79], nylonString, acousticVolume);
const steelGuitar = guitar('steel guitar', [41, 50, 59, 68, 79], steelString, acousticVolume);
const jazzGuitar = guitar('jazz guitar', [42, 53, 64, 76], jazzString, electricVolume);
const cleanGuitar = guitar('clean guitar', [42, 53, 64, 76], cleanString, electricVolume);
const mutedGuitar = guitar('muted guitar', [42, 56, 70], mutedString, mutedVolume);
const overdrivenGuitar = driven('overdriven guitar', [41, 52, 63, 76], drivenString, {
  drive: 4,
  bias: 0.35,
  lowHz: 90,
  highHz: 4200,
});
const distortedGuitar = driven('distorted guitar', [41, 52, 63, 76], drivenString, {
  drive: 22,
  bias: 0.2,
  lowHz: 100,
  highHz: 4800,
});

const fingerVibrato: Vibrato = { hz: 5.2, delaySeconds: 0.5, cents: 0, wheelCents: 40 };

export const guitars: readonly Program[] = [
  {
    name: 'Acoustic Guitar (nylon)',
    voice: {
      waves: nylonGuitar,
      volume: acousticVolume,
      modulation: { decaySeconds: 3 },
      filter: { cutoffHz: 2600, keyTracking: 0.3, velocityOctaves: 2.2, modulationOctaves: 1.8 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Acoustic Guitar (steel)',
    voice: {
      waves: steelGuitar,
      volume: acousticVolume,
      modulation: { decaySeconds: 4 },
      filter: { cutoffHz: 4500, keyTracking: 0.3, velocityOctaves: 2.2, modulationOctaves: 1.6 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Electric Guitar (jazz)',
    voice: {
      waves: jazzGuitar,
      volume: electricVolume,
      filter: { cutoffHz: 3500, keyTracking: 0.3, velocityOctaves: 2 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Electric Guitar (clean)',
    voice: {
      waves: cleanGuitar,
      volume: electricVolume,
      filter: { cutoffHz: 8000, velocityOctaves: 2 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Electric Guitar (muted)',
    voice: { waves: mutedGuitar, volume: mutedVolume, filter: { cutoffHz: 7000, velocityOctaves: 2 } },
  },
  {
    name: 'Overdriven Guitar',
    voice: {
      waves: overdrivenGuitar,
      volume: drivenVolume,
      filter: { cutoffHz: 9000, velocityOctaves: 1.2 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Distortion Guitar',
    voice: {
      waves: distortedGuitar,
      volume: drivenVolume,
      filter: { cutoffHz: 10000, velocityOctaves: 1 },
      vibrato: fingerVibrato,
    },
  },
  {
    name: 'Guitar Harmonics',
    voice: { waves: harmonics, volume: acousticVolume, filter: { cutoffHz: 12000, velocityOctaves: 2 } },
  },
];
