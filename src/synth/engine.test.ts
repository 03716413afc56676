import { describe, expect, it } from 'vitest';
import { connect, flatWave, LEVEL_WAVES, oneWaveCollection, sineWave, time } from '../../test/rig/bank.ts';
import { expectSameBits, firstDifference, firstSound, peakOf } from '../../test/rig/compare.ts';
import { EngineRig } from '../../test/rig/engine-rig.ts';
import { channelPressure, control, noteOff, noteOn, pitchBend, program } from '../../test/rig/midi.ts';
import { ConnectionSource as From, ConnectionDestination as To } from '../formats/dls/articulation-codes.ts';
import { centsToRelativePitch, dbToGain, hzToAbsolutePitch } from '../formats/dls/units.ts';
import { WINDOWS_RULES } from './rules.ts';

const LEVEL = oneWaveCollection(LEVEL_WAVES[0]!, [time(To.EG1_RELEASE_TIME, 1)]);
/** Listens to everything that messages can move. */
const LIVELY = oneWaveCollection(
  sineWave(480, 5),
  [
    connect(From.NONE, To.FILTER_CUTOFF, hzToAbsolutePitch(3000)),
    connect(From.CC1, To.FILTER_CUTOFF, centsToRelativePitch(2400)),
    connect(From.LFO, To.PITCH, centsToRelativePitch(100), From.CC1),
    connect(From.LFO, To.GAIN, dbToGain(6), From.CHANNEL_PRESSURE),
    time(To.EG1_ATTACK_TIME, 0.003),
    time(To.EG1_RELEASE_TIME, 0.2),
  ],
  { selfNonExclusive: true },
);

describe('a burst of events on one frame', () => {
  /** Messages that move everything, with values that change each time; the last of each kind are fixed. */
  function burst(count: number): number[] {
    const kinds: readonly ((value: number) => number)[] = [
      (value) => control(7, value),
      (value) => control(1, value),
      (value) => pitchBend(value * 128),
      (value) => channelPressure(value),
      (value) => control(10, value),
    ];
    return Array.from({ length: count }, (_, i) => kinds[i % kinds.length]!((i * 37) % 128));
  }

  const LAST = 5;

  it.each([
    [100_000, 1, 101],
    [2000, 40, 64],
    [2000, 40, 127],
  ])('%i controllers act on %i voices on frame %i as the last of each kind alone', (count, voices, frame) => {
    const messages = burst(count);
    const [all, last] = [messages, messages.slice(-LAST)].map((changes) => {
      const rig = new EngineRig(LIVELY, { audioChannels: 2, voices });
      for (let key = 0; key < voices; key++) rig.at(key, noteOn(40 + key));
      rig.at(frame, ...changes);
      return rig.render(1000);
    });
    expect(peakOf(last!)).toBeGreaterThan(0.1);
    expectSameBits(all!, last!);
  });

  it('notes that start in it sound as if the controllers had come before them', () => {
    const messages = burst(200);
    const notes = Array.from({ length: 100 }, (_, i) => noteOn(i, 30));
    const [after, before] = [
      [...notes, ...messages],
      [...messages.slice(-LAST), ...notes],
    ].map((changes) => {
      const rig = new EngineRig(LIVELY, { audioChannels: 2, voices: 128 });
      rig.at(77, ...changes);
      return rig.render(700);
    });
    expect(firstSound(before!)).toBeGreaterThanOrEqual(2 * 77);
    expectSameBits(after!, before!);
  });

  it('is the same in pieces of any length', () => {
    const messages = burst(3000);
    const [whole, pieces] = [[1000], [99, 1, 1, 1, 7, 891]].map((blocks) => {
      const rig = new EngineRig(LIVELY, { audioChannels: 2 });
      for (let i = 0; i < 20; i++) rig.at(i, noteOn(40 + i));
      messages.forEach((message, i) => {
        rig.at(100 + Math.floor(i / 1000), message);
      });
      return blocks.flatMap((count) => [...rig.render(count)]);
    });
    expectSameBits(Float32Array.from(pieces!), Float32Array.from(whole!));
  });
});

describe('a leap of the position', () => {
  function playing(): EngineRig {
    const rig = new EngineRig(LIVELY);
    rig.at(3, noteOn(60));
    rig.render(640);
    return rig;
  }

  it('between cells lets notes sound on as if nothing had happened', () => {
    const [still, leaping] = [playing(), playing()];
    const output = new Float32Array(500);
    leaping.engine.render(output, 500, 1_000_000);
    expectSameBits(output, still.render(500));
    expect(leaping.engine.position).toBe(1_000_500);
  });

  it('inside a cell leaves the rest of the cell out', () => {
    const [still, leaping] = [playing(), playing()];
    still.render(64);
    leaping.render(10);
    const output = new Float32Array(500);
    leaping.engine.render(output, 500, 700_001);
    expectSameBits(output, still.render(500));
  });

  it('over events makes them act at once, in their order', () => {
    const rig = new EngineRig(LEVEL).setFullVolume();
    rig.at(1000, noteOn(60));
    rig.at(900, control(11, 0));
    rig.at(1100, control(11, 127));
    const output = new Float32Array(64);
    rig.engine.render(output, 64, 5000);
    expect(output[10]).toBeCloseTo(0.01, 4);
  });

  it('back is possible too', () => {
    const rig = playing();
    const output = new Float32Array(200);
    rig.at(650, noteOn(72));
    rig.engine.render(output, 100, 100);
    expect(rig.engine.position).toBe(200);
    expect(rig.engine.queuedEvents).toBe(1);
  });

  it('of a month leaves frames exact', () => {
    const rig = new EngineRig(LEVEL).setFullVolume();
    const frame = 30 * 24 * 3600 * 48000 + 17;
    rig.at(frame + 33, noteOn(60));
    rig.engine.render(new Float32Array(1), 1, frame);
    expect(firstSound(rig.render(100))).toBe(32);
  });
});

describe('volume and boost', () => {
  it('move sounding voices from the next frame on, without a step', () => {
    const rig = new EngineRig(LEVEL).setFullVolume();
    const other = new EngineRig(LEVEL).setFullVolume();
    for (const each of [rig, other]) each.at(0, noteOn(60));
    rig.render(101);
    other.render(101);
    rig.engine.setPortGain(-6 - 20);
    const moved = rig.render(300);
    expect(firstDifference(moved, other.render(300))).toBe(1);
    expect(moved.at(-1)).toBeCloseTo(0.001, 5);
    expect(peakOf(moved.map((sample, i) => (i === 0 ? 0 : sample - moved[i - 1]!)))).toBeLessThan(0.01 / 30);
  });

  it('act on released and new notes alike', () => {
    const rig = new EngineRig(LEVEL).setFullVolume();
    rig.engine.setPortGain(0);
    rig.at(0, noteOn(60));
    expect(rig.levelAfter(64)).toBeCloseTo(0.01 * 10 ** (6 / 20), 4);
    rig.now(noteOff(60));
    const before = rig.levelAfter(64);
    rig.engine.setPortGain(-12);
    expect(20 * Math.log10(rig.levelAfter(65) / before)).toBeCloseTo(-12 - (96 * 65) / 48000, 1);
  });

  it.each([-6, 0, 6, 20, 200])('at %i dB above full scale no voice is louder than +6 dB', (gainDb) => {
    const rig = new EngineRig(oneWaveCollection(flatWave()), { portGainDb: gainDb, audioChannels: 2 }).setFullVolume();
    rig.at(0, control(10, 127), noteOn(60));
    expect(peakOf(rig.render(200))).toBeLessThanOrEqual(10 ** (6 / 20) * 1.00001);
    rig.now(control(10, 64));
    expect(peakOf(rig.render(200))).toBeLessThanOrEqual(10 ** (6 / 20) * 1.00001);
  });
});

describe('reset', () => {
  it('ends all voices and events at once, and counts from 0', () => {
    const rig = new EngineRig(LEVEL, { voices: 2 }).setFullVolume();
    rig.at(0, noteOn(60), noteOn(61), noteOn(62), program(99), noteOn(60), 0xf8);
    rig.at(200, noteOn(70));
    rig.render(100);
    const { engine } = rig;
    expect(engine.counters).toMatchObject({ lostNotes: 1, unplayedNotes: 1, unknownMessages: 1, peakVoices: 2 });
    engine.reset();
    expect([engine.position, engine.activeVoices, engine.queuedEvents]).toEqual([0, 0, 0]);
    expect(engine.counters).toMatchObject({ lostNotes: 0, unplayedNotes: 0, unknownMessages: 0, peakVoices: 0 });
    expect(engine.counters.peakLevel).toBe(0);
    expect(peakOf(rig.render(1000))).toBe(0);
  });

  it('in the middle of a cell full of commands leaves nothing of them', () => {
    const fresh = new EngineRig(LIVELY);
    const used = new EngineRig(LIVELY);
    for (let i = 0; i < 50; i++) used.at(i, noteOn(40 + i), pitchBend(8192));
    used.render(33);
    used.engine.setPortGain(-20);
    used.engine.setPortGain(-6);
    used.engine.reset();
    for (const rig of [fresh, used]) rig.at(10, noteOn(60), noteOn(64), control(1, 99));
    expectSameBits(used.render(2000), fresh.render(2000));
  });

  it('keeps channels and downloads', () => {
    const rig = new EngineRig(LEVEL).setFullVolume();
    rig.at(0, control(7, 64));
    rig.render(64);
    rig.engine.reset();
    rig.now(noteOn(60));
    expect(rig.levelAfter(64)).toBeCloseTo(0.01 * (64 / 127) ** 2, 5);
  });
});

describe('channel groups', () => {
  it('that go away let their notes fade; those that stay keep theirs', () => {
    const rig = new EngineRig(LEVEL, { channelGroups: 3 }).setFullVolume();
    for (const group of [1, 2, 3]) rig.engine.queueMessage(0, group, noteOn(60));
    rig.render(70);
    expect(rig.engine.activeVoices).toBe(3);
    rig.engine.setChannelGroups(1);
    rig.render(2000);
    expect(rig.engine.activeVoices).toBe(1);
    expect([rig.engine.channel(1, 0)?.controllers[7], rig.engine.channel(2, 0)]).toEqual([127, undefined]);
  });

  it('that come are as new', () => {
    const rig = new EngineRig(LEVEL, { channelGroups: 2 });
    rig.engine.queueMessage(0, 2, control(7, 5));
    rig.render(1);
    expect(rig.engine.channel(2, 0)!.controllers[7]).toBe(5);
    rig.engine.setChannelGroups(1);
    rig.engine.setChannelGroups(2);
    expect(rig.engine.channel(2, 0)!.controllers[7]).toBe(100);
  });

  it('are counted from 1, channels from 0 to 15', () => {
    const { engine } = new EngineRig(LEVEL, { channelGroups: 2 });
    expect([engine.channel(0, 0), engine.channel(3, 0), engine.channel(1, 16), engine.channel(1, -1)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(engine.channel(2, 15)).toBeDefined();
  });
});

describe('while notes sound', () => {
  it('a download that makes the memory grow changes nothing', () => {
    const [still, growing] = [new EngineRig(LIVELY), new EngineRig(LIVELY)];
    for (const rig of [still, growing]) rig.at(0, noteOn(60), noteOn(67));
    still.render(333);
    growing.render(333);
    const before = growing.engine.downloads.memoryInUse;
    growing.download(oneWaveCollection(sineWave(2_000_000, 9)));
    expect(growing.engine.downloads.memoryInUse).toBeGreaterThan(before + 4_000_000);
    expectSameBits(growing.render(1000), still.render(1000));
  });

  it('an instrument that is unloaded plays them to their end, and its memory comes back', () => {
    const [kept, unloaded] = [new EngineRig(), new EngineRig()];
    const empty = unloaded.engine.downloads.memoryInUse;
    kept.download(LEVEL);
    const [token] = unloaded.download(LEVEL);
    for (const rig of [kept, unloaded]) rig.at(0, noteOn(60));
    kept.render(100);
    unloaded.render(100);
    unloaded.unload(token!);
    for (const rig of [kept, unloaded]) rig.at(500, noteOff(60));
    expectSameBits(unloaded.render(20000), kept.render(20000));
    expect(unloaded.engine.downloads.memoryInUse).toBeGreaterThan(empty);
    unloaded.render(48000);
    expect(unloaded.engine.downloads.memoryInUse).toBe(empty);
    unloaded.now(noteOn(60));
    expect(peakOf(unloaded.render(100))).toBe(0);
  });
});

describe('messages that mean nothing', () => {
  it.each([0x00, 0x7f, 0xf0, 0xf1, 0xf7, 0xf8, 0xff])('status %i is counted and changes nothing', (status) => {
    const rig = new EngineRig(LEVEL);
    rig.at(0, noteOn(60));
    rig.at(10, status | 0x7f3c00);
    expect(firstSound(rig.render(100))).toBe(0);
    expect(rig.engine.counters.unknownMessages).toBe(1);
  });

  it('system exclusive ones are counted', () => {
    const rig = new EngineRig(LEVEL);
    rig.engine.queueLongMessage(10, 1, Uint8Array.of(0xf0, 0x7e, 0x7f, 9, 1, 0xf7));
    rig.render(100);
    expect(rig.engine.counters.unknownMessages).toBe(1);
  });

  it('bit 7 of data is not looked at', () => {
    const rig = new EngineRig(LEVEL, { rules: WINDOWS_RULES }).setFullVolume();
    rig.at(0, noteOn(60) | 0x808000);
    expect(rig.levelAfter(64)).toBeCloseTo(0.01, 4);
  });
});
