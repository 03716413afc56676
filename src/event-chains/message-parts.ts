/**
 * Messages as they stand in chains of kernel events: most are one event, a long one is several parts in a row, each but
 * the last marked incomplete, and packages hold chains of their own.
 *
 * `@thread render` all of it; nothing allocates.
 */
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { eventPayload, isIncompleteEvent, isPackageEvent } from '../ddi/kernel-event-predicates.ts';
import { FIRST_REAL_TIME_STATUS, shortMessageBytes } from '../ddi/short-message.ts';

/** Packages in packages that are entered; what lies deeper is a mistake of its sender. */
export const MAX_PACKAGE_DEPTH = 8;

/** The part at which the message that begins with `message` ends: itself, unless it is marked incomplete. */
export function lastPartOf(message: KernelEvent): KernelEvent {
  let part = message;
  while (isIncompleteEvent(part) && part.next !== null && !isPackageEvent(part.next)) part = part.next;
  return part;
}

/** Payload bytes that are really there, whatever the event says. */
export function payloadByteLength(event: KernelEvent): number {
  const payload = eventPayload(event);
  return payload === null ? 0 : Math.min(event.byteLength, payload.byteLength);
}

/** Bytes of all parts of the message that begins with `message`. */
export function messageByteLength(message: KernelEvent): number {
  const last = lastPartOf(message);
  let byteLength = payloadByteLength(last);
  for (let part = message; part !== last; part = part.next!) byteLength += payloadByteLength(part);
  return byteLength;
}

/** Writes {@link messageByteLength} bytes to `target`, which the caller has seen to have room for them. */
export function copyMessage(message: KernelEvent, target: Uint8Array, byteOffset: number): void {
  const last = lastPartOf(message);
  let targetOffset = byteOffset;
  for (let part = message; ; part = part.next!) {
    const payload = eventPayload(part);
    const byteLength = payloadByteLength(part);
    for (let i = 0; i < byteLength; i++) target[targetOffset++] = payload![i]!;
    if (part === last) return;
  }
}

/** Whether it is a whole channel or system message of fixed length; its 1 to 3 bytes then stand in `inline`. */
export function isShortMessage(message: KernelEvent): boolean {
  if (message.byteLength === 0 || isIncompleteEvent(message) || isPackageEvent(message)) return false;
  return message.byteLength === shortMessageBytes(message.inline[0]!);
}

/** Whether it is one real-time byte, which may stand between the parts of another message. */
export function isRealTimeMessage(message: KernelEvent): boolean {
  return message.byteLength === 1 && !isPackageEvent(message) && message.inline[0]! >= FIRST_REAL_TIME_STATUS;
}

/**
 * Calls `visit` with the first part of each message of a chain, those in packages where the package stands. Answers how
 * many packages were not entered because they lie deeper than {@link MAX_PACKAGE_DEPTH}.
 */
export function visitMessages(
  chain: KernelEvent | null,
  visit: (message: KernelEvent) => void,
  depth: number = 0,
): number {
  let skippedCount = 0;
  for (let each = chain; each !== null; ) {
    if (!isPackageEvent(each)) {
      visit(each);
      each = lastPartOf(each).next;
      continue;
    }
    if (depth < MAX_PACKAGE_DEPTH) skippedCount += visitMessages(each.packageEvent, visit, depth + 1);
    else skippedCount++;
    each = each.next;
  }
  return skippedCount;
}
