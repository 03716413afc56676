/**
 * Writing WAVE files in one pass: {@link waveHeader}, then blocks of {@link encodeSamples}, then {@link wavePadding}.
 * A file whose length is not known beforehand gets its header written again, over the first one, at the end: the
 * header of one format always has the same length.
 */
import { writeFourCc } from '../riff/four-cc.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import { SAMPLE_BYTE_LENGTHS, SUBFORMAT_TAIL, WAVE_FORMAT_TAG, type WaveFileFormat } from './wave-file-format.ts';

const MAX_CHUNK_BYTE_LENGTH = 0xffff_ffff;
const MAX_CHANNEL_COUNT = 16_383;
const CHUNK_HEADER_BYTE_LENGTH = 8;
/** Size of the part of WAVEFORMATEXTENSIBLE that follows `cbSize`. */
const EXTENSION_BYTE_LENGTH = 22;
/** Speakers by number of channels: centre, left + right, quad, 5.1, 7.1; none are named for other numbers. */
const CHANNEL_MASKS: Readonly<Record<number, number>> = { 1: 0x4, 2: 0x3, 4: 0x33, 6: 0x3f, 8: 0x63f };

/**
 * Everything in front of the samples. PCM of 24 bits or more than two channels is described by WAVE_FORMAT_EXTENSIBLE,
 * and floating point has a `fact` chunk, as the format wants it.
 *
 * @param dataByteLength bytes of samples that follow, whole frames
 * @throws {RangeError} where the format or the length does not fit a WAVE file, whose sizes end at 4 GiB
 */
export function waveHeader(format: WaveFileFormat, dataByteLength: number): Uint8Array {
  const frameByteLength = checkedFrameByteLength(format);
  if (!(Number.isInteger(dataByteLength / frameByteLength) && dataByteLength >= 0)) {
    throw new RangeError(`dataByteLength: must be whole frames of ${frameByteLength} bytes, got ${dataByteLength}`);
  }
  const chunks = [chunk('fmt ', formatBody(format))];
  if (format.sampleFormat === 'float32') {
    chunks.push(chunk('fact', new StructWriter().u32('frameCount', dataByteLength / frameByteLength).toBytes()));
  }
  const chunksByteLength = chunks.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const riffByteLength = 4 + chunksByteLength + CHUNK_HEADER_BYTE_LENGTH + dataByteLength + wavePadding(dataByteLength);
  if (riffByteLength > MAX_CHUNK_BYTE_LENGTH) {
    throw new RangeError(`dataByteLength: a WAVE file ends at 4 GiB, got ${dataByteLength} bytes of samples`);
  }
  const riff = new StructWriter().raw(ascii('RIFF')).u32('RIFF', riffByteLength).raw(ascii('WAVE'));
  for (const bytes of chunks) riff.raw(bytes);
  return riff.raw(ascii('data')).u32('data', dataByteLength).toBytes();
}

/** Zero bytes that have to follow the samples: 1 where `dataByteLength` is odd, else 0. */
export function wavePadding(dataByteLength: number): 0 | 1 {
  return dataByteLength % 2 === 0 ? 0 : 1;
}

/**
 * Puts `frameCount` frames of `input` into `output`, from its start, in the file's form. Integers are rounded to the
 * nearest and saturate; +1.0, which no integer format reaches, becomes the highest value. No NaN gets into a file.
 *
 * @param input interleaved samples, full scale −1…1
 * @returns samples beyond full scale or not a number, which a listener may hear; floats beyond full scale are kept
 *   and not counted
 * @throws {RangeError} where `input` or `output` is too short
 */
export function encodeSamples(
  input: Float32Array,
  frameCount: number,
  { channelCount, sampleFormat }: WaveFileFormat,
  output: Uint8Array,
): number {
  const sampleCount = frameCount * channelCount;
  const byteLength = sampleCount * SAMPLE_BYTE_LENGTHS[sampleFormat];
  if (input.length < sampleCount) throw new RangeError(`input: needs ${sampleCount} samples, has ${input.length}`);
  if (output.byteLength < byteLength)
    throw new RangeError(`output: needs ${byteLength} bytes, has ${output.byteLength}`);
  if (sampleFormat === 'float32') return encodeFloats(input, sampleCount, output);
  return encodeIntegers(input, sampleCount, SAMPLE_BYTE_LENGTHS[sampleFormat], output);
}

function encodeIntegers(
  input: Float32Array,
  sampleCount: number,
  sampleByteLength: number,
  output: Uint8Array,
): number {
  const isLong = sampleByteLength === 3;
  // Not as a power: Node 20 would compute it anew for every sample.
  const fullScale = isLong ? 0x80_0000 : 0x8000;
  const highest = fullScale - 1;
  let clippedCount = 0;
  let offset = 0;
  for (let i = 0; i < sampleCount; i++) {
    const sample = input[i]!;
    let value: number;
    if (sample >= -1 && sample <= 1) {
      // To the nearest: truncation of what cannot be negative, which is much faster than Math.floor.
      value = ((sample * fullScale + (fullScale + 0.5)) | 0) - fullScale;
      if (value > highest) value = highest;
    } else {
      clippedCount++;
      value = sample > 1 ? highest : sample < -1 ? -fullScale : 0;
    }
    output[offset] = value;
    output[offset + 1] = value >> 8;
    if (isLong) output[offset + 2] = value >> 16;
    offset += sampleByteLength;
  }
  return clippedCount;
}

function encodeFloats(input: Float32Array, sampleCount: number, output: Uint8Array): number {
  const view = new DataView(output.buffer, output.byteOffset);
  let notANumberCount = 0;
  for (let i = 0; i < sampleCount; i++) {
    const sample = input[i]!;
    if (Number.isNaN(sample)) notANumberCount++;
    view.setFloat32(4 * i, Number.isNaN(sample) ? 0 : sample, true);
  }
  return notANumberCount;
}

function formatBody(format: WaveFileFormat): Uint8Array {
  const { sampleRate, channelCount, sampleFormat } = format;
  const bitsPerSample = 8 * SAMPLE_BYTE_LENGTHS[sampleFormat];
  const frameByteLength = checkedFrameByteLength(format);
  const plainTag = sampleFormat === 'float32' ? WAVE_FORMAT_TAG.float : WAVE_FORMAT_TAG.pcm;
  const isExtensible = sampleFormat === 'pcm24' || channelCount > 2;
  const body = new StructWriter()
    .u16('wFormatTag', isExtensible ? WAVE_FORMAT_TAG.extensible : plainTag)
    .u16('channelCount', channelCount)
    .u32('sampleRate', sampleRate)
    .u32('bytes a second', sampleRate * frameByteLength)
    .u16('nBlockAlign', frameByteLength)
    .u16('wBitsPerSample', bitsPerSample);
  if (isExtensible) {
    body.u16('cbSize', EXTENSION_BYTE_LENGTH).u16('wValidBitsPerSample', bitsPerSample);
    body
      .u32('dwChannelMask', CHANNEL_MASKS[channelCount] ?? 0)
      .u16('SubFormat', plainTag)
      .raw(SUBFORMAT_TAIL);
  } else if (plainTag !== WAVE_FORMAT_TAG.pcm) body.u16('cbSize', 0);
  return body.toBytes();
}

function checkedFrameByteLength({ channelCount, sampleFormat }: WaveFileFormat): number {
  if (Number.isInteger(channelCount) && channelCount >= 1 && channelCount <= MAX_CHANNEL_COUNT) {
    return channelCount * SAMPLE_BYTE_LENGTHS[sampleFormat];
  }
  throw new RangeError(`channelCount: must be 1…${MAX_CHANNEL_COUNT}, got ${channelCount}`);
}

/** All bodies here are of even length. */
function chunk(id: string, body: Uint8Array): Uint8Array {
  return new StructWriter().raw(ascii(id)).u32(id, body.byteLength).raw(body).toBytes();
}

function ascii(code: string): Uint8Array {
  const bytes = new Uint8Array(4);
  writeFourCc(bytes, 0, code);
  return bytes;
}
