import {
  ARTICULATION_BYTES,
  ARTICULATION_OFFSETS,
  ARTICULATION2_BYTES,
  ARTICULATION2_OFFSETS,
  CONNECTION_BYTES,
  CONNECTION_LIST_BYTES,
  CONNECTION_LIST_OFFSETS,
  CONNECTION_OFFSETS,
  DownloadType,
  INSTRUMENT_BYTES,
  INSTRUMENT_GM,
  INSTRUMENT_OFFSETS,
  REGION_BYTES,
  REGION_BYTES_WITHOUT_LOOP,
  REGION_OFFSETS,
  REGION_SELF_NON_EXCLUSIVE,
  WAVE_LINK_OFFSETS,
  WAVE_LOOP_OFFSETS,
  WAVE_SAMPLE_OFFSETS,
  WaveLoopType,
} from '../../ddi/dls-download.ts';
import { DmusError } from '../../ddi/errors.ts';
import { gainToDb } from '../../formats/dls/units.ts';
import type { Connection, WaveLoop } from '../../formats/sound-bank.ts';
import type { DownloadBlock } from './block-reader.ts';
import { readArticulationParams } from './read-articulation-params.ts';

/** A region as it stands in a download, its wave still a download id. */
export interface RegionContents {
  readonly keyLow: number;
  readonly keyHigh: number;
  readonly velocityLow: number;
  readonly velocityHigh: number;
  readonly selfNonExclusive: boolean;
  readonly keyGroup: number;
  readonly waveDownloadId: number;
  /** Key at which the wave has its recorded pitch. */
  readonly unityNote: number;
  readonly fineTuneCents: number;
  readonly gainDb: number;
  readonly loop: WaveLoop | undefined;
  /** The region's own articulation, undefined where the instrument's alone serves. */
  readonly connections: readonly Connection[] | undefined;
}

/** An instrument as it stands in a download. */
export interface InstrumentContents {
  readonly patch: number;
  /** Yields to another instrument with the same patch. */
  readonly isGm: boolean;
  readonly regions: readonly RegionContents[];
  readonly connections: readonly Connection[];
}

/**
 * Checks an instrument block of either kind.
 * @throws DmusError `DMUS_E_BADINSTRUMENT`, `DMUS_E_BADARTICULATION`, `DMUS_E_NOARTICULATION`.
 */
export function readInstrument(block: DownloadBlock): InstrumentContents {
  const { view } = block;
  const head = block.object(0, INSTRUMENT_BYTES, 'DMUS_E_BADINSTRUMENT');
  const globalIndex = view.getUint32(head + INSTRUMENT_OFFSETS.globalArticulationIndex, true);
  const global = globalIndex === 0 ? undefined : readArticulation(block, globalIndex);
  const regions = readRegions(block, view.getUint32(head + INSTRUMENT_OFFSETS.firstRegionIndex, true));
  if (global === undefined && regions.some((region) => region.connections === undefined)) {
    throw new DmusError('DMUS_E_NOARTICULATION', 'a region has no articulation and the instrument has none either');
  }
  return {
    patch: view.getUint32(head + INSTRUMENT_OFFSETS.patch, true),
    isGm: (view.getUint32(head + INSTRUMENT_OFFSETS.flags, true) & INSTRUMENT_GM) !== 0,
    regions,
    connections: global ?? [],
  };
}

/** Follows the list of regions; an index that comes again would make it endless. */
function readRegions(block: DownloadBlock, firstIndex: number): RegionContents[] {
  const regions: RegionContents[] = [];
  let index = firstIndex;
  while (index !== 0) {
    if (regions.length >= block.objectCount) throw new DmusError('DMUS_E_BADINSTRUMENT', 'the region list is a circle');
    const offset = block.object(index, REGION_BYTES_WITHOUT_LOOP, 'DMUS_E_BADINSTRUMENT');
    regions.push(readRegion(block, offset));
    index = block.view.getUint32(offset + REGION_OFFSETS.nextRegionIndex, true);
  }
  if (regions.length === 0) throw new DmusError('DMUS_E_BADINSTRUMENT', 'an instrument without regions');
  return regions;
}

function readRegion(block: DownloadBlock, region: number): RegionContents {
  const { view } = block;
  const sample = region + REGION_OFFSETS.waveSample;
  const articulationIndex = view.getUint32(region + REGION_OFFSETS.articulationIndex, true);
  const keyLow = view.getUint16(region + REGION_OFFSETS.keyLow, true);
  const keyHigh = view.getUint16(region + REGION_OFFSETS.keyHigh, true);
  if (keyLow > keyHigh) throw new DmusError('DMUS_E_BADINSTRUMENT', `a region of keys ${keyLow} to ${keyHigh}`);
  return {
    keyLow,
    keyHigh,
    velocityLow: view.getUint16(region + REGION_OFFSETS.velocityLow, true),
    velocityHigh: view.getUint16(region + REGION_OFFSETS.velocityHigh, true),
    selfNonExclusive: (view.getUint16(region + REGION_OFFSETS.options, true) & REGION_SELF_NON_EXCLUSIVE) !== 0,
    keyGroup: view.getUint16(region + REGION_OFFSETS.keyGroup, true),
    waveDownloadId: view.getUint32(region + REGION_OFFSETS.waveLink + WAVE_LINK_OFFSETS.tableIndex, true),
    unityNote: view.getUint16(sample + WAVE_SAMPLE_OFFSETS.unityNote, true),
    fineTuneCents: view.getInt16(sample + WAVE_SAMPLE_OFFSETS.fineTune, true),
    gainDb: gainToDb(view.getInt32(sample + WAVE_SAMPLE_OFFSETS.attenuation, true)),
    loop: readLoop(block, region),
    connections: articulationIndex === 0 ? undefined : readArticulation(block, articulationIndex),
  };
}

function readLoop(block: DownloadBlock, region: number): WaveLoop | undefined {
  const { view } = block;
  const loopCount = view.getUint32(region + REGION_OFFSETS.waveSample + WAVE_SAMPLE_OFFSETS.loopCount, true);
  if (loopCount === 0) return undefined;
  block.need(region, REGION_BYTES, 'DMUS_E_BADINSTRUMENT');
  const loop = region + REGION_OFFSETS.loop;
  const length = view.getUint32(loop + WAVE_LOOP_OFFSETS.length, true);
  const type = view.getUint32(loop + WAVE_LOOP_OFFSETS.type, true);
  if (length === 0) return undefined;
  return {
    type: type === WaveLoopType.forward ? 'forward' : 'release',
    start: view.getUint32(loop + WAVE_LOOP_OFFSETS.start, true),
    length,
  };
}

function readArticulation(block: DownloadBlock, index: number): Connection[] {
  if (block.type === DownloadType.instrument) {
    const articulation = block.object(index, ARTICULATION_BYTES, 'DMUS_E_BADARTICULATION');
    return readArticulationParams(block, block.view.getUint32(articulation + ARTICULATION_OFFSETS.paramsIndex, true));
  }
  const connections: Connection[] = [];
  let next = index;
  for (let steps = 0; next !== 0; steps++) {
    if (steps >= block.objectCount) throw new DmusError('DMUS_E_BADARTICULATION', 'the articulation list is a circle');
    const articulation = block.object(next, ARTICULATION2_BYTES, 'DMUS_E_BADARTICULATION');
    readConnections(
      block,
      block.view.getUint32(articulation + ARTICULATION2_OFFSETS.connectionListIndex, true),
      connections,
    );
    next = block.view.getUint32(articulation + ARTICULATION2_OFFSETS.nextArticulationIndex, true);
  }
  return connections;
}

function readConnections(block: DownloadBlock, index: number, connections: Connection[]): void {
  const { view } = block;
  if (index === 0) throw new DmusError('DMUS_E_BADARTICULATION', 'an articulation without a connection list');
  const list = block.object(index, CONNECTION_LIST_BYTES, 'DMUS_E_BADARTICULATION');
  const headBytes = view.getUint32(list + CONNECTION_LIST_OFFSETS.byteLength, true);
  const count = view.getUint32(list + CONNECTION_LIST_OFFSETS.connectionCount, true);
  const first = list + Math.max(headBytes, CONNECTION_LIST_BYTES);
  block.need(first, count * CONNECTION_BYTES, 'DMUS_E_BADARTICULATION');
  for (let i = 0; i < count; i++) {
    const at = first + i * CONNECTION_BYTES;
    connections.push({
      source: view.getUint16(at + CONNECTION_OFFSETS.source, true),
      control: view.getUint16(at + CONNECTION_OFFSETS.control, true),
      destination: view.getUint16(at + CONNECTION_OFFSETS.destination, true),
      transform: view.getUint16(at + CONNECTION_OFFSETS.transform, true),
      scale: view.getInt32(at + CONNECTION_OFFSETS.scale, true),
    });
  }
}
