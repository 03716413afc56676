/** Answers to property requests: bytes, the bytes that there should have been room for, or none. */
import type { PropertyResult, PropertyStatus } from '../ddi/property-request.ts';

/** Writes an answer where there is room for it, and says how much would be needed where there is not. */
export function answer(room: Uint8Array, bytes: Uint8Array, status: PropertyStatus = 'STATUS_SUCCESS'): PropertyResult {
  if (room.byteLength < bytes.byteLength) return tooSmall(room, bytes.byteLength);
  room.set(bytes);
  return { status, valueByteLength: bytes.byteLength };
}

/** An empty value asks for the size; one that is merely too small is a mistake. */
export function tooSmall(value: Uint8Array, valueByteLength: number): PropertyResult {
  return { status: value.byteLength === 0 ? 'STATUS_BUFFER_OVERFLOW' : 'STATUS_BUFFER_TOO_SMALL', valueByteLength };
}

/** A request that ended without an answer in its value. */
export function failure(status: PropertyStatus): PropertyResult {
  return { status, valueByteLength: 0 };
}
