/**
 * Layout of one event in a music buffer (`DMUS_EVENTHEADER`, dmusbuff.h, packed to 4 bytes): header, message bytes,
 * padding to a multiple of 8. The same records go down to a synth or a driver and come up from a capture port.
 * All fields little-endian.
 */

/** Byte offsets of the header's fields. */
export const EVENT_HEADER_OFFSETS = {
  /** u32: message bytes, without padding (`cbEvent`). */
  byteLength: 0,
  /** u32: channel group, 1 is the first, 0 all (`dwChannelGroup`). */
  channelGroup: 4,
  /** i64: ticks of 100 ns since the start time of the whole buffer (`rtDelta`). */
  delta: 8,
  /** u32: {@link EVENT_STRUCTURED} or 0 (`dwFlags`). */
  flags: 16,
} as const;

/** Bytes of the header; the message follows at once. */
export const EVENT_HEADER_BYTES = 20;

/** Records begin at multiples of this. */
export const EVENT_ALIGNMENT_BYTES = 8;

/** Flag: the bytes are one MIDI channel or system message; without it they are anything, such as SysEx. */
export const EVENT_STRUCTURED = 0x00000001;
