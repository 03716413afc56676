/** Random banks and random playing, for tests of what must hold for any music. */
import fc from 'fast-check';
import type { Collection } from '../../src/directmusic/downloads/collection.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../../src/formats/dls/articulation-codes.ts';
import {
  centsToRelativePitch,
  dbToGain,
  hzToAbsolutePitch,
  percentToScale,
  secondsToTimeCents,
} from '../../src/formats/dls/units.ts';
import type { Connection, Instrument } from '../../src/formats/sound-bank.ts';
import { connect, instrument, makeCollection, region, sineWave, type TestWave } from './bank.ts';
import { channelPressure, control, noteOff, noteOn, pitchBend, polyPressure, program } from './midi.ts';
import type { FrameEvent } from './offline-rig.ts';

/** A bank, a synth and what is played on it. */
export interface Scene {
  readonly instruments: readonly Instrument[];
  readonly sampleRate: number;
  readonly audioChannels: number;
  readonly voices: number;
  readonly events: readonly FrameEvent[];
}

/** Programs 0…3 exist; a fifth is sometimes asked for. */
const PROGRAMS = 4;
/** Frames in which events lie. */
export const SCENE_FRAMES = 6000;
export const SCENE_GROUPS = 2;
const DRUM_CHANNEL = 9;
const DRUMS = 0x80000000;

/** Looped and not, long and very short, one that leaves its loop, at several rates. */
const WAVES: readonly TestWave[] = [
  sineWave(480, 3),
  { ...sineWave(1000, 9, 20000), sampleRate: 22050, loop: { type: 'release', start: 200, length: 700 } },
  { samples: Int16Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 20011) - 10000) },
  { samples: Int16Array.of(0, 9000, 20000, 7000, -20000), loop: { type: 'forward', start: 1, length: 4 } },
  { samples: Int16Array.from({ length: 900 }, (_, i) => 30000 * Math.cos(i / 5)), unityNote: 48, gainDb: -3 },
];

const times = [
  To.EG1_DELAY_TIME,
  To.EG1_ATTACK_TIME,
  To.EG1_HOLD_TIME,
  To.EG1_DECAY_TIME,
  To.EG1_RELEASE_TIME,
  To.EG1_SHUTDOWN_TIME,
  To.EG2_ATTACK_TIME,
  To.EG2_DECAY_TIME,
  To.EG2_RELEASE_TIME,
  To.LFO_START_DELAY,
  To.VIBRATO_START_DELAY,
];
const controllers = [From.NONE, From.CC1, From.CHANNEL_PRESSURE, From.POLY_PRESSURE, From.CC11];

const timeConnection = fc
  .tuple(fc.constantFrom(...times), fc.integer({ min: 0, max: 60 }))
  .map(([destination, milliseconds]) => connect(From.NONE, destination, secondsToTimeCents(milliseconds / 1000)));
const levelConnection = fc
  .tuple(fc.constantFrom(To.EG1_SUSTAIN_LEVEL, To.EG2_SUSTAIN_LEVEL), fc.integer({ min: 0, max: 100 }))
  .map(([destination, percent]) => connect(From.NONE, destination, percentToScale(percent)));
const depthConnection = fc
  .tuple(
    fc.constantFrom(From.LFO, From.VIBRATO, From.EG2),
    fc.constantFrom(To.PITCH, To.GAIN, To.FILTER_CUTOFF),
    fc.constantFrom(...controllers),
    fc.integer({ min: -100, max: 100 }),
  )
  .map(([source, destination, controller, percent]) => {
    const scale = destination === To.GAIN ? dbToGain(percent / 10) : centsToRelativePitch(percent * 12);
    return connect(source, destination, scale, controller);
  });
const filterConnections = fc
  .tuple(fc.integer({ min: 200, max: 15000 }), fc.integer({ min: 0, max: 20 }))
  .map(([hertz, db]) => [
    connect(From.NONE, To.FILTER_CUTOFF, hzToAbsolutePitch(hertz)),
    connect(From.NONE, To.FILTER_Q, dbToGain(db)),
    connect(From.KEY_ON_VELOCITY, To.FILTER_CUTOFF, centsToRelativePitch(1200)),
  ]);
const lfoConnection = fc
  .tuple(fc.constantFrom(To.LFO_FREQUENCY, To.VIBRATO_FREQUENCY), fc.integer({ min: 1, max: 40 }))
  .map(([destination, hertz]) => connect(From.NONE, destination, hzToAbsolutePitch(hertz)));

const connections: fc.Arbitrary<readonly Connection[]> = fc
  .tuple(
    fc.array(timeConnection, { maxLength: 8 }),
    fc.array(levelConnection, { maxLength: 2 }),
    fc.array(depthConnection, { maxLength: 5 }),
    fc.array(lfoConnection, { maxLength: 2 }),
    fc.oneof(fc.constant([]), filterConnections),
  )
  .map((lists) => lists.flat());

/** Two regions that share the keys or lie over each other. */
const instrumentRegions = fc
  .record({
    first: fc.nat(WAVES.length - 1),
    second: fc.nat(WAVES.length - 1),
    split: fc.constantFrom(undefined, 55, 64),
    selfNonExclusive: fc.boolean(),
    keyGroup: fc.constantFrom(0, 0, 1),
    own: fc.option(connections, { nil: undefined }),
  })
  .map(({ first, second, split, own, ...options }) => [
    region(first, { ...options, ...(split === undefined ? { velocityHigh: 90 } : { keyHigh: split }) }),
    region(second, { ...options, ...(split === undefined ? {} : { keyLow: split + 1 }), connections: own }),
  ]);

function instrumentAt(patch: number): fc.Arbitrary<Instrument> {
  return fc
    .tuple(instrumentRegions, connections)
    .map(([regions, articulation]) => instrument(patch, regions, articulation));
}

const instruments: fc.Arbitrary<readonly Instrument[]> = fc.tuple(
  ...Array.from({ length: PROGRAMS }, (_, patch) => instrumentAt(patch)),
  instrumentAt(DRUMS),
);

const channel = fc.constantFrom(0, 0, 0, 1, 2, DRUM_CHANNEL);
const sevenBits = fc.nat(127);
const key = fc.integer({ min: 48, max: 72 });

/** A channel message as music has them. */
export const messages: fc.Arbitrary<number> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(key, fc.integer({ min: 1, max: 127 }), channel).map((note) => noteOn(...note)) },
  { weight: 5, arbitrary: fc.tuple(key, channel).map((note) => noteOff(...note)) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(1, 7, 10, 11, 64, 64, 91), sevenBits, channel)
      .map((values) => control(...values)),
  },
  { weight: 2, arbitrary: fc.tuple(fc.nat(16383), channel).map((values) => pitchBend(...values)) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(PROGRAMS), channel).map((values) => program(...values)) },
  { weight: 1, arbitrary: fc.tuple(sevenBits, channel).map((values) => channelPressure(...values)) },
  { weight: 1, arbitrary: fc.tuple(key, sevenBits, channel).map((values) => polyPressure(...values)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(6, 38, 98, 100, 101, 120, 121, 123), fc.nat(3), channel)
      .map((values) => control(...values)),
  },
);

const event: fc.Arbitrary<FrameEvent> = fc.record({
  // Many at once, on and around the borders of cells, and anywhere.
  frame: fc.oneof(
    fc.nat(SCENE_FRAMES - 1),
    fc.integer({ min: 0, max: Math.floor(SCENE_FRAMES / 64) - 1 }).map((cell) => 64 * cell),
    fc.constantFrom(100, 101, 127, 1000),
  ),
  message: messages,
  channelGroup: fc.constantFrom(1, 1, 2, 0),
});

/** Scenes with so few voices that notes are stolen. */
export const scenes: fc.Arbitrary<Scene> = fc.record({
  instruments,
  sampleRate: fc.constantFrom(22050, 44100, 48000),
  audioChannels: fc.constantFrom(1, 2),
  voices: fc.integer({ min: 1, max: 10 }),
  events: fc.array(event, { minLength: 40, maxLength: 120, size: 'max' }),
});

export function collectionOf(scene: Scene): Collection {
  return makeCollection(scene.instruments, WAVES);
}
