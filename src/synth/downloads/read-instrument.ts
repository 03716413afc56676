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
  const articulations = new ArticulationReader(block);
  const global = globalIndex === 0 ? undefined : articulations.read(globalIndex);
  articulations.commonCount = global?.length ?? 0;
  const regions = readRegions(block, articulations, view.getUint32(head + INSTRUMENT_OFFSETS.firstRegionIndex, true));
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

/** Follows the list of regions. More than the block has room for are a circle, which would make it endless. */
function readRegions(block: DownloadBlock, articulations: ArticulationReader, firstIndex: number): RegionContents[] {
  const regions: RegionContents[] = [];
  const room = Math.floor(block.bytes.byteLength / REGION_BYTES_WITHOUT_LOOP);
  let index = firstIndex;
  while (index !== 0) {
    if (regions.length >= room) throw new DmusError('DMUS_E_BADINSTRUMENT', 'the region list is a circle');
    const offset = block.object(index, REGION_BYTES_WITHOUT_LOOP, 'DMUS_E_BADINSTRUMENT');
    regions.push(readRegion(block, articulations, offset));
    index = block.view.getUint32(offset + REGION_OFFSETS.nextRegionIndex, true);
  }
  if (regions.length === 0) throw new DmusError('DMUS_E_BADINSTRUMENT', 'an instrument without regions');
  return regions;
}

function readRegion(block: DownloadBlock, articulations: ArticulationReader, region: number): RegionContents {
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
    connections: articulationIndex === 0 ? undefined : articulations.read(articulationIndex),
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

/**
 * Connections in effect in one instrument, the instrument's counted for each articulation of a region: far beyond any
 * bank. A small block could name the same bytes so often that its connections would fill the memory.
 */
const MOST_CONNECTIONS = 2 ** 20;

/** Reads the articulations of one block, each once, whoever shares it. */
class ArticulationReader {
  /** Connections of the whole instrument, which join those of every region. */
  commonCount = 0;
  readonly #block: DownloadBlock;
  readonly #known = new Map<number, readonly Connection[]>();
  #count = 0;

  constructor(block: DownloadBlock) {
    this.#block = block;
  }

  read(index: number): readonly Connection[] {
    const known = this.#known.get(index);
    if (known !== undefined) return known;
    const connections = this.#block.type === DownloadType.instrument ? this.#readParams(index) : this.#readLists(index);
    this.#count += this.commonCount + connections.length;
    if (this.#count > MOST_CONNECTIONS) throw tooManyConnections(this.#count);
    this.#known.set(index, connections);
    return connections;
  }

  #readParams(index: number): Connection[] {
    const articulation = this.#block.object(index, ARTICULATION_BYTES, 'DMUS_E_BADARTICULATION');
    const paramsIndex = this.#block.view.getUint32(articulation + ARTICULATION_OFFSETS.paramsIndex, true);
    return readArticulationParams(this.#block, paramsIndex);
  }

  /** Follows the list of articulations, which add up. */
  #readLists(index: number): Connection[] {
    const block = this.#block;
    const connections: Connection[] = [];
    let next = index;
    for (let steps = 0; next !== 0; steps++) {
      if (steps >= block.objectCount) {
        throw new DmusError('DMUS_E_BADARTICULATION', 'the articulation list is a circle');
      }
      const articulation = block.object(next, ARTICULATION2_BYTES, 'DMUS_E_BADARTICULATION');
      const listIndex = block.view.getUint32(articulation + ARTICULATION2_OFFSETS.connectionListIndex, true);
      readConnections(block, listIndex, connections);
      if (connections.length > MOST_CONNECTIONS) throw tooManyConnections(connections.length);
      next = block.view.getUint32(articulation + ARTICULATION2_OFFSETS.nextArticulationIndex, true);
    }
    return connections;
  }
}

function tooManyConnections(count: number): DmusError {
  return new DmusError('DMUS_E_BADARTICULATION', `${count} connections or more, at most ${MOST_CONNECTIONS} wanted`);
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
