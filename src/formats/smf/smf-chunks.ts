/**
 * The chunks of a Standard MIDI File, wherever in the bytes it stands: in an RMID file it is the `data` chunk of a
 * RIFF form, and some files have other bytes in front (a MacBinary header, mail headers).
 */
import { MemorySource } from '../byte-source.ts';
import { FormatError } from '../format-error.ts';
import { ChunkReader } from '../riff/chunk-reader.ts';
import { isFourCc, readFourCc } from '../riff/four-cc.ts';
import type { WarningList } from '../riff/warning-list.ts';
import type { EmbeddedBank } from './midi-file.ts';

/** Where the MIDI file lies within the bytes given, and what came with it. */
export interface SmfLocation {
  /** Offset of `MThd`. */
  readonly byteOffset: number;
  /** Offset of the first byte that does not belong to it. */
  readonly endByteOffset: number;
  readonly embeddedBank: EmbeddedBank | undefined;
}

/** A chunk with its size as far as the file has it. */
export interface SmfChunk {
  readonly id: string;
  /** First byte of the body. */
  readonly byteOffset: number;
  /** First byte after the body. */
  readonly endByteOffset: number;
}

const HEADER_BYTE_LENGTH = 8;
/** `MThd` has to stand within so many bytes. */
const SEARCHED_BYTE_LENGTH = 1024;
const BANK_FORMATS: Readonly<Record<string, EmbeddedBank['format']>> = { 'DLS ': 'DLS', sfbk: 'SF2' };

/** Finds the MIDI file in `bytes`. @throws {FormatError} where there is none. */
export function locateSmf(bytes: Uint8Array, warnings: WarningList): SmfLocation {
  const isRiff = bytes.byteLength >= 4 && readFourCc(bytes, 0) === 'RIFF';
  const outer = isRiff ? openRmid(bytes, warnings) : { byteOffset: 0, endByteOffset: bytes.byteLength };
  const searchEnd = Math.min(outer.endByteOffset, outer.byteOffset + SEARCHED_BYTE_LENGTH);
  const byteOffset = findCode(bytes, 'MThd', outer.byteOffset, searchEnd);
  if (byteOffset === undefined) throw noHeader(outer);
  if (byteOffset > outer.byteOffset) {
    const message = `${byteOffset - outer.byteOffset} bytes before MThd are left out`;
    warnings.add({ chunkPath: 'MThd', byteOffset: outer.byteOffset, message });
  }
  return { embeddedBank: undefined, ...outer, byteOffset };
}

/** Chunks between two offsets; one that overruns is cut there, and bytes that are no chunk are left out, with a warning. */
export function* smfChunks(
  bytes: Uint8Array,
  byteOffset: number,
  endByteOffset: number,
  warnings: WarningList,
): Generator<SmfChunk, void, undefined> {
  let position = byteOffset;
  while (position + HEADER_BYTE_LENGTH <= endByteOffset) {
    const id = readFourCc(bytes, position);
    if (!isFourCc(id)) {
      const message = 'bytes that are not a chunk are left out';
      warnings.add({ chunkPath: 'MTrk', byteOffset: position, message });
      position = findCode(bytes, 'MTrk', position, endByteOffset) ?? endByteOffset;
      continue;
    }
    const bodyOffset = position + HEADER_BYTE_LENGTH;
    const claimed = new DataView(bytes.buffer, bytes.byteOffset).getUint32(position + 4);
    const bodyEnd = Math.min(bodyOffset + claimed, endByteOffset);
    if (bodyEnd - bodyOffset < claimed) {
      const message = `claims ${claimed} bytes, but only ${bodyEnd - bodyOffset} are left`;
      warnings.add({ chunkPath: id, byteOffset: position, message });
    }
    yield { id, byteOffset: bodyOffset, endByteOffset: bodyEnd };
    position = bodyEnd;
  }
}

function openRmid(bytes: Uint8Array, warnings: WarningList): SmfLocation {
  const reader = new ChunkReader(new MemorySource(bytes), 'SMF');
  const form = reader.openForm('RMID');
  let embeddedBank: EmbeddedBank | undefined;
  let location: { byteOffset: number; endByteOffset: number } | undefined;
  for (const chunk of reader.children(form)) {
    const endByteOffset = chunk.byteOffset + chunk.byteLength;
    const bankFormat = chunk.id === 'RIFF' ? BANK_FORMATS[chunk.listType ?? ''] : undefined;
    if (chunk.id === 'data') location ??= { byteOffset: chunk.byteOffset, endByteOffset };
    if (bankFormat)
      embeddedBank ??= { format: bankFormat, bytes: bytes.subarray(chunk.headerByteOffset, endByteOffset) };
  }
  for (const warning of reader.warnings.all) warnings.add(warning);
  if (location === undefined) throw reader.fault(form, 'a data chunk with the MIDI file', 'none');
  return { ...location, embeddedBank };
}

/** Offset of the first `code` that begins and ends between the offsets. */
function findCode(bytes: Uint8Array, code: string, byteOffset: number, endByteOffset: number): number | undefined {
  const searched = bytes.subarray(0, endByteOffset);
  const first = code.charCodeAt(0);
  let position = searched.indexOf(first, byteOffset);
  while (position >= 0 && position + code.length <= endByteOffset) {
    if (readFourCc(searched, position) === code) return position;
    position = searched.indexOf(first, position + 1);
  }
  return undefined;
}

function noHeader({ byteOffset, endByteOffset }: { byteOffset: number; endByteOffset: number }): FormatError {
  return new FormatError({
    format: 'SMF',
    chunkPath: 'MThd',
    byteOffset,
    expected: `'MThd' within the first ${SEARCHED_BYTE_LENGTH} bytes`,
    found: `none in ${endByteOffset - byteOffset} bytes`,
  });
}
