import { ManualClock } from '../../clock/manual-clock.ts';
import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { DirectMusicSynth, DownloadHandle } from '../../ddi/direct-music-synth.ts';
import { EVENT_STRUCTURED } from '../../ddi/event-header.ts';
import { eventRecordBytes, writeEventRecordHeader } from '../../ddi/event-record.ts';
import type { PortParams } from '../../ddi/port-params.ts';
import { MemoryOutput } from '../../wave-sinks/memory-output.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import { PumpedSink } from '../../wave-sinks/pumped-sink.ts';
import { expectMethods } from '../assertions.ts';
import type { SuiteOptions } from '../runner.ts';
import { TEST_INSTRUMENT_ID, TEST_WAVE_ID, testInstrumentBlock, testWaveBlock } from '../test-sounds.ts';

/** What the synth suite may be told. */
export type SynthSuiteOptions = SuiteOptions;

/** How the suite comes by a new synth for each test. */
export type MakeSynth = () => DirectMusicSynth | Promise<DirectMusicSynth>;

/** Where the master clock stands when a synth is activated. */
export const RIG_START_TIME = 500_000_000;

/** A message for a synth, as a test writes it. */
export interface RigEvent {
  readonly bytes: readonly number[];
  /** Ticks of 100 ns after the buffer's start time; 0 by default. */
  readonly deltaTicks?: number;
  /** 1 by default. */
  readonly channelGroup?: number;
}

/** Packed records of these events. */
export function recordsOf(events: readonly RigEvent[]): Uint8Array {
  const byteLength = events.reduce((sum, { bytes }) => sum + eventRecordBytes(bytes.length), 0);
  const records = new Uint8Array(byteLength);
  let at = 0;
  for (const { bytes, deltaTicks = 0, channelGroup = 1 } of events) {
    const flags = bytes.length <= 3 ? EVENT_STRUCTURED : 0;
    const header = { byteLength: bytes.length, channelGroup, deltaTicks, flags };
    records.set(bytes, writeEventRecordHeader(records, at, header));
    at += eventRecordBytes(bytes.length);
  }
  return records;
}

/** A synth with a sink that renders when it is told to, and a clock that the test moves. */
export class SynthRig {
  readonly synth: DirectMusicSynth;
  readonly clock: ManualClock = new ManualClock(RIG_START_TIME);
  readonly masterClock: PlainClock = new PlainClock(() => this.clock.getTime());
  readonly sink: PumpedSink = new PumpedSink();
  readonly #make: MakeSynth;
  #position = 0;

  private constructor(synth: DirectMusicSynth, make: MakeSynth) {
    this.synth = synth;
    this.#make = make;
  }

  static async create(make: MakeSynth): Promise<SynthRig> {
    const synth = await make();
    expectMethods('the synth', synth, []);
    return new SynthRig(synth, make);
  }

  /** Another synth of the same making. */
  createOther(): Promise<SynthRig> {
    return SynthRig.create(this.#make);
  }

  /** Gives the synth its sink, complete with output and clock. */
  connect(): this {
    this.synth.setSynthSink(this.sink);
    this.sink.setOutput(new MemoryOutput());
    this.sink.setMasterClock(this.masterClock);
    return this;
  }

  /** Opens the synth, with its defaults where nothing is wanted, and starts it. */
  start(params?: Partial<PortParams>): this {
    this.connect().synth.open(params);
    this.synth.activate(true);
    this.#position = 0;
    return this;
  }

  /** Downloads the suite's instrument under a patch, with a wave of its own. */
  download({ patch = 0, number = 0 }: { readonly patch?: number; readonly number?: number } = {}): {
    readonly wave: DownloadHandle;
    readonly instrument: DownloadHandle;
  } {
    const waveDownloadId = TEST_WAVE_ID + 10 * number;
    const downloadId = TEST_INSTRUMENT_ID + 10 * number;
    const append = this.synth.getAppend();
    const wave = this.synth.download(testWaveBlock(append, waveDownloadId)).handle;
    const instrument = this.synth.download(testInstrumentBlock({ patch, waveDownloadId, downloadId })).handle;
    return { wave, instrument };
  }

  /** Open, active, and with an instrument. */
  startWithSound(params?: Partial<PortParams>): this {
    this.start(params).download();
    return this;
  }

  get channelCount(): number {
    return this.synth.getFormat().channelCount;
  }

  /** The instant of a frame. */
  timeOf(frame: number): ReferenceTime {
    return this.sink.sampleToRefTime(frame);
  }

  /** Hands over messages for one frame, in this order. */
  playAt(frame: number, ...messages: readonly (readonly number[])[]): this {
    this.synth.playBuffer(this.timeOf(frame), recordsOf(messages.map((bytes) => ({ bytes }))));
    return this;
  }

  /** Renders the next frames in blocks of these sizes, over and over; one block by default. */
  render(frameCount: number, blockFrames: readonly number[] = [frameCount]): Float32Array {
    const { channelCount } = this;
    const output = new Float32Array(frameCount * channelCount);
    for (let done = 0, i = 0; done < frameCount; i++) {
      const count = Math.min(blockFrames[i % blockFrames.length]!, frameCount - done);
      this.synth.render(output.subarray(done * channelCount, (done + count) * channelCount), count, this.#position);
      this.#position += count;
      done += count;
    }
    return output;
  }

  /** Stops and starts again, at frame 0. */
  restart(): this {
    this.synth.activate(false);
    this.synth.activate(true);
    this.#position = 0;
    return this;
  }

  /** Stops and closes what a test has left open. */
  dispose(): void {
    for (const end of [() => this.synth.activate(false), () => this.synth.close()]) {
      try {
        end();
      } catch {
        // It was not active, or not open.
      }
    }
  }
}

/** Highest magnitude that is as good as silence: a volume of 0 is 96 dB down, not more. */
export const INAUDIBLE = 1e-3;

/** First frame that is heard; −1 for silence. */
export function firstSound(samples: Float32Array, channelCount: number): number {
  const at = samples.findIndex((sample) => Math.abs(sample) > INAUDIBLE);
  return at < 0 ? -1 : Math.floor(at / channelCount);
}
