/**
 * Building RIFF files. Chunks are described first, as a tree; sizes, pad bytes and offsets follow from it, and the
 * whole file is laid out in one array at the end. Bodies are not copied before that.
 */
import { FOUR_CC_BYTE_LENGTH, writeFourCc } from './four-cc.ts';

/** A chunk to be written: its size is known, its bytes are put where they belong by {@link riffFile}. */
export interface ChunkNode {
  /** Bytes in the file: header, body and pad byte. Always even. */
  readonly byteLength: number;
  /** Puts the chunk into `target` at `byteOffset`; `target` is zero there before. */
  writeTo(target: Uint8Array, byteOffset: number): void;
}

const HEADER_BYTE_LENGTH = 8;
const MAX_BODY_BYTE_LENGTH = 0xffff_ffff;

/** Chunk with a body of these bytes, one part after another. @throws {RangeError} where `id` is no four-character code. */
export function chunk(id: string, ...parts: readonly Uint8Array[]): ChunkNode {
  const bodyByteLength = checkedBodyByteLength(id, sumOf(parts));
  return {
    byteLength: HEADER_BYTE_LENGTH + bodyByteLength + (bodyByteLength % 2),
    writeTo(target, byteOffset) {
      writeHeader(target, byteOffset, id, bodyByteLength);
      let position = byteOffset + HEADER_BYTE_LENGTH;
      for (const part of parts) {
        target.set(part, position);
        position += part.byteLength;
      }
    },
  };
}

/** `LIST` of this type. */
export function list(listType: string, children: readonly ChunkNode[]): ChunkNode {
  return container('LIST', listType, children);
}

/** A whole file: the `RIFF` form of this type. @throws {RangeError} where it is larger than 4 GiB. */
export function riffFile(formType: string, children: readonly ChunkNode[]): Uint8Array {
  const form = container('RIFF', formType, children);
  const file = new Uint8Array(form.byteLength);
  form.writeTo(file, 0);
  return file;
}

function container(id: string, listType: string, children: readonly ChunkNode[]): ChunkNode {
  const bodyByteLength = checkedBodyByteLength(listType, FOUR_CC_BYTE_LENGTH + sumOf(children));
  return {
    byteLength: HEADER_BYTE_LENGTH + bodyByteLength,
    writeTo(target, byteOffset) {
      writeHeader(target, byteOffset, id, bodyByteLength);
      writeFourCc(target, byteOffset + HEADER_BYTE_LENGTH, listType);
      let position = byteOffset + HEADER_BYTE_LENGTH + FOUR_CC_BYTE_LENGTH;
      for (const child of children) {
        child.writeTo(target, position);
        position += child.byteLength;
      }
    },
  };
}

function writeHeader(target: Uint8Array, byteOffset: number, id: string, bodyByteLength: number): void {
  writeFourCc(target, byteOffset, id);
  new DataView(target.buffer, target.byteOffset + byteOffset).setUint32(4, bodyByteLength, true);
}

function checkedBodyByteLength(name: string, byteLength: number): number {
  if (byteLength <= MAX_BODY_BYTE_LENGTH) return byteLength;
  throw new RangeError(`'${name}': expected a body of at most ${MAX_BODY_BYTE_LENGTH} bytes, got ${byteLength}`);
}

function sumOf(parts: readonly { readonly byteLength: number }[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
