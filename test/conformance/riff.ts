import { Structure } from './structure.ts';

/** A chunk: id, size, bytes, and a byte of padding where the size is odd. */
export function chunk(id: string, bytes: Uint8Array): Uint8Array {
  const paddedBytes = bytes.byteLength + (bytes.byteLength % 2);
  return new Structure(8 + paddedBytes).raw(0, characters(id)).u32(4, bytes.byteLength).raw(8, bytes).bytes;
}

/** A chunk of chunks: a list, or the file itself with the id RIFF. */
export function list(type: string, children: readonly Uint8Array[], id = 'LIST'): Uint8Array {
  const body = new Structure(4 + children.reduce((sum, child) => sum + child.byteLength, 0)).raw(0, characters(type));
  let at = 4;
  for (const child of children) {
    body.raw(at, child);
    at += child.byteLength;
  }
  return chunk(id, body.bytes);
}

function characters(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
