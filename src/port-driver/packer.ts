import type { AllocatorMxf } from '../ddi/allocator-mxf.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { Mxf } from '../ddi/mxf.ts';
import { messageByteLength, visitMessages } from '../event-chains/message-parts.ts';
import type { CapturePacket, PacketFormat } from './packet-format.ts';

/** What a packer is made of. */
export interface PackerOptions {
  /** Where events go when they have been read, unless something else is connected. */
  readonly allocator: AllocatorMxf;
  /** How messages stand in packets. */
  readonly format: PacketFormat;
  /** Gets every packet back once, in the order in which they were added. May add packets; never throws. `@thread render` */
  readonly onComplete: (packet: CapturePacket) => void;
  /** Packets that may wait to be filled, 1 or more; 64 by default. */
  readonly maxPacketCount?: number;
}

const DEFAULT_MAX_PACKET_COUNT = 64;

/**
 * Last stage of the way up: copies messages into the application's packets, one packet after the other, and passes the
 * events on, which means to the allocator. A packet is completed when the next message does not fit, or by {@link flush}.
 *
 * Nothing waits: a message for which there is no room is dropped and counted. `stop` drops all and counts nothing.
 *
 * `@thread render`
 */
export class Packer implements Mxf {
  /** Messages lost because no packet was there, or because they are longer than an empty packet. */
  overflowCount = 0;
  /** Packages passed by with all that is in them because they lay too deep in others. */
  skippedPackageCount = 0;

  readonly #allocator: AllocatorMxf;
  readonly #format: PacketFormat;
  readonly #onComplete: (packet: CapturePacket) => void;
  readonly #packets: PacketQueue;
  #output: Mxf;
  #state: KsState = KsState.stop;

  /** @throws RangeError for `maxPacketCount` out of range. */
  constructor(options: PackerOptions) {
    const { maxPacketCount = DEFAULT_MAX_PACKET_COUNT } = options;
    if (!Number.isInteger(maxPacketCount) || maxPacketCount < 1) {
      throw new RangeError(`Packer: maxPacketCount must be an integer of 1 or more, got ${maxPacketCount}`);
    }
    this.#allocator = options.allocator;
    this.#output = options.allocator;
    this.#format = options.format;
    this.#onComplete = options.onComplete;
    this.#packets = new PacketQueue(maxPacketCount);
  }

  /** Packets that are here, the one being filled included. */
  get queuedPacketCount(): number {
    return this.#packets.count;
  }

  /** Whether the packet that is being filled holds anything. */
  get holdsMessages(): boolean {
    const { first } = this.#packets;
    return first !== null && first.usedBytes > 0;
  }

  /** Takes a packet to be filled after those before it, in any state; false, with nothing changed, when there are too many. */
  addPacket(packet: CapturePacket): boolean {
    if (!this.#packets.push(packet)) return false;
    packet.usedBytes = 0;
    packet.startTime = 0;
    if (this.#packets.count === 1) this.#format.begin(packet);
    return true;
  }

  /** Completes the packet that is being filled if it holds anything. */
  flush(): void {
    if (this.holdsMessages) this.#completeFirst();
  }

  /** Brings all packets back: the one being filled with what it holds, the others with `usedBytes` 0. */
  cancel(): void {
    // Counted first: the application may add them again from within onComplete.
    for (let remaining = this.#packets.count; remaining > 0; remaining--) this.#completeFirst();
  }

  putMessage(event: KernelEvent | null): void {
    if (event === null) return;
    if (this.#state !== KsState.stop) this.skippedPackageCount += visitMessages(event, this.#write);
    this.#output.putMessage(event);
  }

  /** Entering `stop` brings all packets back. */
  setState(state: KsState): void {
    this.#state = state;
    if (state === KsState.stop) this.cancel();
  }

  connectOutput(sink: Mxf): void {
    this.#output = sink;
  }

  disconnectOutput(sink: Mxf): void {
    if (this.#output === sink) this.#output = this.#allocator;
  }

  /** An event without bytes is no message. */
  readonly #write = (message: KernelEvent): void => {
    if (messageByteLength(message) === 0) return;
    for (let packet = this.#packets.first; packet !== null; packet = this.#packets.first) {
      if (this.#format.append(packet, message)) return;
      if (packet.usedBytes === 0) break;
      this.#completeFirst();
    }
    this.overflowCount++;
  };

  #completeFirst(): void {
    const packet = this.#packets.shift();
    if (packet === null) return;
    const next = this.#packets.first;
    if (next !== null) this.#format.begin(next);
    this.#onComplete(packet);
  }
}

/** Packets in order of arrival, in a ring of fixed size. */
class PacketQueue {
  count = 0;
  readonly #ring: (CapturePacket | null)[];
  #firstIndex = 0;

  constructor(maxCount: number) {
    this.#ring = new Array<CapturePacket | null>(maxCount).fill(null);
  }

  get first(): CapturePacket | null {
    return this.count === 0 ? null : this.#ring[this.#firstIndex]!;
  }

  push(packet: CapturePacket): boolean {
    if (this.count === this.#ring.length) return false;
    this.#ring[(this.#firstIndex + this.count) % this.#ring.length] = packet;
    this.count++;
    return true;
  }

  shift(): CapturePacket | null {
    const { first } = this;
    if (first === null) return null;
    this.#ring[this.#firstIndex] = null;
    this.#firstIndex = (this.#firstIndex + 1) % this.#ring.length;
    this.count--;
    return first;
  }
}
