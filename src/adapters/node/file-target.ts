import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { ByteTarget } from '../../wave-sinks/wave-writer.ts';

/** A file being written beside its final place, where it is moved when it is whole. */
export class FileTarget implements ByteTarget {
  readonly #path: string;
  readonly #partialPath: string;
  #descriptor: number | undefined;

  /** @throws {Error} of the operating system where the file cannot be made. */
  constructor(path: string) {
    this.#path = path;
    this.#partialPath = `${path}.part`;
    this.#descriptor = openSync(this.#partialPath, 'w');
  }

  write(bytes: Uint8Array, byteOffset: number): void {
    if (this.#descriptor === undefined) return;
    let done = 0;
    while (done < bytes.byteLength) {
      done += writeSync(this.#descriptor, bytes, done, bytes.byteLength - done, byteOffset + done);
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    renameSync(this.#partialPath, this.#path);
  }

  /** Gives up: nothing is left behind. Does nothing after {@link close}. */
  discard(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#partialPath, { force: true });
  }
}
