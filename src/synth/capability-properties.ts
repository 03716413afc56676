/** What the synth answers about itself to either way down: one table for `IKsControl` and for the miniport's node. */
import { SYSTEM_MEMORY } from '../ddi/port-params.ts';
import { DmusItems } from '../properties/dmus-items.ts';
import type { PropertyDefinition } from '../properties/property-definition.ts';
import { onGlobalItem, onItem, type PropertyHandler } from '../properties/property-handler.ts';
import type { EnginePort } from './engine-port.ts';

/** By what the native synth answers (rows W-010 to W-014); GS and XG are understood in small part only. */
const CAPABILITIES: readonly (readonly [PropertyDefinition<undefined, boolean>, boolean])[] = [
  [DmusItems.gmHardware, false],
  [DmusItems.gsHardware, false],
  [DmusItems.xgHardware, false],
  [DmusItems.dls1, true],
  [DmusItems.dls2, true],
  [DmusItems.instrument2, true],
  [DmusItems.gsCapable, false],
  [DmusItems.xgCapable, false],
];

/** The target is a synth, through `toPort`; capabilities proper need none. */
export function capabilityHandlers<Target>(toPort: (target: Target) => EnginePort): readonly PropertyHandler<Target>[] {
  return [
    ...CAPABILITIES.map(([item, value]) => onGlobalItem(item, { get: () => value })),
    onGlobalItem(DmusItems.sampleMemorySize, { get: () => SYSTEM_MEMORY }),
    onItem(DmusItems.samplePlaybackRate, { get: (target: Target) => toPort(target).params.sampleRate }),
    onItem(DmusItems.wavesReverb, {
      get: (target: Target) => toPort(target).reverb,
      set: (target: Target, params) => toPort(target).setReverb(params),
    }),
    onItem(DmusItems.effects, { get: (target: Target) => toPort(target).params.effects }),
  ];
}
