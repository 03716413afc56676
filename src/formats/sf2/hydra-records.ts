/**
 * The record lists of a SoundFont (section 7), each a chunk of equal records of which the last is a terminal: it only
 * says where the list before it ends. Indices that fall or point beyond the next list are made to rise, with a warning:
 * so every zone belongs to one owner, and no work is done twice however the file was damaged.
 */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';

/** Records of one chunk, as they lie in the file. */
export interface RecordList {
  readonly chunk: Chunk;
  readonly view: DataView;
  readonly recordByteLength: number;
  readonly count: number;
}

/** Bytes of the names in these records. */
export const NAME_BYTE_LENGTH = 20;

const NAME_DECODER = new TextDecoder('windows-1252');
/** Indices in these lists are 16-bit; a list cannot be longer, its terminal included. */
const MAX_RECORDS = 65_536 + 1;

/** Reads the records of `chunk`, without a rest that is no whole record. */
export function readRecords(reader: ChunkReader, chunk: Chunk, recordByteLength: number): RecordList {
  const claimedCount = Math.floor(chunk.byteLength / recordByteLength);
  const rest = chunk.byteLength - claimedCount * recordByteLength;
  if (rest > 0) reader.warn(chunk, `the last ${rest} bytes are not a whole record of ${recordByteLength}`);
  if (claimedCount > MAX_RECORDS) reader.warn(chunk, `${claimedCount} records, of which ${MAX_RECORDS} can be used`);
  const count = Math.min(claimedCount, MAX_RECORDS);
  return { chunk, view: reader.readView(chunk, 0, count * recordByteLength), recordByteLength, count };
}

/** Which terminal a list has, if any, and how it is told from a record that means something. */
export interface TerminalRule {
  /** Name of a terminal, for lists that have names. */
  readonly name?: string;
  /** Where in a record the index into the next list stands. */
  readonly indexByteOffset: number;
  /** Records in the next list, its terminal included. */
  readonly nextCount: number;
}

/**
 * Where each record's part of the next list begins; one entry more than there are records without terminal, the last
 * for the end. A last record that owns something is no terminal: it is kept, with a warning. An index that is too low
 * becomes the one before it, one that is too high the one behind it.
 */
export function readStarts(reader: ChunkReader, list: RecordList, rule: TerminalRule): Uint32Array {
  const hasTerminal = list.count > 0 && isTerminal(list, rule);
  if (!hasTerminal) reader.warn(list.chunk, 'no terminal record at the end');
  const recordCount = hasTerminal ? list.count - 1 : list.count;
  const starts = new Uint32Array(recordCount + 1);
  let lowest = 0;
  for (let record = 0; record <= recordCount; record++) {
    const index = indexOrEnd(list, record, rule);
    const following = indexOrEnd(list, record + 1, rule);
    // Of an index and a lower one behind it, the first is wrong only where the one after both is lower, too.
    const isTooHigh = index > rule.nextCount || (index > following && index > indexOrEnd(list, record + 2, rule));
    lowest = Math.max(lowest, Math.min(isTooHigh ? following : index, rule.nextCount));
    starts[record] = lowest;
    if (lowest !== index) warnOfIndex(reader, list, record, index);
  }
  return starts;
}

/** Text in a field of fixed length: up to the first zero byte, without spaces at its end. */
export function readFixedText(view: DataView, byteOffset: number, byteLength: number): string {
  const field = new Uint8Array(view.buffer, view.byteOffset + byteOffset, byteLength);
  const end = field.indexOf(0);
  return NAME_DECODER.decode(end < 0 ? field : field.subarray(0, end)).trimEnd();
}

function isTerminal(list: RecordList, rule: TerminalRule): boolean {
  const last = list.count - 1;
  if (rule.name !== undefined) {
    const name = readFixedText(list.view, last * list.recordByteLength, NAME_BYTE_LENGTH);
    if (name === rule.name) return true;
  }
  return indexOf(list, last, rule) >= rule.nextCount - 1;
}

function indexOf({ view, recordByteLength }: RecordList, record: number, { indexByteOffset }: TerminalRule): number {
  return view.getUint16(record * recordByteLength + indexByteOffset, true);
}

function indexOrEnd(list: RecordList, record: number, rule: TerminalRule): number {
  return record < list.count ? indexOf(list, record, rule) : rule.nextCount;
}

function warnOfIndex(reader: ChunkReader, list: RecordList, record: number, index: number): void {
  const byteOffset = list.chunk.byteOffset + record * list.recordByteLength;
  reader.warn(list.chunk, `record ${record} points at ${index}, out of order or beyond the next list`, byteOffset);
}
