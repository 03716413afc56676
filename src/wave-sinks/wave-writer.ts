import type { PcmOutput } from '../ddi/pcm-output.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import {
  SAMPLE_BYTE_LENGTHS,
  type WaveFileFormat,
  type WrittenSampleFormat,
} from '../formats/wave/wave-file-format.ts';
import { encodeSamples, waveHeader, wavePadding } from '../formats/wave/write-wave.ts';

/** Where the bytes of a WAVE file go; the adapter of the host makes one. */
export interface ByteTarget {
  /** Puts bytes at an offset from the beginning of the file. They may be overwritten after the call. */
  write(bytes: Uint8Array, byteOffset: number): void;
  /** The file is whole. */
  close(): void;
}

/** Shape of a {@link WaveWriter}'s file, and what is done to the samples on their way. */
export interface WaveWriterOptions {
  readonly sampleFormat: WrittenSampleFormat;
  /** Linear factor on every sample, 1 by default. */
  readonly gain?: number;
}

/**
 * Writes a WAVE file while it is rendered; its length goes into the header when it is closed. Knows the loudest sample and
 * how many did not fit.
 */
export class WaveWriter implements PcmOutput {
  readonly #target: ByteTarget;
  readonly #options: WaveWriterOptions;
  #format: WaveFileFormat | undefined;
  #headerBytes = 0;
  #dataBytes = 0;
  #bytes = new Uint8Array(0);
  #peakLevel = 0;
  #clippedSamples = 0;

  constructor(target: ByteTarget, options: WaveWriterOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** Highest magnitude written, before clipping; 1 is full scale. */
  get peakLevel(): number {
    return this.#peakLevel;
  }

  /** Samples beyond full scale in an integer format. */
  get clippedSamples(): number {
    return this.#clippedSamples;
  }

  open({ sampleRate, channelCount }: WaveFormat): void {
    this.#format = { sampleRate, channelCount, sampleFormat: this.#options.sampleFormat };
    const header = waveHeader(this.#format, 0);
    this.#headerBytes = header.byteLength;
    this.#dataBytes = 0;
    this.#peakLevel = 0;
    this.#clippedSamples = 0;
    this.#target.write(header, 0);
  }

  write(block: Float32Array, frameCount: number): void {
    const format = this.#format;
    if (format === undefined) return;
    const sampleCount = frameCount * format.channelCount;
    this.#scale(block, sampleCount);
    const byteLength = sampleCount * SAMPLE_BYTE_LENGTHS[format.sampleFormat];
    if (this.#bytes.byteLength < byteLength) this.#bytes = new Uint8Array(byteLength);
    this.#clippedSamples += encodeSamples(block, frameCount, format, this.#bytes);
    this.#target.write(this.#bytes.subarray(0, byteLength), this.#headerBytes + this.#dataBytes);
    this.#dataBytes += byteLength;
  }

  /** Scales in place (the block is overwritten by the sink anyway) and keeps the peak. */
  #scale(block: Float32Array, sampleCount: number): void {
    const gain = this.#options.gain ?? 1;
    let peak = this.#peakLevel;
    for (let i = 0; i < sampleCount; i++) {
      const sample = block[i]! * gain;
      block[i] = sample;
      if (sample > peak) peak = sample;
      else if (-sample > peak) peak = -sample;
    }
    this.#peakLevel = peak;
  }

  close(): void {
    const format = this.#format;
    if (format === undefined) return;
    this.#format = undefined;
    if (wavePadding(this.#dataBytes) === 1) this.#target.write(Uint8Array.of(0), this.#headerBytes + this.#dataBytes);
    this.#target.write(waveHeader(format, this.#dataBytes), 0);
    this.#target.close();
  }
}
