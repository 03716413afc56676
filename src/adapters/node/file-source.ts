import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { ByteSource } from '../../formats/byte-source.ts';

/** A file on disk, of which only what is asked for is read. Closed with the process, or by {@link close}. */
export class FileSource implements ByteSource {
  readonly name: string;
  readonly byteLength: number;
  readonly #descriptor: number;

  /** @throws {Error} of the operating system where the file cannot be opened, or of our own where it is no file. */
  constructor(path: string) {
    const kind = statSync(path);
    if (!kind.isFile()) {
      throw new Error(`${path}: this is ${kind.isDirectory() ? 'a folder' : 'no ordinary file'}, a file is wanted`);
    }
    this.name = path;
    this.#descriptor = openSync(path, 'r');
    this.byteLength = fstatSync(this.#descriptor).size;
  }

  read(byteOffset: number, byteLength: number): Uint8Array {
    const wanted = Math.max(0, Math.min(byteLength, this.byteLength - byteOffset));
    const bytes = new Uint8Array(wanted);
    let done = 0;
    while (done < wanted) {
      const count = readSync(this.#descriptor, bytes, done, wanted - done, byteOffset + done);
      if (count === 0) break;
      done += count;
    }
    return done === wanted ? bytes : bytes.subarray(0, done);
  }

  /** Closes the file; nothing can be read afterwards. */
  close(): void {
    closeSync(this.#descriptor);
  }
}
