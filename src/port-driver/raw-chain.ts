import { type KernelEvent, KernelEventFlags } from '../ddi/kernel-event.ts';
import type { EventChainBuilder } from './event-chain-builder.ts';

/** Where a device without channel groups plays, and what it sends in. */
export const RAW_CHANNEL_GROUP = 1;

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
  for (let i = begin; i < end; i++) if (!builder.append(bytes[i]!, bytePosition + i - begin)) return null;
  const chain = builder.take();
  for (let part = chain; part !== null; part = part.next) part.flags = KernelEventFlags.incomplete;
  return chain;
}
