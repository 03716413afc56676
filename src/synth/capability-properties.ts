import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import { ConditionQuery } from '../formats/dls/articulation-codes.ts';

/** GUID_DMUS_PROP_INSTRUMENT2: takes instruments with connection lists. */
const INSTRUMENT2: Guid = '865fd372-9f67-11d2-872a-00600893b1bd';

/** Property sets of one item each, by what the synth answers. The other GUIDs are those of DLS conditions. */
const CAPABILITIES: ReadonlyMap<Guid, boolean> = new Map<Guid, boolean>([
  [ConditionQuery.GM_IN_HARDWARE, false],
  [ConditionQuery.GS_IN_HARDWARE, false],
  [ConditionQuery.XG_IN_HARDWARE, false],
  [ConditionQuery.SUPPORTS_DLS1, true],
  [ConditionQuery.SUPPORTS_DLS2, true],
  [INSTRUMENT2, true],
]);

/** Bytes of a BOOL. */
const VALUE_BYTES = 4;

/** Whether an item says what the synth can do; such an item can be read, never set. */
export function isCapability(set: Guid, id: number): boolean {
  return id === 0 && CAPABILITIES.has(set);
}

/**
 * Writes the answer of a capability, 0 or 1, and returns its bytes.
 * @throws DmusError `DMUS_E_INSUFFICIENTBUFFER` for less than 4 bytes.
 */
export function readCapability(set: Guid, value: Uint8Array): number {
  if (value.byteLength < VALUE_BYTES) {
    throw new DmusError('DMUS_E_INSUFFICIENTBUFFER', `room for ${value.byteLength} bytes, ${VALUE_BYTES} wanted`);
  }
  value.fill(0, 0, VALUE_BYTES);
  value[0] = CAPABILITIES.get(set) ? 1 : 0;
  return VALUE_BYTES;
}
