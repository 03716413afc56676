import type { PcmOutput } from '../../src/ddi/pcm-output.ts';
import type { WaveFormat } from '../../src/ddi/wave-format.ts';

/** An output that keeps what it is given, in plain arrays. */
export class FakeOutput implements PcmOutput {
  readonly calls: string[] = [];
  readonly samples: number[] = [];
  #channelCount = 0;

  open(format: WaveFormat): void {
    this.calls.push('open');
    this.#channelCount = format.channelCount;
  }

  write(block: Float32Array, frameCount: number): void {
    this.samples.push(...block.subarray(0, frameCount * this.#channelCount));
  }

  close(): void {
    this.calls.push('close');
  }
}
