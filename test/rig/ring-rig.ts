import { ManualClock } from '../../src/clock/manual-clock.ts';
import { TICKS_PER_MILLISECOND } from '../../src/clock/reference-time.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import type { SynthSinkDMus } from '../../src/ddi/synth-sink-dmus.ts';
import type { WaveFormat } from '../../src/ddi/wave-format.ts';
import { WaveSink } from '../../src/port-driver/wave-sink.ts';
import { CrystalRing, type CrystalRingOptions } from '../fakes/crystal-ring.ts';

/** A small generator of numbers from 0 to 1, always the same for a seed (xorshift). */
export function seededRandom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** What a {@link RingRig} is made of. */
export interface RingRigOptions {
  readonly stream: SynthSinkDMus;
  readonly format: WaveFormat;
  readonly device: CrystalRingOptions;
  readonly seed: number;
  /** A wake-up is late by up to so many ms. */
  readonly wakeJitterMs?: number;
  readonly writeAheadTicks?: number;
}

/** A wave sink in `run` on a simulated device, in a time that passes in steps of 1 ms. */
export class RingRig {
  /** Far from 0, as a real clock is. */
  readonly clock = new ManualClock(7_654_321_000_000);
  readonly device: CrystalRing;
  readonly sink: WaveSink;
  readonly stream: SynthSinkDMus;
  /** Whether the one who serves the sink sleeps through it. */
  isAsleep = false;
  /** Largest distance between the clocks since {@link forget}, in ms. */
  worstErrorMs = 0;
  /** What ever ran backwards, by name. */
  readonly backwards = new Set<string>();
  readonly #random: () => number;
  readonly #wakeJitterMs: number;
  readonly #highest = new Map<string, number>();
  #wakeTime: number;
  #silentUntil = 0;

  constructor({ stream, format, device, seed, wakeJitterMs = 8, writeAheadTicks }: RingRigOptions) {
    this.#random = seededRandom(seed);
    this.#wakeJitterMs = wakeJitterMs;
    this.device = new CrystalRing({ random: this.#random, ...device });
    this.stream = stream;
    this.sink = new WaveSink({ stream, output: this.device, format, masterClock: this.clock, writeAheadTicks });
    for (const state of [KsState.acquire, KsState.pause, KsState.run]) this.sink.setState(state);
    this.#wakeTime = this.#nextWakeTime();
  }

  /** Lets time pass, serves the sink when it asks for it, and looks at the clocks every ms. */
  pass(milliseconds: number): void {
    for (let i = 0; i < milliseconds; i++) {
      this.clock.advance(TICKS_PER_MILLISECOND);
      this.device.pass(1);
      this.#serve();
      this.#look();
    }
  }

  /** To pause and back to run. */
  restart(): void {
    this.sink.setState(KsState.pause);
    this.sink.setState(KsState.run);
    this.#highest.clear();
  }

  /** Begins to measure anew. */
  forget(): void {
    this.worstErrorMs = 0;
  }

  /** Signed distance of the frame that plays from now, in ms, by the stream's clock. */
  get errorMs(): number {
    const frame = Math.floor(this.device.played) - this.sink.lostFrameCount;
    return (this.stream.sampleToRefTime(frame) - this.clock.getTime()) / TICKS_PER_MILLISECOND;
  }

  #nextWakeTime(): number {
    return this.sink.nextServiceTime + this.#random() * this.#wakeJitterMs * TICKS_PER_MILLISECOND;
  }

  #serve(): void {
    const now = this.clock.getTime();
    if (this.isAsleep || now < this.#wakeTime) return;
    const { underrunCount } = this.sink;
    this.sink.service(now);
    // Until the device comes to what was written then, it plays nothing of the stream.
    if (this.sink.underrunCount > underrunCount) this.#silentUntil = this.sink.position + this.sink.lostFrameCount;
    this.#wakeTime = this.#nextWakeTime();
  }

  #look(): void {
    const now = this.clock.getTime();
    const playing = Math.floor(this.device.played) - this.sink.lostFrameCount;
    const latencyTime = this.sink.getLatencyTime();
    this.#expectGrowth(
      'time of the frame that plays',
      this.stream.sampleToRefTime(this.#highestOf('playing', playing)),
    );
    this.#expectGrowth('time of the frame that is rendered', this.stream.sampleToRefTime(this.sink.position));
    this.#expectGrowth('latency clock', latencyTime);
    this.#expectGrowth('frame of now', this.stream.refTimeToSample(now));
    if (latencyTime <= now) this.backwards.add('latency clock behind the master clock');
    if (this.device.played >= this.#silentUntil)
      this.worstErrorMs = Math.max(this.worstErrorMs, Math.abs(this.errorMs));
  }

  #highestOf(name: string, value: number): number {
    const highest = Math.max(value, this.#highest.get(name) ?? Number.NEGATIVE_INFINITY);
    this.#highest.set(name, highest);
    return highest;
  }

  #expectGrowth(name: string, value: number): void {
    if (value < (this.#highest.get(name) ?? Number.NEGATIVE_INFINITY)) this.backwards.add(name);
    this.#highestOf(name, value);
  }
}
