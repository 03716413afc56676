import { DmusError } from '../../ddi/errors.ts';
import {
  type DataFormat,
  DataFormatSpecifier,
  DataFormatSubtype,
  DataFormatType,
  type DataRange,
  FilterCategory,
  type FilterDescription,
  MusicTechnology,
  type PinDescription,
} from '../../ddi/filter-description.ts';
import { GUID_NULL } from '../../ddi/guid.ts';
import type { KsState } from '../../ddi/ks-state.ts';
import type { MiniportMidi, MiniportMidiStream, PortMidi } from '../../ddi/miniport-midi.ts';
import type { ServiceGroup } from '../../ddi/service-group.ts';

/** A device that can be busy, can fail, and is played by the test. */
export class FakeMidiStream implements MiniportMidiStream {
  readonly writes: number[][] = [];
  readonly states: KsState[] = [];
  /** Writes it takes before it is busy. */
  freeWriteCount = Number.POSITIVE_INFINITY;
  /** Writes that fail, by their place among all attempts that were not answered "busy". */
  failingWrites: readonly number[] = [];
  refusesState: KsState | null = null;
  cannotBeRead = false;
  /** What the device has received and nobody has read. */
  readonly received: number[] = [];
  #attemptCount = 0;

  get writtenBytes(): number[] {
    return this.writes.flat();
  }

  setFormat(): void {}

  setState(state: KsState): void {
    if (state === this.refusesState) throw new DmusError('STATUS_UNSUCCESSFUL', 'not ready');
    this.states.push(state);
  }

  read(target: Uint8Array): number {
    if (this.cannotBeRead) throw new DmusError('STATUS_INVALID_DEVICE_REQUEST', 'an output stream');
    const bytes = this.received.splice(0, target.byteLength);
    target.set(bytes);
    return bytes.length;
  }

  write(source: Uint8Array): number {
    if (this.freeWriteCount === 0) return 0;
    if (this.failingWrites.includes(this.#attemptCount++)) throw new DmusError('STATUS_IO_DEVICE_ERROR', 'unplugged');
    this.freeWriteCount--;
    this.writes.push([...source]);
    return source.byteLength;
  }
}

const MIDI_RANGE: DataRange = {
  kind: 'music',
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.midi,
  specifier: DataFormatSpecifier.none,
  technology: MusicTechnology.port,
  channels: 0,
  notes: 0,
  channelMask: 0xffff,
};

/** Places of the pins in the fake's description. */
export const FakeMidiPin = { render: 0, capture: 1, jack: 2 } as const;

function pin(given: Pick<PinDescription, 'dataFlow' | 'communication' | 'name'>): PinDescription {
  const maxInstanceCount = given.communication === 'bridge' ? 0 : 1;
  return {
    maxGlobalInstanceCount: maxInstanceCount,
    maxFilterInstanceCount: maxInstanceCount,
    minFilterInstanceCount: 0,
    dataRanges: [MIDI_RANGE],
    category: GUID_NULL,
    properties: [],
    ...given,
  };
}

/** A concrete format of the fake's message pins, as legacy clients open them. */
export const MIDI_FORMAT: DataFormat = {
  majorFormat: DataFormatType.music,
  subFormat: DataFormatSubtype.midi,
  specifier: DataFormatSpecifier.none,
  waveFormat: null,
};

/** A MIDI miniport with one pin for each direction and a jack. */
export class FakeMiniportMidi implements MiniportMidi {
  readonly streams: FakeMidiStream[] = [];
  readonly streamRequests: { readonly pinId: number; readonly capture: boolean; readonly dataFormat: DataFormat }[] =
    [];
  /** Groups of the miniport and of new streams are made when this is set before `init`. */
  hasInterrupts = false;
  serviceCount = 0;
  port: PortMidi | null = null;
  adapter: unknown = null;
  resources: unknown = null;
  /** The last stream's. */
  streamGroup: ServiceGroup | null = null;
  readonly description: FilterDescription = {
    pins: [
      pin({ dataFlow: 'in', communication: 'sink', name: 'out' }),
      pin({ dataFlow: 'out', communication: 'source', name: 'in' }),
      pin({ dataFlow: 'in', communication: 'bridge', name: 'jack' }),
    ],
    nodes: [],
    connections: [],
    categories: [FilterCategory.render, FilterCategory.capture],
    properties: [],
  };

  getDescription(): FilterDescription {
    return this.description;
  }

  init(request: { readonly port: PortMidi; readonly adapter: unknown; readonly resources: unknown }): {
    readonly serviceGroup: ServiceGroup | null;
  } {
    Object.assign(this, request);
    return { serviceGroup: this.#newGroup() };
  }

  service(): void {
    this.serviceCount++;
  }

  newStream(request: { readonly pinId: number; readonly capture: boolean; readonly dataFormat: DataFormat }): {
    readonly stream: FakeMidiStream;
    readonly serviceGroup: ServiceGroup | null;
  } {
    const stream = new FakeMidiStream();
    this.streams.push(stream);
    this.streamRequests.push(request);
    this.streamGroup = this.#newGroup();
    return { stream, serviceGroup: this.streamGroup };
  }

  #newGroup(): ServiceGroup | null {
    return this.hasInterrupts ? this.port!.newServiceGroup() : null;
  }
}
