import {
  FILTER_NODE,
  FilterCategory,
  type FilterDescription,
  MusicTechnology,
  NodeType,
  UNLIMITED_INSTANCES,
} from '../../ddi/filter-description.ts';
import { directMusicRange, midiRange, musicPin } from '../../ddi/music-pins.ts';
import { EXTERNAL_NODE_PROPERTIES } from '../external-node.ts';

/** Pins of the filter, by their place in the description. Both have both formats of messages. */
export const LoopbackPin = { render: 0, capture: 1 } as const;
const SYNTH_NODE = 0;

const dataRanges = [midiRange(MusicTechnology.port), directMusicRange(MusicTechnology.port)];
const maxInstanceCount = UNLIMITED_INSTANCES;

/** The filter of a cable: messages in, the same messages out, any number of plugs at both ends. */
export const LOOPBACK_DESCRIPTION: FilterDescription = {
  pins: [
    musicPin({ dataFlow: 'in', dataRanges, category: FilterCategory.render, name: 'Cable in', maxInstanceCount }),
    musicPin({ dataFlow: 'out', dataRanges, category: FilterCategory.capture, name: 'Cable out', maxInstanceCount }),
  ],
  nodes: [{ type: NodeType.synthesizer, name: 'Cable', properties: EXTERNAL_NODE_PROPERTIES }],
  connections: [
    { fromNode: FILTER_NODE, fromPin: LoopbackPin.render, toNode: SYNTH_NODE, toPin: 1 },
    { fromNode: SYNTH_NODE, fromPin: 0, toNode: FILTER_NODE, toPin: LoopbackPin.capture },
  ],
  categories: [FilterCategory.render, FilterCategory.capture],
  properties: [],
};
