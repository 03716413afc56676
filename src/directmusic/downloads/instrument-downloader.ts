import type { NoteRange } from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { Region, SoundBank, WaveSample } from '../../formats/sound-bank.ts';
import type { CollectionInstrument } from './collection.ts';
import { buildInstrumentBlock, buildWaveBlock, type RegionDownload } from './download-block.ts';
import type { DownloadBuffer, PortDownload } from './port-download.ts';

/** A wave without parameters plays at its own pitch on key 60 (DLS, default `wsmp`). */
const DEFAULT_WAVE_SAMPLE: WaveSample = {
  unityNote: 60,
  fineTuneCents: 0,
  gain: 0,
  noTruncation: false,
  noCompression: false,
  loops: [],
};

/** A wave in the synth, and how many instruments use it. */
interface SharedWave {
  readonly downloadId: number;
  readonly buffer: DownloadBuffer;
  readonly waveSample: WaveSample | undefined;
  users: number;
}

/** What `downloadInstrument` answers and `unloadInstrument` takes (`IDirectMusicDownloadedInstrument`). */
export class DownloadedInstrumentToken {
  /** @internal */
  readonly buffer: DownloadBuffer;
  /** @internal */
  readonly bank: SoundBank;
  /** Indices in the bank of the waves that it uses. @internal */
  readonly waveIndices: readonly number[];

  /** @internal */
  constructor(buffer: DownloadBuffer, bank: SoundBank, waveIndices: readonly number[]) {
    this.buffer = buffer;
    this.bank = bank;
    this.waveIndices = waveIndices;
  }
}

/**
 * Downloads whole instruments: waves first, each once however many instruments use it, then the articulation. Only
 * waves of regions that are wanted are read from the bank.
 */
export class InstrumentDownloader {
  readonly #download: PortDownload;
  readonly #waves = new Map<SoundBank, Map<number, SharedWave>>();
  readonly #tokens = new Set<DownloadedInstrumentToken>();

  constructor(download: PortDownload) {
    this.#download = download;
  }

  /**
   * @param noteRanges only regions with a note in one of them are sent; none means everything.
   * @throws DmusError as `DirectMusicSynth.download`, `DMUS_E_BADINSTRUMENT` when no region is wanted. What was sent by then
   * is taken back. @throws {FormatError} where the bank is damaged.
   */
  download(instrument: CollectionInstrument, noteRanges: readonly NoteRange[]): DownloadedInstrumentToken {
    const { regions, connections } = instrument.contents;
    const wanted = regions.filter((region) => isWanted(region, noteRanges));
    const held: number[] = [];
    try {
      const downloads = wanted.map((region) => this.#prepareRegion(instrument.bank, region, held));
      const id = this.#download.getDLId(1);
      const buffer = this.#send(buildInstrumentBlock(instrument.getPatch(), connections, downloads, id));
      const token = new DownloadedInstrumentToken(buffer, instrument.bank, held);
      this.#tokens.add(token);
      return token;
    } catch (error) {
      for (const waveIndex of held) this.#releaseWave(instrument.bank, waveIndex);
      throw error;
    }
  }

  /** @throws DmusError `DMUS_E_NOT_DOWNLOADED_TO_PORT`. */
  unload(token: DownloadedInstrumentToken): void {
    if (!this.#tokens.delete(token)) {
      throw new DmusError('DMUS_E_NOT_DOWNLOADED_TO_PORT', 'the instrument is not downloaded to this port');
    }
    this.#download.unload(token.buffer);
    for (const waveIndex of token.waveIndices) this.#releaseWave(token.bank, waveIndex);
  }

  #prepareRegion(bank: SoundBank, region: Region, held: number[]): RegionDownload {
    const { waveIndex } = region.waveLink;
    const wave = this.#holdWave(bank, waveIndex);
    held.push(waveIndex);
    const waveSample = region.waveSample ?? wave.waveSample ?? DEFAULT_WAVE_SAMPLE;
    return { region, waveDownloadId: wave.downloadId, waveSample };
  }

  #holdWave(bank: SoundBank, waveIndex: number): SharedWave {
    const waves = this.#waves.get(bank) ?? new Map<number, SharedWave>();
    const present = waves.get(waveIndex);
    if (present !== undefined) {
      present.users++;
      return present;
    }
    const wave = bank.wave(waveIndex);
    const downloadId = this.#download.getDLId(1);
    const buffer = this.#send(buildWaveBlock(wave, wave.readSamples(), downloadId));
    const shared: SharedWave = { downloadId, buffer, waveSample: wave.waveSample, users: 1 };
    waves.set(waveIndex, shared);
    this.#waves.set(bank, waves);
    return shared;
  }

  #releaseWave(bank: SoundBank, waveIndex: number): void {
    const waves = this.#waves.get(bank);
    const wave = waves?.get(waveIndex);
    if (waves === undefined || wave === undefined || --wave.users > 0) return;
    this.#download.unload(wave.buffer);
    waves.delete(waveIndex);
    if (waves.size === 0) this.#waves.delete(bank);
  }

  #send(block: Uint8Array): DownloadBuffer {
    const buffer = this.#download.allocateBuffer(block.byteLength);
    buffer.getBuffer().set(block);
    this.#download.download(buffer);
    return buffer;
  }
}

/** Whether a region has a note in one of the ranges; no ranges mean every note. */
export function isWanted(region: Region, noteRanges: readonly NoteRange[]): boolean {
  if (noteRanges.length === 0) return true;
  return noteRanges.some(({ lowNote, highNote }) => lowNote <= region.keyHigh && highNote >= region.keyLow);
}
