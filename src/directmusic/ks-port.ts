import { readInt64 } from '../clock/packed-integer.ts';
import type { ReferenceTime } from '../clock/reference-time.ts';
import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import { PropertyVerb, SynthDlsProperty, SynthProperty } from '../ddi/property-request.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import { makeWaveFormat, type WaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import type { KsFilterConnection } from '../ks/in-process.ts';
import type { PinHandle } from '../ks/messages.ts';
import { packStruct } from '../properties/struct-codec.ts';
import {
  PORT_PARAMS_BYTES,
  packPortParams,
  SYNTH_DOWNLOAD_BYTES,
  SYNTH_STATS_BYTES,
  unpackPortParams,
  unpackSynthDownload,
  unpackSynthStats,
  VOICE_PRIORITY_INSTANCE,
} from '../properties/synth-structures.ts';
import { PlainClock } from '../wave-sinks/plain-clock.ts';
import type { DownloadTarget } from './download-target.ts';
import { DownloadingPort } from './downloading-port.ts';
import { filterTime } from './filter-time.ts';
import { KsPin, MUSIC_DATA_FORMAT, runAll, stopAll, waveDataFormat } from './ks-pin.ts';
import { type RenderLayout, renderLayouts } from './ks-pin-layout.ts';
import { renderPortCaps } from './ks-port-caps.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { DirectMusicPort } from './port.ts';
import { dlsItem, hasItem, SynthNode, type SynthNodePlace, synthItem, synthNodePlace } from './synth-node.ts';
import { isAltered, WIRE_PARAMS } from './wire-params.ts';

/** What a kernel port is made of. */
export interface KsPortOptions {
  /** The driver's filter; the port opens an instance of a message pin, and of the wave pin behind it if there is one. */
  readonly connection: KsFilterConnection;
  readonly params?: Partial<PortParams>;
  /** Place of the message pin; the first that an application can play into, unless told otherwise. */
  readonly pinId?: number;
  /** Name that the port is to have in place of its driver's. */
  readonly guid?: Guid;
}

const TIME_BYTES = 8;
const DOWNLOAD = dlsItem(SynthDlsProperty.download);
const PORT_PARAMETERS = synthItem(SynthProperty.portParameters);
const LATENCY_CLOCK = synthItem(SynthProperty.latencyClock);
const CHANNEL_GROUPS = synthItem(SynthProperty.channelGroups);
const VOICE_PRIORITY = synthItem(SynthProperty.voicePriority);

/**
 * The kernel-mode way: port → kernel streaming → port driver → miniport. One port is one instance of each of its pins. What
 * it can do is what the synth node behind its message pin says; a bare wire can do little more than play.
 */
export class KsPort extends DownloadingPort implements DirectMusicPort {
  /** A wanted parameter was altered (natively `S_FALSE` from CreatePort). */
  readonly paramsChanged: boolean;
  readonly #connection: KsFilterConnection;
  readonly #layout: RenderLayout;
  readonly #guid: Guid | undefined;
  readonly #musicPin: KsPin;
  readonly #wavePin: KsPin | null;
  readonly #node: SynthNode;
  readonly #latencyClock = new PlainClock(() => this.#latencyTime());
  #params: PortParams;

  /** @throws DmusError `DMUS_E_DRIVER_FAILED` where the filter has no such pin; as its property requests fail. */
  constructor({ connection, params = {}, pinId, guid }: KsPortOptions) {
    const layout = findLayout(connection, pinId);
    const place = synthNodePlace(connection, layout.node);
    super(hasItem(place, DOWNLOAD, PropertyVerb.get) ? downloadTarget(() => this.#openNode()) : null);
    this.#connection = connection;
    this.#layout = layout;
    this.#guid = guid;
    this.#musicPin = new KsPin(connection, layout.musicPinId, MUSIC_DATA_FORMAT);
    this.#node = new SynthNode(place, this.#musicPin.handle);
    try {
      const { params: given, changed } = negotiate(this.#node, params);
      this.#params = given;
      this.paramsChanged = changed;
      this.#wavePin = this.#openWavePin(place);
    } catch (error) {
      this.#musicPin.close();
      throw error;
    }
  }

  #openWavePin({ connection }: SynthNodePlace): KsPin | null {
    const { wavePinId } = this.#layout;
    if (wavePinId === null) return null;
    return new KsPin(connection, wavePinId, waveDataFormat(soundFormat(this.#params)));
  }

  override get params(): PortParams {
    return this.#params;
  }

  /** Where thru of another pin on the driver's side leads to. @internal */
  get thruAddress(): { readonly connection: KsFilterConnection; readonly pin: PinHandle } {
    this.needOpen();
    return { connection: this.#connection, pin: this.#musicPin.handle };
  }

  override playBuffer(buffer: MusicBuffer): void {
    if (buffer.getUsedBytes() === 0) return;
    this.needActive();
    this.#connection.writeStream(this.#musicPin.handle, buffer.getStartTime(), buffer.getUsedRecords());
  }

  override getLatencyClock(): ReferenceClock {
    return this.#latencyClock;
  }

  #latencyTime(): ReferenceTime {
    const node = this.#openNode();
    if (!node.has(LATENCY_CLOCK, PropertyVerb.get)) return filterTime(this.#connection);
    if (!this.isActive) throw new DmusError('E_FAIL', 'the latency clock runs only while its port is active');
    return readInt64(node.get(LATENCY_CLOCK, TIME_BYTES), 0);
  }

  override getRunningStats(): SynthStats {
    return unpackSynthStats(this.#openNode().get(synthItem(SynthProperty.runningStats), SYNTH_STATS_BYTES));
  }

  override compact(): void {
    this.#openNode().request(PropertyVerb.set, dlsItem(SynthDlsProperty.compact), new Uint8Array(0));
  }

  override getCaps(): PortCaps {
    this.needOpen();
    return renderPortCaps(this.#connection, this.#layout, this.#guid);
  }

  override setNumChannelGroups(count: number): void {
    this.#openNode().setNumber(CHANNEL_GROUPS, count);
    this.#params = { ...this.#params, channelGroups: this.getNumChannelGroups() };
  }

  override getNumChannelGroups(): number {
    const node = this.#openNode();
    return node.has(CHANNEL_GROUPS, PropertyVerb.get) ? node.getNumber(CHANNEL_GROUPS) : this.#params.channelGroups;
  }

  override setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    const instance = packStruct(VOICE_PRIORITY_INSTANCE, { channelGroup, channel });
    this.#openNode().setNumber(VOICE_PRIORITY, priority, { instance });
  }

  override getChannelPriority(channelGroup: number, channel: number): number {
    const instance = packStruct(VOICE_PRIORITY_INSTANCE, { channelGroup, channel });
    return this.#openNode().getNumber(VOICE_PRIORITY, instance) >>> 0;
  }

  override getFormat(): WaveFormat {
    this.needOpen();
    return this.#wavePin === null ? super.getFormat() : soundFormat(this.#params);
  }

  override setVolume(hundredthsOfDb: number): void {
    this.#openNode().setNumber(synthItem(SynthProperty.volume), hundredthsOfDb);
  }

  override getProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): number {
    return this.#openNode().getProperty({ set, id }, value, instance);
  }

  override setProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): void {
    this.#openNode().setProperty({ set, id }, value, instance);
  }

  #openNode(): SynthNode {
    this.needOpen();
    return this.#node;
  }

  /** Sound first, so that no event finds it missing. */
  protected override start(): void {
    runAll(this.#wavePin === null ? [this.#musicPin] : [this.#wavePin, this.#musicPin]);
  }

  protected override stop(): void {
    const failure = stopAll(this.#wavePin === null ? [this.#musicPin] : [this.#musicPin, this.#wavePin]);
    if (failure !== undefined) throw failure;
  }

  protected override release(): void {
    try {
      this.#musicPin.close();
    } finally {
      this.#wavePin?.close();
    }
  }
}

/** @throws DmusError `DMUS_E_DRIVER_FAILED`. */
function findLayout(connection: KsFilterConnection, pinId: number | undefined): RenderLayout {
  const layouts = renderLayouts(connection.describe());
  const layout = pinId === undefined ? layouts[0] : layouts.find(({ musicPinId }) => musicPinId === pinId);
  if (layout !== undefined) return layout;
  throw new DmusError('DMUS_E_DRIVER_FAILED', 'the filter has no such pin that an application can play into');
}

/** What there is, after saying what is wanted; a node that cannot be asked has what a wire has. */
function negotiate(
  node: SynthNode,
  wanted: Partial<PortParams>,
): { readonly params: PortParams; readonly changed: boolean } {
  if (!node.has(PORT_PARAMETERS, PropertyVerb.get)) {
    return { params: WIRE_PARAMS, changed: isAltered(wanted, WIRE_PARAMS) };
  }
  const room = new Uint8Array(PORT_PARAMS_BYTES);
  const instance = packPortParams(wanted);
  const { status, value } = node.request(PropertyVerb.get, PORT_PARAMETERS, room, { instance });
  const features = wanted.features ?? 0;
  const params = { ...WIRE_PARAMS, ...unpackPortParams(value), features };
  return { params, changed: status === 'STATUS_NOT_ALL_ASSIGNED' };
}

function downloadTarget(node: () => SynthNode): DownloadTarget {
  return {
    download: (block) => {
      const room = new Uint8Array(SYNTH_DOWNLOAD_BYTES);
      return unpackSynthDownload(node().request(PropertyVerb.get, DOWNLOAD, room, { instance: block }).value);
    },
    // The memory is free when the driver says so, at once or when the last note that plays from it has ended.
    unload: (handle, onFreed) => {
      const { status } = node().setNumber(dlsItem(SynthDlsProperty.unload), handle, { onComplete: onFreed });
      if (status !== 'STATUS_PENDING') onFreed();
    },
    getAppend: () => {
      const append = dlsItem(SynthDlsProperty.append);
      return node().has(append, PropertyVerb.get) ? node().getNumber(append) : 0;
    },
  };
}

function soundFormat({ audioChannels, sampleRate }: PortParams): WaveFormat {
  return makeWaveFormat(WaveFormatTag.pcm, audioChannels, sampleRate, 16);
}
