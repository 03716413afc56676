/** Each way of being wrong is found, by the test that is about it. */
import { describe, expect, it } from 'vitest';
import type { DirectMusicSynth } from '../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import { PumpedSink } from '../wave-sinks/pumped-sink.ts';
import { describeWaveSink } from './describe-wave-sink.ts';
import { RecordingRunner } from './recording-runner.test-support.ts';

/** Gives its synth something between it and the sink. */
class WithStrangeSynth extends PumpedSink {
  readonly #change: (synth: DirectMusicSynth) => Partial<DirectMusicSynth>;

  constructor(change: (synth: DirectMusicSynth) => Partial<DirectMusicSynth>) {
    super();
    this.#change = change;
  }

  override init(synth: DirectMusicSynth | null): void {
    if (synth === null) return super.init(null);
    const getFormat = () => synth.getFormat();
    const render: DirectMusicSynth['render'] = (...given) => synth.render(...given);
    super.init({ getFormat, render, ...this.#change(synth) } as DirectMusicSynth);
  }
}

class ChangingItsOutput extends PumpedSink {
  #output: PcmOutput | null = null;

  override setOutput(output: PcmOutput | null): void {
    if (output === null) this.#output = null;
    else super.setOutput(output);
    this.#output = output;
  }

  get output(): PcmOutput | null {
    return this.#output;
  }
}

class WithClocksForEverybody extends PumpedSink {
  override getLatencyClock(): ReferenceClock {
    const clock = super.getLatencyClock();
    return new PlainClock(() => clock.getTime());
  }
}

class WithClockThatStands extends PumpedSink {
  #start = 0;
  readonly #clock = new PlainClock(() => this.#start);

  override setMasterClock(clock: ReferenceClock): void {
    super.setMasterClock(clock);
    this.#start = clock.getTime();
  }

  override getLatencyClock(): ReferenceClock {
    return this.#clock;
  }
}

class WantingSamples extends PumpedSink {
  override getDesiredBufferSize(): number {
    return super.getDesiredBufferSize() / 2;
  }
}

class StartingTwice extends PumpedSink {
  #isActive = false;

  override activate(enable: boolean): void {
    if (!enable || !this.#isActive) super.activate(enable);
    this.#isActive = enable;
  }
}

class CountingFromZero extends PumpedSink {
  override refTimeToSample(referenceTime: number): number {
    return Math.floor(referenceTime / 453.5);
  }
}

/** What is wrong → how, and the tests that must fail. */
const BROKEN: Readonly<Record<string, readonly [() => PumpedSink, readonly string[]]>> = {
  'leaves out a frame': [
    () =>
      new WithStrangeSynth((synth) => ({
        render: (output, frameCount, position) => synth.render(output, frameCount, position === 0 ? 0 : position + 1),
      })),
    [
      'pulls frames in order from 0 on, without a gap or an overlap',
      'hands to the output what the synth rendered, every frame once',
    ],
  ],
  'changes the sound': [
    () =>
      new WithStrangeSynth((synth) => ({
        render: (output, frameCount, position) => {
          synth.render(output, frameCount, position);
          output.fill(0, frameCount);
        },
      })),
    ['hands to the output what the synth rendered, every frame once'],
  ],
  'lets its output go while active': [() => new ChangingItsOutput(), ['does not change its output while active']],
  'makes a latency clock for everybody': [
    () => new WithClocksForEverybody(),
    ['has one latency clock from the beginning, which is not the master clock'],
  ],
  'has a latency clock that stands still': [
    () => new WithClockThatStands(),
    [
      'has a latency clock above the master clock that follows what is rendered, and never goes back',
      'has a latency clock that tells time only while the sink is active',
    ],
  ],
  'wants its buffer in samples': [
    () => new WantingSamples(),
    ['wants two seconds of 16-bit sound for a buffer, in bytes'],
  ],
  'starts twice': [
    () => new StartingTwice(),
    ['complains of what is missing in this order: synth, output, master clock'],
  ],
  'counts frames from the beginning of the clock': [
    () => new CountingFromZero(),
    ['counts from its activation on: that is frame 0'],
  ],
};

function failuresOf(make: () => PumpedSink, titles?: readonly string[]): Promise<Map<string, string>> {
  const recording = new RecordingRunner();
  const drive = (sink: DirectMusicSynthSink, frameCount: number): void => (sink as PumpedSink).pump(frameCount);
  describeWaveSink(make, { runner: recording.runner, drive });
  return recording.failures(titles);
}

describe('the wave sink suite', () => {
  it('finds nothing wrong with a sink that was not altered', async () => {
    expect(await failuresOf(() => new PumpedSink())).toEqual(new Map());
  });

  it.each(Object.entries(BROKEN))('finds a sink that %s', async (_, [make, titles]) => {
    expect([...(await failuresOf(make, titles)).keys()]).toEqual(titles);
  });
});
