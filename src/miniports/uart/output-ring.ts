/**
 * Messages on their way to a wire, in memory that is made once. A message is taken as a whole or refused as a whole,
 * and one whose first byte has left is always finished.
 *
 * `@thread render`
 */
export class OutputRing {
  /** Lets nothing begin: only what is left of a half-sent message may be sent. */
  isHeld = true;
  /** The memory: what may be sent next begins at {@link sendOffset}. */
  readonly bytes: Uint8Array;
  /** 1 where a message begins. */
  readonly #starts: Uint8Array;
  #readOffset = 0;
  #count = 0;

  /** @param capacityBytes bytes that may wait, and so the longest message; 1 or more. */
  constructor(capacityBytes: number) {
    this.bytes = new Uint8Array(capacityBytes);
    this.#starts = new Uint8Array(capacityBytes);
  }

  /** Bytes that wait, held or not. */
  get byteLength(): number {
    return this.#count;
  }

  /** The next byte belongs to a message that has been begun. */
  get isInMessage(): boolean {
    return this.#count > 0 && this.#starts[this.#readOffset] === 0;
  }

  /** Where the bytes of {@link sendableByteLength} stand. */
  get sendOffset(): number {
    return this.#readOffset;
  }

  /** Bytes that may be sent now and stand together; there may be more behind the end of the memory. */
  get sendableByteLength(): number {
    const mayGo = this.isHeld ? this.#restOfMessage() : this.#count;
    return Math.min(mayGo, this.bytes.byteLength - this.#readOffset);
  }

  /** Takes the first `byteLength` of `bytes` as one message; false, and nothing taken, when there is no room. */
  putMessage(bytes: Uint8Array, byteLength: number): boolean {
    const capacity = this.bytes.byteLength;
    if (byteLength > capacity - this.#count) return false;
    const start = (this.#readOffset + this.#count) % capacity;
    for (let i = 0; i < byteLength; i++) {
      const offset = (start + i) % capacity;
      this.bytes[offset] = bytes[i]!;
      this.#starts[offset] = i === 0 ? 1 : 0;
    }
    this.#count += byteLength;
    return true;
  }

  /** `byteLength` bytes have left, no more than were sendable. */
  removeSent(byteLength: number): void {
    this.#readOffset = (this.#readOffset + byteLength) % this.bytes.byteLength;
    this.#count -= byteLength;
  }

  /** Forgets every message that has not been begun. */
  discardMessages(): void {
    this.#count = this.#restOfMessage();
  }

  /** Loses everything, a message's rest as well: there is no wire any more. Answers how many messages that were. */
  clear(): number {
    const capacity = this.bytes.byteLength;
    let messageCount = this.isInMessage ? 1 : 0;
    for (let i = 0; i < this.#count; i++) messageCount += this.#starts[(this.#readOffset + i) % capacity]!;
    this.#count = 0;
    return messageCount;
  }

  #restOfMessage(): number {
    const capacity = this.bytes.byteLength;
    let count = 0;
    while (count < this.#count && this.#starts[(this.#readOffset + count) % capacity] === 0) count++;
    return count;
  }
}
