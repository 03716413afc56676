/** The wire of a UART: bytes in, bytes out. A serial line, a raw MIDI device, a pseudo-terminal, a socket. */
export interface ByteStream {
  /**
   * Offers `bytes[byteOffset … byteOffset + byteLength)`; answers how many were taken, which are copied before it
   * returns. The rest is offered again after `onWritable`. A closed stream takes 0. Never throws. `@thread render`
   */
  write(bytes: Uint8Array, byteOffset: number, byteLength: number): number;

  /** Who hears about arrivals; `null` for nobody. One at a time. `@thread control` */
  setListener(listener: ByteStreamListener | null): void;

  /** Ends the stream; `onClose` follows, at once or later. Closing again does nothing. `@thread control` */
  close(): void;
}

/** Hears what happens on a {@link ByteStream}. Called from the stream's own callbacks, never from inside `write`. */
export interface ByteStreamListener {
  /** Bytes have arrived. They are the stream's again when this returns. `@thread any` */
  onBytes(bytes: Uint8Array): void;

  /** After a `write` that did not take everything: it is worth trying again. `@thread any` */
  onWritable(): void;

  /** The stream has ended and nothing more will be heard of it; once. `null` when nothing was wrong. `@thread any` */
  onClose(reason: Error | null): void;
}
