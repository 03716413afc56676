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
        sampleRate: 22050,
        loopFrames: breathLevel > 0.1 ? 4096 : 2048,
        onsetSeconds: 0.065,
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
  keys: [65, 79, 93],
  level: (number, hz) => (listed([1, 0.95, 0.6, 0.3, 0.2, 0.1, 0.06, 0.03])(number, hz) * 900) / (600 + hz / 3),
  breathLevel: 0.05,
  chiff: 5,
  breathOctaves: 2.5,
  speakSeconds: 0.026,
  tremble: 0.03,
});
const recorder = pipe({
  name: 'recorder',
  keys: [64, 80],
  level: mostlyOdd(below(2600, 10, slope(8)), 0.3),
  breathLevel: 0.03,
  chiff: 7,
  breathOctaves: 2,
  speakSeconds: 0.014,
  tremble: 0.03,
});
const panFlute = pipe({
  name: 'pan flute',
  keys: [60, 74],
  level: mostlyOdd(slope(11), 0.35),
  breathLevel: 0.17,
  chiff: 6,
  breathOctaves: 2,
  speakSeconds: 0.02,
  tremble: 0.06,
});
const bottle = pipe({
  name: 'blown bottle',
  keys: [64],
  level: listed([1, 0.09, 0.03, 0.01]),
  breathLevel: 0.3,
  chiff: 3,
  breathOctaves: 2.6,
  speakSeconds: 0.045,
  tremble: 0.08,
});
const shakuhachi = pipe({
  name: 'shakuhachi',
  keys: [58, 73],
  level: listed([1, 0.55, 0.35, 0.12, 0.1, 0.04, 0.03]),
  breathLevel: 0.2,
  chiff: 7,
  breathOctaves: 3,
  speakSeconds: 0.04,
  tremble: 0.1,
});
const whistle = pipe({
  name: 'whistle',
  keys: [72, 88],
  level: listed([1, 0.13, 0.05, 0.02]),
  breathLevel: 0.08,
  chiff: 3,
  breathOctaves: 1.2,
  speakSeconds: 0.02,
  tremble: 0.05,
});
const ocarina = pipe({
  name: 'ocarina',
  keys: [66, 82],
  level: listed([1, 0.1, 0.16, 0.04, 0.03]),
  breathLevel: 0.035,
  chiff: 5,
  breathOctaves: 2,
  speakSeconds: 0.025,
  tremble: 0.03,
});

const breathVolume: VolumeEnvelope = { attackSeconds: 0.02, releaseSeconds: 0.14 };
const breathVibrato: Vibrato = { hz: 5, delaySeconds: 0.3, cents: 7, wheelCents: 35 };
const airFilter = { cutoffHz: 6000, keyTracking: 0.4, velocityOctaves: 2 };

export const pipes: readonly Program[] = [
  {
    name: 'Piccolo',
    voice: { waves: flute, volume: breathVolume, filter: { ...airFilter, cutoffHz: 7000 }, vibrato: breathVibrato },
  },
  {
    name: 'Flute',
    voice: {
      waves: flute,
      volume: { ...breathVolume, attackSeconds: 0.03 },
      filter: { ...airFilter, cutoffHz: 3200 },
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
