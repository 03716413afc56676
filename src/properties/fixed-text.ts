/** Text in a field of fixed size: UTF-16 units, little-endian, ended by 0. */

/** The field; text that is too long is cut so that a 0 always follows. */
export function packFixedText(text: string, unitCount: number): Uint8Array {
  const bytes = new Uint8Array(unitCount * 2);
  const view = new DataView(bytes.buffer);
  const length = Math.min(text.length, unitCount - 1);
  for (let i = 0; i < length; i++) view.setUint16(i * 2, text.charCodeAt(i), true);
  return bytes;
}

/**
 * The text of a field that begins at `byteOffset`; one that others left without an end is read to the end of the field.
 * @throws {RangeError} where the field does not fit into `bytes`.
 */
export function unpackFixedText(bytes: Uint8Array, byteOffset: number, unitCount: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = Array.from({ length: unitCount }, (_, i) => view.getUint16(byteOffset + i * 2, true));
  const end = units.indexOf(0);
  return String.fromCharCode(...units.slice(0, end < 0 ? unitCount : end));
}
