/** Property requests as the suites make them. */
import type { Mxf } from '../../ddi/mxf.ts';
import {
  NODE_NONE,
  PROPERTY_SET_SYNTH,
  PROPERTY_SET_SYNTH_DLS,
  type PropertyItem,
  type PropertyResult,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../../ddi/property-request.ts';
import { packStruct } from '../../properties/struct-codec.ts';
import { packPortParams, VOICE_PRIORITY_INSTANCE } from '../../properties/synth-structures.ts';
import { applicable } from '../assertions.ts';
import { testWaveBlock } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';

/** Bytes that are more than any documented value has. */
export const AMPLE_BYTES = 1024;
const NOTHING: Uint8Array = new Uint8Array(0);

/** An item, and whom to ask for it. */
export interface ItemTarget {
  readonly item: PropertyItem;
  /** Node, or NODE_NONE for a pin or the filter. */
  readonly node: number;
  readonly stream: Mxf | null;
  /** For messages. */
  readonly name: string;
}

/** What follows the header of a well formed request for an item; nothing for most. */
export function instanceOf({ set, id }: Pick<PropertyItem, 'set' | 'id'>): Uint8Array {
  if (set === PROPERTY_SET_SYNTH && id === SynthProperty.portParameters) return packPortParams({});
  if (set === PROPERTY_SET_SYNTH && id === SynthProperty.voicePriority) {
    return packStruct(VOICE_PRIORITY_INSTANCE, { channelGroup: 1, channel: 0 });
  }
  if (set === PROPERTY_SET_SYNTH_DLS && id === SynthDlsProperty.download) return testWaveBlock(8, 901);
  return NOTHING;
}

/** Asks for an item, or sets it, in a well formed way unless told otherwise. */
export function ask(
  bench: MiniportBench,
  { item, node, stream }: ItemTarget,
  request: { readonly verb?: PropertyVerb; readonly value?: Uint8Array; readonly instance?: Uint8Array } = {},
): PropertyResult {
  const { verb = PropertyVerb.get, value = NOTHING, instance = instanceOf(item) } = request;
  return bench.property({ set: item.set, id: item.id, verb, node, stream, instance, value });
}

/** Items of all tables: the filter's, the nodes' (by `stream`), and those of the pin that `stream` belongs to. */
export function itemTargets(bench: MiniportBench, stream: Mxf | null, pinId: number | null): ItemTarget[] {
  const { properties, nodes, pins } = bench.description;
  const named = (item: PropertyItem, node: number, of: string, to: Mxf | null): ItemTarget => {
    return { item, node, stream: to, name: `item ${item.id} of ${item.set} of ${of}` };
  };
  return [
    ...properties.map((item) => named(item, NODE_NONE, 'the filter', null)),
    ...nodes.flatMap((node, id) => node.properties.map((item) => named(item, id, `node ${id}`, stream))),
    ...(pinId === null ? [] : pins[pinId]!.properties.map((item) => named(item, NODE_NONE, `pin ${pinId}`, stream))),
  ];
}

/** Where the description lists an item with a verb. @throws NotApplicable when it does not. */
export function findItem(
  bench: MiniportBench,
  set: string,
  id: number,
  stream: Mxf | null,
  verb: PropertyVerb = PropertyVerb.get,
): ItemTarget {
  const target = itemTargets(bench, stream, null).find(
    ({ item }) => item.set === set && item.id === id && (item.verbs & verb) !== 0,
  );
  return applicable(target, `the miniport does not list item ${id} of ${set}`);
}
