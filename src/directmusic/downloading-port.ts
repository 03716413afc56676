import type { NoteRange } from '../ddi/dls-download.ts';
import type { CollectionInstrument } from './collection.ts';
import type { DownloadTarget } from './download-target.ts';
import { type DownloadedInstrumentToken, InstrumentDownloader } from './instrument-downloader.ts';
import { PortDownload } from './port-download.ts';

/** What the ports of both ways have in common: downloads, wherever their blocks end. */
export abstract class DownloadingPort {
  /** Block by block downloading (`IDirectMusicPortDownload`). */
  readonly portDownload: PortDownload;
  readonly #instruments: InstrumentDownloader;

  constructor(target: DownloadTarget) {
    this.portDownload = new PortDownload(target);
    this.#instruments = new InstrumentDownloader(this.portDownload);
  }

  /** As `DirectMusicPort.downloadInstrument`. */
  downloadInstrument(
    instrument: CollectionInstrument,
    noteRanges: readonly NoteRange[] = [],
  ): DownloadedInstrumentToken {
    return this.#instruments.download(instrument, noteRanges);
  }

  /** As `DirectMusicPort.unloadInstrument`. */
  unloadInstrument(token: DownloadedInstrumentToken): void {
    this.#instruments.unload(token);
  }
}
