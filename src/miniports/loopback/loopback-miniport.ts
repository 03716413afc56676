import type { ReferenceTime } from '../../clock/reference-time.ts';
import { DmusError } from '../../ddi/errors.ts';
import type { FilterDescription } from '../../ddi/filter-description.ts';
import type { Guid } from '../../ddi/guid.ts';
import { MAX_CHANNEL_GROUP } from '../../ddi/kernel-event.ts';
import type { MasterClock } from '../../ddi/master-clock.ts';
import type { MiniportDMus, MiniportInit, NewStreamRequest, NewStreamResult } from '../../ddi/miniport-dmus.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import type { PortDMus } from '../../ddi/port-dmus.ts';
import type { PropertyRequest, PropertyResult } from '../../ddi/property-request.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { ExternalNode, externalCaps } from '../external-node.ts';
import { type MessageOutput, MessageRenderStream } from '../message-render-stream.ts';
import { LoopbackCaptureStream } from './capture-stream.ts';
import { LOOPBACK_DESCRIPTION } from './description.ts';

/** Names the cable in its capabilities: a number of our own, there is no such device natively. */
export const CLSID_LOOPBACK: Guid = '7b0d4e6c-52f1-4c1a-9a53-3c0f8d7e2b94';

const DEFAULT_MAX_WAITING = 1024;
/** Longest message that may come in parts. */
const MAX_JOINED_BYTES = 0x10000;

/** What a cable is made of. */
export interface LoopbackOptions {
  /** Names the cable: two need two. {@link CLSID_LOOPBACK} by default. */
  readonly guid?: Guid;
  /** For people. */
  readonly name?: string;
  /** Messages that may wait at each plug of the far end for service; 1024 by default. */
  readonly maxWaitingCount?: number;
}

/**
 * A cable: what goes into a render pin comes out of every capture pin, whole and stamped with the time it was meant
 * for, or with the present where that was 0. For tests, for tutorials, and between two programs.
 */
export class LoopbackMiniport implements MiniportDMus {
  readonly #node: ExternalNode;
  readonly #maxWaitingCount: number;
  readonly #captureStreams: LoopbackCaptureStream[] = [];
  #bound: { readonly port: PortDMus; readonly serviceGroup: ServiceGroup } | null = null;
  #droppedCount = 0;

  /** @throws RangeError for a count below 1. */
  constructor(options: LoopbackOptions = {}) {
    const { guid = CLSID_LOOPBACK, name: description = 'dmus cable', maxWaitingCount = DEFAULT_MAX_WAITING } = options;
    if (!(Number.isInteger(maxWaitingCount) && maxWaitingCount >= 1)) {
      throw new RangeError(
        `LoopbackMiniport: maxWaitingCount must be an integer of at least 1, got ${maxWaitingCount}`,
      );
    }
    this.#node = new ExternalNode(externalCaps({ guid, description, maxChannelGroups: MAX_CHANNEL_GROUP }));
    this.#maxWaitingCount = maxWaitingCount;
  }

  /** Messages lost: on the way in because their parts did not all come, or for want of room at one of the far ends. */
  get droppedCount(): number {
    return this.#captureStreams.reduce((sum, stream) => sum + stream.droppedCount, this.#droppedCount);
  }

  getDescription(): FilterDescription {
    return LOOPBACK_DESCRIPTION;
  }

  dataRangeIntersection(): 'STATUS_NOT_IMPLEMENTED' {
    return 'STATUS_NOT_IMPLEMENTED';
  }

  init({ port }: MiniportInit): { readonly serviceGroup: ServiceGroup } {
    const serviceGroup = port.newServiceGroup();
    this.#bound = { port, serviceGroup };
    return { serviceGroup };
  }

  service(): void {}

  newStream({ streamType, allocator, masterClock }: NewStreamRequest): NewStreamResult {
    if (this.#bound === null) throw new DmusError('DMUS_E_NOT_INIT', 'the miniport has no port driver');
    switch (streamType) {
      case StreamType.midiRender: {
        const stream = new MessageRenderStream(this.#input(masterClock), allocator, MAX_JOINED_BYTES);
        return { stream, serviceGroup: null, schedulePreFetch: 0 };
      }
      case StreamType.midiCapture: {
        const stream = new LoopbackCaptureStream(allocator, this.#maxWaitingCount);
        this.#captureStreams.push(stream);
        return { stream, serviceGroup: this.#bound.serviceGroup, schedulePreFetch: 0 };
      }
      default:
        throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'a cable carries messages only');
    }
  }

  closeStream(stream: Mxf): void {
    const closed = this.#captureStreams.find((each) => each === stream);
    if (closed === undefined) return;
    this.#droppedCount += closed.droppedCount;
    this.#captureStreams.splice(this.#captureStreams.indexOf(closed), 1);
  }

  property(request: PropertyRequest): PropertyResult {
    return this.#node.answer(request);
  }

  /** The near end, as a render stream sees it. */
  #input(masterClock: MasterClock): MessageOutput {
    return {
      setState: () => {},
      receiveMessage: (bytes, byteLength, channelGroup, presentationTime) => {
        const stamp = presentationTime === 0 ? masterClock.getTime() : presentationTime;
        this.#distribute(bytes, byteLength, channelGroup, stamp);
      },
      loseMessage: () => {
        this.#droppedCount++;
      },
    };
  }

  #distribute(bytes: Uint8Array, byteLength: number, channelGroup: number, stamp: ReferenceTime): void {
    let isWanted = false;
    for (let i = 0; i < this.#captureStreams.length; i++) {
      const stream = this.#captureStreams[i]!;
      if (!stream.isCapturing) continue;
      stream.addMessage(bytes, byteLength, channelGroup, stamp);
      isWanted = true;
    }
    if (isWanted) this.#bound?.port.notify(this.#bound.serviceGroup);
  }
}
