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

A request is a descriptor and a value. The descriptor begins with a header: a KSPROPERTY of 24 bytes (set, id, flags),
or where the target is a node, a KSNODEPROPERTY of 32 (and the node, and 4 bytes in reserve; flag 0x10000000). Some items
want something behind it. The number in brackets behind a type is its bytes; all numbers are little-endian. Every item
tells its verbs when asked for basic support.

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
of the application’s own thread (target *object*, and the user-mode synth) has no nodes and takes a KSPROPERTY for everything.

*Answered by* names who has the item, and the verbs where they are fewer. *User-mode synth* is \`SoftwareSynth\`, *MIDI
ports* are those over a device of the host; – is nobody: no sink here writes to DirectSound, waveOut
or with a latency of its own, and a synth is given its sink by a call. Asking for such an item fails as for any other that
there is not.
`;

const SINGLES = '## Sets of one item\n\nEach is a GUID_DMUS_PROP_… with item 0. Nothing stands behind the header.\n';

const HEAD = tableHead([
  'item',
  'id',
  'verbs',
  'target',
  'behind the header',
  'value',
  'summary',
  'documented answers',
  'answered by',
]);
const SINGLE_HEAD = tableHead(['set', 'GUID', 'item', 'verbs', 'target', 'value', 'summary', 'answered by']);

/** The whole page. @param answerers who answers what, in the order in which they are to be named. */
export function propertyReference(answerers: readonly Answerer[]): string {
  const [single, several] = [true, false].map((isSingle) =>
    PROPERTY_CATALOGUE.filter(({ name, setName }) => (name === setName) === isSingle),
  );
  const sections = [...new Set(several!.map(({ set }) => set))].map((set) => {
    const items = several!.filter((item) => item.set === set);
    const lines = items.map((item) => itemLine(item, answerers));
    return `## ${items[0]!.setName}\n\n\`${set}\`\n\n${HEAD}\n${lines.join('\n')}\n`;
  });
  const lines = single!.map((item) => singleLine(item, answerers));
  return [INTRODUCTION, ...sections, `${SINGLES}\n${SINGLE_HEAD}\n${lines.join('\n')}\n`].join('\n');
}

function tableHead(columns: readonly string[]): string {
  return `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`;
}

function itemLine(item: AnyPropertyDefinition, answerers: readonly Answerer[]): string {
  const { name, verbs, target, summary, failures } = item;
  const cells = [name, idText(item), verbsText(verbs), target, instance(item), value(item), summary];
  return tableLine([...cells, failures.join(', '), answeredBy(item, answerers)]);
}

/** These items carry nothing behind the header, and no answers of their own are documented. */
function singleLine(item: AnyPropertyDefinition, answerers: readonly Answerer[]): string {
  const { name, set, verbs, target, summary } = item;
  const cells = [name, `\`${set}\``, idText(item), verbsText(verbs), target, value(item), summary];
  return tableLine([...cells, answeredBy(item, answerers)]);
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell || '–').join(' | ')} |`;
}

function idText({ id, source }: AnyPropertyDefinition): string {
  return `${id} (${source})`;
}

function verbsText(verbs: number): string {
  return (['get', 'set'] as const).filter((verb) => (verbs & PropertyVerb[verb]) !== 0).join(', ');
}

function instance({ instance }: AnyPropertyDefinition): string {
  if (instance.isVariable) return `${instance.name} (here the block itself)`;
  return instance.byteLength === 0 ? '' : `${instance.name} (${instance.byteLength})`;
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
