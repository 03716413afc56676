import type { NoteRange } from '../ddi/dls-download.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import type { ReferenceClock } from '../ddi/reference-clock.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import type { CollectionInstrument } from './collection.ts';
import type { DownloadedInstrumentToken } from './instrument-downloader.ts';
import type { MusicBuffer } from './music-buffer.ts';
import type { PortDownload } from './port-download.ts';

/**
 * What an application holds (`IDirectMusicPort`): events and instruments go down through it. Which way they go, to a
 * synth in the same thread or through a driver, the application cannot tell. Made inactive. `@thread control`
 */
export interface DirectMusicPort {
  /** What the port was opened with, after negotiation. */
  readonly params: PortParams;
  /** Block by block downloading (`IDirectMusicPortDownload`). */
  readonly portDownload: PortDownload;

  /**
   * Queues the buffer's events; the buffer may be filled again at once.
   * @throws DmusError `DMUS_E_SYNTHINACTIVE` while inactive.
   */
  playBuffer(buffer: MusicBuffer): void;

  /**
   * Downloads articulation and waves of an instrument, to answer at its patch.
   * @param noteRanges only regions with one of these notes; none means everything.
   * @throws DmusError as `DirectMusicSynth.download`. @throws {FormatError} where its bank is damaged.
   */
  downloadInstrument(instrument: CollectionInstrument, noteRanges?: readonly NoteRange[]): DownloadedInstrumentToken;

  /** Takes it out again; notes that sound with it end as they would. @throws DmusError `DMUS_E_NOT_DOWNLOADED_TO_PORT`. */
  unloadInstrument(token: DownloadedInstrumentToken): void;

  /** Tells the earliest time for a new event. @throws DmusError `DMUS_E_NOSYNTHSINK`. */
  getLatencyClock(): ReferenceClock;

  getRunningStats(): SynthStats;

  getCaps(): PortCaps;

  /** Starts or stops the port. `changed` is false when it was so already (natively `S_FALSE`). */
  activate(enable: boolean): { readonly changed: boolean };

  /** Groups of 16 channels, 1…1000. */
  setNumChannelGroups(count: number): void;

  getNumChannelGroups(): number;

  /** @param channelGroup 1 or more. @param channel 0…15. @param priority see `ddi/voice-priority.ts`. */
  setChannelPriority(channelGroup: number, channel: number, priority: number): void;

  getChannelPriority(channelGroup: number, channel: number): number;

  /** Format of the sound as negotiated. */
  getFormat(): WaveFormat;

  /** Volume in 1/100 dB, −20000…2000; 0 by default. Acts on the next frame rendered. */
  setVolume(hundredthsOfDb: number): void;

  /** Ends the port and everything on it. */
  close(): void;
}
