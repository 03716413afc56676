import type { DirectMusicSynth } from '../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import { PROPERTY_SET_SYNTH, SynthProperty } from '../ddi/property-request.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import { DownloadingPort } from './downloading-port.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { DirectMusicPort } from './port.ts';

/** What a user-mode port is made of. */
export interface SynthPortOptions {
  /** A synth that is not open; the port owns it from now on. */
  readonly synth: DirectMusicSynth;
  readonly sink: DirectMusicSynthSink;
  readonly masterClock: ReferenceClock;
  /** Where the sound ends. Undefined for a sink that has its own output. */
  readonly output?: PcmOutput;
  /** What is wanted; {@link SynthPort.params} says what there is. */
  readonly params?: Partial<PortParams>;
}

/** The user-mode way: port → synth → wave sink, all in the caller's thread. */
export class SynthPort extends DownloadingPort implements DirectMusicPort {
  readonly #synth: DirectMusicSynth;
  readonly #sink: DirectMusicSynthSink;
  /** A wanted parameter was altered (natively `S_FALSE` from CreatePort). */
  readonly paramsChanged: boolean;
  #params: PortParams;

  /** @throws DmusError as the synth's `open` and the sink's `setOutput`. */
  constructor(options: SynthPortOptions) {
    const { synth, sink, masterClock, output } = options;
    super({
      download: (block) => synth.download(block),
      unload: (handle, onFreed) => synth.unload(handle, onFreed),
      getAppend: () => synth.getAppend(),
    });
    this.#synth = synth;
    this.#sink = sink;
    synth.setSynthSink(sink);
    sink.setMasterClock(masterClock);
    const { params, changed } = synth.open(options.params);
    this.#params = params;
    this.paramsChanged = changed;
    if (output !== undefined) sink.setOutput(output);
  }

  get params(): PortParams {
    return this.#params;
  }

  playBuffer(buffer: MusicBuffer): void {
    if (buffer.getUsedBytes() === 0) return;
    this.#synth.playBuffer(buffer.getStartTime(), buffer.getUsedRecords());
  }

  getLatencyClock(): ReferenceClock {
    return this.#synth.getLatencyClock();
  }

  getRunningStats(): SynthStats {
    return this.#synth.getRunningStats();
  }

  getCaps(): PortCaps {
    return this.#synth.getPortCaps();
  }

  activate(enable: boolean): { readonly changed: boolean } {
    return this.#synth.activate(enable);
  }

  setNumChannelGroups(count: number): void {
    this.#synth.setNumChannelGroups(count);
    this.#params = { ...this.#params, channelGroups: count };
  }

  getNumChannelGroups(): number {
    return this.#params.channelGroups;
  }

  setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    this.#synth.setChannelPriority(channelGroup, channel, priority);
  }

  getChannelPriority(channelGroup: number, channel: number): number {
    return this.#synth.getChannelPriority(channelGroup, channel);
  }

  getFormat(): WaveFormat {
    return this.#synth.getFormat();
  }

  setVolume(hundredthsOfDb: number): void {
    const value = new Uint8Array(4);
    new DataView(value.buffer).setInt32(0, hundredthsOfDb, true);
    this.#synth.setProperty(PROPERTY_SET_SYNTH, SynthProperty.volume, value);
  }

  close(): void {
    this.#synth.activate(false);
    this.#synth.close();
    this.#synth.setSynthSink(null);
    this.#sink.setOutput(null);
  }
}
