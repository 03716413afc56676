import { beforeEach, describe, expect, it } from 'vitest';
import { KernelEventFlags } from '../ddi/kernel-event.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import { EventChainBuilder } from './event-chain-builder.ts';
import { copyMessage, messageByteLength } from './message-parts.ts';

describe('EventChainBuilder', () => {
  let allocator: EventAllocator;
  let builder: EventChainBuilder;
  beforeEach(() => {
    allocator = new EventAllocator({ maxEventCount: 3, eventCount: 3, maxBufferCount: 2, bufferBytes: 9 });
    builder = new EventChainBuilder(allocator);
  });

  function append(byteCount: number): boolean[] {
    return Array.from({ length: byteCount }, (_, i) => builder.append(i, 100 + i));
  }

  it('needs no buffer up to 8 bytes, and one from the ninth on', () => {
    builder.begin(5, 77);
    append(8);
    expect(allocator).toMatchObject({ outstandingEventCount: 1, outstandingBufferCount: 0 });
    append(1);
    expect(allocator).toMatchObject({ outstandingEventCount: 1, outstandingBufferCount: 1 });
    const event = builder.take()!;
    expect(event).toMatchObject({ byteLength: 9, channelGroup: 5, presentationTime: 77, flags: 0, next: null });
    expect([...event.buffer!]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 0]);
  });

  it('goes on in another part where a buffer ends, and marks all parts but the last', () => {
    builder.begin(5, 77);
    append(20);
    expect(builder.byteLength).toBe(20);
    const first = builder.take()!;
    const { incomplete } = KernelEventFlags;
    expect(first).toMatchObject({ byteLength: 9, flags: incomplete, bytePosition: 100 });
    expect(first.next).toMatchObject({ byteLength: 9, flags: incomplete, bytePosition: 109, presentationTime: 77 });
    expect(first.next!.next).toMatchObject({ byteLength: 2, flags: 0, bytePosition: 118, buffer: null, next: null });
    const copy = new Uint8Array(messageByteLength(first));
    copyMessage(first, copy, 0);
    expect([...copy]).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it.each([
    ['buffer', 2, 26],
    ['event', 3, 27],
  ])('gives all back at the byte for which there is no %s', (_missing, maxBufferCount, fittingByteCount) => {
    allocator = new EventAllocator({ maxEventCount: 3, eventCount: 3, maxBufferCount, bufferBytes: 9 });
    builder = new EventChainBuilder(allocator);
    builder.begin(1, 0);
    expect(append(fittingByteCount)).not.toContain(false);
    expect(append(1)).toEqual([false]);
    expect(builder.take()).toBeNull();
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0 });
  });

  it('gives up a message once, and holds nothing after it or after a discarded one', () => {
    builder.begin(1, 0);
    append(3);
    allocator.putMessage(builder.take());
    expect(builder.take()).toBeNull();
    builder.begin(1, 0);
    append(12);
    builder.begin(2, 0);
    expect(builder.byteLength).toBe(0);
    builder.discard();
    expect(allocator).toMatchObject({ outstandingEventCount: 0, outstandingBufferCount: 0, misreturnedCount: 0 });
  });
});
