import type { ReferenceTime } from '../../clock/reference-time.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { Guid } from '../../ddi/guid.ts';
import type { KsControl } from '../../ddi/ks-control.ts';
import {
  knownFeatures,
  type PortCaps,
  type PortParams,
  SYSTEM_MEMORY,
  type SynthStats,
} from '../../ddi/port-params.ts';
import { PropertyVerb } from '../../ddi/property-request.ts';
import type { ReferenceClock } from '../../ddi/reference-clock.ts';
import { makeWaveFormat, type WaveFormat, WaveFormatTag } from '../../ddi/wave-format.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import type { PinHandle } from '../../ks/messages.ts';
import { SynthDlsItems, SynthItems } from '../../properties/synth-items.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import type { DownloadTarget } from '../downloads/download-target.ts';
import { DownloadingPort } from '../downloads/downloading-port.ts';
import type { MusicBuffer } from '../music-buffer.ts';
import type { DirectMusicPort } from '../port.ts';
import { isAltered, WIRE_PARAMS } from '../wire-params.ts';
import { filterTime } from './filter-time.ts';
import { KsPin, MUSIC_DATA_FORMAT, runAll, stopAll, waveDataFormat } from './ks-pin.ts';
import { type RenderLayout, renderLayouts } from './ks-pin-layout.ts';
import { renderPortCaps } from './ks-port-caps.ts';
import { hasItem, nodeItems, SynthNode } from './synth-node.ts';

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
    const hasDownloads = hasItem(nodeItems(connection, layout.node), SynthDlsItems.download, PropertyVerb.get);
    super(hasDownloads ? downloadTarget(() => this.#openNode()) : null);
    this.#connection = connection;
    this.#layout = layout;
    this.#guid = guid;
    this.#musicPin = new KsPin(connection, layout.musicPinId, MUSIC_DATA_FORMAT);
    this.#node = new SynthNode({ connection, node: layout.node, pin: this.#musicPin.handle });
    try {
      const { params: given, changed } = negotiate(this.#node, params);
      this.#params = given;
      this.paramsChanged = changed;
      this.#wavePin = this.#openWavePin();
    } catch (error) {
      this.#musicPin.close();
      throw error;
    }
  }

  #openWavePin(): KsPin | null {
    const { wavePinId } = this.#layout;
    if (wavePinId === null) return null;
    return new KsPin(this.#connection, wavePinId, waveDataFormat(soundFormat(this.#params)));
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
    if (!node.has(SynthItems.latencyClock, PropertyVerb.get)) return filterTime(this.#connection);
    if (!this.isActive) throw new DmusError('E_FAIL', 'the latency clock runs only while its port is active');
    return node.get(SynthItems.latencyClock);
  }

  override getRunningStats(): SynthStats {
    return this.#openNode().get(SynthItems.runningStats);
  }

  override compact(): void {
    const node = this.#openNode();
    const memorySize = this.getCaps().memorySize;
    if (memorySize === SYSTEM_MEMORY || memorySize === 0) super.compact();
    else node.set(SynthDlsItems.compact, undefined);
  }

  override getCaps(): PortCaps {
    this.needOpen();
    return renderPortCaps(this.#connection, this.#layout, this.#guid);
  }

  override setNumChannelGroups(count: number): void {
    this.#openNode().set(SynthItems.channelGroups, count);
    this.#params = { ...this.#params, channelGroups: this.getNumChannelGroups() };
  }

  override getNumChannelGroups(): number {
    const node = this.#openNode();
    const { channelGroups } = SynthItems;
    return node.has(channelGroups, PropertyVerb.get) ? node.get(channelGroups) : this.#params.channelGroups;
  }

  override setChannelPriority(channelGroup: number, channel: number, priority: number): void {
    this.#openNode().set(SynthItems.voicePriority, priority, { channelGroup, channel });
  }

  override getChannelPriority(channelGroup: number, channel: number): number {
    return this.#openNode().get(SynthItems.voicePriority, { channelGroup, channel });
  }

  override getFormat(): WaveFormat {
    this.needOpen();
    return this.#wavePin === null ? super.getFormat() : soundFormat(this.#params);
  }

  override setVolume(hundredthsOfDb: number): void {
    this.#openNode().set(SynthItems.volume, hundredthsOfDb);
  }

  protected override get control(): KsControl {
    return this.#openNode().control;
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
    stopAll(this.#wavePin === null ? [this.#musicPin] : [this.#musicPin, this.#wavePin]);
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
  const item = SynthItems.portParameters;
  const given = node.has(item, PropertyVerb.get)
    ? { ...node.get(item, wanted), features: knownFeatures(wanted.features ?? 0) }
    : undefined;
  const params = { ...WIRE_PARAMS, ...given };
  return { params, changed: isAltered(wanted, params) };
}

function downloadTarget(node: () => SynthNode): DownloadTarget {
  return {
    download: (block) => node().get(SynthDlsItems.download, block),
    unload: (handle, onFreed) => node().unload(handle, onFreed),
    getAppend: () => (node().has(SynthDlsItems.append, PropertyVerb.get) ? node().get(SynthDlsItems.append) : 0),
  };
}

function soundFormat({ audioChannels, sampleRate }: PortParams): WaveFormat {
  return makeWaveFormat(WaveFormatTag.pcm, audioChannels, sampleRate, 16);
}
