/** Programs 48…55: string and voice ensembles, orchestra hit. */
import { recordMassed } from '../models/massed.ts';
import { type Mode, recordPercussion } from '../models/percussion.ts';
import { dbOfGain } from '../sound/decibels.ts';
import type { Random } from '../sound/random.ts';
import { above, band, below, type Resonance, resonanceGain, resonant, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, VolumeEnvelope, WaveSet } from '../voice.ts';

/** Also played tremolo, and slowly. */
export const stringSection: WaveSet = {
  name: 'string section',
  keys: [40, 53, 66, 79],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 23000,
      loopFrames: note.key > 75 ? 4096 : 8192,
      level: resonant(
        [
          { hz: 300, widthHz: 150, db: 3 },
          { hz: 550, widthHz: 300, db: 4 },
          { hz: 2400, widthHz: 1800, db: 7 },
        ],
        above(220, 7, below(4200, 9, slope(4.5))),
      ),
      spreadCents: 11,
      focus: 0.78,
      breath: { level: 0.03, shape: band(3000, 4) },
    }),
};

/** Also the warm and the soundtrack pad. */
export const synthStrings: WaveSet = {
  name: 'synth strings',
  keys: [46, 67],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 23000,
      loopFrames: 8192,
      level: above(120, 6, slope(6)),
      spreadCents: 9,
      focus: 0.74,
    }),
};

/** Throats of one vowel. */
interface Vowel {
  readonly name: string;
  readonly formants: readonly Resonance[];
  readonly keys: readonly number[];
  readonly spreadCents: number;
  readonly focus: number;
  readonly breathLevel: number;
}

function choir({ name, formants, keys, spreadCents, focus, breathLevel }: Vowel): WaveSet {
  return {
    name,
    keys,
    record: (note) => {
      const throat = formants.map((formant) => ({ ...formant, hz: formant.hz * 2 ** ((note.key - 62) / 150) }));
      return recordMassed(note, {
        sampleRate: 22050,
        loopFrames: note.key > 65 ? 4096 : 8192,
        level: (number, hz) => slope(8)(number, hz) * resonanceGain(throat, hz),
        spreadCents,
        focus,
        breath: { level: breathLevel, shape: (hz) => Math.min(1, hz / 1500) * (resonanceGain(throat, hz) - 0.6) },
      });
    },
  };
}

const choirAah = choir({
  name: 'choir aah',
  formants: [
    { hz: 730, widthHz: 160, db: 22 },
    { hz: 1150, widthHz: 200, db: 20 },
    { hz: 2700, widthHz: 350, db: 17 },
    { hz: 3400, widthHz: 450, db: 15 },
  ],
  keys: [48, 60, 72],
  spreadCents: 13,
  focus: 0.78,
  breathLevel: 0.05,
});
const choirOoh = choir({
  name: 'choir ooh',
  formants: [
    { hz: 370, widthHz: 140, db: 22 },
    { hz: 820, widthHz: 180, db: 14 },
    { hz: 2500, widthHz: 400, db: 4 },
  ],
  keys: [52, 68],
  spreadCents: 10,
  focus: 0.78,
  breathLevel: 0.06,
});
/** Also the ground of the choir pad. */
export const synthVoice: WaveSet = choir({
  name: 'synth voice',
  formants: [
    { hz: 560, widthHz: 260, db: 27 },
    { hz: 1300, widthHz: 350, db: 28 },
    { hz: 2800, widthHz: 600, db: 27 },
  ],
  keys: [48, 67],
  spreadCents: 6,
  focus: 0.85,
  breathLevel: 0.03,
});

/** The whole orchestra on one chord: root, octaves and fifth at once, with drums under it. */
const orchestraHit: WaveSet = {
  name: 'orchestra hit',
  keys: [57],
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 22050,
      seconds: 0.4,
      modes: [0.5, 1, 1.5, 2, 3, 4].flatMap((ratio) => hitModes(ratio * note.frequencyHz, note.random)),
      bursts: [
        { level: 2, decaySeconds: 0.25, lowHz: 60, highHz: 400 },
        { level: 1.4, decaySeconds: 0.12, lowHz: 800, highHz: 6000 },
      ],
      riseSeconds: 0.012,
    }),
};

function hitModes(fundamentalHz: number, random: Random): Mode[] {
  const brass = below(2600, 9, slope(4.5));
  return Array.from({ length: 48 }, (_, index) => {
    const number = 1 + (index >> 1);
    const hz = number * fundamentalHz * 2 ** ((7 * random.gaussian()) / 1200);
    return { hz, db: dbOfGain(brass(number, hz)) - 6, decaySeconds: 1.1 / (1 + hz / 4000) };
  });
}

const sectionVolume: VolumeEnvelope = { attackSeconds: 0.07, releaseSeconds: 0.45 };
const choirVibrato: Vibrato = { hz: 5.2, delaySeconds: 0.35, cents: 5, wheelCents: 35 };

export const ensembles: readonly Program[] = [
  {
    name: 'String Ensemble 1',
    voice: {
      waves: stringSection,
      volume: sectionVolume,
      filter: { cutoffHz: 6000, velocityOctaves: 2.6 },
      vibrato: { ...choirVibrato, cents: 4 },
    },
  },
  {
    name: 'String Ensemble 2',
    voice: {
      waves: stringSection,
      volume: { attackSeconds: 0.28, releaseSeconds: 0.7 },
      filter: { cutoffHz: 2600, keyTracking: 0.3, velocityOctaves: 1.5 },
      vibrato: { ...choirVibrato, cents: 4 },
    },
  },
  {
    name: 'SynthStrings 1',
    voice: {
      waves: synthStrings,
      volume: { attackSeconds: 0.06, releaseSeconds: 0.5 },
      filter: { cutoffHz: 5000, velocityOctaves: 2 },
      vibrato: { ...choirVibrato, cents: 3 },
    },
  },
  {
    name: 'SynthStrings 2',
    voice: {
      waves: synthStrings,
      volume: { attackSeconds: 0.35, releaseSeconds: 0.9 },
      modulation: { attackSeconds: 0.8 },
      filter: { cutoffHz: 1500, keyTracking: 0.4, velocityOctaves: 1, modulationOctaves: 1.3, resonanceDb: 2 },
      vibrato: { ...choirVibrato, cents: 3 },
    },
  },
  {
    name: 'Choir Aahs',
    voice: {
      waves: choirAah,
      volume: { attackSeconds: 0.12, releaseSeconds: 0.4 },
      filter: { cutoffHz: 4500, velocityOctaves: 2.2 },
      vibrato: choirVibrato,
    },
  },
  {
    name: 'Voice Oohs',
    voice: {
      waves: choirOoh,
      volume: { attackSeconds: 0.1, releaseSeconds: 0.35 },
      filter: { cutoffHz: 3500, velocityOctaves: 1.6 },
      vibrato: choirVibrato,
    },
  },
  {
    name: 'Synth Voice',
    voice: {
      waves: synthVoice,
      volume: { attackSeconds: 0.08, releaseSeconds: 0.4 },
      filter: { cutoffHz: 4500, velocityOctaves: 2.2 },
      vibrato: choirVibrato,
    },
  },
  {
    name: 'Orchestra Hit',
    voice: { waves: orchestraHit, volume: { releaseSeconds: 0.4 }, filter: { cutoffHz: 11000, velocityOctaves: 1.5 } },
  },
];
