/** `wsmp`: sample parameters of a wave or a region. */
import { type ChunkNode, chunk } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import type { WaveSample } from '../sound-bank.ts';
import {
  LOOP_FORWARD,
  LOOP_RELEASE,
  WAVE_LOOP_BYTE_LENGTH,
  WAVE_SAMPLE_BYTE_LENGTH,
  WAVE_SAMPLE_NO_COMPRESSION,
  WAVE_SAMPLE_NO_TRUNCATION,
} from './chunk-codes.ts';

/** The chunk with these parameters. @throws {RangeError} where one does not fit its field. */
export function waveSampleChunk(waveSample: WaveSample): ChunkNode {
  const options =
    (waveSample.noTruncation ? WAVE_SAMPLE_NO_TRUNCATION : 0) |
    (waveSample.noCompression ? WAVE_SAMPLE_NO_COMPRESSION : 0);
  const writer = new StructWriter()
    .u32('cbSize', WAVE_SAMPLE_BYTE_LENGTH)
    .u16('unityNote', waveSample.unityNote)
    .i16('fineTuneCents', waveSample.fineTuneCents)
    .i32('gain', waveSample.gain)
    .u32('options', options)
    .u32('loops.length', waveSample.loops.length);
  for (const loop of waveSample.loops) {
    writer
      .u32('cbSize', WAVE_LOOP_BYTE_LENGTH)
      .u32('loop.type', loop.type === 'release' ? LOOP_RELEASE : LOOP_FORWARD)
      .u32('loop.start', loop.start)
      .u32('loop.length', loop.length);
  }
  return chunk('wsmp', writer.toBytes());
}
