/** Waves of the drum set proper: bass drums, snares, toms, hi-hats, cymbals. */
import { type Mode, plateModes, recordPercussion } from '../models/percussion.ts';
import { recordStruck } from '../models/struck.ts';
import { gainOfDb } from '../sound/decibels.ts';
import type { NoiseBurst } from '../sound/noise-burst.ts';
import type { VolumeEnvelope, WaveSet } from '../voice.ts';
import { drumKeys } from './drum-hit.ts';

const beater: NoiseBurst = { level: 0.9, decaySeconds: 0.02, lowHz: 1200, highHz: 5000 };

export const deepBassDrum: WaveSet = {
  name: 'bass drum deep',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 22050,
      seconds: 0.32,
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
      seconds: 0.25,
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
      sampleRate: 26000,
      seconds: 0.27,
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
      sampleRate: 26000,
      seconds: 0.23,
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
      sampleRate: 25000,
      seconds: 0.11,
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
export const floorTom: WaveSet = tom('tom floor', 78, 0.4);
export const middleTom: WaveSet = tom('tom middle', 112, 0.34);
export const highTom: WaveSet = tom('tom high', 162, 0.3);

/** Modes of a thin plate, struck hard: so many that they are a hiss with a colour. */
interface Cymbal {
  readonly name: string;
  readonly sampleRate: number;
  readonly strikeSeconds: number;
  readonly loopSeconds: number;
  /** Seconds to fall by 60 dB, lowest and highest mode. */
  readonly decaySeconds: number;
  readonly highDecaySeconds: number;
  readonly count: number;
  readonly lowHz: number;
  readonly highHz: number;
  /** Modes that are heard singly: frequency, level, decay. */
  readonly ping?: readonly (readonly [hz: number, level: number, decaySeconds: number])[];
  readonly bursts: readonly NoiseBurst[];
}

function cymbal({ name, sampleRate, strikeSeconds, loopSeconds, bursts, ping = [], ...plate }: Cymbal): WaveSet {
  return {
    name,
    keys: drumKeys,
    record: (note) =>
      recordStruck(note, {
        sampleRate,
        strikeSeconds,
        loopSeconds,
        bodyDecaySeconds: plate.decaySeconds,
        riseSeconds: 0.0008,
        partials: [
          ...plateModes(note.random, { ...plate, db: 0 }).map((mode) => ({
            ratio: mode.hz / note.frequencyHz,
            level: gainOfDb(mode.db),
            decaySeconds: mode.decaySeconds,
          })),
          ...ping.map(([hz, level, decaySeconds]) => ({ ratio: hz / note.frequencyHz, level, decaySeconds })),
        ],
        bursts,
      }),
  };
}

/** What is left of a cymbal when the key is let go rings on as it did. */
function ringing(decaySeconds: number): VolumeEnvelope {
  return { decaySeconds, releaseSeconds: decaySeconds };
}

export const closedHat: WaveSet = {
  name: 'hi-hat closed',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 30000,
      seconds: 0.11,
      modes: plateModes(note.random, {
        count: 60,
        lowHz: 3200,
        highHz: 13000,
        db: -16,
        decaySeconds: 0.1,
        highDecaySeconds: 0.08,
      }),
      bursts: [{ level: 1.1, decaySeconds: 0.06, lowHz: 6000, highHz: 13000 }],
    }),
};

export const pedalHat: WaveSet = {
  name: 'hi-hat pedal',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 26000,
      seconds: 0.12,
      modes: plateModes(note.random, {
        count: 50,
        lowHz: 2200,
        highHz: 11500,
        db: -16,
        decaySeconds: 0.11,
        highDecaySeconds: 0.06,
      }),
      bursts: [
        { level: 0.5, decaySeconds: 0.05, lowHz: 3500, highHz: 10000 },
        { level: 0.7, decaySeconds: 0.03, lowHz: 300, highHz: 1200 },
      ],
      riseSeconds: 0.003,
    }),
};

export const openHat: WaveSet = cymbal({
  name: 'hi-hat open',
  sampleRate: 30000,
  strikeSeconds: 0.09,
  loopSeconds: 0.15,
  decaySeconds: 0.75,
  highDecaySeconds: 0.55,
  count: 80,
  lowHz: 2800,
  highHz: 13300,
  bursts: [{ level: 9, decaySeconds: 0.25, lowHz: 6000, highHz: 13000 }],
});
export const openHatVolume: VolumeEnvelope = ringing(0.75);

export const crash: WaveSet = cymbal({
  name: 'cymbal crash',
  sampleRate: 26000,
  strikeSeconds: 0.28,
  loopSeconds: 0.22,
  decaySeconds: 2.4,
  highDecaySeconds: 1.2,
  count: 130,
  lowHz: 380,
  highHz: 11500,
  bursts: [
    { level: 14, decaySeconds: 0.7, lowHz: 3500, highHz: 12000 },
    { level: 9, decaySeconds: 0.2, lowHz: 700, highHz: 4000 },
  ],
});
export const crashVolume: VolumeEnvelope = ringing(2.4);
export const splashVolume: VolumeEnvelope = ringing(0.7);

export const chinese: WaveSet = cymbal({
  name: 'cymbal chinese',
  sampleRate: 24000,
  strikeSeconds: 0.2,
  loopSeconds: 0.22,
  decaySeconds: 1.3,
  highDecaySeconds: 1,
  count: 90,
  lowHz: 520,
  highHz: 8500,
  bursts: [{ level: 18, decaySeconds: 0.4, lowHz: 1800, highHz: 8000 }],
});
export const chineseVolume: VolumeEnvelope = ringing(1.3);

export const ride: WaveSet = cymbal({
  name: 'cymbal ride',
  sampleRate: 25000,
  strikeSeconds: 0.14,
  loopSeconds: 0.24,
  decaySeconds: 2.2,
  highDecaySeconds: 1.5,
  count: 90,
  lowHz: 420,
  highHz: 11000,
  ping: [
    [3150, 9, 0.5],
    [4480, 7, 0.4],
    [5320, 5, 0.4],
  ],
  bursts: [{ level: 8, decaySeconds: 0.03, lowHz: 3000, highHz: 12000 }],
});
export const rideVolume: VolumeEnvelope = ringing(2.2);

export const rideBell: WaveSet = cymbal({
  name: 'cymbal ride bell',
  sampleRate: 24000,
  strikeSeconds: 0.16,
  loopSeconds: 0.12,
  decaySeconds: 1.5,
  highDecaySeconds: 1,
  count: 50,
  lowHz: 500,
  highHz: 10000,
  ping: [
    [830, 14, 1.5],
    [1480, 20, 1.4],
    [2210, 25, 1.1],
    [3290, 16, 0.8],
    [4870, 10, 0.6],
  ],
  bursts: [{ level: 10, decaySeconds: 0.015, lowHz: 2500, highHz: 10000 }],
});
export const rideBellVolume: VolumeEnvelope = ringing(1.5);

export const triangle: WaveSet = cymbal({
  name: 'triangle',
  sampleRate: 27000,
  strikeSeconds: 0.1,
  loopSeconds: 0.06,
  decaySeconds: 2,
  highDecaySeconds: 1,
  count: 8,
  lowHz: 3000,
  highHz: 11500,
  ping: [
    [1640, 3, 1.6],
    [4020, 10, 2],
    [5160, 7, 1.8],
    [6680, 6, 1.5],
    [8830, 4.5, 1.1],
    [10700, 3.5, 0.9],
  ],
  bursts: [{ level: 3, decaySeconds: 0.012, lowHz: 1200, highHz: 9000 }],
});
export const triangleVolume: VolumeEnvelope = ringing(2);

/** A row of small bells that the stick runs along. */
export const bellTree: WaveSet = cymbal({
  name: 'bell tree',
  sampleRate: 24000,
  strikeSeconds: 0.34,
  loopSeconds: 0.08,
  decaySeconds: 1.6,
  highDecaySeconds: 1,
  count: 30,
  lowHz: 2200,
  highHz: 10500,
  bursts: [0, 1, 2, 3, 4, 5, 6].map((bell) => ({
    level: 9,
    decaySeconds: 0.03,
    lowHz: 2200 + 900 * bell,
    highHz: 3000 + 1100 * bell,
    delaySeconds: 0.045 * bell,
  })),
});
export const bellTreeVolume: VolumeEnvelope = { attackSeconds: 0.15, ...ringing(1.6) };
