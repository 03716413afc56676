import { DOWNLOAD_INFO_BYTES, DOWNLOAD_INFO_OFFSETS } from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { DownloadTarget } from './download-target.ts';

/** Memory for one download block (`IDirectMusicDownload`): filled by the application, then handed to the port. */
export class DownloadBuffer {
  readonly #bytes: Uint8Array;
  #isDownloaded = false;

  /** @internal */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The block, to be filled. @throws DmusError `DMUS_E_BUFFERNOTAVAILABLE` once it is downloaded. */
  getBuffer(): Uint8Array {
    if (this.#isDownloaded) throw new DmusError('DMUS_E_BUFFERNOTAVAILABLE', 'the block has been downloaded');
    return this.#bytes;
  }

  /** @internal */
  markDownloaded(): Uint8Array {
    this.#isDownloaded = true;
    return this.#bytes;
  }

  /** @internal */
  markUnloaded(): void {
    this.#isDownloaded = false;
  }
}

/**
 * Downloading block by block (`IDirectMusicPortDownload`), as {@link DirectMusicPort.downloadInstrument} does it itself.
 * Ids count from 0 and are never used again. `@thread control`
 */
export class PortDownload {
  readonly #target: DownloadTarget;
  readonly #loaded = new Map<number, { readonly buffer: DownloadBuffer; readonly handle: number }>();
  #nextId = 0;

  constructor(target: DownloadTarget) {
    this.#target = target;
  }

  /** First of `count` new ids. @throws DmusError `E_INVALIDARG` for a count below 1. */
  getDLId(count: number): number {
    if (!(Number.isInteger(count) && count > 0)) throw new DmusError('E_INVALIDARG', `${count} ids, at least 1 wanted`);
    const first = this.#nextId;
    this.#nextId += count;
    return first;
  }

  /** Memory for a block. @throws DmusError `E_INVALIDARG` for a size below 1. */
  allocateBuffer(byteLength: number): DownloadBuffer {
    if (!(Number.isInteger(byteLength) && byteLength > 0)) {
      throw new DmusError('E_INVALIDARG', `a block of ${byteLength} bytes, at least 1 wanted`);
    }
    return new DownloadBuffer(new Uint8Array(byteLength));
  }

  /**
   * The block downloaded under an id.
   * @throws DmusError `DMUS_E_INVALID_DOWNLOADID` for an id never given out, `DMUS_E_NOT_DOWNLOADED_TO_PORT`.
   */
  getBuffer(downloadId: number): DownloadBuffer {
    const loaded = this.#loaded.get(downloadId);
    if (loaded !== undefined) return loaded.buffer;
    if (downloadId < this.#nextId) {
      throw new DmusError('DMUS_E_NOT_DOWNLOADED_TO_PORT', `nothing is downloaded under id ${downloadId}`);
    }
    throw new DmusError('DMUS_E_INVALID_DOWNLOADID', `id ${downloadId} was never given out`);
  }

  /** Frames that a client appends to each wave. */
  getAppend(): number {
    return this.#target.getAppend();
  }

  /**
   * Hands a block to the synth; from now on it may not be changed.
   * @throws DmusError `DMUS_E_ALREADY_DOWNLOADED`, `E_FAIL` for an id that another block has, and as
   * `DirectMusicSynth.download`.
   */
  download(buffer: DownloadBuffer): void {
    if (this.#idOf(buffer) !== undefined) throw new DmusError('DMUS_E_ALREADY_DOWNLOADED', 'the block is downloaded');
    const bytes = buffer.getBuffer();
    const downloadId = writtenId(bytes);
    if (downloadId !== undefined && this.#loaded.has(downloadId)) {
      throw new DmusError('E_FAIL', `another block is downloaded under id ${downloadId}`);
    }
    const { handle } = this.#target.download(bytes);
    buffer.markDownloaded();
    this.#loaded.set(downloadId!, { buffer, handle });
  }

  /** Takes a block out again. @throws DmusError `DMUS_E_NOT_DOWNLOADED_TO_PORT`. */
  unload(buffer: DownloadBuffer): void {
    const downloadId = this.#idOf(buffer);
    if (downloadId === undefined) throw new DmusError('DMUS_E_NOT_DOWNLOADED_TO_PORT', 'the block is not downloaded');
    const { handle } = this.#loaded.get(downloadId)!;
    this.#target.unload(handle, () => buffer.markUnloaded());
    this.#loaded.delete(downloadId);
  }

  #idOf(buffer: DownloadBuffer): number | undefined {
    for (const [downloadId, loaded] of this.#loaded) if (loaded.buffer === buffer) return downloadId;
    return undefined;
  }
}

/** The id in a block's header, undefined in what is too short for one: no synth takes that. */
function writtenId(bytes: Uint8Array): number | undefined {
  if (bytes.byteLength < DOWNLOAD_INFO_BYTES) return undefined;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(DOWNLOAD_INFO_OFFSETS.downloadId, true);
}
