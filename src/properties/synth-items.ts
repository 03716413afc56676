/** The property sets of a synth node and of the clock, as tables (`ksmedia.h`, `dmusprop.h`). */
import type { Guid } from '../ddi/guid.ts';
import type { PortCaps, PortParams, SynthStats } from '../ddi/port-params.ts';
import {
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_CLOCK,
  PROPERTY_SET_SYNTH_DLS,
  PropertyVerb,
  SynthClockProperty,
  SynthDlsProperty,
  SynthProperty,
} from '../ddi/property-request.ts';
import type { WaveFormat } from '../ddi/wave-format.ts';
import type { PropertyDefinition } from './property-definition.ts';
import type { SynthDownload } from './synth-structures.ts';
import {
  HANDLE,
  LONG,
  NOTHING,
  SYNTH_BUFFER,
  SYNTH_PORTPARAMS,
  SYNTH_STATS,
  SYNTHCAPS,
  SYNTHDOWNLOAD,
  SYNTHVOICEPRIORITY_INSTANCE,
  ULONG,
  ULONGLONG,
  WAVEFORMATEX,
} from './value-codecs.ts';

const { get, set } = PropertyVerb;

interface SetOfItems {
  readonly set: Guid;
  readonly setName: string;
  readonly target: 'node' | 'filter';
}
const SYNTH: SetOfItems = { set: PROPERTY_SET_SYNTH, setName: 'KSPROPSETID_Synth', target: 'node' };
const DLS: SetOfItems = { set: PROPERTY_SET_SYNTH_DLS, setName: 'KSPROPSETID_Synth_Dls', target: 'node' };
const CLOCK: SetOfItems = { set: PROPERTY_SET_SYNTH_CLOCK, setName: 'KSPROPSETID_SynthClock', target: 'filter' };

/** Failures of an item with a value of fixed size. */
const VALUE_FAILURES = ['STATUS_BUFFER_TOO_SMALL', 'STATUS_UNSUCCESSFUL'] as const;
const RUNNING_FAILURES = [...VALUE_FAILURES, 'STATUS_INVALID_DEVICE_REQUEST'] as const;

/** Channel of a voice priority. */
export interface ChannelName {
  /** 1 or more. */
  readonly channelGroup: number;
  /** 0…15. */
  readonly channel: number;
}

const volume: PropertyDefinition<undefined, number> = {
  ...SYNTH,
  id: SynthProperty.volume,
  name: 'KSPROPERTY_SYNTH_VOLUME',
  verbs: get | set,
  summary: 'Volume of the device in 1/100 dB, −20000…2000.',
  instance: NOTHING,
  value: LONG,
  failures: VALUE_FAILURES,
  source: 'measured',
};

const volumeBoost: PropertyDefinition<undefined, number> = {
  ...SYNTH,
  id: SynthProperty.volumeBoost,
  name: 'KSPROPERTY_SYNTH_VOLUMEBOOST',
  verbs: get | set,
  summary: 'Gain after the final mix in 1/100 dB, −20000…2000; makes synths equally loud.',
  instance: NOTHING,
  value: LONG,
  failures: VALUE_FAILURES,
  source: 'measured',
};

const caps: PropertyDefinition<undefined, PortCaps> = {
  ...SYNTH,
  id: SynthProperty.caps,
  name: 'KSPROPERTY_SYNTH_CAPS',
  verbs: get,
  summary: 'What the synth is and can do; needs no open pin.',
  instance: NOTHING,
  value: SYNTHCAPS,
  failures: [],
  source: 'own numbering',
};

const portParameters: PropertyDefinition<Partial<PortParams>, Partial<PortParams>> = {
  ...SYNTH,
  id: SynthProperty.portParameters,
  name: 'KSPROPERTY_SYNTH_PORTPARAMETERS',
  verbs: get,
  summary: 'Configures the synth of a pin: the descriptor says what is wanted, the value what there is.',
  instance: SYNTH_PORTPARAMS,
  value: SYNTH_PORTPARAMS,
  failures: ['STATUS_NOT_ALL_ASSIGNED', 'STATUS_UNSUCCESSFUL'],
  source: 'own numbering',
};

const channelGroups: PropertyDefinition<undefined, number> = {
  ...SYNTH,
  id: SynthProperty.channelGroups,
  name: 'KSPROPERTY_SYNTH_CHANNELGROUPS',
  verbs: get | set,
  summary: 'Groups of 16 channels in use on the pin.',
  instance: NOTHING,
  value: ULONG,
  failures: VALUE_FAILURES,
  source: 'own numbering',
};

const voicePriority: PropertyDefinition<ChannelName, number> = {
  ...SYNTH,
  id: SynthProperty.voicePriority,
  name: 'KSPROPERTY_SYNTH_VOICEPRIORITY',
  verbs: get | set,
  summary: 'Which channel keeps its voices when there are too few: class, OR a channel’s offset.',
  instance: SYNTHVOICEPRIORITY_INSTANCE,
  value: ULONG,
  failures: VALUE_FAILURES,
  source: 'own numbering',
};

const latencyClock: PropertyDefinition<undefined, number> = {
  ...SYNTH,
  id: SynthProperty.latencyClock,
  name: 'KSPROPERTY_SYNTH_LATENCYCLOCK',
  verbs: get,
  summary: 'Earliest time at which a new event still plays on time, in ticks of 100 ns; after the master clock’s.',
  instance: NOTHING,
  value: ULONGLONG,
  failures: RUNNING_FAILURES,
  source: 'own numbering',
};

const runningStats: PropertyDefinition<undefined, SynthStats> = {
  ...SYNTH,
  id: SynthProperty.runningStats,
  name: 'KSPROPERTY_SYNTH_RUNNINGSTATS',
  verbs: get,
  summary: 'Voices, load, lost notes, free memory and peak; lost notes and peak begin anew with every run.',
  instance: NOTHING,
  value: SYNTH_STATS,
  failures: RUNNING_FAILURES,
  source: 'own numbering',
};

/** KSPROPSETID_Synth, which is GUID_DMUS_PROP_Volume as well. */
export const SynthItems: {
  readonly volume: typeof volume;
  readonly volumeBoost: typeof volumeBoost;
  readonly caps: typeof caps;
  readonly portParameters: typeof portParameters;
  readonly channelGroups: typeof channelGroups;
  readonly voicePriority: typeof voicePriority;
  readonly latencyClock: typeof latencyClock;
  readonly runningStats: typeof runningStats;
} = { volume, volumeBoost, caps, portParameters, channelGroups, voicePriority, latencyClock, runningStats };

const download: PropertyDefinition<Uint8Array, SynthDownload> = {
  ...DLS,
  id: SynthDlsProperty.download,
  name: 'KSPROPERTY_SYNTH_DLS_DOWNLOAD',
  verbs: get,
  summary: 'Takes in a download block and names it; tells whether the caller may free its memory now.',
  instance: SYNTH_BUFFER,
  value: SYNTHDOWNLOAD,
  failures: [...VALUE_FAILURES, 'STATUS_NO_MEMORY'],
  source: 'own numbering',
};

const unload: PropertyDefinition<undefined, number> = {
  ...DLS,
  id: SynthDlsProperty.unload,
  name: 'KSPROPERTY_SYNTH_DLS_UNLOAD',
  verbs: set,
  summary: 'Takes a download out of use; done when no note and no instrument uses it any more.',
  instance: NOTHING,
  value: HANDLE,
  failures: [...VALUE_FAILURES, 'STATUS_PENDING'],
  source: 'own numbering',
};

const compact: PropertyDefinition<undefined, undefined> = {
  ...DLS,
  id: SynthDlsProperty.compact,
  name: 'KSPROPERTY_SYNTH_DLS_COMPACT',
  verbs: set,
  summary: 'Joins free sample memory into the largest block that there can be, without a break in the sound.',
  instance: NOTHING,
  value: NOTHING,
  failures: ['STATUS_UNSUCCESSFUL'],
  source: 'own numbering',
};

const append: PropertyDefinition<undefined, number> = {
  ...DLS,
  id: SynthDlsProperty.append,
  name: 'KSPROPERTY_SYNTH_DLS_APPEND',
  verbs: get,
  summary: 'Frames that the caller adds behind the data of each download.',
  instance: NOTHING,
  value: ULONG,
  failures: ['STATUS_UNSUCCESSFUL'],
  source: 'own numbering',
};

const waveFormat: PropertyDefinition<undefined, WaveFormat> = {
  ...DLS,
  id: SynthDlsProperty.waveFormat,
  name: 'KSPROPERTY_SYNTH_DLS_WAVEFORMAT',
  verbs: get,
  summary: 'Format of the sound that comes out.',
  instance: NOTHING,
  value: WAVEFORMATEX,
  failures: ['STATUS_BUFFER_TOO_SMALL'],
  source: 'own numbering',
};

/** KSPROPSETID_Synth_Dls. */
export const SynthDlsItems: {
  readonly download: typeof download;
  readonly unload: typeof unload;
  readonly compact: typeof compact;
  readonly append: typeof append;
  readonly waveFormat: typeof waveFormat;
} = { download, unload, compact, append, waveFormat };

const masterClock: PropertyDefinition<undefined, number> = {
  ...CLOCK,
  id: SynthClockProperty.masterClock,
  name: 'KSPROPERTY_SYNTH_MASTERCLOCK',
  verbs: get,
  summary: 'Time of the master clock in ticks of 100 ns.',
  instance: NOTHING,
  value: ULONGLONG,
  failures: [],
  source: 'documented',
};

/** KSPROPSETID_SynthClock. */
export const SynthClockItems: {
  readonly masterClock: typeof masterClock;
} = { masterClock };
