import { describe, expect, it } from 'vitest';
import { codeOf, type RawWave, rawWaveBlock } from '../../../test/rig/raw-block.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { KernelMemory } from '../kernel/kernel-memory.ts';
import { GUARD_FRAMES } from '../kernel/layout.ts';
import { DownloadBlock } from './block-reader.ts';
import { readWave } from './read-wave.ts';
import { type WaveImage, WaveImages } from './wave-images.ts';

const PAGE_BYTES = 65536;

function makeMemory(maximumPages = 100): KernelMemory {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: maximumPages });
  const kernel: Kernel = { name: 'none', memory, render: () => {}, applyEffects: () => {} };
  return new KernelMemory(kernel, { slotCount: 1, commandCount: 1, sampleRate: 48000, gainCeiling: 2 });
}

function imagesOf(wave: RawWave, memory = makeMemory()): { images: WaveImages; memory: KernelMemory } {
  const contents = readWave(new DownloadBlock(rawWaveBlock(1, wave)));
  return { images: new WaveImages(memory, contents), memory };
}

/** Sixteen-bit samples as bytes. */
function words(...samples: readonly number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}

/** Frames `from`…`to − 1` of an image, as they are stored. */
function framesOf(memory: KernelMemory, image: WaveImage, from: number, to: number): number[] {
  const { buffer } = memory.kernel.memory;
  const [type, bytes] = image.format === 0 ? [Int16Array, 2] : [Float32Array, 4];
  return [...new type(buffer, image.address + from * bytes, to - from)];
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0);
}

const SIX = words(10, 20, 30, 40, 50, 60);

describe('WaveImages', () => {
  it('the wave as recorded has silence on either side', () => {
    const { images, memory } = imagesOf({ samples: SIX });
    const image = images.recorded();
    expect(framesOf(memory, image, 0, 6)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(framesOf(memory, image, -GUARD_FRAMES, 0)).toEqual(zeros(GUARD_FRAMES));
    expect(framesOf(memory, image, 6, 6 + 2 * GUARD_FRAMES)).toEqual(zeros(2 * GUARD_FRAMES));
    expect([image.format, image.scale]).toEqual([0, 1 / 32768]);
  });

  it.each([
    [0, 6],
    [2, 3],
    [1, 2],
    [5, 1],
    [0, 1],
  ])('a loop of frame %i, %i long goes on and on past its end', (start, length) => {
    const { images, memory } = imagesOf({ samples: SIX });
    const image = images.looped({ type: 'forward', start, length });
    const samples = [10, 20, 30, 40, 50, 60];
    const end = start + length;
    const expected = Array.from({ length: end + 2 * GUARD_FRAMES }, (_, frame) =>
      frame < end ? samples[frame] : samples[start + ((frame - end) % length)],
    );
    expect(framesOf(memory, image, 0, end + 2 * GUARD_FRAMES)).toEqual(expected);
    expect(framesOf(memory, image, -GUARD_FRAMES, 0)).toEqual(zeros(GUARD_FRAMES));
  });

  it('8-bit samples are widened round their middle of 128', () => {
    const { images, memory } = imagesOf({ bits: 8, samples: Uint8Array.of(0, 1, 127, 128, 129, 255) });
    const image = images.recorded();
    expect(framesOf(memory, image, 0, 6)).toEqual([-32768, -32512, -256, 0, 256, 32512]);
    expect(framesOf(memory, image, 6, 10)).toEqual(zeros(4));
    expect(image.format).toBe(0);
  });

  it('floats stay floats; what is not finite is silence, and 24 dB above full scale is enough', () => {
    const samples = new Uint8Array(Float32Array.of(0.5, -1.25, Number.NaN, Infinity, -Infinity, 1e30, -1e30).buffer);
    const { images, memory } = imagesOf({ tag: 3, bits: 32, samples });
    const image = images.recorded();
    expect(framesOf(memory, image, 0, 7)).toEqual([0.5, -1.25, 0, 0, 0, 16, -16]);
    expect([image.format, image.scale]).toEqual([1, 1]);
  });

  it('a wave without frames is silence', () => {
    const { images, memory } = imagesOf({ samples: new Uint8Array(0) });
    expect(framesOf(memory, images.recorded(), -GUARD_FRAMES, 2 * GUARD_FRAMES)).toEqual(zeros(3 * GUARD_FRAMES));
  });

  it('samples that do not stand on a multiple of their size are read all the same', () => {
    const block = rawWaveBlock(1, { samples: SIX });
    const shifted = new Uint8Array(block.byteLength + 1);
    shifted.set(block, 1);
    const memory = makeMemory();
    const contents = readWave(new DownloadBlock(shifted.subarray(1)));
    expect(framesOf(memory, new WaveImages(memory, contents).recorded(), 0, 6)).toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('the same form is made once, whatever the loop’s type', () => {
    const { images, memory } = imagesOf({ samples: SIX });
    const first = images.looped({ type: 'forward', start: 1, length: 4 });
    const before = memory.heap.usedBytes;
    expect(images.looped({ type: 'release', start: 1, length: 4 })).toBe(first);
    expect(memory.heap.usedBytes).toBe(before);
    expect(images.looped({ type: 'forward', start: 1, length: 3 })).not.toBe(first);
    expect(images.recorded()).toBe(images.recorded());
  });

  it('gives all its memory back, and can be made again', () => {
    const { images, memory } = imagesOf({ samples: SIX });
    const before = memory.heap.usedBytes;
    for (let round = 0; round < 3; round++) {
      const image = images.recorded();
      images.looped({ type: 'forward', start: 0, length: 6 });
      expect(framesOf(memory, image, 0, 2)).toEqual([10, 20]);
      images.free();
      expect(memory.heap.usedBytes).toBe(before);
    }
  });

  it('is not disturbed by what the memory held before', () => {
    const memory = makeMemory();
    new Uint8Array(memory.kernel.memory.buffer, memory.heap.allocate(16)).fill(0xaa);
    const used = memory.heap.allocate(4096);
    new Uint8Array(memory.kernel.memory.buffer, used, 4096).fill(0xff);
    memory.heap.free(used);
    const { images } = imagesOf({ samples: SIX }, memory);
    expect(framesOf(memory, images.recorded(), -GUARD_FRAMES, 0)).toEqual(zeros(GUARD_FRAMES));
  });

  it('makes the memory grow, and says so where the host gives no more', () => {
    const { images } = imagesOf({ samples: new Uint8Array(20 * PAGE_BYTES) }, makeMemory(200));
    images.recorded();
    const small = imagesOf({ samples: new Uint8Array(20 * PAGE_BYTES) }, makeMemory(10));
    const before = small.memory.heap.usedBytes;
    expect(codeOf(() => small.images.recorded())).toBe('E_OUTOFMEMORY');
    expect(small.memory.heap.usedBytes).toBe(before);
    expect(small.images.looped({ type: 'forward', start: 0, length: 5 }).format).toBe(0);
  });
});
