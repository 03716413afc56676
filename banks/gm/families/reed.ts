/** Programs 64…71: saxophones, oboe, english horn, bassoon, clarinet. */
import { recordBlown } from '../models/blown.ts';
import { above, band, below, mostlyOdd, type PartialLevel, type Resonance, resonant, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, VolumeEnvelope, WaveSet } from '../voice.ts';

/** A reed and its tube. */
interface Reed {
  readonly name: string;
  readonly keys: readonly number[];
  readonly level: PartialLevel;
  readonly breathLevel: number;
  /** Centre of the breath noise in Hz. */
  readonly breathHz: number;
  readonly speakSeconds: number;
  readonly tremble: number;
}

function reed({ name, keys, level, breathLevel, breathHz, speakSeconds, tremble }: Reed): WaveSet {
  return {
    name,
    keys,
    record: (note) =>
      recordBlown(note, {
        sampleRate: note.key < 58 ? 22050 : 24000,
        loopFrames: 2048,
        onsetSeconds: 0.055,
        speakSeconds,
        speakSecondsPerKhz: 0.009,
        level,
        tremble,
        breath: { level: breathLevel, chiff: 5, shape: band(breathHz, 3) },
        bursts: [{ level: 0.2, decaySeconds: 0.025, lowHz: 300, highHz: 3000 }],
      }),
  };
}

/** The conical tube of a saxophone, its resonances moved by its size. */
function saxophone(name: string, keys: readonly number[], scale: number): WaveSet {
  const tube: Resonance[] = [
    { hz: 500 * scale, widthHz: 350 * scale, db: 5 },
    { hz: 1150 * scale, widthHz: 450 * scale, db: 7 },
    { hz: 2400 * scale, widthHz: 900 * scale, db: 7 },
  ];
  return reed({
    name,
    keys,
    level: resonant(tube, above(150 * scale, 6, below(1900 * scale, 10, slope(4)))),
    breathLevel: 0.045,
    breathHz: 2600 * scale,
    speakSeconds: 0.018,
    tremble: 0.035,
  });
}

const highSaxophones = saxophone('alto saxophone', [54, 67, 81], 1);
const lowSaxophones = saxophone('tenor saxophone', [41, 54, 68], 0.72);

const oboe = reed({
  name: 'oboe',
  keys: [60, 71, 83],
  level: resonant(
    [
      { hz: 1100, widthHz: 500, db: 13 },
      { hz: 2900, widthHz: 900, db: 12 },
    ],
    above(500, 6, below(3500, 14, slope(2.5))),
  ),
  breathLevel: 0.015,
  breathHz: 3000,
  speakSeconds: 0.014,
  tremble: 0.02,
});
const englishHorn = reed({
  name: 'english horn',
  keys: [54, 68],
  level: resonant(
    [
      { hz: 900, widthHz: 400, db: 9 },
      { hz: 1900, widthHz: 700, db: 6 },
    ],
    above(300, 6, below(2200, 13, slope(3))),
  ),
  breathLevel: 0.015,
  breathHz: 2200,
  speakSeconds: 0.02,
  tremble: 0.02,
});
const bassoon = reed({
  name: 'bassoon',
  keys: [40, 57],
  level: resonant([{ hz: 480, widthHz: 200, db: 13 }], above(160, 6, below(1100, 11, slope(3)))),
  breathLevel: 0.015,
  breathHz: 1400,
  speakSeconds: 0.02,
  tremble: 0.02,
});

/** Even partials are missing at the bottom of the clarinet and come back upwards. */
const clarinetLevel: PartialLevel = (number, hz) =>
  mostlyOdd(below(1800, 11, slope(3)), Math.min(0.7, 0.04 + (hz / 3000) ** 2))(number, hz);
const clarinet = reed({
  name: 'clarinet',
  keys: [54, 68, 83],
  level: clarinetLevel,
  breathLevel: 0.012,
  breathHz: 2500,
  speakSeconds: 0.02,
  tremble: 0.015,
});

const reedVolume: VolumeEnvelope = { attackSeconds: 0.015, releaseSeconds: 0.12 };
const jawVibrato: Vibrato = { hz: 5.1, delaySeconds: 0.35, cents: 9, wheelCents: 40 };
const saxFilter = { cutoffHz: 4800, keyTracking: 0.3, velocityOctaves: 2.6 };
const woodFilter = { cutoffHz: 5000, keyTracking: 0.2, velocityOctaves: 2.2 };

export const reeds: readonly Program[] = [
  {
    name: 'Soprano Sax',
    voice: {
      waves: highSaxophones,
      volume: reedVolume,
      filter: { ...saxFilter, cutoffHz: 6500, resonanceDb: 2 },
      vibrato: jawVibrato,
    },
  },
  {
    name: 'Alto Sax',
    voice: { waves: highSaxophones, volume: reedVolume, filter: { ...saxFilter, cutoffHz: 4200 }, vibrato: jawVibrato },
  },
  {
    name: 'Tenor Sax',
    voice: { waves: lowSaxophones, volume: reedVolume, filter: saxFilter, vibrato: jawVibrato },
  },
  {
    name: 'Baritone Sax',
    voice: {
      waves: lowSaxophones,
      volume: { ...reedVolume, attackSeconds: 0.025 },
      filter: { ...saxFilter, cutoffHz: 3200, resonanceDb: 1.5 },
      vibrato: { ...jawVibrato, cents: 5 },
    },
  },
  { name: 'Oboe', voice: { waves: oboe, volume: reedVolume, filter: woodFilter, vibrato: jawVibrato } },
  {
    name: 'English Horn',
    voice: { waves: englishHorn, volume: reedVolume, filter: woodFilter, vibrato: { ...jawVibrato, cents: 7 } },
  },
  {
    name: 'Bassoon',
    voice: { waves: bassoon, volume: reedVolume, filter: woodFilter, vibrato: { ...jawVibrato, cents: 4 } },
  },
  {
    name: 'Clarinet',
    voice: { waves: clarinet, volume: reedVolume, filter: woodFilter, vibrato: { ...jawVibrato, cents: 2 } },
  },
];
