/** `docs/properties.md`, written from the tables. */
import { type PropertyItem, PropertyVerb } from '../ddi/property-request.ts';
import { PROPERTY_CATALOGUE } from './property-catalogue.ts';
import type { AnyPropertyDefinition } from './property-definition.ts';

/** Something of ours that answers items. */
export interface Answerer {
  /** As it is called in the document: `soft synth`. */
  readonly name: string;
  readonly items: readonly PropertyItem[];
}

const INTRODUCTION = `# Properties

All documented property sets, item by item. This page is written from the tables in \`src/properties/\`: run
\`npm run docs\` after a change there; a test compares the two.

A request is a descriptor and a value. The descriptor is a KSPROPERTY of 24 bytes (set, id, flags), or for a node a
KSNODEPROPERTY of 32 (and the node, and 4 bytes in reserve; flag 0x10000000), and what the item wants behind that. Sizes
below are bytes, numbers little-endian. Every item tells its verbs when asked for basic support.

In TypeScript an item is a name with types: \`getItem(control, SynthItems.volumeBoost)\`,
\`setItem(control, SynthItems.voicePriority, priority, { channelGroup, channel })\`, \`setItemAndWait\` for an unload that waits
for its notes, \`basicSupport(control, item)\`. As bytes, it is \`ksProperty(control, descriptor, value)\`. A control is a
synth, a port, or a \`FilterControl\` for a filter, a pin or a node.

What every item answers below the boundary, besides what its line says:

| status | when |
|---|---|
| STATUS_BUFFER_OVERFLOW | the value is empty; the bytes it needs are told |
| STATUS_BUFFER_TOO_SMALL | the value is smaller than needed; the bytes it needs are told |
| STATUS_INVALID_DEVICE_REQUEST | the item does not have this verb |
| STATUS_INVALID_PARAMETER | the descriptor is cut short, the pin is closed, there is no such node, or the item is a pin’s and there is none |
| STATUS_PROPSET_NOT_FOUND, STATUS_NOT_FOUND | the set, or the item, is not in the table that was addressed |
| STATUS_UNSUCCESSFUL | the device failed; or the pin closed while the request was pending |

An application sees DMUS_E_UNKNOWN_PROPERTY, DMUS_E_GET_UNSUPPORTED, DMUS_E_SET_UNSUPPORTED, DMUS_E_INSUFFICIENTBUFFER,
E_OUTOFMEMORY, E_INVALIDARG or E_FAIL for these.

Ids are *documented*, *measured* on the native system, or of *own numbering*: the order in which the items are documented,
because nothing public gives the number. The GUID of KSPROPSETID_Synth_Dls is our own as well. GUID_DMUS_PROP_Volume is
items 0 and 1 of KSPROPSETID_Synth; documentation has a bare KSPROPERTY for the first, here both are the node’s. An object
of the application’s own thread has no nodes and takes a KSPROPERTY for everything.
`;

const HEAD =
  '| item | id | verbs | target | descriptor | value | summary | documented answers | answered by |\n|---|---|---|---|---|---|---|---|---|';

/** The whole page. @param answerers who answers what, in the order in which they are to be named. */
export function propertyReference(answerers: readonly Answerer[]): string {
  const line = (item: AnyPropertyDefinition): string => itemLine(item, answerers);
  const [single, several] = [true, false].map((isSingle) => {
    return PROPERTY_CATALOGUE.filter(({ name, setName }) => (name === setName) === isSingle);
  });
  const sections = [...new Set(several!.map(({ set }) => set))].map((set) => {
    const items = several!.filter((item) => item.set === set);
    return `## ${items[0]!.setName}\n\n\`${set}\`\n\n${HEAD}\n${items.map(line).join('\n')}\n`;
  });
  const guids = single!.map(({ name, set }) => `| ${name} | \`${set}\` |`).join('\n');
  const singles = `## Sets of one item\n\n${HEAD}\n${single!.map(line).join('\n')}\n\n| set | GUID |\n|---|---|\n${guids}\n`;
  return [INTRODUCTION, ...sections, singles].join('\n');
}

function itemLine(item: AnyPropertyDefinition, answerers: readonly Answerer[]): string {
  const { name, id, source, verbs, target, summary, failures } = item;
  const idText = `${id} (${source})`;
  const cells = [name, idText, verbsText(verbs), target, descriptor(item), value(item), summary, failures.join(', ')];
  return `| ${[...cells, answeredBy(item, answerers)].map((cell) => cell || '–').join(' | ')} |`;
}

function verbsText(verbs: number): string {
  return (['get', 'set'] as const).filter((verb) => (verbs & PropertyVerb[verb]) !== 0).join(', ');
}

function descriptor({ target, instance }: AnyPropertyDefinition): string {
  const header = target === 'node' ? 'KSNODEPROPERTY' : 'KSPROPERTY';
  if (instance.isVariable) return `${header} + ${instance.name} (here the block itself)`;
  return instance.byteLength === 0 ? header : `${header} + ${instance.name} (${instance.byteLength})`;
}

function value({ value, binary }: AnyPropertyDefinition): string {
  if (binary === 'none') return `${value.name}, not as bytes`;
  if (value.byteLength === 0) return '';
  return `${value.name} (${value.byteLength}${value.isVariable ? ' or more' : ''})`;
}

/** Names, and the verbs where they are fewer than the item has. */
function answeredBy(item: AnyPropertyDefinition, answerers: readonly Answerer[]): string {
  return answerers
    .flatMap(({ name, items }) => {
      const own = items.find(({ set, id }) => set === item.set && id === item.id);
      if (own === undefined) return [];
      return own.verbs === item.verbs ? [name] : [`${name} (${verbsText(own.verbs)})`];
    })
    .join(', ');
}
