import type { DataRange, FilterDescription } from '../ddi/filter-description.ts';
import type { MiniportDMus, MiniportInit, NewStreamRequest, NewStreamResult } from '../ddi/miniport-dmus.ts';
import type { Mxf } from '../ddi/mxf.ts';
import type { PropertyRequest, PropertyResult } from '../ddi/property-request.ts';
import type { ServiceGroup } from '../ddi/service-group.ts';
import type { StreamType } from '../ddi/stream-type.ts';
import type { SynthSinkDMus } from '../ddi/synth-sink-dmus.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
/** A stream whose methods can be exchanged one by one. */
export type AlterableStream = Writable<SynthSinkDMus>;

/** What is different about a miniport; everything else is as it was. */
export interface Alteration {
  readonly description?: (description: FilterDescription) => FilterDescription;
  readonly init?: (request: MiniportInit) => MiniportInit;
  readonly newStream?: (request: NewStreamRequest) => NewStreamRequest;
  readonly stream?: (stream: AlterableStream, request: NewStreamRequest) => void;
  readonly property?: (
    request: PropertyRequest,
    answer: (request: PropertyRequest) => PropertyResult,
  ) => PropertyResult;
}

const STREAM_METHODS = [
  'setState',
  'putMessage',
  'connectOutput',
  'disconnectOutput',
  'render',
  'syncToMaster',
  'sampleToRefTime',
  'refTimeToSample',
] as const;

/** A good miniport with one thing changed. */
export class AlteredMiniport implements MiniportDMus {
  readonly #inner: MiniportDMus;
  readonly #alteration: Alteration;
  /** The stream that the suite holds → the miniport's own. */
  readonly #streams = new Map<Mxf, Mxf>();

  constructor(inner: MiniportDMus, alteration: Alteration) {
    this.#inner = inner;
    this.#alteration = alteration;
  }

  getDescription(): FilterDescription {
    const description = this.#inner.getDescription();
    return this.#alteration.description?.(description) ?? description;
  }

  dataRangeIntersection(pinId: number, clientRange: DataRange, ownRange: DataRange) {
    return this.#inner.dataRangeIntersection(pinId, clientRange, ownRange);
  }

  init(request: MiniportInit): { readonly serviceGroup: ServiceGroup | null } {
    return this.#inner.init(this.#alteration.init?.(request) ?? request);
  }

  service(): void {}

  newStream(request: NewStreamRequest): NewStreamResult {
    const altered = this.#alteration.newStream?.(request) ?? request;
    const result = this.#inner.newStream(altered);
    const stream = delegateTo(result.stream);
    this.#alteration.stream?.(stream, request);
    this.#streams.set(stream, result.stream);
    return { ...result, stream };
  }

  closeStream(stream: Mxf, streamType: StreamType): void {
    this.#inner.closeStream(this.#streams.get(stream) ?? stream, streamType);
  }

  property(request: PropertyRequest): PropertyResult {
    const { stream } = request;
    const inner = { ...request, stream: stream === null ? null : (this.#streams.get(stream) ?? stream) };
    const answer = (each: PropertyRequest) => this.#inner.property(each);
    return this.#alteration.property?.(inner, answer) ?? answer(inner);
  }
}

function delegateTo(stream: Mxf): AlterableStream {
  const source = stream as unknown as Readonly<Record<string, ((...given: never[]) => unknown) | undefined>>;
  const methods = STREAM_METHODS.flatMap((name) => {
    const method = source[name];
    return method === undefined ? [] : [[name, method.bind(stream)]];
  });
  return Object.fromEntries(methods) as AlterableStream;
}
