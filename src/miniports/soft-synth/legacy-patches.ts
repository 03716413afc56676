import { FIRST_SYSTEM_STATUS } from '../../ddi/short-message.ts';
import { WIRE_CHANNEL_GROUP } from '../../event-chains/raw-chain.ts';
import { Channel } from '../../synth/channel.ts';
import type { DownloadStore } from '../../synth/downloads/download-store.ts';
import type { PatchSource, PatchTarget } from './patch-source.ts';

const CHANNELS = 16;
/** System messages that may set channels back; which do is the synth's business. */
const SYSEX_START = 0xf0;
const SYSTEM_RESET = 0xff;
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
  readonly #source: PatchSource;
  /** Channels as they are if no system message sets them back. */
  #kept: readonly Channel[] = newChannels();
  /** Channels as they are if every one does: what the synth plays is in one of the two. */
  #setBack: readonly Channel[] = newChannels();
  readonly #asked = new Set<number>();
  #downloads: DownloadStore | null = null;
  #target: PatchTarget | null = null;

  constructor(source: PatchSource) {
    this.#source = source;
  }

  /** A message is about to be queued in the synth with these downloads. */
  watch(bytes: Uint8Array, byteLength: number, channelGroup: number, downloads: DownloadStore): void {
    if (channelGroup > WIRE_CHANNEL_GROUP || byteLength === 0) return;
    const status = bytes[0]!;
    const target = this.#targetOf(downloads);
    if (status < FIRST_SYSTEM_STATUS)
      this.#watchChannel(status, (bytes[1] ?? 0) & 0x7f, (bytes[2] ?? 0) & 0x7f, target);
    else if (status === SYSEX_START || status === SYSTEM_RESET) this.#setBack = newChannels();
  }

  /** Downloads that are other ones than before have nothing in them, and belong to a synth with new channels. */
  #targetOf(downloads: DownloadStore): PatchTarget {
    if (this.#target !== null && downloads === this.#downloads) return this.#target;
    this.#asked.clear();
    this.#kept = newChannels();
    this.#setBack = newChannels();
    this.#downloads = downloads;
    this.#target = {
      download: (block) => downloads.download(block),
      unload: (handle, onFreed) => downloads.unload(handle, onFreed, undefined),
    };
    return this.#target;
  }

  #watchChannel(status: number, data1: number, data2: number, target: PatchTarget): void {
    const kind = status & 0xf0;
    for (const channels of [this.#kept, this.#setBack]) {
      const channel = channels[status & 0x0f]!;
      if (kind === 0xb0) channel.controllers[data1] = data2;
      else if (kind === 0xc0) channel.selectProgram(data1);
      if (kind === 0xc0 || (kind === 0x90 && data2 > 0)) this.#load(channel.patch, target);
    }
  }

  /** A patch stays silent where there is no instrument, where it is damaged, and where there were too many. */
  #load(patch: number, target: PatchTarget): void {
    if (this.#asked.has(patch) || this.#asked.size >= MOST_PATCHES) return;
    this.#asked.add(patch);
    try {
      this.#source.load(patch, target);
    } catch {
      // A damaged instrument is as good as none.
    }
  }
}

function newChannels(): readonly Channel[] {
  return Array.from({ length: CHANNELS }, (_, index) => new Channel(index));
}
