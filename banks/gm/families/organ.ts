/** Programs 16…23: organs, accordion, harmonica, bandoneon. */

import { recordBlown } from '../models/blown.ts';
import { recordStruck, type StruckPartial } from '../models/struck.ts';
import { gainOfDb } from '../sound/decibels.ts';
import type { NoiseBurst } from '../sound/noise-burst.ts';
import { bodyHz } from '../sound/recording.ts';
import { band, below, type PartialLevel, pulse, resonant, slope } from '../sound/spectra.ts';
import type { Program, Vibrato, VolumeEnvelope, WaveSet } from '../voice.ts';

/** Ratios of the nine drawbars to the note. */
const DRAWBARS = [0.5, 1.5, 1, 2, 3, 4, 5, 6, 8] as const;

/** A tone-wheel organ. */
interface Registration {
  readonly name: string;
  /** Position of each drawbar, 0…8, 3 dB a step. */
  readonly drawbars: readonly number[];
  /** A note at this ratio that is struck and goes, or none. */
  readonly percussionRatio?: number;
  /** Level of the wheels' own upper partials: what an overdriven cabinet adds. */
  readonly growl: number;
}

const keyClick: NoiseBurst = { level: 0.8, decaySeconds: 0.012, lowHz: 600, highHz: 5000 };

function toneWheels(registration: Registration): WaveSet {
  return {
    name: registration.name,
    keys: [36, 49, 62, 76],
    record: (note) =>
      recordStruck(note, {
        sampleRate: 24000,
        strikeSeconds: registration.percussionRatio ? 0.1 : 0.025,
        loopSeconds: 0.01,
        periodMultiple: 2,
        bodyDecaySeconds: Number.POSITIVE_INFINITY,
        riseSeconds: 0.002,
        partials: wheelPartials(registration, note.frequencyHz),
        bursts: [keyClick],
      }),
  };
}

function wheelPartials({ drawbars, percussionRatio, growl }: Registration, frequencyHz: number): StruckPartial[] {
  const held = { decaySeconds: Number.POSITIVE_INFINITY };
  const partials: StruckPartial[] = DRAWBARS.flatMap((drawbarRatio, index) => {
    const position = drawbars[index] ?? 0;
    if (position === 0) return [];
    const ratio = foldedBack(drawbarRatio, frequencyHz);
    const level = gainOfDb(3 * (position - 8));
    return [1, 2, 3].map((number) => ({ ratio: ratio * number, level: level * growl ** (number - 1), ...held }));
  });
  if (percussionRatio) partials.push({ ratio: percussionRatio, level: 0.9, decaySeconds: 0.5 });
  return partials;
}

/** The highest wheels repeat an octave lower: nothing sounds above 5.9 kHz. */
function foldedBack(ratio: number, frequencyHz: number): number {
  return ratio * frequencyHz > 5900 && ratio > 1 ? foldedBack(ratio / 2, frequencyHz) : ratio;
}

const drawbarOrgan = toneWheels({ name: 'drawbar organ', drawbars: [8, 8, 8, 6, 4, 3, 2, 2, 4], growl: 0.02 });
const percussiveOrgan = toneWheels({
  name: 'percussive organ',
  drawbars: [8, 8, 8, 0, 0, 0, 0, 0, 0],
  percussionRatio: 3,
  growl: 0.02,
});
const rockOrgan = toneWheels({ name: 'rock organ', drawbars: [8, 8, 8, 7, 7, 7, 6, 6, 8], growl: 0.22 });

/** Ranks of pipes: feet, level, how bright (dB per octave), and how far from the grid they stand, in loop lines. */
const PIPE_RANKS = [
  { ratio: 0.5, level: 0.5, dbPerOctave: 12, lines: 0 },
  { ratio: 1, level: 1, dbPerOctave: 8, lines: 0 },
  { ratio: 2, level: 0.6, dbPerOctave: 8, lines: 0 },
  { ratio: 3, level: 0.25, dbPerOctave: 12, lines: 0 },
  { ratio: 4, level: 0.4, dbPerOctave: 9, lines: -1 },
  { ratio: 6, level: 0.18, dbPerOctave: 12, lines: 1 },
  { ratio: 8, level: 0.2, dbPerOctave: 12, lines: 0 },
] as const;
const PIPE_LOOP_SECONDS = 0.2;

const churchOrgan: WaveSet = {
  name: 'church organ',
  keys: [42, 64],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 24000,
      strikeSeconds: 0.05,
      loopSeconds: PIPE_LOOP_SECONDS,
      periodMultiple: 2,
      bodyDecaySeconds: Number.POSITIVE_INFINITY,
      riseSeconds: 0.03,
      partials: PIPE_RANKS.flatMap((rank) => rankPartials(rank, note.frequencyHz)),
      bursts: [{ level: 0.25, decaySeconds: 0.06, lowHz: 500, highHz: 3500, riseSeconds: 0.01 }],
    }),
};

function rankPartials(rank: (typeof PIPE_RANKS)[number], frequencyHz: number): StruckPartial[] {
  const level = slope(rank.dbPerOctave);
  const line = 1 / (PIPE_LOOP_SECONDS * frequencyHz);
  return Array.from({ length: 10 }, (_, index) => ({
    ratio: (index + 1) * rank.ratio + rank.lines * line,
    level: rank.level * level(index + 1, 0),
    decaySeconds: Number.POSITIVE_INFINITY,
  }));
}

/** Free reeds: two or three of them to a note, a few waves a second apart. */
interface FreeReeds {
  readonly name: string;
  readonly level: PartialLevel;
  /** Waves a second of the second and the third reed against the first; one loop long or a multiple. */
  readonly apartHz: readonly number[];
  readonly keys: readonly number[];
}

/** One wave between two reeds of a musette. */
const REED_LOOP_SECONDS = 0.27;

function freeReeds({ name, level, apartHz, keys }: FreeReeds): WaveSet {
  return {
    name,
    keys,
    record: (note) =>
      recordStruck(note, {
        sampleRate: 22050,
        strikeSeconds: 0.036,
        loopSeconds: apartHz.length > 0 ? REED_LOOP_SECONDS : 0,
        bodyDecaySeconds: Number.POSITIVE_INFINITY,
        riseSeconds: 0.035,
        partials: [0, ...apartHz].flatMap((hz) =>
          Array.from({ length: 40 }, (_, index) => ({
            ratio: (index + 1) * (1 + hz / note.frequencyHz),
            level: (hz === 0 ? 1 : 0.45) * level(index + 1, bodyHz(note, (index + 1) * note.frequencyHz)),
            decaySeconds: Number.POSITIVE_INFINITY,
          })),
        ),
        bursts: [{ level: 0.3, decaySeconds: 0.03, lowHz: 300, highHz: 3000 }],
      }),
  };
}

const reedBody = [
  { hz: 600, widthHz: 400, db: 5 },
  { hz: 1900, widthHz: 900, db: 7 },
];
const reedOrgan = freeReeds({
  name: 'reed organ',
  level: below(2600, 9, resonant(reedBody, pulse(0.3))),
  apartHz: [],
  keys: [40, 54, 68, 82],
});
const musette = freeReeds({
  name: 'accordion',
  level: below(4200, 9, resonant(reedBody, pulse(0.23))),
  apartHz: [1 / REED_LOOP_SECONDS, -1 / REED_LOOP_SECONDS],
  keys: [55, 76],
});
const bandoneon = freeReeds({
  name: 'bandoneon',
  level: below(3000, 9, resonant([{ hz: 900, widthHz: 600, db: 8 }], pulse(0.4))),
  apartHz: [],
  keys: [44, 58, 72, 86],
});

const harmonica: WaveSet = {
  name: 'harmonica',
  keys: [61, 78],
  record: (note) =>
    recordBlown(note, {
      sampleRate: 24000,
      loopFrames: 2048,
      onsetSeconds: 0.06,
      speakSeconds: 0.018,
      speakSecondsPerKhz: 0.006,
      level: below(
        4500,
        9,
        resonant(
          [
            { hz: 1400, widthHz: 900, db: 8 },
            { hz: 3000, widthHz: 1000, db: 8 },
          ],
          pulse(0.35),
        ),
      ),
      tremble: 0.08,
      breath: { level: 0.05, chiff: 4, shape: band(2500, 3) },
    }),
};

const organVolume: VolumeEnvelope = { releaseSeconds: 0.08 };
const reedVolume: VolumeEnvelope = { attackSeconds: 0.02, releaseSeconds: 0.12 };
const rotor: Vibrato = { hz: 6.4, delaySeconds: 0.01, cents: 5, wheelCents: 20 };
const bellows: Vibrato = { hz: 5, delaySeconds: 0.3, cents: 0, wheelCents: 30 };

export const organs: readonly Program[] = [
  {
    name: 'Drawbar Organ',
    voice: { waves: drawbarOrgan, volume: organVolume, vibrato: rotor, tremolo: { hz: 6.4, db: 0.8 } },
  },
  { name: 'Percussive Organ', voice: { waves: percussiveOrgan, volume: organVolume, vibrato: { ...rotor, cents: 3 } } },
  {
    name: 'Rock Organ',
    voice: { waves: rockOrgan, volume: organVolume, vibrato: { ...rotor, cents: 9 }, tremolo: { hz: 6.4, db: 1.5 } },
  },
  { name: 'Church Organ', voice: { waves: churchOrgan, volume: { attackSeconds: 0.01, releaseSeconds: 0.5 } } },
  { name: 'Reed Organ', voice: { waves: reedOrgan, volume: reedVolume, vibrato: bellows } },
  { name: 'Accordion', voice: { waves: musette, volume: reedVolume, vibrato: bellows } },
  {
    name: 'Harmonica',
    voice: { waves: harmonica, volume: reedVolume, vibrato: { ...bellows, cents: 6 }, tremolo: { hz: 5, db: 0.7 } },
  },
  { name: 'Tango Accordion', voice: { waves: bandoneon, volume: reedVolume, vibrato: bellows } },
];
