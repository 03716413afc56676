/** Programs 72…79: flutes, bottle, shakuhachi, whistle, ocarina. */
import { recordBlown } from '../models/blown.ts';
import { band, below, listed, mostlyOdd, type PartialLevel, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, VolumeEnvelope, WaveSet } from '../voice.ts';

/** An air jet and its tube. */
interface Pipe {
  readonly name: string;
  readonly keys: readonly number[];
  readonly level: PartialLevel;
  /** Root mean square of the breath against the tone's. */
  readonly breathLevel: number;
  readonly chiff: number;
  /** Octaves of the breath's band. */
  readonly breathOctaves: number;
  readonly speakSeconds: number;
  readonly tremble: number;
}

function pipe({ name, keys, level, breathLevel, chiff, breathOctaves, speakSeconds, tremble }: Pipe): WaveSet {
  return {
    name,
    keys,
    record: (note) =>
      recordBlown(note, {
        sampleRate: 24000,
        loopFrames: breathLevel > 0.1 ? 8192 : 4096,
        onsetSeconds: 0.12,
        speakSeconds,
        speakSecondsPerKhz: 0.006,
        level,
        tremble,
        breath: { level: breathLevel, chiff, shape: band(Math.min(4500, note.frequencyHz * 2.5), breathOctaves) },
      }),
  };
}

const flute = pipe({
  name: 'flute',
  keys: [59, 68, 77, 87, 97],
  level: (number, hz) => (listed([1, 0.75, 0.4, 0.16, 0.1, 0.05, 0.03, 0.015])(number, hz) * 900) / (600 + hz / 3),
  breathLevel: 0.05,
  chiff: 5,
  breathOctaves: 2.5,
  speakSeconds: 0.026,
  tremble: 0.06,
});
const recorder = pipe({
  name: 'recorder',
  keys: [62, 73, 85],
  level: mostlyOdd(below(2600, 10, slope(8)), 0.3),
  breathLevel: 0.03,
  chiff: 7,
  breathOctaves: 2,
  speakSeconds: 0.014,
  tremble: 0.03,
});
const panFlute = pipe({
  name: 'pan flute',
  keys: [57, 68, 79],
  level: mostlyOdd(slope(11), 0.35),
  breathLevel: 0.17,
  chiff: 6,
  breathOctaves: 2,
  speakSeconds: 0.02,
  tremble: 0.06,
});
const bottle = pipe({
  name: 'blown bottle',
  keys: [55, 67, 79],
  level: listed([1, 0.09, 0.03, 0.01]),
  breathLevel: 0.3,
  chiff: 3,
  breathOctaves: 2.6,
  speakSeconds: 0.045,
  tremble: 0.08,
});
const shakuhachi = pipe({
  name: 'shakuhachi',
  keys: [55, 66, 78],
  level: listed([1, 0.55, 0.35, 0.12, 0.1, 0.04, 0.03]),
  breathLevel: 0.2,
  chiff: 7,
  breathOctaves: 3,
  speakSeconds: 0.04,
  tremble: 0.1,
});
const whistle = pipe({
  name: 'whistle',
  keys: [67, 79, 91],
  level: listed([1, 0.03, 0.012]),
  breathLevel: 0.045,
  chiff: 3,
  breathOctaves: 1.2,
  speakSeconds: 0.02,
  tremble: 0.05,
});
const ocarina = pipe({
  name: 'ocarina',
  keys: [60, 72, 84],
  level: listed([1, 0.06, 0.09, 0.02, 0.02]),
  breathLevel: 0.035,
  chiff: 5,
  breathOctaves: 2,
  speakSeconds: 0.025,
  tremble: 0.03,
});

const breathVolume: VolumeEnvelope = { attackSeconds: 0.02, releaseSeconds: 0.14 };
const breathVibrato: Vibrato = { hz: 5, delaySeconds: 0.3, cents: 7, wheelCents: 35 };
const airFilter = { cutoffHz: 11000, velocityOctaves: 1.6 };

export const pipes: readonly Program[] = [
  {
    name: 'Piccolo',
    voice: { waves: flute, volume: breathVolume, filter: { ...airFilter, cutoffHz: 13000 }, vibrato: breathVibrato },
  },
  {
    name: 'Flute',
    voice: {
      waves: flute,
      volume: { ...breathVolume, attackSeconds: 0.03 },
      filter: { ...airFilter, cutoffHz: 6000 },
      vibrato: breathVibrato,
      tremolo: { hz: 5, db: 0.8 },
    },
  },
  {
    name: 'Recorder',
    voice: { waves: recorder, volume: breathVolume, filter: airFilter, vibrato: { ...breathVibrato, cents: 3 } },
  },
  { name: 'Pan Flute', voice: { waves: panFlute, volume: breathVolume, filter: airFilter, vibrato: breathVibrato } },
  {
    name: 'Blown Bottle',
    voice: { waves: bottle, volume: breathVolume, filter: airFilter, vibrato: { ...breathVibrato, cents: 4 } },
  },
  {
    name: 'Shakuhachi',
    voice: {
      waves: shakuhachi,
      volume: breathVolume,
      modulation: { decaySeconds: 0.18, pitchCents: -60 },
      filter: airFilter,
      vibrato: { ...breathVibrato, cents: 14 },
    },
  },
  {
    name: 'Whistle',
    voice: { waves: whistle, volume: breathVolume, filter: airFilter, vibrato: { ...breathVibrato, cents: 12 } },
  },
  {
    name: 'Ocarina',
    voice: { waves: ocarina, volume: breathVolume, filter: airFilter, vibrato: { ...breathVibrato, cents: 5 } },
  },
];
