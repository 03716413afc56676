import { LatencyClock } from '../../clock/latency-clock.ts';
import { PhaseLockedLoop } from '../../clock/phase-locked-loop.ts';
import type { ReferenceTime } from '../../clock/reference-time.ts';
import { createSampleClock, type SampleTime } from '../../clock/sample-time.ts';
import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import type { DownloadHandle } from '../../ddi/direct-music-synth.ts';
import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { PortParams, PortParamsResult } from '../../ddi/port-params.ts';
import type { SynthSinkDMus } from '../../ddi/synth-sink-dmus.ts';
import type { SampleBuffer } from '../../ddi/wave-format.ts';
import { MessageJoiner, type MessageReceiver } from '../../event-chains/message-joiner.ts';
import { EnginePort, type SynthOptions } from '../../synth/engine-port.ts';
import type { LegacyPatches } from './legacy-patches.ts';

/** Rate before the synth is opened, as the native sink assumes (row W-153). */
const UNCONFIGURED_SAMPLE_RATE = 22050;
/** A longer message in parts is dropped: whatever it was, it was no message to a synth. */
const LONGEST_MESSAGE_BYTES = 0x100000;

/**
 * One virtual synth of the miniport: the engine, and the two streams that belong together, one taking messages, the
 * other giving sound. Either may be made first.
 */
export class SynthInstance {
  readonly port: EnginePort;
  /** The message half, undefined while no pin has asked for it. */
  renderStream: SynthRenderStream | undefined;
  /** The wave half, likewise. */
  waveStream: SynthWaveStream | undefined;
  readonly #options: SynthOptions;
  /** Ends of unloads that wait for a note or an instrument. */
  readonly #unloads = new Set<() => void>();
  #clock: PhaseLockedLoop;

  constructor(options: SynthOptions) {
    this.#options = options;
    this.port = new EnginePort(options);
    this.#clock = this.#makeClock(UNCONFIGURED_SAMPLE_RATE);
  }

  #makeClock(sampleRate: number): PhaseLockedLoop {
    const conversion = this.#options.rules === 'windows' ? 'windows' : 'exact';
    return new PhaseLockedLoop(createSampleClock(conversion, sampleRate));
  }

  /** The stream's time. */
  get clock(): PhaseLockedLoop {
    const sampleRate = this.port.isOpen ? this.port.params.sampleRate : UNCONFIGURED_SAMPLE_RATE;
    if (this.#clock.sampleRate !== sampleRate) this.#clock = this.#makeClock(sampleRate);
    return this.#clock;
  }

  /**
   * Negotiates, and makes the engine anew: downloads are gone. What a wave pin has settled cannot be changed any more.
   * @throws DmusError when there is no memory for an engine.
   */
  configure(wanted: Partial<PortParams>): PortParamsResult {
    const { port } = this;
    if (this.waveStream === undefined || !port.isOpen) return this.#reopen(wanted);
    const { sampleRate, audioChannels } = port.params;
    const { params, changed } = this.#reopen({ ...wanted, sampleRate, audioChannels });
    const isOther = (key: 'sampleRate' | 'audioChannels'): boolean =>
      wanted[key] !== undefined && wanted[key] !== params[key];
    return { params, changed: changed || isOther('sampleRate') || isOther('audioChannels') };
  }

  /** For the next client: the engine made anew as it was negotiated, without channels or downloads of the last one. */
  renew(): void {
    if (this.port.isOpen) this.#reopen(this.port.params);
  }

  #reopen(wanted: Partial<PortParams>): PortParamsResult {
    if (this.port.isOpen) this.port.close();
    this.endUnloads();
    return this.port.open(wanted);
  }

  /**
   * Takes a download out of use. `onFreed` runs once, now or later: when nothing uses it any more, or everything
   * downloaded is gone.
   * @throws DmusError `E_FAIL` for a handle that is not loaded, `DMUS_E_SYNTHNOTCONFIGURED`.
   */
  unload(handle: DownloadHandle, onFreed: () => void): void {
    const end = (): void => {
      if (this.#unloads.delete(end)) onFreed();
    };
    this.#unloads.add(end);
    try {
      this.port.engine.downloads.unload(handle, end, undefined);
    } catch (error) {
      this.#unloads.delete(end);
      throw error;
    }
  }

  /** Ends the unloads that still wait; for when the engine, and with it all memory, is gone. */
  endUnloads(): void {
    for (const end of [...this.#unloads]) end();
  }

  /** Queues one whole message for its presentation time; 0 means now. */
  play(bytes: Uint8Array, byteLength: number, channelGroup: number, presentationTime: ReferenceTime): void {
    if (!this.port.isOpen) return;
    const frame = presentationTime === 0 ? this.port.engine.position : this.clock.refTimeToSample(presentationTime);
    this.port.queue(frame, channelGroup, bytes, 0, byteLength, presentationTime);
  }
}

/** The half that takes messages. Every event it is given goes on to the allocator. */
export class SynthRenderStream implements Mxf, MessageReceiver {
  readonly #instance: SynthInstance;
  readonly #allocator: AllocatorMxf;
  /** Loads sounds for a client that does not; `null` for one that does. */
  readonly #legacyPatches: LegacyPatches | null;
  readonly #joiner = new MessageJoiner(this, LONGEST_MESSAGE_BYTES);
  #state: KsState = KsState.stop;

  constructor(instance: SynthInstance, allocator: AllocatorMxf, legacyPatches: LegacyPatches | null = null) {
    this.#instance = instance;
    this.#allocator = allocator;
    this.#legacyPatches = legacyPatches;
  }

  setState(state: KsState): void {
    if (state === KsState.stop) this.#joiner.forgetParts();
    this.#state = state;
  }

  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    if (this.#state !== KsState.stop) this.#joiner.readChain(event);
    this.#allocator.putMessage(event);
  }

  receiveMessage(bytes: Uint8Array, byteLength: number, channelGroup: number, presentationTime: ReferenceTime): void {
    const { port } = this.#instance;
    if (port.isOpen) this.#legacyPatches?.watch(bytes, byteLength, channelGroup, port.engine.downloads);
    this.#instance.play(bytes, byteLength, channelGroup, presentationTime);
  }

  loseMessage(): void {}

  /** Used events always go to the allocator; there is nothing else to be connected to. */
  connectOutput(): void {}

  disconnectOutput(): void {}
}

/** The half that gives sound. */
export class SynthWaveStream implements SynthSinkDMus {
  readonly #instance: SynthInstance;
  readonly #allocator: AllocatorMxf;
  readonly #masterClock: MasterClock;
  readonly #latencyClock = new LatencyClock();
  #state: KsState = KsState.stop;
  #renderedTo: SampleTime = 0;

  constructor(instance: SynthInstance, allocator: AllocatorMxf, masterClock: MasterClock) {
    this.#instance = instance;
    this.#allocator = allocator;
    this.#masterClock = masterClock;
  }

  /** Entering or leaving `stop` begins a new stream: frame 0, no events, no voices. */
  setState(state: KsState): void {
    if ((state === KsState.stop || this.#state === KsState.stop) && this.#instance.port.isOpen) {
      this.#instance.port.engine.reset();
      this.#renderedTo = 0;
    }
    if (state === KsState.run && this.#instance.port.isOpen) this.#instance.port.engine.counters.reset();
    this.#state = state;
  }

  render(output: SampleBuffer, frameCount: number, position: SampleTime): void {
    const { port } = this.#instance;
    if (this.#state !== KsState.run || !port.isOpen) {
      output.fill(0, 0, port.isOpen ? frameCount * port.params.audioChannels : output.length);
      return;
    }
    port.engine.render(output, frameCount, position);
    this.#renderedTo = position + frameCount;
  }

  syncToMaster(referenceTime: ReferenceTime, start: boolean): void {
    const { clock } = this.#instance;
    if (!start) {
      clock.observe(this.#renderedTo, referenceTime);
      return;
    }
    clock.start(referenceTime);
    this.#latencyClock.restart();
  }

  sampleToRefTime(sampleTime: SampleTime): ReferenceTime {
    return this.#instance.clock.sampleToRefTime(sampleTime);
  }

  refTimeToSample(referenceTime: ReferenceTime): SampleTime {
    return this.#instance.clock.refTimeToSample(referenceTime);
  }

  /** What the latency clock property answers. */
  getLatencyTime(): ReferenceTime {
    return this.#latencyClock.getTime(this.sampleToRefTime(this.#renderedTo), this.#masterClock.getTime());
  }

  /** Nothing is expected here; whatever comes goes to the allocator. */
  putMessage(event: KernelEvent | null): void {
    if (event !== null) this.#allocator.putMessage(event);
  }

  connectOutput(): void {}

  disconnectOutput(): void {}
}
