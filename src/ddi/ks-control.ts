import type { Guid } from './guid.ts';

/** IID_IKsControl. */
export const IID_KS_CONTROL: Guid = '28f54685-06fd-11d2-b27a-00a0c9223196';

/**
 * Property access of a user-mode object (`IKsControl::KsProperty`; methods and events are not supported anywhere in
 * this stack). Values are bytes in the documented little-endian layouts.
 */
export interface KsControl {
  /**
   * Writes the value of an item to the beginning of `value`; answers the bytes written.
   *
   * @param instance what follows the property header in the descriptor; most items have nothing.
   * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`, `DMUS_E_GET_UNSUPPORTED`, `DMUS_E_INSUFFICIENTBUFFER`.
   * `@thread control`
   */
  getProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): number;

  /**
   * Sets an item.
   * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`, `DMUS_E_SET_UNSUPPORTED`, `E_INVALIDARG` for a value of wrong size.
   * `@thread control`
   */
  setProperty(set: Guid, id: number, value: Uint8Array, instance?: Uint8Array): void;
}
