/** Programs 112…119: tinkle bell, agogo, steel drums, woodblock, taiko, toms, reverse cymbal. */
import { type Mode, plateModes, recordPercussion } from '../models/percussion.ts';
import { recordStruck } from '../models/struck.ts';
import type { Recorder } from '../sound/recording.ts';
import { decaySecondsAtKey, type Program, type VolumeEnvelope, type WaveSet } from '../voice.ts';

const bellVolume: VolumeEnvelope = { decaySeconds: 2.6, keysPerHalving: 30, releaseSeconds: 0.9 };
const panVolume: VolumeEnvelope = { decaySeconds: 2.4, keysPerHalving: 22, releaseSeconds: 0.5 };
/** What was hit rings on after the key is let go. */
export const ringOn: VolumeEnvelope = { releaseSeconds: 8 };

function metal(
  name: string,
  keys: readonly number[],
  volume: VolumeEnvelope,
  bars: readonly (readonly [ratio: number, level: number, decaySeconds: number])[],
  clickLevel: number,
): WaveSet {
  return {
    name,
    keys,
    record: (note) =>
      recordStruck(note, {
        sampleRate: 24000,
        strikeSeconds: 0.15,
        loopSeconds: 0.03,
        bodyDecaySeconds: decaySecondsAtKey(volume, note.key),
        riseSeconds: 0.001,
        partials: bars.map(([ratio, level, decaySeconds]) => ({ ratio, level, decaySeconds })),
        bursts: [{ level: clickLevel, decaySeconds: 0.02, lowHz: 700, highHz: 8000 }],
      }),
  };
}

const tinkleBell = metal(
  'tinkle bell',
  [64, 84],
  bellVolume,
  [
    [1, 1, 2.4],
    [2.4, 0.5, 1.4],
    [4.1, 0.6, 1],
    [6.3, 0.4, 0.7],
    [8.2, 0.2, 0.4],
  ],
  0.2,
);
const agogo = metal(
  'agogo',
  [68],
  { decaySeconds: 0.9, releaseSeconds: 0.6 },
  [
    [1, 1, 0.8],
    [1.48, 0.25, 0.5],
    [2.42, 0.6, 0.5],
    [3.9, 0.35, 0.3],
    [5.6, 0.25, 0.15],
  ],
  0.8,
);
/** Partials of a pan are tuned: octave, twelfth, and a shimmer where they couple. */
const steelPan = metal(
  'steel drums',
  [54, 72],
  panVolume,
  [
    [1, 1, 1.8],
    [2, 0.75, 1.6],
    [3.01, 0.35, 0.9],
    [4.02, 0.3, 0.6],
    [5.2, 0.14, 0.3],
    [6.9, 0.1, 0.2],
  ],
  0.6,
);

/** A drum that is played by keys: everything in it moves with the note. */
function tuned(name: string, keys: readonly number[], record: Recorder): WaveSet {
  return { name, keys, record };
}

const woodblock = tuned('woodblock', [69], (note) =>
  recordPercussion(note, {
    sampleRate: 28000,
    seconds: 0.2,
    modes: [
      { hz: 2 * note.frequencyHz, db: 0, decaySeconds: 0.12 },
      { hz: 3.4 * note.frequencyHz, db: -8, decaySeconds: 0.07 },
      { hz: 5.1 * note.frequencyHz, db: -14, decaySeconds: 0.04 },
    ],
    bursts: [{ level: 0.6, decaySeconds: 0.012, lowHz: 600, highHz: 6000 }],
  }),
);

/** Modes of a skin, sinking as the blow's tension goes. */
function skinModes(hz: number, decaySeconds: number, glideRatio: number, glideSeconds: number): Mode[] {
  const glide = { ratio: glideRatio, seconds: glideSeconds };
  return [
    { hz, db: 0, decaySeconds, glide },
    { hz: 1.59 * hz, db: -9, decaySeconds: 0.6 * decaySeconds, glide },
    { hz: 2.14 * hz, db: -14, decaySeconds: 0.4 * decaySeconds, glide },
    { hz: 2.3 * hz, db: -17, decaySeconds: 0.35 * decaySeconds, glide },
    { hz: 2.92 * hz, db: -20, decaySeconds: 0.25 * decaySeconds, glide },
  ];
}

const taiko = tuned('taiko drum', [54], (note) =>
  recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.38,
    modes: skinModes(0.42 * note.frequencyHz, 1.3, 1.25, 0.12),
    bursts: [
      { level: 2.5, decaySeconds: 0.18, lowHz: 50, highHz: 300 },
      { level: 0.9, decaySeconds: 0.06, lowHz: 400, highHz: 2500 },
    ],
  }),
);
const melodicTom = tuned('melodic tom', [57], (note) =>
  recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.34,
    modes: skinModes(0.5 * note.frequencyHz, 0.8, 1.35, 0.1),
    bursts: [
      { level: 0.5, decaySeconds: 0.08, lowHz: 150, highHz: 900 },
      { level: 0.5, decaySeconds: 0.02, lowHz: 1000, highHz: 6000 },
    ],
  }),
);
const synthDrum = tuned('synth drum', [57], (note) =>
  recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.34,
    modes: [
      { hz: 0.5 * note.frequencyHz, db: 0, decaySeconds: 0.9, glide: { ratio: 3.2, seconds: 0.28 } },
      { hz: note.frequencyHz, db: -14, decaySeconds: 0.4, glide: { ratio: 3.2, seconds: 0.28 } },
    ],
    bursts: [{ level: 0.5, decaySeconds: 0.05, lowHz: 1500, highHz: 8000 }],
    drive: 1.5,
  }),
);

const reverseCymbal = tuned('reverse cymbal', [60], (note) => {
  const forwards = recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.6,
    modes: plateModes(note.random, {
      count: 120,
      lowHz: 350,
      highHz: 11000,
      db: -14,
      decaySeconds: 2.4,
      highDecaySeconds: 1.2,
    }),
    bursts: [{ level: 1.2, decaySeconds: 1.4, lowHz: 2500, highHz: 10000 }],
  });
  return { ...forwards, samples: forwards.samples.reverse() };
});

const hard = { cutoffHz: 7000, keyTracking: 0.3, velocityOctaves: 2.6 };

export const percussive: readonly Program[] = [
  { name: 'Tinkle Bell', voice: { waves: tinkleBell, volume: bellVolume, filter: { ...hard, cutoffHz: 15000 } } },
  { name: 'Agogo', voice: { waves: agogo, volume: { decaySeconds: 0.9, releaseSeconds: 0.6 }, filter: hard } },
  { name: 'Steel Drums', voice: { waves: steelPan, volume: panVolume, filter: hard } },
  { name: 'Woodblock', voice: { waves: woodblock, volume: ringOn, filter: hard } },
  { name: 'Taiko Drum', voice: { waves: taiko, volume: ringOn, filter: { ...hard, cutoffHz: 7000 } } },
  { name: 'Melodic Tom', voice: { waves: melodicTom, volume: ringOn, filter: hard } },
  { name: 'Synth Drum', voice: { waves: synthDrum, volume: ringOn, filter: hard } },
  {
    name: 'Reverse Cymbal',
    voice: { waves: reverseCymbal, volume: { releaseSeconds: 0.5 }, filter: { cutoffHz: 14000 } },
  },
];
