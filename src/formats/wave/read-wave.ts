/** Reading WAVE files whole, for tests and tools: PCM of 8 to 32 bits and 32-bit floating point, up to 4 GiB. */
import { MemorySource } from '../byte-source.ts';
import { FormatError, type FormatWarning } from '../format-error.ts';
import { type Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import { readFourCc } from '../riff/four-cc.ts';
import { SAMPLE_BYTE_LENGTHS, WAVE_FORMAT_TAG, type WaveSampleFormat } from './wave-file-format.ts';

/** A WAVE file in memory. */
export interface WaveFile {
  /** Frames a second. */
  readonly sampleRate: number;
  /** Samples in a frame. */
  readonly channelCount: number;
  readonly sampleFormat: WaveSampleFormat;
  /** Whole frames, interleaved; −1…1 where the file holds integers. */
  readonly samples: Float32Array;
  readonly warnings: readonly FormatWarning[];
}

type SampleShape = Pick<WaveFile, 'sampleRate' | 'channelCount' | 'sampleFormat'>;

const FORMAT_BYTE_LENGTH = 16;
/** Offset of `SubFormat` in WAVEFORMATEXTENSIBLE; its first two bytes are a plain format tag. */
const SUBFORMAT_OFFSET = 24;
const OTHER_FORMS: Readonly<Record<string, string>> = {
  RF64: 'RF64, a file for more than 4 GiB',
  BW64: 'BW64, a file for more than 4 GiB',
  RIFX: 'RIFX, a big-endian file',
};

/**
 * Reads the WAVE file in `bytes`. One that ends too early gives the whole frames that are there, with a warning.
 *
 * @throws {FormatError} where it is no WAVE file, is larger than the format allows (RF64), or is coded otherwise
 */
export function readWave(bytes: Uint8Array, name = 'memory'): WaveFile {
  refuseOtherForms(bytes);
  const reader = new ChunkReader(new MemorySource(bytes, name), 'WAVE');
  const form = reader.openForm('WAVE');
  const chunks = [...reader.children(form)];
  const format = chunks.find(({ id }) => id === 'fmt ');
  if (format === undefined) throw reader.fault(form, "a 'fmt ' chunk", 'none');
  const shape = readShape(reader, format);
  const data = chunks.find(({ id }) => id === 'data');
  if (data === undefined) throw reader.fault(form, "a 'data' chunk", 'none');
  return { ...shape, samples: readSamples(reader, data, shape), warnings: reader.warnings.all };
}

function refuseOtherForms(bytes: Uint8Array): void {
  const found = bytes.byteLength < 4 ? undefined : OTHER_FORMS[readFourCc(bytes, 0)];
  if (found === undefined) return;
  throw new FormatError({ format: 'WAVE', chunkPath: 'RIFF', byteOffset: 0, expected: "'RIFF'", found });
}

function readShape(reader: ChunkReader, chunk: Chunk): SampleShape {
  const view = reader.readView(chunk, FORMAT_BYTE_LENGTH);
  const isExtensible =
    view.getUint16(0, true) === WAVE_FORMAT_TAG.extensible && view.byteLength >= SUBFORMAT_OFFSET + 2;
  const tag = view.getUint16(isExtensible ? SUBFORMAT_OFFSET : 0, true);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const frameByteLength = view.getUint16(12, true);
  const bitsPerSample = view.getUint16(14, true);
  if (channelCount === 0) throw reader.fault(chunk, 'at least 1 channel', '0');
  if (sampleRate === 0) throw reader.fault(chunk, 'a rate of at least 1 frame a second', '0');
  const sampleFormat = sampleFormatOf(tag, bitsPerSample);
  if (sampleFormat === undefined) {
    throw reader.fault(chunk, 'PCM of 8, 16, 24 or 32 bits or float of 32', `format ${tag} of ${bitsPerSample} bits`);
  }
  const expected = channelCount * SAMPLE_BYTE_LENGTHS[sampleFormat];
  if (frameByteLength !== expected) throw reader.fault(chunk, `frames of ${expected} bytes`, `${frameByteLength}`);
  return { sampleRate, channelCount, sampleFormat };
}

function sampleFormatOf(tag: number, bitsPerSample: number): WaveSampleFormat | undefined {
  if (tag === WAVE_FORMAT_TAG.float) return bitsPerSample === 32 ? 'float32' : undefined;
  if (tag !== WAVE_FORMAT_TAG.pcm) return undefined;
  return ({ 8: 'pcm8', 16: 'pcm16', 24: 'pcm24', 32: 'pcm32' } as const)[bitsPerSample];
}

function readSamples(reader: ChunkReader, chunk: Chunk, { channelCount, sampleFormat }: SampleShape): Float32Array {
  const view = reader.readView(chunk, 0);
  const frameByteLength = channelCount * SAMPLE_BYTE_LENGTHS[sampleFormat];
  const frameCount = Math.floor(view.byteLength / frameByteLength);
  const rest = view.byteLength - frameCount * frameByteLength;
  if (rest > 0) reader.warn(chunk, `the last ${rest} bytes are not a whole frame and are left out`);
  const samples = new Float32Array(frameCount * channelCount);
  decode(view, sampleFormat, samples);
  return samples;
}

function decode(view: DataView, sampleFormat: WaveSampleFormat, samples: Float32Array): void {
  const byteLength = SAMPLE_BYTE_LENGTHS[sampleFormat];
  const readSample = SAMPLE_READERS[sampleFormat];
  for (let i = 0; i < samples.length; i++) samples[i] = readSample(view, i * byteLength);
}

const SAMPLE_READERS: Readonly<Record<WaveSampleFormat, (view: DataView, byteOffset: number) => number>> = {
  pcm8: (view, byteOffset) => (view.getUint8(byteOffset) - 0x80) / 0x80,
  pcm16: (view, byteOffset) => view.getInt16(byteOffset, true) / 0x8000,
  pcm24: (view, byteOffset) => (view.getInt8(byteOffset + 2) * 0x10000 + view.getUint16(byteOffset, true)) / 0x80_0000,
  pcm32: (view, byteOffset) => view.getInt32(byteOffset, true) / 0x8000_0000,
  float32: (view, byteOffset) => view.getFloat32(byteOffset, true),
};
