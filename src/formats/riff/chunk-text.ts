/**
 * Texts in chunks. No format says how they are encoded: files of today are UTF-8, older ones are from Windows. The
 * latter is decoded here because the decoder of some Node versions takes Windows-1252 for Latin-1.
 */

/** Windows-1252 characters of the bytes 0x80…0x9f; below and above they are those of Unicode. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Text up to the first zero byte, or of all `bytes`: UTF-8, or Windows-1252 where they are no UTF-8. */
export function decodeChunkText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return Array.from(text, (byte) => WINDOWS_1252[byte - 0x80] ?? String.fromCharCode(byte)).join('');
  }
}
