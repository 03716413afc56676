import type { Collection } from '../../src/directmusic/downloads/collection.ts';
import {
  type DownloadedInstrumentToken,
  InstrumentDownloader,
} from '../../src/directmusic/downloads/instrument-downloader.ts';
import { PortDownload } from '../../src/directmusic/downloads/port-download.ts';
import { type EngineOptions, SynthEngine } from '../../src/synth/engine.ts';
import { createWasmKernel } from '../../src/synth/kernel/wasm-kernel.ts';
import { DLS2_RULES } from '../../src/synth/rules.ts';
import { control } from './midi.ts';

/** Takes the fixed 6 dB of every voice away, so that a full-scale wave at full velocity and volume is full scale. */
const UNITY_GAIN_DB = -6;

/** The synth engine by itself, one output by default, with a whole collection downloaded. Frames instead of stamps. */
export class EngineRig {
  readonly engine: SynthEngine;
  readonly #audioChannels: number;
  readonly #downloader: InstrumentDownloader;

  constructor(collection?: Collection, options: Partial<EngineOptions> = {}) {
    const all: EngineOptions = {
      rules: DLS2_RULES,
      kernel: createWasmKernel(),
      sampleRate: 48000,
      audioChannels: 1,
      voices: 32,
      channelGroups: 1,
      portGainDb: UNITY_GAIN_DB,
      ...options,
    };
    this.engine = new SynthEngine(all);
    this.#audioChannels = all.audioChannels;
    const { downloads } = this.engine;
    const download = new PortDownload({
      download: (block) => downloads.download(block),
      unload: (handle, onFreed) => downloads.unload(handle, onFreed, undefined),
      getAppend: () => 0,
    });
    this.#downloader = new InstrumentDownloader(download);
    if (collection !== undefined) this.download(collection);
  }

  download(collection: Collection): DownloadedInstrumentToken[] {
    return collection.bank.instruments.map(({ patch }) =>
      this.#downloader.download(collection.getInstrument(patch), []),
    );
  }

  unload(token: DownloadedInstrumentToken): void {
    this.#downloader.unload(token);
  }

  /** Queues short messages for one frame, in this order, for group 1. */
  at(frame: number, ...messages: readonly number[]): void {
    for (const message of messages) this.engine.queueMessage(frame, 1, message);
  }

  /** Queues short messages for the next frame. */
  now(...messages: readonly number[]): void {
    this.at(this.engine.position, ...messages);
  }

  /** Sets CC 7 of all channels of group 1 to 127 at the next frame, so that a wave's level is heard as it is. */
  setFullVolume(): this {
    for (let channel = 0; channel < 16; channel++) this.now(control(7, 127, channel));
    return this;
  }

  /** The last sample of the next frames. */
  levelAfter(frameCount: number): number {
    return this.render(frameCount).at(-1)!;
  }

  /** Renders the next frames, interleaved. */
  render(frameCount: number): Float32Array {
    const output = new Float32Array(frameCount * this.#audioChannels);
    this.engine.render(output, frameCount, this.engine.position);
    return output;
  }
}
