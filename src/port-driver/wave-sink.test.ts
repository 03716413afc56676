import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeWaveStream, WAVE_FORMAT } from '../../test/fakes/fake-miniport.ts';
import { FakeOutput } from '../../test/fakes/fake-output.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from './allocator.ts';
import { pcmFormat } from './data-range.ts';
import { WaveSink } from './wave-sink.ts';

/** One frame at the 1000 Hz of the fake, in ticks of 100 ns. */
const FRAME_TICKS = 10_000;

describe('WaveSink', () => {
  const format = WAVE_FORMAT.waveFormat!;
  let clock: ManualClock;
  let stream: FakeWaveStream;
  let output: FakeOutput;
  let sink: WaveSink;
  beforeEach(() => {
    clock = new ManualClock(5_000_000);
    stream = new FakeWaveStream(new EventAllocator(), format.channelCount, format.sampleRate);
    output = new FakeOutput();
    sink = new WaveSink({ stream, output, format, masterClock: clock, blockFrames: 8 });
  });

  function moveTo(...states: KsState[]): void {
    for (const state of states) sink.setState(state);
  }

  it('renders every frame once, in order, however it is pumped', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }), (frameCounts) => {
        output = new FakeOutput();
        stream = new FakeWaveStream(new EventAllocator(), format.channelCount, format.sampleRate);
        sink = new WaveSink({ stream, output, format, masterClock: clock, blockFrames: 8 });
        moveTo(KsState.acquire, KsState.pause, KsState.run);
        for (const frameCount of frameCounts) expect(sink.pump(frameCount)).toBe(frameCount);
        const total = frameCounts.reduce((sum, frameCount) => sum + frameCount, 0);
        expect(sink.position).toBe(total);
        expect(output.samples).toEqual(Array.from({ length: 2 * total }, (_, i) => Math.floor(i / 2)));
        expect(Math.max(0, ...stream.renders.map((render) => render.frameCount))).toBeLessThanOrEqual(8);
      }),
      { seed: 20260112 },
    );
  });

  it('ties the stream to the master clock once for each run, before anything is rendered', () => {
    moveTo(KsState.acquire, KsState.pause);
    clock.advance(700);
    expect(stream.syncs).toEqual([]);
    moveTo(KsState.run);
    expect(stream.syncs).toEqual([{ referenceTime: 5_000_700, start: true }]);
    clock.advance(700);
    sink.pump(10);
    sink.pump(10);
    expect(stream.syncs).toHaveLength(1);
  });

  it('keeps its position over a pause, and ties the next frame to the time of going on', () => {
    moveTo(KsState.acquire, KsState.pause, KsState.run);
    sink.pump(20);
    moveTo(KsState.pause);
    expect(sink.pump(20)).toBe(0);
    clock.advance(90_000_000);
    moveTo(KsState.run);
    sink.pump(4);
    expect(stream.renders.at(-1)).toEqual({ position: 20, frameCount: 4 });
    expect(stream.syncs.at(-1)).toEqual({ referenceTime: 95_000_000 - 20 * FRAME_TICKS, start: true });
    expect(stream.sampleToRefTime(20)).toBe(95_000_000);
  });

  it('begins at frame 0 again after stop', () => {
    moveTo(KsState.acquire, KsState.pause, KsState.run);
    sink.pump(20);
    moveTo(KsState.pause, KsState.acquire, KsState.stop);
    expect(sink.position).toBe(0);
    moveTo(KsState.acquire, KsState.pause, KsState.run);
    sink.pump(1);
    expect(stream.renders.at(-1)).toEqual({ position: 0, frameCount: 1 });
  });

  it('has a latency clock at the first frame not yet rendered, and ahead of the master clock', () => {
    expect(sink.getLatencyTime()).toBe(5_000_000);
    moveTo(KsState.acquire, KsState.pause, KsState.run);
    clock.advance(FRAME_TICKS);
    expect(sink.getLatencyTime()).toBe(5_000_000 + FRAME_TICKS + 1);
    sink.pump(30);
    expect(sink.getLatencyTime()).toBe(5_000_000 + 30 * FRAME_TICKS);
    clock.advance(10 * FRAME_TICKS);
    expect(sink.getLatencyTime()).toBe(5_000_000 + 30 * FRAME_TICKS);
    moveTo(KsState.pause);
    expect(sink.getLatencyTime()).toBe(clock.getTime());
  });

  it('passes on what a play cursor shows, after the start', () => {
    sink.synchronize(1);
    moveTo(KsState.acquire, KsState.pause, KsState.run);
    sink.synchronize(5_000_900);
    expect(stream.syncs).toEqual([
      { referenceTime: 5_000_000, start: true },
      { referenceTime: 5_000_900, start: false },
    ]);
  });

  it('opens its output when it leaves stop and closes it when it is back', () => {
    moveTo(KsState.acquire, KsState.pause, KsState.acquire, KsState.pause, KsState.run);
    expect(output.calls).toEqual(['open']);
    moveTo(KsState.pause, KsState.acquire, KsState.stop);
    expect(output.calls).toEqual(['open', 'close']);
  });

  it('stays in stop with a closed output when the stream is not ready', () => {
    stream.refusesState = KsState.acquire;
    expect(() => sink.setState(KsState.acquire)).toThrow('not ready');
    expect(output.calls).toEqual(['open', 'close']);
    stream.refusesState = null;
    moveTo(KsState.acquire);
    expect(output.calls).toEqual(['open', 'close', 'open']);
  });

  it('renders nothing for a frame count that is not positive', () => {
    moveTo(KsState.acquire, KsState.pause, KsState.run);
    for (const frameCount of [0, -1, Number.NaN]) expect(sink.pump(frameCount)).toBe(0);
    expect(stream.renders).toEqual([]);
  });

  it('refuses block sizes and channel counts that would need absurd memory', () => {
    const make = (blockFrames: number, channelCount = 2): WaveSink =>
      new WaveSink({ stream, output, format: pcmFormat(channelCount, 1000, 16), masterClock: clock, blockFrames });
    expect(() => make(0)).toThrow(RangeError);
    expect(() => make(65_537)).toThrow(RangeError);
    expect(() => make(8, 65)).toThrow(/DMUS_E_WAVEFORMATNOTSUPPORTED/);
  });
});
