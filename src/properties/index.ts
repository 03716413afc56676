/** Property items by name, for whoever reads and sets them and for whoever answers them: `dmus/properties`. */
export { DmusItems } from './dmus-items.ts';
export {
  KS_NODE_PROPERTY_BYTES,
  KS_PROPERTY_BYTES,
  KSPROPERTY_TYPE_TOPOLOGY,
  type KsPropertyDescriptor,
  ksProperty,
  packKsProperty,
  unpackKsProperty,
} from './ks-descriptor.ts';
export { type LegacyCaps, type LegacyInCaps, type LegacyOutCaps, LegacyTechnology } from './legacy-caps.ts';
export { ObjectControl } from './object-control.ts';
export { answerPortParams } from './port-params-answer.ts';
export { basicSupport, getItem, type InstanceArguments, setItem, setItemAndWait } from './property-calls.ts';
export { findDefinition, PROPERTY_CATALOGUE } from './property-catalogue.ts';
export type { NodeControl, PropertyControl, WaitingControl } from './property-control.ts';
export type {
  AnyPropertyDefinition,
  PropertyCodec,
  PropertyDefinition,
  PropertySource,
  PropertyTarget,
} from './property-definition.ts';
export { PropertyDispatcher } from './property-dispatcher.ts';
export {
  type Answer,
  type ItemAnswers,
  itemsOf,
  NotAllAssigned,
  onGlobalItem,
  onItem,
  type PropertyHandler,
} from './property-handler.ts';
export { type ChannelName, SynthClockItems, SynthDlsItems, SynthItems } from './synth-items.ts';
export type { SynthDownload } from './synth-structures.ts';
export { DEFAULT_WAVES_REVERB_PARAMS, type WavesReverbParams } from './wave-structures.ts';
