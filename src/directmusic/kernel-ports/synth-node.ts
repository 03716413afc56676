import { DmusError } from '../../ddi/errors.ts';
import { NODE_NONE, type PropertyItem, PropertyVerb } from '../../ddi/property-request.ts';
import { FilterControl } from '../../ks/filter-control.ts';
import type { KsFilterConnection } from '../../ks/in-process.ts';
import type { PinHandle } from '../../ks/messages.ts';
import { getItem, type InstanceArguments, setItem } from '../../properties/property-calls.ts';
import type { AnyPropertyDefinition, PropertyDefinition } from '../../properties/property-definition.ts';
import { throwPropertyFailure } from '../../properties/property-failure.ts';
import { SynthDlsItems } from '../../properties/synth-items.ts';

/** Where a {@link SynthNode} is. */
export interface SynthNodePlace {
  readonly connection: KsFilterConnection;
  /** Place of the node; `null` where there is none, which has no items then. */
  readonly node: number | null;
  /** Pin instance to go through; `null` for the filter. */
  readonly pin: PinHandle | null;
}

/** What a node answers; nothing where there is none. */
export function nodeItems(connection: KsFilterConnection, node: number | null): readonly PropertyItem[] {
  return node === null ? [] : (connection.describe().nodes[node]?.properties ?? []);
}

/** Whether an item is among these and answers a verb. */
export function hasItem(items: readonly PropertyItem[], item: AnyPropertyDefinition, verb: PropertyVerb): boolean {
  return items.some(({ set, id, verbs }) => set === item.set && id === item.id && (verbs & verb) !== 0);
}

/** A synth node with what it has of the documented items; one that it lacks is `E_NOTIMPL`. `@thread control` */
export class SynthNode {
  /** For requests of any kind. */
  readonly control: FilterControl;
  readonly #place: SynthNodePlace;
  readonly #items: readonly PropertyItem[];

  constructor(place: SynthNodePlace) {
    const { connection, pin, node } = place;
    this.#place = place;
    this.#items = nodeItems(connection, node);
    this.control = new FilterControl({ connection, pin, node: node ?? NODE_NONE });
  }

  has(item: AnyPropertyDefinition, verb: PropertyVerb): boolean {
    return hasItem(this.#items, item, verb);
  }

  /** @throws DmusError `E_NOTIMPL`, and as `getItem`. */
  get<Instance, Value>(item: PropertyDefinition<Instance, Value>, ...instance: InstanceArguments<Instance>): Value {
    this.#need(item, PropertyVerb.get);
    return getItem(this.control, item, ...instance);
  }

  /** @throws DmusError `E_NOTIMPL`, and as `setItem`. */
  set<Instance, Value>(
    item: PropertyDefinition<Instance, Value>,
    value: Value,
    ...instance: InstanceArguments<Instance>
  ): void {
    this.#need(item, PropertyVerb.set);
    setItem(this.control, item, value, ...instance);
  }

  /** Unloads a download; `onFreed` runs when the driver is done with it, at once or when its last note has ended. */
  unload(handle: number, onFreed: () => void): void {
    const item = SynthDlsItems.unload;
    this.#need(item, PropertyVerb.set);
    const { connection, pin, node } = this.#place;
    const { status } = connection.property({
      pin,
      node: node ?? NODE_NONE,
      set: item.set,
      id: item.id,
      verb: PropertyVerb.set,
      value: item.value.pack(handle),
      onComplete: onFreed,
    });
    throwPropertyFailure(status, PropertyVerb.set);
    if (status !== 'STATUS_PENDING') onFreed();
  }

  #need(item: AnyPropertyDefinition, verb: PropertyVerb): void {
    if (!this.has(item, verb)) throw new DmusError('E_NOTIMPL', `the driver has no ${item.name}`);
  }
}
