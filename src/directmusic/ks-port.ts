import { readInt64 } from '../clock/packed-integer.ts';
import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import { type DataFormat, DataFormatSpecifier, DataFormatSubtype, DataFormatType } from '../ddi/filter-description.ts';
import type { Guid } from '../ddi/guid.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import {
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../ddi/property-request.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { makeWaveFormat, type WaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import type { KsFilterConnection } from '../ks/in-process.ts';
import type { PinHandle } from '../ks/messages.ts';
import { throwPropertyFailure } from '../ks/property-failure.ts';
import { packStruct } from '../properties/struct-codec.ts';
import {
  PORT_PARAMS_BYTES,
  packPortParams,
  SYNTH_CAPS_BYTES,
  SYNTH_DOWNLOAD_BYTES,
  SYNTH_STATS_BYTES,
  unpackPortParams,
  unpackSynthCaps,
  unpackSynthDownload,
  unpackSynthStats,
  VOICE_PRIORITY_INSTANCE,
} from '../properties/synth-structures.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import { DownloadingPort } from './downloading-port.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { DirectMusicPort } from './port.ts';

/** What a kernel port is made of. */
export interface KsPortOptions {
  /** The driver's filter; the port opens one instance of its message pin and one of its wave pin. */
  readonly connection: KsFilterConnection;
  readonly params?: Partial<PortParams>;
}

const NUMBER_BYTES = 4;
const TIME_BYTES = 8;
const NO_BYTES = new Uint8Array(0);
const MUSIC_FORMAT: DataFormat = {
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.directMusic,
  specifier: DataFormatSpecifier.none,
  waveFormat: null,
};

/** The kernel-mode way: port → kernel streaming → port driver → miniport. One port is one pin instance of each kind. */
export class KsPort extends DownloadingPort implements DirectMusicPort {
  /** A wanted parameter was altered (natively `S_FALSE` from CreatePort). */
  readonly paramsChanged: boolean;
  readonly #connection: KsFilterConnection;
  readonly #node: number;
  readonly #musicPin: PinHandle;
  readonly #wavePin: PinHandle;
  readonly #latencyClock = new PlainClock(() => this.#latencyTime());
  #params: PortParams;
  #isActive = false;

  /** @throws DmusError where the filter has no such pins, or as its property requests fail. */
  constructor({ connection, params = {} }: KsPortOptions) {
    super({
      download: (block) => this.#download(block),
      unload: (handle, onFreed) => this.#unload(handle, onFreed),
      getAppend: () => this.#getNumber(SynthDlsProperty.append, PROPERTY_SET_SYNTH_DLS),
    });
    this.#connection = connection;
    const { pins, nodes } = connection.describe();
    const musicPinId = pins.findIndex((pin) =>
      pin.dataRanges.some((range) => range.subFormat === MUSIC_FORMAT.subFormat),
    );
    const wavePinId = pins.findIndex((pin) => pin.dataRanges.some((range) => range.kind === 'audio'));
    if (musicPinId < 0 || wavePinId < 0 || nodes.length === 0) {
      throw new DmusError('DMUS_E_DRIVER_FAILED', 'the filter is no software synth: it lacks a pin or a node');
    }
    this.#node = 0;
    this.#musicPin = connection.createPin(musicPinId, MUSIC_FORMAT);
    try {
      const { status, value } = this.#request(
        PropertyVerb.get,
        SynthProperty.portParameters,
        new Uint8Array(PORT_PARAMS_BYTES),
        packPortParams(params),
      );
      this.#params = { ...unpackPortParams(value), features: params.features ?? 0 } as PortParams;
      this.paramsChanged = status === 'STATUS_NOT_ALL_ASSIGNED';
      this.#wavePin = connection.createPin(wavePinId, waveDataFormat(this.getFormat()));
    } catch (error) {
      connection.closePin(this.#musicPin);
      throw error;
    }
  }

  get params(): PortParams {
    return this.#params;
  }

  #request(
    verb: PropertyVerb,
    id: number,
    value: Uint8Array,
    instance: Uint8Array = NO_BYTES,
    set: Guid = PROPERTY_SET_SYNTH,
  ): ReturnType<KsFilterConnection['property']> {
    const reply = this.#connection.property({ pin: this.#musicPin, node: this.#node, set, id, verb, instance, value });
    throwPropertyFailure(reply.status, verb);
    return reply;
  }

  #getNumber(id: number, set: Guid = PROPERTY_SET_SYNTH, instance: Uint8Array = NO_BYTES): number {
    const { value } = this.#request(PropertyVerb.get, id, new Uint8Array(NUMBER_BYTES), instance, set);
    return new DataView(value.buffer, value.byteOffset).getInt32(0, true);
  }

  #setNumber(id: number, number: number, instance: Uint8Array = NO_BYTES, set: Guid = PROPERTY_SET_SYNTH): void {
    const value = new Uint8Array(NUMBER_BYTES);
    new DataView(value.buffer).setInt32(0, number, true);
    this.#request(PropertyVerb.set, id, value, instance, set);
  }

  playBuffer(buffer: MusicBuffer): void {
    if (!this.#isActive) throw new DmusError('DMUS_E_SYNTHINACTIVE', 'the port is not active');
    if (buffer.getUsedBytes() === 0) return;
    this.#connection.writeStream(this.#musicPin, buffer.getStartTime(), buffer.getUsedRecords());
  }

  #download(block: Uint8Array): { handle: number; mayFree: boolean } {
    const room = new Uint8Array(SYNTH_DOWNLOAD_BYTES);
    const { value } = this.#request(PropertyVerb.get, SynthDlsProperty.download, room, block, PROPERTY_SET_SYNTH_DLS);
    return unpackSynthDownload(value);
  }

  /** The memory is free when the driver says so, at once or when the last note that plays from it has ended. */
  #unload(handle: number, onFreed: () => void): void {
    const { status } = this.#connection.property({
      pin: this.#musicPin,
      node: this.#node,
      set: PROPERTY_SET_SYNTH_DLS,
      id: SynthDlsProperty.unload,
      verb: PropertyVerb.set,
      value: packStruct([['handle', 'u32']], { handle }),
      onComplete: onFreed,
    });
    throwPropertyFailure(status, PropertyVerb.set);
    if (status !== 'STATUS_PENDING') onFreed();
  }

  getLatencyClock(): ReferenceClock {
    return this.#latencyClock;
  }

  #latencyTime(): ReferenceTime {
    if (!this.#isActive) throw new DmusError('E_FAIL', 'the latency clock runs only while its port is active');
    const { value } = this.#request(PropertyVerb.get, SynthProperty.latencyClock, new Uint8Array(TIME_BYTES));
    return readInt64(value, 0);
  }

  getRunningStats(): SynthStats {
    const room = new Uint8Array(SYNTH_STATS_BYTES);
    return unpackSynthStats(this.#request(PropertyVerb.get, SynthProperty.runningStats, room).value);
  }

  getCaps(): PortCaps {
    const room = new Uint8Array(SYNTH_CAPS_BYTES);
    return unpackSynthCaps(this.#request(PropertyVerb.get, SynthProperty.caps, room).value);
  }

  /** Brings both pins to `run` or to `stop`, a state at a time; sound first, so that no event finds it missing. */
  activate(enable: boolean): { readonly changed: boolean } {
    if (enable === this.#isActive) return { changed: false };
    const up = [KsState.acquire, KsState.pause, KsState.run] as const;
    const down = [KsState.pause, KsState.acquire, KsState.stop] as const;
    const pins = enable ? [this.#wavePin, this.#musicPin] : [this.#musicPin, this.#wavePin];
    for (const pin of pins) for (const state of enable ? up : down) this.#connection.setState(pin, state);
    this.#isActive = enable;
    return { changed: true };
  }

  setNumChannelGroups(count: number): void {
    this.#setNumber(SynthProperty.channelGroups, count);
    this.#params = { ...this.#params, channelGroups: count };
  }

  getNumChannelGroups(): number {
    return this.#getNumber(SynthProperty.channelGroups);
  }

  setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    this.#setNumber(
      SynthProperty.voicePriority,
      priority,
      packStruct(VOICE_PRIORITY_INSTANCE, { channelGroup, channel }),
    );
  }

  getChannelPriority(channelGroup: number, channel: number): number {
    const instance = packStruct(VOICE_PRIORITY_INSTANCE, { channelGroup, channel });
    return this.#getNumber(SynthProperty.voicePriority, PROPERTY_SET_SYNTH, instance) >>> 0;
  }

  getFormat(): WaveFormat {
    const { audioChannels, sampleRate } = this.#params;
    return makeWaveFormat(WaveFormatTag.pcm, audioChannels, sampleRate, 16);
  }

  setVolume(hundredthsOfDb: number): void {
    this.#setNumber(SynthProperty.volume, hundredthsOfDb);
  }

  close(): void {
    this.activate(false);
    this.#connection.closePin(this.#musicPin);
    this.#connection.closePin(this.#wavePin);
  }
}

function waveDataFormat(waveFormat: WaveFormat): DataFormat {
  return {
    majorFormat: DataFormatType.audio,
    subFormat: DataFormatSubtype.pcm,
    specifier: DataFormatSpecifier.waveFormatEx,
    waveFormat,
  };
}
