import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeOutput } from '../../test/fakes/fake-output.ts';
import { codeOf } from '../../test/rig/raw-block.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import type { DirectMusicSynth } from '../ddi/direct-music-synth.ts';
import type { SampleBuffer } from '../ddi/wave-format.ts';
import { makeWaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import { MemoryOutput } from './memory-output.ts';
import { PlainClock } from './plain-clock.ts';
import { PumpedSink, type PumpedSinkOptions } from './pumped-sink.ts';

const SAMPLE_RATE = 48000;

/** Renders the number of each frame to the left and its negative to the right. */
class CountingSynth {
  readonly calls: { readonly position: number; readonly frameCount: number }[] = [];
  readonly #channelCount: number;

  constructor(channelCount = 2) {
    this.#channelCount = channelCount;
  }

  getFormat(): ReturnType<typeof makeWaveFormat> {
    return makeWaveFormat(WaveFormatTag.pcm, this.#channelCount, SAMPLE_RATE, 16);
  }

  render(output: SampleBuffer, frameCount: number, position: number): void {
    this.calls.push({ position, frameCount });
    for (let i = 0; i < frameCount; i++) {
      for (let channel = 0; channel < this.#channelCount; channel++) {
        output[i * this.#channelCount + channel] = (position + i) * (channel === 0 ? 1 : -1);
      }
    }
  }
}

function makeSink(options: PumpedSinkOptions = {}, channelCount = 2, startTime = 0) {
  const synth = new CountingSynth(channelCount);
  const output = new MemoryOutput();
  const sink = new PumpedSink(options);
  const clock = new ManualClock(startTime);
  sink.init(synth as unknown as DirectMusicSynth);
  sink.setOutput(output);
  sink.setMasterClock(new PlainClock(() => clock.getTime()));
  return { sink, synth, output, clock };
}

/** What {@link CountingSynth} renders from frame 0 on. */
function counted(frameCount: number): Float32Array {
  return Float32Array.from({ length: frameCount * 2 }, (_, i) => (i % 2 === 0 ? i / 2 : -(i - 1) / 2));
}

describe('PumpedSink', () => {
  it('pulls as many frames as it is asked for, in joining blocks of at most 1024', () => {
    const { sink, synth, output } = makeSink();
    sink.activate(true);
    sink.pump(2500);
    sink.pump(0);
    sink.pump(3);
    expect(synth.calls).toEqual([
      { position: 0, frameCount: 1024 },
      { position: 1024, frameCount: 1024 },
      { position: 2048, frameCount: 452 },
      { position: 2500, frameCount: 3 },
    ]);
    expect(sink.position).toBe(2503);
    expect(output.samples).toEqual(counted(2503));
  });

  it('neither the size of blocks nor that of pumps makes a difference', () => {
    const pumps = fc.array(fc.nat(300), { maxLength: 8 });
    fc.assert(
      fc.property(pumps, fc.integer({ min: 1, max: 70 }), (frameCounts, blockFrames) => {
        const { sink, output } = makeSink({ blockFrames });
        sink.activate(true);
        for (const frameCount of frameCounts) sink.pump(frameCount);
        const total = frameCounts.reduce((sum, frameCount) => sum + frameCount, 0);
        expect(sink.position).toBe(total);
        expect(output.samples).toEqual(counted(total));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('blocks of %d frames are refused: they would never end', (blockFrames) => {
    expect(() => new PumpedSink({ blockFrames })).toThrow(RangeError);
  });

  it('pumps only while it is active', () => {
    const { sink, synth } = makeSink();
    expect(codeOf(() => sink.pump(1))).toBe('DMUS_E_SYNTHINACTIVE');
    sink.activate(true);
    sink.activate(false);
    expect(codeOf(() => sink.pump(1))).toBe('DMUS_E_SYNTHINACTIVE');
    expect(synth.calls).toEqual([]);
  });

  it.each([1, 2])('opens its output with floats in the shape of the synth: %i channels', (channelCount) => {
    const { sink, output } = makeSink({}, channelCount);
    expect(output.format).toBeUndefined();
    sink.activate(true);
    expect(output.format).toEqual(makeWaveFormat(WaveFormatTag.ieeeFloat, channelCount, SAMPLE_RATE, 32));
  });

  it('closes its output once, when it stops', () => {
    const { sink } = makeSink();
    const output = new FakeOutput();
    sink.setOutput(output);
    sink.activate(true);
    sink.pump(1);
    expect(output.calls).toEqual(['open']);
    sink.activate(false);
    sink.activate(false);
    expect(output.calls).toEqual(['open', 'close']);
  });

  it('begins at frame 0 again when it is started again, at the instant of that start', () => {
    const { sink, output, clock } = makeSink({}, 2, 1000);
    sink.activate(true);
    sink.pump(480);
    sink.activate(false);
    clock.moveTo(5_000_000);
    sink.activate(true);
    expect(sink.position).toBe(0);
    expect(sink.getLatencyClock().getTime()).toBe(5_000_001);
    sink.pump(10);
    expect(output.samples).toEqual(counted(10));
  });

  it('the latency clock tells when the next frame plays, ahead of the master clock', () => {
    const { sink } = makeSink({ conversion: 'exact' }, 2, 1000);
    sink.activate(true);
    const latencyClock = sink.getLatencyClock();
    expect(latencyClock.getTime()).toBe(1001);
    sink.pump(480);
    expect(latencyClock.getTime()).toBe(1000 + 100_000);
    sink.pump(48);
    expect(latencyClock.getTime()).toBe(1000 + 110_000);
    expect(sink.refTimeToSample(latencyClock.getTime())).toBe(sink.position);
  });

  it('an output that cannot be opened leaves it inactive', () => {
    const { sink } = makeSink();
    const output = new MemoryOutput();
    output.open = () => {
      throw new Error('no such device');
    };
    sink.setOutput(output);
    expect(() => sink.activate(true)).toThrow('no such device');
    expect(codeOf(() => sink.pump(1))).toBe('DMUS_E_SYNTHINACTIVE');
    expect(codeOf(() => sink.setOutput(null))).toBe('nothing thrown');
  });

  it('knows no properties', () => {
    const { sink } = makeSink();
    const set = '00000000-0000-0000-0000-000000000001';
    expect(codeOf(() => sink.getProperty(set, 1))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    expect(codeOf(() => sink.setProperty(set, 1))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });
});
