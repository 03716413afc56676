import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { ByteTarget } from '../../wave-sinks/wave-writer.ts';

/**
 * A file being written beside its final place, where {@link commit} moves it. Until then nothing that was there before is
 * touched, and a writer that fails half-way, or is closed because something else failed, leaves no half file.
 */
export class FileTarget implements ByteTarget {
  readonly #path: string;
  readonly #partialPath: string;
  #descriptor: number | undefined;
  #isPending = true;

  /** @throws {Error} of the operating system where the file cannot be made. */
  constructor(path: string) {
    this.#path = path;
    this.#partialPath = `${path}.part`;
    this.#descriptor = this.#naming(() => openSync(this.#partialPath, 'w'));
  }

  write(bytes: Uint8Array, byteOffset: number): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    let done = 0;
    while (done < bytes.byteLength) {
      done += this.#naming(() => writeSync(descriptor, bytes, done, bytes.byteLength - done, byteOffset + done));
    }
  }

  close(): void {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** Puts the file where it belongs, in place of what was there. Closes it first where that was not done. */
  commit(): void {
    this.close();
    if (!this.#isPending) return;
    renameSync(this.#partialPath, this.#path);
    this.#isPending = false;
  }

  /** Gives up: nothing is left behind. Does nothing after {@link commit}. */
  discard(): void {
    this.close();
    if (!this.#isPending) return;
    rmSync(this.#partialPath, { force: true });
    this.#isPending = false;
  }

  /** What the operating system says is said of the file that was asked for. */
  #naming<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      throw Object.assign(error as Error, { path: this.#path });
    }
  }
}
