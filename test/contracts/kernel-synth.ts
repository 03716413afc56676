/** A software synth behind its port driver, as a client of its pins meets it: handles, packets and property requests. */
import { ManualClock } from '../../src/clock/manual-clock.ts';
import { KsState } from '../../src/ddi/ks-state.ts';
import type { PortParams, SynthStats } from '../../src/ddi/port-params.ts';
import {
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  type PropertyStatus,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../../src/ddi/property-request.ts';
import { MusicBuffer } from '../../src/index.ts';
import { KsFilterConnection } from '../../src/ks/in-process.ts';
import type { KsPropertyReply, PinHandle } from '../../src/ks/messages.ts';
import { SoftSynthPin, SYNTH_NODE } from '../../src/miniports/soft-synth/description.ts';
import { SoftSynthMiniport } from '../../src/miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort } from '../../src/port-driver/index.ts';
import {
  packPortParams,
  unpackPortParams,
  unpackSynthDownload,
  unpackSynthStats,
} from '../../src/properties/synth-structures.ts';
import type { SynthOptions } from '../../src/synth/engine-port.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { MUSIC_FORMAT, numberBytes, waveFormat } from '../rig/miniport-rig.ts';
import { rawInstrumentBlock, rawWaveBlock } from '../rig/raw-block.ts';

const NO_BYTES = new Uint8Array(0);

/** Every state on the way up. */
export const TO_RUN: readonly KsState[] = [KsState.acquire, KsState.pause, KsState.run];
/** Every state on the way down. */
export const TO_STOP: readonly KsState[] = [KsState.pause, KsState.acquire, KsState.stop];

/** A wave of one value, 16 bits, looped by {@link flatInstrumentBlock}: what is heard is the gain. */
export function flatWaveBlock(downloadId = 1, level = 1000): Uint8Array {
  return rawWaveBlock(downloadId, { samples: new Uint8Array(new Int16Array(64).fill(level).buffer) });
}

/** An instrument of patch 0 that plays {@link flatWaveBlock} on all keys for as long as they are held. */
export function flatInstrumentBlock(downloadId = 2, waveId = 1): Uint8Array {
  return rawInstrumentBlock(downloadId, { regions: [{ waveId, loop: [0, 0, 64], options: 1 }] });
}

/** A device with any number of virtual synths. */
export class KernelSynth {
  readonly miniport: SoftSynthMiniport;
  readonly connection: KsFilterConnection;
  readonly #outputs: MemoryOutput[] = [];

  constructor(options: SynthOptions = {}) {
    const port = new DMusPort({ masterClock: new ManualClock() });
    this.miniport = new SoftSynthMiniport(options);
    port.init(this.miniport);
    const createOutput = (): MemoryOutput => {
      const output = new MemoryOutput();
      this.#outputs.push(output);
      return output;
    };
    this.connection = new KsFilterConnection({ port, createOutput });
  }

  openMusicPin(): PinHandle {
    return this.connection.createPin(SoftSynthPin.music, MUSIC_FORMAT);
  }

  openWavePin(): PinHandle {
    return this.connection.createPin(SoftSynthPin.wave, waveFormat());
  }

  /** The output that was made last. */
  get lastOutput(): MemoryOutput {
    return this.#outputs.at(-1)!;
  }

  /** One mono synth at 48000 Hz, both its pins in `run`. */
  openVirtualSynth(params: Partial<PortParams> = {}): VirtualSynth {
    const synth = new VirtualSynth(this.connection, this.openMusicPin());
    synth.negotiate({ sampleRate: 48_000, audioChannels: 1, ...params });
    synth.attachWave(this.openWavePin(), this.lastOutput);
    synth.move(TO_RUN);
    return synth;
  }
}

/** One virtual synth of a device. */
export class VirtualSynth {
  readonly musicPin: PinHandle;
  /** How the requests that were pending have ended, in order. */
  readonly completions: (readonly [handle: number, status: PropertyStatus])[] = [];
  readonly #connection: KsFilterConnection;
  #wavePin: PinHandle | null = null;
  #output = new MemoryOutput();

  constructor(connection: KsFilterConnection, musicPin: PinHandle) {
    this.#connection = connection;
    this.musicPin = musicPin;
  }

  get wavePin(): PinHandle {
    return this.#wavePin!;
  }

  attachWave(wavePin: PinHandle, output: MemoryOutput): void {
    this.#wavePin = wavePin;
    this.#output = output;
  }

  /** Moves both pins through states: sound first on the way up and down. */
  move(states: readonly KsState[]): void {
    for (const state of states) {
      for (const pin of [this.wavePin, this.musicPin]) this.#connection.setState(pin, state);
    }
  }

  /** An item of KSPROPSETID_Synth. */
  get(id: number, byteLength: number, instance: Uint8Array = NO_BYTES, pin = this.musicPin): KsPropertyReply {
    const value = new Uint8Array(byteLength);
    const call = { pin, node: SYNTH_NODE, set: PROPERTY_SET_SYNTH, id, verb: PropertyVerb.get, instance, value };
    return this.#connection.property(call);
  }

  getNumber(id: number, pin = this.musicPin): number {
    const { status, value } = this.get(id, 4, undefined, pin);
    if (status !== 'STATUS_SUCCESS') throw new Error(`item ${id}: ${status}`);
    return new DataView(value.buffer, value.byteOffset).getInt32(0, true);
  }

  /** Sets an item of KSPROPSETID_Synth. */
  set(id: number, number: number, instance: Uint8Array = NO_BYTES, pin = this.musicPin): PropertyStatus {
    const value = numberBytes(number);
    const call = { pin, node: SYNTH_NODE, set: PROPERTY_SET_SYNTH, id, verb: PropertyVerb.set, instance, value };
    return this.#connection.property(call).status;
  }

  negotiate(wanted: Partial<PortParams>): { readonly status: PropertyStatus; readonly params: Partial<PortParams> } {
    const { status, value } = this.get(SynthProperty.portParameters, 28, packPortParams(wanted));
    return { status, params: unpackPortParams(value) };
  }

  get stats(): SynthStats {
    return unpackSynthStats(this.get(SynthProperty.runningStats, 28).value);
  }

  /** @throws Error unless the synth takes the block. */
  download(block: Uint8Array): { readonly handle: number; readonly mayFree: boolean } {
    const { status, value } = this.#connection.property({
      pin: this.musicPin,
      node: SYNTH_NODE,
      set: PROPERTY_SET_SYNTH_DLS,
      id: SynthDlsProperty.download,
      verb: PropertyVerb.get,
      instance: block,
      value: new Uint8Array(8),
    });
    if (status !== 'STATUS_SUCCESS') throw new Error(`download: ${status}`);
    return unpackSynthDownload(value);
  }

  /** Downloads a flat sound for all keys of patch 0; answers the handles of its wave and its instrument. */
  loadFlatSound(level?: number): { readonly wave: number; readonly instrument: number } {
    const wave = this.download(flatWaveBlock(1, level)).handle;
    return { wave, instrument: this.download(flatInstrumentBlock()).handle };
  }

  unload(handle: number): PropertyStatus {
    return this.#connection.property({
      pin: this.musicPin,
      node: SYNTH_NODE,
      set: PROPERTY_SET_SYNTH_DLS,
      id: SynthDlsProperty.unload,
      verb: PropertyVerb.set,
      value: numberBytes(handle),
      onComplete: ({ status }) => this.completions.push([handle, status]),
    }).status;
  }

  /** Plays a short message as soon as possible. */
  play(message: number, channelGroup = 1): void {
    const buffer = new MusicBuffer({ byteLength: 32 });
    buffer.packStructured(0, channelGroup, message);
    this.#connection.writeStream(this.musicPin, 0, buffer.getUsedRecords());
  }

  /** Lets the device play so many frames; answers what was heard of this synth. */
  render(frameCount = 512): Float32Array {
    const before = this.#output.samples.length;
    this.#connection.pump(frameCount);
    return this.#output.samples.subarray(before);
  }
}
