import { readSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';

/** How often a device is asked that cannot say by itself when it has something, in milliseconds. */
const POLL_MS = 1;
const CHUNK_BYTES = 4096;

/** Hears what a {@link DeviceReader} reads. */
export interface DeviceReaderListener {
  /** Bytes that are the reader's again when this returns. */
  onBytes(bytes: Uint8Array): void;
  /** Nothing more will come; once. `null` where the device has only ended. */
  onEnd(reason: Error | null): void;
}

/** Reads a device as its bytes arrive. */
export interface DeviceReader {
  /** Ends reading, and closes what it has opened for it; the listener hears nothing more. */
  stop(): void;
}

/** What {@link readDevice} is given. */
export interface ReadDeviceOptions {
  /** Open for reading, without blocking. Stays its owner's, but for a pipe. */
  readonly descriptor: number;
  /** The device is a pipe; its descriptor is closed by `stop`. */
  readonly isPipe: boolean;
  readonly listener: DeviceReaderListener;
}

/** Reads terminals and pipes as the event loop reports them; other devices cannot be waited for, so they are polled. */
export function readDevice({ descriptor, isPipe, listener }: ReadDeviceOptions): DeviceReader {
  if (isPipe) return readStream(new Socket({ fd: descriptor, readable: true, writable: false }), listener);
  if (isatty(descriptor)) return readStream(new ReadStream(descriptor), listener);
  return pollDevice(descriptor, listener);
}

function readStream(stream: Socket, listener: DeviceReaderListener): DeviceReader {
  let isOver = false;
  const end = (reason: Error | null): void => {
    if (isOver) return;
    isOver = true;
    listener.onEnd(reason);
  };
  stream.on('data', (bytes: Buffer) => {
    if (!isOver) listener.onBytes(bytes);
  });
  stream.on('error', (error) => end(error));
  stream.on('end', () => end(null));
  return {
    stop: () => {
      isOver = true;
      stream.destroy();
    },
  };
}

function pollDevice(descriptor: number, listener: DeviceReaderListener): DeviceReader {
  const chunk = new Uint8Array(CHUNK_BYTES);
  const poll = (): void => {
    try {
      const count = readSync(descriptor, chunk, 0, CHUNK_BYTES, null);
      if (count > 0) return listener.onBytes(chunk.subarray(0, count));
      clearInterval(timer);
      listener.onEnd(null);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return;
      clearInterval(timer);
      listener.onEnd(error as Error);
    }
  };
  const timer = setInterval(poll, POLL_MS);
  return { stop: () => clearInterval(timer) };
}
