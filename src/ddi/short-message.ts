/** Statuses from here on are of system messages; those from 0x80 up to it are of channel messages. */
export const FIRST_SYSTEM_STATUS = 0xf0;

/** Statuses from here on are of real-time messages: one byte that may stand inside another message. */
export const FIRST_REAL_TIME_STATUS = 0xf8;

/** Bytes of channel messages, by the upper four bits of the status: 0x8 … 0xe. */
const CHANNEL_MESSAGE_BYTES: readonly number[] = [3, 3, 3, 3, 2, 2, 3];

/** Bytes of system messages 0xf0 … 0xff; 0 for SysEx, its end, and the undefined ones. */
const SYSTEM_MESSAGE_BYTES: readonly number[] = [0, 2, 3, 2, 0, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1];

/**
 * Bytes of the message that begins with `status`, 1…3; 0 when that is not a status byte, or of one without a fixed
 * length: SysEx (0xf0, 0xf7) and the undefined 0xf4, 0xf5, 0xf9, 0xfd. `@thread any`
 */
export function shortMessageBytes(status: number): number {
  if (status < 0x80 || status > 0xff) return 0;
  return status < 0xf0 ? CHANNEL_MESSAGE_BYTES[(status >> 4) - 8]! : SYSTEM_MESSAGE_BYTES[status & 0x0f]!;
}
