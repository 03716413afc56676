/**
 * Random access to the bytes of a file, so that a reader takes only what it needs: a bank of 140 MB is opened
 * through its index, and a wave is read when an instrument wants it.
 *
 * `@thread control`
 */
export interface ByteSource {
  /** Name for messages, usually the file's path. */
  readonly name: string;
  /** Bytes in the whole file. */
  readonly byteLength: number;
  /**
   * The bytes from `byteOffset` on, at most `byteLength` of them; fewer only where the file ends.
   * The caller may keep the result; it must not write into it.
   */
  read(byteOffset: number, byteLength: number): Uint8Array;
}

/** A file that is in memory already. Reads are views, nothing is copied. */
export class MemorySource implements ByteSource {
  readonly name: string;
  readonly byteLength: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, name = 'memory') {
    this.name = name;
    this.byteLength = bytes.byteLength;
    this.#bytes = bytes;
  }

  read(byteOffset: number, byteLength: number): Uint8Array {
    return this.#bytes.subarray(byteOffset, byteOffset + byteLength);
  }
}
