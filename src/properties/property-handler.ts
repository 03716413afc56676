/** What answers one item, in the item's own types. */
import type { PropertyItem, PropertyRequest } from '../ddi/property-request.ts';
import { PropertyVerb } from '../ddi/property-request.ts';
import type { AnyPropertyDefinition, PropertyDefinition } from './property-definition.ts';

/** A value that differs from what was asked for (`STATUS_NOT_ALL_ASSIGNED`). */
export class NotAllAssigned<Value> {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}

/** Bytes stand for a value that is packed already. */
export type Answer<Value> = Value | Uint8Array | NotAllAssigned<Value | Uint8Array>;

/**
 * The verbs of one item. `Target` is what the item is of: a synth instance, a stream. Failures are thrown.
 * `@thread control`
 */
export interface ItemAnswers<Target, Instance, Value> {
  get?(target: Target, instance: Instance, request: PropertyRequest): Answer<Value>;
  set?(target: Target, value: Value, instance: Instance): void;
  /** As `set`, where the end may come later: `done` is called when it has come, at once or on any thread. */
  setLater?(target: Target, value: Value, instance: Instance, done: () => void): void;
}

/** An item and what answers it. */
export interface PropertyHandler<Target> {
  readonly item: AnyPropertyDefinition;
  /** The item is the whole device's and can be asked for before there is any target. */
  readonly isGlobal: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: the types were checked where item and answers met
  readonly answers: ItemAnswers<Target, any, any>;
}

/**
 * Answers an item of a target.
 * @throws {TypeError} where `answers` has a verb that the item does not have.
 */
export function onItem<Target, Instance, Value>(
  item: PropertyDefinition<Instance, Value>,
  answers: ItemAnswers<Target, Instance, Value>,
): PropertyHandler<Target> {
  return checked({ item, isGlobal: false, answers });
}

/** Answers an item of the whole device. @throws {TypeError} as {@link onItem}. */
export function onGlobalItem<Instance, Value>(
  item: PropertyDefinition<Instance, Value>,
  answers: ItemAnswers<unknown, Instance, Value>,
): PropertyHandler<unknown> {
  return checked({ item, isGlobal: true, answers });
}

function checked<Target>(handler: PropertyHandler<Target>): PropertyHandler<Target> {
  const { item } = handler;
  const verbs = verbsOf(handler);
  if (verbs === 0 || (verbs & ~item.verbs) !== 0) {
    throw new TypeError(`${item.name}: answers the verbs 0x${verbs.toString(16)}, has 0x${item.verbs.toString(16)}`);
  }
  return handler;
}

/** Verbs that are answered, bits of `PropertyVerb`. */
export function verbsOf({ answers }: PropertyHandler<never>): number {
  const isSettable = answers.set !== undefined || answers.setLater !== undefined;
  return (answers.get !== undefined ? PropertyVerb.get : 0) | (isSettable ? PropertyVerb.set : 0);
}

/** The automation table that these handlers answer, for a filter's description. */
export function itemsOf(handlers: readonly PropertyHandler<never>[]): readonly PropertyItem[] {
  return handlers.map((handler) => ({ set: handler.item.set, id: handler.item.id, verbs: verbsOf(handler) }));
}
