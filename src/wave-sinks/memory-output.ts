import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';

/** Keeps everything it is given: for tests, and for applications that want the samples. */
export class MemoryOutput implements PcmOutput {
  #blocks: Float32Array[] = [];
  #format: WaveFormat | undefined;

  open(format: WaveFormat): void {
    this.#format = format;
    this.#blocks = [];
  }

  write(block: Float32Array, frameCount: number): void {
    this.#blocks.push(block.slice(0, frameCount * (this.#format?.channelCount ?? 1)));
  }

  close(): void {}

  /** Format of the last opening, undefined before the first. */
  get format(): WaveFormat | undefined {
    return this.#format;
  }

  /** All samples since the last opening, interleaved. */
  get samples(): Float32Array {
    const samples = new Float32Array(this.#blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of this.#blocks) {
      samples.set(block, at);
      at += block.length;
    }
    return samples;
  }
}
