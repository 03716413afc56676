import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { BYTE_POSITION_NONE, type KernelEvent, SHORT_EVENT_BYTES } from '../ddi/kernel-event.ts';
import { EventAllocator, type EventAllocatorOptions } from '../port-driver/allocator.ts';

/** How a {@link LeakDetector} is made; the sizes are those of the pool inside. */
export interface LeakDetectorOptions extends EventAllocatorOptions {
  /** How faults call this allocator; `'the allocator'` by default. */
  readonly name?: string;
}

/** What stands in the memory of an event or buffer that came back. */
const POISON_BYTE = 0xdb;
/** Returned payloads that are watched at a time; the oldest is looked at and let go when there are more. */
const MOST_WATCHED = 4096;
/** Faults that are written down; the rest is counted. */
const MOST_FAULTS = 100;
/** Bytes of a payload that a fault repeats. */
const BYTES_SHOWN = 8;

/**
 * An allocator that watches every event, long buffer and package child: each is to come back exactly once, to the
 * allocator that lent it, and is not to be touched from then on. Whoever breaks this is described in {@link report}.
 *
 * Every lending gives a new object, so that an old reference can be told from a new one. Fields of a returned event
 * are watched as they are read and written; payloads are filled with a pattern that must still be there later. With
 * `maxEventCount` or `maxBufferCount` it runs out like any pool.
 */
export class LeakDetector implements AllocatorMxf {
  readonly name: string;
  /** Requests for an event or a buffer that found the pool empty. */
  exhaustedCount = 0;
  readonly #pool: EventAllocator;
  readonly #lent = new Set<WatchedEvent>();
  /** Buffer → its stand-in of the pool, and what it is called. */
  readonly #lentBuffers = new Map<Uint8Array, { readonly pooled: Uint8Array; readonly name: string }>();
  #watched: { readonly bytes: Uint8Array; readonly name: string }[] = [];
  readonly #faults: string[] = [];
  #faultCount = 0;
  #eventCount = 0;
  #bufferCount = 0;

  /** @throws RangeError for a count or size out of range. */
  constructor(options: LeakDetectorOptions = {}) {
    const { name = 'the allocator', ...sizes } = options;
    this.name = name;
    this.#pool = new EventAllocator(sizes);
  }

  /** Events lent so far. */
  get lentEventCount(): number {
    return this.#eventCount;
  }

  /** Events that have not come back yet. */
  get outstandingEventCount(): number {
    return this.#lent.size;
  }

  /** Buffers that have not come back yet, those attached to events included. */
  get outstandingBufferCount(): number {
    return this.#lentBuffers.size;
  }

  getMessage(): KernelEvent | null {
    const pooled = this.#pool.getMessage();
    if (pooled === null) {
      this.exhaustedCount++;
      return null;
    }
    const event = new WatchedEvent(this, pooled, `event ${++this.#eventCount}`, (fault) => this.#fault(fault));
    this.#lent.add(event);
    return event;
  }

  putMessage(event: KernelEvent | null): void {
    for (let each = event; each !== null; ) {
      if (!(each instanceof WatchedEvent) || each.owner !== this) return this.#refuse(each);
      if (!this.#lent.delete(each)) return this.#fault(`${each.name} (${each.contents}) came back again`);
      // Marked as returned first, so that a package that contains itself comes to an end.
      const { next, buffer, packageEvent } = each;
      each.retire();
      this.#watch(each.payload, `the payload of ${each.name}`);
      if (packageEvent !== null) this.putMessage(packageEvent);
      if (buffer !== null) this.#takeBuffer(buffer, `with ${each.name}`);
      this.#pool.putMessage(each.pooled);
      each = next;
    }
  }

  getBufferSize(): number {
    return this.#pool.getBufferSize();
  }

  getBuffer(): Uint8Array | null {
    const pooled = this.#pool.getBuffer();
    if (pooled === null) {
      this.exhaustedCount++;
      return null;
    }
    const buffer = new Uint8Array(pooled.byteLength).fill(POISON_BYTE);
    this.#lentBuffers.set(buffer, { pooled, name: `buffer ${++this.#bufferCount}` });
    return buffer;
  }

  putBuffer(buffer: Uint8Array): void {
    this.#takeBuffer(buffer, 'by itself');
  }

  setState(): void {}
  connectOutput(): void {}
  disconnectOutput(): void {}

  /** Looks whether anything that came back was written to since. */
  check(): void {
    const watched = this.#watched;
    this.#watched = [];
    for (const each of watched) this.#checkPoison(each);
  }

  /** Everything that is wrong up to now, in sentences: faults, and what has not come back. Empty when all is well. */
  report(): string[] {
    this.check();
    const unsaid = this.#faultCount - this.#faults.length;
    return [
      ...this.#faults,
      ...(unsaid > 0 ? [`${unsaid} faults more`] : []),
      ...Array.from(this.#lent, (event) => `${event.name} (${event.contents}) has not come back to ${this.name}`),
      ...Array.from(this.#lentBuffers.values(), ({ name }) => `${name} has not come back to ${this.name}`),
    ];
  }

  #refuse(event: KernelEvent): void {
    const from = event instanceof WatchedEvent ? `${event.name} of ${event.owner.name}` : 'an event of nobody known';
    this.#fault(`${from} came back to ${this.name}`);
  }

  #takeBuffer(buffer: Uint8Array, how: string): void {
    const lent = this.#lentBuffers.get(buffer);
    if (lent === undefined) return this.#fault(`a buffer that is not out came back to ${this.name} ${how}`);
    this.#lentBuffers.delete(buffer);
    buffer.fill(POISON_BYTE);
    this.#watch(buffer, lent.name);
    this.#pool.putBuffer(lent.pooled);
  }

  #watch(bytes: Uint8Array, name: string): void {
    this.#watched.push({ bytes, name });
    if (this.#watched.length > MOST_WATCHED) this.#checkPoison(this.#watched.shift()!);
  }

  #checkPoison({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): void {
    const at = bytes.findIndex((byte) => byte !== POISON_BYTE);
    if (at >= 0) this.#fault(`${name} was written to at byte ${at} after it had come back to ${this.name}`);
  }

  #fault(sentence: string): void {
    this.#faultCount++;
    if (this.#faults.length < MOST_FAULTS) this.#faults.push(sentence);
  }
}

/** An event that knows whether it may be touched. */
class WatchedEvent implements KernelEvent {
  readonly owner: LeakDetector;
  readonly pooled: KernelEvent;
  readonly name: string;
  /** The inline bytes, also after the return. */
  readonly payload: Uint8Array = new Uint8Array(SHORT_EVENT_BYTES);
  readonly #onFault: (fault: string) => void;
  /** What it carried when it came back; `null` while it is out. */
  #carried: string | null = null;
  readonly #fields = {
    byteLength: 0,
    channelGroup: 0,
    flags: 0,
    presentationTime: 0,
    bytePosition: BYTE_POSITION_NONE,
  };
  #next: KernelEvent | null = null;
  #buffer: Uint8Array | null = null;
  #packageEvent: KernelEvent | null = null;

  constructor(owner: LeakDetector, pooled: KernelEvent, name: string, onFault: (fault: string) => void) {
    this.owner = owner;
    this.pooled = pooled;
    this.name = name;
    this.#onFault = onFault;
  }

  /** What it carries, or carried when it came back. */
  get contents(): string {
    if (this.#carried !== null) return this.#carried;
    const { byteLength, channelGroup, flags, presentationTime } = this.#fields;
    const bytes = (this.#buffer ?? this.payload).subarray(0, Math.min(byteLength, BYTES_SHOWN));
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `${byteLength} bytes ${hex}, group ${channelGroup}, flags ${flags}, at ${presentationTime} ticks`;
  }

  /** It has come back: what it held becomes poison. */
  retire(): void {
    this.#carried = this.contents;
    this.payload.fill(POISON_BYTE);
    this.#next = null;
    this.#buffer = null;
    this.#packageEvent = null;
  }

  #read(field: string): void {
    if (this.#carried !== null) this.#onFault(`${field} of ${this.name} (${this.#carried}) was read after its return`);
  }

  #write(field: string): boolean {
    if (this.#carried !== null)
      this.#onFault(`${field} of ${this.name} (${this.#carried}) was written after its return`);
    return this.#carried === null;
  }

  get byteLength(): number {
    this.#read('byteLength');
    return this.#fields.byteLength;
  }
  set byteLength(value: number) {
    if (this.#write('byteLength')) this.#fields.byteLength = value;
  }
  get channelGroup(): number {
    this.#read('channelGroup');
    return this.#fields.channelGroup;
  }
  set channelGroup(value: number) {
    if (this.#write('channelGroup')) this.#fields.channelGroup = value;
  }
  get flags(): number {
    this.#read('flags');
    return this.#fields.flags;
  }
  set flags(value: number) {
    if (this.#write('flags')) this.#fields.flags = value;
  }
  get presentationTime(): number {
    this.#read('presentationTime');
    return this.#fields.presentationTime;
  }
  set presentationTime(value: number) {
    if (this.#write('presentationTime')) this.#fields.presentationTime = value;
  }
  get bytePosition(): number {
    this.#read('bytePosition');
    return this.#fields.bytePosition;
  }
  set bytePosition(value: number) {
    if (this.#write('bytePosition')) this.#fields.bytePosition = value;
  }
  get next(): KernelEvent | null {
    this.#read('next');
    return this.#next;
  }
  set next(value: KernelEvent | null) {
    if (this.#write('next')) this.#next = value;
  }
  get inline(): Uint8Array {
    this.#read('inline');
    return this.payload;
  }
  get buffer(): Uint8Array | null {
    this.#read('buffer');
    return this.#buffer;
  }
  set buffer(value: Uint8Array | null) {
    if (this.#write('buffer')) this.#buffer = value;
  }
  get packageEvent(): KernelEvent | null {
    this.#read('packageEvent');
    return this.#packageEvent;
  }
  set packageEvent(value: KernelEvent | null) {
    if (this.#write('packageEvent')) this.#packageEvent = value;
  }
}
