import { type KernelEvent, KernelEventFlags, SHORT_EVENT_BYTES } from './kernel-event.ts';

/** Whether the payload stands in `inline` (SHORT_EVT). `@thread render` */
export function isShortEvent(event: KernelEvent): boolean {
  return event.byteLength <= SHORT_EVENT_BYTES && !isPackageEvent(event);
}

/** Whether the payload is the chain at `packageEvent` (PACKAGE_EVT). `@thread render` */
export function isPackageEvent(event: KernelEvent): boolean {
  return (event.flags & KernelEventFlags.package) !== 0;
}

/** Whether the message goes on in a later event (INCOMPLETE_EVT). `@thread render` */
export function isIncompleteEvent(event: KernelEvent): boolean {
  return (event.flags & KernelEventFlags.incomplete) !== 0;
}

/**
 * The bytes of the payload, the first `byteLength` of the array; `null` for a package, or for a long event without a
 * buffer. `@thread render`
 */
export function eventPayload(event: KernelEvent): Uint8Array | null {
  if (isPackageEvent(event)) return null;
  return event.byteLength <= SHORT_EVENT_BYTES ? event.inline : event.buffer;
}
