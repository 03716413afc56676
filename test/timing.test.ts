/** Everything happens on the frame for which it was stamped, whichever way it goes down. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfflinePortKind } from '../src/adapters/offline-ports.ts';
import type { Collection } from '../src/directmusic/downloads/collection.ts';
import { ConnectionDestination as To } from '../src/formats/dls/articulation-codes.ts';
import {
  clickWave,
  flatWave,
  instrument,
  makeCollection,
  oneWaveCollection,
  region,
  sineWave,
  time,
} from './rig/bank.ts';
import { expectSameBits, firstDifference, firstSound, peakOf } from './rig/compare.ts';
import { control, noteOff, noteOn, pitchBend, program } from './rig/midi.ts';
import { type FrameEvent, OfflineRig, type OfflineRigOptions } from './rig/offline-rig.ts';

const WAYS: readonly OfflinePortKind[] = ['synth', 'kernel'];
const MONO = { audioChannels: 1 };

const CLICK = oneWaveCollection(clickWave());
const FLAT = oneWaveCollection(flatWave(), [time(To.EG1_RELEASE_TIME, 1)]);
const SINE = oneWaveCollection(sineWave(480, 7), [time(To.EG1_RELEASE_TIME, 1)]);
/** Patch 0 pushes up, patch 1 pulls down. */
const UP_AND_DOWN = makeCollection(
  [instrument(0, [region(0)]), instrument(1, [region(1)])],
  [flatWave(20000), flatWave(-20000)],
);

/** A message, and what sounds when it comes. */
interface Change {
  readonly what: string;
  readonly message: number;
  /** {@link FLAT} by default. */
  readonly collection?: Collection;
  /** Messages after the note-on on key 60. */
  readonly before?: readonly number[];
  /** Frames until the first that differs: 1 by default, as ramps start on the frame from where they are. */
  readonly delay?: number;
}

const CHANGES: readonly Change[] = [
  { what: 'volume (CC 7)', message: control(7, 20) },
  { what: 'expression (CC 11)', message: control(11, 20) },
  { what: 'pan (CC 10)', message: control(10, 0) },
  { what: 'pitch bend', message: pitchBend(16383), collection: SINE },
  { what: 'a note-off', message: noteOff(60) },
  { what: 'a note-on with velocity 0', message: noteOn(60, 0) },
  { what: 'pedal up (CC 64)', message: control(64, 0), before: [control(64, 127), noteOff(60)] },
  { what: 'all sound off (CC 120)', message: control(120, 0) },
  { what: 'all notes off (CC 123)', message: control(123, 0) },
  { what: 'a key struck again', message: noteOn(60, 90), delay: 0 },
  { what: 'another key', message: noteOn(72, 90), delay: 0 },
];
/** Undoes them all. */
const RESET: readonly number[] = [control(7, 100), control(10, 64), control(121, 0)];

function renderEvents(options: OfflineRigOptions, events: readonly FrameEvent[], frameCount: number): Float32Array {
  const rig = new OfflineRig(options);
  rig.play(events);
  return rig.render(frameCount);
}

/** The frame nearest to a stamp, computed in whole numbers. */
function nearestFrame(ticks: number, sampleRate: number): number {
  return Number((BigInt(ticks) * BigInt(sampleRate) * 2n + 10_000_000n) / 20_000_000n);
}

describe.each(WAYS)('timing on the %s way', (kind) => {
  it.each([22050, 44100, 48000, 96000])(
    'a note’s first frame at %i Hz is the one nearest to its stamp',
    (sampleRate) => {
      const rig = new OfflineRig({ kind, collection: CLICK, params: { ...MONO, sampleRate } });
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 600_000 }), fc.integer({ min: 20, max: 100 }), (ticks, key) => {
          rig.restart();
          rig.playAt([{ referenceTime: ticks, message: noteOn(key) }]);
          const samples = rig.render(nearestFrame(ticks, sampleRate) + 64);
          expect(firstSound(samples)).toBe(nearestFrame(ticks, sampleRate));
        }),
        { numRuns: 40, seed: 1 },
      );
    },
  );

  it.each(CHANGES)(
    '$what acts on its frame: the frames before keep their bits',
    ({ message, collection = FLAT, before = [], delay = 1 }) => {
      const rig = new OfflineRig({ kind, collection });
      const play = (...events: FrameEvent[]): Float32Array => {
        rig.restart();
        const start = [...RESET, noteOn(60), ...before].map((each) => ({ frame: 10, message: each }));
        rig.play([...start, ...events]);
        return rig.render(700);
      };
      const without = play();
      fc.assert(
        fc.property(fc.integer({ min: 100, max: 500 }), (frame) => {
          expect(Math.floor(firstDifference(play({ frame, message }), without) / 2)).toBe(frame + delay);
        }),
        { numRuns: 20, seed: 2 },
      );
    },
  );

  it('events of one stamp keep the order in which they arrive', () => {
    const options = { kind, collection: UP_AND_DOWN, params: MONO };
    const note = { frame: 100, message: noteOn(60) };
    const change = { frame: 100, message: program(1) };
    const changeFirst = renderEvents(options, [change, note], 200);
    const noteFirst = renderEvents(options, [note, change], 200);
    expect(firstSound(changeFirst)).toBe(100);
    expect(firstSound(noteFirst)).toBe(100);
    expect(changeFirst[150]).toBeLessThan(-0.5);
    expect(noteFirst[150]).toBeGreaterThan(0.5);
  });

  it('events of one stamp keep their order when they come in different buffers', () => {
    const rig = new OfflineRig({ kind, collection: UP_AND_DOWN, params: MONO });
    rig.play([{ frame: 100, message: program(1) }]);
    rig.play([{ frame: 90, message: control(7, 127) }]);
    rig.play([{ frame: 100, message: noteOn(60) }]);
    rig.play([{ frame: 100, message: program(0) }]);
    rig.play([{ frame: 100, message: noteOn(60) }]);
    // One down, one up: both are there, and cancel each other.
    const samples = rig.render(200);
    expect(firstSound(samples)).toBe(-1);
    expect(rig.port.getRunningStats().voices).toBe(2);
  });

  it.each([0, 1, 63, 64, 999, 1000])('an event for frame %i, past when frame 1000 comes next, acts there', (frame) => {
    const rig = new OfflineRig({ kind, collection: CLICK, params: MONO });
    rig.pump(1000);
    rig.play([{ frame, message: noteOn(60) }]);
    expect(firstSound(rig.render(300))).toBe(0);
  });

  it('late events act in the order of their stamps', () => {
    const rig = new OfflineRig({ kind, collection: UP_AND_DOWN, params: MONO });
    rig.pump(1000);
    rig.play([
      { frame: 500, message: noteOn(60) },
      { frame: 400, message: program(1) },
    ]);
    expect(rig.render(100)[50]).toBeLessThan(-0.5);
  });

  it('the stamp 0 means now', () => {
    const rig = new OfflineRig({ kind, collection: CLICK, params: MONO });
    rig.pump(777);
    rig.playAt([{ referenceTime: 0, message: noteOn(60) }]);
    expect(firstSound(rig.render(300))).toBe(0);
  });

  it.each([3, 4, 1000, 65535, 65536, 0xffff_ffff])('an event for group %i of 2 is dropped', (channelGroup) => {
    const options = { kind, collection: CLICK, params: { ...MONO, channelGroups: 2 } };
    expect(peakOf(renderEvents(options, [{ frame: 10, message: noteOn(60), channelGroup }], 200))).toBe(0);
  });

  it('groups have channels of their own', () => {
    const options = { kind, collection: UP_AND_DOWN, params: { ...MONO, channelGroups: 2 } };
    const events: FrameEvent[] = [
      { frame: 0, message: program(1), channelGroup: 2 },
      { frame: 10, message: noteOn(60), channelGroup: 1 },
      { frame: 50, message: noteOn(60), channelGroup: 2 },
    ];
    const samples = renderEvents(options, events, 100);
    expect(samples[40]).toBeGreaterThan(0.5);
    expect(samples.subarray(50).every((sample) => sample === 0)).toBe(true);
  });

  it('an event for group 0 reaches every group as if it had been sent to each', () => {
    const options = { kind, collection: FLAT, params: { ...MONO, channelGroups: 3 } };
    const messages = [control(7, 30), noteOn(60), noteOn(64, 80), control(11, 90), noteOff(60)];
    const toAll = messages.map((message, i) => ({ frame: 50 * i, message, channelGroup: 0 }));
    const toEach = messages.flatMap((message, i) =>
      [1, 2, 3].map((channelGroup) => ({ frame: 50 * i, message, channelGroup })),
    );
    const expected = renderEvents(options, toEach, 500);
    expect(peakOf(expected)).toBeGreaterThan(0.1);
    expectSameBits(renderEvents(options, toAll, 500), expected);
  });
});
