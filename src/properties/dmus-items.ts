/** DirectMusic's property sets of one item each (`GUID_DMUS_PROP_*`, dmusicc.h), as a table. */
import type { Guid } from '../ddi/guid.ts';
import { PropertyVerb } from '../ddi/property-request.ts';
import { ConditionQuery } from '../formats/dls/articulation-codes.ts';
import type { LegacyCaps } from './legacy-caps.ts';
import type { PropertyCodec, PropertyDefinition, PropertySource, PropertyTarget } from './property-definition.ts';
import { BOOL, DMUS_WAVES_REVERB_PARAMS, DWORD, LEGACY_CAPS, NOTHING, OBJECT_POINTER } from './value-codecs.ts';
import type { WavesReverbParams } from './wave-structures.ts';

const { get, set } = PropertyVerb;

interface DmusItem<Value> {
  /** Behind `GUID_DMUS_PROP_`. */
  readonly name: string;
  readonly set: Guid;
  readonly value: PropertyCodec<Value>;
  readonly verbs: number;
  readonly summary: string;
  /** A synth, and with it its node, by default. */
  readonly target?: PropertyTarget;
  readonly source?: PropertySource;
}

/** Every one of these sets has item 0 and no other. */
function item<Value>(given: DmusItem<Value>): PropertyDefinition<undefined, Value> {
  const { name, target = 'node', source = 'documented', ...rest } = given;
  const setName = `GUID_DMUS_PROP_${name}`;
  return { ...rest, setName, name: setName, id: 0, target, source, instance: NOTHING, failures: [] };
}

function capability(
  name: string,
  guid: Guid,
  summary: string,
  given: Partial<DmusItem<boolean>> = {},
): PropertyDefinition<undefined, boolean> {
  return item({ name, set: guid, value: BOOL, verbs: get, summary, ...given });
}

function sinkNumber(name: string, guid: Guid, summary: string): PropertyDefinition<undefined, number> {
  return item({ name, set: guid, value: DWORD, verbs: get | set, summary, target: 'object' });
}

const MEASURED = { source: 'measured' } as const;
const OF_SINK = { target: 'object' } as const;

const sampleMemorySize: PropertyDefinition<undefined, number> = item({
  name: 'SampleMemorySize',
  set: ConditionQuery.SAMPLE_MEMORY_SIZE,
  value: DWORD,
  verbs: get,
  summary: 'Bytes of memory for waves; also called MemorySize. Headers say all of it, pages say what is free.',
});

const samplePlaybackRate: PropertyDefinition<undefined, number> = item({
  name: 'SamplePlaybackRate',
  set: ConditionQuery.SAMPLE_PLAYBACK_RATE,
  value: DWORD,
  verbs: get,
  summary: 'Frames per second of the sound that comes out.',
});

const effects: PropertyDefinition<undefined, number> = item({
  name: 'Effects',
  set: 'cda8d611-684a-11d2-871e-00600893b1bd',
  value: DWORD,
  verbs: get | set,
  summary: 'Effects in use, bits: 1 reverb, 2 chorus, 4 delay.',
});

const wavesReverb: PropertyDefinition<undefined, WavesReverbParams> = item({
  name: 'WavesReverb',
  set: '04cb5622-32e5-11d2-afa6-00aa0024d8b6',
  value: DMUS_WAVES_REVERB_PARAMS,
  verbs: get | set,
  summary: 'Settings of the reverb.',
});

const legacyCaps: PropertyDefinition<undefined, LegacyCaps> = item({
  name: 'LegacyCaps',
  set: 'cfa7cdc2-00a1-11d2-aad5-0000f875ac12',
  value: LEGACY_CAPS,
  verbs: get,
  summary: 'Capabilities of the old MIDI driver below; only ports over such a driver answer.',
  target: 'object',
});

const setSynthSink: PropertyDefinition<undefined, never> = {
  ...item({
    name: 'SetSynthSink',
    set: '0a3a5ba5-37b6-11d2-b9f9-0000f875ac12',
    value: OBJECT_POINTER,
    verbs: set,
    summary: 'Gives the synth its sink. Here `DirectMusicSynth.setSynthSink`.',
    target: 'object',
  }),
  binary: 'none',
};

/** What a synth can do. */
const capabilities: {
  readonly [Name in
    | 'gmHardware'
    | 'gsHardware'
    | 'xgHardware'
    | 'dls1'
    | 'dls2'
    | 'instrument2'
    | 'gsCapable'
    | 'xgCapable']: PropertyDefinition<undefined, boolean>;
} = {
  gmHardware: capability('GM_Hardware', ConditionQuery.GM_IN_HARDWARE, 'GM sounds are in its hardware.', MEASURED),
  gsHardware: capability('GS_Hardware', ConditionQuery.GS_IN_HARDWARE, 'GS sounds are in its hardware.', MEASURED),
  xgHardware: capability('XG_Hardware', ConditionQuery.XG_IN_HARDWARE, 'XG sounds are in its hardware.', MEASURED),
  dls1: capability('DLS1', ConditionQuery.SUPPORTS_DLS1, 'Takes DLS Level 1 downloads.'),
  dls2: capability('DLS2', ConditionQuery.SUPPORTS_DLS2, 'Takes DLS Level 2 downloads.', MEASURED),
  instrument2: capability(
    'INSTRUMENT2',
    '865fd372-9f67-11d2-872a-00600893b1bd',
    'Takes instruments with connection lists.',
    MEASURED,
  ),
  gsCapable: capability('GS_Capable', '6496aba2-61b0-11d2-afa6-00aa0024d8b6', 'Knows all of the GS extensions.'),
  xgCapable: capability('XG_Capable', '6496aba1-61b0-11d2-afa6-00aa0024d8b6', 'Knows the XG extensions.'),
};

/** What a wave sink tells of its output, and how far it works ahead. */
const ofSinks: {
  readonly [Name in 'synthSinkDsound' | 'synthSinkWave' | 'sinkUsesDsound']: PropertyDefinition<undefined, boolean>;
} & { readonly [Name in 'writeLatency' | 'writePeriod']: PropertyDefinition<undefined, number> } = {
  synthSinkDsound: capability(
    'SynthSink_DSOUND',
    '0aa97844-c877-11d1-870c-00600893b1bd',
    'The sink writes to DirectSound.',
    OF_SINK,
  ),
  synthSinkWave: capability(
    'SynthSink_WAVE',
    '0aa97845-c877-11d1-870c-00600893b1bd',
    'The sink writes to a waveOut device.',
    OF_SINK,
  ),
  sinkUsesDsound: capability(
    'SinkUsesDSound',
    'be208857-8952-11d2-ba1c-0000f875ac12',
    'The sink needs a DirectSound object.',
    { ...OF_SINK, ...MEASURED },
  ),
  writeLatency: sinkNumber(
    'WriteLatency',
    '268a0fa0-60f2-11d2-afa6-00aa0024d8b6',
    'Milliseconds between rendering and playing that the sink adds.',
  ),
  writePeriod: sinkNumber(
    'WritePeriod',
    '268a0fa1-60f2-11d2-afa6-00aa0024d8b6',
    'Milliseconds from one write of the sink to the next.',
  ),
};

/** GUID_DMUS_PROP_*; GUID_DMUS_PROP_Volume is `SynthItems.volume` and `SynthItems.volumeBoost`. */
export const DmusItems: typeof capabilities &
  typeof ofSinks & {
    readonly sampleMemorySize: typeof sampleMemorySize;
    readonly samplePlaybackRate: typeof samplePlaybackRate;
    readonly effects: typeof effects;
    readonly wavesReverb: typeof wavesReverb;
    readonly legacyCaps: typeof legacyCaps;
    readonly setSynthSink: typeof setSynthSink;
  } = {
  ...capabilities,
  sampleMemorySize,
  samplePlaybackRate,
  ...ofSinks,
  wavesReverb,
  effects,
  legacyCaps,
  setSynthSink,
};
