import { ManualClock } from '../../clock/manual-clock.ts';
import type { SampleTime } from '../../clock/sample-time.ts';
import type { DirectMusicSynth } from '../../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../../ddi/direct-music-synth-sink.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { PcmOutput } from '../../ddi/pcm-output.ts';
import { makeWaveFormat, type SampleBuffer, type WaveFormat, WaveFormatTag } from '../../ddi/wave-format.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import { expectMethods } from '../assertions.ts';
import type { SuiteOptions } from '../runner.ts';

/** What the wave sink suite has to be told. */
export interface WaveSinkSuiteOptions extends SuiteOptions {
  /**
   * Lets the sink take so many frames, or about so many, from its synth: `(sink, frames) => sink.pump(frames)`. For a
   * sink that runs by itself, wait as long as they last.
   */
  readonly drive: (sink: DirectMusicSynthSink, frameCount: number) => void | Promise<void>;
}

/** How the suite comes by a new sink for each test. */
export type MakeWaveSink = () => DirectMusicSynthSink | Promise<DirectMusicSynthSink>;

/** Where the master clock stands at first, in ticks. */
export const SINK_START_TIME = 987_654_321;
export const SINK_SAMPLE_RATE = 44_100;
export const SINK_CHANNELS = 2;
/** The mock synth counts frames up to here and begins again: exact as a float, and within full scale. */
const RAMP_FRAMES = 4096;

/** What the mock synth renders at a frame, on every channel. */
export function rampAt(frame: SampleTime): number {
  return (frame % RAMP_FRAMES) / RAMP_FRAMES;
}

/** A synth as a sink sees one: it has a format and renders a ramp, and writes down what is asked of it. */
export class MockSynth {
  readonly renders: { readonly position: SampleTime; readonly frameCount: number }[] = [];
  isOpen = true;
  format: WaveFormat = makeWaveFormat(WaveFormatTag.pcm, SINK_CHANNELS, SINK_SAMPLE_RATE, 16);

  getFormat(): WaveFormat {
    if (!this.isOpen) throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the synth is not open');
    return this.format;
  }

  render(output: SampleBuffer, frameCount: number, position: SampleTime): void {
    this.renders.push({ position, frameCount });
    const { channelCount } = this.format;
    for (let i = 0; i < frameCount * channelCount; i++) {
      const sample = rampAt(position + Math.floor(i / channelCount));
      output[i] = output instanceof Int16Array ? Math.round(sample * 32_767) : sample;
    }
  }

  /** As the sink is given it: a sink has no business with the rest of the contract. */
  asSynth(): DirectMusicSynth {
    return this as unknown as DirectMusicSynth;
  }
}

/** An output that keeps what it is given. */
export class MockOutput implements PcmOutput {
  readonly calls: string[] = [];
  readonly formats: WaveFormat[] = [];
  readonly samples: number[] = [];

  open(format: WaveFormat): void {
    this.calls.push('open');
    this.formats.push(format);
    this.samples.length = 0;
  }

  write(block: Float32Array, frameCount: number): void {
    if (this.calls.at(-1) !== 'write') this.calls.push('write');
    const { channelCount } = this.formats.at(-1) ?? { channelCount: SINK_CHANNELS };
    for (const sample of block.subarray(0, frameCount * channelCount)) this.samples.push(sample);
  }

  close(): void {
    this.calls.push('close');
  }
}

/** A sink, and what it needs before it can run. */
export class SinkRig {
  readonly sink: DirectMusicSynthSink;
  readonly synth: MockSynth = new MockSynth();
  readonly output: MockOutput = new MockOutput();
  readonly clock: ManualClock = new ManualClock(SINK_START_TIME);
  readonly masterClock: PlainClock = new PlainClock(() => this.clock.getTime());
  readonly #options: WaveSinkSuiteOptions;

  private constructor(sink: DirectMusicSynthSink, options: WaveSinkSuiteOptions) {
    this.sink = sink;
    this.#options = options;
  }

  static async create(make: MakeWaveSink, options: WaveSinkSuiteOptions): Promise<SinkRig> {
    const sink = await make();
    expectMethods('the sink', sink, []);
    return new SinkRig(sink, options);
  }

  giveSynth(): this {
    this.sink.init(this.synth.asSynth());
    return this;
  }

  giveOutput(): this {
    this.sink.setOutput(this.output);
    return this;
  }

  giveClock(): this {
    this.sink.setMasterClock(this.masterClock);
    return this;
  }

  /** Everything it needs, and active. */
  start(): this {
    this.giveSynth().giveOutput().giveClock().sink.activate(true);
    return this;
  }

  async drive(frameCount: number): Promise<void> {
    await this.#options.drive(this.sink, frameCount);
  }

  /** Stops what a test has left running. */
  dispose(): void {
    this.sink.activate(false);
  }
}
