/** The samples themselves (`sdta`, section 6): 16 bits each in `smpl`, eight more in `sm24` where a bank has 24. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { WaveSamples } from '../sound-bank.ts';

/** Version as `ifil` has it. */
export interface SfVersion {
  readonly major: number;
  readonly minor: number;
}

const BYTES_PER_FRAME = 2;
const FULL_SCALE_24 = 0x80_0000;

/** Finds the sample chunks; reads them only on demand. `@thread control` */
export class SampleData {
  /** Frames in `smpl`; 0 where a bank has none. */
  readonly frameCount: number;
  /** 16 or 24. */
  readonly bitsPerSample: 16 | 24;
  readonly #reader: ChunkReader;
  readonly #upperBytes: Chunk | undefined;
  readonly #lowerBytes: Chunk | undefined;

  /** `sdta` is undefined in banks whose samples are all in ROM. */
  constructor(reader: ChunkReader, sdta: Chunk | undefined, version: SfVersion) {
    this.#reader = reader;
    const children = sdta === undefined ? [] : [...reader.children(sdta)];
    this.#upperBytes = children.find(({ id }) => id === 'smpl');
    this.frameCount = Math.floor((this.#upperBytes?.byteLength ?? 0) / BYTES_PER_FRAME);
    const lowerBytes = children.find(({ id }) => id === 'sm24');
    this.#lowerBytes = lowerBytes && this.#usableLowerBytes(lowerBytes, version);
    this.bitsPerSample = this.#lowerBytes === undefined ? 16 : 24;
  }

  /** Frames `start`…`end` − 1, or fewer where the file ends early (with a warning). */
  read(start: number, end: number): WaveSamples {
    const upper = this.#readBytes(this.#upperBytes, start * BYTES_PER_FRAME, (end - start) * BYTES_PER_FRAME);
    const availableCount = Math.floor(upper.byteLength / BYTES_PER_FRAME);
    if (this.#lowerBytes === undefined) return decode16(upper, availableCount);
    const lower = this.#readBytes(this.#lowerBytes, start, availableCount);
    return decode24(upper, lower, Math.min(availableCount, lower.byteLength));
  }

  #readBytes(chunk: Chunk | undefined, byteOffset: number, byteLength: number): Uint8Array {
    if (chunk === undefined) return new Uint8Array();
    const bytes = this.#reader.source.read(chunk.byteOffset + byteOffset, byteLength);
    if (bytes.byteLength < byteLength) {
      const message = `${byteLength} bytes of samples wanted, ${bytes.byteLength} could be read`;
      this.#reader.warn(chunk, message, chunk.byteOffset + byteOffset);
    }
    return bytes;
  }

  /** Section 6.2 has `sm24` ignored where it is too short, or the file older than 2.04. */
  #usableLowerBytes(chunk: Chunk, { major, minor }: SfVersion): Chunk | undefined {
    const isLongEnough = chunk.byteLength >= this.frameCount;
    const isKnownToVersion = major > 2 || (major === 2 && minor >= 4);
    if (isLongEnough && isKnownToVersion) return chunk;
    const reason = isLongEnough ? `version ${major}.${minor} has no 24-bit samples` : 'shorter than the 16-bit samples';
    this.#reader.warn(chunk, `not used: ${reason}`);
    return undefined;
  }
}

function decode16(bytes: Uint8Array, frameCount: number): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Int16Array(frameCount);
  for (let i = 0; i < frameCount; i++) samples[i] = view.getInt16(BYTES_PER_FRAME * i, true);
  return samples;
}

function decode24(upper: Uint8Array, lower: Uint8Array, frameCount: number): Float32Array {
  const view = new DataView(upper.buffer, upper.byteOffset, upper.byteLength);
  const samples = new Float32Array(frameCount);
  for (let i = 0; i < frameCount; i++) {
    samples[i] = (view.getInt16(BYTES_PER_FRAME * i, true) * 0x100 + lower[i]!) / FULL_SCALE_24;
  }
  return samples;
}
