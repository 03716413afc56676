import * as ddi from 'dmus/ddi';

/** What becomes of a message that is due. Its bytes are only lent. */
export type Echo = (bytes: Uint8Array, presentationTime: ddi.ReferenceTime) => void;

const RANGE: ddi.MusicDataRange = {
  kind: 'music',
  majorFormat: ddi.DataFormatType.music,
  subFormat: ddi.DataFormatSubtype.directMusic,
  specifier: ddi.DataFormatSpecifier.none,
  technology: ddi.MusicTechnology.port,
  channels: 0,
  notes: 0,
  channelMask: 0xffff,
};

const PIN: ddi.PinDescription = {
  maxGlobalInstanceCount: 1,
  maxFilterInstanceCount: 1,
  minFilterInstanceCount: 0,
  dataFlow: 'in',
  communication: 'sink',
  dataRanges: [RANGE],
  category: ddi.FilterCategory.render,
  name: 'echo',
  properties: [],
};

/** A miniport is first of all a description: here of one pin that takes messages. */
const DESCRIPTION: ddi.FilterDescription = {
  pins: [PIN],
  nodes: [],
  connections: [],
  categories: [ddi.FilterCategory.render],
  properties: [],
};

/** A device that says what it is told. The port driver puts messages in order and waits; the miniport only acts. */
export function createEchoMiniport(echo: Echo): ddi.MiniportDMus {
  return {
    getDescription: () => DESCRIPTION,
    dataRangeIntersection: () => 'STATUS_NOT_IMPLEMENTED',
    init: () => ({ serviceGroup: null }),
    service: () => {},
    newStream({ streamType, allocator }) {
      if (streamType !== ddi.StreamType.midiRender) throw new ddi.DmusError('STATUS_INVALID_DEVICE_REQUEST');
      // A prefetch of 0: give me each message when it is due.
      return { stream: new EchoStream(echo, allocator), serviceGroup: null, schedulePreFetch: 0 };
    },
    closeStream: () => {},
    property: () => ({ status: 'STATUS_NOT_FOUND', valueByteLength: 0 }),
  };
}

/** The stream of one pin instance. It owes every event to the allocator, exactly once, whatever happens. */
class EchoStream implements ddi.Mxf {
  readonly #echo: Echo;
  readonly #allocator: ddi.AllocatorMxf;
  #state: ddi.KsState = ddi.KsState.stop;

  constructor(echo: Echo, allocator: ddi.AllocatorMxf) {
    this.#echo = echo;
    this.#allocator = allocator;
  }

  putMessage(chain: ddi.KernelEvent | null): void {
    for (let event = chain; event !== null && this.#state === ddi.KsState.run; event = event.next) {
      const bytes = ddi.eventPayload(event);
      if (bytes !== null) this.#echo(bytes.subarray(0, event.byteLength), event.presentationTime);
    }
    this.#allocator.putMessage(chain);
  }

  setState(state: ddi.KsState): void {
    this.#state = state;
  }

  connectOutput(): void {}
  disconnectOutput(): void {}
}
