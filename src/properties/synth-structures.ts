/** Structures of the synth's property sets (dmusprop.h), packed and unpacked. */
import {
  COUNT_UNKNOWN,
  type PortCaps,
  PortClass,
  type PortParams,
  PortParamsValid,
  PortType,
  type SynthStats,
  SynthStatsValid,
} from '../ddi/port-params.ts';
import { packStruct, type StructMembers, structByteLength, unpackStruct } from './struct-codec.ts';

type PortParamsMember =
  | 'validParams'
  | 'voices'
  | 'channelGroups'
  | 'audioChannels'
  | 'sampleRate'
  | 'effects'
  | 'share';
const PORT_PARAMS: StructMembers<PortParamsMember> = [
  ['validParams', 'u32'],
  ['voices', 'u32'],
  ['channelGroups', 'u32'],
  ['audioChannels', 'u32'],
  ['sampleRate', 'u32'],
  ['effects', 'u32'],
  ['share', 'u32'],
];
/** Bytes of SYNTH_PORTPARAMS. It has no features; those are the application port's business. */
export const PORT_PARAMS_BYTES: number = structByteLength(PORT_PARAMS);

const PORT_PARAMS_KEYS = ['voices', 'channelGroups', 'audioChannels', 'sampleRate', 'effects'] as const;

/** SYNTH_PORTPARAMS with the members that are present flagged valid. */
export function packPortParams(params: Partial<PortParams>): Uint8Array {
  const values: Partial<Record<PortParamsMember, number>> = {};
  let validParams = 0;
  for (const key of PORT_PARAMS_KEYS) {
    if (params[key] === undefined) continue;
    values[key] = params[key];
    validParams |= PortParamsValid[key];
  }
  if (params.share !== undefined) {
    values.share = params.share ? 1 : 0;
    validParams |= PortParamsValid.share;
  }
  return packStruct(PORT_PARAMS, { ...values, validParams });
}

/** The members flagged valid. @throws {RangeError} for fewer than PORT_PARAMS_BYTES. */
export function unpackPortParams(bytes: Uint8Array): Partial<PortParams> {
  const values = unpackStruct(PORT_PARAMS, bytes);
  const params: { -readonly [Key in keyof PortParams]?: PortParams[Key] } = {};
  for (const key of PORT_PARAMS_KEYS) if (values.validParams & PortParamsValid[key]) params[key] = values[key];
  if (values.validParams & PortParamsValid.share) params.share = values.share !== 0;
  return params;
}

/** Identifies a downloaded block below the boundary, and says who owns its memory (SYNTHDOWNLOAD). */
export interface SynthDownload {
  readonly handle: number;
  /** The caller may free its memory. */
  readonly mayFree: boolean;
}
const SYNTH_DOWNLOAD: StructMembers<'handle' | 'free'> = [
  ['handle', 'u32'],
  ['free', 'u32'],
];
/** Bytes of SYNTHDOWNLOAD. */
export const SYNTH_DOWNLOAD_BYTES: number = structByteLength(SYNTH_DOWNLOAD);

export function packSynthDownload({ handle, mayFree }: SynthDownload): Uint8Array {
  return packStruct(SYNTH_DOWNLOAD, { handle, free: mayFree ? 1 : 0 });
}

export function unpackSynthDownload(bytes: Uint8Array): SynthDownload {
  const { handle, free } = unpackStruct(SYNTH_DOWNLOAD, bytes);
  return { handle, mayFree: free !== 0 };
}

/** Descriptor of the voice priority item (SYNTHVOICEPRIORITY_INSTANCE). */
export const VOICE_PRIORITY_INSTANCE: StructMembers<'channelGroup' | 'channel'> = [
  ['channelGroup', 'u32'],
  ['channel', 'u32'],
];

type StatsMember = 'validStats' | 'voices' | 'totalCpu' | 'cpuPerVoice' | 'lostNotes' | 'freeMemory' | 'peakVolume';
const SYNTH_STATS: StructMembers<StatsMember> = [
  ['validStats', 'u32'],
  ['voices', 'u32'],
  ['totalCpu', 'u32'],
  ['cpuPerVoice', 'u32'],
  ['lostNotes', 'u32'],
  ['freeMemory', 'u32'],
  ['peakVolume', 'i32'],
];
/** Bytes of SYNTH_STATS. */
export const SYNTH_STATS_BYTES: number = structByteLength(SYNTH_STATS);
const STATS_KEYS = ['voices', 'totalCpu', 'cpuPerVoice', 'lostNotes', 'freeMemory', 'peakVolume'] as const;

/** SYNTH_STATS; undefined members are not flagged valid. */
export function packSynthStats(stats: SynthStats): Uint8Array {
  const values: Partial<Record<StatsMember, number>> = {};
  let validStats = 0;
  for (const key of STATS_KEYS) {
    const value = stats[key];
    if (value === undefined) continue;
    values[key] = value;
    validStats |= SynthStatsValid[key];
  }
  return packStruct(SYNTH_STATS, { ...values, validStats });
}

export function unpackSynthStats(bytes: Uint8Array): SynthStats {
  const values = unpackStruct(SYNTH_STATS, bytes);
  const member = (key: (typeof STATS_KEYS)[number]): number | undefined =>
    values.validStats & SynthStatsValid[key] ? values[key] : undefined;
  return {
    voices: member('voices'),
    totalCpu: member('totalCpu'),
    cpuPerVoice: member('cpuPerVoice'),
    lostNotes: member('lostNotes'),
    freeMemory: member('freeMemory'),
    peakVolume: member('peakVolume'),
    memoryInUse: undefined,
  };
}

const DESCRIPTION_CHARACTERS = 128;
const CAPS_NUMBERS_AT = 16;
const CAPS_DESCRIPTION_AT = 40;
/** Bytes of SYNTHCAPS: GUID, six numbers, a description of 128 UTF-16 units. */
export const SYNTH_CAPS_BYTES: number = CAPS_DESCRIPTION_AT + DESCRIPTION_CHARACTERS * 2;
/** Byte order of a GUID: three little-endian fields, then eight bytes as they are written. */
const GUID_BYTE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/** SYNTHCAPS. */
export function packSynthCaps(caps: PortCaps): Uint8Array {
  const bytes = new Uint8Array(SYNTH_CAPS_BYTES);
  const view = new DataView(bytes.buffer);
  const digits = caps.guid.replaceAll('-', '');
  GUID_BYTE_ORDER.forEach((place, i) => {
    bytes[i] = Number.parseInt(digits.slice(place * 2, place * 2 + 2), 16);
  });
  const { flags, memorySize, maxChannelGroups, maxVoices, maxAudioChannels, effects, description } = caps;
  [flags, memorySize, maxChannelGroups, maxVoices, maxAudioChannels, effects].forEach((value, i) => {
    view.setUint32(CAPS_NUMBERS_AT + i * 4, Math.min(value, COUNT_UNKNOWN), true);
  });
  for (let i = 0; i < Math.min(description.length, DESCRIPTION_CHARACTERS - 1); i++) {
    view.setUint16(CAPS_DESCRIPTION_AT + i * 2, description.charCodeAt(i), true);
  }
  return bytes;
}

export function unpackSynthCaps(bytes: Uint8Array): PortCaps {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hex = Array.from(GUID_BYTE_ORDER.keys(), (place) => {
    return bytes[GUID_BYTE_ORDER.indexOf(place as 0)]!.toString(16).padStart(2, '0');
  }).join('');
  const numbers = [0, 1, 2, 3, 4, 5].map((i) => view.getUint32(CAPS_NUMBERS_AT + i * 4, true));
  const units = Array.from({ length: DESCRIPTION_CHARACTERS }, (_, i) =>
    view.getUint16(CAPS_DESCRIPTION_AT + i * 2, true),
  );
  const end = units.indexOf(0);
  return {
    guid: hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    flags: numbers[0]!,
    portClass: PortClass.render,
    portType: PortType.kernelMode,
    memorySize: numbers[1]!,
    maxChannelGroups: numbers[2]!,
    maxVoices: numbers[3]!,
    maxAudioChannels: numbers[4]!,
    effects: numbers[5]!,
    description: String.fromCharCode(...units.slice(0, end < 0 ? units.length : end)),
  };
}
