/** A {@link ByteSource} that keeps account of what is read through it, to show that a reader takes only what it needs. */
import type { ByteSource } from '../byte-source.ts';

/** Wraps another source. `@thread control` */
export class CountingSource implements ByteSource {
  /** Bytes given out so far, those given twice counted twice. */
  bytesRead = 0;
  /** Calls of `read` so far. */
  readCount = 0;
  /** Largest single read, in bytes. */
  largestRead = 0;
  /** Lowest offset given out so far, and the first one beyond the highest; `Infinity` and 0 at first. */
  lowestOffset: number = Number.POSITIVE_INFINITY;
  highestOffset = 0;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  get name(): string {
    return this.#source.name;
  }

  get byteLength(): number {
    return this.#source.byteLength;
  }

  read(byteOffset: number, byteLength: number): Uint8Array {
    const bytes = this.#source.read(byteOffset, byteLength);
    this.readCount++;
    this.bytesRead += bytes.byteLength;
    this.largestRead = Math.max(this.largestRead, bytes.byteLength);
    this.lowestOffset = Math.min(this.lowestOffset, byteOffset);
    this.highestOffset = Math.max(this.highestOffset, byteOffset + bytes.byteLength);
    return bytes;
  }
}
