import type { ReferenceTime } from '../clock/reference-time.ts';
import { EVENT_STRUCTURED } from '../ddi/event-header.ts';
import { eventRecordBytes, writeEventRecordHeader } from '../ddi/event-record.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { copyMessage, isShortMessage, messageByteLength } from '../event-chains/message-parts.ts';

/** A packet of the application's that captured messages are written to. */
export interface CapturePacket {
  /** The application's name for it. */
  readonly id: number;
  /** Room for messages. */
  readonly bytes: Uint8Array;
  /** Bytes written so far, from the beginning. */
  usedBytes: number;
  /** Stamp of the first message, in ticks of 100 ns, which the times in the packet count from; 0 while it is empty. */
  startTime: ReferenceTime;
}

/** How messages stand in a packet. One object serves one packer. */
export interface PacketFormat {
  /**
   * Appends one message: an event, or a chain of the parts of one, which ends where `lastPartOf` says and may have other
   * messages behind it. The first message gives the packet its start time. False, with nothing changed, when it does not
   * fit. Never throws.
   * `@thread render`
   */
  append(packet: CapturePacket, message: KernelEvent): boolean;

  /** Forgets what it knows about the packet before: `packet`, still empty, is the next to be filled. `@thread render` */
  begin(packet: CapturePacket): void;
}

/**
 * Packets of a DirectMusic pin: event records as in `ddi/event-header.ts`, one for each message however many parts it
 * came in. A channel or system message of fixed length is flagged as structured, SysEx is not. Deltas may be negative: a
 * clock byte inside a SysEx message is written before the message, which began earlier.
 *
 * A stamp that is not a whole number of ticks is rounded; one that no packet can hold does not fit.
 *
 * `@thread render`
 */
export class EventRecordFormat implements PacketFormat {
  readonly #header = { byteLength: 0, channelGroup: 0, deltaTicks: 0, flags: 0 };

  append(packet: CapturePacket, message: KernelEvent): boolean {
    const { bytes, usedBytes } = packet;
    const stamp = Math.round(message.presentationTime);
    const startTime = usedBytes === 0 ? stamp : packet.startTime;
    const header = this.#header;
    header.byteLength = messageByteLength(message);
    header.deltaTicks = stamp - startTime;
    const recordEnd = usedBytes + eventRecordBytes(header.byteLength);
    if (recordEnd > bytes.byteLength) return false;
    if (!Number.isSafeInteger(stamp) || !Number.isSafeInteger(header.deltaTicks)) return false;
    header.channelGroup = message.channelGroup;
    header.flags = isShortMessage(message) ? EVENT_STRUCTURED : 0;
    copyMessage(message, bytes, writeEventRecordHeader(bytes, usedBytes, header));
    packet.startTime = startTime;
    packet.usedBytes = recordEnd;
    return true;
  }

  /** Every record stands for itself: there is nothing to forget. */
  begin(): void {}
}
