import type { DirectMusicSynth } from '../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import type { KsControl } from '../ddi/ks-control.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import { PROPERTY_SET_SYNTH, SynthProperty } from '../ddi/property-request.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import { DownloadingPort } from './downloads/downloading-port.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { DirectMusicPort } from './port.ts';

/** What a user-mode port is made of. */
export interface SynthPortOptions {
  /** A synth that is not open; the port owns it from now on. */
  readonly synth: DirectMusicSynth;
  readonly sink: DirectMusicSynthSink;
  readonly masterClock: ReferenceClock;
  /** Where the sound ends. Undefined for a sink that has its own output. */
  readonly output?: PcmOutput | undefined;
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

  override get params(): PortParams {
    return this.#params;
  }

  override playBuffer(buffer: MusicBuffer): void {
    if (buffer.getUsedBytes() === 0) return;
    this.#synth.playBuffer(buffer.getStartTime(), buffer.getUsedRecords());
  }

  override getLatencyClock(): ReferenceClock {
    return this.#synth.getLatencyClock();
  }

  override getRunningStats(): SynthStats {
    return this.#synth.getRunningStats();
  }

  override getCaps(): PortCaps {
    return this.#synth.getPortCaps();
  }

  override setNumChannelGroups(count: number): void {
    this.#synth.setNumChannelGroups(count);
    this.#params = { ...this.#params, channelGroups: count };
  }

  override setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    this.#synth.setChannelPriority(channelGroup, channel, priority);
  }

  override getChannelPriority(channelGroup: number, channel: number): number {
    return this.#synth.getChannelPriority(channelGroup, channel);
  }

  override setOutput(output: PcmOutput | null): void {
    if (this.isActive) throw new DmusError('DMUS_E_ALREADY_ACTIVATED', 'the output cannot change while it is used');
    this.needOpen();
    this.#sink.setOutput(output);
  }

  override getFormat(): WaveFormat {
    return this.#synth.getFormat();
  }

  override getBufferSize(): number {
    return this.#sink.getDesiredBufferSize();
  }

  override setVolume(hundredthsOfDb: number): void {
    const value = new Uint8Array(4);
    new DataView(value.buffer).setInt32(0, hundredthsOfDb, true);
    this.setProperty(PROPERTY_SET_SYNTH, SynthProperty.volume, value);
  }

  override getProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): number {
    return this.#ask(set, id, (control) => control.getProperty(set, id, value, instance));
  }

  override setProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): void {
    this.#ask(set, id, (control) => control.setProperty(set, id, value, instance));
  }

  /** The synth is asked first, then the sink. Of the synth's volumes a port has the first only (row W-397). */
  #ask<Answer>(set: Guid, id: number, request: (control: KsControl) => Answer): Answer {
    if (set === PROPERTY_SET_SYNTH && id !== SynthProperty.volume) {
      throw new DmusError('DMUS_E_UNKNOWN_PROPERTY', `item ${id} of property set ${set}`);
    }
    try {
      return request(this.#synth);
    } catch (error) {
      if (!(error instanceof DmusError) || error.code !== 'DMUS_E_UNKNOWN_PROPERTY') throw error;
      return request(this.#sink);
    }
  }

  protected override start(): void {
    this.#synth.activate(true);
  }

  protected override stop(): void {
    this.#synth.activate(false);
  }

  protected override release(): void {
    this.#synth.close();
    this.#synth.setSynthSink(null);
    this.#sink.setOutput(null);
  }
}
