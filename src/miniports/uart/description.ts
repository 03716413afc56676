import {
  type ConnectionDescription,
  FILTER_NODE,
  FilterCategory,
  type FilterDescription,
  NodeType,
  type PinDescription,
} from '../../ddi/filter-description.ts';
import type { Guid } from '../../ddi/guid.ts';
import { bridgePin, directMusicRange, midiRange, musicPin } from '../../ddi/music-pins.ts';
import { EXTERNAL_NODE_PROPERTIES } from '../external-node.ts';

/** Which ways a UART goes. */
export type UartDirection = 'both' | 'render' | 'capture';

/** Places of a UART's pins; those of a way that it does not go are missing. */
export interface UartPins {
  /** Legacy clients take the first pin that they understand, so this one is listed first. */
  readonly midiRender?: number;
  readonly directMusicRender?: number;
  readonly capture?: number;
  readonly wireOut?: number;
  readonly wireIn?: number;
}

/** A wire is used by one client of each kind at a time. */
const MAX_INSTANCES = 1;
/** The node on the DirectMusic render pin: the only one. */
const SYNTH_NODE = 0;

type UartPinName = keyof UartPins;

const PIN_NAMES: { readonly [Direction in UartDirection]: readonly UartPinName[] } = {
  both: ['midiRender', 'directMusicRender', 'capture', 'wireOut', 'wireIn'],
  render: ['midiRender', 'directMusicRender', 'wireOut'],
  capture: ['capture', 'wireIn'],
};

const CATEGORIES: { readonly [Direction in UartDirection]: readonly Guid[] } = {
  both: [FilterCategory.render, FilterCategory.capture],
  render: [FilterCategory.render],
  capture: [FilterCategory.capture],
};

/** Where a UART's pins stand in its description. */
export function uartPins(direction: UartDirection): UartPins {
  return Object.fromEntries(PIN_NAMES[direction].map((name, index) => [name, index]));
}

/**
 * The filter of a UART. It has no synth, so it is not found among synthesizers; the node on its DirectMusic pin is
 * there to be asked what can be had. Both render pins may be open at a time: the wire takes whole messages of either.
 */
export function describeUart(direction: UartDirection, technology: Guid): FilterDescription {
  const descriptions = pinDescriptions(technology);
  const pins = uartPins(direction);
  const isRender = direction !== 'capture';
  return {
    pins: PIN_NAMES[direction].map((name) => descriptions[name]),
    nodes: isRender
      ? [{ type: NodeType.synthesizer, name: 'External device', properties: EXTERNAL_NODE_PROPERTIES }]
      : [],
    connections: [...(isRender ? renderConnections(pins) : []), ...captureConnections(pins)],
    categories: CATEGORIES[direction],
    properties: [],
  };
}

function pinDescriptions(technology: Guid): Readonly<Record<UartPinName, PinDescription>> {
  const midi = [midiRange(technology)];
  const directMusic = [directMusicRange(technology)];
  const dataRanges = [...midi, ...directMusic];
  const { render, capture } = FilterCategory;
  const maxInstanceCount = MAX_INSTANCES;
  return {
    midiRender: musicPin({ dataFlow: 'in', dataRanges: midi, category: render, name: 'MIDI out', maxInstanceCount }),
    directMusicRender: musicPin({
      dataFlow: 'in',
      dataRanges: directMusic,
      category: render,
      name: 'DirectMusic out',
      maxInstanceCount,
    }),
    capture: musicPin({ dataFlow: 'out', dataRanges, category: capture, name: 'MIDI in', maxInstanceCount }),
    wireOut: bridgePin({ dataFlow: 'out', dataRanges: [], category: render, name: 'Wire out' }),
    wireIn: bridgePin({ dataFlow: 'in', dataRanges: [], category: capture, name: 'Wire in' }),
  };
}

function renderConnections({ midiRender, directMusicRender, wireOut }: UartPins): ConnectionDescription[] {
  return [
    { fromNode: FILTER_NODE, fromPin: directMusicRender!, toNode: SYNTH_NODE, toPin: 1 },
    { fromNode: SYNTH_NODE, fromPin: 0, toNode: FILTER_NODE, toPin: wireOut! },
    { fromNode: FILTER_NODE, fromPin: midiRender!, toNode: FILTER_NODE, toPin: wireOut! },
  ];
}

function captureConnections({ capture, wireIn }: UartPins): ConnectionDescription[] {
  if (capture === undefined || wireIn === undefined) return [];
  return [{ fromNode: FILTER_NODE, fromPin: wireIn, toNode: FILTER_NODE, toPin: capture }];
}
