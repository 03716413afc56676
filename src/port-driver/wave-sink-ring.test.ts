import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { CrystalRing, type CrystalRingOptions } from '../../test/fakes/crystal-ring.ts';
import { FakeWaveStream, WAVE_FORMAT } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { KsState } from '../ddi/ks-state.ts';
import { EventAllocator } from './allocator.ts';
import { WaveSink } from './wave-sink.ts';

/** At the 1000 Hz of the fake a frame is a millisecond. */
const FRAME_TICKS = 10_000;
const START = 5_000_000;
const AHEAD = 60;
const GUARD = 15;
const TO_RUN = [KsState.acquire, KsState.pause, KsState.run];

/** A stream that counts its frames from 1, so that silence is told from sound. */
class CountingStream extends FakeWaveStream {
  override render(output: Float32Array, frameCount: number, position: number): void {
    super.render(output, frameCount, position);
    for (let i = 0; i < frameCount * 2; i++) output[i]! += 1;
  }
}

describe('WaveSink with a ring', () => {
  const format = WAVE_FORMAT.waveFormat!;
  let clock: ManualClock;
  let stream: CountingStream;
  let ring: CrystalRing;
  let sink: WaveSink;

  function make(device: CrystalRingOptions = {}, writeAheadTicks?: number): void {
    clock = new ManualClock(START);
    stream = new CountingStream(new EventAllocator(), format.channelCount, format.sampleRate);
    ring = new CrystalRing({ ringFrames: 100, isRecording: true, ...device });
    sink = new WaveSink({ stream, output: ring, format, masterClock: clock, writeAheadTicks });
  }
  beforeEach(() => make());

  function moveTo(...states: KsState[]): void {
    for (const state of states) sink.setState(state);
  }

  function pass(milliseconds: number): void {
    clock.advance(milliseconds * FRAME_TICKS);
    ring.pass(milliseconds);
  }

  function passAndService(...waits: number[]): void {
    for (const milliseconds of waits) {
      pass(milliseconds);
      sink.service(clock.getTime());
    }
  }

  it('opens the ring when it leaves stop, plays it in run only, and closes it at stop', () => {
    moveTo(KsState.acquire, KsState.pause);
    expect(ring.calls).toEqual(['open']);
    moveTo(KsState.run, KsState.pause, KsState.run);
    expect(ring.calls).toEqual(['open', 'start', 'stop', 'start']);
    moveTo(KsState.pause, KsState.acquire, KsState.stop);
    expect(ring.calls.slice(4)).toEqual(['stop', 'close']);
  });

  it('has filled the ring when the device starts, tied to the master clock before', () => {
    let syncs = -1;
    stream.render = () => {
      syncs = stream.syncs.length;
    };
    ring.start = () => expect(sink.position).toBe(AHEAD);
    moveTo(...TO_RUN);
    expect(syncs).toBe(1);
    expect(stream.syncs).toEqual([{ referenceTime: START, start: true }]);
  });

  it('plays every frame once, in order, however it is served in time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 59 }), { minLength: 3, maxLength: 30 }), (waits) => {
        make();
        moveTo(...TO_RUN);
        passAndService(...waits);
        expect(ring.heard).toEqual(ring.heard.map((_, i) => i + 1));
        expect(sink.position).toBe(ring.played + AHEAD);
        expect(sink.underrunCount).toBe(0);
      }),
      { seed: 20260320 },
    );
  });

  it('renders a slice that goes over the end of the ring in two calls', () => {
    moveTo(...TO_RUN);
    passAndService(30, 30);
    expect(stream.renders).toEqual([
      { position: 0, frameCount: 60 },
      { position: 60, frameCount: 30 },
      { position: 90, frameCount: 10 },
      { position: 100, frameCount: 20 },
    ]);
  });

  it('tells the stream at each service when the end of what is rendered will be heard', () => {
    moveTo(...TO_RUN);
    passAndService(10, 12);
    // Whole frames are reported: on average half a frame less than has been played.
    expect(stream.syncs.slice(1)).toEqual([
      { referenceTime: START + (10 + AHEAD) * FRAME_TICKS, start: false },
      { referenceTime: START + (22 + AHEAD) * FRAME_TICKS, start: false },
    ]);
  });

  it('finds the steps in which a device counts, and takes it to be half a step further', () => {
    make({ stepFrames: 4 });
    moveTo(...TO_RUN);
    passAndService(...Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? 5 : 11)));
    const now = clock.getTime();
    expect(stream.syncs.at(-1)).toEqual({ referenceTime: now + (AHEAD - 2) * FRAME_TICKS, start: false });
  });

  it('wants to be served every 10 ms, on average, while it runs', () => {
    expect(sink.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
    moveTo(...TO_RUN);
    expect(sink.nextServiceTime).toBe(START + 10 * FRAME_TICKS);
    passAndService(13);
    expect(sink.nextServiceTime).toBe(START + 20 * FRAME_TICKS);
    passAndService(16);
    expect(sink.nextServiceTime).toBe(START + 34 * FRAME_TICKS);
    moveTo(KsState.pause);
    expect(sink.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
  });

  it('wants to be served more often where little is written ahead', () => {
    make({}, 20 * FRAME_TICKS);
    moveTo(...TO_RUN);
    expect(sink.nextServiceTime).toBe(START + 5 * FRAME_TICKS);
  });

  it('renders no more than the write-ahead for a device that stalls', () => {
    moveTo(...TO_RUN);
    passAndService(20);
    ring.isStalled = true;
    passAndService(...Array<number>(300).fill(10));
    expect(sink.position).toBe(20 + AHEAD);
    expect(sink.getLatencyTime()).toBeGreaterThan(clock.getTime());
    ring.isStalled = false;
    passAndService(...Array<number>(10).fill(10));
    expect(ring.heard).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect(sink.underrunCount).toBe(0);
  });

  it('counts an underrun, loses no frame of the stream, and lets silence be heard in between', () => {
    moveTo(...TO_RUN);
    passAndService(10, 10, 70, 10, 10, 10);
    expect([sink.underrunCount, sink.lostFrameCount]).toEqual([1, 10 + GUARD]);
    const written = 20 + AHEAD;
    const silence = Array<number>(10 + GUARD).fill(0);
    const counted = Array.from({ length: ring.heard.length }, (_, i) => i + 1);
    expect(ring.heard).toEqual([...counted.slice(0, written), ...silence, ...counted.slice(written)].slice(0, 120));
    expect(sink.position).toBe(120 + AHEAD - silence.length);
  });

  it('lets nothing be heard twice and loses nothing while it is served once in a round of the ring', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 - GUARD }), { minLength: 5, maxLength: 30 }), (waits) => {
        make();
        moveTo(...TO_RUN);
        passAndService(...waits);
        const sound = ring.heard.filter((sample) => sample !== 0);
        expect(sound).toEqual(sound.map((_, i) => i + 1));
        expect(ring.heard.length - sound.length).toBeLessThanOrEqual(sink.lostFrameCount);
        expect(sink.position + sink.lostFrameCount).toBe(ring.played + AHEAD);
      }),
      { seed: 20260321 },
    );
  });

  it('goes on after a pause where it was, and ties the frame that plays next to now', () => {
    moveTo(...TO_RUN);
    passAndService(20);
    moveTo(KsState.pause);
    passAndService(500);
    expect(sink.position).toBe(20 + AHEAD);
    moveTo(KsState.run);
    expect(stream.syncs.at(-1)).toEqual({ referenceTime: clock.getTime() - 20 * FRAME_TICKS, start: true });
    passAndService(10, 10);
    expect(ring.heard).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('begins anew after stop', () => {
    moveTo(...TO_RUN);
    passAndService(10, 200);
    moveTo(KsState.pause, KsState.acquire, KsState.stop, ...TO_RUN);
    expect([sink.position, sink.underrunCount, sink.lostFrameCount]).toEqual([AHEAD, 0, 0]);
    expect([...ring.samples.subarray(0, 4)]).toEqual([1, 1, 2, 2]);
  });

  it('has a latency clock that stays ahead of the master clock and never goes back', () => {
    moveTo(...TO_RUN);
    expect(sink.getLatencyTime()).toBe(START + AHEAD * FRAME_TICKS);
    let latest = 0;
    for (const wait of [10, 10, 300, 10, 10]) {
      pass(wait);
      expect(sink.getLatencyTime()).toBeGreaterThan(Math.max(latest - 1, clock.getTime()));
      latest = sink.getLatencyTime();
      sink.service(clock.getTime());
      expect(sink.getLatencyTime()).toBeGreaterThanOrEqual(latest);
    }
    stream.sampleToRefTime = () => 0;
    expect(sink.getLatencyTime()).toBeGreaterThanOrEqual(latest);
  });

  it('writes three quarters of a small ring ahead, and no more', () => {
    make({ ringFrames: 64 });
    moveTo(...TO_RUN);
    passAndService(10, 10, 10, 10, 10, 10);
    expect(sink.position).toBe(60 + 48);
    expect(ring.heard).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
  });

  it('is not pumped, and an output is not served', () => {
    moveTo(...TO_RUN);
    expect(sink.pump(100)).toBe(0);
    expect(sink.position).toBe(AHEAD);
    sink.setState(KsState.pause);
    sink.service(clock.getTime());
    expect(sink.position).toBe(AHEAD);
  });

  it('takes a device that reports nonsense for one that stands still', () => {
    moveTo(...TO_RUN);
    for (const nonsense of [Number.NaN, Number.POSITIVE_INFINITY, -5, 2 ** 60]) {
      ring.getPlayPosition = () => nonsense;
      sink.service(clock.getTime());
    }
    expect([sink.position, sink.underrunCount]).toEqual([AHEAD, 0]);
  });

  it('refuses a ring that is too short, and closes it', () => {
    make({ ringFrames: 63 });
    expect(() => sink.setState(KsState.acquire)).toThrow(/DMUS_E_INSUFFICIENTBUFFER/);
    expect(ring.calls).toEqual(['open', 'close']);
  });

  it('stays in stop with a closed ring when the stream is not ready', () => {
    stream.refusesState = KsState.acquire;
    expect(() => sink.setState(KsState.acquire)).toThrow('not ready');
    expect(ring.calls).toEqual(['open', 'close']);
  });

  it.each([49_999, 100_000_001, Number.NaN])('refuses to write %d ticks ahead', (writeAheadTicks) => {
    expect(() => make({}, writeAheadTicks)).toThrow(/writeAheadTicks must be 50000 to 100000000/);
  });
});
