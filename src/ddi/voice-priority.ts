/**
 * Priorities of voices: when voices run out, a note takes one from the channel with the lowest. A priority is the
 * class of a channel group OR the offset of a channel, an unsigned 32-bit number; all groups start in `standard`.
 */

/** Classes (DAUD_*_VOICE_PRIORITY). */
export const VoicePriorityClass = {
  critical: 0xf000_0000,
  high: 0xc000_0000,
  standard: 0x8000_0000,
  low: 0x4000_0000,
  persist: 0x1000_0000,
} as const;

/** Offset of each channel, index 0 is MIDI channel 1: the drum channel comes first, then 1 to 9, then 11 to 16. */
export const CHANNEL_PRIORITY_OFFSETS: readonly number[] = [14, 13, 12, 11, 10, 9, 8, 7, 6, 15, 5, 4, 3, 2, 1, 0];
