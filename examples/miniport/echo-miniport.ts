import * as ddi from 'dmus/ddi';

/** What becomes of a message that is due. Its bytes are only lent. */
export type Echo = (bytes: Uint8Array, presentationTime: ddi.ReferenceTime) => void;

/** A miniport is first of all a description: here of one pin that takes messages, as event records. */
const DESCRIPTION: ddi.FilterDescription = {
  pins: [
    ddi.musicPin({
      name: 'echo',
      dataFlow: 'in',
      dataRanges: [ddi.directMusicRange(ddi.MusicTechnology.port)],
      category: ddi.FilterCategory.render,
      maxInstanceCount: 1,
    }),
  ],
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
      return { stream: createEchoStream(echo, allocator), serviceGroup: null, schedulePreFetch: 0 };
    },
    closeStream: () => {},
    property: () => ({ status: 'STATUS_NOT_FOUND', valueByteLength: 0 }),
  };
}

/** The stream of one pin instance. It owes every event to the allocator, exactly once, whatever happens. */
function createEchoStream(echo: Echo, allocator: ddi.AllocatorMxf): ddi.Mxf {
  let state: ddi.KsState = ddi.KsState.stop;
  return {
    setState: (next) => {
      state = next;
    },
    putMessage(chain) {
      for (let event = chain; event !== null && state === ddi.KsState.run; event = event.next) {
        const bytes = ddi.eventPayload(event);
        if (bytes !== null) echo(bytes.subarray(0, event.byteLength), event.presentationTime);
      }
      allocator.putMessage(chain);
    },
    connectOutput: () => {},
    disconnectOutput: () => {},
  };
}
