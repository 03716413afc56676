/** Download blocks put together object by object, right or wrong. */
import {
  ARTICULATION_BYTES,
  ARTICULATION_PARAMS_BYTES,
  ARTICULATION2_BYTES,
  CONNECTION_BYTES,
  CONNECTION_LIST_BYTES,
  DOWNLOAD_INFO_BYTES,
  DOWNLOAD_INFO_OFFSETS,
  DownloadType,
  INSTRUMENT_BYTES,
  INSTRUMENT_OFFSETS,
  OFFSET_ENTRY_BYTES,
  REGION_BYTES,
  REGION_OFFSETS,
  WAVE_BYTES,
  WAVE_DATA_HEADER_BYTES,
  WAVE_DATA_OFFSETS,
  WAVE_LINK_OFFSETS,
  WAVE_LOOP_OFFSETS,
  WAVE_OFFSETS,
  WAVE_SAMPLE_OFFSETS,
} from '../../src/ddi/dls-download.ts';
import { DmusError } from '../../src/ddi/errors.ts';
import { WAVE_FORMAT_OFFSETS } from '../../src/ddi/wave-format.ts';
import type { Connection } from '../../src/formats/sound-bank.ts';

/** Bytes of one object of a block. */
export type RawObject = Uint8Array;

/** Header, offset table and objects, aligned to 4 bytes; `claimed` may lie about the whole length. */
export function rawBlock(
  type: number,
  downloadId: number,
  objects: readonly RawObject[],
  claimed?: number,
): Uint8Array {
  let end = DOWNLOAD_INFO_BYTES + objects.length * OFFSET_ENTRY_BYTES;
  const offsets = objects.map((object) => {
    const offset = end;
    end += Math.ceil(object.byteLength / 4) * 4;
    return offset;
  });
  const bytes = new Uint8Array(end);
  const view = new DataView(bytes.buffer);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.type, type, true);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.downloadId, downloadId, true);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.offsetCount, objects.length, true);
  view.setUint32(DOWNLOAD_INFO_OFFSETS.byteLength, claimed ?? end, true);
  offsets.forEach((offset, i) => {
    view.setUint32(DOWNLOAD_INFO_BYTES + i * OFFSET_ENTRY_BYTES, offset, true);
    bytes.set(objects[i]!, offset);
  });
  return bytes;
}

/** An object with numbers at offsets: 16, 32 or −32 (signed) bits. */
function object(byteLength: number, fields: readonly (readonly [number, 16 | 32 | -32, number])[]): RawObject {
  const bytes = new Uint8Array(byteLength);
  const view = new DataView(bytes.buffer);
  for (const [offset, bits, value] of fields) {
    if (bits === 16) view.setUint16(offset, value, true);
    else if (bits === 32) view.setUint32(offset, value, true);
    else view.setInt32(offset, value, true);
  }
  return bytes;
}

export function rawInstrument(patch: number, firstRegion: number, articulation: number, flags = 0): RawObject {
  return object(INSTRUMENT_BYTES, [
    [INSTRUMENT_OFFSETS.patch, 32, patch],
    [INSTRUMENT_OFFSETS.firstRegionIndex, 32, firstRegion],
    [INSTRUMENT_OFFSETS.globalArticulationIndex, 32, articulation],
    [INSTRUMENT_OFFSETS.flags, 32, flags],
  ]);
}

export interface RawRegion {
  readonly keyLow?: number;
  readonly keyHigh?: number;
  readonly velocityLow?: number;
  readonly velocityHigh?: number;
  readonly options?: number;
  readonly keyGroup?: number;
  readonly articulation?: number;
  readonly next?: number;
  readonly waveId?: number;
  readonly unityNote?: number;
  readonly fineTune?: number;
  readonly attenuation?: number;
  readonly loop?: readonly [type: number, start: number, length: number];
  /** Bytes of the object, REGION_BYTES by default. */
  readonly byteLength?: number;
}

export function rawRegion(region: RawRegion = {}): RawObject {
  const sample = REGION_OFFSETS.waveSample;
  const whole = object(REGION_BYTES, [
    [REGION_OFFSETS.keyLow, 16, region.keyLow ?? 0],
    [REGION_OFFSETS.keyHigh, 16, region.keyHigh ?? 127],
    [REGION_OFFSETS.velocityLow, 16, region.velocityLow ?? 0],
    [REGION_OFFSETS.velocityHigh, 16, region.velocityHigh ?? 127],
    [REGION_OFFSETS.options, 16, region.options ?? 0],
    [REGION_OFFSETS.keyGroup, 16, region.keyGroup ?? 0],
    [REGION_OFFSETS.articulationIndex, 32, region.articulation ?? 0],
    [REGION_OFFSETS.nextRegionIndex, 32, region.next ?? 0],
    [REGION_OFFSETS.waveLink + WAVE_LINK_OFFSETS.tableIndex, 32, region.waveId ?? 1],
    [sample + WAVE_SAMPLE_OFFSETS.unityNote, 16, region.unityNote ?? 60],
    [sample + WAVE_SAMPLE_OFFSETS.fineTune, 16, region.fineTune ?? 0],
    [sample + WAVE_SAMPLE_OFFSETS.attenuation, -32, region.attenuation ?? 0],
    [sample + WAVE_SAMPLE_OFFSETS.loopCount, 32, region.loop === undefined ? 0 : 1],
    [REGION_OFFSETS.loop + WAVE_LOOP_OFFSETS.type, 32, region.loop?.[0] ?? 0],
    [REGION_OFFSETS.loop + WAVE_LOOP_OFFSETS.start, 32, region.loop?.[1] ?? 0],
    [REGION_OFFSETS.loop + WAVE_LOOP_OFFSETS.length, 32, region.loop?.[2] ?? 0],
  ]);
  return whole.subarray(0, region.byteLength ?? REGION_BYTES);
}

/** DMUS_ARTICULATION, of blocks of type 1. */
export function rawArticulation(paramsIndex: number): RawObject {
  return object(ARTICULATION_BYTES, [[0, 32, paramsIndex]]);
}

/** DMUS_ARTICPARAMS: fields by their offsets. */
export function rawArticulationParams(fields: Readonly<Record<number, number>> = {}): RawObject {
  return object(
    ARTICULATION_PARAMS_BYTES,
    Object.entries(fields).map(([offset, value]) => [Number(offset), -32, value]),
  );
}

/** DMUS_ARTICULATION2, of blocks of type 3. */
export function rawArticulation2(listIndex: number, next = 0): RawObject {
  return object(ARTICULATION2_BYTES, [
    [0, 32, listIndex],
    [8, 32, next],
  ]);
}

/** CONNECTIONLIST; it may claim another count, and another length of its head. */
export function rawConnections(
  connections: readonly Connection[],
  { count = connections.length, headBytes = CONNECTION_LIST_BYTES } = {},
): RawObject {
  const first = Math.max(headBytes, CONNECTION_LIST_BYTES);
  const bytes = object(first + connections.length * CONNECTION_BYTES, [
    [0, 32, headBytes],
    [4, 32, count],
  ]);
  connections.forEach(({ source, control, destination, transform, scale }, i) => {
    const fields = [source, control, destination, transform].map((code, k) => [2 * k, 16, code] as const);
    bytes.set(object(CONNECTION_BYTES, [...fields, [8, -32, scale]]), first + i * CONNECTION_BYTES);
  });
  return bytes;
}

export interface RawWave {
  readonly samples?: Uint8Array;
  readonly bits?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly tag?: number;
  readonly dataIndex?: number;
  /** Bytes that the data claim to have. */
  readonly claimedBytes?: number;
}

/** A block of type 2. */
export function rawWaveBlock(downloadId: number, wave: RawWave = {}): Uint8Array {
  const samples = wave.samples ?? new Uint8Array(8);
  const format = WAVE_OFFSETS.waveFormat;
  const head = object(WAVE_BYTES, [
    [WAVE_OFFSETS.waveDataIndex, 32, wave.dataIndex ?? 1],
    [format + WAVE_FORMAT_OFFSETS.formatTag, 16, wave.tag ?? 1],
    [format + WAVE_FORMAT_OFFSETS.channelCount, 16, wave.channels ?? 1],
    [format + WAVE_FORMAT_OFFSETS.sampleRate, 32, wave.sampleRate ?? 48000],
    [format + WAVE_FORMAT_OFFSETS.bitsPerSample, 16, wave.bits ?? 16],
  ]);
  const data = object(WAVE_DATA_HEADER_BYTES + samples.byteLength, [
    [WAVE_DATA_OFFSETS.byteLength, 32, wave.claimedBytes ?? samples.byteLength],
  ]);
  data.set(samples, WAVE_DATA_OFFSETS.samples);
  return rawBlock(DownloadType.wave, downloadId, [head, data]);
}

/** A block of type 3 with these regions and one list of connections for all. */
export function rawInstrumentBlock(
  downloadId: number,
  { patch = 0, flags = 0, regions = [{}] as readonly RawRegion[], connections = [] as readonly Connection[] } = {},
): Uint8Array {
  const first = 3;
  return rawBlock(DownloadType.instrument2, downloadId, [
    rawInstrument(patch, regions.length > 0 ? first : 0, 1, flags),
    rawArticulation2(2),
    rawConnections(connections),
    ...regions.map((each, i) => rawRegion({ next: i + 1 < regions.length ? first + i + 1 : 0, ...each })),
  ]);
}

/** The code that a call fails with, or what else came of it. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return error instanceof DmusError ? error.code : `other: ${error}`;
  }
  return 'nothing thrown';
}
