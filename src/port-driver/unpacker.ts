import type { ReferenceTime } from '../clock/reference-time.ts';
import { EventRecordReader } from '../ddi/event-record.ts';
import { type KernelEvent, MAX_CHANNEL_GROUP } from '../ddi/kernel-event.ts';
import { PacketStage } from './packet-stage.ts';

/**
 * First stage of the way down: turns the packed records of a packet into kernel events, one for each message. A
 * message that is longer than the allocator's buffers becomes a chain of parts, each but the last marked incomplete,
 * that is handed on as one. Dropped and counted are messages without bytes, and those for a group above 65,535.
 *
 * `@thread render`
 */
export class Unpacker extends PacketStage {
  readonly #reader = new EventRecordReader();

  override get damagedCount(): number {
    return this.#reader.damagedCount;
  }

  protected override readPacket(startTime: ReferenceTime, records: Uint8Array, bytePosition: number): void {
    const reader = this.#reader;
    reader.reset(records);
    while (reader.next()) this.send(this.#buildMessage(startTime + reader.deltaTicks, bytePosition));
    reader.release();
  }

  /** The present record; `null`, with nothing left lent, when it can be no message. */
  #buildMessage(presentationTime: ReferenceTime, packetPosition: number): KernelEvent | null {
    const { byteLength, channelGroup, messageOffset, records } = this.#reader;
    if (channelGroup > MAX_CHANNEL_GROUP) return null;
    const { builder } = this;
    builder.begin(channelGroup, presentationTime);
    const end = messageOffset + byteLength;
    return builder.appendBytes(records, messageOffset, end, packetPosition + messageOffset) ? builder.take() : null;
  }
}
