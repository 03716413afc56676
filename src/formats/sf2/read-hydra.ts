/**
 * The articulation data of a SoundFont (`pdta`, section 7): presets, instruments, their zones, and sample headers.
 * Modulators (`pmod`, `imod`) are not read; banks sound with the default ones.
 */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import { NAME_BYTE_LENGTH, type RecordList, readFixedText, readRecords, readStarts } from './hydra-records.ts';

/** A preset or an instrument: a name and a run of zones. */
export interface ZoneOwner {
  readonly name: string;
  readonly firstZone: number;
  /** One more than the last zone. */
  readonly endZone: number;
}

/** What a program change selects (`sfPresetHeader`). */
export interface PresetRecord extends ZoneOwner {
  /** 0…127 in files that are right. */
  readonly program: number;
  /** 0…127, or 128 for percussion, in files that are right. */
  readonly bank: number;
}

/** Where a sample lies and how it was recorded (`sfSample`), as in the file. Offsets count frames from `smpl`'s start. */
export interface SampleRecord {
  readonly name: string;
  readonly start: number;
  /** One more than the last frame. */
  readonly end: number;
  readonly loopStart: number;
  readonly loopEnd: number;
  /** Frames a second. */
  readonly sampleRate: number;
  /** Key of the recorded pitch; 255 for sounds without one. */
  readonly originalKey: number;
  /** Cents to be added when it is played. */
  readonly pitchCorrectionCents: number;
  /** Index of the other half of a stereo sample. */
  readonly link: number;
  /** `SFSampleLink`, see `SAMPLE_TYPE`. */
  readonly type: number;
  /** Where the record stands in the file, for messages. */
  readonly byteOffset: number;
}

/** Bits of a sample's type. The low four say how it is linked. */
export const SAMPLE_TYPE = { mono: 1, right: 2, left: 4, linked: 8, vorbis: 0x10, rom: 0x8000 } as const;

/** Zones of all presets, or of all instruments, and the generators in them. */
export interface ZoneGenerators {
  /** First generator of each zone; one entry more for the end. */
  readonly starts: Uint32Array;
  /** Records of number and amount, 16 bits each. */
  readonly records: RecordList;
}

/** Everything in `pdta` but modulators. */
export interface Hydra {
  readonly presets: readonly PresetRecord[];
  readonly presetZones: ZoneGenerators;
  readonly instruments: readonly ZoneOwner[];
  readonly instrumentZones: ZoneGenerators;
  readonly samples: readonly SampleRecord[];
  /** The chunk that sample headers are in, for messages. */
  readonly sampleHeaders: Chunk;
}

const PRESET_BYTE_LENGTH = 38;
const INSTRUMENT_BYTE_LENGTH = 22;
const BAG_BYTE_LENGTH = 4;
const GENERATOR_BYTE_LENGTH = 4;
const SAMPLE_BYTE_LENGTH = 46;

/** Reads `pdta`. @throws {FormatError} where one of its lists is missing. */
export function readHydra(reader: ChunkReader, pdta: Chunk): Hydra {
  const chunks = [...reader.children(pdta)];
  const records = (id: string, recordByteLength: number): RecordList => {
    const chunk = chunks.find((child) => child.id === id);
    if (chunk === undefined) throw reader.fault(pdta, `a chunk '${id}'`, 'none');
    return readRecords(reader, chunk, recordByteLength);
  };
  const presetZones = readZones(reader, records('pbag', BAG_BYTE_LENGTH), records('pgen', GENERATOR_BYTE_LENGTH));
  const instrumentZones = readZones(reader, records('ibag', BAG_BYTE_LENGTH), records('igen', GENERATOR_BYTE_LENGTH));
  const samples = records('shdr', SAMPLE_BYTE_LENGTH);
  return {
    presets: readPresets(reader, records('phdr', PRESET_BYTE_LENGTH), presetZones),
    presetZones,
    instruments: readInstruments(reader, records('inst', INSTRUMENT_BYTE_LENGTH), instrumentZones),
    instrumentZones,
    samples: readSampleRecords(reader, samples),
    sampleHeaders: samples.chunk,
  };
}

function readZones(reader: ChunkReader, bags: RecordList, generators: RecordList): ZoneGenerators {
  const starts = readStarts(reader, bags, { indexByteOffset: 0, nextCount: generators.count });
  return { starts, records: generators };
}

function readPresets(reader: ChunkReader, list: RecordList, zones: ZoneGenerators): PresetRecord[] {
  return readOwners(reader, list, zones, { name: 'EOP', indexByteOffset: 24 }).map((owner, index) => ({
    ...owner,
    program: list.view.getUint16(index * PRESET_BYTE_LENGTH + 20, true),
    bank: list.view.getUint16(index * PRESET_BYTE_LENGTH + 22, true),
  }));
}

function readInstruments(reader: ChunkReader, list: RecordList, zones: ZoneGenerators): ZoneOwner[] {
  return readOwners(reader, list, zones, { name: 'EOI', indexByteOffset: 20 });
}

function readOwners(
  reader: ChunkReader,
  list: RecordList,
  { starts: zoneStarts }: ZoneGenerators,
  terminal: { name: string; indexByteOffset: number },
): ZoneOwner[] {
  const zoneCount = zoneStarts.length - 1;
  const starts = readStarts(reader, list, { ...terminal, nextCount: zoneCount + 1 });
  return Array.from({ length: starts.length - 1 }, (_, index) => ({
    name: readFixedText(list.view, index * list.recordByteLength, NAME_BYTE_LENGTH),
    firstZone: Math.min(starts[index]!, zoneCount),
    endZone: Math.min(starts[index + 1]!, zoneCount),
  }));
}

/** A last record of another name than the terminal's is kept where it has samples. */
function readSampleRecords(reader: ChunkReader, list: RecordList): SampleRecord[] {
  const samples = Array.from({ length: list.count }, (_, index) => readSampleRecord(list, index));
  const last = samples.at(-1);
  const hasTerminal = last !== undefined && (last.name === 'EOS' || last.end <= last.start);
  if (!hasTerminal) reader.warn(list.chunk, 'no terminal record at the end');
  return hasTerminal ? samples.slice(0, -1) : samples;
}

function readSampleRecord({ chunk, view }: RecordList, index: number): SampleRecord {
  const offset = index * SAMPLE_BYTE_LENGTH;
  return {
    name: readFixedText(view, offset, NAME_BYTE_LENGTH),
    start: view.getUint32(offset + 20, true),
    end: view.getUint32(offset + 24, true),
    loopStart: view.getUint32(offset + 28, true),
    loopEnd: view.getUint32(offset + 32, true),
    sampleRate: view.getUint32(offset + 36, true),
    originalKey: view.getUint8(offset + 40),
    pitchCorrectionCents: view.getInt8(offset + 41),
    link: view.getUint16(offset + 42, true),
    type: view.getUint16(offset + 44, true),
    byteOffset: chunk.byteOffset + offset,
  };
}
