import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import { type KernelEvent, KernelEventFlags, SHORT_EVENT_BYTES } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';

const MAX_CHANNEL_GROUP = 0xffff;

/**
 * First stage of the way down: turns the packed records of a packet into kernel events, one for each message. A
 * message that is longer than the allocator's buffers becomes a chain of parts, each but the last marked incomplete,
 * that is handed on as one.
 *
 * Records come from an application and may be damaged; what cannot be an event is counted and dropped.
 *
 * `@thread render`
 */
export class Unpacker implements Mxf {
  /** Messages dropped because the pool was empty, the group above 65,535, or the message without bytes. */
  droppedCount = 0;

  readonly #allocator: AllocatorMxf;
  readonly #reader = new EventRecordReader();
  #output: Mxf;
  #state: KsState = KsState.stop;
  /** Bytes of all packets before the present one. */
  #bytePosition = 0;

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
    this.#output = allocator;
  }

  /** Packets that ended at a damaged record. */
  get damagedCount(): number {
    return this.#reader.damagedCount;
  }

  /**
   * Sends the events of a packet on. `records` is read before this returns and not kept. In `stop` nothing is sent.
   *
   * @param startTime what the records' deltas count from, in ticks of 100 ns.
   */
  writePacket(startTime: ReferenceTime, records: Uint8Array): void {
    if (this.#state === KsState.stop) return;
    const reader = this.#reader;
    reader.reset(records);
    while (reader.next()) {
      const chain = this.#buildChain(startTime + reader.deltaTicks);
      if (chain === null) this.droppedCount++;
      else this.#output.putMessage(chain);
    }
    reader.release();
    this.#bytePosition += records.byteLength;
  }

  setState(state: KsState): void {
    this.#state = state;
    if (state === KsState.stop) this.#bytePosition = 0;
  }

  /** Nothing stands before an unpacker; an event that is given to it all the same is passed on. */
  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    const receiver = this.#state === KsState.stop ? this.#allocator : this.#output;
    receiver.putMessage(event);
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  /** The present record as one event or a chain of parts; `null`, with nothing left lent, when that cannot be had. */
  #buildChain(presentationTime: ReferenceTime): KernelEvent | null {
    const { byteLength, channelGroup } = this.#reader;
    if (byteLength === 0 || channelGroup > MAX_CHANNEL_GROUP) return null;
    let head: KernelEvent | null = null;
    let tail: KernelEvent | null = null;
    for (let offset = 0; offset < byteLength; ) {
      const part = this.#buildPart(offset, presentationTime);
      if (part === null) {
        this.#allocator.putMessage(head);
        return null;
      }
      if (tail === null) head = part;
      else tail.next = part;
      tail = part;
      offset += part.byteLength;
    }
    return head;
  }

  #buildPart(offset: number, presentationTime: ReferenceTime): KernelEvent | null {
    const reader = this.#reader;
    const remainingBytes = reader.byteLength - offset;
    const event = this.#allocator.getMessage();
    if (event === null) return null;
    let payload: Uint8Array | null = event.inline;
    if (remainingBytes > SHORT_EVENT_BYTES) {
      payload = this.#allocator.getBuffer();
      event.buffer = payload;
    }
    if (payload === null) {
      this.#allocator.putMessage(event);
      return null;
    }
    const messageOffset = reader.messageOffset + offset;
    event.byteLength = Math.min(remainingBytes, payload.byteLength);
    event.channelGroup = reader.channelGroup;
    event.flags = event.byteLength < remainingBytes ? KernelEventFlags.incomplete : 0;
    event.presentationTime = presentationTime;
    event.bytePosition = this.#bytePosition + messageOffset;
    for (let i = 0; i < event.byteLength; i++) payload[i] = reader.records[messageOffset + i]!;
    return event;
  }
}
