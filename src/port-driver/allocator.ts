import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { BYTE_POSITION_NONE, type KernelEvent, MAX_EVENT_BYTES, SHORT_EVENT_BYTES } from '../ddi/kernel-event.ts';

/** How large an allocator's pools are. */
export interface EventAllocatorOptions {
  /** Events made at the start, and how many are added when they run out. At least 1; 256 by default. */
  readonly eventCount?: number;
  /** Events there may ever be; 16,384 by default. With `eventCount` equal to it, nothing is made while streaming. */
  readonly maxEventCount?: number;
  /** Long buffers made at the start, and how many are added when they run out; 4 by default. */
  readonly bufferCount?: number;
  /** Long buffers there may ever be; 64 by default. */
  readonly maxBufferCount?: number;
  /** Bytes of a long buffer, 9…65,535; 4096 by default. */
  readonly bufferBytes?: number;
}

/** Most events of an allocator that was not told otherwise. */
export const DEFAULT_MAX_EVENT_COUNT = 16_384;

/**
 * The pool of one stream's events. It counts what is out, so that its owner can see that everything has come back;
 * an event or buffer that comes back twice, or is not from here, is refused and counted.
 *
 * `@thread render`; growing up to the stated maximum is the only allocation after it was made.
 */
export class EventAllocator implements AllocatorMxf {
  /** Events lent and not yet returned. */
  outstandingEventCount = 0;
  /** Buffers lent and not yet returned, those attached to events included. */
  outstandingBufferCount = 0;
  /** Requests for an event or a buffer that found the pool empty and at its maximum. */
  exhaustedCount = 0;
  /** Events and buffers that were not out when they came back: a mistake of the stage that returned them. */
  misreturnedCount = 0;

  readonly #options: Required<EventAllocatorOptions>;
  #freeEvent: PooledEvent | null = null;
  #eventCount = 0;
  readonly #freeBuffers: Uint8Array[] = [];
  #bufferCount = 0;

  /** @throws RangeError for a count or size out of range. */
  constructor(options: EventAllocatorOptions = {}) {
    this.#options = checkedOptions(options);
    this.#growEvents();
    this.#growBuffers();
  }

  /** Events there may ever be. */
  get maxEventCount(): number {
    return this.#options.maxEventCount;
  }

  getMessage(): KernelEvent | null {
    if (this.#freeEvent === null) this.#growEvents();
    const event = this.#freeEvent;
    if (event === null) {
      this.exhaustedCount++;
      return null;
    }
    this.#freeEvent = event.nextFree;
    event.lend();
    this.outstandingEventCount++;
    return event;
  }

  putMessage(event: KernelEvent | null): void {
    for (let each = event; each !== null; ) {
      if (!(each instanceof PooledEvent) || each.owner !== this || !each.isLent) {
        // What follows a stray event is not known to be a chain of ours.
        this.misreturnedCount++;
        return;
      }
      const { next } = each;
      this.#takeBack(each);
      each = next;
    }
  }

  getBufferSize(): number {
    return this.#options.bufferBytes;
  }

  getBuffer(): Uint8Array | null {
    if (this.#freeBuffers.length === 0) this.#growBuffers();
    const buffer = this.#freeBuffers.pop();
    if (buffer === undefined) {
      this.exhaustedCount++;
      return null;
    }
    this.outstandingBufferCount++;
    return buffer;
  }

  putBuffer(buffer: Uint8Array): void {
    const isForeign = this.outstandingBufferCount === 0 || buffer.byteLength !== this.#options.bufferBytes;
    // There are a few dozen at most, so that looking through them costs less than marking each.
    if (isForeign || this.#freeBuffers.includes(buffer)) {
      this.misreturnedCount++;
      return;
    }
    this.outstandingBufferCount--;
    this.#freeBuffers.push(buffer);
  }

  setState(): void {}
  connectOutput(): void {}
  disconnectOutput(): void {}

  #takeBack(event: PooledEvent): void {
    // Marked first, so that a package that contains itself comes to an end.
    event.isLent = false;
    this.outstandingEventCount--;
    if (event.packageEvent !== null) this.putMessage(event.packageEvent);
    if (event.buffer !== null) this.putBuffer(event.buffer);
    event.packageEvent = null;
    event.buffer = null;
    event.next = null;
    event.nextFree = this.#freeEvent;
    this.#freeEvent = event;
  }

  #growEvents(): void {
    const count = Math.min(this.#options.eventCount, this.#options.maxEventCount - this.#eventCount);
    for (let i = 0; i < count; i++) {
      const event = new PooledEvent(this);
      event.nextFree = this.#freeEvent;
      this.#freeEvent = event;
    }
    this.#eventCount += count;
  }

  #growBuffers(): void {
    const count = Math.min(this.#options.bufferCount, this.#options.maxBufferCount - this.#bufferCount);
    for (let i = 0; i < count; i++) this.#freeBuffers.push(new Uint8Array(this.#options.bufferBytes));
    this.#bufferCount += count;
  }
}

class PooledEvent implements KernelEvent {
  byteLength = 0;
  channelGroup = 0;
  flags = 0;
  presentationTime = 0;
  bytePosition: number = BYTE_POSITION_NONE;
  next: KernelEvent | null = null;
  readonly inline: Uint8Array = new Uint8Array(SHORT_EVENT_BYTES);
  buffer: Uint8Array | null = null;
  packageEvent: KernelEvent | null = null;

  readonly owner: EventAllocator;
  isLent = false;
  nextFree: PooledEvent | null = null;

  constructor(owner: EventAllocator) {
    this.owner = owner;
  }

  /** Links are `null` already: an event loses them when it is taken back. */
  lend(): void {
    this.isLent = true;
    this.nextFree = null;
    this.byteLength = 0;
    this.channelGroup = 0;
    this.flags = 0;
    this.presentationTime = 0;
    this.bytePosition = BYTE_POSITION_NONE;
    this.inline.fill(0);
  }
}

function checkedOptions(options: EventAllocatorOptions): Required<EventAllocatorOptions> {
  const { maxEventCount = DEFAULT_MAX_EVENT_COUNT, maxBufferCount = 64, bufferBytes = 4096 } = options;
  const { eventCount = Math.min(256, maxEventCount), bufferCount = Math.min(4, maxBufferCount) } = options;
  checkRange('maxEventCount', maxEventCount, 1, 2 ** 24);
  checkRange('eventCount', eventCount, 1, maxEventCount);
  checkRange('maxBufferCount', maxBufferCount, 0, 2 ** 16);
  checkRange('bufferCount', bufferCount, 0, maxBufferCount);
  checkRange('bufferBytes', bufferBytes, SHORT_EVENT_BYTES + 1, MAX_EVENT_BYTES);
  return { eventCount, maxEventCount, bufferCount, maxBufferCount, bufferBytes };
}

function checkRange(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new RangeError(`EventAllocator: ${name} must be an integer of ${min} to ${max}, got ${value}`);
  }
}
