/**
 * Four-character codes, the names of RIFF chunks, forms and lists. They are handled as strings of exactly four
 * characters, one a byte (`'fmt '`, `'RIFF'`), padded with spaces where the name is shorter.
 */

/** Bytes in a code. */
export const FOUR_CC_BYTE_LENGTH = 4;

/** Code at `byteOffset`. Any byte is taken; see {@link isFourCc}. @throws {RangeError} past the end of `bytes`. */
export function readFourCc(bytes: Uint8Array, byteOffset: number): string {
  if (byteOffset < 0 || byteOffset + FOUR_CC_BYTE_LENGTH > bytes.byteLength) {
    throw new RangeError(`byteOffset: expected 0…${bytes.byteLength - FOUR_CC_BYTE_LENGTH}, got ${byteOffset}`);
  }
  return String.fromCharCode(...bytes.subarray(byteOffset, byteOffset + FOUR_CC_BYTE_LENGTH));
}

/** Puts `code` into `bytes` at `byteOffset`. @throws {RangeError} where `code` is not a code of four ASCII characters. */
export function writeFourCc(bytes: Uint8Array, byteOffset: number, code: string): void {
  if (!isFourCc(code)) {
    throw new RangeError(`code: expected four printable ASCII characters, got ${JSON.stringify(code)}`);
  }
  for (let i = 0; i < FOUR_CC_BYTE_LENGTH; i++) bytes[byteOffset + i] = code.charCodeAt(i);
}

/** Whether `code` can be the name of a chunk: four characters, all printable ASCII. Garbage seldom is. */
export function isFourCc(code: string): boolean {
  return /^[\x20-\x7e]{4}$/.test(code);
}
