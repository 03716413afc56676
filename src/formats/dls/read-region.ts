/** `rgn ` and `rgn2`: a region, its wave link and its own parameters. */
import type { Chunk, ChunkReader } from '../riff/chunk-reader.ts';
import type { Region, WaveLink, WaveSample } from '../sound-bank.ts';
import { REGION_SELF_NON_EXCLUSIVE, WAVE_LINK_MULTICHANNEL, WAVE_LINK_PHASE_MASTER } from './chunk-codes.ts';
import { type Articulation, readArticulation } from './read-articulation.ts';
import { type DlsContext, firstChunk, readList } from './read-list.ts';
import { clampedMidiValue } from './read-midi-value.ts';
import { fitLoops, readWaveSample } from './read-wave-sample.ts';

/** A region before its articulation is put together with the instrument's. */
export interface RegionParts {
  readonly region: Omit<Region, 'connections'>;
  readonly articulation: Articulation | undefined;
}

/** Frames of a wave, undefined where the bank has no such wave. */
export type FrameCountOf = (waveIndex: number) => number | undefined;

const HEADER_BYTE_LENGTH = 12;
const HEADER_BYTE_LENGTH_WITH_LAYER = 14;
const WAVE_LINK_BYTE_LENGTH = 12;

/** Undefined where the region is for another synth, or, with a warning, lacks what a region must have. */
export function readRegion(context: DlsContext, list: Chunk, frameCountOf: FrameCountOf): RegionParts | undefined {
  const children = readList(context, list);
  if (children === undefined) return undefined;
  const header = wholeChunk(context.reader, list, children, 'rgnh', HEADER_BYTE_LENGTH);
  const link = wholeChunk(context.reader, list, children, 'wlnk', WAVE_LINK_BYTE_LENGTH);
  if (header === undefined || link === undefined) return undefined;
  const ranges = readRanges(context.reader, header);
  if (ranges === undefined) return undefined;
  const waveLink = readWaveLink(context.reader.readView(link, WAVE_LINK_BYTE_LENGTH, WAVE_LINK_BYTE_LENGTH));
  const waveSample = readOwnWaveSample(context.reader, children, frameCountOf, waveLink.waveIndex);
  const articulation = readArticulation(context, children);
  return { region: { ...ranges, ...readOptions(context.reader, header), waveLink, waveSample }, articulation };
}

function wholeChunk(
  reader: ChunkReader,
  list: Chunk,
  children: readonly Chunk[],
  id: string,
  byteLength: number,
): Chunk | undefined {
  const chunk = firstChunk(children, id);
  if (chunk !== undefined && chunk.byteLength >= byteLength) return chunk;
  const found = chunk === undefined ? 'none' : `${chunk.byteLength} bytes`;
  reader.warn(list, `region left out: '${id}' of ${byteLength} bytes wanted, ${found} found`);
  return undefined;
}

function readRanges(
  reader: ChunkReader,
  header: Chunk,
): Pick<Region, 'keyLow' | 'keyHigh' | 'velocityLow' | 'velocityHigh'> | undefined {
  const view = reader.readView(header, HEADER_BYTE_LENGTH);
  const keyLow = clampedMidiValue(reader, header, 'lowest key', view.getUint16(0, true));
  const keyHigh = clampedMidiValue(reader, header, 'highest key', view.getUint16(2, true));
  const velocityLow = clampedMidiValue(reader, header, 'lowest velocity', view.getUint16(4, true));
  const velocityHigh = clampedMidiValue(reader, header, 'highest velocity', view.getUint16(6, true));
  if (keyLow > keyHigh || velocityLow > velocityHigh) {
    reader.warn(header, `region left out: keys ${keyLow}…${keyHigh}, velocities ${velocityLow}…${velocityHigh}`);
    return undefined;
  }
  if (velocityHigh > 0) return { keyLow, keyHigh, velocityLow, velocityHigh };
  reader.warn(header, 'velocities 0…0 can never be played; taken as 0…127');
  return { keyLow, keyHigh, velocityLow: 0, velocityHigh: 127 };
}

function readOptions(reader: ChunkReader, header: Chunk): Pick<Region, 'selfNonExclusive' | 'keyGroup' | 'layer'> {
  const view = reader.readView(header, HEADER_BYTE_LENGTH);
  return {
    selfNonExclusive: (view.getUint16(8, true) & REGION_SELF_NON_EXCLUSIVE) !== 0,
    keyGroup: view.getUint16(10, true),
    layer: view.byteLength >= HEADER_BYTE_LENGTH_WITH_LAYER ? view.getUint16(12, true) : 0,
  };
}

function readWaveLink(view: DataView): WaveLink {
  const options = view.getUint16(0, true);
  return {
    waveIndex: view.getUint32(8, true),
    channel: view.getUint32(4, true),
    phaseGroup: view.getUint16(2, true),
    phaseMaster: (options & WAVE_LINK_PHASE_MASTER) !== 0,
    multichannel: (options & WAVE_LINK_MULTICHANNEL) !== 0,
  };
}

function readOwnWaveSample(
  reader: ChunkReader,
  children: readonly Chunk[],
  frameCountOf: FrameCountOf,
  waveIndex: number,
): WaveSample | undefined {
  const wsmp = firstChunk(children, 'wsmp');
  const waveSample = wsmp && readWaveSample(reader, wsmp);
  if (wsmp === undefined || waveSample === undefined || waveSample.loops.length === 0) return waveSample;
  const frameCount = frameCountOf(waveIndex);
  return frameCount === undefined ? waveSample : fitLoops(reader, wsmp, waveSample, frameCount);
}
