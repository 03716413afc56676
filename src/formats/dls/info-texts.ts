/** INFO lists: texts by their four-character code (`INAM` name, `ICOP` copyright, `ICMT` comment, …). */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import { type ChunkNode, chunk, list } from '../riff/chunk-writer.ts';

/** Code of a name. */
export const INFO_NAME = 'INAM';

/** Longest text that is read, in bytes, and texts of one list. */
const MAX_TEXT_BYTE_LENGTH = 65_536;
const MAX_TEXTS = 256;

/**
 * Texts of an INFO list; of equal codes the first. UTF-8, or Windows-1252 where the bytes are no UTF-8; a zero byte
 * ends a text.
 */
export function readInfoTexts(reader: ChunkReader, infoList: Chunk): Map<string, string> {
  const texts = new Map<string, string>();
  for (const child of reader.children(infoList, MAX_TEXTS)) {
    if (child.listType !== undefined || texts.has(child.id)) continue;
    if (child.byteLength > MAX_TEXT_BYTE_LENGTH) reader.warn(child, `text cut to ${MAX_TEXT_BYTE_LENGTH} bytes`);
    texts.set(child.id, decodeText(reader.readBody(child, MAX_TEXT_BYTE_LENGTH)));
  }
  return texts;
}

/** Name in an INFO list; empty where it has none. */
export function readInfoName(reader: ChunkReader, infoList: Chunk): string {
  for (const child of reader.children(infoList, MAX_TEXTS)) {
    if (child.id === INFO_NAME) return decodeText(reader.readBody(child, MAX_TEXT_BYTE_LENGTH));
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

function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return new TextDecoder('windows-1252').decode(text);
  }
}

function encodeText(code: string, text: string): Uint8Array {
  if (text.includes('\0')) throw new RangeError(`${code}: expected a text without zero characters, got one`);
  return new TextEncoder().encode(`${text}\0`);
}
