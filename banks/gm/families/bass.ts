/** Programs 32…39: basses. */
import { recordFm } from '../models/frequency-modulation.ts';
import { recordOscillator } from '../models/oscillator.ts';
import { type PluckedTone, recordPlucked } from '../models/plucked.ts';
import { above, below, pulse, resonant, slope } from '../sound/spectra.ts';
import { decaySecondsAtKey, type Program, type Vibrato, type VolumeEnvelope, type WaveSet } from '../voice.ts';

const BASS_KEYS = [30, 42, 55];

const bassVolume: VolumeEnvelope = { decaySeconds: 6.5, keysPerHalving: 28, releaseSeconds: 0.1 };
const uprightVolume: VolumeEnvelope = { decaySeconds: 3.2, keysPerHalving: 28, releaseSeconds: 0.14 };

function bassString(
  name: string,
  volume: VolumeEnvelope,
  string: Omit<PluckedTone, 'bodyDecaySeconds' | 'sampleRate'>,
): WaveSet {
  return {
    name,
    keys: BASS_KEYS,
    record: (note) => {
      const bodyDecaySeconds = decaySecondsAtKey(volume, note.key);
      return recordPlucked(note, { ...string, sampleRate: 22050, bodyDecaySeconds });
    },
  };
}

const uprightBass = bassString('upright bass', uprightVolume, {
  pluckSeconds: 0.15,
  position: 0.22,
  level: resonant(
    [
      { hz: 100, widthHz: 50, db: 6 },
      { hz: 220, widthHz: 90, db: 5 },
    ],
    below(650, 9, slope(3)),
  ),
  decaySeconds: 2.2,
  brightDecaySeconds: 0.22,
  bursts: [
    { level: 1.5, decaySeconds: 0.05, lowHz: 90, highHz: 500 },
    { level: 0.4, decaySeconds: 0.025, lowHz: 700, highHz: 3000 },
  ],
});

const fingeredBass = bassString('fingered bass', bassVolume, {
  pluckSeconds: 0.14,
  position: 0.2,
  level: below(1000, 9, slope(3.5)),
  decaySeconds: 4,
  brightDecaySeconds: 0.4,
  bursts: [{ level: 0.7, decaySeconds: 0.03, lowHz: 150, highHz: 1200 }],
});

const pickedBass = bassString('picked bass', bassVolume, {
  pluckSeconds: 0.15,
  position: 0.11,
  level: below(2400, 9, slope(3)),
  decaySeconds: 4,
  brightDecaySeconds: 0.7,
  bursts: [{ level: 0.9, decaySeconds: 0.015, lowHz: 900, highHz: 4500 }],
});

/** No frets: the finger lets the string sing, and resonances sweep as it does. */
const fretlessBass = bassString('fretless bass', bassVolume, {
  pluckSeconds: 0.15,
  position: 0.24,
  level: resonant([{ hz: 650, widthHz: 400, db: 9 }], below(900, 12, slope(4))),
  decaySeconds: 5,
  brightDecaySeconds: 0.9,
  bursts: [{ level: 0.3, decaySeconds: 0.05, lowHz: 100, highHz: 700 }],
});

const slappedBass = bassString('slapped bass', bassVolume, {
  pluckSeconds: 0.15,
  position: 0.08,
  level: resonant([{ hz: 2600, widthHz: 1800, db: 9 }], below(4000, 9, slope(3.5))),
  decaySeconds: 3.2,
  brightDecaySeconds: 0.5,
  bursts: [{ level: 2.2, decaySeconds: 0.02, lowHz: 1200, highHz: 7000 }],
});

const poppedBass = bassString('popped bass', bassVolume, {
  pluckSeconds: 0.15,
  position: 0.06,
  level: resonant([{ hz: 1500, widthHz: 900, db: 8 }], above(120, 6, below(5000, 9, slope(2.5)))),
  decaySeconds: 2.6,
  brightDecaySeconds: 0.6,
  bursts: [{ level: 2.6, decaySeconds: 0.03, lowHz: 700, highHz: 6000 }],
});

const sawBass: WaveSet = {
  name: 'saw bass',
  keys: [28, 37, 46, 55, 64, 76],
  record: (note) =>
    recordOscillator(note, {
      sampleRate: 26000,
      level: (number, hz) => slope(6)(number, hz) + 0.6 * pulse(0.5)(number, hz),
    }),
};

const fmBass: WaveSet = {
  name: 'FM bass',
  keys: [30, 43, 57],
  record: (note) =>
    recordFm(note, {
      sampleRate: 22050,
      strikeSeconds: 0.1,
      loopSeconds: 0,
      bodyDecaySeconds: decaySecondsAtKey(bassVolume, note.key),
      carriers: [
        {
          ratio: 1,
          level: 1,
          decaySeconds: 6,
          modulators: [
            { ratio: 1, index: 2.6, restIndex: 0.7, decaySeconds: 0.8 },
            { ratio: 3, index: 1.1, restIndex: 0.1, decaySeconds: 0.25 },
          ],
        },
        {
          ratio: 2,
          level: 0.2,
          decaySeconds: 1.5,
          modulators: [{ ratio: 1, index: 1, restIndex: 0.3, decaySeconds: 0.5 }],
        },
      ],
    }),
};

const bassVibrato: Vibrato = { hz: 5, delaySeconds: 0.4, cents: 0, wheelCents: 35 };

export const basses: readonly Program[] = [
  {
    name: 'Acoustic Bass',
    voice: { waves: uprightBass, volume: uprightVolume, filter: { cutoffHz: 1700, velocityOctaves: 2.2 } },
  },
  {
    name: 'Electric Bass (finger)',
    voice: {
      waves: fingeredBass,
      volume: bassVolume,
      modulation: { decaySeconds: 2.5 },
      filter: { cutoffHz: 700, keyTracking: 0.4, velocityOctaves: 2, modulationOctaves: 1.8 },
      vibrato: bassVibrato,
    },
  },
  {
    name: 'Electric Bass (pick)',
    voice: {
      waves: pickedBass,
      volume: bassVolume,
      modulation: { decaySeconds: 2.5 },
      filter: { cutoffHz: 1300, keyTracking: 0.4, velocityOctaves: 2.2, modulationOctaves: 1.6 },
      vibrato: bassVibrato,
    },
  },
  {
    name: 'Fretless Bass',
    voice: {
      waves: fretlessBass,
      volume: { ...bassVolume, attackSeconds: 0.015 },
      modulation: { attackSeconds: 0.12, decaySeconds: 2 },
      filter: { cutoffHz: 700, keyTracking: 0.5, velocityOctaves: 1, modulationOctaves: 1.5, resonanceDb: 4 },
      vibrato: { ...bassVibrato, cents: 6 },
    },
  },
  {
    name: 'Slap Bass 1',
    voice: { waves: slappedBass, volume: bassVolume, filter: { cutoffHz: 5500, velocityOctaves: 3 } },
  },
  {
    name: 'Slap Bass 2',
    voice: { waves: poppedBass, volume: bassVolume, filter: { cutoffHz: 5500, velocityOctaves: 3 } },
  },
  {
    name: 'Synth Bass 1',
    voice: {
      waves: sawBass,
      volume: { decaySeconds: 9, sustainDb: -9, releaseSeconds: 0.1 },
      modulation: { decaySeconds: 0.5, sustain: 0.15, releaseSeconds: 0.2 },
      filter: { cutoffHz: 500, keyTracking: 0.5, velocityOctaves: 1.2, modulationOctaves: 3, resonanceDb: 7 },
      vibrato: bassVibrato,
    },
  },
  {
    name: 'Synth Bass 2',
    voice: {
      waves: fmBass,
      volume: bassVolume,
      filter: { cutoffHz: 2500, keyTracking: 0.4, velocityOctaves: 2.6 },
      vibrato: bassVibrato,
    },
  },
];
