/** Programs 56…63: brass. */
import { recordBlown } from '../models/blown.ts';
import { recordMassed } from '../models/massed.ts';
import { above, band, below, type Resonance, resonant, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, VolumeEnvelope, WaveSet } from '../voice.ts';

/** A horn: where its partials are strongest and how they come in. */
interface Horn {
  readonly name: string;
  readonly keys: readonly number[];
  /** Up to here partials are about equally strong, blown loudly. */
  readonly cutoffHz: number;
  readonly dbPerOctave: number;
  readonly bell: readonly Resonance[];
  readonly speakSeconds: number;
  readonly speakSecondsPerKhz: number;
  readonly sampleRate: number;
}

function horn({
  name,
  keys,
  cutoffHz,
  dbPerOctave,
  bell,
  speakSeconds,
  speakSecondsPerKhz,
  sampleRate,
}: Horn): WaveSet {
  return {
    name,
    keys,
    record: (note) =>
      recordBlown(note, {
        sampleRate,
        loopFrames: 2048,
        onsetSeconds: 0.06,
        speakSeconds,
        speakSecondsPerKhz,
        level: resonant(bell, below(cutoffHz, dbPerOctave, slope(2))),
        tremble: 0.02,
        breath: { level: 0.012, chiff: 6, shape: band(1800, 3) },
        bursts: [{ level: 0.25, decaySeconds: 0.04, lowHz: 250, highHz: 2500, riseSeconds: 0.005 }],
      }),
  };
}

const trumpet = horn({
  name: 'trumpet',
  keys: [55, 66, 77],
  cutoffHz: 2000,
  dbPerOctave: 13,
  bell: [{ hz: 1300, widthHz: 900, db: 5 }],
  speakSeconds: 0.014,
  speakSecondsPerKhz: 0.011,
  sampleRate: 26000,
});
const trombone = horn({
  name: 'trombone',
  keys: [41, 53, 66],
  cutoffHz: 1900,
  dbPerOctave: 12,
  bell: [{ hz: 900, widthHz: 800, db: 6 }],
  speakSeconds: 0.02,
  speakSecondsPerKhz: 0.018,
  sampleRate: 22050,
});
const tuba = horn({
  name: 'tuba',
  keys: [33, 48],
  cutoffHz: 420,
  dbPerOctave: 11,
  bell: [{ hz: 230, widthHz: 200, db: 4 }],
  speakSeconds: 0.028,
  speakSecondsPerKhz: 0.03,
  sampleRate: 22050,
});
const mutedTrumpet = horn({
  name: 'muted trumpet',
  keys: [58, 73],
  cutoffHz: 5200,
  dbPerOctave: 14,
  bell: [
    { hz: 1700, widthHz: 600, db: 13 },
    { hz: 3400, widthHz: 1400, db: 12 },
  ],
  speakSeconds: 0.012,
  speakSecondsPerKhz: 0.006,
  sampleRate: 26000,
});
const frenchHorn = horn({
  name: 'french horn',
  keys: [47, 63],
  cutoffHz: 950,
  dbPerOctave: 12,
  bell: [{ hz: 420, widthHz: 300, db: 4 }],
  speakSeconds: 0.026,
  speakSecondsPerKhz: 0.025,
  sampleRate: 22050,
});

const brassSection: WaveSet = {
  name: 'brass section',
  keys: [50, 68],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 23000,
      loopFrames: 8192,
      level: resonant([{ hz: 1200, widthHz: 1000, db: 4 }], below(2400, 12, slope(2.5))),
      spreadCents: 7,
      focus: 0.75,
      breath: { level: 0.015, shape: band(2500, 3) },
    }),
};
/** Also the ground of the polysynth pad. */
export const sawBrass: WaveSet = {
  name: 'saw brass',
  keys: [46, 67],
  record: (note) =>
    recordMassed(note, {
      sampleRate: 26000,
      loopFrames: 8192,
      level: above(70, 6, slope(5.5)),
      spreadCents: 5,
      focus: 0.72,
    }),
};

const lipVolume: VolumeEnvelope = { attackSeconds: 0.012, releaseSeconds: 0.16 };
const lipVibrato: Vibrato = { hz: 5.3, delaySeconds: 0.45, cents: 5, wheelCents: 35 };

export const brass: readonly Program[] = [
  {
    name: 'Trumpet',
    voice: {
      waves: trumpet,
      volume: lipVolume,
      filter: { cutoffHz: 5000, keyTracking: 0.2, velocityOctaves: 3 },
      vibrato: lipVibrato,
    },
  },
  {
    name: 'Trombone',
    voice: {
      waves: trombone,
      volume: lipVolume,
      filter: { cutoffHz: 3600, keyTracking: 0.3, velocityOctaves: 3 },
      vibrato: { ...lipVibrato, cents: 4 },
    },
  },
  {
    name: 'Tuba',
    voice: {
      waves: tuba,
      volume: { ...lipVolume, attackSeconds: 0.02 },
      filter: { cutoffHz: 1900, keyTracking: 0.3, velocityOctaves: 2.6 },
      vibrato: { ...lipVibrato, cents: 2 },
    },
  },
  {
    name: 'Muted Trumpet',
    voice: {
      waves: mutedTrumpet,
      volume: lipVolume,
      filter: { cutoffHz: 7000, velocityOctaves: 2 },
      vibrato: lipVibrato,
    },
  },
  {
    name: 'French Horn',
    voice: {
      waves: frenchHorn,
      volume: { attackSeconds: 0.03, releaseSeconds: 0.25 },
      filter: { cutoffHz: 2600, keyTracking: 0.3, velocityOctaves: 3 },
      vibrato: { ...lipVibrato, cents: 2 },
    },
  },
  {
    name: 'Brass Section',
    voice: {
      waves: brassSection,
      volume: { attackSeconds: 0.03, releaseSeconds: 0.2 },
      modulation: { attackSeconds: 0.07, decaySeconds: 1.2, sustain: 0.75, releaseSeconds: 0.2 },
      filter: { cutoffHz: 1300, keyTracking: 0.3, velocityOctaves: 1.8, modulationOctaves: 2.5 },
      vibrato: { ...lipVibrato, cents: 3 },
    },
  },
  {
    name: 'SynthBrass 1',
    voice: {
      waves: sawBrass,
      volume: { attackSeconds: 0.015, releaseSeconds: 0.25 },
      modulation: { attackSeconds: 0.06, decaySeconds: 0.9, sustain: 0.45, releaseSeconds: 0.3 },
      filter: { cutoffHz: 900, keyTracking: 0.4, velocityOctaves: 1.4, modulationOctaves: 3, resonanceDb: 3 },
      vibrato: { ...lipVibrato, cents: 0 },
    },
  },
  {
    name: 'SynthBrass 2',
    voice: {
      waves: sawBrass,
      volume: { attackSeconds: 0.05, releaseSeconds: 0.4 },
      modulation: { attackSeconds: 0.16, decaySeconds: 1.6, sustain: 0.6, releaseSeconds: 0.5 },
      filter: { cutoffHz: 700, keyTracking: 0.4, velocityOctaves: 1.2, modulationOctaves: 2.4 },
      vibrato: { ...lipVibrato, cents: 3 },
    },
  },
];
