import { describe, expect, it } from 'vitest';
import { makeWaveFormat, WaveFormatTag } from '../ddi/wave-format.ts';
import { readWave, type WaveFile } from '../formats/wave/read-wave.ts';
import { SAMPLE_BYTE_LENGTHS, type WrittenSampleFormat } from '../formats/wave/wave-file-format.ts';
import { type ByteTarget, WaveWriter } from './wave-writer.ts';

/** A file in memory. Knows what was written twice, and lets nobody keep a view of the writer's. */
class MemoryFile implements ByteTarget {
  bytes = new Uint8Array(0);
  writeCount = 0;
  closeCount = 0;

  write(bytes: Uint8Array, byteOffset: number): void {
    this.writeCount++;
    const grown = new Uint8Array(Math.max(this.bytes.byteLength, byteOffset + bytes.byteLength));
    grown.set(this.bytes);
    grown.set(bytes, byteOffset);
    this.bytes = grown;
  }

  close(): void {
    this.closeCount++;
  }

  read(): WaveFile {
    return readWave(this.bytes);
  }
}

function formatOf(channelCount: number, sampleRate = 48000): ReturnType<typeof makeWaveFormat> {
  return makeWaveFormat(WaveFormatTag.ieeeFloat, channelCount, sampleRate, 32);
}

/** A file of these blocks, each written whole. */
function written(
  blocks: readonly Float32Array[],
  sampleFormat: WrittenSampleFormat,
  { channelCount = 1, gain }: { readonly channelCount?: number; readonly gain?: number } = {},
): { readonly file: MemoryFile; readonly writer: WaveWriter } {
  const file = new MemoryFile();
  const writer = new WaveWriter(file, { sampleFormat, ...(gain === undefined ? {} : { gain }) });
  writer.open(formatOf(channelCount));
  for (const block of blocks) writer.write(block, block.length / channelCount);
  writer.close();
  return { file, writer };
}

/** Values that every format holds exactly. */
const EXACT = [0, 0.5, -0.5, 0.25, -1, 0.75];

describe('WaveWriter', () => {
  for (const sampleFormat of ['pcm16', 'pcm24', 'float32'] as const) {
    it.each([1, 2])(`${sampleFormat}: a file of %i channels is read back as it was rendered`, (channelCount) => {
      const blocks = [Float32Array.from(EXACT), new Float32Array(0), Float32Array.of(0.125, -0.125)];
      const { file } = written(blocks, sampleFormat, { channelCount });
      const wave = file.read();
      expect(wave).toMatchObject({ sampleRate: 48000, channelCount, sampleFormat, warnings: [] });
      expect(wave.samples).toEqual(Float32Array.of(...EXACT, 0.125, -0.125));
      expect(file.closeCount).toBe(1);
    });

    it(`${sampleFormat}: a file without a frame is a whole file`, () => {
      const wave = written([], sampleFormat).file.read();
      expect(wave.samples).toEqual(new Float32Array(0));
      expect(wave.warnings).toEqual([]);
    });
  }

  it('pads samples of odd length, and counts the padding in the file but not in the data', () => {
    const odd = written([Float32Array.of(0.5)], 'pcm24').file.bytes;
    const even = written([Float32Array.of(0.5, 0.25)], 'pcm24').file.bytes;
    const lengths = [odd, even].map((bytes) => {
      const view = new DataView(bytes.buffer);
      const data = bytes.byteLength - (view.getUint32(4, true) + 8);
      return [bytes.byteLength % 2, data];
    });
    expect(lengths).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(even.byteLength - odd.byteLength).toBe(SAMPLE_BYTE_LENGTHS.pcm24 - 1);
    expect(odd.at(-1)).toBe(0);
    expect(readWave(odd).samples).toEqual(Float32Array.of(0.5));
  });

  it('the header is right only after closing: before, it tells of no sound', () => {
    const file = new MemoryFile();
    const writer = new WaveWriter(file, { sampleFormat: 'pcm16' });
    writer.open(formatOf(1));
    writer.write(Float32Array.of(0.5, 0.25), 2);
    expect(file.read().samples.length).toBe(0);
    writer.close();
    expect(file.read().samples).toEqual(Float32Array.of(0.5, 0.25));
  });

  it('takes only the frames that count', () => {
    const file = new MemoryFile();
    const writer = new WaveWriter(file, { sampleFormat: 'float32' });
    writer.open(formatOf(2));
    writer.write(Float32Array.of(0.1, 0.2, 9, 9), 1);
    writer.close();
    expect(file.read().samples).toEqual(Float32Array.of(0.1, 0.2));
    expect(writer.peakLevel).toBeCloseTo(0.2, 6);
  });

  it('the gain acts on every sample before it is measured', () => {
    const { file, writer } = written([Float32Array.of(0.25, -0.5, 0)], 'pcm16', { gain: 1.5 });
    expect(file.read().samples).toEqual(Float32Array.of(0.375, -0.75, 0));
    expect(writer.peakLevel).toBe(0.75);
    expect(writer.clippedSamples).toBe(0);
  });

  it('counts what an integer format cannot hold, in all blocks together', () => {
    const blocks = [Float32Array.of(1.5, 0.5), Float32Array.of(-2, 0, 3)];
    const { file, writer } = written(blocks, 'pcm16');
    expect(writer.clippedSamples).toBe(3);
    expect(writer.peakLevel).toBe(3);
    expect(file.read().samples).toEqual(Float32Array.of(32767 / 32768, 0.5, -1, 0, 32767 / 32768));
  });

  it('floats beyond full scale are kept and not counted', () => {
    const { file, writer } = written([Float32Array.of(1.5, -4)], 'float32');
    expect(file.read().samples).toEqual(Float32Array.of(1.5, -4));
    expect(writer.clippedSamples).toBe(0);
    expect(writer.peakLevel).toBe(4);
  });

  it('without being open nothing is written, and closing does nothing', () => {
    const file = new MemoryFile();
    const writer = new WaveWriter(file, { sampleFormat: 'pcm16' });
    writer.write(Float32Array.of(2), 1);
    writer.close();
    expect([file.writeCount, file.closeCount, writer.peakLevel]).toEqual([0, 0, 0]);
  });

  it('is closed once, and takes nothing afterwards', () => {
    const { file, writer } = written([Float32Array.of(0.5)], 'pcm16');
    const bytes = file.bytes.slice();
    writer.write(Float32Array.of(1), 1);
    writer.close();
    expect(file.bytes).toEqual(bytes);
    expect(file.closeCount).toBe(1);
  });

  it('opening again starts anew: file, peak and count', () => {
    const { file, writer } = written([Float32Array.of(2, 2, 2)], 'pcm16');
    file.bytes = new Uint8Array(0);
    writer.open(formatOf(2, 22050));
    expect([writer.peakLevel, writer.clippedSamples]).toEqual([0, 0]);
    writer.write(Float32Array.of(0.25, -0.25), 1);
    writer.close();
    expect(file.read()).toMatchObject({ sampleRate: 22050, channelCount: 2, warnings: [] });
    expect(file.read().samples).toEqual(Float32Array.of(0.25, -0.25));
    expect(writer.peakLevel).toBe(0.25);
  });
});
