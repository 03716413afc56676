import {
  type AudioDataRange,
  DataFormatSpecifier,
  DataFormatSubtype,
  DataFormatType,
  FILTER_NODE,
  FilterCategory,
  type FilterDescription,
  MusicTechnology,
  NodeType,
  UNLIMITED_INSTANCES,
} from '../../ddi/filter-description.ts';
import { bridgePin, directMusicRange, midiRange, musicPin } from '../../ddi/music-pins.ts';
import { NODE_PROPERTIES } from './node-properties.ts';

/**
 * Pins of the filter, by their place in the description. Legacy clients take the first pin that they understand, so
 * theirs is listed first.
 */
export const SoftSynthPin = { midi: 0, music: 1, wave: 2 } as const;
/** The filter's one node. */
export const SYNTH_NODE = 0;

const WAVE_RANGE: AudioDataRange = {
  kind: 'audio',
  majorFormat: DataFormatType.audio,
  subFormat: DataFormatSubtype.pcm,
  specifier: DataFormatSpecifier.waveFormatEx,
  maximumChannels: 2,
  minimumBitsPerSample: 16,
  maximumBitsPerSample: 32,
  minimumSampleRate: 11025,
  maximumSampleRate: 96000,
};

const MIDI_PIN = {
  dataFlow: 'in',
  dataRanges: [midiRange(MusicTechnology.softwareSynth)],
  category: FilterCategory.synthesizer,
  name: 'MIDI in',
} as const;

/** The software synth's filter: messages in, a synth node, sound out to the port driver's wave sink. */
export const SOFT_SYNTH_DESCRIPTION: FilterDescription = {
  pins: [
    musicPin({ ...MIDI_PIN, maxInstanceCount: 1 }),
    musicPin({
      dataFlow: 'in',
      dataRanges: [directMusicRange(MusicTechnology.softwareSynth)],
      category: FilterCategory.synthesizer,
      name: 'DirectMusic in',
      maxInstanceCount: UNLIMITED_INSTANCES,
    }),
    {
      maxGlobalInstanceCount: UNLIMITED_INSTANCES,
      maxFilterInstanceCount: UNLIMITED_INSTANCES,
      minFilterInstanceCount: 1,
      dataFlow: 'out',
      communication: 'source',
      dataRanges: [WAVE_RANGE],
      category: FilterCategory.audio,
      name: 'Wave out',
      properties: [],
    },
  ],
  nodes: [{ type: NodeType.synthesizer, name: 'Software synth', properties: NODE_PROPERTIES }],
  connections: [
    { fromNode: FILTER_NODE, fromPin: SoftSynthPin.midi, toNode: SYNTH_NODE, toPin: 1 },
    { fromNode: FILTER_NODE, fromPin: SoftSynthPin.music, toNode: SYNTH_NODE, toPin: 1 },
    { fromNode: SYNTH_NODE, fromPin: 0, toNode: FILTER_NODE, toPin: SoftSynthPin.wave },
  ],
  categories: [FilterCategory.dataTransform, FilterCategory.audio, FilterCategory.synthesizer],
  properties: [],
};

/** The same filter where there are no sounds for legacy clients: their pin has its place, and cannot be opened. */
export const SILENT_LEGACY_DESCRIPTION: FilterDescription = {
  ...SOFT_SYNTH_DESCRIPTION,
  pins: SOFT_SYNTH_DESCRIPTION.pins.map((pin, pinId) => (pinId === SoftSynthPin.midi ? bridgePin(MIDI_PIN) : pin)),
};
