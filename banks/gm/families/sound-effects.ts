/** Programs 120…127: fret noise, breath, seashore, bird, telephone, helicopter, applause, gunshot. */
import { recordPercussion } from '../models/percussion.ts';
import { recordTexture } from '../models/texture.ts';
import { Random } from '../sound/random.ts';
import type { Recorder, Recording } from '../sound/recording.ts';
import { band } from '../sound/spectra.ts';
import type { Program, WaveSet } from '../voice.ts';
import { ringOn } from './percussive.ts';

function once(name: string, record: Recorder): WaveSet {
  return { name, keys: [60], record };
}

const fretNoise = once('fret noise', (note) =>
  recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.28,
    modes: [
      { hz: 1400, db: -26, decaySeconds: 0.5, glide: { ratio: 0.55, seconds: 0.2 } },
      { hz: 2800, db: -30, decaySeconds: 0.4, glide: { ratio: 0.55, seconds: 0.2 } },
    ],
    bursts: [
      { level: 0.5, decaySeconds: 0.45, lowHz: 1200, highHz: 4500, riseSeconds: 0.07 },
      { level: 0.4, decaySeconds: 0.04, lowHz: 2500, highHz: 8000, delaySeconds: 0.19 },
    ],
    riseSeconds: 0.06,
  }),
);

const breathNoise = once('breath noise', (note) =>
  recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.32,
    modes: [],
    bursts: [
      { level: 1, decaySeconds: 1, lowHz: 900, highHz: 4000, riseSeconds: 0.15 },
      { level: 0.5, decaySeconds: 0.5, lowHz: 300, highHz: 900, riseSeconds: 0.1 },
    ],
  }),
);

const surf = once('seashore', (note) =>
  recordTexture(note, {
    sampleRate: 22050,
    loopFrames: 8192,
    layers: [
      { level: 1, shape: (hz) => 1 / (1 + (hz / 500) ** 1.3) },
      { level: 0.3, shape: band(3000, 3) },
    ],
  }),
);

/** Chirps: a glide up and down, several to a phrase. */
const bird = once('bird tweet', () => {
  const sampleRate = 22050;
  const samples = new Float64Array(Math.round(0.54 * sampleRate));
  for (const [start, seconds, fromHz, toHz] of [
    [0.0, 0.09, 2600, 4300],
    [0.13, 0.07, 4600, 3300],
    [0.23, 0.06, 3000, 4800],
    [0.32, 0.2, 4900, 2900],
  ] as const) {
    addChirp(samples, sampleRate, { start, seconds, fromHz, toHz });
  }
  return { samples, sampleRate, loop: undefined };
});

function addChirp(
  samples: Float64Array,
  sampleRate: number,
  chirp: { start: number; seconds: number; fromHz: number; toHz: number },
): void {
  const frameCount = Math.round(chirp.seconds * sampleRate);
  const startFrame = Math.round(chirp.start * sampleRate);
  let phase = 0;
  for (let frame = 0; frame < frameCount; frame++) {
    const share = frame / frameCount;
    const warble = 1 + 0.04 * Math.sin(2 * Math.PI * 38 * (frame / sampleRate));
    phase += (2 * Math.PI * chirp.fromHz * (chirp.toHz / chirp.fromHz) ** share * warble) / sampleRate;
    const level = Math.sin(Math.PI * share) ** 0.7;
    samples[startFrame + frame]! += level * (Math.sin(phase) + 0.15 * Math.sin(2 * phase));
  }
}

/** Two gongs struck twenty times a second: one ring of the bell is the loop. */
const telephone = once('telephone ring', (): Recording => {
  const sampleRate = 22050;
  const frameCount = 4410;
  const samples = new Float64Array(frameCount);
  for (let strike = 0; strike < 4; strike++) {
    for (const [cycles, level] of [
      [strike % 2 === 0 ? 264 : 318, 1],
      [strike % 2 === 0 ? 684 : 802, 0.6],
      [1190, 0.3],
    ] as const) {
      for (let frame = 0; frame < frameCount; frame++) {
        const since = (frame - (strike * frameCount) / 4 + frameCount) % frameCount;
        const gain =
          level * Math.exp(-since / 1500) * Math.min(1, since / 12) * Math.min(1, (frameCount - since) / 400);
        samples[frame]! += gain * Math.sin((2 * Math.PI * cycles * frame) / frameCount);
      }
    }
  }
  return { samples, sampleRate, loop: { start: 0, frameCount, periods: 0 } };
});

const helicopter = once('helicopter', (note) =>
  recordTexture(note, {
    sampleRate: 22050,
    loopFrames: 8192,
    layers: [
      {
        level: 1,
        shape: (hz) => 1 / (1 + (hz / 220) ** 2),
        course: (share) => 0.12 + Math.max(0, Math.cos(2 * Math.PI * 4 * share)) ** 5,
      },
      {
        level: 0.45,
        shape: band(1200, 3),
        course: (share) => 0.2 + Math.max(0, Math.cos(2 * Math.PI * 4 * share - 0.6)) ** 3,
      },
      { level: 0.18, shape: band(2600, 1.5) },
    ],
  }),
);

/** Several hundred claps at random places of the loop. */
const applause = once('applause', (note): Recording => {
  const sampleRate = 22050;
  const frameCount = 11025;
  const samples = new Float64Array(frameCount);
  const claps = [0, 1, 2, 3, 4, 5].map((kind) => clapOf(kind, sampleRate));
  for (let clap = 0; clap < 210; clap++) {
    const place = Math.floor(note.random.uniform() * frameCount);
    const level = 0.3 + 0.7 * note.random.uniform() ** 2;
    const shape = claps[Math.floor(note.random.uniform() * claps.length)]!;
    for (let frame = 0; frame < shape.length; frame++) samples[(place + frame) % frameCount]! += level * shape[frame]!;
  }
  return { samples, sampleRate, loop: { start: 0, frameCount, periods: 0 } };
});

function clapOf(kind: number, sampleRate: number): Float64Array {
  const random = new Random(`clap ${kind}`);
  return recordPercussion(
    { key: 60, frequencyHz: 262, height: 1, highestHz: 10000, random },
    {
      sampleRate,
      seconds: 0.05,
      modes: [],
      bursts: [{ level: 1, decaySeconds: 0.05, lowHz: 600 + 150 * kind, highHz: 1600 + 300 * kind }],
    },
  ).samples;
}

const gunshot = once('gunshot', (note) =>
  recordPercussion(note, {
    sampleRate: 22050,
    seconds: 0.4,
    modes: [{ hz: 70, db: 2, decaySeconds: 0.4, glide: { ratio: 2.5, seconds: 0.1 } }],
    bursts: [
      { level: 3, decaySeconds: 0.12, lowHz: 100, highHz: 9000 },
      { level: 1.2, decaySeconds: 0.9, lowHz: 60, highHz: 1200 },
    ],
    drive: 3,
  }),
);

export const soundEffects: readonly Program[] = [
  {
    name: 'Guitar Fret Noise',
    voice: { waves: fretNoise, volume: ringOn, filter: { cutoffHz: 12000, velocityOctaves: 1 } },
  },
  { name: 'Breath Noise', voice: { waves: breathNoise, volume: { releaseSeconds: 0.3 } } },
  {
    name: 'Seashore',
    voice: {
      waves: surf,
      volume: { attackSeconds: 1.2, releaseSeconds: 2.5 },
      filter: { cutoffHz: 2200 },
      tremolo: { hz: 0.17, db: 6, filterCents: 900 },
    },
  },
  { name: 'Bird Tweet', voice: { waves: bird, volume: ringOn } },
  { name: 'Telephone Ring', voice: { waves: telephone, volume: { releaseSeconds: 0.3 } } },
  { name: 'Helicopter', voice: { waves: helicopter, volume: { attackSeconds: 0.4, releaseSeconds: 1.2 } } },
  {
    name: 'Applause',
    voice: { waves: applause, volume: { attackSeconds: 0.3, releaseSeconds: 1.2 }, tremolo: { hz: 0.35, db: 2 } },
  },
  { name: 'Gunshot', voice: { waves: gunshot, volume: ringOn, filter: { cutoffHz: 11000, velocityOctaves: 1.5 } } },
];
