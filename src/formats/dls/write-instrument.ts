/** `ins `: an instrument with its regions and articulation, as Level 2 has them (`rgn2`, `lar2`). */
import { type ChunkNode, chunk, list } from '../riff/chunk-writer.ts';
import { StructWriter } from '../riff/struct-writer.ts';
import type { Connection, Instrument, Region, WaveLink } from '../sound-bank.ts';
import {
  COUNTED_HEADER_BYTE_LENGTH,
  REGION_SELF_NON_EXCLUSIVE,
  WAVE_LINK_MULTICHANNEL,
  WAVE_LINK_PHASE_MASTER,
} from './chunk-codes.ts';
import { nameList } from './info-texts.ts';
import { localeFromPatch } from './patch.ts';
import { waveSampleChunk } from './write-wave-sample.ts';

/** The list of this instrument. @throws {RangeError} where a number does not fit its field. */
export function instrumentList(instrument: Instrument): ChunkNode {
  const { bank, program } = localeFromPatch(instrument.patch);
  const header = new StructWriter()
    .u32('regions.length', instrument.regions.length)
    .u32('bank', bank)
    .u32('program', program);
  return list('ins ', [
    chunk('insh', header.toBytes()),
    list('lrgn', instrument.regions.map(regionList)),
    ...(instrument.connections.length > 0 ? [articulationList(instrument.connections)] : []),
    nameList(instrument.name),
  ]);
}

function regionList(region: Region): ChunkNode {
  const header = new StructWriter()
    .u16('keyLow', region.keyLow)
    .u16('keyHigh', region.keyHigh)
    .u16('velocityLow', region.velocityLow)
    .u16('velocityHigh', region.velocityHigh)
    .u16('options', region.selfNonExclusive ? REGION_SELF_NON_EXCLUSIVE : 0)
    .u16('keyGroup', region.keyGroup)
    .u16('layer', region.layer);
  return list('rgn2', [
    chunk('rgnh', header.toBytes()),
    ...(region.waveSample === undefined ? [] : [waveSampleChunk(region.waveSample)]),
    waveLinkChunk(region.waveLink),
    ...(region.connections === undefined ? [] : [articulationList(region.connections)]),
  ]);
}

function waveLinkChunk(link: WaveLink): ChunkNode {
  const options = (link.phaseMaster ? WAVE_LINK_PHASE_MASTER : 0) | (link.multichannel ? WAVE_LINK_MULTICHANNEL : 0);
  const fields = new StructWriter()
    .u16('options', options)
    .u16('phaseGroup', link.phaseGroup)
    .u32('channel', link.channel)
    .u32('waveIndex', link.waveIndex);
  return chunk('wlnk', fields.toBytes());
}

function articulationList(connections: readonly Connection[]): ChunkNode {
  const writer = new StructWriter()
    .u32('cbSize', COUNTED_HEADER_BYTE_LENGTH)
    .u32('connections.length', connections.length);
  for (const connection of connections) {
    writer
      .u16('source', connection.source)
      .u16('control', connection.control)
      .u16('destination', connection.destination)
      .u16('transform', connection.transform)
      .i32('scale', connection.scale);
  }
  return list('lar2', [chunk('art2', writer.toBytes())]);
}
