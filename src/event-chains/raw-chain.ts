import { type KernelEvent, KernelEventFlags } from '../ddi/kernel-event.ts';
import type { EventChainBuilder } from './event-chain-builder.ts';

/** The one channel group of a wire and of any device without groups: where it plays, besides 0, and what it sends in. */
export const WIRE_CHANNEL_GROUP = 1;

/**
 * Copies `bytes[begin … end)`, which nobody has parsed, into the message that `builder` has begun, and takes it: an
 * event, or a chain where it outgrows the allocator's buffers, all marked incomplete. `null`, with nothing left lent,
 * when the pool does not hold them all.
 *
 * @param bytePosition of the first of the bytes in their stream.
 * `@thread render`
 */
export function takeRawChain(
  builder: EventChainBuilder,
  bytes: Uint8Array,
  begin: number,
  end: number,
  bytePosition: number,
): KernelEvent | null {
  if (!builder.appendBytes(bytes, begin, end, bytePosition)) return null;
  const chain = builder.take();
  markRaw(chain);
  return chain;
}

/** Marks every event of a chain as bytes that are to be parsed: how a message in parts comes up. `@thread render` */
export function markRaw(chain: KernelEvent | null): void {
  for (let part = chain; part !== null; part = part.next) part.flags = KernelEventFlags.incomplete;
}
