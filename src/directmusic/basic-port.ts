import type { NoteRange } from '../ddi/dls-download.ts';
import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import type { KsControl } from '../ddi/ks-control.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import { ObjectControl } from '../properties/object-control.ts';
import { PropertyDispatcher } from '../properties/property-dispatcher.ts';
import type { CollectionInstrument } from './downloads/collection.ts';
import type { DownloadedInstrumentToken } from './downloads/instrument-downloader.ts';
import type { PortDownload } from './downloads/port-download.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { DirectMusicPort, DirectMusicThru } from './port.ts';

/** Seconds of sound that a port's buffer holds (row W-393). */
const BUFFER_SECONDS = 2;

const NO_PROPERTIES: KsControl = new ObjectControl(new PropertyDispatcher<null>([]), null);

/**
 * What all kinds of port have in common: being active and being closed, and the documented no to whatever a kind
 * cannot do. Each kind overrides what it can do.
 */
export abstract class BasicPort implements DirectMusicPort {
  #isActive = false;
  #isClosed = false;

  abstract get params(): PortParams;

  /** Between `activate(true)` and `activate(false)` or `close`. */
  get isActive(): boolean {
    return this.#isActive;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  get portDownload(): PortDownload | null {
    return null;
  }

  get thru(): DirectMusicThru | null {
    return null;
  }

  playBuffer(_buffer: MusicBuffer): void {
    throw notImplemented('a capture port plays nothing');
  }

  setReadNotification(_onData: (() => void) | null): void {
    throw notImplemented('a render port has nothing to read');
  }

  read(buffer: MusicBuffer): boolean {
    needBuffer(buffer);
    throw notImplemented('a render port has nothing to read');
  }

  downloadInstrument(
    _instrument: CollectionInstrument,
    _noteRanges: readonly NoteRange[] = [],
  ): DownloadedInstrumentToken {
    throw notImplemented('this port takes no downloads');
  }

  unloadInstrument(_token: DownloadedInstrumentToken): void {
    throw notImplemented('this port takes no downloads');
  }

  abstract getLatencyClock(): ReferenceClock;

  getRunningStats(): SynthStats {
    throw notImplemented('this port keeps no statistics');
  }

  compact(): void {
    throw notImplemented('this port has no sample memory of its own');
  }

  abstract getCaps(): PortCaps;

  /** As `DirectMusicPort.activate`. @throws DmusError `DMUS_E_SYNTHNOTCONFIGURED` once it is closed. */
  activate(enable: boolean): { readonly changed: boolean } {
    if (enable === this.#isActive) return { changed: false };
    this.needOpen();
    if (enable) this.start();
    else this.stop();
    this.#isActive = enable && !this.#isClosed;
    return { changed: true };
  }

  setNumChannelGroups(_count: number): void {
    throw notImplemented('the channel groups of this port cannot be changed');
  }

  getNumChannelGroups(): number {
    return this.params.channelGroups;
  }

  setChannelPriority(_channelGroup: number, _channel: number, _priority: number): void {
    throw notImplemented('this port has no voices to be taken away');
  }

  getChannelPriority(_channelGroup: number, _channel: number): number {
    throw notImplemented('this port has no voices to be taken away');
  }

  setOutput(_output: PcmOutput | null): void {
    throw notImplemented('this port makes no sound of its own');
  }

  getFormat(): WaveFormat {
    throw notImplemented('this port makes no sound of its own');
  }

  getBufferSize(): number {
    return BUFFER_SECONDS * this.getFormat().averageBytesPerSecond;
  }

  setVolume(_hundredthsOfDb: number): void {
    throw notImplemented('this port has no volume');
  }

  getProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): number {
    return this.control.getProperty(set, id, value, instance);
  }

  setProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): void {
    this.control.setProperty(set, id, value, instance);
  }

  close(): void {
    if (this.#isClosed) return;
    const wasActive = this.#isActive;
    // Said before it is so: stopping may call back to whoever closes the port again.
    this.#isClosed = true;
    this.#isActive = false;
    try {
      if (wasActive) this.stop();
    } finally {
      this.release();
    }
  }

  /** Answers the port's properties; there are none, unless a kind says otherwise. */
  protected get control(): KsControl {
    return NO_PROPERTIES;
  }

  /** Brings an open, inactive port to life; when it throws, the port is as it was. */
  protected abstract start(): void;

  /** Ends what `start` began; the port may be closed already. */
  protected abstract stop(): void;

  /** Gives back what the port holds. Called once, while inactive. */
  protected abstract release(): void;

  /** @throws DmusError `DMUS_E_SYNTHNOTCONFIGURED` once the port is closed. */
  protected needOpen(): void {
    if (this.#isClosed) throw new DmusError('DMUS_E_SYNTHNOTCONFIGURED', 'the port is closed');
  }

  /** @throws DmusError `DMUS_E_SYNTHINACTIVE`, and as {@link needOpen}. */
  protected needActive(): void {
    this.needOpen();
    if (!this.#isActive) throw new DmusError('DMUS_E_SYNTHINACTIVE', 'the port is not active');
  }
}

/** @throws DmusError `E_POINTER` without a buffer. */
export function needBuffer(buffer: MusicBuffer): void {
  if (!buffer) throw new DmusError('E_POINTER', 'a music buffer is wanted');
}

function notImplemented(why: string): DmusError {
  return new DmusError('E_NOTIMPL', why);
}
