import type { ReferenceTime } from '../../clock/reference-time.ts';
import type { AllocatorMxf } from '../../ddi/allocator-mxf.ts';
import { type KernelEvent, KernelEventFlags, SHORT_EVENT_BYTES } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';

/**
 * One plug at the far end of a cable. What is sent into the cable waits here, in events of this stream's own, until
 * the port driver serves the stream: so a message that is led back into the cable comes round with the next service
 * instead of never letting go of this one.
 */
export class LoopbackCaptureStream implements Mxf {
  /** Messages lost because too many waited or the allocator had no event. */
  droppedCount = 0;
  readonly #allocator: AllocatorMxf;
  readonly #maxWaitingCount: number;
  #output: Mxf;
  #state: KsState = KsState.stop;
  #first: KernelEvent | null = null;
  #last: KernelEvent | null = null;
  #waitingCount = 0;

  constructor(allocator: AllocatorMxf, maxWaitingCount: number) {
    this.#allocator = allocator;
    this.#output = allocator;
    this.#maxWaitingCount = maxWaitingCount;
  }

  /** Whether messages are wanted. */
  get isCapturing(): boolean {
    return this.#state === KsState.pause || this.#state === KsState.run;
  }

  /**
   * Lets a copy of a message wait for service. One that is longer than a buffer becomes raw bytes in several events.
   * `@thread render`
   */
  addMessage(bytes: Uint8Array, byteLength: number, channelGroup: number, presentationTime: ReferenceTime): void {
    const chain = this.#waitingCount < this.#maxWaitingCount ? this.#copy(bytes, byteLength) : null;
    if (chain === null) {
      this.droppedCount++;
      return;
    }
    for (let event: KernelEvent | null = chain; event !== null; event = event.next) {
      event.channelGroup = channelGroup;
      event.presentationTime = presentationTime;
    }
    this.#wait(chain);
  }

  setState(state: KsState): void {
    this.#state = state;
    if (!this.isCapturing) this.#sendWaiting(this.#allocator);
  }

  /** `null` asks for service; nothing else is expected, and goes to the allocator. */
  putMessage(event: KernelEvent | null): void {
    if (event === null) this.#sendWaiting(this.#output);
    else this.#allocator.putMessage(event);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  /** `null`, with nothing left lent, when the allocator has not enough. */
  #copy(bytes: Uint8Array, byteLength: number): KernelEvent | null {
    let first: KernelEvent | null = null;
    let last: KernelEvent | null = null;
    for (let offset = 0; offset < byteLength; ) {
      const part = this.#copyPart(bytes, offset, byteLength - offset);
      if (part === null) {
        this.#allocator.putMessage(first);
        return null;
      }
      part.flags = part.byteLength < byteLength ? KernelEventFlags.incomplete : 0;
      if (last === null) first = part;
      else last.next = part;
      last = part;
      offset += part.byteLength;
    }
    return first;
  }

  #copyPart(bytes: Uint8Array, offset: number, remainingBytes: number): KernelEvent | null {
    const event = this.#allocator.getMessage();
    if (event === null) return null;
    const isShort = remainingBytes <= SHORT_EVENT_BYTES;
    event.buffer = isShort ? null : this.#allocator.getBuffer();
    const target = isShort ? event.inline : event.buffer;
    if (target === null) {
      this.#allocator.putMessage(event);
      return null;
    }
    event.byteLength = Math.min(remainingBytes, target.byteLength);
    for (let i = 0; i < event.byteLength; i++) target[i] = bytes[offset + i]!;
    return event;
  }

  #wait(chain: KernelEvent): void {
    this.#waitingCount++;
    if (this.#last === null) this.#first = chain;
    else this.#last.next = chain;
    this.#last = chain;
    while (this.#last.next !== null) this.#last = this.#last.next;
  }

  /** Event by event: only equal stamps may go as a chain. */
  #sendWaiting(receiver: Mxf): void {
    let event = this.#first;
    this.#first = null;
    this.#last = null;
    this.#waitingCount = 0;
    while (event !== null) {
      const { next }: KernelEvent = event;
      event.next = null;
      receiver.putMessage(event);
      event = next;
    }
  }
}
