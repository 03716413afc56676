import type { ReferenceTime } from '../clock/reference-time.ts';
import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { EventChainBuilder } from '../event-chains/event-chain-builder.ts';

/**
 * What the first stages of the way down have in common, whatever their packets look like: nothing is sent in `stop`, and
 * byte positions count from leaving it.
 *
 * Packets come from an application and may be damaged; what cannot be an event is counted and dropped.
 *
 * `@thread render`
 */
export abstract class PacketStage implements Mxf {
  /** What was dropped because the pool was empty or because it can be no event. */
  droppedCount = 0;

  protected readonly builder: EventChainBuilder;
  readonly #allocator: AllocatorMxf;
  #output: Mxf;
  #state: KsState = KsState.stop;
  /** Bytes of all packets before the present one. */
  #bytePosition = 0;

  constructor(allocator: AllocatorMxf) {
    this.#allocator = allocator;
    this.#output = allocator;
    this.builder = new EventChainBuilder(allocator);
  }

  /** Packets that ended at damaged bytes. */
  abstract get damagedCount(): number;

  /**
   * Sends on what is in a packet, which is read before this returns and not kept. In `stop` nothing is sent.
   *
   * @param startTime what the packet's deltas count from, in ticks of 100 ns.
   */
  writePacket(startTime: ReferenceTime, packet: Uint8Array): void {
    if (this.#state === KsState.stop) return;
    this.readPacket(startTime, packet, this.#bytePosition);
    this.#bytePosition += packet.byteLength;
  }

  setState(state: KsState): void {
    this.#state = state;
    if (state === KsState.stop) this.#bytePosition = 0;
  }

  /** Nothing stands before a first stage; an event that is given to it all the same is passed on. */
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

  /** @param bytePosition of the packet's first byte. */
  protected abstract readPacket(startTime: ReferenceTime, packet: Uint8Array, bytePosition: number): void;

  /** Sends a message on; `null` is one that there was no room for. */
  protected send(message: KernelEvent | null): void {
    if (message === null) this.droppedCount++;
    else this.#output.putMessage(message);
  }
}
