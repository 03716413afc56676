import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { BYTE_POSITION_NONE, type KernelEvent, KernelEventFlags, SHORT_EVENT_BYTES } from '../ddi/kernel-event.ts';

/**
 * Builds one message out of bytes: a single event, or where it outgrows the allocator's buffers a chain of parts, each
 * but the last marked incomplete. Between two messages it holds nothing of the allocator's.
 *
 * `@thread render`
 */
export class EventChainBuilder {
  readonly #allocator: AllocatorMxf;
  readonly #partBytes: number;
  #channelGroup = 0;
  #presentationTime: ReferenceTime = 0;
  #byteLength = 0;
  #head: KernelEvent | null = null;
  #tail: KernelEvent | null = null;

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
    this.#partBytes = allocator.getBufferSize();
  }

  /** Bytes of the message so far. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Begins a message, in place of one that was not taken. */
  begin(channelGroup: number, presentationTime: ReferenceTime): void {
    this.discard();
    this.#channelGroup = channelGroup;
    this.#presentationTime = presentationTime;
  }

  /**
   * Adds a byte. False when the pool is empty: the message is given back, and nothing more of it may be added.
   * @param bytePosition of the byte in its stream; the first of a part becomes the position of the part.
   */
  append(byte: number, bytePosition: number): boolean {
    const part = this.#partWithRoom(bytePosition);
    if (part === null) {
      this.discard();
      return false;
    }
    const payload = part.buffer ?? part.inline;
    payload[part.byteLength++] = byte;
    this.#byteLength++;
    return true;
  }

  /**
   * Adds `bytes[begin … end)`, as {@link append} does each of them.
   * @param bytePosition of the first of them in their stream, or BYTE_POSITION_NONE.
   */
  appendBytes(bytes: Uint8Array, begin: number, end: number, bytePosition: number): boolean {
    const step = bytePosition === BYTE_POSITION_NONE ? 0 : 1;
    for (let i = begin; i < end; i++) {
      if (!this.append(bytes[i]!, bytePosition + step * (i - begin))) return false;
    }
    return true;
  }

  /** Gives the message up, with the duty to pass it on; `null` when there is none. */
  take(): KernelEvent | null {
    const head = this.#head;
    this.#head = null;
    this.#tail = null;
    this.#byteLength = 0;
    return head;
  }

  /** Gives everything back to the allocator. */
  discard(): void {
    this.#allocator.putMessage(this.take());
  }

  #partWithRoom(bytePosition: number): KernelEvent | null {
    const tail = this.#tail;
    if (tail === null || tail.byteLength === this.#partBytes) return this.#addPart(bytePosition);
    if (tail.byteLength !== SHORT_EVENT_BYTES) return tail;
    return this.#moveToBuffer(tail) ? tail : null;
  }

  #addPart(bytePosition: number): KernelEvent | null {
    const part = this.#allocator.getMessage();
    if (part === null) return null;
    part.channelGroup = this.#channelGroup;
    part.presentationTime = this.#presentationTime;
    part.bytePosition = bytePosition;
    if (this.#tail === null) {
      this.#head = part;
    } else {
      this.#tail.flags = KernelEventFlags.incomplete;
      this.#tail.next = part;
    }
    this.#tail = part;
    return part;
  }

  /** A part begins in the inline bytes and goes on in a buffer, which takes the place of all of them. */
  #moveToBuffer(part: KernelEvent): boolean {
    const buffer = this.#allocator.getBuffer();
    if (buffer === null) return false;
    for (let i = 0; i < SHORT_EVENT_BYTES; i++) buffer[i] = part.inline[i]!;
    part.buffer = buffer;
    return true;
  }
}
