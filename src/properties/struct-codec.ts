/**
 * Little-endian structures as lists of 32-bit members: what property items carry. One list serves reading and
 * writing, so the two cannot disagree.
 */

/** How a member's 32 bits are to be understood. */
export type MemberType = 'u32' | 'i32';

/** Members in the order of the structure. */
export type StructMembers<Name extends string> = readonly (readonly [Name, MemberType])[];

/** Bytes of a structure. */
export function structByteLength(members: StructMembers<string>): number {
  return members.length * 4;
}

/** Packs a structure; members that are missing are 0. */
export function packStruct<Name extends string>(
  members: StructMembers<Name>,
  values: Readonly<Partial<Record<Name, number>>>,
): Uint8Array {
  const bytes = new Uint8Array(structByteLength(members));
  const view = new DataView(bytes.buffer);
  members.forEach(([name], index) => {
    view.setInt32(index * 4, values[name] ?? 0, true);
  });
  return bytes;
}

/** Unpacks a structure. @throws {RangeError} where `bytes` is too short for it. */
export function unpackStruct<Name extends string>(
  members: StructMembers<Name>,
  bytes: Uint8Array,
): Record<Name, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = ([name, type]: readonly [Name, MemberType], index: number): [Name, number] => [
    name,
    type === 'i32' ? view.getInt32(index * 4, true) : view.getUint32(index * 4, true),
  ];
  return Object.fromEntries(members.map(read)) as Record<Name, number>;
}
