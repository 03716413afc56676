/** `wsmp`: sample parameters, and loops brought within the wave. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { WaveLoop, WaveSample } from '../sound-bank.ts';
import {
  LOOP_FORWARD,
  LOOP_RELEASE,
  LOOP_RELEASE_OLD,
  WAVE_LOOP_BYTE_LENGTH,
  WAVE_SAMPLE_BYTE_LENGTH,
  WAVE_SAMPLE_NO_COMPRESSION,
  WAVE_SAMPLE_NO_TRUNCATION,
} from './chunk-codes.ts';
import { clampedMidiValue } from './read-midi-value.ts';

/** Bytes of a `wsmp` that are looked at: the parameters and some thousand loops. */
const MAX_BYTE_LENGTH = 16_384;

/** Parameters of the chunk; undefined, with a warning, where it is too short to hold them. */
export function readWaveSample(reader: ChunkReader, wsmp: Chunk): WaveSample | undefined {
  const view = reader.readView(wsmp, 0, MAX_BYTE_LENGTH);
  if (view.byteLength < WAVE_SAMPLE_BYTE_LENGTH) {
    reader.warn(wsmp, `${view.byteLength} bytes are too few for sample parameters; they are left out`);
    return undefined;
  }
  const options = view.getUint32(12, true);
  return {
    unityNote: clampedMidiValue(reader, wsmp, 'unity note', view.getUint16(4, true)),
    fineTuneCents: view.getInt16(6, true),
    gain: view.getInt32(8, true),
    noTruncation: (options & WAVE_SAMPLE_NO_TRUNCATION) !== 0,
    noCompression: (options & WAVE_SAMPLE_NO_COMPRESSION) !== 0,
    loops: readLoops(reader, wsmp, view),
  };
}

/** `waveSample` with loops that lie within a wave of `frameCount` frames; what is changed is warned of. */
export function fitLoops(reader: ChunkReader, wsmp: Chunk, waveSample: WaveSample, frameCount: number): WaveSample {
  if (waveSample.loops.every(({ start, length }) => start + length <= frameCount)) return waveSample;
  const loops = waveSample.loops.flatMap((loop) => {
    if (loop.start + loop.length <= frameCount) return [loop];
    const length = frameCount - loop.start;
    const outcome = length > 0 ? `cut to ${length}` : 'left out';
    reader.warn(
      wsmp,
      `loop of ${loop.length} frames from ${loop.start} on leaves the wave's ${frameCount}; ${outcome}`,
    );
    return length > 0 ? [{ ...loop, length }] : [];
  });
  return { ...waveSample, loops };
}

function readLoops(reader: ChunkReader, wsmp: Chunk, view: DataView): WaveLoop[] {
  const loops: WaveLoop[] = [];
  const claimedCount = view.getUint32(16, true);
  let position = Math.max(view.getUint32(0, true), WAVE_SAMPLE_BYTE_LENGTH);
  for (let i = 0; i < claimedCount; i++) {
    if (position + WAVE_LOOP_BYTE_LENGTH > view.byteLength) {
      reader.warn(wsmp, `${claimedCount} loops promised, ${i} found`);
      break;
    }
    const loop = readLoop(reader, wsmp, view, position);
    if (loop !== undefined) loops.push(loop);
    position += Math.max(view.getUint32(position, true), WAVE_LOOP_BYTE_LENGTH);
  }
  return loops;
}

function readLoop(reader: ChunkReader, wsmp: Chunk, view: DataView, position: number): WaveLoop | undefined {
  const type = view.getUint32(position + 4, true);
  const length = view.getUint32(position + 12, true);
  if (length === 0) {
    reader.warn(wsmp, 'loop of 0 frames left out', wsmp.byteOffset + position);
    return undefined;
  }
  const isRelease = type === LOOP_RELEASE || type === LOOP_RELEASE_OLD;
  if (!isRelease && type !== LOOP_FORWARD) {
    reader.warn(wsmp, `unknown loop type ${type}; taken as forward`, wsmp.byteOffset + position);
  }
  return { type: isRelease ? 'release' : 'forward', start: view.getUint32(position + 8, true), length };
}
