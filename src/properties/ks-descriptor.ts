/**
 * Property requests as bytes, for code that was written against `IKsControl::KsProperty`: a KSPROPERTY of 24 bytes or a
 * KSNODEPROPERTY of 32, with whatever the item wants behind it.
 */
import { readUint32, writeUint32 } from '../clock/packed-integer.ts';
import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import type { KsControl } from '../ddi/ks-control.ts';
import { NODE_NONE, PropertyVerb } from '../ddi/property-request.ts';
import { GUID_BYTE_LENGTH, guidBytes, readGuid } from '../formats/dls/guid.ts';
import { isNodeControl, isPropertyControl, type PropertyControl } from './property-control.ts';

/** Bytes of KSPROPERTY: set, id, flags. */
export const KS_PROPERTY_BYTES = 24;
/** Bytes of KSNODEPROPERTY: KSPROPERTY, node, 4 bytes in reserve. */
export const KS_NODE_PROPERTY_BYTES = 32;
/** Flag of a descriptor that names a node (KSPROPERTY_TYPE_TOPOLOGY). */
export const KSPROPERTY_TYPE_TOPOLOGY = 0x1000_0000;

const OFFSETS = { id: GUID_BYTE_LENGTH, flags: 20, node: 24 } as const;

/** A request without its value. */
export interface KsPropertyDescriptor {
  readonly set: Guid;
  readonly id: number;
  readonly verb: PropertyVerb;
  /** Node, or NODE_NONE for a descriptor without one. */
  readonly node: number;
  /** What follows the header. */
  readonly instance: Uint8Array;
}

/** The bytes of a descriptor: get, no node and nothing behind the header by default. @throws {RangeError} for a bad GUID. */
export function packKsProperty(
  given: Pick<KsPropertyDescriptor, 'set' | 'id'> & Partial<KsPropertyDescriptor>,
): Uint8Array {
  const { set, id, verb = PropertyVerb.get, node = NODE_NONE, instance = new Uint8Array(0) } = given;
  const hasNode = node !== NODE_NONE;
  const headerBytes = hasNode ? KS_NODE_PROPERTY_BYTES : KS_PROPERTY_BYTES;
  const bytes = new Uint8Array(headerBytes + instance.byteLength);
  bytes.set(guidBytes(set));
  writeUint32(bytes, OFFSETS.id, id);
  writeUint32(bytes, OFFSETS.flags, verb | (hasNode ? KSPROPERTY_TYPE_TOPOLOGY : 0));
  if (hasNode) writeUint32(bytes, OFFSETS.node, node);
  bytes.set(instance, headerBytes);
  return bytes;
}

/**
 * What a descriptor says.
 * @throws DmusError `E_INVALIDARG` for one that is too short, or whose flags are anything but one of get, set and
 * basic support, with or without topology.
 */
export function unpackKsProperty(descriptor: Uint8Array): KsPropertyDescriptor {
  needBytes(descriptor, KS_PROPERTY_BYTES);
  const flags = readUint32(descriptor, OFFSETS.flags);
  const hasNode = (flags & KSPROPERTY_TYPE_TOPOLOGY) !== 0;
  const headerBytes = hasNode ? KS_NODE_PROPERTY_BYTES : KS_PROPERTY_BYTES;
  needBytes(descriptor, headerBytes);
  return {
    set: readGuid(new DataView(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength), 0),
    id: readUint32(descriptor, OFFSETS.id),
    verb: verbOf((flags & ~KSPROPERTY_TYPE_TOPOLOGY) >>> 0),
    node: hasNode ? readUint32(descriptor, OFFSETS.node) : NODE_NONE,
    instance: descriptor.subarray(headerBytes),
  };
}

/**
 * `IKsControl::KsProperty`: carries out what a descriptor says. `value` is read for set, and written from its beginning
 * for get and basic support; answers the bytes written. A descriptor with a node goes to that node of a filter; an object
 * without nodes answers for itself.
 *
 * @throws DmusError `E_INVALIDARG` as {@link unpackKsProperty}; `E_NOTIMPL` for basic support where the object does not
 * tell; otherwise what the object answers.
 */
export function ksProperty(control: KsControl, descriptor: Uint8Array, value: Uint8Array): number {
  const { set, id, verb, node, instance } = unpackKsProperty(descriptor);
  const target = node !== NODE_NONE && isNodeControl(control) ? control.atNode(node) : control;
  switch (verb) {
    case PropertyVerb.get:
      return target.getProperty(set, id, value, instance);
    case PropertyVerb.set:
      target.setProperty(set, id, value, instance);
      return 0;
    case PropertyVerb.basicSupport:
      if (!isPropertyControl(target)) throw new DmusError('E_NOTIMPL', 'this object does not tell the verbs of items');
      return writeSupport(target, set, id, value);
  }
}

function writeSupport(control: PropertyControl, set: Guid, id: number, value: Uint8Array): number {
  const verbs = control.getSupport(set, id);
  if (value.byteLength < 4) {
    throw new DmusError('DMUS_E_INSUFFICIENTBUFFER', `room for ${value.byteLength} bytes of verbs, 4 wanted`);
  }
  writeUint32(value, 0, verbs);
  return 4;
}

function verbOf(flags: number): PropertyVerb {
  const verb = Object.values(PropertyVerb).find((each) => each === flags);
  if (verb !== undefined) return verb;
  throw new DmusError('E_INVALIDARG', `flags 0x${flags.toString(16)}: one of get, set and basic support wanted`);
}

function needBytes(descriptor: Uint8Array, byteLength: number): void {
  if (descriptor.byteLength >= byteLength) return;
  throw new DmusError('E_INVALIDARG', `a descriptor of ${descriptor.byteLength} bytes, ${byteLength} wanted`);
}
