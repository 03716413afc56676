import { MusicBuffer } from 'dmus';
import { KsState } from 'dmus/ddi';
import { DMusPort, RenderPin } from 'dmus/port-driver';
import { createEchoMiniport } from './echo-miniport.ts';

// Time is whatever the master clock says, in ticks of 100 ns; here it goes on when we say so.
let now = 0;
const port = new DMusPort({ masterClock: { getTime: () => now } });
port.init(
  createEchoMiniport((bytes, presentationTime) => {
    const message = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    console.log(`${now / 10_000} ms: ${message}, meant for ${presentationTime / 10_000} ms`);
  }),
);

// An instance of the one pin, brought to run step by step.
const range = port.getDescription().pins[0]!.dataRanges[0]!;
const pin = port.openPin({ pinId: 0, dataFormat: port.intersect(0, range) });
if (!(pin instanceof RenderPin)) throw new Error('the pin takes no messages');
for (const state of [KsState.acquire, KsState.pause, KsState.run]) pin.setState(state);

// The second message is put in first: the port driver's sequencer waits for each one's time.
const buffer = new MusicBuffer({ byteLength: 256 });
buffer.packStructured(20_000, 1, 0x003c80);
buffer.packStructured(5_000, 1, 0x643c90);
pin.writePacket(buffer.getStartTime(), buffer.getRawBuffer().subarray(0, buffer.getUsedBytes()));
for (; now <= 30_000; now += 5_000) port.service();

port.close();
console.log(`${pin.allocator.outstandingEventCount} events are still out`);
