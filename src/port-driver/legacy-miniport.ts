import { DmusError } from '../ddi/errors.ts';
import { DataFormatSubtype, type FilterDescription } from '../ddi/filter-description.ts';
import type { MiniportDMus, MiniportInit, NewStreamRequest, NewStreamResult } from '../ddi/miniport-dmus.ts';
import type { MiniportMidi } from '../ddi/miniport-midi.ts';
import type { Mxf } from '../ddi/mxf.ts';
import type { PortDMus } from '../ddi/port-dmus.ts';
import type { PropertyResult } from '../ddi/property-request.ts';
import type { ServiceGroup } from '../ddi/service-group.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { LegacyCaptureStream } from './legacy-miniport/capture-stream.ts';
import { withDirectMusicRanges } from './legacy-miniport/description.ts';
import { LegacyRenderStream } from './legacy-miniport/render-stream.ts';

/** Sizes of the streams in front of a MIDI miniport. */
export interface LegacyMidiMiniportOptions {
  /** Events of one render stream that may wait for a busy device, 1 or more; 1024 by default. */
  readonly maxHeldCount?: number;
}

const DEFAULT_MAX_HELD_COUNT = 1024;

/**
 * A MIDI miniport as a DMus miniport, so that DirectMusic pins can be opened in front of it as well as MIDI pins. Its
 * device takes and gives raw bytes and has one set of 16 channels: all timing is left to the port driver, channel groups
 * above 1 are dropped and counted, and there are no properties and no sound.
 */
export class LegacyMidiMiniport implements MiniportDMus {
  readonly #inner: MiniportMidi;
  readonly #maxHeldCount: number;
  #description: FilterDescription | null = null;
  #port: PortDMus | null = null;
  /** Of the open render streams, what is to be undone when they are closed. */
  readonly #releases = new Map<Mxf, () => void>();

  /** @throws RangeError for `maxHeldCount` out of range. */
  constructor(inner: MiniportMidi, options: LegacyMidiMiniportOptions = {}) {
    const { maxHeldCount = DEFAULT_MAX_HELD_COUNT } = options;
    if (!Number.isInteger(maxHeldCount) || maxHeldCount < 1) {
      throw new RangeError(`LegacyMidiMiniport: maxHeldCount must be an integer of 1 or more, got ${maxHeldCount}`);
    }
    this.#inner = inner;
    this.#maxHeldCount = maxHeldCount;
  }

  getDescription(): FilterDescription {
    this.#description ??= withDirectMusicRanges(this.#inner.getDescription());
    return this.#description;
  }

  dataRangeIntersection(): 'STATUS_NOT_IMPLEMENTED' {
    return 'STATUS_NOT_IMPLEMENTED';
  }

  /** The miniport's own group serves the miniport, as the port driver for MIDI miniports does. */
  init(request: MiniportInit): { readonly serviceGroup: ServiceGroup | null } {
    this.#port = request.port;
    const { serviceGroup } = this.#inner.init(request);
    serviceGroup?.addMember({ requestService: () => this.service() });
    return { serviceGroup };
  }

  service(): void {
    this.#inner.service();
  }

  newStream(request: NewStreamRequest): NewStreamResult {
    const { pinId, streamType, allocator, masterClock } = request;
    if (streamType !== StreamType.midiRender && streamType !== StreamType.midiCapture) {
      throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', `a MIDI miniport has no stream of type ${streamType}`);
    }
    const port = this.#boundPort();
    const capture = streamType === StreamType.midiCapture;
    const dataFormat = { ...request.dataFormat, subFormat: DataFormatSubtype.midi };
    const { stream: device, serviceGroup } = this.#inner.newStream({ pinId, capture, dataFormat });
    if (capture) {
      const stream = new LegacyCaptureStream({ device, allocator, masterClock });
      return { stream, serviceGroup, schedulePreFetch: 0 };
    }
    const retryGroup = port.newServiceGroup();
    const stream = new LegacyRenderStream({ device, allocator, retryGroup, maxHeldCount: this.#maxHeldCount });
    this.#joinGroups(stream, retryGroup, serviceGroup);
    return { stream, serviceGroup: retryGroup, schedulePreFetch: 0 };
  }

  closeStream(stream: Mxf): void {
    this.#releases.get(stream)?.();
    this.#releases.delete(stream);
  }

  property(): PropertyResult {
    return { status: 'STATUS_NOT_FOUND', valueByteLength: 0 };
  }

  /** A render stream has a group of its own, so that a busy device without interrupts is tried again, too. */
  #joinGroups(stream: LegacyRenderStream, retryGroup: ServiceGroup, deviceGroup: ServiceGroup | null): void {
    retryGroup.supportDelayedService();
    deviceGroup?.addMember(retryGroup);
    this.#releases.set(stream, () => {
      deviceGroup?.removeMember(retryGroup);
      stream.discard();
    });
  }

  #boundPort(): PortDMus {
    if (this.#port === null) throw new DmusError('DMUS_E_NOT_INIT', 'the miniport has no port driver');
    return this.#port;
  }
}
