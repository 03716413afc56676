import { DmusError } from '../../ddi/errors.ts';
import { DownloadBlock } from '../../synth/downloads/block-reader.ts';
import type { DownloadTarget } from './download-target.ts';

/** Takes blocks and writes down what becomes of them: `+` and the id of one that came, `-` of one that went. */
export class FakeDownloadTarget implements DownloadTarget {
  readonly log: string[] = [];
  /** Blocks that are here, by handle. */
  readonly blocks = new Map<number, DownloadBlock>();
  /** Downloads that are still taken before one fails. */
  room: number = Number.POSITIVE_INFINITY;
  /** Handles that were unloaded and are still in use; see {@link free}. */
  readonly waiting = new Map<number, () => void>();
  /** Unloaded blocks are free at once. */
  freesAtOnce = true;
  #nextHandle = 100;

  download(bytes: Uint8Array): { readonly handle: number; readonly mayFree: boolean } {
    const block = new DownloadBlock(bytes);
    if (--this.room < 0) throw new DmusError('E_OUTOFMEMORY', 'no more room');
    const handle = this.#nextHandle++;
    this.blocks.set(handle, block);
    this.log.push(`+${block.downloadId}`);
    return { handle, mayFree: false };
  }

  unload(handle: number, onFreed: () => void): void {
    const block = this.blocks.get(handle);
    if (block === undefined) throw new DmusError('E_FAIL', `handle ${handle} is not here`);
    this.blocks.delete(handle);
    this.log.push(`-${block.downloadId}`);
    if (this.freesAtOnce) onFreed();
    else this.waiting.set(handle, onFreed);
  }

  /** The last user of every waiting block is gone. */
  free(): void {
    for (const onFreed of this.waiting.values()) onFreed();
    this.waiting.clear();
  }

  getAppend(): number {
    return 2;
  }
}
