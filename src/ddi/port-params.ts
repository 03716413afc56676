/** What is asked of a port when it opens, what a port can do at all, and how it is doing. */
import type { Guid } from './guid.ts';

/** Effects of a port, bits (DMUS_EFFECT_*, SYNTH_EFFECT_*). */
export const EffectFlags = { none: 0, reverb: 1, chorus: 2, delay: 4 } as const;

/** Features of a port, bits (DMUS_PORT_FEATURE_*). */
export const PortFeatures = { audioPath: 1, streaming: 2 } as const;

/** The features there are of those wanted. */
export function knownFeatures(features: number): number {
  return features & (PortFeatures.audioPath | PortFeatures.streaming);
}

/**
 * How a port is opened (`DMUS_PORTPARAMS8`, `SYNTH_PORTPARAMS`). In a request a member that is present is wanted,
 * a missing one is the port's to choose; the answer has all of them as they are now.
 */
export interface PortParams {
  /** Voices that may sound at once, 1 or more. */
  readonly voices: number;
  /** Sets of 16 channels, 1 or more. */
  readonly channelGroups: number;
  /** Channels of the sound: 1 or 2. */
  readonly audioChannels: number;
  /** Frames per second. */
  readonly sampleRate: number;
  /** Bits of {@link EffectFlags}. */
  readonly effects: number;
  /** Whether others may open the same channel groups; the native synth forces `false`. */
  readonly share: boolean;
  /** Bits of {@link PortFeatures}. */
  readonly features: number;
}

/** Answer to a request for {@link PortParams}. */
export interface PortParamsResult {
  readonly params: PortParams;
  /** Something that was asked for was altered: natively `S_FALSE`, below the boundary `STATUS_NOT_ALL_ASSIGNED`. */
  readonly changed: boolean;
}

/** Bits that mark members of a packed parameter structure as valid (DMUS_PORTPARAMS_*, SYNTH_PORTPARAMS_*). */
export const PortParamsValid = {
  voices: 0x01,
  channelGroups: 0x02,
  audioChannels: 0x04,
  sampleRate: 0x08,
  effects: 0x20,
  share: 0x40,
  features: 0x80,
} as const;

/** What a port can do, bits (DMUS_PC_*, SYNTH_PC_*). */
export const PortCapsFlags = {
  /** Takes DLS Level 1 downloads. */
  dls: 0x001,
  /** A connection to something outside. */
  external: 0x002,
  softwareSynth: 0x004,
  /** `memorySize` is a fixed maximum. */
  memorySizeFixed: 0x008,
  gmInHardware: 0x010,
  gsInHardware: 0x020,
  xgInHardware: 0x040,
  directSound: 0x080,
  shareable: 0x100,
  /** Takes DLS Level 2 downloads. */
  dls2: 0x200,
  audioPath: 0x400,
  wave: 0x800,
} as const;

/** {@link PortCaps.memorySize}, {@link SynthStats.freeMemory}: limited by the host's memory only. */
export const SYSTEM_MEMORY = 0x7fff_ffff;

/** {@link PortCaps} count that the device does not know. */
export const COUNT_UNKNOWN = 0xffff_ffff;

/** Direction of a port (DMUS_PC_INPUTCLASS, _OUTPUTCLASS). */
export const PortClass = { capture: 0, render: 1 } as const;
/** A direction by its number. */
export type PortClass = (typeof PortClass)[keyof typeof PortClass];

/** Way down from a port (DMUS_PORT_*). */
export const PortType = { winmmDriver: 0, userModeSynth: 1, kernelMode: 2 } as const;
/** A way down by its number. */
export type PortType = (typeof PortType)[keyof typeof PortType];

/** What a port is and can do (`DMUS_PORTCAPS`, `SYNTHCAPS`). */
export interface PortCaps {
  /** Names the port when it is to be created. */
  readonly guid: Guid;
  /** Bits of {@link PortCapsFlags}. */
  readonly flags: number;
  readonly portClass: PortClass;
  readonly portType: PortType;
  /** Bytes for wave data, or {@link SYSTEM_MEMORY}. */
  readonly memorySize: number;
  readonly maxChannelGroups: number;
  /** Or {@link COUNT_UNKNOWN}. */
  readonly maxVoices: number;
  /** Or {@link COUNT_UNKNOWN}. */
  readonly maxAudioChannels: number;
  /** Bits of {@link EffectFlags}. */
  readonly effects: number;
  /** For people; at most 127 UTF-16 units. */
  readonly description: string;
}

/** Bits that mark members of packed statistics as valid (DMUS_SYNTHSTATS_*, SYNTH_STATS_*). */
export const SynthStatsValid = {
  voices: 0x01,
  totalCpu: 0x02,
  cpuPerVoice: 0x04,
  lostNotes: 0x08,
  peakVolume: 0x10,
  freeMemory: 0x20,
} as const;

/**
 * How a running synth is doing (`DMUS_SYNTHSTATS`, `SYNTH_STATS`). Renewed about once a second, free memory at once.
 * Peak and lost notes start anew at every entry into `run`. Members that a synth cannot tell are `undefined`.
 */
export interface SynthStats {
  /** Voices sounding, on average. */
  readonly voices: number | undefined;
  /** Share of one processor in 1/100 %. */
  readonly totalCpu: number | undefined;
  /** The same for one voice. */
  readonly cpuPerVoice: number | undefined;
  /** Notes that found no voice. */
  readonly lostNotes: number | undefined;
  /** Bytes left for downloads, or {@link SYSTEM_MEMORY}. */
  readonly freeMemory: number | undefined;
  /** Highest level, in 1/100 dB below full scale: 0 is full scale, negative is quieter. */
  readonly peakVolume: number | undefined;
  /** Bytes that downloads occupy (DirectMusic 8). */
  readonly memoryInUse: number | undefined;
}

/** Least of the volume properties, in 1/100 dB (DMUS_VOLUME_MIN). */
export const VOLUME_MIN = -20_000;
/** Most of the volume properties, in 1/100 dB (DMUS_VOLUME_MAX). */
export const VOLUME_MAX = 2000;
