import { type ReferenceTime, TICKS_PER_MILLISECOND } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import { MusicFormatReader } from '../ddi/music-format.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { EventChainBuilder } from './event-chain-builder.ts';
import { RAW_CHANNEL_GROUP, takeRawChain } from './raw-chain.ts';

/**
 * First stage of the way down for a MIDI-subtype pin: turns the entries of a packet into raw events, all marked
 * incomplete, for the parser behind it to make messages of. An entry that is longer than the allocator's buffers becomes
 * a chain that is handed on as one.
 *
 * Packets are served one after the other: an entry that lies before one of an earlier packet is late, and gets the
 * stamp of the latest entry so far. Stamps count in the pin's presentation time.
 *
 * Entries come from an application and may be damaged; what cannot be an event is counted and dropped.
 *
 * `@thread render`
 */
export class MusicFormatUnpacker implements Mxf {
  /** Entries dropped because the pool was empty. One without bytes only lets time pass, and is not counted. */
  droppedCount = 0;

  readonly #allocator: AllocatorMxf;
  readonly #reader = new MusicFormatReader();
  readonly #builder: EventChainBuilder;
  #output: Mxf;
  #state: KsState = KsState.stop;
  /** Bytes of all packets before the present one. */
  #bytePosition = 0;
  /** Stamp of the latest entry since `stop`. */
  #latestTime: ReferenceTime = Number.NEGATIVE_INFINITY;

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
    this.#builder = new EventChainBuilder(allocator);
    this.#output = allocator;
  }

  /** Packets that ended at a damaged entry. */
  get damagedCount(): number {
    return this.#reader.damagedCount;
  }

  /**
   * Sends the bytes of a packet on. `entries` is read before this returns and not kept. In `stop` nothing is sent.
   *
   * @param startTime the packet's presentation time, which the first entry's delta counts from, in ticks of 100 ns.
   */
  writePacket(startTime: ReferenceTime, entries: Uint8Array): void {
    if (this.#state === KsState.stop) return;
    const reader = this.#reader;
    reader.reset(entries);
    while (reader.next()) {
      const entryTime = startTime + reader.elapsedMs * TICKS_PER_MILLISECOND;
      if (entryTime > this.#latestTime) this.#latestTime = entryTime;
      this.#sendEntry(this.#latestTime);
    }
    reader.release();
    this.#bytePosition += entries.byteLength;
  }

  setState(state: KsState): void {
    this.#state = state;
    if (state !== KsState.stop) return;
    this.#bytePosition = 0;
    this.#latestTime = Number.NEGATIVE_INFINITY;
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

  #sendEntry(presentationTime: ReferenceTime): void {
    const { entries, messageOffset, byteLength } = this.#reader;
    if (byteLength === 0) return;
    this.#builder.begin(RAW_CHANNEL_GROUP, presentationTime);
    const bytePosition = this.#bytePosition + messageOffset;
    const chain = takeRawChain(this.#builder, entries, messageOffset, messageOffset + byteLength, bytePosition);
    if (chain === null) this.droppedCount++;
    else this.#output.putMessage(chain);
  }
}
