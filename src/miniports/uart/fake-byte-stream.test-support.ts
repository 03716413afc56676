import type { ByteStream, ByteStreamListener } from './byte-stream.ts';

/** A wire in memory that takes only as many bytes as there is room for. */
export class FakeByteStream implements ByteStream {
  /** Everything taken so far. */
  readonly sent: number[] = [];
  /** Bytes it takes before it is full. */
  room = Number.POSITIVE_INFINITY;
  listener: ByteStreamListener | null = null;
  isClosed = false;

  write(bytes: Uint8Array, byteOffset: number, byteLength: number): number {
    if (this.isClosed) return 0;
    const taken = Math.min(byteLength, this.room);
    this.sent.push(...bytes.subarray(byteOffset, byteOffset + taken));
    this.room -= taken;
    return taken;
  }

  setListener(listener: ByteStreamListener | null): void {
    this.listener = listener;
  }

  close(): void {
    this.end(null);
  }

  /** Room for `byteLength` more bytes, and the word that there is. */
  makeRoom(byteLength: number): void {
    this.room = byteLength;
    this.listener?.onWritable();
  }

  /** Bytes come in, from memory that is overwritten afterwards. */
  arrive(bytes: readonly number[]): void {
    const shared = Uint8Array.from(bytes);
    this.listener?.onBytes(shared);
    shared.fill(0);
  }

  end(reason: Error | null): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.listener?.onClose(reason);
  }
}
