import { DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import { NODE_NONE, type PropertyRequest, PropertyVerb } from '../ddi/property-request.ts';
import type { PropertyControl } from './property-control.ts';
import type { PropertyDispatcher } from './property-dispatcher.ts';
import { NotAllAssigned, type PropertyHandler, verbsOf } from './property-handler.ts';

const NO_BYTES: Uint8Array = new Uint8Array(0);

/**
 * A table of handlers as the `IKsControl` of an object in the application's own thread. Here a failure keeps its own code:
 * what a handler throws is what the caller gets.
 */
export class ObjectControl<Target> implements PropertyControl {
  readonly #dispatcher: PropertyDispatcher<Target>;
  readonly #target: Target;

  constructor(dispatcher: PropertyDispatcher<Target>, target: Target) {
    this.#dispatcher = dispatcher;
    this.#target = target;
  }

  getProperty(set: Guid, id: number, value: Uint8Array, instance: Uint8Array = NO_BYTES): number {
    const handler = this.#find(set, id, PropertyVerb.get, instance);
    const { item } = handler;
    if (!item.value.isVariable) needRoom(value, item.value.byteLength);
    const bytes = this.#read(handler, value, instance);
    needRoom(value, bytes.byteLength);
    value.set(bytes);
    return bytes.byteLength;
  }

  setProperty(set: Guid, id: number, value: Uint8Array, instance: Uint8Array = NO_BYTES): void {
    const { item, answers } = this.#find(set, id, PropertyVerb.set, instance);
    const { byteLength, isVariable } = item.value;
    if (value.byteLength < byteLength || (value.byteLength > byteLength && !isVariable)) {
      throw new DmusError('E_INVALIDARG', `${item.name}: a value of ${value.byteLength} bytes, ${byteLength} wanted`);
    }
    const unpacked: unknown = item.value.unpack(value);
    if (answers.set !== undefined) answers.set(this.#target, unpacked, item.instance.unpack(instance));
    else answers.setLater!(this.#target, unpacked, item.instance.unpack(instance), () => {});
  }

  getSupport(set: Guid, id: number): number {
    return verbsOf(this.#known(set, id));
  }

  getByteLength(set: Guid, id: number, instance: Uint8Array = NO_BYTES): number {
    const handler = this.#find(set, id, PropertyVerb.get, instance);
    const { byteLength, isVariable } = handler.item.value;
    return isVariable ? this.#read(handler, NO_BYTES, instance).byteLength : byteLength;
  }

  #read({ item, answers }: PropertyHandler<Target>, value: Uint8Array, instance: Uint8Array): Uint8Array {
    const request: PropertyRequest = {
      set: item.set,
      id: item.id,
      verb: PropertyVerb.get,
      node: NODE_NONE,
      stream: null,
      instance,
      value,
      complete: () => {},
    };
    const answered: unknown = answers.get!(this.#target, item.instance.unpack(instance), request);
    const answer = answered instanceof NotAllAssigned ? answered.value : answered;
    return answer instanceof Uint8Array ? answer : item.value.pack(answer);
  }

  #known(set: Guid, id: number): PropertyHandler<Target> {
    const handler = this.#dispatcher.find(set, id);
    if (handler !== undefined) return handler;
    throw new DmusError('DMUS_E_UNKNOWN_PROPERTY', `item ${id} of property set ${set}`);
  }

  #find(set: Guid, id: number, verb: PropertyVerb, instance: Uint8Array): PropertyHandler<Target> {
    const handler = this.#known(set, id);
    const { item } = handler;
    if ((verbsOf(handler) & verb) === 0) {
      const code = verb === PropertyVerb.set ? 'DMUS_E_SET_UNSUPPORTED' : 'DMUS_E_GET_UNSUPPORTED';
      throw new DmusError(code, `${item.name} answers the verbs 0x${verbsOf(handler).toString(16)} only`);
    }
    if (instance.byteLength >= item.instance.byteLength) return handler;
    throw new DmusError(
      'E_INVALIDARG',
      `${item.name}: ${instance.byteLength} bytes behind the descriptor’s header, ${item.instance.byteLength} wanted`,
    );
  }
}

function needRoom(value: Uint8Array, byteLength: number): void {
  if (value.byteLength >= byteLength) return;
  throw new DmusError('DMUS_E_INSUFFICIENTBUFFER', `room for ${value.byteLength} bytes, ${byteLength} wanted`);
}
