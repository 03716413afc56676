/**
 * Reading SoundFont 2 banks. Opening reads `INFO` and `pdta`, the articulation data; samples, by far the largest part,
 * stay in the file until a wave's `readSamples` asks for its range. Presets are converted to DLS terms when they are
 * asked for; modulators other than the default ones have no effect yet.
 */
import type { ByteSource } from '../byte-source.ts';
import { INFO_NAME, readInfoTexts } from '../dls/info-texts.ts';
import type { FormatWarning } from '../format-error.ts';
import { type Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { Instrument, InstrumentEntry, SoundBank, Wave } from '../sound-bank.ts';
import { DEFAULT_MODULATOR_CONNECTIONS } from './convert-articulation.ts';
import { convertPreset, presetPatch } from './convert-preset.ts';
import type { Sf2Context } from './convert-region.ts';
import { readHydra } from './read-hydra.ts';
import { SampleData, type SfVersion } from './sample-data.ts';
import { WaveTable } from './wave-table.ts';

/** INFO chunks that hold two 16-bit numbers, major and minor version, instead of a text. */
const VERSION_CODES = ['ifil', 'iver'] as const;
const VERSION_BYTE_LENGTH = 4;
/** Where `ifil` is missing, a bank is taken to be of the first version. */
const FIRST_VERSION: SfVersion = { major: 2, minor: 1 };

/**
 * Opens a bank. What is damaged but can be made sense of ends in `warnings`; waves that cannot fail when they are
 * asked for. @throws {FormatError} where the file is no SoundFont 2 or lacks a part that nothing works without.
 */
export function openSf2(source: ByteSource): SoundBank {
  return new Sf2File(new ChunkReader(source, 'SF2'));
}

class Sf2File implements SoundBank {
  readonly format = 'SF2';
  readonly name: string;
  readonly info: ReadonlyMap<string, string>;
  readonly instruments: readonly InstrumentEntry[];
  readonly #context: Sf2Context;

  constructor(reader: ChunkReader) {
    const form = reader.openForm('sfbk');
    const lists = listsOf(reader, form);
    const versions = readVersions(reader, lists.get('INFO'));
    this.info = readInfo(reader, lists.get('INFO'), versions);
    this.name = this.info.get(INFO_NAME) || reader.source.name;
    const pdta = lists.get('pdta');
    if (pdta === undefined) throw reader.fault(form, "a list 'pdta'", 'none');
    const hydra = readHydra(reader, pdta);
    const data = new SampleData(reader, lists.get('sdta'), versions.get('ifil') ?? FIRST_VERSION);
    this.#context = { reader, hydra, waves: new WaveTable(reader, hydra, data) };
    this.instruments = hydra.presets.map(({ name, bank, program }) => ({ patch: presetPatch(bank, program), name }));
  }

  get warnings(): readonly FormatWarning[] {
    return this.#context.reader.warnings.all;
  }

  instrument(index: number): Instrument {
    const entry = this.instruments[index];
    if (entry === undefined) throw new RangeError(`index: expected 0…${this.instruments.length - 1}, got ${index}`);
    return { ...entry, regions: convertPreset(this.#context, index), connections: DEFAULT_MODULATOR_CONNECTIONS };
  }

  wave(waveIndex: number): Wave {
    return this.#context.waves.wave(waveIndex);
  }
}

/** The lists of the file by type; of equal ones the first. */
function listsOf(reader: ChunkReader, form: Chunk): Map<string, Chunk> {
  const lists = new Map<string, Chunk>();
  for (const chunk of reader.children(form)) {
    if (chunk.listType !== undefined && !lists.has(chunk.listType)) lists.set(chunk.listType, chunk);
  }
  return lists;
}

function readVersions(reader: ChunkReader, info: Chunk | undefined): Map<string, SfVersion> {
  const versions = new Map<string, SfVersion>();
  if (info === undefined) return versions;
  for (const code of VERSION_CODES) {
    const chunk = reader.find(info, code);
    const view = chunk && reader.readView(chunk, 0, VERSION_BYTE_LENGTH);
    if (view === undefined || view.byteLength < VERSION_BYTE_LENGTH) continue;
    versions.set(code, { major: view.getUint16(0, true), minor: view.getUint16(2, true) });
  }
  return versions;
}

/** Texts, and versions written as e.g. `2.01`. */
function readInfo(
  reader: ChunkReader,
  info: Chunk | undefined,
  versions: ReadonlyMap<string, SfVersion>,
): Map<string, string> {
  const texts = info === undefined ? new Map<string, string>() : readInfoTexts(reader, info);
  for (const code of VERSION_CODES) {
    const version = versions.get(code);
    if (version === undefined) texts.delete(code);
    else texts.set(code, `${version.major}.${String(version.minor).padStart(2, '0')}`);
  }
  return texts;
}
