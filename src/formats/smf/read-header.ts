/** The header chunk, `MThd`: how tracks relate to each other, and what a tick is. */
import { FormatError } from '../format-error.ts';
import type { WarningList } from '../riff/warning-list.ts';
import type { MidiDivision } from './midi-file.ts';
import type { SmfChunk } from './smf-chunks.ts';

/** What `MThd` says. */
export interface SmfHeader {
  readonly format: 0 | 1 | 2;
  /** Tracks that the file claims to have. */
  readonly claimedTrackCount: number;
  readonly division: MidiDivision;
}

const HEADER_BODY_BYTE_LENGTH = 6;

/** Reads `MThd`; an unknown format is read as format 1, with a warning. @throws {FormatError} where ticks have no length. */
export function readHeader(bytes: Uint8Array, chunk: SmfChunk, warnings: WarningList): SmfHeader {
  const byteLength = chunk.endByteOffset - chunk.byteOffset;
  if (byteLength < HEADER_BODY_BYTE_LENGTH) throw fault(chunk, 'a body of 6 bytes', `${byteLength} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + chunk.byteOffset, byteLength);
  return {
    format: checkedFormat(view.getUint16(0), chunk, warnings),
    claimedTrackCount: view.getUint16(2),
    division: parseDivision(view, chunk),
  };
}

function checkedFormat(format: number, chunk: SmfChunk, warnings: WarningList): 0 | 1 | 2 {
  if (format === 0 || format === 1 || format === 2) return format;
  const message = `unknown format ${format}, read as format 1`;
  warnings.add({ chunkPath: 'MThd', byteOffset: chunk.byteOffset, message });
  return 1;
}

function parseDivision(view: DataView, chunk: SmfChunk): MidiDivision {
  const word = view.getUint16(4);
  if (word === 0) throw fault(chunk, 'a division of 1…32767 ticks a quarter note', '0', 4);
  if (word < 0x8000) return { kind: 'quarter-note', ticksPerQuarter: word };
  const framesPerSecond = smpteRate(-view.getInt8(4));
  const ticksPerFrame = view.getUint8(5);
  if (framesPerSecond === undefined) throw fault(chunk, 'SMPTE rate 24, 25, 29 or 30', `${-view.getInt8(4)}`, 4);
  if (ticksPerFrame === 0) throw fault(chunk, 'a division of 1…255 ticks a frame', '0', 5);
  return { kind: 'smpte', framesPerSecond, ticksPerFrame };
}

/** 29 is the file's name for 30 drop frame. */
function smpteRate(code: number): 24 | 25 | 29.97 | 30 | undefined {
  if (code === 29) return 29.97;
  return code === 24 || code === 25 || code === 30 ? code : undefined;
}

function fault(chunk: SmfChunk, expected: string, found: string, offsetInBody = 0): FormatError {
  const byteOffset = chunk.byteOffset + offsetInBody;
  return new FormatError({ format: 'SMF', chunkPath: 'MThd', byteOffset, expected, found });
}
