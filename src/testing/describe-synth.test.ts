/** Each way of being wrong is found, by the test that is about it. */
import { describe, expect, it } from 'vitest';
import type { ReferenceTime } from '../clock/reference-time.ts';
import type { FreedCallback } from '../ddi/direct-music-synth.ts';
import { DmusError } from '../ddi/errors.ts';
import { EVENT_HEADER_OFFSETS } from '../ddi/event-header.ts';
import type { PortParams, PortParamsResult } from '../ddi/port-params.ts';
import type { SampleBuffer } from '../ddi/wave-format.ts';
import { SoftwareSynth } from '../synth/software-synth.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import { describeSynth } from './describe-synth.ts';
import { RecordingRunner } from './recording-runner.test-support.ts';

class SilentlyAltering extends SoftwareSynth {
  override open(params?: Partial<PortParams>): PortParamsResult {
    return { ...super.open(params), changed: false };
  }
}

class AlwaysAltering extends SoftwareSynth {
  override open(params?: Partial<PortParams>): PortParamsResult {
    return { ...super.open(params), changed: true };
  }
}

class CallingBackAtOnce extends SoftwareSynth {
  override unload(handle: number, onFreed?: FreedCallback, userData?: unknown): void {
    super.unload(handle);
    onFreed?.(handle, userData);
  }
}

class NeverCallingBack extends SoftwareSynth {
  override unload(handle: number): void {
    super.unload(handle);
  }
}

class WithOneHandle extends SoftwareSynth {
  override download(block: Uint8Array) {
    return { ...super.download(block), handle: 1 };
  }
}

class FreeingTooEarly extends SoftwareSynth {
  override download(block: Uint8Array) {
    return { ...super.download(block), mayFree: true };
  }
}

class KeepingRecords extends SoftwareSynth {
  readonly #waiting: [ReferenceTime, Uint8Array][] = [];

  override playBuffer(startTime: ReferenceTime, records: Uint8Array): void {
    super.playBuffer(startTime, records.subarray(0, 0));
    this.#waiting.push([startTime, records]);
  }

  override render(output: SampleBuffer, frameCount: number, position: number): void {
    for (const [startTime, records] of this.#waiting.splice(0)) super.playBuffer(startTime, records);
    super.render(output, frameCount, position);
  }
}

/** As an altered event of each record. */
class Rewriting extends SoftwareSynth {
  readonly #rewrite: (view: DataView) => void;

  constructor(rewrite: (view: DataView) => void) {
    super();
    this.#rewrite = rewrite;
  }

  override playBuffer(startTime: ReferenceTime, records: Uint8Array): void {
    const copy = records.slice();
    if (copy.byteLength >= 24) this.#rewrite(new DataView(copy.buffer));
    super.playBuffer(startTime, copy);
  }
}

class RefusingGroups extends SoftwareSynth {
  override playBuffer(startTime: ReferenceTime, records: Uint8Array): void {
    const group = new DataView(records.buffer, records.byteOffset).getUint32(EVENT_HEADER_OFFSETS.channelGroup, true);
    if (group > 2) throw new DmusError('E_INVALIDARG', 'no such group');
    super.playBuffer(startTime, records);
  }
}

class ClickingBlocks extends SoftwareSynth {
  override render(output: SampleBuffer, frameCount: number, position: number): void {
    super.render(output, frameCount, position);
    if (position > 0) output[0] = output[0]! + 0.01;
  }
}

class WithClockOfItsOwn extends SoftwareSynth {
  override getLatencyClock(): PlainClock {
    super.getLatencyClock();
    return new PlainClock(() => 0);
  }
}

class WithSignedPriorities extends SoftwareSynth {
  override getChannelPriority(channelGroup: number, channel: number): number {
    return super.getChannelPriority(channelGroup, channel) | 0;
  }
}

class Deaf extends SoftwareSynth {
  override setProperty(): void {}
}

class WithAnotherError extends SoftwareSynth {
  override close(): void {
    try {
      super.close();
    } catch {
      throw new Error('closed');
    }
  }
}

/** What is wrong → how, and the tests that must fail. */
const BROKEN: Readonly<Record<string, readonly [() => SoftwareSynth, readonly string[]]>> = {
  'alters parameters and does not say so': [
    () => new SilentlyAltering(),
    [
      'raises what is too little, and says so',
      'says that something was altered exactly when a wanted value is another now',
    ],
  ],
  'always says that it altered something': [
    () => new AlwaysAltering(),
    ['opens with nothing wanted, fills in everything, and has altered nothing'],
  ],
  'calls back before a block is free': [
    () => new CallingBackAtOnce(),
    [
      'holds a wave back until the last instrument that uses it is unloaded',
      'lets a sounding note end as it would when its instrument is unloaded, and begins no new one',
    ],
  ],
  'never calls back': [
    () => new NeverCallingBack(),
    ['calls back once for each unload, with handle and user data, when nothing uses the block'],
  ],
  'gives every download the same handle': [
    () => new WithOneHandle(),
    ['gives every download a handle of its own, which is not 0'],
  ],
  'says that memory may be freed which it reads': [
    () => new FreeingTooEarly(),
    ['reads a block no more when it said that the memory may be freed'],
  ],
  'does not copy records': [() => new KeepingRecords(), ['copies the records before playBuffer returns']],
  'plays everything in group 1': [
    () => new Rewriting((view) => view.setUint32(EVENT_HEADER_OFFSETS.channelGroup, 1, true)),
    ['drops events for groups that there are not, silently', 'keeps the controllers of groups apart'],
  ],
  'forgets the deltas': [
    () => new Rewriting((view) => view.byteLength > 72 && view.setBigInt64(72 - 24 + 8, 0n, true)),
    ['counts deltas from the start time of the buffer'],
  ],
  'throws for groups that there are not': [
    () => new RefusingGroups(),
    ['drops events for groups that there are not, silently'],
  ],
  'clicks at the beginning of every block': [
    () => new ClickingBlocks(),
    ['sounds the same however the rendering is cut into blocks'],
  ],
  'has a latency clock of its own': [
    () => new WithClockOfItsOwn(),
    ['hands out the latency clock of its sink, the same object'],
  ],
  'has signed priorities': [() => new WithSignedPriorities(), ['begins with the documented priorities']],
  'ignores its volume': [
    () => new Deaf(),
    [
      'is 20 dB quieter with a volume that is 20 dB lower, also when it was set while closed',
      'is 20 dB quieter with a boost that is 20 dB lower, also when it was set while closed',
      'is as good as silent at the least volume',
      'knows volume and boost, and no other set or item than those it has',
    ],
  ],
  'fails without a documented code': [
    () => new WithAnotherError(),
    ['closes once, and fails with DMUS_E_ALREADYCLOSED when it is closed'],
  ],
};

function failuresOf(make: () => SoftwareSynth, titles?: readonly string[]): Promise<Map<string, string>> {
  const recording = new RecordingRunner();
  describeSynth(make, { runner: recording.runner });
  return recording.failures(titles);
}

describe('the synth suite', () => {
  it('finds nothing wrong with a synth that was not altered', async () => {
    expect(await failuresOf(() => new SoftwareSynth())).toEqual(new Map());
  });

  it.each(Object.entries(BROKEN))('finds a synth that %s', async (_, [make, titles]) => {
    expect([...(await failuresOf(make, titles)).keys()]).toEqual(titles);
  });
});
