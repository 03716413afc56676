import type { DirectMusicSynth } from '../../src/ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../../src/ddi/direct-music-synth-sink.ts';
import { DmusError } from '../../src/ddi/errors.ts';
import type { ReferenceClock } from '../../src/ddi/reference-clock.ts';
import type { SampleBuffer } from '../../src/ddi/wave-format.ts';

function unexpected(method: string): Error {
  return new Error(`nobody should have called ${method}`);
}

/** A clock that answers what it is told to. */
export class MockClock implements ReferenceClock {
  /** Ticks of 100 ns. */
  now: number;

  constructor(now = 0) {
    this.now = now;
  }

  getTime(): number {
    return this.now;
  }

  adviseTime(): never {
    throw unexpected('adviseTime');
  }

  advisePeriodic(): never {
    throw unexpected('advisePeriodic');
  }

  unadvise(): never {
    throw unexpected('unadvise');
  }
}

/** The catalogue's mock sink (2.1): converts times as the native one does, and leaves rendering to the test. */
export class MockSink implements DirectMusicSynthSink {
  /** Synths given to `init`, in order. */
  readonly synths: (DirectMusicSynth | null)[] = [];
  readonly #latencyClock = new MockClock();
  #masterClock: ReferenceClock | null = null;
  #activateTime = 0;
  /** Frames rendered since the activation. */
  #position = 0;

  init(synth: DirectMusicSynth | null): void {
    this.synths.push(synth);
  }

  setMasterClock(clock: ReferenceClock): void {
    this.#masterClock = clock;
  }

  getLatencyClock(): ReferenceClock {
    return this.#latencyClock;
  }

  activate(enable: boolean): void {
    if (this.#masterClock === null) throw new DmusError('DMUS_E_NO_MASTER_CLOCK', 'the mock sink has no clock');
    if (!enable) return;
    this.#activateTime = this.#masterClock.getTime();
    this.#latencyClock.now = this.#activateTime;
    this.#position = 0;
  }

  /** Renders the next frames of its synth into the whole of `output`, and moves the latency clock. */
  render(output: SampleBuffer): void {
    const frameCount = output.length / this.#synth.getFormat().channelCount;
    this.#synth.render(output, frameCount, this.#position);
    this.#position += frameCount;
    this.#latencyClock.now = this.sampleToRefTime(this.#position);
  }

  get #synth(): DirectMusicSynth {
    const synth = this.synths.at(-1);
    if (!synth) throw new Error('the mock sink has no synth');
    return synth;
  }

  sampleToRefTime(sampleTime: number): number {
    return this.#activateTime + Math.trunc((sampleTime * 10000) / this.#synth.getFormat().sampleRate) * 1000;
  }

  refTimeToSample(referenceTime: number): number {
    const steps = Math.trunc((referenceTime - this.#activateTime) / 1000);
    return Math.trunc((steps * this.#synth.getFormat().sampleRate) / 10000);
  }

  setOutput(): never {
    throw unexpected('setOutput');
  }

  getDesiredBufferSize(): never {
    throw unexpected('getDesiredBufferSize');
  }

  getProperty(): never {
    throw unexpected('getProperty');
  }

  setProperty(): never {
    throw unexpected('setProperty');
  }
}
