import type { AllocatorMxf } from '../../src/ddi/allocator-mxf.ts';
import type { KernelEvent } from '../../src/ddi/kernel-event.ts';
import { KernelEventFlags, SHORT_EVENT_BYTES } from '../../src/ddi/kernel-event.ts';
import type { Mxf } from '../../src/ddi/mxf.ts';

/** An event of group 1 with `bytes` in it and the fields of `given`; the pool must have it, and a buffer when it is long. */
export function lendEvent(
  allocator: AllocatorMxf,
  bytes: readonly number[],
  given: Partial<KernelEvent> = {},
): KernelEvent {
  const event = allocator.getMessage()!;
  if (bytes.length > SHORT_EVENT_BYTES) event.buffer = allocator.getBuffer()!;
  (event.buffer ?? event.inline).set(bytes);
  event.byteLength = bytes.length;
  event.channelGroup = 1;
  return Object.assign(event, given);
}

/** As {@link lendEvent}, marked incomplete: raw bytes, or a part that is not the last. */
export function lendIncomplete(
  allocator: AllocatorMxf,
  bytes: readonly number[],
  given: Partial<KernelEvent> = {},
): KernelEvent {
  return lendEvent(allocator, bytes, { flags: KernelEventFlags.incomplete, ...given });
}

/** A package of `children`, in a chain. */
export function lendPackage(allocator: AllocatorMxf, children: readonly KernelEvent[]): KernelEvent {
  return lendEvent(allocator, [], { flags: KernelEventFlags.package, packageEvent: chainOf(...children) });
}

/** Links `events`, at least one, in a chain. */
export function chainOf(...events: readonly KernelEvent[]): KernelEvent {
  events.forEach((event, i) => {
    event.next = events[i + 1] ?? null;
  });
  return events[0]!;
}

/** A stage that keeps the chains it gets; whoever made it gives them back. */
export class ChainKeeper implements Mxf {
  readonly chains: KernelEvent[] = [];

  putMessage(event: KernelEvent | null): void {
    if (event !== null) this.chains.push(event);
  }

  /** The events of all chains, in order. */
  get events(): KernelEvent[] {
    const events: KernelEvent[] = [];
    for (const chain of this.chains)
      for (let each: KernelEvent | null = chain; each; each = each.next) events.push(each);
    return events;
  }

  /** Gives everything to `allocator`. */
  giveBack(allocator: AllocatorMxf): void {
    for (const chain of this.chains.splice(0)) allocator.putMessage(chain);
  }

  setState(): void {}
  connectOutput(): void {}
  disconnectOutput(): void {}
}
