import type { DownloadHandle, FreedCallback } from '../../ddi/direct-music-synth.ts';
import { DownloadType } from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { WaveLoop } from '../../formats/sound-bank.ts';
import { Articulation } from '../articulation/articulation.ts';
import type { KernelMemory } from '../kernel/kernel-memory.ts';
import type { RuleSet } from '../rules.ts';
import { DownloadBlock } from './block-reader.ts';
import { type InstrumentContents, type RegionContents, readInstrument } from './read-instrument.ts';
import { readWave, type WaveContents } from './read-wave.ts';
import { type WaveImage, WaveImages } from './wave-images.ts';

/** A region ready to be played. */
export interface PlayableRegion {
  readonly contents: RegionContents;
  readonly articulation: Articulation;
  /** Frames a second of the wave. */
  readonly waveRate: number;
  readonly waveFrameCount: number;
  /** Inside the wave, or undefined. */
  readonly loop: WaveLoop | undefined;
  /** What sounds first: the unrolled wave of a loop, else the wave as recorded. */
  readonly image: WaveImage;
  /** The wave as recorded, for loops that end with the note. */
  readonly releaseImage: WaveImage;
}

/** Something downloaded. It stays while it is loaded, and as long as anything refers to it. */
interface Download {
  readonly handle: DownloadHandle;
  readonly block: DownloadBlock;
  /** 1 for being loaded, and 1 for each user. */
  references: number;
  onFreed: (() => void) | undefined;
}

interface DownloadedWave extends Download {
  readonly contents: WaveContents;
  readonly images: WaveImages;
}

/** A downloaded instrument. Voices hold it with {@link DownloadStore.retain} and {@link DownloadStore.release}. */
export interface DownloadedInstrument extends Download {
  readonly contents: InstrumentContents;
  readonly regions: readonly PlayableRegion[];
  readonly waves: readonly DownloadedWave[];
}

/**
 * All that was downloaded into one synth: finds instruments by patch, and frees what was unloaded once its last user
 * is gone: a wave waits for its instruments, an instrument for its voices. `@thread control`, but for
 * {@link findInstrument}, {@link retain} and {@link release}.
 */
export class DownloadStore {
  readonly #memory: KernelMemory;
  readonly #rules: RuleSet;
  readonly #loaded = new Map<DownloadHandle, DownloadedWave | DownloadedInstrument>();
  readonly #waves = new Map<number, DownloadedWave>();
  readonly #instruments = new Map<number, DownloadedInstrument[]>();
  #nextHandle: DownloadHandle = 1;

  constructor(memory: KernelMemory, rules: RuleSet) {
    this.#memory = memory;
    this.#rules = rules;
  }

  /** Bytes of all blocks in use. */
  get memoryInUse(): number {
    return this.#memory.heap.usedBytes;
  }

  /**
   * Checks and takes in a block.
   * @throws DmusError as `DirectMusicSynth.download`; `E_FAIL` for a wave whose id is in use.
   */
  download(bytes: Uint8Array): { handle: DownloadHandle; mayFree: boolean } {
    const block = new DownloadBlock(bytes);
    if (block.type === DownloadType.wave) return { handle: this.#addWave(block), mayFree: false };
    if (block.type === DownloadType.instrument || block.type === DownloadType.instrument2) {
      return { handle: this.#addInstrument(block), mayFree: true };
    }
    throw new DmusError('DMUS_E_UNKNOWNDOWNLOAD', `download type ${block.type}: this synth takes types 1, 2 and 3`);
  }

  #addWave(block: DownloadBlock): DownloadHandle {
    const contents = readWave(block);
    if (this.#waves.has(block.downloadId)) throw new DmusError('E_FAIL', `wave id ${block.downloadId} is in use`);
    const wave: DownloadedWave = {
      ...this.#newDownload(block),
      contents,
      images: new WaveImages(this.#memory, contents),
    };
    this.#waves.set(block.downloadId, wave);
    this.#loaded.set(wave.handle, wave);
    return wave.handle;
  }

  #addInstrument(block: DownloadBlock): DownloadHandle {
    const contents = readInstrument(block);
    const waves = new Set<DownloadedWave>();
    const regions: PlayableRegion[] = [];
    const articulations = new Map<RegionContents['connections'], Articulation>();
    for (const region of contents.regions) {
      const wave = this.#waves.get(region.waveDownloadId);
      if (wave !== undefined) {
        waves.add(wave);
        const own = region.connections;
        const articulation = articulations.get(own) ?? new Articulation(this.#rules, contents.connections, own);
        articulations.set(own, articulation);
        regions.push(makePlayable(region, articulation, wave));
      } else if (!this.#rules.allowsMissingWaves) {
        throw new DmusError('DMUS_E_BADWAVELINK', `a region's wave, id ${region.waveDownloadId}, is not downloaded`);
      }
    }
    for (const wave of waves) wave.references++;
    const instrument: DownloadedInstrument = { ...this.#newDownload(block), contents, regions, waves: [...waves] };
    this.#loaded.set(instrument.handle, instrument);
    this.#enlist(instrument);
    return instrument.handle;
  }

  #newDownload(block: DownloadBlock): Download {
    return { handle: this.#nextHandle++, block, references: 1, onFreed: undefined };
  }

  /** The latest download wins, and an application's own before a GM instrument. */
  #enlist(instrument: DownloadedInstrument): void {
    const others = this.#instruments.get(instrument.contents.patch) ?? [];
    const place = instrument.contents.isGm ? others.findIndex((other) => other.contents.isGm) : 0;
    others.splice(place < 0 ? others.length : place, 0, instrument);
    this.#instruments.set(instrument.contents.patch, others);
  }

  /** Instrument that plays a patch now, undefined where none does. `@thread render` */
  findInstrument(patch: number): DownloadedInstrument | undefined {
    return this.#instruments.get(patch)?.[0];
  }

  /**
   * Takes a download out of use. `onFreed` runs when its last user is gone, perhaps at once.
   * @throws DmusError `E_FAIL` for a handle that is not loaded.
   */
  unload(handle: DownloadHandle, onFreed: FreedCallback | undefined, userData: unknown): void {
    const download = this.#loaded.get(handle);
    if (download === undefined) throw new DmusError('E_FAIL', `download handle ${handle} is not loaded`);
    this.#loaded.delete(handle);
    download.onFreed = onFreed && (() => onFreed(handle, userData));
    if ('regions' in download) this.#delist(download);
    else this.#waves.delete(download.block.downloadId);
    this.release(download);
  }

  #delist(instrument: DownloadedInstrument): void {
    const others = this.#instruments.get(instrument.contents.patch)!.filter((other) => other !== instrument);
    if (others.length > 0) this.#instruments.set(instrument.contents.patch, others);
    else this.#instruments.delete(instrument.contents.patch);
  }

  /** A voice begins to use an instrument. `@thread render` */
  retain(instrument: DownloadedInstrument): void {
    instrument.references++;
  }

  /** A user is gone. What nobody uses any more is freed, and its callback runs. */
  release(download: Download): void {
    if (--download.references > 0) return;
    if ('waves' in download) for (const wave of (download as DownloadedInstrument).waves) this.release(wave);
    else (download as DownloadedWave).images.free();
    runIgnoringFailure(download.onFreed);
  }
}

/** A callback's own failure is nobody's business here (W-089). */
function runIgnoringFailure(callback: (() => void) | undefined): void {
  try {
    callback?.();
  } catch {
    // Documented: the callback's result is ignored.
  }
}

function makePlayable(contents: RegionContents, articulation: Articulation, wave: DownloadedWave): PlayableRegion {
  const loop = contents.loop && clampLoop(contents.loop, wave.contents.frameCount);
  const recorded = loop === undefined || loop.type === 'release' ? wave.images.recorded() : undefined;
  const image = loop === undefined ? recorded! : wave.images.looped(loop);
  return {
    contents,
    articulation,
    waveRate: wave.contents.sampleRate,
    waveFrameCount: wave.contents.frameCount,
    loop,
    image,
    releaseImage: recorded ?? image,
  };
}

/** A loop that reaches beyond its wave is cut; one that lies outside is none. */
function clampLoop(loop: WaveLoop, frameCount: number): WaveLoop | undefined {
  if (loop.start >= frameCount) return undefined;
  return { ...loop, length: Math.min(loop.length, frameCount - loop.start) };
}
