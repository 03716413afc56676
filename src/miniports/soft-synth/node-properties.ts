/** The synth node: what answers each of its items, and so which items it has. */
import { DmusError } from '../../ddi/errors.ts';
import { PortType } from '../../ddi/port-params.ts';
import type { PropertyItem, PropertyRequest, PropertyResult } from '../../ddi/property-request.ts';
import { answerPortParams } from '../../properties/port-params-answer.ts';
import { PropertyDispatcher } from '../../properties/property-dispatcher.ts';
import { itemsOf, onGlobalItem, onItem, type PropertyHandler } from '../../properties/property-handler.ts';
import { SynthDlsItems, SynthItems } from '../../properties/synth-items.ts';
import { capabilityHandlers } from '../../synth/capability-properties.ts';
import { EnginePort } from '../../synth/engine-port.ts';
import type { SynthInstance } from './synth-instance.ts';

/** Frames to be appended to waves: none is needed, one is what the sample engine asks for. */
const APPEND_FRAMES = 1;

const CAPS_OF_ANY = new EnginePort();

type Handler = PropertyHandler<SynthInstance>;

function volumeHandler(item: typeof SynthItems.volume): Handler {
  return onItem(item, {
    get: ({ port }: SynthInstance) => port.getVolume(item.id),
    set: ({ port }, hundredthsOfDb) => port.setVolume(item.id, hundredthsOfDb),
  });
}

const SYNTH_HANDLERS: readonly Handler[] = [
  volumeHandler(SynthItems.volume),
  volumeHandler(SynthItems.volumeBoost),
  onGlobalItem(SynthItems.caps, { get: () => CAPS_OF_ANY.getPortCaps(PortType.kernelMode) }),
  // A get that configures: the first request after a pin was made.
  onItem(SynthItems.portParameters, {
    get: (synth: SynthInstance, wanted, { instance }) => answerPortParams(instance, synth.configure(wanted)),
  }),
  onItem(SynthItems.channelGroups, {
    get: ({ port }: SynthInstance) => port.params.channelGroups,
    set: ({ port }, count) => port.setChannelGroups(count),
  }),
  onItem(SynthItems.voicePriority, {
    get: ({ port }: SynthInstance, { channelGroup, channel }) => port.getChannelPriority(channelGroup, channel),
    set: ({ port }, priority, { channelGroup, channel }) => port.setChannelPriority(channelGroup, channel, priority),
  }),
  onItem(SynthItems.latencyClock, {
    get: ({ waveStream }: SynthInstance) => {
      if (waveStream === undefined) throw new DmusError('STATUS_UNSUCCESSFUL', 'no wave pin is open');
      return waveStream.getLatencyTime();
    },
  }),
  onItem(SynthItems.runningStats, { get: ({ port }: SynthInstance) => port.getRunningStats() }),
];

const DLS_HANDLERS: readonly Handler[] = [
  // The block has been copied on its way here, so that the client may always free its own.
  onItem(SynthDlsItems.download, {
    get: ({ port }: SynthInstance, block) => {
      const { handle } = port.engine.downloads.download(block.slice());
      return { handle, mayFree: true };
    },
  }),
  onItem(SynthDlsItems.unload, {
    setLater: (synth: SynthInstance, handle, _, done) => synth.unload(handle, done),
  }),
  // Free memory is joined whenever something is freed, so that nothing is left to be done.
  onItem(SynthDlsItems.compact, { set: () => {} }),
  onGlobalItem(SynthDlsItems.append, { get: () => APPEND_FRAMES }),
  onItem(SynthDlsItems.waveFormat, { get: ({ port }: SynthInstance) => port.getFormat() }),
];

const NODE = new PropertyDispatcher<SynthInstance>([
  ...SYNTH_HANDLERS,
  ...DLS_HANDLERS,
  ...capabilityHandlers(({ port }: SynthInstance) => port),
]);

/** Items of the synth node, and what may be done with each. */
export const NODE_PROPERTIES: readonly PropertyItem[] = itemsOf(NODE.handlers);

/** Answers a request to the synth node. Never throws. */
export function answerNodeProperty(request: PropertyRequest, instance: SynthInstance | undefined): PropertyResult {
  return NODE.dispatch(request, instance);
}
