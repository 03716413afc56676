/** What a WAVE file says of its samples: the part that its writer and its reader share. */

/** How a sample lies in a file: signed little-endian integers (`pcm8`: unsigned), or floating point. */
export type WaveSampleFormat = 'pcm8' | 'pcm16' | 'pcm24' | 'pcm32' | 'float32';

/** Formats that are written. The others are only read. */
export type WrittenSampleFormat = 'pcm16' | 'pcm24' | 'float32';

/** Shape of the samples in a file. */
export interface WaveFileFormat {
  /** Frames a second, 1…4,294,967,295. */
  readonly sampleRate: number;
  /** Samples in a frame, 1…16,383. */
  readonly channelCount: number;
  readonly sampleFormat: WrittenSampleFormat;
}

/** `wFormatTag`. */
export const WAVE_FORMAT_TAG = { pcm: 1, float: 3, extensible: 0xfffe } as const;

/** Bytes that one sample takes in a file. */
export const SAMPLE_BYTE_LENGTHS: Readonly<Record<WaveSampleFormat, number>> = {
  pcm8: 1,
  pcm16: 2,
  pcm24: 3,
  pcm32: 4,
  float32: 4,
};

/** KSDATAFORMAT_SUBTYPE_PCM and _IEEE_FLOAT after their first two bytes, which are the plain format tag. */
export const SUBFORMAT_TAIL: Uint8Array = Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71);
