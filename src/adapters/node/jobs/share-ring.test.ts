import { describe, expect, it } from 'vitest';
import { BUS_COUNT } from '../../../synth/kernel/layout.ts';
import { createRingMemory, RingReader, RingWriter } from './share-ring.ts';

const PART_FRAMES = 1024;

function makeBuses(sampleAt: (bus: number, frame: number) => number): Float32Array[] {
  return Array.from({ length: BUS_COUNT }, (_, bus) =>
    Float32Array.from({ length: PART_FRAMES }, (_, frame) => sampleAt(bus, frame)),
  );
}

/** Compares faster than thousands of numbers. */
function bytesOf(bus: Float32Array): string {
  return Buffer.from(bus.buffer).toString('base64');
}

describe('a ring between threads', () => {
  it('hands on every frame of every bus, however writer and reader cut them', () => {
    const memory = createRingMemory();
    const [writer, reader] = [new RingWriter(memory), new RingReader(memory)];
    const target = makeBuses(() => 0);
    for (let round = 0; round < 100; round++) {
      const source = makeBuses((bus, frame) => round * 4 + bus + frame / PART_FRAMES);
      for (const [from, end] of [
        [0, 7],
        [7, 64],
        [64, 1024],
      ] as const)
        writer.write(source, from, end);
      writer.flush();
      for (const [from, end] of [
        [0, 500],
        [500, 1024],
      ] as const)
        reader.read(target, from, end);
      expect(target.map(bytesOf)).toEqual(source.map(bytesOf));
    }
  });

  it('leaves what lies beside the frames alone', () => {
    const memory = createRingMemory();
    const writer = new RingWriter(memory);
    writer.write(
      makeBuses(() => 5),
      10,
      20,
    );
    writer.finish();
    const target = makeBuses(() => 1);
    new RingReader(memory).read(target, 10, 20);
    expect(target).toEqual(makeBuses((_, frame) => (frame >= 10 && frame < 20 ? 5 : 1)));
  });

  it('tells the reader why the writer failed', () => {
    const memory = createRingMemory();
    new RingWriter(memory).fail('no such bank – nowhere');
    const reader = new RingReader(memory);
    expect(() =>
      reader.read(
        makeBuses(() => 0),
        0,
        64,
      ),
    ).toThrow('no such bank – nowhere');
    expect(() => reader.finish()).toThrow('no such bank – nowhere');
  });

  it('cuts a message that has no room', () => {
    const memory = createRingMemory();
    new RingWriter(memory).fail('x'.repeat(100_000));
    expect(() => new RingReader(memory).finish()).toThrow(/^x{2048}$/);
  });

  it('turns down a writer that ends too early, or too late', () => {
    const memory = createRingMemory();
    const writer = new RingWriter(memory);
    writer.write(
      makeBuses(() => 0),
      0,
      64,
    );
    writer.finish();
    const reader = new RingReader(memory);
    expect(() => reader.finish()).toThrow('out of step');
    expect(() =>
      reader.read(
        makeBuses(() => 0),
        0,
        65,
      ),
    ).toThrow('out of step');
    reader.read(
      makeBuses(() => 0),
      0,
      64,
    );
    expect(() => reader.finish()).not.toThrow();
  });

  it('gives up a writer that gives no sign of life', () => {
    const reader = new RingReader(createRingMemory(), 0);
    expect(() =>
      reader.read(
        makeBuses(() => 0),
        0,
        1,
      ),
    ).toThrow('no sign of life');
  });

  it('stops a writer that nobody reads from', () => {
    const memory = createRingMemory();
    new RingReader(memory).cancel();
    const writer = new RingWriter(memory);
    const source = makeBuses(() => 0);
    expect(() => {
      for (let round = 0; round < 1000; round++) writer.write(source, 0, PART_FRAMES);
    }).toThrow('nobody wants the rest');
  });
});
