/** INFO lists: texts by their four-character code (`INAM` name, `ICOP` copyright, `ICMT` comment, …). */

import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import { decodeChunkText } from '../riff/chunk-text.ts';
import { type ChunkNode, chunk, list } from '../riff/chunk-writer.ts';

/** Code of a name. */
export const INFO_NAME = 'INAM';

/** Longest text that is read, in bytes, and texts of one list. */
const MAX_TEXT_BYTE_LENGTH = 65_536;
const MAX_TEXTS = 256;

/** Texts of an INFO list; of equal codes the first. */
export function readInfoTexts(reader: ChunkReader, infoList: Chunk): Map<string, string> {
  const texts = new Map<string, string>();
  for (const child of reader.children(infoList, MAX_TEXTS)) {
    if (child.listType !== undefined || texts.has(child.id)) continue;
    if (child.byteLength > MAX_TEXT_BYTE_LENGTH) reader.warn(child, `text cut to ${MAX_TEXT_BYTE_LENGTH} bytes`);
    texts.set(child.id, decodeChunkText(reader.readBody(child, MAX_TEXT_BYTE_LENGTH)));
  }
  return texts;
}

/** Name in an INFO list; empty where it has none. */
export function readInfoName(reader: ChunkReader, infoList: Chunk): string {
  for (const child of reader.children(infoList, MAX_TEXTS)) {
    if (child.id === INFO_NAME) return decodeChunkText(reader.readBody(child, MAX_TEXT_BYTE_LENGTH));
  }
  return '';
}

/** INFO list of these texts. @throws {RangeError} where a text contains a zero character. */
export function infoList(texts: ReadonlyMap<string, string>): ChunkNode {
  return list(
    'INFO',
    Array.from(texts, ([code, text]) => chunk(code, encodeText(code, text))),
  );
}

/** INFO list with a name and nothing else, empty where the name is. */
export function nameList(name: string): ChunkNode {
  return infoList(name === '' ? new Map() : new Map([[INFO_NAME, name]]));
}

function encodeText(code: string, text: string): Uint8Array {
  if (text.includes('\0')) throw new RangeError(`${code}: expected a text without zero characters, got one`);
  return new TextEncoder().encode(`${text}\0`);
}
