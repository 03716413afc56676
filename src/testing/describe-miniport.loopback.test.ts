import { describe, it } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { KernelEventFlags } from '../ddi/kernel-event.ts';
import { KsState } from '../ddi/ks-state.ts';
import type { MiniportDMus } from '../ddi/miniport-dmus.ts';
import { StreamType } from '../ddi/stream-type.ts';
import { LoopbackMiniport } from '../miniports/loopback/loopback-miniport.ts';
import { EventAllocator } from '../port-driver/allocator.ts';
import { MessageParser } from '../port-driver/message-parser.ts';
import { describeMiniport } from './describe-miniport.ts';

/** The near end of each cable: bytes in, whole messages into a render stream of its own. */
const nearEnds = new WeakMap<MiniportDMus, { readonly allocator: EventAllocator; readonly parser: MessageParser }>();

function openNearEnd(miniport: MiniportDMus) {
  const allocator = new EventAllocator();
  const pinId = miniport.getDescription().pins.findIndex(({ dataFlow, communication }) => {
    return dataFlow === 'in' && communication === 'sink';
  });
  const [range] = miniport.getDescription().pins[pinId]!.dataRanges;
  const { stream } = miniport.newStream({
    pinId,
    streamType: StreamType.midiRender,
    dataFormat: { ...range!, waveFormat: null },
    allocator,
    masterClock: new ManualClock(),
  });
  for (const state of [KsState.acquire, KsState.pause, KsState.run]) stream.setState(state);
  const parser = new MessageParser({ allocator });
  parser.setState(KsState.run);
  parser.connectOutput(stream);
  return { allocator, parser };
}

describeMiniport(() => new LoopbackMiniport(), {
  runner: { describe, it },
  name: 'LoopbackMiniport',
  stimulate: (miniport, bytes, now) => {
    const { allocator, parser } = nearEnds.get(miniport) ?? openNearEnd(miniport);
    nearEnds.set(miniport, { allocator, parser });
    const event = allocator.getMessage()!;
    const byteLength = bytes.byteLength;
    Object.assign(event, { flags: KernelEventFlags.incomplete, channelGroup: 1, presentationTime: now, byteLength });
    if (byteLength > event.inline.length) event.buffer = allocator.getBuffer();
    (event.buffer ?? event.inline).set(bytes);
    parser.putMessage(event);
  },
});
