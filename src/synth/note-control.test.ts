import { describe, expect, it } from 'vitest';
import {
  flatWave,
  instrument,
  LEVEL_WAVES,
  makeCollection,
  oneWaveCollection,
  region,
  time,
} from '../../test/rig/bank.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import { control, noteOff, noteOn, program } from '../../test/rig/midi.ts';
import { ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { WINDOWS_RULES } from './rules.ts';

/** Released notes last so long that they are still there at the end of a test. */
const LONG_RELEASE = [time(To.EG1_RELEASE_TIME, 10)];
const FULL_VOLUME = control(7, 127);
const SECOND = 48000;

function rigWith(...parameters: ConstructorParameters<typeof EngineRig>): EngineRig {
  return new EngineRig(...parameters).setFullVolume();
}

describe('which regions sound', () => {
  it('those whose keys and velocities the note lies in, borders included', () => {
    const collection = makeCollection(
      [
        instrument(0, [
          region(0, { keyLow: 40, keyHigh: 59 }),
          region(1, { keyLow: 60, keyHigh: 80, velocityHigh: 63 }),
          region(2, { keyLow: 60, keyHigh: 80, velocityLow: 64 }),
        ]),
      ],
      LEVEL_WAVES,
    );
    const heard = (key: number, velocity: number): number => {
      const rig = rigWith(collection);
      rig.at(0, noteOn(key, velocity));
      return Math.round(rig.levelAfter(64) / (velocity / 127) ** 2 / 0.01);
    };
    expect([39, 40, 59].map((key) => heard(key, 127))).toEqual([0, 1, 1]);
    expect([60, 80, 81].map((key) => heard(key, 63))).toEqual([2, 2, 0]);
    expect([60, 80, 81].map((key) => heard(key, 64))).toEqual([4, 4, 0]);
  });

  it('several that hold the note sound as layers, in Windows only the first', () => {
    const layers = [region(0), region(1, { velocityLow: 100 }), region(2, { velocityHigh: 99 })];
    const collection = makeCollection([instrument(0, layers)], LEVEL_WAVES);
    const rig = rigWith(collection);
    rig.at(0, noteOn(60));
    expect(rig.levelAfter(64)).toBeCloseTo(0.03, 4);
    const windows = rigWith(collection, { rules: WINDOWS_RULES });
    windows.at(0, noteOn(60));
    expect(windows.levelAfter(64)).toBeCloseTo(0.01, 4);
  });

  it('notes that nothing is downloaded for are counted, and take no voice', () => {
    const rig = rigWith(oneWaveCollection(flatWave(), [], { keyLow: 60, keyHigh: 60 }));
    rig.at(0, noteOn(61), program(5), noteOn(60), noteOn(60, 127, 9));
    rig.render(64);
    expect(rig.engine.counters.unplayedNotes).toBe(3);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it('a drum channel without the wanted kit plays the standard kit', () => {
    const drums = (number: number, wave: number) => instrument(0x80000000 + number, [region(wave)]);
    const rig = rigWith(makeCollection([drums(0, 0), drums(8, 1)], LEVEL_WAVES));
    rig.at(0, program(8, 9), noteOn(60, 127, 9));
    rig.at(64, control(120, 0, 9), program(9, 9), noteOn(60, 127, 9));
    expect(rig.levelAfter(64)).toBeCloseTo(0.02, 4);
    expect(rig.levelAfter(2000)).toBeCloseTo(0.01, 4);
    expect(rig.engine.counters.unplayedNotes).toBe(0);
  });

  it('a melodic channel has no instrument to fall back on', () => {
    const rig = rigWith(oneWaveCollection(flatWave()));
    rig.at(0, control(0, 8), program(0), noteOn(60));
    expect(rig.levelAfter(64)).toBe(0);
  });

  it('the bank takes effect with the program change after it, for notes after that', () => {
    const patches = [0, (8 << 16) | 5, (8 << 16) | (3 << 8) | 5, 5];
    const collection = makeCollection(
      patches.map((patch, wave) => instrument(patch, [region(wave)])),
      LEVEL_WAVES,
    );
    const rig = rigWith(collection);
    const heard: number[] = [];
    for (const messages of [[], [control(0, 8)], [program(5)], [control(32, 3)], [program(5)]]) {
      rig.now(control(120, 0), ...messages, noteOn(60));
      heard.push(Math.round(rig.levelAfter(2048) / 0.01));
    }
    expect(heard).toEqual([1, 1, 2, 2, 4]);
    rig.now(control(0, 0), control(32, 0), program(5));
    expect(Math.round(rig.levelAfter(2048) / 0.01)).toBe(4);
  });
});

describe('notes that cut others', () => {
  const kit = makeCollection(
    [
      instrument(
        0,
        [0, 1, 2, 3].map((wave) => {
          const keyGroup = [1, 1, 2, 0][wave]!;
          return region(wave, { keyLow: 60 + wave, keyHigh: 60 + wave, keyGroup, selfNonExclusive: true });
        }),
      ),
    ],
    LEVEL_WAVES,
  );

  it('a note cuts those of its key group, and no others', () => {
    const rig = rigWith(kit);
    rig.at(0, noteOn(60), noteOn(62), noteOn(63));
    rig.at(64, noteOn(61));
    expect(rig.levelAfter(64)).toBeCloseTo(0.01 + 0.04 + 0.08, 4);
    expect(rig.levelAfter(2000)).toBeCloseTo(0.02 + 0.04 + 0.08, 4);
  });

  it('a key group reaches over one channel and one group only', () => {
    const rig = rigWith(kit, { channelGroups: 2 });
    rig.engine.queueMessage(0, 2, FULL_VOLUME);
    rig.at(0, noteOn(60));
    rig.engine.queueMessage(0, 2, noteOn(60));
    rig.at(0, noteOn(60, 127, 1));
    rig.at(64, noteOn(61));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.02 + 0.01 + 0.01, 4);
  });

  it('a key struck again cuts its earlier note, unless its region allows both', () => {
    for (const [selfNonExclusive, count] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!, LONG_RELEASE, { selfNonExclusive }));
      rig.at(0, noteOn(60), noteOn(61));
      rig.at(64, noteOn(60));
      expect(rig.levelAfter(2000)).toBeCloseTo(0.01 * (count + 1), 4);
    }
  });

  it('layers of one note do not cut each other', () => {
    const layers = [region(0, { keyGroup: 3 }), region(1, { keyGroup: 3 })];
    const rig = rigWith(makeCollection([instrument(0, layers)], LEVEL_WAVES));
    rig.at(0, noteOn(60));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.03, 4);
    rig.now(noteOn(60));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.03, 4);
  });

  it('a layer that finds no voice takes none from its own note, and is counted as lost', () => {
    const layers = [region(0), region(1)];
    const rig = rigWith(makeCollection([instrument(0, layers)], LEVEL_WAVES), { voices: 1 });
    rig.at(0, noteOn(60));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.01, 4);
    expect(rig.engine.counters.lostNotes).toBe(1);
  });

  it('a cut note fades in its shutdown time', () => {
    const milliseconds = 50;
    const rig = rigWith(oneWaveCollection(flatWave(), [time(To.EG1_SHUTDOWN_TIME, milliseconds / 1000)]));
    rig.at(0, noteOn(60));
    rig.at(64, noteOn(60));
    rig.at(64, noteOff(60));
    const samples = rig.render(64 + 64 + (48 * milliseconds) / 2);
    // Half of the time is half of 96 dB; the second note has ended at once.
    expect(20 * Math.log10(samples.at(-65)!)).toBeCloseTo(-48, 0);
  });
});

describe('note-off', () => {
  const plain = oneWaveCollection(LEVEL_WAVES[0]!, LONG_RELEASE, { selfNonExclusive: true });

  it('releases the key on its channel, and no other', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(0, noteOn(60), noteOn(61), noteOn(60, 127, 1));
    rig.at(64, noteOff(60));
    expect(rig.levelAfter(1000)).toBeCloseTo(0.02, 4);
  });

  it('ends all notes of a key that was struck more often, so that none is left', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!, [], { selfNonExclusive: true }));
    rig.at(0, noteOn(60), noteOn(60), noteOn(60));
    rig.at(64, noteOff(60));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it('in Windows ends the oldest note of a key, with all its voices', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!, [], { selfNonExclusive: true }), { rules: WINDOWS_RULES });
    rig.at(0, noteOn(60), noteOn(60), noteOn(60));
    for (const left of [2, 1, 0, 0]) {
      rig.now(noteOff(60));
      rig.render(1000);
      expect(rig.engine.activeVoices).toBe(left);
    }
  });

  it('a note-on with velocity 0 is a note-off', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(0, noteOn(60));
    rig.at(64, noteOn(60, 0));
    rig.render(1000);
    expect(rig.engine.activeVoices).toBe(0);
    expect(rig.engine.counters.unplayedNotes).toBe(0);
  });

  it('a note-off that comes with its note-on leaves no voice behind', () => {
    const rig = rigWith(oneWaveCollection(LEVEL_WAVES[0]!));
    rig.at(100, noteOn(60), noteOff(60));
    rig.render(400);
    expect(rig.engine.activeVoices).toBe(0);
  });

  it('a release is not begun anew by another note-off', () => {
    const rig = rigWith(plain);
    const other = rigWith(plain);
    for (const each of [rig, other]) each.at(0, noteOn(60));
    for (const each of [rig, other]) each.at(64, noteOff(60));
    rig.at(5000, noteOff(60), control(123, 0), control(64, 127), control(64, 0));
    expect(rig.levelAfter(SECOND)).toBe(other.levelAfter(SECOND));
  });
});
