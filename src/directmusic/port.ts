import type { NoteRange } from '../ddi/dls-download.ts';
import type { KsControl } from '../ddi/ks-control.ts';
import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { ThruStatistics } from '../ddi/thru-statistics.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import type { CollectionInstrument } from './downloads/collection.ts';
import type { DownloadedInstrumentToken } from './downloads/instrument-downloader.ts';
import type { PortDownload } from './downloads/port-download.ts';
import type { MusicBuffer } from './music-buffer.ts';

/**
 * What an application holds (`IDirectMusicPort`, with its `IKsControl`): events and instruments go down through it, or
 * captured events come up. It is either a render port or a capture port; which way it goes, to a synth in the same thread,
 * through a driver, or to a bare MIDI wire, the application cannot tell. Made inactive.
 *
 * What a port of a kind cannot do throws `E_NOTIMPL`. `@thread control`
 */
export interface DirectMusicPort extends KsControl {
  /** What the port was opened with, after negotiation. */
  readonly params: PortParams;
  /** Block by block downloading (`IDirectMusicPortDownload`); `null` on ports without downloads. */
  readonly portDownload: PortDownload | null;
  /** Leads captured channels on (`IDirectMusicThru`); `null` on render ports. */
  readonly thru: DirectMusicThru | null;

  /**
   * Queues the buffer's events; the buffer may be filled again at once. An empty one is nothing to play, in any state.
   * @throws DmusError `DMUS_E_SYNTHINACTIVE` while inactive, `DMUS_E_SYNTHNOTCONFIGURED` once closed, `E_NOTIMPL` on a
   * capture port.
   */
  playBuffer(buffer: MusicBuffer): void;

  /**
   * Calls `onData` whenever there is something new to read; `null` turns that off (`SetReadNotificationHandle`).
   * @throws DmusError `E_NOTIMPL` on a render port.
   */
  setReadNotification(onData: (() => void) | null): void;

  /**
   * Moves captured events into `buffer`, replacing what it held, as many as fit and in the order in which they came.
   * Answers false when there were none (natively `S_FALSE`): call it until then.
   * @throws DmusError `E_POINTER` without a buffer, `E_NOTIMPL` on a render port.
   */
  read(buffer: MusicBuffer): boolean;

  /**
   * Downloads articulation and waves of an instrument, to answer at its patch.
   * @param noteRanges only regions with one of these notes; none means everything.
   * @throws DmusError as `DirectMusicSynth.download`, `E_NOTIMPL`. @throws {FormatError} where its bank is damaged.
   */
  downloadInstrument(instrument: CollectionInstrument, noteRanges?: readonly NoteRange[]): DownloadedInstrumentToken;

  /**
   * Takes it out again; notes that sound with it end as they would.
   * @throws DmusError `DMUS_E_NOT_DOWNLOADED_TO_PORT`, `E_NOTIMPL`.
   */
  unloadInstrument(token: DownloadedInstrumentToken): void;

  /** Tells the earliest time for a new event. @throws DmusError `DMUS_E_NOSYNTHSINK`. */
  getLatencyClock(): ReferenceClock;

  /** @throws DmusError `E_NOTIMPL` on ports that keep none. */
  getRunningStats(): SynthStats;

  /** Joins free sample memory. @throws DmusError `E_NOTIMPL` where memory is the host's, as with every software synth. */
  compact(): void;

  getCaps(): PortCaps;

  /** Starts or stops the port. `changed` is false when it was so already (natively `S_FALSE`). */
  activate(enable: boolean): { readonly changed: boolean };

  /** Groups of 16 channels, 1…1000. */
  setNumChannelGroups(count: number): void;

  getNumChannelGroups(): number;

  /** @param channelGroup 1 or more. @param channel 0…15. @param priority see `ddi/voice-priority.ts`. */
  setChannelPriority(channelGroup: number, channel: number, priority: number): void;

  getChannelPriority(channelGroup: number, channel: number): number;

  /**
   * Where the sound goes from the next activation on (`SetDirectSound`); `null` disconnects.
   * @throws DmusError `DMUS_E_ALREADY_ACTIVATED` while active, `E_NOTIMPL` on a port without sound, or whose driver has
   * an output of its own.
   */
  setOutput(output: PcmOutput | null): void;

  /** Format of the sound as negotiated. @throws DmusError `E_NOTIMPL` on a port without sound. */
  getFormat(): WaveFormat;

  /** Bytes of the buffer that sound goes through: two seconds of 16-bit sound (row W-393). @throws as `getFormat`. */
  getBufferSize(): number;

  /** Volume in 1/100 dB, −20000…2000; 0 by default. Acts on the next frame rendered. @throws DmusError `E_NOTIMPL`. */
  setVolume(hundredthsOfDb: number): void;

  /** Ends the port and everything on it; closing again does nothing, also from within a callback of the closing. */
  close(): void;
}

/** Leads channels of a capture port on to render ports (`IDirectMusicThru`). `@thread control` */
export interface DirectMusicThru {
  /**
   * Leads one channel on; a channel has one destination at a time, and system exclusive is not led on. Nothing is taken
   * away from what is read. Keys and pedals that are down at the destination are let go when the connection ends, and when
   * the capture port stops or loses its device.
   *
   * @param sourceGroup group of the capture port, always 1. @param sourceChannel 0…15.
   * @param destinationGroup 1 or more. @param destinationChannel 0…15.
   * @param destination a render port; `null` ends the connection.
   * @throws DmusError `DMUS_E_PORT_NOT_RENDER` for a capture port, `E_INVALIDARG` for a channel or group there is not.
   */
  thruChannel(
    sourceGroup: number,
    sourceChannel: number,
    destinationGroup: number,
    destinationChannel: number,
    destination: DirectMusicPort | null,
  ): void;

  /** How many messages were led on since the port was made, and how late. Our own addition. */
  getStatistics(): ThruStatistics;
}
