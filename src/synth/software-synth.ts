import type { ReferenceTime } from '../clock/reference-time.ts';
import type { SampleTime } from '../clock/sample-time.ts';
import type { DirectMusicSynth, DownloadHandle, FreedCallback } from '../ddi/direct-music-synth.ts';
import type { DirectMusicSynthSink } from '../ddi/direct-music-synth-sink.ts';
import { DmusError } from '../ddi/errors.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import type { Guid } from '../ddi/guid.ts';
import {
  type PortCaps,
  type PortParams,
  type PortParamsResult,
  PortType,
  type SynthStats,
} from '../ddi/port-params.ts';
import type { PropertyItem } from '../ddi/property-request.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { SampleBuffer, WaveFormat } from '../ddi/wave-format.ts';
import { ObjectControl } from '../properties/object-control.ts';
import type { PropertyControl } from '../properties/property-control.ts';
import { PropertyDispatcher } from '../properties/property-dispatcher.ts';
import { itemsOf, onItem, type PropertyHandler } from '../properties/property-handler.ts';
import { SynthItems } from '../properties/synth-items.ts';
import { capabilityHandlers } from './capability-properties.ts';
import { EnginePort, type SynthOptions } from './engine-port.ts';

/** Frames that a client adds after each wave; ours needs none, but this is what the native synth asks for (W-411). */
const APPEND_FRAMES = 2;

/** Volume and boost can be set, not read, as with the native synth (rows W-016 and W-017). */
function volumeHandler(item: typeof SynthItems.volume): PropertyHandler<EnginePort> {
  return onItem(item, { set: (port: EnginePort, hundredthsOfDb) => port.setVolume(item.id, hundredthsOfDb) });
}

/** What the synth answers to `IKsControl`. */
const PROPERTIES = new PropertyDispatcher<EnginePort>([
  volumeHandler(SynthItems.volume),
  volumeHandler(SynthItems.volumeBoost),
  ...capabilityHandlers((port: EnginePort) => port),
]);

/** Items of the synth's own `IKsControl`. */
export const SOFTWARE_SYNTH_PROPERTIES: readonly PropertyItem[] = itemsOf(PROPERTIES.handlers);

/**
 * The default software synth of the user-mode way, as documented for `IDirectMusicSynth8` and as the native one
 * behaves. All in the caller's thread.
 */
export class SoftwareSynth implements DirectMusicSynth, PropertyControl {
  readonly #port: EnginePort;
  readonly #control: PropertyControl;
  readonly #reader = new EventRecordReader();
  #sink: DirectMusicSynthSink | null = null;
  #isActive = false;

  constructor(options: SynthOptions = {}) {
    this.#port = new EnginePort(options);
    this.#control = new ObjectControl(PROPERTIES, this.#port);
  }

  open(params: Partial<PortParams> = {}): PortParamsResult {
    return this.#port.open(params);
  }

  close(): void {
    this.#port.close();
  }

  setNumChannelGroups(channelGroupCount: number): void {
    this.#port.setChannelGroups(channelGroupCount);
  }

  download(block: Uint8Array): { readonly handle: DownloadHandle; readonly mayFree: boolean } {
    return this.#port.engine.downloads.download(block);
  }

  unload(handle: DownloadHandle, onFreed?: FreedCallback, userData?: unknown): void {
    this.#port.engine.downloads.unload(handle, onFreed, userData);
  }

  playBuffer(startTime: ReferenceTime, records: Uint8Array): void {
    const { engine } = this.#port;
    const sink = this.#sink;
    if (sink === null) throw new DmusError('DMUS_E_NOSYNTHSINK', 'playBuffer needs a sink to convert times');
    this.#needActive();
    const reader = this.#reader;
    reader.reset(records);
    while (reader.next()) {
      const due = startTime + reader.deltaTicks;
      const frame = due === 0 ? engine.position : sink.refTimeToSample(due);
      this.#port.queue(frame, reader.channelGroup, reader.records, reader.messageOffset, reader.byteLength, due);
    }
    reader.release();
  }

  /** The engine's counters, which tell more than the documented statistics. @throws DmusError when not open. */
  get counters(): EnginePort['engine']['counters'] {
    return this.#port.engine.counters;
  }

  /** Voices that still make sound, fading ones included. @throws DmusError when not open. */
  get activeVoices(): number {
    return this.#port.engine.activeVoices;
  }

  getRunningStats(): SynthStats {
    return this.#port.getRunningStats();
  }

  getPortCaps(): PortCaps {
    return this.#port.getPortCaps(PortType.userModeSynth);
  }

  setMasterClock(clock: ReferenceClock): void {
    if (!clock) throw new DmusError('E_POINTER', 'setMasterClock needs a clock');
    // Natively without effect (W-071): the sink is given its clock itself.
  }

  getLatencyClock(): ReferenceClock {
    if (this.#sink === null) throw new DmusError('DMUS_E_NOSYNTHSINK', 'the latency clock is the sink’s');
    return this.#sink.getLatencyClock();
  }

  activate(enable: boolean): { readonly changed: boolean } {
    if (enable === this.#isActive) return { changed: false };
    if (enable) this.#start();
    else this.#stop();
    return { changed: true };
  }

  #start(): void {
    if (this.#sink === null) throw new DmusError('DMUS_E_NOSYNTHSINK', 'activate needs a sink');
    const { engine } = this.#port;
    engine.reset();
    this.#isActive = true;
    try {
      this.#sink.activate(true);
    } catch (cause) {
      this.#isActive = false;
      // The sink's own error is not passed on (W-069).
      throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the sink did not start', { cause });
    }
  }

  /** Without synth or sink there is nothing left to stop, which is said once (05 section 5.1). */
  #stop(): void {
    this.#isActive = false;
    const sink = this.#sink;
    if (sink === null || !this.#port.isOpen) {
      throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the synth was closed or lost its sink while active');
    }
    sink.activate(false);
    this.#port.engine.reset();
  }

  setSynthSink(sink: DirectMusicSynthSink | null): void {
    this.#sink?.init(null);
    this.#sink = sink;
    sink?.init(this);
  }

  render(output: SampleBuffer, frameCount: number, position: SampleTime): void {
    const { engine } = this.#port;
    this.#needActive();
    engine.render(output, frameCount, position);
  }

  #needActive(): void {
    if (!this.#isActive) throw new DmusError('DMUS_E_SYNTHINACTIVE', 'the synth is not active');
  }

  setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    this.#port.setChannelPriority(channelGroup, channel, priority);
  }

  getChannelPriority(channelGroup: number, channel: number): number {
    return this.#port.getChannelPriority(channelGroup, channel);
  }

  getFormat(): WaveFormat {
    return this.#port.getFormat();
  }

  getAppend(): number {
    return APPEND_FRAMES;
  }

  getProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): number {
    return this.#control.getProperty(set, id, value, instance);
  }

  setProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): void {
    this.#control.setProperty(set, id, value, instance);
  }

  getSupport(set: Guid, id: number): number {
    return this.#control.getSupport(set, id);
  }

  getByteLength(set: Guid, id: number, instance?: Uint8Array): number {
    return this.#control.getByteLength(set, id, instance);
  }

  playVoice(): void {
    throw notYet('playVoice');
  }

  stopVoice(): void {
    throw notYet('stopVoice');
  }

  getVoiceState(): never {
    throw notYet('getVoiceState');
  }

  refresh(): void {
    throw notYet('refresh');
  }

  assignChannelToBuses(): void {
    throw notYet('assignChannelToBuses');
  }
}

/** Documented as reserved for the system: applications get this from the native synth's port as well. */
function notYet(method: string): DmusError {
  return new DmusError('E_NOTIMPL', `${method} is not supported`);
}
