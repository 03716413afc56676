/** Waves of the drum set proper: bass drums, snares, toms, hi-hats, cymbals. */
import { type Mode, plateModes, recordPercussion } from '../models/percussion.ts';
import type { NoiseBurst } from '../sound/noise-burst.ts';
import type { WaveSet } from '../voice.ts';
import { drumKeys } from './drum-hit.ts';

const beater: NoiseBurst = { level: 0.9, decaySeconds: 0.02, lowHz: 1200, highHz: 5000 };

export const deepBassDrum: WaveSet = {
  name: 'bass drum deep',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 22050,
      seconds: 0.42,
      modes: [
        { hz: 48, db: 0, decaySeconds: 0.5, glide: { ratio: 1.9, seconds: 0.09 } },
        { hz: 92, db: -10, decaySeconds: 0.25, glide: { ratio: 1.5, seconds: 0.06 } },
      ],
      bursts: [
        { ...beater, level: 0.5 },
        { level: 1, decaySeconds: 0.09, lowHz: 60, highHz: 350 },
      ],
    }),
};

export const tightBassDrum: WaveSet = {
  name: 'bass drum tight',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 22050,
      seconds: 0.32,
      modes: [
        { hz: 56, db: 0, decaySeconds: 0.33, glide: { ratio: 2.8, seconds: 0.07 } },
        { hz: 118, db: -9, decaySeconds: 0.15, glide: { ratio: 1.8, seconds: 0.05 } },
      ],
      bursts: [beater, { level: 0.9, decaySeconds: 0.05, lowHz: 100, highHz: 600 }],
      drive: 1.2,
    }),
};

/** Two heads and the wires under them. */
function snareModes(hz: number, decaySeconds: number): Mode[] {
  const glide = { ratio: 1.25, seconds: 0.03 };
  return [
    { hz, db: -2, decaySeconds, glide },
    { hz: 1.83 * hz, db: -5, decaySeconds: 0.8 * decaySeconds, glide },
    { hz: 2.41 * hz, db: -12, decaySeconds: 0.5 * decaySeconds, glide },
    { hz: 3.2 * hz, db: -15, decaySeconds: 0.35 * decaySeconds, glide },
  ];
}

export const acousticSnare: WaveSet = {
  name: 'snare acoustic',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 30000,
      seconds: 0.34,
      modes: snareModes(186, 0.24),
      bursts: [
        { level: 1.3, decaySeconds: 0.015, lowHz: 900, highHz: 9000 },
        { level: 1.1, decaySeconds: 0.26, lowHz: 1600, highHz: 9500 },
        { level: 0.6, decaySeconds: 0.14, lowHz: 300, highHz: 1600 },
      ],
    }),
};

export const electricSnare: WaveSet = {
  name: 'snare electric',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 30000,
      seconds: 0.3,
      modes: snareModes(212, 0.17),
      bursts: [
        { level: 1.6, decaySeconds: 0.02, lowHz: 700, highHz: 8000 },
        { level: 1.5, decaySeconds: 0.24, lowHz: 900, highHz: 7000 },
      ],
      drive: 1.6,
    }),
};

export const sideStick: WaveSet = {
  name: 'side stick',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 28000,
      seconds: 0.13,
      modes: [
        { hz: 480, db: -6, decaySeconds: 0.05 },
        { hz: 1120, db: 0, decaySeconds: 0.07 },
        { hz: 1750, db: -3, decaySeconds: 0.06 },
        { hz: 2900, db: -9, decaySeconds: 0.04 },
      ],
      bursts: [{ level: 1, decaySeconds: 0.012, lowHz: 1200, highHz: 9000 }],
    }),
};

function tom(name: string, hz: number, seconds: number): WaveSet {
  const glide = { ratio: 1.3, seconds: 0.11 };
  return {
    name,
    keys: drumKeys,
    record: (note) =>
      recordPercussion(note, {
        sampleRate: 22050,
        seconds,
        modes: [
          { hz, db: 0, decaySeconds: 1.1 * seconds, glide },
          { hz: 1.59 * hz, db: -8, decaySeconds: 0.6 * seconds, glide },
          { hz: 2.14 * hz, db: -13, decaySeconds: 0.4 * seconds, glide },
          { hz: 2.92 * hz, db: -18, decaySeconds: 0.25 * seconds, glide },
        ],
        bursts: [
          { level: 0.6, decaySeconds: 0.07, lowHz: 150, highHz: 900 },
          { level: 0.5, decaySeconds: 0.018, lowHz: 1000, highHz: 6000 },
        ],
      }),
  };
}

/** Each serves two neighbouring drums. */
export const floorTom: WaveSet = tom('tom floor', 78, 0.62);
export const middleTom: WaveSet = tom('tom middle', 112, 0.54);
export const highTom: WaveSet = tom('tom high', 162, 0.46);

const hatPlate = { count: 70, lowHz: 3200, highHz: 13500, db: -16 };

export const closedHat: WaveSet = {
  name: 'hi-hat closed',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 32000,
      seconds: 0.13,
      modes: plateModes(note.random, { ...hatPlate, decaySeconds: 0.1, highDecaySeconds: 0.08 }),
      bursts: [{ level: 1.1, decaySeconds: 0.06, lowHz: 6000, highHz: 13000 }],
    }),
};

export const pedalHat: WaveSet = {
  name: 'hi-hat pedal',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 30000,
      seconds: 0.14,
      modes: plateModes(note.random, { ...hatPlate, lowHz: 2200, decaySeconds: 0.11, highDecaySeconds: 0.06 }),
      bursts: [
        { level: 0.5, decaySeconds: 0.05, lowHz: 3500, highHz: 10000 },
        { level: 0.7, decaySeconds: 0.03, lowHz: 300, highHz: 1200 },
      ],
      riseSeconds: 0.003,
    }),
};

export const openHat: WaveSet = {
  name: 'hi-hat open',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 32000,
      seconds: 0.62,
      modes: plateModes(note.random, { ...hatPlate, lowHz: 2800, decaySeconds: 0.9, highDecaySeconds: 0.65 }),
      bursts: [{ level: 1, decaySeconds: 0.6, lowHz: 6000, highHz: 13000 }],
    }),
};

export const crash: WaveSet = {
  name: 'cymbal crash',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 28000,
      seconds: 1.35,
      modes: plateModes(note.random, {
        count: 130,
        lowHz: 380,
        highHz: 12000,
        db: -16,
        decaySeconds: 2.6,
        highDecaySeconds: 1.3,
      }),
      bursts: [
        { level: 1.6, decaySeconds: 1, lowHz: 3500, highHz: 12000 },
        { level: 0.9, decaySeconds: 0.2, lowHz: 700, highHz: 4000 },
      ],
    }),
};

export const chinese: WaveSet = {
  name: 'cymbal chinese',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 26000,
      seconds: 0.95,
      modes: plateModes(note.random, {
        count: 90,
        lowHz: 520,
        highHz: 9000,
        db: -13,
        decaySeconds: 1.3,
        highDecaySeconds: 0.9,
      }),
      bursts: [{ level: 1.5, decaySeconds: 0.6, lowHz: 1800, highHz: 8000 }],
      drive: 1.5,
    }),
};

const ridePing: readonly Mode[] = [
  { hz: 3150, db: -4, decaySeconds: 0.5 },
  { hz: 4480, db: -6, decaySeconds: 0.4 },
  { hz: 5320, db: -9, decaySeconds: 0.4 },
];

export const ride: WaveSet = {
  name: 'cymbal ride',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 28000,
      seconds: 1.1,
      modes: [
        ...ridePing,
        ...plateModes(note.random, {
          count: 90,
          lowHz: 420,
          highHz: 11500,
          db: -22,
          decaySeconds: 2.4,
          highDecaySeconds: 1.4,
        }),
      ],
      bursts: [{ level: 0.5, decaySeconds: 0.03, lowHz: 3000, highHz: 12000 }],
    }),
};

export const rideBell: WaveSet = {
  name: 'cymbal ride bell',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 26000,
      seconds: 0.9,
      modes: [
        { hz: 830, db: -5, decaySeconds: 1.6 },
        { hz: 1480, db: -2, decaySeconds: 1.5 },
        { hz: 2210, db: 0, decaySeconds: 1.2 },
        { hz: 3290, db: -4, decaySeconds: 0.9 },
        { hz: 4870, db: -8, decaySeconds: 0.7 },
        ...plateModes(note.random, {
          count: 50,
          lowHz: 500,
          highHz: 10000,
          db: -28,
          decaySeconds: 1.6,
          highDecaySeconds: 1,
        }),
      ],
      bursts: [{ level: 0.4, decaySeconds: 0.015, lowHz: 2500, highHz: 10000 }],
    }),
};
