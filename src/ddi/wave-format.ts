/** Bytes of a packed WAVEFORMATEX without extra data. */
export const WAVE_FORMAT_BYTES = 18;

/** Byte offsets in a packed WAVEFORMATEX, little-endian. */
export const WAVE_FORMAT_OFFSETS = {
  /** u16 */
  formatTag: 0,
  /** u16 */
  channelCount: 2,
  /** u32 */
  sampleRate: 4,
  /** u32 */
  averageBytesPerSecond: 8,
  /** u16 */
  blockAlign: 12,
  /** u16 */
  bitsPerSample: 14,
  /** u16: bytes that follow (`cbSize`). */
  extraByteLength: 16,
} as const;

/** Format tags used here. */
export const WaveFormatTag = { pcm: 0x0001, ieeeFloat: 0x0003, extensible: 0xfffe } as const;

/** Format of a stream of interleaved frames (`WAVEFORMATEX`). */
export interface WaveFormat {
  /** One of {@link WaveFormatTag}, or another registered 16-bit tag. */
  readonly formatTag: number;
  /** Channels, 1 or more; synths give 1 or 2. */
  readonly channelCount: number;
  /** Frames per second. */
  readonly sampleRate: number;
  /** Bits of one sample: 8 (unsigned), 16 (signed), 32 (float). */
  readonly bitsPerSample: number;
  /** Bytes of one frame: `channelCount × bitsPerSample ÷ 8`. */
  readonly blockAlign: number;
  /** `sampleRate × blockAlign`. */
  readonly averageBytesPerSecond: number;
}

/** The format with these members; the others follow from them. */
export function makeWaveFormat(
  formatTag: number,
  channelCount: number,
  sampleRate: number,
  bitsPerSample: number,
): WaveFormat {
  const blockAlign = (channelCount * bitsPerSample) / 8;
  return {
    formatTag,
    channelCount,
    sampleRate,
    bitsPerSample,
    blockAlign,
    averageBytesPerSecond: sampleRate * blockAlign,
  };
}

/**
 * Where a synth renders to: interleaved frames, as floats with full scale at ±1.0 that may exceed it, or as 16-bit
 * integers, rounded and limited to ±32767. The same sound comes out either way.
 */
export type SampleBuffer = Float32Array | Int16Array;
