import { beforeEach, describe, expect, it } from 'vitest';
import { chainOf, lendEvent, lendIncomplete, lendPackage } from '../../test/fakes/kernel-events.ts';
import type { KernelEvent } from '../ddi/kernel-event.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import {
  copyMessage,
  isShortMessage,
  lastPartOf,
  MAX_PACKAGE_DEPTH,
  messageByteLength,
  visitMessages,
} from './message-parts.ts';

describe('the parts of a message', () => {
  let allocator: EventAllocator;
  beforeEach(() => {
    allocator = new EventAllocator({ bufferBytes: 16 });
  });

  const event = (...bytes: number[]): KernelEvent => lendEvent(allocator, bytes);
  const part = (...bytes: number[]): KernelEvent => lendIncomplete(allocator, bytes);

  function bytesOf(message: KernelEvent): number[] {
    const copy = new Uint8Array(messageByteLength(message) + 2);
    copyMessage(message, copy, 1);
    expect([copy[0], copy.at(-1)]).toEqual([0, 0]);
    return [...copy.subarray(1, -1)];
  }

  function visited(chain: KernelEvent): { bytes: number[][]; skippedCount: number } {
    const bytes: number[][] = [];
    const skippedCount = visitMessages(chain, (message) => bytes.push(bytesOf(message)));
    return { bytes, skippedCount };
  }

  it('go up to the first that is not marked incomplete, to the end of the chain, or to a package', () => {
    const whole = chainOf(part(0xf0, 1), part(2, 3, 4, 5, 6, 7, 8, 9, 10), event(0xf7), event(0x90, 1, 2));
    expect(bytesOf(whole)).toEqual([0xf0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xf7]);
    expect(lastPartOf(whole)).toBe(whole.next!.next);
    expect(bytesOf(chainOf(part(0xf0, 1), part(2)))).toEqual([0xf0, 1, 2]);
    expect(bytesOf(chainOf(part(0xf0, 1), lendPackage(allocator, [event(0xfe)])))).toEqual([0xf0, 1]);
  });

  it('have no more bytes than their payloads, whatever they say', () => {
    expect(bytesOf(Object.assign(event(0xfe), { byteLength: 20 }))).toEqual([]);
    const long = Object.assign(event(...new Array<number>(16).fill(7)), { byteLength: 99 });
    expect(bytesOf(long)).toEqual(new Array(16).fill(7));
  });

  it('are visited message by message, packages in their place and those in packages too', () => {
    const inner = lendPackage(allocator, [part(0xf0), event(0xf7), event(0xfa)]);
    const chain = chainOf(event(0xf8), lendPackage(allocator, [event(0xc0, 1), inner]), event(0xfc));
    expect(visited(chain)).toEqual({ bytes: [[0xf8], [0xc0, 1], [0xf0, 0xf7], [0xfa], [0xfc]], skippedCount: 0 });
  });

  it('are not looked for in packages that lie too deep, even without end', () => {
    let deep = lendPackage(allocator, [event(0xf8)]);
    for (let depth = 1; depth < MAX_PACKAGE_DEPTH; depth++) deep = lendPackage(allocator, [deep]);
    expect(visited(chainOf(deep, event(0xfc)))).toEqual({ bytes: [[0xf8], [0xfc]], skippedCount: 0 });
    const tooDeep = lendPackage(allocator, [deep]);
    expect(visited(chainOf(tooDeep, event(0xfc)))).toEqual({ bytes: [[0xfc]], skippedCount: 1 });
    const endless = lendPackage(allocator, []);
    endless.packageEvent = endless;
    expect(visited(endless)).toEqual({ bytes: [], skippedCount: 1 });
  });

  it('make a short message only if it is one whole channel or system message of fixed length', () => {
    for (const short of [event(0x90, 1, 2), event(0xc0, 1), event(0xf2, 1, 2), event(0xff)]) {
      expect(isShortMessage(short)).toBe(true);
    }
    const others = [event(), event(0x90, 1), event(0xc0, 1, 2), event(0xf0, 1, 0xf7), event(0xf4), event(1, 2, 3)];
    for (const other of [...others, part(0x90, 1, 2), lendPackage(allocator, [event(0xff)])]) {
      expect(isShortMessage(other)).toBe(false);
    }
  });
});
