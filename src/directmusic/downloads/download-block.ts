/** Instruments and waves of a bank as download blocks: the one form in which sounds enter a synth. */
import {
  ARTICULATION2_BYTES,
  ARTICULATION2_OFFSETS,
  CONNECTION_BYTES,
  CONNECTION_LIST_BYTES,
  CONNECTION_LIST_OFFSETS,
  CONNECTION_OFFSETS,
  DOWNLOAD_INFO_BYTES,
  DOWNLOAD_INFO_OFFSETS,
  DownloadType,
  INSTRUMENT_BYTES,
  INSTRUMENT_OFFSETS,
  OFFSET_ENTRY_BYTES,
  REGION_BYTES,
  REGION_BYTES_WITHOUT_LOOP,
  REGION_OFFSETS,
  REGION_SELF_NON_EXCLUSIVE,
  WAVE_BYTES,
  WAVE_DATA_HEADER_BYTES,
  WAVE_DATA_OFFSETS,
  WAVE_LINK_MULTICHANNEL,
  WAVE_LINK_OFFSETS,
  WAVE_LINK_PHASE_MASTER,
  WAVE_LOOP_BYTES,
  WAVE_LOOP_OFFSETS,
  WAVE_OFFSETS,
  WAVE_SAMPLE_BYTES,
  WAVE_SAMPLE_OFFSETS,
  WaveLoopType,
} from '../../ddi/dls-download.ts';
import { WAVE_FORMAT_OFFSETS, WaveFormatTag } from '../../ddi/wave-format.ts';
import type { Connection, Region, Wave, WaveSample, WaveSamples } from '../../formats/sound-bank.ts';

const ALIGNMENT = 4;
const OPTION_NO_TRUNCATION = 1;
const OPTION_NO_COMPRESSION = 2;

/** A region and what of its wave the block needs. */
export interface RegionDownload {
  readonly region: Region;
  /** Download id of the region's wave. */
  readonly waveDownloadId: number;
  /** The region's sample parameters, else the wave's, else the defaults. */
  readonly waveSample: WaveSample;
}

/** One object of a block: its bytes are filled in once all offsets are known. */
interface BlockObject {
  readonly byteLength: number;
  readonly fill: (view: DataView, at: number) => void;
}

/** Puts objects behind header and offset table, each aligned to 4 bytes. */
function assemble(type: DownloadType, downloadId: number, objects: readonly BlockObject[]): Uint8Array {
  const offsets: number[] = [];
  let end = DOWNLOAD_INFO_BYTES + objects.length * OFFSET_ENTRY_BYTES;
  for (const object of objects) {
    offsets.push(end);
    end += Math.ceil(object.byteLength / ALIGNMENT) * ALIGNMENT;
  }
  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.type, type, true);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.downloadId, downloadId, true);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.offsetCount, objects.length, true);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.byteLength, end, true);
  offsets.forEach((offset, i) => {
    view.setUint32(DOWNLOAD_INFO_BYTES + i * OFFSET_ENTRY_BYTES, offset, true);
    objects[i]!.fill(view, offset);
  });
  return bytes;
}

/** A wave block (type 2). Floats of 24-bit banks go down as 32-bit float, our own extension of the format. */
export function buildWaveBlock(wave: Wave, samples: WaveSamples, downloadId: number): Uint8Array {
  const head: BlockObject = {
    byteLength: WAVE_BYTES,
    fill: (view, at) => {
      view.setUint32(at + WAVE_OFFSETS.waveDataIndex, 1, true);
      fillWaveFormat(view, at + WAVE_OFFSETS.waveFormat, wave.sampleRate, samples);
    },
  };
  const data: BlockObject = {
    byteLength: WAVE_DATA_HEADER_BYTES + samples.byteLength,
    fill: (view, at) => {
      view.setUint32(at + WAVE_DATA_OFFSETS.byteLength, samples.byteLength, true);
      const target = new Uint8Array(view.buffer, at + WAVE_DATA_OFFSETS.samples, samples.byteLength);
      target.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
    },
  };
  return assemble(DownloadType.wave, downloadId, [head, data]);
}

function fillWaveFormat(view: DataView, at: number, sampleRate: number, samples: WaveSamples): void {
  const sampleBytes = samples.BYTES_PER_ELEMENT;
  const tag = samples instanceof Float32Array ? WaveFormatTag.ieeeFloat : WaveFormatTag.pcm;
  view.setUint16(at + WAVE_FORMAT_OFFSETS.formatTag, tag, true);
  view.setUint16(at + WAVE_FORMAT_OFFSETS.channelCount, 1, true);
  view.setUint32(at + WAVE_FORMAT_OFFSETS.sampleRate, sampleRate, true);
  view.setUint32(at + WAVE_FORMAT_OFFSETS.averageBytesPerSecond, sampleRate * sampleBytes, true);
  view.setUint16(at + WAVE_FORMAT_OFFSETS.blockAlign, sampleBytes, true);
  view.setUint16(at + WAVE_FORMAT_OFFSETS.bitsPerSample, sampleBytes * 8, true);
}

/**
 * An instrument block with connection lists (type 3).
 * @param patch where it answers: the instrument's own patch, or another.
 */
export function buildInstrumentBlock(
  patch: number,
  connections: readonly Connection[],
  regions: readonly RegionDownload[],
  downloadId: number,
): Uint8Array {
  // Table: head, global articulation and its list, then the regions, then their articulations.
  const firstRegion = 3;
  const articulations: BlockObject[] = [];
  const regionObjects = regions.map((download, i) => {
    let articulationIndex = 0;
    if (download.region.connections !== undefined) {
      articulationIndex = firstRegion + regions.length + articulations.length;
      articulations.push(...articulationObjects(download.region.connections, articulationIndex));
    }
    const next = i + 1 < regions.length ? firstRegion + i + 1 : 0;
    return regionObject(download, articulationIndex, next);
  });
  const head: BlockObject = {
    byteLength: INSTRUMENT_BYTES,
    fill: (view, at) => {
      view.setUint32(at + INSTRUMENT_OFFSETS.patch, patch, true);
      view.setUint32(at + INSTRUMENT_OFFSETS.firstRegionIndex, regions.length > 0 ? firstRegion : 0, true);
      view.setUint32(at + INSTRUMENT_OFFSETS.globalArticulationIndex, 1, true);
    },
  };
  const objects = [head, ...articulationObjects(connections, 1), ...regionObjects, ...articulations];
  return assemble(DownloadType.instrument2, downloadId, objects);
}

/** An articulation at place `index` of the table, and its connection list at the next. */
function articulationObjects(connections: readonly Connection[], index: number): BlockObject[] {
  const articulation: BlockObject = {
    byteLength: ARTICULATION2_BYTES,
    fill: (view, at) => view.setUint32(at + ARTICULATION2_OFFSETS.connectionListIndex, index + 1, true),
  };
  const list: BlockObject = {
    byteLength: CONNECTION_LIST_BYTES + connections.length * CONNECTION_BYTES,
    fill: (view, at) => {
      view.setUint32(at + CONNECTION_LIST_OFFSETS.byteLength, CONNECTION_LIST_BYTES, true);
      view.setUint32(at + CONNECTION_LIST_OFFSETS.connectionCount, connections.length, true);
      connections.forEach((connection, i) => {
        fillConnection(view, at + CONNECTION_LIST_BYTES + i * CONNECTION_BYTES, connection);
      });
    },
  };
  return [articulation, list];
}

function fillConnection(view: DataView, at: number, connection: Connection): void {
  view.setUint16(at + CONNECTION_OFFSETS.source, connection.source, true);
  view.setUint16(at + CONNECTION_OFFSETS.control, connection.control, true);
  view.setUint16(at + CONNECTION_OFFSETS.destination, connection.destination, true);
  view.setUint16(at + CONNECTION_OFFSETS.transform, connection.transform, true);
  view.setInt32(at + CONNECTION_OFFSETS.scale, connection.scale, true);
}

function regionObject(download: RegionDownload, articulationIndex: number, nextIndex: number): BlockObject {
  const { region, waveDownloadId, waveSample } = download;
  const { waveLink } = region;
  return {
    byteLength: waveSample.loops.length > 0 ? REGION_BYTES : REGION_BYTES_WITHOUT_LOOP,
    fill: (view, at) => {
      view.setUint16(at + REGION_OFFSETS.keyLow, region.keyLow, true);
      view.setUint16(at + REGION_OFFSETS.keyHigh, region.keyHigh, true);
      view.setUint16(at + REGION_OFFSETS.velocityLow, region.velocityLow, true);
      view.setUint16(at + REGION_OFFSETS.velocityHigh, region.velocityHigh, true);
      view.setUint16(at + REGION_OFFSETS.options, region.selfNonExclusive ? REGION_SELF_NON_EXCLUSIVE : 0, true);
      view.setUint16(at + REGION_OFFSETS.keyGroup, region.keyGroup, true);
      view.setUint32(at + REGION_OFFSETS.articulationIndex, articulationIndex, true);
      view.setUint32(at + REGION_OFFSETS.nextRegionIndex, nextIndex, true);
      const link = at + REGION_OFFSETS.waveLink;
      const options =
        (waveLink.phaseMaster ? WAVE_LINK_PHASE_MASTER : 0) | (waveLink.multichannel ? WAVE_LINK_MULTICHANNEL : 0);
      view.setUint16(link + WAVE_LINK_OFFSETS.options, options, true);
      view.setUint16(link + WAVE_LINK_OFFSETS.phaseGroup, waveLink.phaseGroup, true);
      view.setUint32(link + WAVE_LINK_OFFSETS.channel, waveLink.channel, true);
      view.setUint32(link + WAVE_LINK_OFFSETS.tableIndex, waveDownloadId, true);
      fillWaveSample(view, at, waveSample);
    },
  };
}

function fillWaveSample(view: DataView, region: number, waveSample: WaveSample): void {
  const at = region + REGION_OFFSETS.waveSample;
  const [loop] = waveSample.loops;
  view.setUint32(at + WAVE_SAMPLE_OFFSETS.byteLength, WAVE_SAMPLE_BYTES, true);
  view.setUint16(at + WAVE_SAMPLE_OFFSETS.unityNote, waveSample.unityNote, true);
  view.setInt16(at + WAVE_SAMPLE_OFFSETS.fineTune, waveSample.fineTuneCents, true);
  view.setInt32(at + WAVE_SAMPLE_OFFSETS.attenuation, waveSample.gain, true);
  const options =
    (waveSample.noTruncation ? OPTION_NO_TRUNCATION : 0) | (waveSample.noCompression ? OPTION_NO_COMPRESSION : 0);
  view.setUint32(at + WAVE_SAMPLE_OFFSETS.options, options, true);
  view.setUint32(at + WAVE_SAMPLE_OFFSETS.loopCount, loop === undefined ? 0 : 1, true);
  if (loop === undefined) return;
  const loopAt = region + REGION_OFFSETS.loop;
  view.setUint32(loopAt + WAVE_LOOP_OFFSETS.byteLength, WAVE_LOOP_BYTES, true);
  view.setUint32(loopAt + WAVE_LOOP_OFFSETS.type, WaveLoopType[loop.type], true);
  view.setUint32(loopAt + WAVE_LOOP_OFFSETS.start, loop.start, true);
  view.setUint32(loopAt + WAVE_LOOP_OFFSETS.length, loop.length, true);
}
