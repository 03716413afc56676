/** GUIDs (`DLSID`, `dlid`) as lower-case text, `178f2f27-c364-11d1-a760-0000f875ac12`, and as 16 bytes of a file. */

/** Bytes of a GUID in a file. */
export const GUID_BYTE_LENGTH = 16;

/** Text order to byte order: the first three groups are little-endian numbers, the rest plain bytes. */
const BYTE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;
const GUID_TEXT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** GUID at `byteOffset`. @throws {RangeError} where fewer than 16 bytes are left. */
export function readGuid(view: DataView, byteOffset: number): string {
  const hex = BYTE_ORDER.map((index) =>
    view
      .getUint8(byteOffset + index)
      .toString(16)
      .padStart(2, '0'),
  ).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The 16 bytes of `guid`. @throws {RangeError} where it is not the text of a GUID. */
export function guidBytes(guid: string): Uint8Array {
  if (!GUID_TEXT.test(guid)) throw new RangeError(`guid: expected 8-4-4-4-12 hexadecimal digits, got '${guid}'`);
  const hex = guid.replaceAll('-', '');
  return Uint8Array.from(BYTE_ORDER, (index) => Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16));
}
