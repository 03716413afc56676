import { closeSync, constants, openSync, type Stats, statSync, writeSync } from 'node:fs';
import type { ByteStream, ByteStreamListener } from '../../miniports/uart/byte-stream.ts';
import { type DeviceReader, readDevice } from './device-reader.ts';

/** How soon a device that was full is tried again, in milliseconds: about three bytes of a MIDI wire. */
const RETRY_MS = 1;

/** Which ways a file is opened. */
export interface FileByteStreamOptions {
  /** Bytes are wanted from it; true by default. */
  readonly read?: boolean;
  /** Bytes are sent to it; true by default. */
  readonly write?: boolean;
}

/**
 * Opens a device file as a stream of bytes, without ever blocking: a raw MIDI device, a serial line, a pseudo-terminal,
 * or a FIFO, which goes one way only. A terminal is taken as it is set: for MIDI it has to be raw, without echo, and at
 * its speed (`stty -F path raw -echo 31250`), since Node cannot set that.
 *
 * @throws {TypeError} for no way at all, or both ways of a FIFO. @throws {Error} of the operating system where the file
 * cannot be opened, or of our own where it is no device.
 */
export function openFileByteStream(path: string, options: FileByteStreamOptions = {}): ByteStream {
  const { read = true, write = true } = options;
  const kind = statSync(path);
  if (!kind.isCharacterDevice() && !kind.isFIFO()) {
    throw new Error(`${path}: this is no device, a character device or a FIFO is wanted`);
  }
  if (!read && !write) throw new TypeError(`${path}: neither read nor write is wanted`);
  if (read && write && kind.isFIFO()) throw new TypeError(`${path}: a FIFO goes one way, read or write`);
  return new FileByteStream(openSync(path, openFlags(kind, read, write)), read, kind.isFIFO());
}

/** A FIFO is opened both ways always, so that it waits for a partner instead of failing or ending without one. */
function openFlags(kind: Stats, read: boolean, write: boolean): number {
  const { O_RDWR, O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOCTTY } = constants;
  const oneWay = read ? O_RDONLY : O_WRONLY;
  return ((read && write) || kind.isFIFO() ? O_RDWR : oneWay) | O_NONBLOCK | O_NOCTTY;
}

class FileByteStream implements ByteStream {
  readonly #descriptor: number;
  readonly #reader: DeviceReader | null;
  /** Reading a pipe closes it too. */
  readonly #isReadersOwn: boolean;
  #listener: ByteStreamListener | null = null;
  #retry: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(descriptor: number, isRead: boolean, isPipe: boolean) {
    this.#descriptor = descriptor;
    this.#isReadersOwn = isRead && isPipe;
    const listener = {
      onBytes: (bytes: Uint8Array) => this.#listener?.onBytes(bytes),
      onEnd: (reason: Error | null) => this.#end(reason),
    };
    this.#reader = isRead ? readDevice({ descriptor, isPipe, listener }) : null;
  }

  write(bytes: Uint8Array, byteOffset: number, byteLength: number): number {
    if (this.#isClosed) return 0;
    const taken = this.#tryWrite(bytes, byteOffset, byteLength);
    if (taken < byteLength) this.#retry ??= setTimeout(() => this.#tellWritable(), RETRY_MS);
    return taken;
  }

  setListener(listener: ByteStreamListener | null): void {
    this.#listener = listener;
  }

  close(): void {
    this.#end(null);
  }

  /** A full device takes nothing, and some say so by an error. Any other error ends the stream, after this call. */
  #tryWrite(bytes: Uint8Array, byteOffset: number, byteLength: number): number {
    try {
      return writeSync(this.#descriptor, bytes, byteOffset, byteLength);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') setImmediate(() => this.#end(error as Error));
      return 0;
    }
  }

  #tellWritable(): void {
    this.#retry = null;
    if (!this.#isClosed) this.#listener?.onWritable();
  }

  #end(reason: Error | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#reader?.stop();
    if (!this.#isReadersOwn) closeSync(this.#descriptor);
    this.#listener?.onClose(reason);
  }
}
