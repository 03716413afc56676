/**
 * What a miniport says about its filter (`PCFILTER_DESCRIPTOR` and its parts): pins, nodes, how they are connected,
 * which properties each answers. Constant for the life of the miniport; read by the port driver, never changed.
 */
import type { Guid } from './guid.ts';
import type { PropertyItem } from './property-request.ts';
import type { WaveFormat } from './wave-format.ts';

/** Major formats. */
export const DataFormatType: { readonly music: Guid; readonly audio: Guid } = {
  music: 'e725d360-62cc-11cf-a5d6-28db04c10000',
  audio: '73647561-0000-0010-8000-00aa00389b71',
};

/** Sub-formats: what the packets of a pin hold. */
export const DataFormatSubtype: { readonly midi: Guid; readonly directMusic: Guid; readonly pcm: Guid } = {
  /** KSMUSICFORMAT entries: milliseconds and raw MIDI bytes. */
  midi: '1d262760-e957-11cf-a5d6-28db04c10000',
  /** Event-header records, see `event-header.ts`. */
  directMusic: '1a82f8bc-3f8b-11d2-b774-0060083316c1',
  pcm: '00000001-0000-0010-8000-00aa00389b71',
};

/** Specifiers: what stands behind the bare format. */
export const DataFormatSpecifier: { readonly none: Guid; readonly waveFormatEx: Guid } = {
  none: '0f6417d6-c318-11d0-a43f-00a0c9223196',
  waveFormatEx: '05589f81-c356-11ce-bf01-00aa0055595a',
};

/** Node types. The synth node carries the synth's properties; the DMSYNTH type is reserved and used as a name only. */
export const NodeType: { readonly synthesizer: Guid; readonly dmSynth: Guid } = {
  synthesizer: '144981e0-c558-11d0-8a2b-00a0c9255ac1',
  dmSynth: '94824f88-6183-11d2-8f7a-00c04fbf8fef',
};

/** Categories a filter is found under. */
export const FilterCategory: {
  readonly audio: Guid;
  readonly render: Guid;
  readonly capture: Guid;
  readonly synthesizer: Guid;
  readonly dataTransform: Guid;
} = {
  audio: '6994ad04-93ef-11d0-a3cc-00a0c9223196',
  render: '65e8773e-8f56-11d0-a3b9-00a0c9223196',
  capture: '65e8773d-8f56-11d0-a3b9-00a0c9223196',
  synthesizer: 'dff220f3-f70f-11d0-b917-00a0c9223196',
  dataTransform: '2eb07ea0-7e70-11d0-a5d6-28db04c10000',
};

/** How a device makes its sound (KSMUSIC_TECHNOLOGY_*), as far as the numbers are public. */
export const MusicTechnology: {
  readonly port: Guid;
  readonly squareSynth: Guid;
  readonly fmSynth: Guid;
  readonly wavetable: Guid;
  readonly softwareSynth: Guid;
} = {
  port: '86c92e60-62e8-11cf-a5d6-28db04c10000',
  squareSynth: '0ecf4380-62e9-11cf-a5d6-28db04c10000',
  fmSynth: '252c5c80-62e9-11cf-a5d6-28db04c10000',
  wavetable: '394ec7c0-62e9-11cf-a5d6-28db04c10000',
  softwareSynth: '37407736-3620-11d1-85d3-0000f8754380',
};

/** Which way data crosses the filter's edge (KSPIN_DATAFLOW). */
export type DataFlow = 'in' | 'out';

/** Who may talk to a pin (KSPIN_COMMUNICATION). A `bridge` stands for a wire and cannot be opened. */
export type PinCommunication = 'none' | 'sink' | 'source' | 'both' | 'bridge';

/** Formats of messages that a pin can take or give (`KSDATARANGE_MUSIC`). */
export interface MusicDataRange {
  readonly kind: 'music';
  readonly majorFormat: Guid;
  readonly subFormat: Guid;
  readonly specifier: Guid;
  /** One of {@link MusicTechnology}. */
  readonly technology: Guid;
  /** Channels of an internal synth; 0 for ports. */
  readonly channels: number;
  /** Notes an internal synth can sound; 0 for ports. */
  readonly notes: number;
  /** Bit 0 is channel 0 … bit 15; 0xffff when everything passes. */
  readonly channelMask: number;
}

/** Formats of sound that a pin can take or give (`KSDATARANGE_AUDIO`). All bounds are inclusive. */
export interface AudioDataRange {
  readonly kind: 'audio';
  readonly majorFormat: Guid;
  readonly subFormat: Guid;
  readonly specifier: Guid;
  readonly maximumChannels: number;
  readonly minimumBitsPerSample: number;
  readonly maximumBitsPerSample: number;
  /** Frames per second. */
  readonly minimumSampleRate: number;
  /** Frames per second. */
  readonly maximumSampleRate: number;
}

/** Formats of either kind, told apart by `kind`. */
export type DataRange = MusicDataRange | AudioDataRange;

/** One format out of a range, chosen when a pin is opened (`KSDATAFORMAT`). */
export interface DataFormat {
  readonly majorFormat: Guid;
  readonly subFormat: Guid;
  readonly specifier: Guid;
  /** Of a sound pin; `null` for messages. */
  readonly waveFormat: WaveFormat | null;
}

/** {@link PinDescription} limit: any number of instances. */
export const UNLIMITED_INSTANCES = -1;

/** One pin (`PCPIN_DESCRIPTOR`). Its id is its place in {@link FilterDescription.pins}. */
export interface PinDescription {
  /** Instances in the whole system: 0 for a bridge, {@link UNLIMITED_INSTANCES}, or a limit. */
  readonly maxGlobalInstanceCount: number;
  /** Instances on one filter, as above. */
  readonly maxFilterInstanceCount: number;
  /** Instances the filter needs to work. */
  readonly minFilterInstanceCount: number;
  readonly dataFlow: DataFlow;
  readonly communication: PinCommunication;
  /** In order of preference; empty for a bridge without a format. */
  readonly dataRanges: readonly DataRange[];
  readonly category: Guid;
  /** For people. */
  readonly name: string;
  /** Properties of the pin itself. */
  readonly properties: readonly PropertyItem[];
}

/** One node (`PCNODE_DESCRIPTOR`). Its id is its place in {@link FilterDescription.nodes}. */
export interface NodeDescription {
  /** One of {@link NodeType}. */
  readonly type: Guid;
  readonly name: string;
  /** Properties that the miniport answers for this node. */
  readonly properties: readonly PropertyItem[];
}

/** {@link ConnectionDescription} end: the filter's own pin, not a node's. */
export const FILTER_NODE = 0xffff_ffff;

/** A line inside the filter (`PCCONNECTION_DESCRIPTOR`). A node's pin 1 is its input, pin 0 its output. */
export interface ConnectionDescription {
  readonly fromNode: number;
  readonly fromPin: number;
  readonly toNode: number;
  readonly toPin: number;
}

/** The whole filter (`PCFILTER_DESCRIPTOR`). */
export interface FilterDescription {
  readonly pins: readonly PinDescription[];
  readonly nodes: readonly NodeDescription[];
  readonly connections: readonly ConnectionDescription[];
  /** Of {@link FilterCategory}, or others. */
  readonly categories: readonly Guid[];
  /** Properties of the filter itself that the miniport answers. */
  readonly properties: readonly PropertyItem[];
}
