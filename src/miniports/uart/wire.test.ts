import { describe, expect, it } from 'vitest';
import { FakeByteStream } from './fake-byte-stream.test-support.ts';
import { OutputRing } from './output-ring.ts';
import { UartWire } from './wire.ts';

function makeWire() {
  const stream = new FakeByteStream();
  const rings = [new OutputRing(32), new OutputRing(32)] as const;
  const wire = new UartWire(stream, rings);
  wire.open();
  const put = (index: 0 | 1, ...bytes: number[]): void => {
    rings[index].isHeld = false;
    rings[index].putMessage(Uint8Array.from(bytes), bytes.length);
    wire.send();
  };
  return { stream, rings, wire, put };
}

describe('UartWire', () => {
  it('changes between its rings at the edges of messages only, however little the stream takes', () => {
    const { stream, put } = makeWire();
    stream.room = 1;
    put(0, 0x90, 1, 2);
    put(1, 0xf0, 3, 4, 0xf7);
    for (let i = 0; i < 8; i++) stream.makeRoom(1);
    expect(stream.sent).toEqual([0x90, 1, 2, 0xf0, 3, 4, 0xf7]);
  });

  it('lets both rings have their turn', () => {
    const { stream, rings, wire } = makeWire();
    stream.room = 0;
    for (const [index, ring] of rings.entries()) {
      ring.isHeld = false;
      for (let i = 0; i < 3; i++) ring.putMessage(Uint8Array.of(0xf8 + index), 1);
    }
    stream.room = Number.POSITIVE_INFINITY;
    wire.send();
    expect(stream.sent.toSorted()).toEqual([0xf8, 0xf8, 0xf8, 0xf9, 0xf9, 0xf9]);
  });

  it('goes on only when the stream says that it can', () => {
    const { stream, put } = makeWire();
    stream.room = 2;
    put(0, 1, 2, 3);
    expect(stream.sent).toEqual([1, 2]);
    stream.makeRoom(9);
    expect(stream.sent).toEqual([1, 2, 3]);
  });

  it('forgets what waited when the stream ends, and remembers why', () => {
    const { stream, rings, wire, put } = makeWire();
    stream.room = 1;
    put(0, 1, 2, 3);
    const reason = new Error('pulled out');
    stream.end(reason);
    expect([wire.isClosed, wire.failure, rings[0].byteLength]).toEqual([true, reason, 0]);
    put(1, 4);
    expect(stream.sent).toEqual([1]);
  });

  it.each([-1, Number.NaN, 1000])('is not put off by a stream that says it took %d bytes', (answer) => {
    const { stream, rings, wire } = makeWire();
    stream.write = () => answer;
    rings[0].isHeld = false;
    rings[0].putMessage(Uint8Array.of(1, 2), 2);
    wire.send();
    expect(rings[0].byteLength).toBe(answer === 1000 ? 0 : 2);
  });

  it('throws away what arrives while nobody listens, and survives a stream that ends while it is written to', () => {
    const { stream, rings, put } = makeWire();
    stream.arrive([1, 2, 3]);
    const { write } = stream;
    stream.write = (...args) => {
      const taken = write.apply(stream, args);
      stream.end(null);
      return taken;
    };
    put(0, 1, 2);
    expect(rings[0].byteLength).toBe(0);
  });
});
