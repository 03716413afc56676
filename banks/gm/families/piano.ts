/** Programs 0…7: pianos, electric pianos, harpsichord, clavinet. */
import { type FmTone, recordFm } from '../models/frequency-modulation.ts';
import { recordPlucked } from '../models/plucked.ts';
import { recordStruck, type StruckPartial } from '../models/struck.ts';
import { gainOfDb } from '../sound/decibels.ts';
import type { NoiseBurst } from '../sound/noise-burst.ts';
import { bodyHz, type Recorder, type ZoneNote } from '../sound/recording.ts';
import { above, below, slope } from '../sound/spectra.ts';
import { decaySecondsAtKey, type Filter, type Program, type VolumeEnvelope, type WaveSet } from '../voice.ts';

const pianoVolume: VolumeEnvelope = { decaySeconds: 11, keysPerHalving: 17, releaseSeconds: 0.28 };

/** How one piano differs from another. */
interface PianoMake {
  /** dB that partials lose per kHz. */
  readonly dbPerKhz: number;
  /** Share of the inharmonicity of a concert grand. */
  readonly stiffness: number;
  readonly hammerLevel: number;
  /** From the strike to the loop at key 60. */
  readonly strikeSeconds: number;
  readonly loopSeconds: number;
  /** Cents between the strings of a note that sound for as long as the note; 0 where they are in tune. */
  readonly mistunedCents: number;
}

const grandPiano: WaveSet = {
  name: 'grand piano',
  keys: [29, 41, 53, 64, 76, 90],
  record: pianoOf({
    dbPerKhz: 6,
    stiffness: 1,
    hammerLevel: 0.5,
    strikeSeconds: 0.43,
    loopSeconds: 0.075,
    mistunedCents: 0,
  }),
};

const electricGrand: WaveSet = {
  name: 'electric grand',
  keys: [38, 56, 76],
  record: pianoOf({
    dbPerKhz: 6,
    stiffness: 1.6,
    hammerLevel: 0.12,
    strikeSeconds: 0.17,
    loopSeconds: 0.04,
    mistunedCents: 0,
  }),
};

const tavernPiano: WaveSet = {
  name: 'honky-tonk piano',
  keys: [40, 56, 72],
  record: pianoOf({
    dbPerKhz: 7,
    stiffness: 0.8,
    hammerLevel: 0.6,
    strikeSeconds: 0.05,
    loopSeconds: 0.24,
    mistunedCents: 14,
  }),
};

function pianoOf(make: PianoMake): Recorder {
  return (note) => {
    const octavesUp = (note.key - 60) / 12;
    return recordStruck(note, {
      sampleRate: note.key < 60 ? 22050 : 25000,
      strikeSeconds: make.strikeSeconds * 2 ** (-0.22 * octavesUp),
      loopSeconds: make.loopSeconds * (make.mistunedCents ? 1 : 2 ** (-0.3 * octavesUp)),
      bodyDecaySeconds: decaySecondsAtKey(pianoVolume, note.key),
      riseSeconds: 0.0012 + 0.0012 * 2 ** -octavesUp,
      partials: pianoPartials(note, make),
      bursts: hammer(make.hammerLevel, note.key),
    });
  };
}

function pianoPartials(note: ZoneNote, make: PianoMake): StruckPartial[] {
  const bodySeconds = decaySecondsAtKey(pianoVolume, note.key);
  const stiffness = make.stiffness * (7e-4 * 2 ** ((note.key - 69) / 8) + 1e-4 * 2 ** ((33 - note.key) / 12));
  const partials: StruckPartial[] = [];
  for (let number = 1; number <= 60; number++) {
    const ratio = number * Math.sqrt((1 + stiffness * number ** 2) / (1 + stiffness));
    const khz = bodyHz(note, ratio * note.frequencyHz) / 1000;
    const strikePoint = 0.25 + 0.75 * Math.abs(Math.sin((Math.PI * number) / 8));
    const soundboard = 1 / (1 + (0.085 / khz) ** 2);
    const level = strikePoint * soundboard * gainOfDb(-make.dbPerKhz * khz ** 0.85);
    const decaySeconds = 1 / (1 / (0.5 * bodySeconds) + 0.22 * khz);
    const beat = { hz: 0.4 + 1.2 * note.random.uniform() * khz ** 0.5, depth: 0.22 };
    partials.push({ ratio, level, decaySeconds, beat });
    if (make.mistunedCents) {
      const sharp = ratio * 2 ** (make.mistunedCents / 1200);
      partials.push({ ratio: sharp, level: 0.75 * level, decaySeconds });
    }
  }
  return partials;
}

function hammer(level: number, key: number): NoiseBurst[] {
  return [
    { level, decaySeconds: 0.09, lowHz: 70, highHz: 350 + 6 * key },
    { level: 0.35 * level, decaySeconds: 0.03, lowHz: 1200, highHz: 5000 },
  ];
}

const grandFilter: Filter = {
  cutoffHz: 1700,
  keyTracking: 0.45,
  velocityOctaves: 3,
  modulationOctaves: 1.6,
};

const electricPianoVolume: VolumeEnvelope = { decaySeconds: 7, keysPerHalving: 20, releaseSeconds: 0.25 };

/** A tine over a pickup: a soft sine, a bell that goes, and the growl of the pickup. */
const tineElectricPiano: WaveSet = {
  name: 'tine electric piano',
  keys: [36, 51, 66, 82],
  record: (note) => {
    const octavesUp = (note.key - 60) / 12;
    const growl = 1.6 * 2 ** (-0.5 * octavesUp);
    return recordFm(note, {
      ...electricPianoFrame(note),
      carriers: [
        {
          ratio: 1,
          level: 1,
          decaySeconds: 5,
          modulators: [{ ratio: 1, index: growl, restIndex: 0.4 * growl, decaySeconds: 0.9 }],
        },
        { ratio: 2, level: 0.12, decaySeconds: 1.5, modulators: [] },
        {
          ratio: Math.min(7, Math.floor(5000 / note.frequencyHz)),
          level: 0.16,
          decaySeconds: 0.35,
          modulators: [{ ratio: 1, index: 0.6, restIndex: 0.6, decaySeconds: 1 }],
        },
      ],
      bursts: [{ level: 0.12, decaySeconds: 0.04, lowHz: 150, highHz: 900 }],
    });
  },
};

/** The glassy kind: two pairs of operators, one of them a bell far above. */
const digitalElectricPiano: WaveSet = {
  name: 'digital electric piano',
  keys: [40, 58, 76],
  record: (note) => {
    const bell = Math.max(3, Math.min(14, Math.floor(8000 / note.frequencyHz)));
    return recordFm(note, {
      ...electricPianoFrame(note),
      carriers: [
        {
          ratio: 1,
          level: 0.8,
          decaySeconds: 6,
          modulators: [{ ratio: 1, index: 1.5, restIndex: 0.8, decaySeconds: 1.2 }],
        },
        {
          ratio: 1,
          level: 0.5,
          decaySeconds: 3,
          modulators: [{ ratio: bell, index: 0.8, restIndex: 0.1, decaySeconds: 0.9 }],
        },
        {
          ratio: 3,
          level: 0.1,
          decaySeconds: 1,
          modulators: [{ ratio: 1, index: 0.5, restIndex: 0.2, decaySeconds: 1 }],
        },
      ],
    });
  },
};

function electricPianoFrame(note: ZoneNote): Omit<FmTone, 'carriers'> {
  return {
    sampleRate: note.key < 45 ? 22050 : 24000,
    strikeSeconds: 0.17 * 2 ** ((60 - note.key) / 60),
    loopSeconds: 0,
    bodyDecaySeconds: decaySecondsAtKey(electricPianoVolume, note.key),
  };
}

const electricPianoFilter: Filter = { cutoffHz: 4200, keyTracking: 0.4, velocityOctaves: 3 };

const harpsichordVolume: VolumeEnvelope = { decaySeconds: 5, keysPerHalving: 20, releaseSeconds: 0.2 };

const harpsichordWaves: WaveSet = {
  name: 'harpsichord',
  keys: [40, 55, 70, 85],
  record: (note) =>
    recordPlucked(note, {
      sampleRate: 27000,
      pluckSeconds: 0.13,
      position: 0.13,
      level: above(
        220,
        6,
        below(5500, 9, (number) => number ** -0.35 * (number % 2 === 0 ? 1.25 : 0.8)),
      ),
      decaySeconds: 4,
      brightDecaySeconds: 1.6,
      bodyDecaySeconds: decaySecondsAtKey(harpsichordVolume, note.key),
      bursts: [{ level: 1.2, decaySeconds: 0.025, lowHz: 1500, highHz: 7000 }],
    }),
};

const clavinetVolume: VolumeEnvelope = { decaySeconds: 3.2, keysPerHalving: 22, releaseSeconds: 0.08 };

const clavinetWaves: WaveSet = {
  name: 'clavinet',
  keys: [40, 56, 72],
  record: (note) =>
    recordPlucked(note, {
      sampleRate: 24000,
      pluckSeconds: 0.14,
      position: 0.09,
      level: above(300, 6, below(3800, 12, slope(3))),
      decaySeconds: 2.4,
      brightDecaySeconds: 0.9,
      bodyDecaySeconds: decaySecondsAtKey(clavinetVolume, note.key),
      bursts: [{ level: 0.8, decaySeconds: 0.015, lowHz: 400, highHz: 3500 }],
    }),
};

/** The wires go on darkening after the recorded part has become a loop. */
const darkening = { attackSeconds: 0, decaySeconds: 9, sustain: 0 };

export const pianos: readonly Program[] = [
  {
    name: 'Acoustic Grand Piano',
    voice: { waves: grandPiano, volume: pianoVolume, modulation: darkening, filter: grandFilter },
  },
  {
    name: 'Bright Acoustic Piano',
    voice: {
      waves: grandPiano,
      volume: pianoVolume,
      modulation: darkening,
      filter: { ...grandFilter, cutoffHz: 3600, velocityOctaves: 2.4, resonanceDb: 2 },
    },
  },
  {
    name: 'Electric Grand Piano',
    voice: {
      waves: electricGrand,
      volume: pianoVolume,
      modulation: darkening,
      filter: { ...grandFilter, cutoffHz: 2200 },
    },
  },
  {
    name: 'Honky-tonk Piano',
    voice: {
      waves: tavernPiano,
      volume: pianoVolume,
      modulation: darkening,
      filter: { ...grandFilter, cutoffHz: 2400 },
    },
  },
  {
    name: 'Electric Piano 1',
    voice: {
      waves: tineElectricPiano,
      volume: electricPianoVolume,
      filter: electricPianoFilter,
      tremolo: { hz: 4.6, db: 0.8 },
    },
  },
  {
    name: 'Electric Piano 2',
    voice: { waves: digitalElectricPiano, volume: electricPianoVolume, filter: electricPianoFilter },
  },
  {
    name: 'Harpsichord',
    voice: {
      waves: harpsichordWaves,
      volume: harpsichordVolume,
      filter: { cutoffHz: 13000, velocityOctaves: 0.6 },
    },
  },
  {
    name: 'Clavi',
    voice: {
      waves: clavinetWaves,
      volume: clavinetVolume,
      modulation: { decaySeconds: 1.2 },
      filter: { cutoffHz: 2600, keyTracking: 0.4, velocityOctaves: 2, modulationOctaves: 1.5, resonanceDb: 4 },
    },
  },
];
