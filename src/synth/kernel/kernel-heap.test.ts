import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KernelHeap } from './kernel-heap.ts';

const PAGE_BYTES = 65536;
const FIRST_ADDRESS = 100;

function makeHeap(maximum?: number): { heap: KernelHeap; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory(maximum === undefined ? { initial: 1 } : { initial: 1, maximum });
  return { heap: new KernelHeap(memory, FIRST_ADDRESS), memory };
}

/** A block to allocate, or which of the present blocks to free. */
const step: fc.Arbitrary<{ readonly byteLength: number } | { readonly free: number }> = fc.oneof(
  fc.record({ byteLength: fc.oneof(fc.nat(300), fc.integer({ min: 1, max: 30000 })) }),
  fc.record({ free: fc.nat(1000) }),
);

describe('KernelHeap', () => {
  it('starts at the first aligned address and goes on from there', () => {
    const { heap } = makeHeap();
    expect([heap.allocate(1), heap.allocate(17), heap.allocate(16)]).toEqual([112, 128, 160]);
    expect(heap.usedBytes).toBe(16 + 32 + 16);
  });

  it('gives an empty block an address of its own', () => {
    const { heap } = makeHeap();
    expect(heap.allocate(0)).not.toBe(heap.allocate(0));
  });

  it('uses the first gap that is large enough', () => {
    const { heap } = makeHeap();
    const blocks = [160, 16, 320, 16].map((byteLength) => heap.allocate(byteLength));
    heap.free(blocks[0]!);
    heap.free(blocks[2]!);
    expect(heap.allocate(200)).toBe(blocks[2]);
    expect(heap.allocate(100)).toBe(blocks[0]);
    expect(heap.allocate(48)).toBe(blocks[0]! + 112);
  });

  it('joins neighbouring gaps, in whatever order they come', () => {
    const { heap } = makeHeap();
    const blocks = [64, 64, 64, 16].map((byteLength) => heap.allocate(byteLength));
    for (const index of [0, 2, 1]) heap.free(blocks[index]!);
    expect(heap.allocate(192)).toBe(blocks[0]);
  });

  it('grows by what is missing and by a quarter at least', () => {
    const { heap, memory } = makeHeap();
    const address = heap.allocate(10 * PAGE_BYTES);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(address + 10 * PAGE_BYTES);
    const before = memory.buffer.byteLength;
    heap.allocate(before - address - 10 * PAGE_BYTES + 1);
    expect(memory.buffer.byteLength).toBeGreaterThanOrEqual(1.25 * before);
  });

  it('says when the host has no more memory, and stays usable', () => {
    const { heap } = makeHeap(2);
    expect(() => heap.allocate(4 * PAGE_BYTES)).toThrow(RangeError);
    expect(heap.allocate(16)).toBe(112);
  });

  it('refuses to free what was not allocated, or was freed before', () => {
    const { heap } = makeHeap();
    const address = heap.allocate(100);
    expect(() => heap.free(address + 16)).toThrow('free: address 128 was not allocated');
    heap.free(address);
    expect(() => heap.free(address)).toThrow(RangeError);
    expect(heap.usedBytes).toBe(0);
  });

  it('never lets blocks overlap, and is whole again when all are freed', () => {
    const property = fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const { heap, memory } = makeHeap();
      const blocks: { address: number; end: number }[] = [];
      for (const one of steps) {
        if ('free' in one) {
          const [block] = blocks.splice(one.free % Math.max(1, blocks.length), 1);
          if (block !== undefined) heap.free(block.address);
          continue;
        }
        const address = heap.allocate(one.byteLength);
        const end = address + Math.max(1, one.byteLength);
        expect(address % 16).toBe(0);
        expect(address).toBeGreaterThanOrEqual(FIRST_ADDRESS);
        expect(end).toBeLessThanOrEqual(memory.buffer.byteLength);
        expect(blocks.some((block) => block.address < end && address < block.end)).toBe(false);
        blocks.push({ address, end });
      }
      for (const { address } of blocks) heap.free(address);
      const byteLength = memory.buffer.byteLength;
      expect(heap.allocate(byteLength - 112)).toBe(112);
      expect(memory.buffer.byteLength).toBe(byteLength);
    });
    fc.assert(property, { seed: 4711, numRuns: 200 });
  });
});
