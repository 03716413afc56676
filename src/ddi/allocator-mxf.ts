import type { Guid } from './guid.ts';
import type { KernelEvent } from './kernel-event.ts';
import type { Mxf } from './mxf.ts';

/** IID_IAllocatorMXF. */
export const IID_ALLOCATOR_MXF: Guid = 'a5f0d62c-b30f-11d2-b7a3-0060083316c1';

/**
 * The pool that lends events, and the last stop of every chain (`IAllocatorMXF`). One for each stream; the port
 * driver makes it when the pin opens and the miniport gets it with `newStream`.
 *
 * `putMessage(event)` takes back a whole chain with its buffers and package children; `putMessage(null)` does
 * nothing. `setState`, `connectOutput` and `disconnectOutput` mean nothing here and do nothing.
 */
export interface AllocatorMxf extends Mxf {
  /**
   * Lends an event with no payload: lengths, flags and stamps 0, position none, all links `null`. `null` when
   * the pool is empty and may not grow: the caller drops and counts what it wanted to send.
   *
   * `@thread render`
   */
  getMessage(): KernelEvent | null;

  /** Bytes of each long buffer, 9…65,535; the same for as long as the allocator lives. `@thread any` */
  getBufferSize(): number;

  /**
   * Lends a buffer of `getBufferSize()` bytes with old contents, to be attached to an event whose payload is longer
   * than its inline bytes. It goes back with the event. `null` when none is left. `@thread render`
   */
  getBuffer(): Uint8Array | null;

  /** Takes back a buffer that was never attached to an event. `@thread render` */
  putBuffer(buffer: Uint8Array): void;
}
