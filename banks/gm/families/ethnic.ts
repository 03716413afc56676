/** Programs 104…111: sitar, banjo, shamisen, koto, kalimba, bagpipe, fiddle, shanai. */
import { recordBlown } from '../models/blown.ts';
import { type PluckedTone, recordPlucked } from '../models/plucked.ts';
import { recordStruck } from '../models/struck.ts';
import { above, band, below, mostlyOdd, pulse, resonant, slope } from '../sound/spectra.ts';
import { decaySecondsAtKey, type Program, type Vibrato, type VolumeEnvelope, type WaveSet } from '../voice.ts';
import { violin } from './strings.ts';

function lute(
  name: string,
  keys: readonly number[],
  volume: VolumeEnvelope,
  string: Omit<PluckedTone, 'bodyDecaySeconds'>,
): WaveSet {
  return {
    name,
    keys,
    record: (note) => recordPlucked(note, { ...string, bodyDecaySeconds: decaySecondsAtKey(volume, note.key) }),
  };
}

const longVolume: VolumeEnvelope = { decaySeconds: 5, keysPerHalving: 24, releaseSeconds: 0.5 };
const shortVolume: VolumeEnvelope = { decaySeconds: 1.5, keysPerHalving: 24, releaseSeconds: 0.25 };

/** The flat bridge keeps high partials alive. */
const sitar = lute('sitar', [46, 60, 74], longVolume, {
  sampleRate: 23000,
  pluckSeconds: 0.15,
  position: 0.07,
  level: resonant(
    [
      { hz: 1500, widthHz: 700, db: 9 },
      { hz: 3400, widthHz: 1200, db: 9 },
    ],
    above(250, 6, below(5500, 9, slope(2.5))),
  ),
  decaySeconds: 3,
  brightDecaySeconds: 2.6,
  bursts: [{ level: 0.6, decaySeconds: 0.03, lowHz: 1500, highHz: 6000 }],
});
const banjo = lute('banjo', [55, 72], shortVolume, {
  sampleRate: 23000,
  pluckSeconds: 0.12,
  position: 0.12,
  level: resonant(
    [
      { hz: 420, widthHz: 200, db: 6 },
      { hz: 900, widthHz: 400, db: 6 },
    ],
    above(250, 6, below(4200, 9, slope(2.5))),
  ),
  decaySeconds: 1,
  brightDecaySeconds: 0.6,
  bursts: [{ level: 1.2, decaySeconds: 0.03, lowHz: 400, highHz: 4000 }],
});
const shamisen = lute('shamisen', [54, 70], shortVolume, {
  sampleRate: 23000,
  pluckSeconds: 0.15,
  position: 0.1,
  level: resonant([{ hz: 1100, widthHz: 600, db: 8 }], above(300, 6, below(3800, 9, slope(3)))),
  decaySeconds: 0.9,
  brightDecaySeconds: 0.7,
  bursts: [{ level: 2.2, decaySeconds: 0.04, lowHz: 300, highHz: 5000 }],
});
const koto = lute('koto', [54, 72], longVolume, {
  sampleRate: 23000,
  pluckSeconds: 0.14,
  position: 0.1,
  level: above(150, 6, below(3200, 10, slope(3.5))),
  decaySeconds: 2.8,
  brightDecaySeconds: 0.8,
  bursts: [{ level: 0.7, decaySeconds: 0.025, lowHz: 700, highHz: 5000 }],
});

const kalimbaVolume: VolumeEnvelope = { decaySeconds: 1.6, keysPerHalving: 24, releaseSeconds: 0.4 };
const kalimba: WaveSet = {
  name: 'kalimba',
  keys: [56, 75],
  record: (note) =>
    recordStruck(note, {
      sampleRate: 24000,
      strikeSeconds: 0.13,
      loopSeconds: 0.02,
      bodyDecaySeconds: decaySecondsAtKey(kalimbaVolume, note.key),
      riseSeconds: 0.0015,
      partials: [
        { ratio: 1, level: 1, decaySeconds: 1.8 },
        { ratio: 2, level: 0.14, decaySeconds: 1.4 },
        { ratio: 5.9, level: 0.4, decaySeconds: 0.4 },
        { ratio: 13.5, level: 0.1, decaySeconds: 0.1 },
      ],
      bursts: [{ level: 0.9, decaySeconds: 0.05, lowHz: 150, highHz: 1800 }],
    }),
};

/** The chanter; a wave that moves with the keys cannot hold a drone. */
const bagpipe: WaveSet = {
  name: 'bagpipe',
  keys: [56, 72],
  record: (note) =>
    recordBlown(note, {
      sampleRate: 24000,
      loopFrames: 2048,
      onsetSeconds: 0.04,
      speakSeconds: 0.01,
      speakSecondsPerKhz: 0.003,
      level: resonant(
        [
          { hz: 1100, widthHz: 500, db: 9 },
          { hz: 2600, widthHz: 900, db: 9 },
        ],
        below(4500, 12, (number, hz) => pulse(0.22)(number, hz) + 0.2 * mostlyOdd(slope(3), 0.2)(number, hz)),
      ),
      tremble: 0.03,
      breath: { level: 0.02, chiff: 2, shape: band(2500, 3) },
    }),
};
const shanai: WaveSet = {
  name: 'shanai',
  keys: [60, 76],
  record: (note) =>
    recordBlown(note, {
      sampleRate: 26000,
      loopFrames: 2048,
      onsetSeconds: 0.06,
      speakSeconds: 0.014,
      speakSecondsPerKhz: 0.006,
      level: resonant(
        [
          { hz: 1400, widthHz: 500, db: 14 },
          { hz: 3300, widthHz: 900, db: 13 },
        ],
        above(500, 6, below(5000, 12, slope(2))),
      ),
      tremble: 0.04,
      breath: { level: 0.03, chiff: 4, shape: band(3000, 3) },
    }),
};

const bend: Vibrato = { hz: 5.2, delaySeconds: 0.4, cents: 0, wheelCents: 45 };
const bright = { cutoffHz: 5500, keyTracking: 0.3, velocityOctaves: 2.4 };

export const ethnic: readonly Program[] = [
  {
    name: 'Sitar',
    voice: {
      waves: sitar,
      volume: longVolume,
      modulation: { decaySeconds: 1.6, sustain: 0.3 },
      filter: { cutoffHz: 2600, keyTracking: 0.3, velocityOctaves: 1.4, modulationOctaves: 2, resonanceDb: 6 },
      vibrato: bend,
    },
  },
  { name: 'Banjo', voice: { waves: banjo, volume: shortVolume, filter: bright, vibrato: bend } },
  { name: 'Shamisen', voice: { waves: shamisen, volume: shortVolume, filter: bright, vibrato: bend } },
  { name: 'Koto', voice: { waves: koto, volume: longVolume, filter: bright, vibrato: bend } },
  { name: 'Kalimba', voice: { waves: kalimba, volume: kalimbaVolume, filter: bright } },
  {
    name: 'Bag pipe',
    voice: { waves: bagpipe, volume: { attackSeconds: 0.02, releaseSeconds: 0.1 }, filter: { cutoffHz: 9000 } },
  },
  {
    name: 'Fiddle',
    voice: {
      waves: violin,
      volume: { attackSeconds: 0.012, releaseSeconds: 0.16 },
      filter: { cutoffHz: 11000, velocityOctaves: 1.6, resonanceDb: 3 },
      vibrato: { ...bend, delaySeconds: 0.35, cents: 8 },
    },
  },
  {
    name: 'Shanai',
    voice: {
      waves: shanai,
      volume: { attackSeconds: 0.015, releaseSeconds: 0.12 },
      filter: bright,
      vibrato: { ...bend, cents: 12 },
    },
  },
];
