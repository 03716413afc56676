import {
  DataFormatSubtype,
  FILTER_NODE,
  type FilterDescription,
  type PinDescription,
} from '../../ddi/filter-description.ts';
import { PROPERTY_SET_SYNTH } from '../../ddi/property-request.ts';

/** What a render port finds in a filter: the pin it plays into, and what that leads to. */
export interface RenderLayout {
  /** Place of the message pin. */
  readonly musicPinId: number;
  /** Place of the synth node behind it; `null` where messages go straight to a wire. */
  readonly node: number | null;
  /** Place of the pin that the node's sound leaves by; `null` where the device sounds by itself. */
  readonly wavePinId: number | null;
}

/** One layout for each pin that an application can play DirectMusic events into. */
export function renderLayouts(filter: FilterDescription): RenderLayout[] {
  return pinIds(filter, (pin) => pin.dataFlow === 'in' && pin.communication !== 'source').map((musicPinId) => {
    const node = synthNodeBehind(filter, musicPinId);
    return { musicPinId, node, wavePinId: node === null ? null : wavePinBehind(filter, node) };
  });
}

/** Places of the pins that an application can capture DirectMusic events from. */
export function capturePinIds(filter: FilterDescription): number[] {
  return pinIds(filter, (pin) => pin.dataFlow === 'out' && pin.communication !== 'sink');
}

function pinIds({ pins }: FilterDescription, isWanted: (pin: PinDescription) => boolean): number[] {
  return [...pins.keys()].filter((pinId) => {
    const pin = pins[pinId]!;
    return canBeOpened(pin) && takesDirectMusic(pin) && isWanted(pin);
  });
}

function canBeOpened({ communication, maxFilterInstanceCount, maxGlobalInstanceCount }: PinDescription): boolean {
  const isForClients = communication === 'sink' || communication === 'source' || communication === 'both';
  return isForClients && maxFilterInstanceCount !== 0 && maxGlobalInstanceCount !== 0;
}

function takesDirectMusic({ dataRanges }: PinDescription): boolean {
  return dataRanges.some(({ kind, subFormat }) => kind === 'music' && subFormat === DataFormatSubtype.directMusic);
}

function synthNodeBehind(filter: FilterDescription, musicPinId: number): number | null {
  const first = nodesAfter(filter, FILTER_NODE, musicPinId);
  const isSynth = (node: number): boolean =>
    filter.nodes[node]?.properties.some(({ set }) => set === PROPERTY_SET_SYNTH) ?? false;
  return downstream(filter, first).find(isSynth) ?? null;
}

function wavePinBehind(filter: FilterDescription, node: number): number | null {
  const sources = new Set([node, ...downstream(filter, [node])]);
  for (const { fromNode, toNode, toPin } of filter.connections) {
    if (!sources.has(fromNode) || toNode !== FILTER_NODE) continue;
    const pin = filter.pins[toPin];
    if (pin === undefined || !canBeOpened(pin) || pin.dataFlow !== 'out') continue;
    if (pin.dataRanges.some(({ kind }) => kind === 'audio')) return toPin;
  }
  return null;
}

/** The nodes given and all that they lead to, nearest first, each once: descriptions may go round in circles. */
function downstream(filter: FilterDescription, nodes: readonly number[]): number[] {
  const found = new Set(nodes);
  for (const node of found) for (const next of nodesAfter(filter, node)) found.add(next);
  return [...found];
}

function nodesAfter({ connections }: FilterDescription, node: number, pin?: number): number[] {
  return connections
    .filter(({ fromNode, fromPin }) => fromNode === node && (pin === undefined || fromPin === pin))
    .map(({ toNode }) => toNode)
    .filter((toNode) => toNode !== FILTER_NODE);
}
