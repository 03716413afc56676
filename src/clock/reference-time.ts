/**
 * Reference time: the one time that every part of the stack agrees on, counted by the master clock.
 *
 * `ReferenceTime` is an instant, in ticks of 100 ns, as a JavaScript number: exact for 28 years. In packed buffers it
 * is a signed 64-bit little-endian integer. A duration in ticks carries `Ticks` in its name.
 */
export type ReferenceTime = number;

/** Ticks of 100 ns in a second. */
export const TICKS_PER_SECOND = 10_000_000;
/** Ticks of 100 ns in a millisecond. */
export const TICKS_PER_MILLISECOND = 10_000;

export { readInt64, writeInt64 } from './packed-integer.ts';
