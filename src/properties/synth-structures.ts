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
import { GUID_BYTE_LENGTH, guidBytes, readGuid } from '../formats/dls/guid.ts';
import { packFixedText, unpackFixedText } from './fixed-text.ts';
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

/**
 * The answer to a request for parameters: its very bytes where nothing was altered, the values that there are in all
 * members, and every member flagged valid.
 *
 * @param requested the packed request. @throws {RangeError} for fewer than PORT_PARAMS_BYTES.
 */
export function echoPortParams(requested: Uint8Array, params: PortParams): Uint8Array {
  const wanted = unpackStruct(PORT_PARAMS, requested);
  const answer = unpackStruct(PORT_PARAMS, packPortParams(params));
  // Any number but 0 means that a port is shared.
  if ((wanted.validParams & PortParamsValid.share) !== 0 && wanted.share !== 0 && params.share) {
    answer.share = wanted.share;
  }
  return packStruct(PORT_PARAMS, { ...answer, validParams: answer.validParams | wanted.validParams });
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

type CapsNumber = 'flags' | 'memorySize' | 'maxChannelGroups' | 'maxVoices' | 'maxAudioChannels' | 'effects';
const SYNTH_CAPS: StructMembers<CapsNumber> = [
  ['flags', 'u32'],
  ['memorySize', 'u32'],
  ['maxChannelGroups', 'u32'],
  ['maxVoices', 'u32'],
  ['maxAudioChannels', 'u32'],
  ['effects', 'u32'],
];
const DESCRIPTION_UNITS = 128;
const CAPS_DESCRIPTION_AT = GUID_BYTE_LENGTH + structByteLength(SYNTH_CAPS);
/** Bytes of SYNTHCAPS: GUID, six numbers, a description of 128 UTF-16 units. */
export const SYNTH_CAPS_BYTES: number = CAPS_DESCRIPTION_AT + DESCRIPTION_UNITS * 2;

/** SYNTHCAPS. @throws {RangeError} where `guid` is none. */
export function packSynthCaps(caps: PortCaps): Uint8Array {
  const bytes = new Uint8Array(SYNTH_CAPS_BYTES);
  const numbers = SYNTH_CAPS.map(([name]) => [name, Math.min(caps[name], COUNT_UNKNOWN)] as const);
  bytes.set(guidBytes(caps.guid));
  bytes.set(packStruct(SYNTH_CAPS, Object.fromEntries(numbers)), GUID_BYTE_LENGTH);
  bytes.set(packFixedText(caps.description, DESCRIPTION_UNITS), CAPS_DESCRIPTION_AT);
  return bytes;
}

/** What SYNTHCAPS tells; direction and way down are not in it. @throws {RangeError} for too few bytes. */
export function unpackSynthCaps(bytes: Uint8Array): PortCaps {
  return {
    guid: readGuid(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0),
    portClass: PortClass.render,
    portType: PortType.kernelMode,
    ...unpackStruct(SYNTH_CAPS, bytes.subarray(GUID_BYTE_LENGTH)),
    description: unpackFixedText(bytes, CAPS_DESCRIPTION_AT, DESCRIPTION_UNITS),
  };
}
