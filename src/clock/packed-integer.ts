/**
 * Integers in packed little-endian structures, read from plain bytes: unlike a DataView this allocates nothing and
 * works on any slice of a buffer. Here, at the bottom, because every part that reads a packed buffer needs it.
 */

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

/** The unsigned 32-bit little-endian integer at `byteOffset`. Allocates nothing. `@thread any` */
export function readUint32(bytes: Uint8Array, byteOffset: number): number {
  const low = bytes[byteOffset]! | (bytes[byteOffset + 1]! << 8) | (bytes[byteOffset + 2]! << 16);
  return (low | (bytes[byteOffset + 3]! << 24)) >>> 0;
}

/** Writes the low 32 bits of `value` at `byteOffset`, little-endian. Allocates nothing. `@thread any` */
export function writeUint32(bytes: Uint8Array, byteOffset: number, value: number): void {
  bytes[byteOffset] = value;
  bytes[byteOffset + 1] = value >>> 8;
  bytes[byteOffset + 2] = value >>> 16;
  bytes[byteOffset + 3] = value >>> 24;
}
