import { Structure } from './structure.ts';

/** What a wave block says of itself; every field may be wrong on purpose. */
export interface WaveBlockFields {
  readonly downloadId?: number;
  readonly type?: number;
  readonly formatTag?: number;
  readonly channelCount?: number;
  readonly sampleRate?: number;
  readonly bitsPerSample?: number;
  /** Place of the wave data in the offset table. */
  readonly waveDataIndex?: number;
  /** Bytes of samples as stated in DMUS_WAVEDATA. */
  readonly dataByteLength?: number;
  readonly offsetCount?: number;
  readonly offsets?: readonly [number, number];
  /** Bytes of the block as stated in its header. */
  readonly statedByteLength?: number;
}

const WAVE_OFFSET = 24;
const DATA_OFFSET = 56;
const SAMPLES_OFFSET = 60;

/** A wave download of one DMUS_WAVE and one DMUS_WAVEDATA: PCM, mono, 44100 Hz unless told otherwise. */
export function waveBlock(samples: Int16Array | Uint8Array, fields: WaveBlockFields = {}): Uint8Array {
  const sampleBytes = samples.BYTES_PER_ELEMENT;
  const byteLength = Math.ceil((SAMPLES_OFFSET + samples.byteLength) / 8) * 8;
  const { sampleRate = 44100, channelCount = 1, bitsPerSample = sampleBytes * 8 } = fields;
  const blockAlign = channelCount * sampleBytes;
  const [waveOffset, dataOffset] = fields.offsets ?? [WAVE_OFFSET, DATA_OFFSET];
  return new Structure(byteLength)
    .u32(0, fields.type ?? 2)
    .u32(4, fields.downloadId ?? 1)
    .u32(8, fields.offsetCount ?? 2)
    .u32(12, fields.statedByteLength ?? byteLength)
    .u32(16, waveOffset)
    .u32(20, dataOffset)
    .u32(WAVE_OFFSET + 8, fields.waveDataIndex ?? 1)
    .u16(WAVE_OFFSET + 12, fields.formatTag ?? 1)
    .u16(WAVE_OFFSET + 14, channelCount)
    .u32(WAVE_OFFSET + 16, sampleRate)
    .u32(WAVE_OFFSET + 20, sampleRate * blockAlign)
    .u16(WAVE_OFFSET + 24, blockAlign)
    .u16(WAVE_OFFSET + 26, bitsPerSample)
    .u32(DATA_OFFSET, fields.dataByteLength ?? samples.byteLength)
    .raw(SAMPLES_OFFSET, new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)).bytes;
}

/** Frames of one cycle of the test wave. */
export const CYCLE_FRAMES = 256;
/** Its amplitude, full scale = 1. */
export const WAVE_AMPLITUDE = 0.5;

/** One cycle of a cosine that begins at `phase` radians. */
export function cosineWave(phase: number): Int16Array {
  return Int16Array.from({ length: CYCLE_FRAMES }, (_, frame) =>
    Math.floor(WAVE_AMPLITUDE * 32767 * Math.cos((2 * Math.PI * frame) / CYCLE_FRAMES + phase) + 0.5),
  );
}

/** 256 bytes, 0 to 255: the wave of the catalogue's section 6. */
export function rampWave(): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => value);
}
