import type { Collection } from '../directmusic/downloads/collection.ts';
import { InstrumentDownloader } from '../directmusic/downloads/instrument-downloader.ts';
import { PortDownload } from '../directmusic/downloads/port-download.ts';
import type { PatchSource, PatchTarget } from '../miniports/soft-synth/patch-source.ts';

/**
 * The sounds of legacy clients out of a collection: the patch itself, else the same program of the basic bank, else
 * the standard drum kit. Waves that several instruments share are downloaded once.
 */
export class LegacyInstruments implements PatchSource {
  readonly #collection: Collection;
  readonly #downloaders = new WeakMap<PatchTarget, InstrumentDownloader>();

  constructor(collection: Collection) {
    this.#collection = collection;
  }

  /** @throws DmusError as `DirectMusicSynth.download`. @throws {FormatError} where the bank is damaged. */
  load(patch: number, target: PatchTarget): boolean {
    const instrument = this.#collection.findInstrument(patch);
    if (instrument === undefined) return false;
    this.#downloaderOf(target).download(instrument, []);
    return true;
  }

  #downloaderOf(target: PatchTarget): InstrumentDownloader {
    const present = this.#downloaders.get(target);
    if (present !== undefined) return present;
    const downloader = new InstrumentDownloader(
      new PortDownload({
        download: (block) => target.download(block),
        unload: (handle, onFreed) => target.unload(handle, onFreed),
        // Waves are sent as they are: this synth interpolates beyond a wave's end by itself.
        getAppend: () => 0,
      }),
    );
    this.#downloaders.set(target, downloader);
    return downloader;
  }
}
