/** Programs 8…15: celesta, glockenspiel, music box, vibraphone, marimba, xylophone, tubular bells, dulcimer. */
import { recordStruck, type StruckPartial } from '../models/struck.ts';
import type { NoiseBurst } from '../sound/noise-burst.ts';
import { bodyHz } from '../sound/recording.ts';
import { decaySecondsAtKey, type Filter, type Program, type VolumeEnvelope, type WaveSet } from '../voice.ts';

/** Mode of a bar: frequency ratio, level, and decay in seconds at key 60. */
type Bar = readonly [ratio: number, level: number, decaySeconds: number];

/** What is hit, and with what. */
interface Mallet {
  readonly name: string;
  readonly keys: readonly number[];
  readonly bars: readonly Bar[];
  readonly volume: VolumeEnvelope;
  readonly strikeSeconds: number;
  /** Short where the modes are harmonic: the loop's length is the fineness of their tuning. */
  readonly loopSeconds: number;
  readonly riseSeconds: number;
  readonly bursts: readonly NoiseBurst[];
}

function struckBars(mallet: Mallet): WaveSet {
  const { name, keys, volume } = mallet;
  return {
    name,
    keys,
    record: (note) => {
      const faster = 2 ** (-(note.key - 60) / 24);
      return recordStruck(note, {
        sampleRate: note.key > 75 ? 28000 : 22050,
        strikeSeconds: mallet.strikeSeconds * faster ** 0.6,
        loopSeconds: mallet.loopSeconds,
        bodyDecaySeconds: decaySecondsAtKey(volume, note.key),
        riseSeconds: mallet.riseSeconds,
        partials: mallet.bars.map(
          ([ratio, level, decaySeconds]): StruckPartial => ({ ratio, level, decaySeconds: decaySeconds * faster }),
        ),
        bursts: mallet.bursts,
      });
    },
  };
}

const bellVolume: VolumeEnvelope = { decaySeconds: 4.5, keysPerHalving: 24, releaseSeconds: 0.9 };
const woodVolume: VolumeEnvelope = { decaySeconds: 1.5, keysPerHalving: 16, releaseSeconds: 0.5 };
const vibraphoneVolume: VolumeEnvelope = { decaySeconds: 7, keysPerHalving: 24, releaseSeconds: 0.7 };
const tubularVolume: VolumeEnvelope = { decaySeconds: 8, keysPerHalving: 30, releaseSeconds: 1.8 };
const dulcimerVolume: VolumeEnvelope = { decaySeconds: 4, keysPerHalving: 20, releaseSeconds: 0.7 };

const click: NoiseBurst = { level: 0.35, decaySeconds: 0.02, lowHz: 800, highHz: 6000 };
const knock: NoiseBurst = { level: 0.7, decaySeconds: 0.05, lowHz: 150, highHz: 1200 };

const celesta = struckBars({
  name: 'celesta',
  keys: [65, 84],
  bars: [
    [1, 1, 6],
    [2, 0.22, 3],
    [3.98, 0.5, 1.3],
    [9.1, 0.25, 0.4],
  ],
  volume: bellVolume,
  strikeSeconds: 0.13,
  loopSeconds: 0.02,
  riseSeconds: 0.0015,
  bursts: [{ ...click, level: 0.3 }, knock],
});

const glockenspiel = struckBars({
  name: 'glockenspiel',
  keys: [72, 86, 98],
  bars: [
    [1, 1, 7],
    [2.756, 0.45, 2.5],
    [5.404, 0.3, 1],
    [8.933, 0.15, 0.5],
  ],
  volume: bellVolume,
  strikeSeconds: 0.12,
  loopSeconds: 0.025,
  riseSeconds: 0.0007,
  bursts: [click],
});

const musicBox = struckBars({
  name: 'music box',
  keys: [65, 84],
  bars: [
    [1, 1, 4],
    [2.01, 0.3, 3],
    [3.02, 0.12, 2],
    [6.26, 0.5, 1.1],
    [12.2, 0.12, 0.3],
  ],
  volume: { ...bellVolume, decaySeconds: 3.4 },
  strikeSeconds: 0.16,
  loopSeconds: 0.03,
  riseSeconds: 0.0008,
  bursts: [{ ...click, level: 0.2, highHz: 9000 }],
});

const vibraphone = struckBars({
  name: 'vibraphone',
  keys: [52, 67, 82],
  bars: [
    [1, 1, 8],
    [2, 0.06, 6],
    [3.98, 0.45, 2.6],
    [9.7, 0.18, 0.7],
    [15.8, 0.04, 0.25],
  ],
  volume: vibraphoneVolume,
  strikeSeconds: 0.15,
  loopSeconds: 0.02,
  riseSeconds: 0.002,
  bursts: [{ ...knock, level: 0.35 }],
});

const marimba = struckBars({
  name: 'marimba',
  keys: [46, 62, 79],
  bars: [
    [1, 1, 1.6],
    [2, 0.06, 1.2],
    [3.93, 0.45, 0.5],
    [9.4, 0.1, 0.12],
    [16.2, 0.04, 0.08],
  ],
  volume: woodVolume,
  strikeSeconds: 0.13,
  loopSeconds: 0.02,
  riseSeconds: 0.0015,
  bursts: [{ ...knock, level: 0.9 }],
});

const xylophone = struckBars({
  name: 'xylophone',
  keys: [68, 86],
  bars: [
    [1, 1, 1],
    [3, 0.7, 0.55],
    [6.1, 0.28, 0.18],
    [10.4, 0.12, 0.1],
  ],
  volume: { ...woodVolume, decaySeconds: 0.9, keysPerHalving: 24 },
  strikeSeconds: 0.12,
  loopSeconds: 0.02,
  riseSeconds: 0.0006,
  bursts: [click, { ...knock, level: 1.2 }],
});

const tubularBells = struckBars({
  name: 'tubular bells',
  keys: [57, 73],
  bars: [
    [0.5, 0.12, 8],
    [1.002, 0.65, 9],
    [1.5, 0.5, 6],
    [2.0, 0.8, 7],
    [2.72, 0.6, 4],
    [3.45, 0.3, 2.5],
    [4.22, 0.35, 1.6],
    [5.95, 0.2, 0.8],
    [7.9, 0.12, 0.5],
  ],
  volume: tubularVolume,
  strikeSeconds: 0.22,
  loopSeconds: 0.07,
  riseSeconds: 0.001,
  bursts: [{ ...click, level: 0.8 }],
});

const dulcimerWaves: WaveSet = {
  name: 'dulcimer',
  keys: [54, 74],
  record: (note) => {
    const partials: StruckPartial[] = [];
    for (let number = 1; number <= 24; number++) {
      const khz = bodyHz(note, number * note.frequencyHz) / 1000;
      const level = (0.3 + 0.7 * Math.abs(Math.sin(number * 0.5))) * number ** -0.7 * Math.exp(-khz / 4);
      const decaySeconds = 1 / (0.3 + 0.3 * khz);
      partials.push({
        ratio: number * (1 + 1e-4 * number ** 2),
        level,
        decaySeconds,
        beat: { hz: 1 + 2 * khz, depth: 0.35 },
      });
    }
    return recordStruck(note, {
      sampleRate: 24000,
      strikeSeconds: 0.14,
      loopSeconds: 0.04,
      bodyDecaySeconds: decaySecondsAtKey(dulcimerVolume, note.key),
      riseSeconds: 0.0008,
      partials,
      bursts: [click, { ...knock, level: 0.4 }],
    });
  },
};

const metalFilter: Filter = { cutoffHz: 7000, keyTracking: 0.5, velocityOctaves: 3 };
const woodFilter: Filter = { cutoffHz: 4500, keyTracking: 0.5, velocityOctaves: 3 };

export const chromaticPercussion: readonly Program[] = [
  { name: 'Celesta', voice: { waves: celesta, volume: bellVolume, filter: metalFilter } },
  { name: 'Glockenspiel', voice: { waves: glockenspiel, volume: bellVolume, filter: metalFilter } },
  {
    name: 'Music Box',
    voice: { waves: musicBox, volume: { ...bellVolume, decaySeconds: 3.4 }, filter: metalFilter },
  },
  {
    name: 'Vibraphone',
    voice: {
      waves: vibraphone,
      volume: vibraphoneVolume,
      filter: woodFilter,
      tremolo: { hz: 5.2, db: 2.5 },
    },
  },
  { name: 'Marimba', voice: { waves: marimba, volume: woodVolume, filter: woodFilter } },
  {
    name: 'Xylophone',
    voice: { waves: xylophone, volume: { ...woodVolume, decaySeconds: 0.9, keysPerHalving: 24 }, filter: metalFilter },
  },
  { name: 'Tubular Bells', voice: { waves: tubularBells, volume: tubularVolume, filter: metalFilter } },
  {
    name: 'Dulcimer',
    voice: {
      waves: dulcimerWaves,
      volume: dulcimerVolume,
      filter: { cutoffHz: 5000, keyTracking: 0.4, velocityOctaves: 2.6 },
    },
  },
];
