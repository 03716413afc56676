/**
 * One automation table at work: finds the handler of a request, checks sizes as the item's definition has them, and
 * turns what comes back into bytes and a status. The conventions are those of the published sample driver.
 */
import { DMUS_ERROR_VALUES, DmusError } from '../ddi/errors.ts';
import type { Guid } from '../ddi/guid.ts';
import {
  type PropertyRequest,
  type PropertyResult,
  type PropertyStatus,
  PropertyVerb,
} from '../ddi/property-request.ts';
import { type Answer, NotAllAssigned, type PropertyHandler, verbsOf } from './property-handler.ts';
import { answer, failure, tooSmall } from './property-result.ts';
import { ULONG } from './value-codecs.ts';

/** Answers the items of a miniport's node, pin or filter. Holds no state of its own. */
export class PropertyDispatcher<Target> {
  readonly handlers: readonly PropertyHandler<Target>[];

  constructor(handlers: readonly PropertyHandler<Target>[]) {
    this.handlers = handlers;
  }

  /** What answers an item. */
  find(set: Guid, id: number): PropertyHandler<Target> | undefined {
    return this.handlers.find(({ item }) => item.set === set && item.id === id);
  }

  /**
   * Answers a request. Never throws: `STATUS_UNSUCCESSFUL` for an item without a handler and for what has failed,
   * `STATUS_INVALID_DEVICE_REQUEST` for a verb the item does not have, `STATUS_INVALID_PARAMETER` for a descriptor cut short
   * or an item that needs a target, `STATUS_BUFFER_OVERFLOW` for an empty value that should have room, else
   * `STATUS_BUFFER_TOO_SMALL`.
   *
   * @param target `undefined` where the request reaches none, such as one to the filter before there is a stream.
   */
  dispatch(request: PropertyRequest, target: Target | undefined): PropertyResult {
    const handler = this.find(request.set, request.id);
    if (handler === undefined) return failure('STATUS_UNSUCCESSFUL');
    if (request.verb === PropertyVerb.basicSupport) return answer(request.value, ULONG.pack(verbsOf(handler)));
    if ((verbsOf(handler) & request.verb) === 0) return failure('STATUS_INVALID_DEVICE_REQUEST');
    if (!handler.isGlobal && target === undefined) return failure('STATUS_INVALID_PARAMETER');
    const { instance, value } = handler.item;
    if (request.value.byteLength < value.byteLength && !isSizeOpen(handler, request)) {
      return tooSmall(request.value, value.byteLength);
    }
    if (request.instance.byteLength < instance.byteLength) return failure('STATUS_INVALID_PARAMETER');
    try {
      return request.verb === PropertyVerb.get
        ? get(handler, request, target as Target)
        : set(handler, request, target as Target);
    } catch (error) {
      return failure(statusOf(error));
    }
  }
}

/** Only the answer itself tells how long it is. */
function isSizeOpen({ item }: PropertyHandler<never>, { verb }: PropertyRequest): boolean {
  return item.value.isVariable && verb === PropertyVerb.get;
}

function get<Target>(
  { item, answers }: PropertyHandler<Target>,
  request: PropertyRequest,
  target: Target,
): PropertyResult {
  const answered: Answer<unknown> = answers.get!(target, item.instance.unpack(request.instance), request);
  const isAltered = answered instanceof NotAllAssigned;
  const value = isAltered ? answered.value : answered;
  const bytes = value instanceof Uint8Array ? value : item.value.pack(value);
  return answer(request.value, bytes, isAltered ? 'STATUS_NOT_ALL_ASSIGNED' : 'STATUS_SUCCESS');
}

function set<Target>(
  { item, answers }: PropertyHandler<Target>,
  request: PropertyRequest,
  target: Target,
): PropertyResult {
  const value = item.value.unpack(request.value);
  const instance = item.instance.unpack(request.instance);
  const success: PropertyResult = { status: 'STATUS_SUCCESS', valueByteLength: item.value.byteLength };
  if (answers.setLater === undefined) {
    answers.set!(target, value, instance);
    return success;
  }
  const end = new SetEnd(request, success);
  try {
    answers.setLater(target, value, instance, () => end.reach());
  } catch (error) {
    end.isReached = true;
    throw error;
  }
  return end.answer();
}

/** The end of an order that may come at once or later: told exactly once, as the answer or as its completion. */
class SetEnd {
  isReached = false;
  readonly #request: PropertyRequest;
  readonly #success: PropertyResult;
  #isPending = false;

  constructor(request: PropertyRequest, success: PropertyResult) {
    this.#request = request;
    this.#success = success;
  }

  reach(): void {
    if (this.isReached) return;
    this.isReached = true;
    if (this.#isPending) this.#request.complete(this.#success);
  }

  answer(): PropertyResult {
    this.#isPending = !this.isReached;
    return this.#isPending ? failure('STATUS_PENDING') : this.#success;
  }
}

/** Below the boundary a failure of the device has no number of its own, but for want of memory. */
function statusOf(error: unknown): PropertyStatus {
  if (!(error instanceof DmusError))
    return error instanceof RangeError ? 'STATUS_INVALID_PARAMETER' : 'STATUS_UNSUCCESSFUL';
  if (error.code === 'E_OUTOFMEMORY') return 'STATUS_NO_MEMORY';
  const isStatus = error.code.startsWith('STATUS_') && error.code in DMUS_ERROR_VALUES;
  return isStatus ? (error.code as PropertyStatus) : 'STATUS_UNSUCCESSFUL';
}
