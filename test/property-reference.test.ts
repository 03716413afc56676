/** docs/properties.md is written from the tables: `npx vitest run test/property-reference.test.ts -u` writes it anew. */
import { expect, it } from 'vitest';
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
  { name: 'port driver', items: PORT_DRIVER_PROPERTIES },
];

it('docs/properties.md says what the tables say: npm run docs', async () => {
  await expect(propertyReference(ANSWERERS)).toMatchFileSnapshot('../docs/properties.md');
});

it('the page has a line for every item, and no other line has as many cells', () => {
  const lines = propertyReference(ANSWERERS).split('\n');
  const items = lines.filter((line) => /^\| (KSPROPERTY|GUID)_\w+ \| \d+ \(/.test(line));
  expect(items).toHaveLength(PROPERTY_CATALOGUE.length);
  for (const line of items) expect(line.split('|')).toHaveLength(11);
});

it.each(ANSWERERS)('the $name answers documented items only, and verbs that they have', ({ items }) => {
  for (const { set, id, verbs } of items) {
    const item = findDefinition(set, id);
    expect(item, `${set} ${id}`).toBeDefined();
    expect(verbs & ~item!.verbs).toBe(0);
  }
});
