import { Channel } from '../../synth/channel.ts';
import type { DownloadStore } from '../../synth/downloads/download-store.ts';
import type { PatchSource, PatchTarget } from './patch-source.ts';

const CHANNELS = 16;
/** A legacy client has one set of channels; 0 stands for all sets. */
const LAST_CHANNEL_GROUP = 1;
const FIRST_SYSTEM_STATUS = 0xf0;
/** Patches that one synth is given: a client that walks through all banks must not fill the memory. */
const MOST_PATCHES = 4096;

/**
 * Watches the messages of a legacy client and has the sounds loaded that they need, each once: when a program is
 * selected, and when a note is struck with one that nobody selected. Messages are watched in order of arrival, before
 * they are queued.
 *
 * `@thread render`, where loading takes the time and the memory that it takes: the client has no other moment for it.
 */
export class LegacyPatches {
  /** Patches that stay silent: there is no instrument, it is damaged, or there were too many. */
  missingCount = 0;
  readonly #source: PatchSource;
  readonly #channels: readonly Channel[] = Array.from({ length: CHANNELS }, (_, index) => new Channel(index));
  /** Channels that something may have set back to their first patch, which cannot be seen from here. */
  readonly #mayBeReset: boolean[] = Array.from({ length: CHANNELS }, () => false);
  readonly #asked = new Set<number>();
  #downloads: DownloadStore | null = null;
  #target: PatchTarget | null = null;

  constructor(source: PatchSource) {
    this.#source = source;
  }

  /** A message is about to be queued in the synth with these downloads. */
  watch(bytes: Uint8Array, byteLength: number, channelGroup: number, downloads: DownloadStore): void {
    if (channelGroup > LAST_CHANNEL_GROUP || byteLength === 0) return;
    const status = bytes[0]!;
    // System messages may set channels back; which do is the synth's business.
    if (status >= FIRST_SYSTEM_STATUS) this.#mayBeReset.fill(true);
    else this.#watchChannel(status, (bytes[1] ?? 0) & 0x7f, (bytes[2] ?? 0) & 0x7f, this.#targetOf(downloads));
  }

  /** Downloads that are other ones than before have nothing in them. */
  #targetOf(downloads: DownloadStore): PatchTarget {
    if (this.#target !== null && downloads === this.#downloads) return this.#target;
    this.#asked.clear();
    this.#downloads = downloads;
    this.#target = {
      download: (block) => downloads.download(block),
      unload: (handle, onFreed) => downloads.unload(handle, onFreed, undefined),
    };
    return this.#target;
  }

  #watchChannel(status: number, data1: number, data2: number, target: PatchTarget): void {
    const index = status & 0x0f;
    const channel = this.#channels[index]!;
    const kind = status & 0xf0;
    if (kind === 0xb0) channel.controllers[data1] = data2;
    else if (kind === 0xc0) {
      channel.selectProgram(data1);
      this.#mayBeReset[index] = false;
      this.#load(channel.patch, target);
    } else if (kind === 0x90 && data2 > 0) {
      this.#load(channel.patch, target);
      if (this.#mayBeReset[index]) this.#load(new Channel(index).patch, target);
      this.#mayBeReset[index] = false;
    }
  }

  #load(patch: number, target: PatchTarget): void {
    if (this.#asked.has(patch)) return;
    if (this.#asked.size >= MOST_PATCHES) {
      this.missingCount++;
      return;
    }
    this.#asked.add(patch);
    try {
      if (!this.#source.load(patch, target)) this.missingCount++;
    } catch {
      this.missingCount++;
    }
  }
}
