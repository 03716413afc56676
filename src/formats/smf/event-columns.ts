/**
 * Storage for events: one typed array a property instead of one object an event, 19 bytes an event plus the bytes of
 * sysex and meta messages. A file of a million events takes some 20 MB instead of over 100.
 */

const INITIAL_EVENT_CAPACITY = 1024;
const INITIAL_PAYLOAD_BYTES = 1024;

/** Column `heads` of events that are no channel message. */
export const EVENT_HEAD = { sysex: 0xf0, meta: 0xff } as const;

/** Columns that grow as a file is read. @thread control */
export class EventColumns {
  /** Events stored; the arrays may be longer. */
  eventCount = 0;
  ticks: Float64Array = new Float64Array(INITIAL_EVENT_CAPACITY);
  tracks: Uint16Array = new Uint16Array(INITIAL_EVENT_CAPACITY);
  /** Channel status byte, or an {@link EVENT_HEAD}. */
  heads: Uint8Array = new Uint8Array(INITIAL_EVENT_CAPACITY);
  /** First data byte of a channel message; offset into `payload` of any other. */
  data1: Uint32Array = new Uint32Array(INITIAL_EVENT_CAPACITY);
  /** Second data byte of a channel message; bytes in `payload` of any other. */
  data2: Uint32Array = new Uint32Array(INITIAL_EVENT_CAPACITY);
  /** Sysex messages as they are, and meta messages with their type in front. */
  payload: Uint8Array = new Uint8Array(INITIAL_PAYLOAD_BYTES);
  #payloadByteLength = 0;

  /** Appends a channel message, or a message whose payload stands from `first` on for `second` bytes. */
  push(tick: number, track: number, head: number, first: number, second: number): void {
    if (this.eventCount === this.ticks.length) this.#growEvents();
    const index = this.eventCount++;
    this.ticks[index] = tick;
    this.tracks[index] = track;
    this.heads[index] = head;
    this.data1[index] = first;
    this.data2[index] = second;
  }

  /** Appends a message made of `parts`, one after the other. */
  pushBytes(tick: number, track: number, head: number, parts: readonly Uint8Array[]): void {
    const start = this.#payloadByteLength;
    for (const part of parts) this.#appendPayload(part);
    this.push(tick, track, head, start, this.#payloadByteLength - start);
  }

  /** Puts event `order[i]` at place i, and gives spare room back. */
  rearrange(order: Uint32Array): void {
    this.ticks = gather(this.ticks, order, new Float64Array(order.length));
    this.tracks = gather(this.tracks, order, new Uint16Array(order.length));
    this.heads = gather(this.heads, order, new Uint8Array(order.length));
    this.data1 = gather(this.data1, order, new Uint32Array(order.length));
    this.data2 = gather(this.data2, order, new Uint32Array(order.length));
    this.payload = this.payload.slice(0, this.#payloadByteLength);
    this.eventCount = order.length;
  }

  #growEvents(): void {
    const capacity = this.ticks.length * 2;
    this.ticks = enlarged(this.ticks, new Float64Array(capacity));
    this.tracks = enlarged(this.tracks, new Uint16Array(capacity));
    this.heads = enlarged(this.heads, new Uint8Array(capacity));
    this.data1 = enlarged(this.data1, new Uint32Array(capacity));
    this.data2 = enlarged(this.data2, new Uint32Array(capacity));
  }

  #appendPayload(part: Uint8Array): void {
    const byteLength = this.#payloadByteLength + part.byteLength;
    if (byteLength > this.payload.byteLength) {
      this.payload = enlarged(this.payload, new Uint8Array(Math.max(byteLength, this.payload.byteLength * 2)));
    }
    this.payload.set(part, this.#payloadByteLength);
    this.#payloadByteLength = byteLength;
  }
}

type Column = Float64Array | Uint32Array | Uint16Array | Uint8Array;

function enlarged<T extends Column>(column: T, larger: T): T {
  larger.set(column);
  return larger;
}

function gather<T extends Column>(column: T, order: Uint32Array, gathered: T): T {
  for (let place = 0; place < order.length; place++) gathered[place] = column[order[place]!]!;
  return gathered;
}
