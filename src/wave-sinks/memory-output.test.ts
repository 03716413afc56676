import { describe, expect, it } from 'vitest';
import { makeWaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import { MemoryOutput } from './memory-output.ts';

const MONO = makeWaveFormat(WaveFormatTag.ieeeFloat, 1, 22050, 32);
const STEREO = makeWaveFormat(WaveFormatTag.ieeeFloat, 2, 48000, 32);

describe('MemoryOutput', () => {
  it('has neither format nor samples before it is opened', () => {
    const output = new MemoryOutput();
    expect(output.format).toBeUndefined();
    expect(output.samples).toEqual(new Float32Array(0));
  });

  it('joins blocks, of each only the frames that count', () => {
    const output = new MemoryOutput();
    output.open(STEREO);
    output.write(Float32Array.of(1, 2, 3, 4, 99, 99), 2);
    output.write(Float32Array.of(99), 0);
    output.write(Float32Array.of(5, 6, 99), 1);
    expect(output.samples).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    expect(output.format).toBe(STEREO);
  });

  it('keeps what it was given when the block is overwritten', () => {
    const output = new MemoryOutput();
    output.open(MONO);
    const block = Float32Array.of(0.5, -0.5);
    output.write(block, 2);
    block.fill(9);
    expect(output.samples).toEqual(Float32Array.of(0.5, -0.5));
  });

  it('keeps everything when it is closed, and starts anew when it is opened again', () => {
    const output = new MemoryOutput();
    output.open(STEREO);
    output.write(Float32Array.of(1, 2), 1);
    output.close();
    expect(output.samples).toEqual(Float32Array.of(1, 2));
    output.open(MONO);
    output.write(Float32Array.of(3, 4), 1);
    expect(output.samples).toEqual(Float32Array.of(3));
    expect(output.format).toBe(MONO);
  });
});
