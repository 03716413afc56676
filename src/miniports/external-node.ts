/**
 * The synth node of a device that only passes messages on to something outside: a wire, a cable. There is no synth to
 * be configured; the node tells what can be had (04 section 6).
 */
import { DmusError } from '../ddi/errors.ts';
import { externalPortCaps } from '../ddi/external-port-caps.ts';
import type { Mxf } from '../ddi/mxf.ts';
import {
  COUNT_UNKNOWN,
  EffectFlags,
  type PortCaps,
  PortClass,
  type PortParams,
  type PortParamsResult,
  PortType,
} from '../ddi/port-params.ts';
import type { PropertyItem, PropertyRequest, PropertyResult } from '../ddi/property-request.ts';
import { answerPortParams } from '../properties/port-params-answer.ts';
import { PropertyDispatcher } from '../properties/property-dispatcher.ts';
import { itemsOf, onItem } from '../properties/property-handler.ts';
import { SynthItems } from '../properties/synth-items.ts';

/** The node of one device. `@thread control` */
export class ExternalNode {
  readonly #caps: PortCaps;
  /** Channel groups that clients have chosen for their streams. It is theirs to remember; every group passes anyway. */
  readonly #channelGroups = new WeakMap<Mxf, number>();

  constructor(caps: PortCaps) {
    this.#caps = caps;
  }

  /** Answers a request. Never throws. */
  answer(request: PropertyRequest): PropertyResult {
    return DISPATCHER.dispatch(request, { node: this, stream: request.stream });
  }

  getCaps(): PortCaps {
    return this.#caps;
  }

  getChannelGroups(stream: Mxf): number {
    return this.#channelGroups.get(stream) ?? this.#caps.maxChannelGroups;
  }

  /** @throws DmusError `E_INVALIDARG` for a count that cannot be had. */
  setChannelGroups(stream: Mxf, count: number): void {
    const { maxChannelGroups } = this.#caps;
    if (!(count >= 1 && count <= maxChannelGroups)) {
      throw new DmusError('E_INVALIDARG', `${count} channel groups, 1 to ${maxChannelGroups} wanted`);
    }
    this.#channelGroups.set(stream, count);
  }

  /** Channel groups are the only thing to be chosen; voices and sound are made elsewhere, so they stay unknown. */
  negotiate(stream: Mxf, wanted: Partial<PortParams>): PortParamsResult {
    const { maxChannelGroups } = this.#caps;
    const groups = wanted.channelGroups ?? maxChannelGroups;
    this.setChannelGroups(stream, groups >= 1 && groups <= maxChannelGroups ? groups : maxChannelGroups);
    const params: PortParams = {
      voices: COUNT_UNKNOWN,
      channelGroups: this.getChannelGroups(stream),
      audioChannels: COUNT_UNKNOWN,
      sampleRate: COUNT_UNKNOWN,
      effects: EffectFlags.none,
      share: false,
      features: 0,
    };
    const changed = Object.entries(wanted).some(([name, value]) => params[name as keyof PortParams] !== value);
    return { params, changed };
  }
}

/** What a request is for: the node, and the stream of a pin instance if it came through one. */
interface Target {
  readonly node: ExternalNode;
  readonly stream: Mxf | null;
}

const DISPATCHER = new PropertyDispatcher([
  onItem(SynthItems.caps, { get: ({ node }: Target) => node.getCaps() }),
  onItem(SynthItems.portParameters, {
    get: (target: Target, wanted, { instance }) =>
      answerPortParams(instance, target.node.negotiate(streamOf(target), wanted)),
  }),
  onItem(SynthItems.channelGroups, {
    get: (target: Target) => target.node.getChannelGroups(streamOf(target)),
    set: (target: Target, count) => target.node.setChannelGroups(streamOf(target), count),
  }),
]);

/** Items of the node, and what may be done with each. */
export const EXTERNAL_NODE_PROPERTIES: readonly PropertyItem[] = itemsOf(DISPATCHER.handlers);

/** What a device of this kind can do. */
export function externalCaps(given: Pick<PortCaps, 'guid' | 'description' | 'maxChannelGroups'>): PortCaps {
  return externalPortCaps({ ...given, portClass: PortClass.render, portType: PortType.kernelMode });
}

/** @throws DmusError `STATUS_INVALID_PARAMETER` where the item is a stream's and there is none. */
function streamOf({ stream }: Target): Mxf {
  if (stream !== null) return stream;
  throw new DmusError('STATUS_INVALID_PARAMETER', 'this item belongs to a pin instance');
}
