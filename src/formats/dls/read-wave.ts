/** `wave`: a mono PCM wave of 8, 16 or 24 bits a sample. Its samples stay in the file until they are asked for. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { Wave, WaveSample, WaveSamples } from '../sound-bank.ts';
import { EXTENSIBLE_SUBFORMAT_BYTE_OFFSET, WAVE_FORMAT_EXTENSIBLE, WAVE_FORMAT_PCM } from './chunk-codes.ts';
import { readInfoName } from './info-texts.ts';
import { type DlsContext, firstChunk, firstList, readList } from './read-list.ts';
import { fitLoops, readWaveSample } from './read-wave-sample.ts';

interface PcmFormat {
  readonly sampleRate: number;
  readonly bitsPerSample: number;
}

const FORMAT_BYTE_LENGTH = 16;
/** Real ones have about five. Pool table entries may point into each other's waves, so a long list would be long often. */
const MAX_CHUNKS = 64;

/** The wave of this list. `fmt ` and `data` may stand in either order. @throws {FormatError} where it is not mono PCM. */
export function readWave(context: DlsContext, list: Chunk): Wave {
  const { reader } = context;
  const children = readList(context, list, MAX_CHUNKS);
  if (children === undefined) throw reader.fault(list, 'a wave for this synth', 'one that its condition excludes');
  const { sampleRate, bitsPerSample } = readFormat(reader, requiredChunk(reader, list, children, 'fmt '));
  const data = requiredChunk(reader, list, children, 'data');
  const frameCount = Math.floor(data.byteLength / (bitsPerSample / 8));
  const info = firstList(children, 'INFO');
  return {
    name: info === undefined ? '' : readInfoName(reader, info),
    sampleRate,
    frameCount,
    bitsPerSample,
    waveSample: readOwnWaveSample(reader, children, frameCount),
    readSamples: () => readSamples(reader, data, frameCount, bitsPerSample),
  };
}

function requiredChunk(reader: ChunkReader, list: Chunk, children: readonly Chunk[], id: string): Chunk {
  const chunk = firstChunk(children, id);
  if (chunk === undefined) throw reader.fault(list, `a chunk '${id}'`, 'none');
  return chunk;
}

function readFormat(reader: ChunkReader, chunk: Chunk): PcmFormat {
  const view = reader.readView(chunk, FORMAT_BYTE_LENGTH, 40);
  const tag = formatTag(view);
  const channelCount = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const bitsPerSample = view.getUint16(14, true);
  if (tag !== WAVE_FORMAT_PCM) throw reader.fault(chunk, 'PCM (format tag 1)', `format tag ${tag}`);
  if (channelCount !== 1) throw reader.fault(chunk, 'a mono wave', `${channelCount} channels`);
  if (!SAMPLE_DECODERS.has(bitsPerSample)) {
    throw reader.fault(chunk, '8, 16 or 24 bits a sample', `${bitsPerSample} bits`);
  }
  if (sampleRate === 0) throw reader.fault(chunk, 'a sample rate of at least 1 Hz', '0 Hz');
  const blockAlign = view.getUint16(12, true);
  if (blockAlign !== bitsPerSample / 8) {
    reader.warn(chunk, `block align of ${blockAlign} bytes is wrong for ${bitsPerSample} bits; not used`);
  }
  return { sampleRate, bitsPerSample };
}

function formatTag(view: DataView): number {
  const tag = view.getUint16(0, true);
  const hasSubformat = tag === WAVE_FORMAT_EXTENSIBLE && view.byteLength >= EXTENSIBLE_SUBFORMAT_BYTE_OFFSET + 2;
  return hasSubformat ? view.getUint16(EXTENSIBLE_SUBFORMAT_BYTE_OFFSET, true) : tag;
}

function readOwnWaveSample(
  reader: ChunkReader,
  children: readonly Chunk[],
  frameCount: number,
): WaveSample | undefined {
  const wsmp = firstChunk(children, 'wsmp');
  const waveSample = wsmp && readWaveSample(reader, wsmp);
  return wsmp && waveSample && fitLoops(reader, wsmp, waveSample, frameCount);
}

function readSamples(reader: ChunkReader, data: Chunk, frameCount: number, bitsPerSample: number): WaveSamples {
  const view = reader.readView(data, 0);
  const available = Math.min(frameCount, Math.floor(view.byteLength / (bitsPerSample / 8)));
  if (available < frameCount) reader.warn(data, `${frameCount} frames promised, ${available} could be read`);
  const decode = SAMPLE_DECODERS.get(bitsPerSample) ?? decode16;
  return decode(view, available);
}

type SampleDecoder = (view: DataView, frameCount: number) => WaveSamples;

const SAMPLE_DECODERS: ReadonlyMap<number, SampleDecoder> = new Map<number, SampleDecoder>([
  [8, decode8],
  [16, decode16],
  [24, decode24],
]);

/** Unsigned bytes around 128, moved to the upper half of 16 bits. */
function decode8(view: DataView, frameCount: number): Int16Array {
  const samples = new Int16Array(frameCount);
  for (let i = 0; i < frameCount; i++) samples[i] = (view.getUint8(i) - 128) * 256;
  return samples;
}

function decode16(view: DataView, frameCount: number): Int16Array {
  const samples = new Int16Array(frameCount);
  for (let i = 0; i < frameCount; i++) samples[i] = view.getInt16(2 * i, true);
  return samples;
}

function decode24(view: DataView, frameCount: number): Float32Array {
  const samples = new Float32Array(frameCount);
  for (let i = 0; i < frameCount; i++) {
    const upper = view.getInt16(3 * i + 1, true) * 256;
    samples[i] = (upper + view.getUint8(3 * i)) / 0x80_0000;
  }
  return samples;
}
