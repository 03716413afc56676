/**
 * The synth node of a device that only passes messages on to something outside: a wire, a cable. There is no synth to
 * be configured; the node tells what can be had (04 section 6).
 */
import { DmusError } from '../ddi/errors.ts';
import type { Mxf } from '../ddi/mxf.ts';
import {
  COUNT_UNKNOWN,
  EffectFlags,
  type PortCaps,
  PortCapsFlags,
  PortClass,
  type PortParams,
  PortType,
} from '../ddi/port-params.ts';
import type { PropertyItem, PropertyRequest, PropertyResult } from '../ddi/property-request.ts';
import { PropertyDispatcher } from '../properties/property-dispatcher.ts';
import { type Answer, itemsOf, NotAllAssigned, onItem } from '../properties/property-handler.ts';
import { SynthItems } from '../properties/synth-items.ts';

/** What a request is for: the device, and the stream of a pin instance if it came through one. */
interface ExternalTarget {
  readonly caps: PortCaps;
  readonly stream: Mxf | null;
}

type WantedParams = Partial<PortParams>;

const DISPATCHER = new PropertyDispatcher([
  onItem(SynthItems.caps, { get: ({ caps }: ExternalTarget) => caps }),
  onItem(SynthItems.portParameters, { get: negotiate }),
  onItem(SynthItems.channelGroups, {
    get: (target: ExternalTarget) => capsOfStream(target).maxChannelGroups,
    // Every group there is passes anyway.
    set: (target: ExternalTarget, count: number) => checkGroups(capsOfStream(target), count),
  }),
]);

/** Items of the node, and what may be done with each. */
export const EXTERNAL_NODE_PROPERTIES: readonly PropertyItem[] = itemsOf(DISPATCHER.handlers);

/** Answers a request to the node. Never throws. `@thread control` */
export function answerExternalNode(request: PropertyRequest, caps: PortCaps): PropertyResult {
  return DISPATCHER.dispatch(request, { caps, stream: request.stream });
}

/** What a device of this kind can do: nothing is known of who listens at the other end. */
export function externalCaps(given: Pick<PortCaps, 'guid' | 'description' | 'maxChannelGroups'>): PortCaps {
  return {
    ...given,
    flags: PortCapsFlags.external,
    portClass: PortClass.render,
    portType: PortType.kernelMode,
    memorySize: 0,
    maxVoices: COUNT_UNKNOWN,
    maxAudioChannels: COUNT_UNKNOWN,
    effects: EffectFlags.none,
  };
}

/** Channel groups are the only thing to be chosen; voices and sound are made elsewhere, so they stay unknown. */
function negotiate(target: ExternalTarget, wanted: WantedParams): Answer<WantedParams> {
  const { maxChannelGroups } = capsOfStream(target);
  const groups = wanted.channelGroups ?? maxChannelGroups;
  const params: WantedParams = {
    voices: COUNT_UNKNOWN,
    channelGroups: groups >= 1 && groups <= maxChannelGroups ? groups : maxChannelGroups,
    audioChannels: COUNT_UNKNOWN,
    sampleRate: 0,
    effects: EffectFlags.none,
    share: false,
  };
  const isAltered = Object.entries(wanted).some(([name, value]) => params[name as keyof PortParams] !== value);
  return isAltered ? new NotAllAssigned(params) : params;
}

/** @throws DmusError `STATUS_INVALID_PARAMETER` where the item is a stream's and there is none. */
function capsOfStream({ caps, stream }: ExternalTarget): PortCaps {
  if (stream !== null) return caps;
  throw new DmusError('STATUS_INVALID_PARAMETER', 'this item belongs to a pin instance');
}

function checkGroups({ maxChannelGroups }: PortCaps, count: number): void {
  if (count >= 1 && count <= maxChannelGroups) return;
  throw new DmusError('E_INVALIDARG', `${count} channel groups, 1 to ${maxChannelGroups} wanted`);
}
