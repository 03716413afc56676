/** docs/properties.md is written from the tables: `npx vitest run test/property-reference.test.ts -u` writes it anew. */
import { expect, it } from 'vitest';
import { MIDI_PORT_PROPERTIES } from '../src/directmusic/midi-ports/midi-port-caps.ts';
import { EXTERNAL_NODE_PROPERTIES } from '../src/miniports/external-node.ts';
import { NODE_PROPERTIES } from '../src/miniports/soft-synth/node-properties.ts';
import { PORT_DRIVER_PROPERTIES } from '../src/port-driver/property-router.ts';
import { findDefinition, PROPERTY_CATALOGUE } from '../src/properties/property-catalogue.ts';
import { propertyReference } from '../src/properties/reference.ts';
import { SOFTWARE_SYNTH_PROPERTIES } from '../src/synth/software-synth.ts';

const ANSWERERS = [
  { name: 'soft synth', items: NODE_PROPERTIES },
  { name: 'uart and loopback', items: EXTERNAL_NODE_PROPERTIES },
  { name: 'user-mode synth', items: SOFTWARE_SYNTH_PROPERTIES },
  { name: 'MIDI ports', items: MIDI_PORT_PROPERTIES },
  { name: 'port driver', items: PORT_DRIVER_PROPERTIES },
];

it('docs/properties.md says what the tables say: npm run docs', async () => {
  await expect(propertyReference(ANSWERERS)).toMatchFileSnapshot('../docs/properties.md');
});

it('the page has one line for every item, as wide as the head of its table', () => {
  const lines = propertyReference(ANSWERERS).split('\n');
  for (const { name, verbs } of PROPERTY_CATALOGUE) {
    expect(verbs, name).not.toBe(0);
    expect(lines.filter((line) => line.startsWith(`| ${name} |`))).toHaveLength(1);
  }
  lines.forEach((line, i) => {
    if (line.startsWith('|') && lines[i - 1]!.startsWith('|')) expect(cells(line)).toBe(cells(lines[i - 1]!));
  });
});

function cells(line: string): number {
  return line.split('|').length;
}

it.each(ANSWERERS)('the $name answers documented items only, and verbs that they have', ({ items }) => {
  for (const { set, id, verbs } of items) {
    const item = findDefinition(set, id);
    expect(item, `${set} ${id}`).toBeDefined();
    expect(verbs & ~item!.verbs).toBe(0);
  }
});
