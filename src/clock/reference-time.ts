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

const TWO_TO_32 = 0x1_0000_0000;

/**
 * The signed 64-bit little-endian integer at `byteOffset`, as the nearest number: exact up to ±2⁵³ and never NaN.
 * The caller has checked that 8 bytes stand there. Allocates nothing.
 *
 * `@thread any`
 */
export function readInt64(bytes: Uint8Array, byteOffset: number): number {
  return readUint32(bytes, byteOffset) + (readUint32(bytes, byteOffset + 4) | 0) * TWO_TO_32;
}

/**
 * Writes `value` as a signed 64-bit little-endian integer at `byteOffset`.
 * The caller has checked that there is room for 8 bytes. Allocates nothing.
 *
 * @throws RangeError when `value` is not a safe integer (±2⁵³ − 1).
 * `@thread any`
 */
export function writeInt64(bytes: Uint8Array, byteOffset: number, value: number): void {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`writeInt64: value must be an integer within ±2^53, got ${value}`);
  }
  const high = Math.floor(value / TWO_TO_32);
  writeUint32(bytes, byteOffset, value - high * TWO_TO_32);
  writeUint32(bytes, byteOffset + 4, high);
}

function readUint32(bytes: Uint8Array, byteOffset: number): number {
  const low = bytes[byteOffset]! | (bytes[byteOffset + 1]! << 8) | (bytes[byteOffset + 2]! << 16);
  return (low | (bytes[byteOffset + 3]! << 24)) >>> 0;
}

function writeUint32(bytes: Uint8Array, byteOffset: number, value: number): void {
  bytes[byteOffset] = value;
  bytes[byteOffset + 1] = value >>> 8;
  bytes[byteOffset + 2] = value >>> 16;
  bytes[byteOffset + 3] = value >>> 24;
}
