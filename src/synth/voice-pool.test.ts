import fc from 'fast-check';
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
import { peakOf } from '../../test/rig/compare.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import { control, noteOff, noteOn, program } from '../../test/rig/midi.ts';
import { ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { Channel } from './channel.ts';
import { KernelMemory } from './kernel/kernel-memory.ts';
import { CELL_FRAMES, VOICE_ENDED, VOICE_LEVEL_DB, VOICE_STATUS } from './kernel/layout.ts';
import { createWasmKernel } from './kernel/wasm-kernel.ts';
import { DLS2_RULES } from './rules.ts';
import type { Voice, VoiceStage } from './voice.ts';
import { slotCountFor, VoicePool } from './voice-pool.ts';

/** Place of the gain in a voice's dynamic fields. */
const GAIN = 1;

function makePool(voiceLimit: number): { pool: VoicePool; memory: KernelMemory } {
  const sizes = { slotCount: slotCountFor(voiceLimit), commandCount: 16, sampleRate: 48000, gainCeiling: 2 };
  const memory = new KernelMemory(createWasmKernel(), sizes);
  return { pool: new VoicePool(voiceLimit, DLS2_RULES, memory), memory };
}

describe('VoicePool', () => {
  it('gives as many slots again as voices, and 64 more', () => {
    expect([1, 32, 1000].map(slotCountFor)).toEqual([66, 128, 2064]);
    const { pool } = makePool(4);
    const slots = new Set(Array.from({ length: slotCountFor(4) }, () => pool.take()!.slot));
    expect(slots.size).toBe(72);
    expect(pool.isExhausted).toBe(true);
    expect(pool.take()).toBeUndefined();
  });

  it('is full when its limit sounds; fading voices do not count', () => {
    const { pool } = makePool(2);
    const first = pool.take()!;
    expect(pool.isFull).toBe(false);
    pool.take();
    expect(pool.isFull).toBe(true);
    pool.setFading(first);
    pool.setFading(first);
    expect(pool.soundingCount).toBe(1);
    pool.take();
    expect(pool.isFull).toBe(true);
    expect(pool.active).toHaveLength(3);
  });

  it('takes ended voices back at the end of a cell, and keeps the order of the others', () => {
    const { pool, memory } = makePool(5);
    const voices = Array.from({ length: 5 }, () => pool.take()!);
    pool.setFading(voices[1]!);
    for (const index of [1, 3]) memory.setU32(voices[index]!.slot, VOICE_STATUS, VOICE_ENDED);
    memory.render(0, CELL_FRAMES);
    const ended: Voice[] = [];
    pool.collect((voice) => ended.push(voice));
    expect(ended).toEqual([voices[1], voices[3]]);
    expect(pool.active).toEqual([voices[0], voices[2], voices[4]]);
    expect(pool.soundingCount).toBe(3);
    expect(voices[3]!.stage).toBe('free');
  });

  it('ends everything when it is cleared', () => {
    const { pool } = makePool(3);
    const voices = [pool.take()!, pool.take()!];
    pool.setFading(voices[0]!);
    let endedCount = 0;
    pool.clear(() => endedCount++);
    expect([endedCount, pool.active.length, pool.soundingCount]).toEqual([2, 0, 0]);
  });

  it('gives up the lowest priority first, then released voices, then the quietest, then the oldest', () => {
    const stages: readonly VoiceStage[] = ['held', 'sustained', 'released', 'fading'];
    const description = fc.record({
      channel: fc.nat(2),
      stage: fc.constantFrom(...stages),
      gainDb: fc.constantFrom(-20, -10, 0),
      levelDb: fc.constantFrom(0, 10, 30),
    });
    const channels = [1, 0, 15].map((index) => new Channel(index));
    fc.assert(
      fc.property(fc.array(description, { maxLength: 12 }), fc.nat(2), (descriptions, asking) => {
        const { pool, memory } = makePool(12);
        const voices = descriptions.map((each, noteNumber) => {
          const voice = pool.take()!;
          voice.channel = channels[each.channel]!;
          voice.noteNumber = noteNumber;
          voice.dynamic[GAIN] = each.gainDb;
          memory.setF32(voice.slot, VOICE_LEVEL_DB, each.levelDb);
          if (each.stage === 'fading') pool.setFading(voice);
          else voice.stage = each.stage;
          return { ...each, voice };
        });
        const limit = channels[asking]!.priority;
        const [expected] = voices
          .filter(({ stage, voice }) => stage !== 'fading' && voice.channel.priority <= limit)
          .sort(
            (a, b) =>
              a.voice.channel.priority - b.voice.channel.priority ||
              Number(b.stage === 'released') - Number(a.stage === 'released') ||
              a.gainDb - a.levelDb - (b.gainDb - b.levelDb) ||
              a.voice.noteNumber - b.voice.noteNumber,
          );
        expect(pool.findVictim(limit)).toBe(expected?.voice);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe('stealing', () => {
  const LONG_RELEASE = [time(To.EG1_RELEASE_TIME, 30)];
  const held = makeCollection(
    LEVEL_WAVES.map((_, patch) => instrument(patch, [region(patch)], LONG_RELEASE)),
    LEVEL_WAVES,
  );

  /** A rig where channel n plays the n-th level. */
  function rigWith(voices: number): EngineRig {
    const rig = new EngineRig(held, { voices }).setFullVolume();
    LEVEL_WAVES.forEach((_, index) => {
      rig.now(program(index, index));
    });
    return rig;
  }

  it('a note takes the voice of a released note, and nothing is lost', () => {
    const rig = rigWith(2);
    rig.at(0, noteOn(60), noteOn(61), noteOff(60));
    rig.at(64, noteOn(62));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.02, 4);
    expect(rig.engine.counters.lostNotes).toBe(0);
  });

  it('a note takes the voice of a held note of lower priority, which is counted as lost', () => {
    const rig = rigWith(2);
    rig.at(0, noteOn(60, 127, 1), noteOn(60, 127, 2));
    rig.at(64, noteOn(61, 127, 1));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.04, 4);
    expect(rig.engine.counters.lostNotes).toBe(1);
  });

  it('a note that only the pedal holds is lost as well', () => {
    const rig = rigWith(1);
    rig.at(0, control(64, 127), noteOn(60), noteOff(60));
    rig.at(64, noteOn(61));
    rig.render(128);
    expect(rig.engine.counters.lostNotes).toBe(1);
  });

  it('a note goes without where all voices are more important, and is counted as lost', () => {
    const rig = rigWith(2);
    rig.at(0, noteOn(60, 127, 0), noteOn(60, 127, 1));
    rig.at(64, noteOn(60, 127, 2));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.03, 4);
    expect(rig.engine.counters.lostNotes).toBe(1);
  });

  it('priorities that an application sets decide', () => {
    const rig = rigWith(1);
    rig.engine.channel(1, 3)!.priority = 0xf0000000;
    rig.at(0, noteOn(60, 127, 3));
    rig.at(64, noteOn(60, 127, 0));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.08, 4);
  });

  it('never more voices sound than the synth was opened with, stolen ones aside', () => {
    const rig = rigWith(3);
    for (let i = 0; i < 40; i++) rig.at(50 * i, noteOn(40 + i, 127, i % 5));
    rig.render(4000);
    expect(rig.engine.counters.peakVoices).toBe(3);
    expect(rig.engine.activeVoices).toBe(3);
  });

  it('when even the spare slots fade, the last note that found one goes on', () => {
    const rig = rigWith(1);
    const count = slotCountFor(1);
    for (let i = 0; i < count + 10; i++) rig.at(0, noteOn(i));
    expect(rig.levelAfter(2000)).toBeCloseTo(0.01, 4);
    expect(rig.engine.counters.lostNotes).toBe(count - 1 + 10);
    expect(rig.engine.activeVoices).toBe(1);
  });

  it('the slots of stolen voices come back', () => {
    const rig = rigWith(1);
    for (let i = 0; i < 500; i++) rig.at(100 * i, noteOn(i % 128));
    expect(rig.levelAfter(500 * 100 + 2000)).toBeCloseTo(0.01, 4);
    expect(rig.engine.counters.lostNotes).toBe(499);
  });
});

describe('the fade of a voice that is cut', () => {
  /** A tenth of full scale, −20 dB, as a voice in a chord may be. */
  const LEVEL = 0.1;
  const collection = makeCollection(
    [instrument(0, [region(0)]), instrument(1, [region(1)])],
    [flatWave(Math.round(LEVEL * 32767)), flatWave(0)],
  );
  /** What cuts a voice, while nothing else is heard. */
  const CUTS: readonly [string, readonly number[]][] = [
    ['a note that takes its voice', [program(1), noteOn(60)]],
    ['all sound off', [control(120, 0)]],
  ];

  it.each(CUTS)('by %s goes down without a step above −58 dBFS', (_, messages) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (frame) => {
        const rig = new EngineRig(collection, { voices: 1 }).setFullVolume();
        rig.at(0, noteOn(60));
        rig.at(frame, ...messages);
        const samples = rig.render(frame + 1500);
        const steps = samples.map((sample, i) => (i === 0 ? 0 : sample - samples[i - 1]!));
        expect(peakOf(steps)).toBeLessThan(10 ** (-58 / 20));
        expect(steps.every((step) => step <= 0)).toBe(true);
        expect(samples[frame]).toBeCloseTo(LEVEL, 4);
        // 15 ms, and no more than a segment.
        expect(samples.subarray(frame + 720 + 64).every((sample) => sample === 0)).toBe(true);
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  it('begins at the level that a release has reached', () => {
    const release = oneWaveCollection(flatWave(3277), [time(To.EG1_RELEASE_TIME, 0.1)]);
    const rig = new EngineRig(release).setFullVolume();
    rig.at(0, noteOn(60));
    rig.at(100, noteOff(60));
    rig.at(1500, control(120, 0));
    const samples = rig.render(3000);
    const steps = samples.map((sample, i) => (i === 0 ? 0 : sample - samples[i - 1]!));
    expect(peakOf(steps)).toBeLessThan(10 ** (-58 / 20));
    expect(steps.every((step) => step <= 0)).toBe(true);
  });
});
