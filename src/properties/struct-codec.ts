/**
 * Little-endian structures as lists of members: what property items carry. One list serves reading and writing, so
 * the two cannot disagree. Members follow one another without gaps, as in all the documented structures.
 */

/** How a member is to be understood: its bits, and whether they are unsigned, signed or floating. */
export type MemberType = 'u16' | 'u32' | 'i32' | 'f32';

/** Members in the order of the structure. */
export type StructMembers<Name extends string> = readonly (readonly [Name, MemberType])[];

const MEMBER_BYTES: Readonly<Record<MemberType, number>> = { u16: 2, u32: 4, i32: 4, f32: 4 };

/** Bytes of a structure. */
export function structByteLength(members: StructMembers<string>): number {
  return members.reduce((byteLength, [, type]) => byteLength + MEMBER_BYTES[type], 0);
}

/** Packs a structure; members that are missing are 0. */
export function packStruct<Name extends string>(
  members: StructMembers<Name>,
  values: Readonly<Partial<Record<Name, number>>>,
): Uint8Array {
  const bytes = new Uint8Array(structByteLength(members));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const [name, type] of members) {
    const value = values[name] ?? 0;
    if (type === 'f32') view.setFloat32(offset, value, true);
    else if (type === 'u16') view.setUint16(offset, value, true);
    else view.setInt32(offset, value, true);
    offset += MEMBER_BYTES[type];
  }
  return bytes;
}

/** Unpacks a structure. @throws {RangeError} where `bytes` is too short for it. */
export function unpackStruct<Name extends string>(
  members: StructMembers<Name>,
  bytes: Uint8Array,
): Record<Name, number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = {} as Record<Name, number>;
  let offset = 0;
  for (const [name, type] of members) {
    values[name] = readMember(view, offset, type);
    offset += MEMBER_BYTES[type];
  }
  return values;
}

function readMember(view: DataView, offset: number, type: MemberType): number {
  switch (type) {
    case 'u16':
      return view.getUint16(offset, true);
    case 'u32':
      return view.getUint32(offset, true);
    case 'i32':
      return view.getInt32(offset, true);
    case 'f32':
      return view.getFloat32(offset, true);
  }
}
