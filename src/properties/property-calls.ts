/**
 * Property items by their names and with their types, on whatever answers properties: a synth, a sink, a port, a
 * filter. `setItem(synth, SynthItems.volume, -600)`.
 */
import { DmusError } from '../ddi/errors.ts';
import type { KsControl } from '../ddi/ks-control.ts';
import { isPropertyControl, type PropertyControl, type WaitingControl } from './property-control.ts';
import type { AnyPropertyDefinition, PropertyDefinition } from './property-definition.ts';

/** What follows the item in a call: nothing, unless the item's descriptor carries something. */
export type InstanceArguments<Instance> = undefined extends Instance ? [] : [instance: Instance];

/**
 * Reads an item.
 * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`, `DMUS_E_GET_UNSUPPORTED`, or what the object answers.
 */
export function getItem<Instance, Value>(
  control: KsControl,
  item: PropertyDefinition<Instance, Value>,
  ...instance: InstanceArguments<Instance>
): Value {
  const { set, id, value } = item;
  const instanceBytes = packInstance(item, instance);
  const asksLength = value.isVariable && isPropertyControl(control);
  const room = new Uint8Array(asksLength ? control.getByteLength(set, id, instanceBytes) : value.byteLength);
  const byteLength = control.getProperty(set, id, room, instanceBytes);
  if (byteLength >= value.byteLength) return value.unpack(room.subarray(0, byteLength));
  throw new DmusError('E_UNEXPECTED', `${item.name}: an answer of ${byteLength} bytes, ${value.byteLength} wanted`);
}

/**
 * Sets an item.
 * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`, `DMUS_E_SET_UNSUPPORTED`, or what the object answers.
 */
export function setItem<Instance, Value>(
  control: KsControl,
  item: PropertyDefinition<Instance, Value>,
  value: Value,
  ...instance: InstanceArguments<Instance>
): void {
  control.setProperty(item.set, item.id, item.value.pack(value), packInstance(item, instance));
}

/**
 * Sets an item that may take its time, such as an unload that waits for notes, and waits until it is done.
 * @throws DmusError as {@link setItem}, as a rejection.
 */
export async function setItemAndWait<Instance, Value>(
  control: WaitingControl,
  item: PropertyDefinition<Instance, Value>,
  value: Value,
  ...instance: InstanceArguments<Instance>
): Promise<void> {
  await control.setPropertyAndWait(item.set, item.id, item.value.pack(value), packInstance(item, instance));
}

/**
 * Verbs that an item answers on this object, bits of `PropertyVerb`.
 * @throws DmusError `DMUS_E_UNKNOWN_PROPERTY`.
 */
export function basicSupport(control: PropertyControl, item: AnyPropertyDefinition): number {
  return control.getSupport(item.set, item.id);
}

function packInstance<Instance>(item: PropertyDefinition<Instance, unknown>, instance: readonly unknown[]): Uint8Array {
  return item.instance.pack(instance[0] as Instance);
}
