import { expect, it } from 'vitest';
import { MusicBuffer } from '../../src/directmusic/music-buffer.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { codeOf } from './error-code.ts';
import { eventRecords, noteOff, noteOn, SECOND } from './event-records.ts';
import { instrumentBlock, levelOneInstrumentBlock } from './instrument-block.ts';
import { MockClock, MockSink } from './mock-sink.ts';
import { describeRuleSets } from './rule-sets.ts';
import { cosineWave, rampWave, waveBlock } from './wave-block.ts';

/** Frames of one Render call of the catalogue: 512 bytes of stereo. */
const BLOCK_FRAMES = 128;
const USER_DATA = 0xdead_beef;

interface Stage {
  readonly synth: SoftwareSynth;
  readonly sink: MockSink;
}

/** Stereo at 44100 frames a second, open and perhaps active, on a mock sink. */
function stage(rules: RuleSetName, startTime = 0): Stage {
  const synth = new SoftwareSynth({ rules });
  const sink = new MockSink();
  sink.setMasterClock(new MockClock(startTime));
  synth.open({ audioChannels: 2, sampleRate: 44100, effects: 0 });
  synth.setSynthSink(sink);
  return { synth, sink };
}

function activeStage(rules: RuleSetName, startTime = 0): Stage {
  const result = stage(rules, startTime);
  result.synth.activate(true);
  return result;
}

function firstSound(samples: Int16Array): number {
  return Math.floor(samples.findIndex((sample) => sample !== 0) / 2);
}

describeRuleSets('6 Download, Unload, PlayBuffer, Render', (rules) => {
  it('W-080: renders block after block', () => {
    const { synth } = activeStage(rules);
    const output = new Int16Array(BLOCK_FRAMES * 2).fill(77);
    for (let position = 0; position < 8 * BLOCK_FRAMES; position += BLOCK_FRAMES) {
      expect(codeOf(() => synth.render(output, BLOCK_FRAMES, position))).toBe('S_OK');
      expect(output.every((sample) => sample === 0)).toBe(true);
    }
  });

  it('W-081: a first silent block does not matter; natively sound needs one', () => {
    const rendered = [0, BLOCK_FRAMES].map((silentFrames) => {
      const { synth, sink } = activeStage(rules);
      sink.render(new Int16Array(silentFrames * 2));
      synth.download(waveBlock(rampWave()));
      synth.download(levelOneInstrumentBlock());
      synth.playBuffer(0, eventRecords([noteOn(60, 127)], 1));
      const output = new Int16Array(BLOCK_FRAMES * 2);
      sink.render(output);
      return output;
    });
    expect(firstSound(rendered[0]!)).toBe(0);
    expect(rendered[1]).toEqual(rendered[0]);
  });

  it('W-082: a wave gets a handle, and its memory stays in use', () => {
    const { handle, mayFree } = activeStage(rules).synth.download(waveBlock(rampWave()));
    expect(handle).not.toBe(0);
    expect(mayFree).toBe(false);
  });

  it('W-083: an instrument of type 1 gets a handle, and its memory may be freed', () => {
    const { synth } = activeStage(rules);
    const wave = synth.download(waveBlock(rampWave()));
    const { handle, mayFree } = synth.download(levelOneInstrumentBlock());
    expect(handle).not.toBe(0);
    expect(handle).not.toBe(wave.handle);
    expect(mayFree).toBe(true);
  });

  it('beside W-083: a type 1 instrument still plays when its memory is overwritten', () => {
    const { synth, sink } = activeStage(rules);
    synth.download(waveBlock(rampWave()));
    const block = levelOneInstrumentBlock();
    synth.download(block);
    block.fill(0xff);
    synth.playBuffer(0, eventRecords([noteOn(60, 127)], 1));
    const output = new Int16Array(BLOCK_FRAMES * 2);
    sink.render(output);
    expect(firstSound(output)).toBe(0);
  });

  it('W-084: a packed note that is due at the latency clock sounds in the next block', () => {
    const { synth, sink } = activeStage(rules, 123_456_789);
    sink.render(new Int16Array(BLOCK_FRAMES * 2));
    synth.download(waveBlock(rampWave()));
    synth.download(levelOneInstrumentBlock());
    const buffer = new MusicBuffer({ byteLength: 4096 });
    buffer.packStructured(0, 1, 0x782790);
    expect(buffer.getUsedBytes()).toBe(24);
    synth.playBuffer(synth.getLatencyClock().getTime(), buffer.getUsedRecords());
    const blocks = Array.from({ length: 8 }, () => {
      const output = new Int16Array(BLOCK_FRAMES * 2);
      sink.render(output);
      return output;
    });
    expect(firstSound(blocks[0]!)).toBe(0);
    // 21 semitones down, 256 frames last 861: until the seventh block.
    expect(blocks.map((block) => block.some((sample) => sample !== 0))).toEqual([...Array(7).fill(true), false]);
  });

  it('W-085: stops, and lets its sink go', () => {
    const { synth } = activeStage(rules);
    expect(synth.activate(false)).toEqual({ changed: true });
    expect(codeOf(() => synth.setSynthSink(null))).toBe('S_OK');
  });

  it('W-086: handle 0 cannot be unloaded', () => {
    expect(codeOf(() => stage(rules).synth.unload(0))).toBe('E_FAIL');
  });

  it('beside W-086: an unknown handle cannot be unloaded, and nothing is called back', () => {
    const { synth } = stage(rules);
    const onFreed = (): void => expect.fail('called back');
    expect(codeOf(() => synth.unload(USER_DATA, onFreed, USER_DATA))).toBe('E_FAIL');
  });

  it('W-088: a wave that an instrument uses is unloaded, but not yet free', () => {
    const { synth } = stage(rules);
    const wave = synth.download(waveBlock(rampWave()));
    synth.download(levelOneInstrumentBlock());
    const calls: unknown[] = [];
    expect(codeOf(() => synth.unload(wave.handle, (...call) => calls.push(call), USER_DATA))).toBe('S_OK');
    expect(calls).toEqual([]);
  });

  it('W-089: the wave is free with its last instrument, and a failure of the callback is ignored', () => {
    const { synth } = stage(rules);
    const wave = synth.download(waveBlock(rampWave()));
    const instruments = [0, 1].map((patch) =>
      synth.download(levelOneInstrumentBlock({ patch, downloadId: 2 + patch })),
    );
    const calls: unknown[] = [];
    const onFreed = (...call: unknown[]): void => {
      calls.push(call);
      throw new Error('a callback that fails');
    };
    synth.unload(wave.handle, onFreed, USER_DATA);
    expect(codeOf(() => synth.unload(instruments[0]!.handle))).toBe('S_OK');
    expect(calls).toEqual([]);
    expect(codeOf(() => synth.unload(instruments[1]!.handle))).toBe('S_OK');
    expect(calls).toEqual([[wave.handle, USER_DATA]]);
  });

  it('beside W-089: nothing is unloaded twice', () => {
    const { synth } = stage(rules);
    const wave = synth.download(waveBlock(rampWave()));
    synth.unload(wave.handle);
    expect(codeOf(() => synth.unload(wave.handle))).toBe('E_FAIL');
  });

  it('beside W-089: an instrument unloaded under a sounding note lasts as long as the note, and no new note begins', () => {
    const { synth, sink } = activeStage(rules);
    const wave = synth.download(waveBlock(cosineWave(0)));
    const instrument = synth.download(instrumentBlock());
    synth.playBuffer(0, eventRecords([noteOn(60, 127), noteOff(60, SECOND / 10), noteOn(62, 127, SECOND / 5)], 1));
    const output = new Int16Array(4410 * 2);
    sink.render(output.subarray(0, 256));
    const freed: number[] = [];
    synth.unload(wave.handle, (handle) => freed.push(handle));
    synth.unload(instrument.handle, (handle) => freed.push(handle));
    expect(freed).toEqual([]);
    sink.render(output.subarray(0, (4410 - 128) * 2));
    expect(output.subarray(4000, 8000).some((sample) => sample !== 0)).toBe(true);
    sink.render(output);
    expect([...freed].sort()).toEqual([wave.handle, instrument.handle]);
    sink.render(output);
    expect(output.every((sample) => sample === 0)).toBe(true);
  });

  it('W-096: a closed synth unloads nothing', () => {
    const { synth } = stage(rules);
    synth.close();
    expect(codeOf(() => synth.unload(0))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });

  it('W-097: an inactive synth takes downloads and gives them back', () => {
    const { synth } = stage(rules);
    const wave = synth.download(waveBlock(cosineWave(0)));
    const instrument = synth.download(instrumentBlock());
    expect(codeOf(() => synth.unload(instrument.handle))).toBe('S_OK');
    expect(codeOf(() => synth.unload(wave.handle))).toBe('S_OK');
    expect(synth.getRunningStats().memoryInUse).toBe(stage(rules).synth.getRunningStats().memoryInUse);
  });

  it('W-098: events act at the start time plus their delta, to the frame', () => {
    const { synth, sink } = activeStage(rules);
    synth.download(waveBlock(cosineWave(0)));
    synth.download(instrumentBlock());
    const dueTicks = [0, 1_234_000, 2_000_000];
    const notes = dueTicks.map((deltaTicks, index) => noteOn(60 + 6 * index, 127, deltaTicks));
    synth.playBuffer(0, eventRecords([notes[2]!, notes[0]!, notes[1]!], 1));
    const output = new Float32Array(10_000 * 2);
    sink.render(output);
    // A cosine sets in with a step; until then the sound goes on smoothly.
    const starts = [0];
    for (let frame = 1; frame < 10_000; frame++) {
      if (Math.abs(output[frame * 2]! - output[frame * 2 - 2]!) > 0.3) starts.push(frame);
    }
    expect(starts).toEqual(dueTicks.map((ticks) => sink.refTimeToSample(ticks)));
  });

  it('beside W-098: an event that is past acts at once', () => {
    const { synth, sink } = activeStage(rules, 50_000_000);
    sink.render(new Int16Array(1000 * 2));
    synth.download(waveBlock(cosineWave(0)));
    synth.download(instrumentBlock());
    synth.playBuffer(40_000_000, eventRecords([noteOn(60, 127, 1)], 1));
    const output = new Int16Array(256);
    sink.render(output);
    expect(firstSound(output)).toBe(0);
  });
});
