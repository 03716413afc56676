import { WAVE_BYTES, WAVE_DATA_HEADER_BYTES, WAVE_DATA_OFFSETS, WAVE_OFFSETS } from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import { WAVE_FORMAT_OFFSETS, WaveFormatTag } from '../../ddi/wave-format.ts';
import type { DownloadBlock } from './block-reader.ts';

/** Samples of a downloaded wave, where they lie in the block. */
export interface WaveContents {
  /** Frames a second. */
  readonly sampleRate: number;
  /** 8 = unsigned, 16 = signed, 32 = float (our extension, for 24-bit banks). */
  readonly bitsPerSample: 8 | 16 | 32;
  readonly frameCount: number;
  /** The samples' bytes: a view into the block. */
  readonly bytes: Uint8Array;
}

/**
 * Checks a wave block.
 * @throws DmusError `DMUS_E_BADWAVE`, `DMUS_E_NOTMONO`, `DMUS_E_NOTPCM`, `DMUS_E_BADOFFSETTABLE`.
 */
export function readWave(block: DownloadBlock): WaveContents {
  const { view } = block;
  const wave = block.object(0, WAVE_BYTES, 'DMUS_E_BADWAVE');
  const format = wave + WAVE_OFFSETS.waveFormat;
  const tag = view.getUint16(format + WAVE_FORMAT_OFFSETS.formatTag, true);
  const channelCount = view.getUint16(format + WAVE_FORMAT_OFFSETS.channelCount, true);
  const sampleRate = view.getUint32(format + WAVE_FORMAT_OFFSETS.sampleRate, true);
  const bits = view.getUint16(format + WAVE_FORMAT_OFFSETS.bitsPerSample, true);
  const bitsPerSample = checkedBits(tag, bits);
  if (channelCount !== 1) throw new DmusError('DMUS_E_NOTMONO', `wave of ${channelCount} channels, 1 wanted`);
  if (sampleRate === 0) throw new DmusError('DMUS_E_BADWAVE', 'wave of 0 frames a second');
  const dataIndex = view.getUint32(wave + WAVE_OFFSETS.waveDataIndex, true);
  if (dataIndex === 0) throw new DmusError('DMUS_E_BADWAVE', 'wave without data: index 0');
  if (dataIndex >= block.objectCount) {
    throw new DmusError('DMUS_E_BADOFFSETTABLE', `wave data at place ${dataIndex} of ${block.objectCount}`);
  }
  const data = block.object(dataIndex, WAVE_DATA_HEADER_BYTES, 'DMUS_E_BADWAVE');
  const byteLength = view.getUint32(data + WAVE_DATA_OFFSETS.byteLength, true);
  const first = data + WAVE_DATA_OFFSETS.samples;
  block.need(first, byteLength, 'DMUS_E_BADWAVE');
  const frameCount = Math.floor((byteLength * 8) / bitsPerSample);
  return { sampleRate, bitsPerSample, frameCount, bytes: block.bytes.subarray(first, first + byteLength) };
}

function checkedBits(tag: number, bits: number): 8 | 16 | 32 {
  if (tag === WaveFormatTag.pcm && (bits === 8 || bits === 16)) return bits;
  if (tag === WaveFormatTag.ieeeFloat && bits === 32) return bits;
  if (tag === WaveFormatTag.pcm) throw new DmusError('DMUS_E_BADWAVE', `${bits} bits a sample, 8 or 16 wanted`);
  throw new DmusError('DMUS_E_NOTPCM', `format tag ${tag}, 1 (PCM) wanted`);
}
