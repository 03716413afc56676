import type { ByteStream, ByteStreamListener } from './byte-stream.ts';
import type { OutputRing } from './output-ring.ts';

/** Who gets what arrives. */
export interface WireInput {
  /** To be copied before this returns. `@thread any` */
  receiveBytes(bytes: Uint8Array): void;
}

/**
 * One wire that several streams share. On the way out it changes from one ring to the other between two messages
 * only; on the way in there is one receiver or none.
 */
export class UartWire implements ByteStreamListener {
  /** Who gets what arrives; without one it is thrown away. */
  input: WireInput | null = null;
  /** Messages that had not left, or not quite, when the wire ended. */
  lostMessageCount = 0;
  readonly #stream: ByteStream;
  readonly #outputs: readonly OutputRing[];
  #current = 0;
  #isSending = false;
  #isClosed = false;
  #failure: Error | null = null;

  constructor(stream: ByteStream, outputs: readonly OutputRing[]) {
    this.#stream = stream;
    this.#outputs = outputs;
  }

  /** The wire has ended. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Why it ended; `null` while it has not, or when nothing was wrong. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Begins to listen. `@thread control` */
  open(): void {
    this.#stream.setListener(this);
  }

  /** Sends what the wire takes now. `@thread render` */
  send(): void {
    if (this.#isSending) return;
    this.#isSending = true;
    while (!this.#isClosed && this.#sendFrom(this.#nextOutput()));
    this.#isSending = false;
  }

  onBytes(bytes: Uint8Array): void {
    this.input?.receiveBytes(bytes);
  }

  onWritable(): void {
    this.send();
  }

  onClose(reason: Error | null): void {
    this.#isClosed = true;
    this.#failure = reason;
    for (const output of this.#outputs) this.lostMessageCount += output.clear();
  }

  /** Answers whether it is worth going on. */
  #sendFrom(output: OutputRing | undefined): boolean {
    if (output === undefined) return false;
    const offered = output.sendableByteLength;
    const taken = this.#stream.write(output.bytes, output.sendOffset, offered);
    // A wire that closes while it is written to has emptied its rings.
    if (this.#isClosed || !(taken > 0)) return false;
    output.removeSent(Math.min(taken, offered));
    return taken >= offered;
  }

  /** The one whose message is not finished, else the next in turn that has something. */
  #nextOutput(): OutputRing | undefined {
    const count = this.#outputs.length;
    if (this.#outputs[this.#current]?.isInMessage) return this.#outputs[this.#current];
    for (let i = 1; i <= count; i++) {
      const index = (this.#current + i) % count;
      if (this.#outputs[index]!.sendableByteLength === 0) continue;
      this.#current = index;
      return this.#outputs[index];
    }
    return undefined;
  }
}
