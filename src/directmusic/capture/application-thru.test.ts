import { describe, expect, it } from 'vitest';
import { control, noteOn, program } from '../../../test/rig/midi.ts';
import { DmusError } from '../../ddi/errors.ts';
import { FakePort } from '../fake-port.test-support.ts';
import { MusicBuffer } from '../music-buffer.ts';
import { ApplicationThru } from './application-thru.ts';

const NOW = 5000;

function buffer(pack: (buffer: MusicBuffer) => void): MusicBuffer {
  const packed = new MusicBuffer({ byteLength: 1024 });
  pack(packed);
  return packed;
}

function forward(thru: ApplicationThru, packed: MusicBuffer): void {
  thru.forward(packed.getStartTime(), packed.getUsedRecords(), packed.getUsedBytes(), () => NOW);
}

describe('ApplicationThru', () => {
  it('plays a copy in the other group and on the other channel, with the stamp it has', () => {
    const thru = new ApplicationThru();
    const target = new FakePort();
    thru.connect(3, { port: target.port, channelGroup: 9, channel: 12 });
    const packed = buffer((each) => {
      each.packStructured(4000, 1, noteOn(60, 100, 3));
      each.packStructured(4100, 1, program(5, 3));
    });
    const before = packed.getUsedRecords().slice();
    forward(thru, packed);
    expect(packed.getUsedRecords()).toEqual(before);
    expect(
      target.events.map(({ referenceTime, channelGroup, bytes }) => [referenceTime, channelGroup, ...bytes]),
    ).toEqual([
      [4000, 9, 0x9c, 60, 100],
      [4100, 9, 0xcc, 5],
    ]);
    expect([thru.messageCount, thru.worstLatencyTicks]).toEqual([2, 1000]);
  });

  it('leads on neither system messages, nor other groups, nor channels without a route', () => {
    const thru = new ApplicationThru();
    const target = new FakePort();
    thru.connect(0, { port: target.port, channelGroup: 1, channel: 0 });
    forward(
      thru,
      buffer((each) => {
        each.packUnstructured(0, 1, Uint8Array.of(0xf0, 1, 0xf7));
        each.packUnstructured(0, 1, Uint8Array.of(0x90, 60, 1));
        each.packStructured(0, 1, 0xf8);
        each.packStructured(0, 2, noteOn(60));
        each.packStructured(0, 1, noteOn(60, 1, 1));
      }),
    );
    expect(target.events).toEqual([]);
  });

  it('what is not taken is counted, what follows is led on', () => {
    const thru = new ApplicationThru();
    const target = new FakePort();
    let refusals = 1;
    const { port } = target;
    const playBuffer = port.playBuffer.bind(port);
    const moody = {
      ...port,
      playBuffer: (each: MusicBuffer) => {
        if (refusals-- > 0) throw new DmusError('DMUS_E_SYNTHINACTIVE');
        playBuffer(each);
      },
    };
    thru.connect(0, { port: moody, channelGroup: 1, channel: 0 });
    forward(
      thru,
      buffer((each) => {
        each.packStructured(NOW, 1, noteOn(60));
        each.packStructured(NOW, 1, control(7, 1));
      }),
    );
    expect([thru.lostCount, thru.messageCount, target.events.length]).toEqual([1, 1, 1]);
  });

  it('damaged records end the packet', () => {
    const thru = new ApplicationThru();
    const target = new FakePort();
    thru.connect(0, { port: target.port, channelGroup: 1, channel: 0 });
    const packed = buffer((each) => each.packStructured(0, 1, noteOn(60)));
    const bytes = new Uint8Array(64).fill(0xff);
    bytes.set(packed.getUsedRecords());
    thru.forward(0, bytes, bytes.byteLength, () => NOW);
    expect(target.events).toHaveLength(1);
  });
});
