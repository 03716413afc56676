import type { ReferenceTime } from '../clock/reference-time.ts';

/** Most bytes that {@link KernelEvent.inline} holds: a pointer of a 64-bit system. */
export const SHORT_EVENT_BYTES = 8;

/** Most bytes one kernel event can name: its length is a 16-bit field. */
export const MAX_EVENT_BYTES = 0xffff;

/** Highest number of a channel group: it is a 16-bit field. */
export const MAX_CHANNEL_GROUP = 0xffff;

/** "No byte position" for {@link KernelEvent.bytePosition} (kBytePositionNone). */
export const BYTE_POSITION_NONE = -1;

/** Bits of {@link KernelEvent.flags}. No bit set: one complete MIDI message (DMUS_KEF_EVENT_COMPLETE). */
export const KernelEventFlags = {
  /**
   * The message goes on in a later event of the same channel group. On capture also: raw bytes that nobody has
   * parsed yet, any number of messages and parts of messages.
   */
  incomplete: 0x0001,
  /** The payload is the chain at `packageEvent`, to be handled as one. */
  package: 0x0002,
} as const;

/**
 * One time-stamped message below the boundary (`DMUS_KERNEL_EVENT`).
 *
 * **Who owns it.** Events are made by an allocator and belong to it. `AllocatorMxf.getMessage` lends one,
 * `Mxf.putMessage` passes it on together with the duty to pass it on again, and the way always ends in
 * `putMessage` of the allocator it came from, exactly once for each event. Then it may be lent again at once:
 * whoever has put an event away keeps no reference to it, to its `buffer` or to its children.
 *
 * **Chains.** `next` links events that are handed over together; their stamps are equal.
 *
 * **Payload.** `byteLength` bytes stand in `inline` when they fit (at most {@link SHORT_EVENT_BYTES}), otherwise at
 * the beginning of `buffer`, which came from the same allocator's `getBuffer` and goes back with the event.
 * With the flag `package`, the payload is the chain at `packageEvent` and both are unused.
 *
 * `@thread render`: filled, passed and emptied without allocation.
 */
export interface KernelEvent {
  /** Bytes of payload, 0…{@link MAX_EVENT_BYTES}, without any padding (`cbEvent`). */
  byteLength: number;
  /** Set of 16 MIDI channels: 1 is the first, 0 all of them, at most {@link MAX_CHANNEL_GROUP} (`usChannelGroup`). */
  channelGroup: number;
  /** Bits of {@link KernelEventFlags}. */
  flags: number;
  /** When it is to sound, or was captured (`ullPresTime100ns`). 0 on the way down means "as soon as possible". */
  presentationTime: ReferenceTime;
  /** Where it stood in its byte stream, or {@link BYTE_POSITION_NONE} (`ullBytePosition`). */
  bytePosition: number;
  /** Next event of a chain (`pNextEvt`). */
  next: KernelEvent | null;
  /** Short payload, always {@link SHORT_EVENT_BYTES} long and never exchanged (`uData.abData`). */
  readonly inline: Uint8Array;
  /** Long payload, at least `byteLength` long (`uData.pbData`). */
  buffer: Uint8Array | null;
  /** First child of a package (`uData.pPackageEvt`). */
  packageEvent: KernelEvent | null;
}
