/**
 * Reading DLS files, Level 1 and 2. Opening reads the index: collection header, pool table, and of each instrument its
 * header and name. Regions are read with their instrument, wave headers with the first link to them, and samples when
 * they are asked for.
 */
import type { ByteSource } from '../byte-source.ts';
import { FormatError, type FormatWarning } from '../format-error.ts';
import { type Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { Instrument, InstrumentEntry, SoundBank, Wave } from '../sound-bank.ts';
import { type DlsConditions, softwareSynthConditions } from './conditional-chunk.ts';
import { GUID_BYTE_LENGTH, readGuid } from './guid.ts';
import { INFO_NAME, readInfoTexts } from './info-texts.ts';
import { readInstrument, readInstrumentEntry } from './read-instrument.ts';
import { type DlsContext, firstChunk, firstList, readList } from './read-list.ts';
import { WavePool } from './wave-pool.ts';

/** How a bank is opened. */
export interface OpenDlsOptions {
  /** Answers for conditional chunks. Default: those of a software synth at 44100 Hz. */
  readonly conditions?: DlsConditions;
}

/** Version of a bank as its author counts it (`vers`). */
export interface DlsVersion {
  /** `dwFileVersionMS`, unsigned 32-bit: major and minor number. */
  readonly mostSignificant: number;
  /** `dwFileVersionLS`. */
  readonly leastSignificant: number;
}

/** An opened DLS file: a {@link SoundBank} that can say a little more of itself. */
export interface DlsBank extends SoundBank {
  readonly format: 'DLS';
  /** Identity (`dlid`) as a lower-case GUID. */
  readonly id: string | undefined;
  readonly version: DlsVersion | undefined;
  /** Waves that links can name. */
  readonly waveCount: number;
}

/** Sizes known to be wrong in certain banks: `crs1` holds 28 bytes whatever its header says. */
const FIXED_BYTE_LENGTHS: ReadonlyMap<string, number> = new Map([['crs1', 28]]);

/**
 * Opens a bank. What is damaged but can be made sense of ends in `warnings`; instruments and waves that cannot fail
 * when they are asked for. @throws {FormatError} where the file is no DLS file.
 */
export function openDls(source: ByteSource, options: OpenDlsOptions = {}): DlsBank {
  const reader = new ChunkReader(source, 'DLS', { fixedByteLengths: FIXED_BYTE_LENGTHS });
  return new DlsFile({ reader, conditions: options.conditions ?? softwareSynthConditions() });
}

interface InstrumentPlace {
  readonly entry: InstrumentEntry;
  readonly list: Chunk;
}

class DlsFile implements DlsBank {
  readonly format = 'DLS';
  readonly name: string;
  readonly info: ReadonlyMap<string, string>;
  readonly id: string | undefined;
  readonly version: DlsVersion | undefined;
  readonly instruments: readonly InstrumentEntry[];
  readonly #context: DlsContext;
  readonly #places: readonly InstrumentPlace[];
  readonly #pool: WavePool;

  constructor(context: DlsContext) {
    this.#context = context;
    const form = context.reader.openForm('DLS ');
    const children = readFormChildren(context, form);
    const info = firstList(children, 'INFO');
    this.info = info === undefined ? new Map() : readInfoTexts(context.reader, info);
    this.name = this.info.get(INFO_NAME) ?? context.reader.source.name;
    this.id = readIdentity(context.reader, firstChunk(children, 'dlid'));
    this.version = readVersion(context.reader, firstChunk(children, 'vers'));
    this.#places = readIndex(context, form, children);
    this.instruments = this.#places.map(({ entry }) => entry);
    this.#pool = new WavePool(context, form, firstChunk(children, 'ptbl'), firstList(children, 'wvpl'));
  }

  get warnings(): readonly FormatWarning[] {
    return this.#context.reader.warnings.all;
  }

  get waveCount(): number {
    return this.#pool.waveCount;
  }

  instrument(index: number): Instrument {
    const place = this.#places[index];
    if (place === undefined) throw new RangeError(`index: expected 0…${this.#places.length - 1}, got ${index}`);
    return readInstrument(this.#context, place.list, place.entry, (waveIndex) => this.#frameCountOf(waveIndex));
  }

  wave(waveIndex: number): Wave {
    return this.#pool.wave(waveIndex);
  }

  /** A wave that cannot be read is reported when it is asked for, not when a region links to it. */
  #frameCountOf(waveIndex: number): number | undefined {
    try {
      return this.#pool.wave(waveIndex).frameCount;
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }
}

function readFormChildren(context: DlsContext, form: Chunk): readonly Chunk[] {
  const children = readList(context, form);
  if (children === undefined) context.reader.warn(form, 'the condition of the file excludes all of it');
  return children ?? [];
}

function readIndex(context: DlsContext, form: Chunk, children: readonly Chunk[]): InstrumentPlace[] {
  const instrumentList = firstList(children, 'lins');
  if (instrumentList === undefined) {
    context.reader.warn(form, "no list of instruments ('lins')");
    return [];
  }
  const lists = (readList(context, instrumentList) ?? []).filter(({ listType }) => listType === 'ins ');
  checkInstrumentCount(context.reader, form, firstChunk(children, 'colh'), lists.length);
  return lists.flatMap((list) => {
    const entry = readInstrumentEntry(context, list);
    return entry === undefined ? [] : [{ entry, list }];
  });
}

function checkInstrumentCount(reader: ChunkReader, form: Chunk, colh: Chunk | undefined, count: number): void {
  if (colh === undefined || colh.byteLength < 4) {
    reader.warn(colh ?? form, `no collection header ('colh'); ${count} instruments found`);
    return;
  }
  const claimedCount = reader.readView(colh, 4, 4).getUint32(0, true);
  if (claimedCount !== count) reader.warn(colh, `${claimedCount} instruments promised, ${count} found`);
}

function readIdentity(reader: ChunkReader, dlid: Chunk | undefined): string | undefined {
  if (dlid === undefined) return undefined;
  const view = reader.readView(dlid, 0, GUID_BYTE_LENGTH);
  return view.byteLength < GUID_BYTE_LENGTH ? undefined : readGuid(view, 0);
}

function readVersion(reader: ChunkReader, vers: Chunk | undefined): DlsVersion | undefined {
  if (vers === undefined) return undefined;
  const view = reader.readView(vers, 0, 8);
  if (view.byteLength < 8) return undefined;
  return { mostSignificant: view.getUint32(0, true), leastSignificant: view.getUint32(4, true) };
}
