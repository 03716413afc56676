import type { NoteRange } from '../../ddi/dls-download.ts';
import { BasicPort } from '../basic-port.ts';
import type { CollectionInstrument } from './collection.ts';
import type { DownloadTarget } from './download-target.ts';
import { type DownloadedInstrumentToken, InstrumentDownloader } from './instrument-downloader.ts';
import { PortDownload } from './port-download.ts';

/** What the render ports of both ways have in common: downloads, wherever their blocks end. */
export abstract class DownloadingPort extends BasicPort {
  readonly #portDownload: PortDownload | null;
  readonly #instruments: InstrumentDownloader | null;

  /** @param target `null` for a port without downloads. */
  constructor(target: DownloadTarget | null) {
    super();
    this.#portDownload = target === null ? null : new PortDownload(target);
    this.#instruments = this.#portDownload === null ? null : new InstrumentDownloader(this.#portDownload);
  }

  override get portDownload(): PortDownload | null {
    return this.#portDownload;
  }

  override downloadInstrument(
    instrument: CollectionInstrument,
    noteRanges: readonly NoteRange[] = [],
  ): DownloadedInstrumentToken {
    return this.#instruments?.download(instrument, noteRanges) ?? super.downloadInstrument(instrument, noteRanges);
  }

  override unloadInstrument(token: DownloadedInstrumentToken): void {
    if (this.#instruments === null) super.unloadInstrument(token);
    else this.#instruments.unload(token);
  }
}
