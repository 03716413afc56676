/** Whatever comes in: nothing throws, no note is left over, and the synth plays on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clickWave, oneWaveCollection } from '../../test/rig/bank.ts';
import { expectSameBits, firstSound } from '../../test/rig/compare.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import { control, noteOff, noteOn, pitchBend, program, registeredParameter } from '../../test/rig/midi.ts';
import { OfflineRig } from '../../test/rig/offline-rig.ts';
import { rawInstrumentBlock, rawWaveBlock } from '../../test/rig/raw-block.ts';
import { collectionOf, messages, SCENE_GROUPS, scenes } from '../../test/rig/scenes.ts';
import { eventRecordBytes, writeEventRecordHeader } from '../ddi/event-record.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { DLS2_RULES, WINDOWS_RULES } from './rules.ts';

const CHANNELS = Array.from({ length: 16 }, (_, channel) => channel);
/** Longest release and shutdown in random scenes: 60 ms. */
const LONGEST_RELEASE_SECONDS = 0.06;
const FRAMES = 3000;

const anyMessage = fc.oneof(
  { weight: 4, arbitrary: messages },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffffffff }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.integer({ min: 0x80, max: 0xef }), fc.nat(0xffff)).map(([a, b]) => a | (b << 8)),
  },
);
const anyEvent = fc.record({ frame: fc.nat(FRAMES - 1), message: anyMessage, group: fc.nat(SCENE_GROUPS + 1) });

describe('after any messages', () => {
  it.each([DLS2_RULES, WINDOWS_RULES])('CC 123 and pedals up leave no note behind under the $name rules', (rules) => {
    const events = fc.array(anyEvent, { minLength: 50, maxLength: 200, size: 'max' });
    let soundingCount = 0;
    fc.assert(
      fc.property(scenes, events, (scene, given) => {
        const { sampleRate, voices } = scene;
        const rig = new EngineRig(collectionOf(scene), { rules, sampleRate, voices, channelGroups: SCENE_GROUPS });
        for (const { frame, message, group } of given) rig.engine.queueMessage(frame, group, message);
        rig.render(FRAMES);
        soundingCount += rig.engine.activeVoices;
        for (let group = 1; group <= SCENE_GROUPS; group++) {
          for (const channel of CHANNELS) {
            for (const controller of [123, 64]) {
              rig.engine.queueMessage(FRAMES, group, control(controller, 0, channel));
            }
          }
        }
        rig.render(Math.ceil(LONGEST_RELEASE_SECONDS * sampleRate) + 256);
        expect(rig.engine.activeVoices).toBe(0);
      }),
      { numRuns: 40, seed: 1 },
    );
    expect(soundingCount).toBeGreaterThan(40);
  });
});

/** Records of a music buffer: any delta, group and bytes. */
const records = fc
  .array(
    fc.record({
      deltaTicks: fc.oneof(fc.nat(600_000), fc.maxSafeInteger()),
      channelGroup: fc.oneof(fc.nat(3), fc.nat(0xffffffff)),
      flags: fc.nat(3),
      bytes: fc.oneof(
        { weight: 4, arbitrary: messages.map((message) => Uint8Array.of(message, message >> 8, message >> 16)) },
        { weight: 2, arbitrary: fc.uint8Array({ minLength: 0, maxLength: 12 }) },
        { weight: 1, arbitrary: fc.uint8Array({ minLength: 0, maxLength: 12 }).map((tail) => sysex(4096, tail)) },
        { weight: 1, arbitrary: messages.map((message) => sysex(8192, [message, message >> 8, message >> 16])) },
      ),
    }),
    { maxLength: 60 },
  )
  .map((list) => {
    const size = list.reduce((sum, { bytes }) => sum + eventRecordBytes(bytes.byteLength), 0);
    const target = new Uint8Array(size);
    let at = 0;
    for (const { bytes, ...header } of list) {
      target.set(bytes, writeEventRecordHeader(target, at, { ...header, byteLength: bytes.byteLength }));
      at += eventRecordBytes(bytes.byteLength);
    }
    return target;
  });

/** A system exclusive message with these last bytes behind `byteLength` others. */
function sysex(byteLength: number, tail: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(byteLength + tail.length);
  bytes[0] = 0xf0;
  bytes.set(tail, byteLength);
  return bytes;
}

/** Records, some of them damaged, or bytes that never were any. */
const anyBytes = fc.oneof(
  records,
  fc.uint8Array({ minLength: 1, maxLength: 400 }),
  fc.tuple(records, fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 10 })).map(([bytes, damages]) => {
    for (const [place, value] of damages) if (place < bytes.byteLength) bytes[place] = value;
    return bytes;
  }),
);

/** Brings a channel back to where it began. */
const RESTORED = [
  control(120, 0),
  control(121, 0),
  control(7, 100),
  control(10, 64),
  control(0, 0),
  control(32, 0),
  program(0),
  ...registeredParameter(0, 2),
  ...registeredParameter(1, 64),
  ...registeredParameter(2, 64),
];

describe('any bytes as music buffers', () => {
  const collection = oneWaveCollection(clickWave());
  const params = { channelGroups: 2, audioChannels: 1 };

  it('throw on neither way, sound alike on both, and the synth plays on', () => {
    const rigs = (['synth', 'kernel'] as const).map((kind) => new OfflineRig({ kind, collection, params }));
    const fresh = new OfflineRig({ collection, params });
    fresh.play([{ frame: 10, message: noteOn(60) }]);
    const expected = fresh.render(200);
    fc.assert(
      fc.property(fc.array(anyBytes, { maxLength: 4 }), fc.integer({ min: 0, max: 100_000 }), (buffers, start) => {
        const [own, other] = rigs.map((rig) => {
          rig.restart();
          rig.play(RESTORED.map((message) => ({ frame: 0, message, channelGroup: 0 })));
          for (const bytes of buffers) {
            const buffer = new MusicBuffer({ byteLength: Math.max(1, bytes.byteLength) });
            buffer.getRawBuffer().set(bytes);
            buffer.setUsedBytes(bytes.byteLength);
            buffer.setStartTime(start);
            rig.port.playBuffer(buffer);
          }
          const samples = rig.render(2000);
          rig.restart();
          rig.play([...RESTORED.map((message) => ({ frame: 0, message })), { frame: 10, message: noteOn(60) }]);
          expectSameBits(rig.render(200), expected);
          return samples;
        });
        expectSameBits(other!, own!);
      }),
      { numRuns: 150, seed: 2 },
    );
    expect(firstSound(expected)).toBe(10);
  });
});

describe('an articulation of any connections', () => {
  const codes = (known: object): fc.Arbitrary<number> =>
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...(Object.values(known) as number[])) },
      { weight: 1, arbitrary: fc.nat(0xffff) },
    );
  const scale = fc.oneof(
    fc.constantFrom(-0x80000000, 0x7fffffff, 0),
    fc.integer({ min: -0x80000000, max: 0x7fffffff }),
    fc.integer({ min: -10_000_000, max: 10_000_000 }),
  );
  const connection = fc.record({
    source: codes(From),
    control: fc.oneof(fc.constant(From.NONE), codes(From)),
    destination: codes(To),
    transform: fc.nat(0xffff),
    scale,
  });
  const ramp = new Uint8Array(Int16Array.from({ length: 300 }, (_, i) => 100 * i).buffer);

  function play(connections: readonly object[], region = {}, sampleRate = 48000): Float32Array {
    const rig = new EngineRig();
    rig.engine.downloads.download(rawWaveBlock(1, { sampleRate, samples: ramp }));
    const regions = [{ loop: [0, 3, 200] as const, ...region }];
    rig.engine.downloads.download(rawInstrumentBlock(2, { connections: connections as never, regions }));
    rig.at(0, noteOn(60), noteOn(127, 1), noteOn(0));
    rig.at(100, control(1, 127), pitchBend(0), control(7, 127), control(11, 3));
    rig.at(300, noteOff(60), control(120, 0));
    return rig.render(700);
  }

  it('gives numbers', () => {
    const region = fc.record({
      unityNote: fc.nat(0xffff),
      fineTune: fc.integer({ min: -0x8000, max: 0x7fff }),
      attenuation: scale,
    });
    const rates = fc.integer({ min: 1, max: 0xffffffff });
    fc.assert(
      fc.property(
        fc.array(connection, { maxLength: 150, size: 'max' }),
        fc.option(region, { nil: {} }),
        fc.option(rates, { nil: 48000 }),
        (connections, each, rate) => {
          expect(play(connections, each, rate).every(Number.isFinite)).toBe(true);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  const DESTINATIONS = Object.entries(To).filter(([, destination]) => destination !== To.NONE);

  it.each(DESTINATIONS)('that all push %s to one side gives numbers, without a filter none beyond +6 dB', (_, to) => {
    for (const full of [0x7fffffff, -0x7fffffff]) {
      for (const count of [1, 2, 5, 6, 20, 100]) {
        // Controllers that stand at 0, inverted: each adds its whole scale.
        const list = Array.from({ length: count }, (__, i) => {
          return { source: i === 0 ? 0 : 0x80 + 12 + i, control: 0, destination: to, transform: 0x8000, scale: full };
        });
        const samples = play(list);
        expect(samples.every((sample) => Math.abs(sample) <= 3 * 2)).toBe(true);
      }
    }
  });
});
