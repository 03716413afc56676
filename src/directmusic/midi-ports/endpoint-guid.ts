import type { Guid } from '../../ddi/guid.ts';

/** FNV-1a of 128 bits: offset basis and prime of its specification (IETF RFC 9923). */
const FNV_OFFSET_BASIS = 0x6c62272e07bb014262b821756295c58dn;
const FNV_PRIME = 0x0000000001000000000000000000013bn;

/**
 * A GUID computed from a name: always the same for the same name, and for two names different as far as 122 bits go.
 * Version 8, "made in a way of one's own" (RFC 9562).
 */
export function guidFromName(name: string): Guid {
  const digits = [...fnv1a128(new TextEncoder().encode(name)).toString(16).padStart(32, '0')];
  digits[12] = '8';
  digits[16] = '89ab'[Number.parseInt(digits[16]!, 16) & 3]!;
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function fnv1a128(bytes: Uint8Array): bigint {
  let hash = FNV_OFFSET_BASIS;
  for (const byte of bytes) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * FNV_PRIME);
  return hash;
}
