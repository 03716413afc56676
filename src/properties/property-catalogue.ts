/** All items of all documented property sets. */
import type { Guid } from '../ddi/guid.ts';
import { DmusItems } from './dmus-items.ts';
import type { AnyPropertyDefinition } from './property-definition.ts';
import { SynthClockItems, SynthDlsItems, SynthItems } from './synth-items.ts';

/** In the order of the documentation, set by set. */
export const PROPERTY_CATALOGUE: readonly AnyPropertyDefinition[] = [
  ...Object.values(SynthItems),
  ...Object.values(SynthDlsItems),
  ...Object.values(SynthClockItems),
  ...Object.values(DmusItems),
];

/** The documented item of this number, undefined where there is none. */
export function findDefinition(set: Guid, id: number): AnyPropertyDefinition | undefined {
  return PROPERTY_CATALOGUE.find((item) => item.set === set && item.id === id);
}
