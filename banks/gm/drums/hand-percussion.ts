/** Waves of hand percussion: skins, wood, metal, and what is shaken or scraped. */
import { type Mode, plateModes, recordPercussion } from '../models/percussion.ts';
import type { NoiseBurst } from '../sound/noise-burst.ts';
import type { WaveSet } from '../voice.ts';
import { drumKeys } from './drum-hit.ts';

function skin(name: string, hz: number, seconds: number, slap: number): WaveSet {
  return {
    name,
    keys: drumKeys,
    record: (note) =>
      recordPercussion(note, {
        sampleRate: 22050,
        seconds,
        modes: [
          { hz, db: 0, decaySeconds: 1.1 * seconds, glide: { ratio: 1.08, seconds: 0.05 } },
          { hz: 1.62 * hz, db: -9, decaySeconds: 0.5 * seconds },
          { hz: 2.18 * hz, db: -11, decaySeconds: 0.35 * seconds },
          { hz: 3.1 * hz, db: -16, decaySeconds: 0.2 * seconds },
        ],
        bursts: [
          { level: slap, decaySeconds: 0.018, lowHz: 800, highHz: 6000 },
          { level: 0.5, decaySeconds: 0.05, lowHz: 200, highHz: 1200 },
        ],
      }),
  };
}

export const bongo: WaveSet = skin('bongo', 330, 0.2, 0.7);
export const openConga: WaveSet = skin('conga open', 208, 0.26, 0.4);
export const muteConga: WaveSet = skin('conga mute', 250, 0.14, 1.3);
export const openSurdo: WaveSet = skin('surdo open', 72, 0.38, 0.1);
export const muteSurdo: WaveSet = skin('surdo mute', 80, 0.18, 0.3);

/** Modes given as frequency, level and decay. */
function modesOf(rows: readonly (readonly [hz: number, db: number, decaySeconds: number])[]): Mode[] {
  return rows.map(([hz, db, decaySeconds]) => ({ hz, db, decaySeconds }));
}

function rung(
  name: string,
  seconds: number,
  rows: readonly (readonly [hz: number, db: number, decaySeconds: number])[],
  tap: NoiseBurst,
): WaveSet {
  return {
    name,
    keys: drumKeys,
    record: (note) => recordPercussion(note, { sampleRate: 25000, seconds, modes: modesOf(rows), bursts: [tap] }),
  };
}

const tap: NoiseBurst = { level: 0.6, decaySeconds: 0.012, lowHz: 1200, highHz: 9000 };

export const timbale: WaveSet = rung(
  'timbale',
  0.3,
  [
    [410, 0, 0.5],
    [655, -5, 0.45],
    [905, -7, 0.4],
    [1240, -8, 0.35],
    [1880, -12, 0.3],
    [2750, -15, 0.2],
  ],
  { ...tap, level: 1 },
);
export const cowbell: WaveSet = rung(
  'cowbell',
  0.24,
  [
    [562, 0, 0.28],
    [845, -1, 0.32],
    [1480, -12, 0.15],
    [2390, -10, 0.12],
    [3650, -14, 0.08],
  ],
  tap,
);
export const agogo: WaveSet = rung(
  'agogo bell',
  0.28,
  [
    [920, 0, 0.42],
    [1390, -9, 0.3],
    [2280, -4, 0.3],
    [3600, -9, 0.2],
    [5200, -13, 0.12],
  ],
  tap,
);
export const claves: WaveSet = rung(
  'claves',
  0.14,
  [
    [2480, 0, 0.1],
    [5100, -18, 0.04],
  ],
  { ...tap, level: 0.3 },
);
export const woodBlock: WaveSet = rung(
  'wood block',
  0.15,
  [
    [890, 0, 0.1],
    [1420, -6, 0.07],
    [2350, -12, 0.05],
  ],
  tap,
);
export const castanets: WaveSet = {
  name: 'castanets',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 25000,
      seconds: 0.11,
      modes: modesOf([
        [1350, 0, 0.05],
        [2600, -4, 0.04],
        [4100, -8, 0.03],
      ]),
      bursts: [tap, { ...tap, delaySeconds: 0.022, level: 0.9 }],
    }),
};
export const highBell: WaveSet = rung(
  'metronome bell',
  0.22,
  [
    [1975, 0, 0.5],
    [4010, -8, 0.3],
    [6300, -12, 0.2],
  ],
  tap,
);
export const click: WaveSet = rung('metronome click', 0.06, [[1850, 0, 0.03]], { ...tap, level: 1.2 });
export const squareClick: WaveSet = rung(
  'square click',
  0.06,
  [
    [760, 0, 0.04],
    [2280, -9, 0.035],
    [3800, -14, 0.03],
  ],
  { ...tap, level: 0.2 },
);
export const sticks: WaveSet = rung(
  'sticks',
  0.1,
  [
    [1630, 0, 0.05],
    [3150, -5, 0.04],
    [4600, -9, 0.03],
  ],
  tap,
);

/** Shaken and scraped things are strokes of noise in a row. */
function strokes(
  name: string,
  seconds: number,
  stroke: NoiseBurst,
  starts: readonly number[],
  modes: readonly Mode[] = [],
): WaveSet {
  return {
    name,
    keys: drumKeys,
    record: (note) =>
      recordPercussion(note, {
        sampleRate: 25000,
        seconds,
        modes,
        bursts: starts.map((delaySeconds) => ({ ...stroke, delaySeconds })),
      }),
  };
}

function evenly(count: number, apartSeconds: number): number[] {
  return Array.from({ length: count }, (_, index) => index * apartSeconds);
}

const grain: NoiseBurst = { level: 1, decaySeconds: 0.05, lowHz: 4500, highHz: 11000, riseSeconds: 0.008 };

export const handClap: WaveSet = {
  name: 'hand clap',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 26000,
      seconds: 0.21,
      modes: [],
      bursts: [
        ...[0, 0.011, 0.023].map((delaySeconds) => ({
          level: 1,
          decaySeconds: 0.018,
          lowHz: 750,
          highHz: 3000,
          delaySeconds,
        })),
        { level: 1, decaySeconds: 0.19, lowHz: 800, highHz: 2600, delaySeconds: 0.033 },
      ],
    }),
};
export const maracas: WaveSet = strokes('maracas', 0.08, grain, [0]);
export const cabasa: WaveSet = strokes('cabasa', 0.14, { ...grain, decaySeconds: 0.07, lowHz: 3000 }, [0, 0.035]);
export const shaker: WaveSet = strokes('shaker', 0.16, { ...grain, riseSeconds: 0.04, decaySeconds: 0.12 }, [0]);
const notch: NoiseBurst = { level: 1, decaySeconds: 0.014, lowHz: 1400, highHz: 5500 };
export const shortGuiro: WaveSet = strokes('guiro short', 0.16, notch, evenly(11, 0.011));
export const longGuiro: WaveSet = strokes('guiro long', 0.3, notch, evenly(18, 0.015));
export const scratchPush: WaveSet = strokes(
  'scratch push',
  0.13,
  { level: 1, decaySeconds: 0.12, lowHz: 500, highHz: 3500, riseSeconds: 0.03 },
  [0],
  [{ hz: 900, db: -6, decaySeconds: 0.2, glide: { ratio: 0.4, seconds: 0.1 } }],
);
export const scratchPull: WaveSet = strokes(
  'scratch pull',
  0.13,
  { level: 1, decaySeconds: 0.12, lowHz: 350, highHz: 2600, riseSeconds: 0.03 },
  [0],
  [{ hz: 420, db: -6, decaySeconds: 0.2, glide: { ratio: 2.4, seconds: 0.1 } }],
);
export const slap: WaveSet = strokes('slap', 0.12, { level: 1.5, decaySeconds: 0.05, lowHz: 500, highHz: 6000 }, [0]);

/** Little plates that rattle against each other. */
function jingles(name: string, seconds: number, lowHz: number, decaySeconds: number): WaveSet {
  return {
    name,
    keys: drumKeys,
    record: (note) =>
      recordPercussion(note, {
        sampleRate: 26000,
        seconds,
        modes: plateModes(note.random, {
          count: 40,
          lowHz,
          highHz: 13000,
          db: -14,
          decaySeconds,
          highDecaySeconds: 0.7 * decaySeconds,
        }),
        bursts: [
          { level: 0.9, decaySeconds: 0.03, lowHz: 2500, highHz: 11000 },
          { level: 0.6, decaySeconds: 0.08, lowHz: 5000, highHz: 13000, delaySeconds: 0.035 },
          { level: 0.4, decaySeconds: 0.08, lowHz: 5000, highHz: 13000, delaySeconds: 0.075 },
        ],
      }),
  };
}

export const tambourine: WaveSet = jingles('tambourine', 0.22, 4200, 0.25);
export const jingleBell: WaveSet = jingles('jingle bell', 0.23, 3300, 0.35);

export const vibraslap: WaveSet = {
  name: 'vibraslap',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 22050,
      seconds: 0.4,
      modes: [
        { hz: 2300, db: -14, decaySeconds: 0.7 },
        { hz: 3300, db: -16, decaySeconds: 0.6 },
      ],
      bursts: evenly(11, 0.034).map((delaySeconds, index) => ({
        level: 0.9 * 0.86 ** index,
        decaySeconds: 0.02,
        lowHz: 1700,
        highHz: 5500,
        delaySeconds,
      })),
    }),
};

/** A whistle with a pea in it: pitch and level flutter. */
export const whistle: WaveSet = {
  name: 'whistle',
  keys: drumKeys,
  record: (note) => {
    const sampleRate = 22050;
    const samples = new Float64Array(Math.round(0.31 * sampleRate));
    let phase = 0;
    for (let frame = 0; frame < samples.length; frame++) {
      const flutter = Math.sin((2 * Math.PI * 31 * frame) / sampleRate);
      phase += (2 * Math.PI * (2350 + 70 * flutter)) / sampleRate;
      const rise = Math.min(1, frame / 300, (samples.length - frame) / 900);
      const tone = Math.sin(phase) + 0.12 * Math.sin(2 * phase) + 0.12 * note.random.signed();
      samples[frame] = rise * (0.7 + 0.3 * flutter) * tone;
    }
    return { samples, sampleRate, loop: undefined };
  },
};

function cuica(name: string, seconds: number, hz: number, glideRatio: number): WaveSet {
  const glide = { ratio: glideRatio, seconds };
  return {
    name,
    keys: drumKeys,
    record: (note) =>
      recordPercussion(note, {
        sampleRate: 24000,
        seconds,
        modes: [1, 2, 3, 4].map((number) => ({
          hz: hz * number,
          db: -5 * (number - 1),
          decaySeconds: 2.5 * seconds,
          glide,
        })),
        bursts: [{ level: 0.25, decaySeconds: 2 * seconds, lowHz: 600, highHz: 2500 }],
        riseSeconds: 0.02,
      }),
  };
}

export const muteCuica: WaveSet = cuica('cuica mute', 0.13, 480, 0.85);
export const openCuica: WaveSet = cuica('cuica open', 0.3, 620, 0.62);

/** The synthetic drop that GS calls High Q. */
export const highQ: WaveSet = {
  name: 'high Q',
  keys: drumKeys,
  record: (note) =>
    recordPercussion(note, {
      sampleRate: 26000,
      seconds: 0.1,
      modes: [{ hz: 420, db: 0, decaySeconds: 0.12, glide: { ratio: 9, seconds: 0.05 } }],
      bursts: [],
    }),
};
