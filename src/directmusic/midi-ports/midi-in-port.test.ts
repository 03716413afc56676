import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { unpackLegacyCaps } from '../../properties/legacy-caps.ts';
import { PlainClock } from '../../wave-sinks/plain-clock.ts';
import { MusicBuffer } from '../music-buffer.ts';
import { FakeInEndpoint, FakeOutEndpoint } from './fake-endpoint.test-support.ts';
import { MidiInPort } from './midi-in-port.ts';
import { MidiOutPort } from './midi-out-port.ts';
import { MidiPortProvider } from './midi-port-provider.ts';

const LEGACY_CAPS = 'cfa7cdc2-00a1-11d2-aad5-0000f875ac12';

class Bench {
  readonly endpoint = new FakeInEndpoint();
  readonly clock = new ManualClock(1_000);
  readonly port = new MidiInPort({ endpoint: this.endpoint, masterClock: this.clock });
  readonly #buffer = new MusicBuffer({ byteLength: 65_536 });

  activated(): this {
    this.port.activate(true);
    return this;
  }

  /** Everything there is to read, in order: stamp and bytes. */
  readAll(): (readonly number[])[] {
    const events: (readonly number[])[] = [];
    while (this.port.read(this.#buffer)) {
      for (let event = this.#buffer.getNextEvent(); event !== null; event = this.#buffer.getNextEvent()) {
        events.push([event.referenceTime, ...event.message]);
      }
    }
    return events;
  }
}

describe('MidiInPort', () => {
  it('makes stamped messages of bytes, running status and messages in pieces among them', () => {
    const bench = new Bench().activated();
    bench.endpoint.receive(2_000, 0x90, 60, 100, 62, 101, 0x80);
    bench.endpoint.receive(2_500, 60, 0, 0xf8);
    expect(bench.readAll()).toEqual([
      [2_000, 0x90, 60, 100],
      [2_000, 0x90, 62, 101],
      [2_000, 0x80, 60, 0],
      [2_500, 0xf8],
    ]);
    expect(bench.readAll()).toEqual([]);
  });

  it('takes a burst larger than its pool', () => {
    const bench = new Bench().activated();
    const noteCount = 30_000;
    const bytes = Array.from({ length: noteCount }, (_, i) => [0x90, i & 0x7f, 1]).flat();
    let readCount = 0;
    bench.port.setReadNotification(() => {
      readCount += bench.readAll().length;
    });
    bench.endpoint.receive(1_000, ...bytes);
    expect([readCount, bench.port.overflowCount]).toEqual([noteCount, 0]);
  });

  it('takes long system exclusive in one piece, and drops what never ends', () => {
    const bench = new Bench().activated();
    const sysEx = [0xf0, ...new Array<number>(30_000).fill(1), 0xf7];
    bench.endpoint.receive(1_000, ...sysEx);
    expect(bench.readAll()).toEqual([[1_000, ...sysEx]]);
    bench.endpoint.receive(1_000, 0xf0, ...new Array<number>(60_000).fill(1));
    bench.endpoint.receive(1_000, 0xf7, 0x90, 1, 1);
    expect(bench.readAll()).toEqual([[1_000, 0x90, 1, 1]]);
  });

  it('loses and counts what nobody reads in time', () => {
    const bench = new Bench().activated();
    for (let i = 0; i < 4_000; i++) bench.endpoint.receive(i, 0x90, i & 0x7f, 1);
    expect(bench.port.overflowCount).toBe(4_000 - 2_730);
    expect(bench.readAll()).toHaveLength(2_730);
  });

  it('tells of new data after it can be read, until it is told not to', () => {
    const bench = new Bench().activated();
    const heard: number[] = [];
    bench.port.setReadNotification(() => heard.push(bench.readAll().length));
    bench.endpoint.receive(1, 0x90, 1, 1);
    bench.endpoint.receive(2, 0x90);
    bench.endpoint.receive(3, 2, 2);
    bench.port.setReadNotification(null);
    bench.endpoint.receive(4, 0x90, 3, 3);
    expect(heard).toEqual([1, 1]);
  });

  it('captures only while it is active; what it captured stays to be read', () => {
    const bench = new Bench();
    bench.endpoint.receive(1, 0x90, 1, 1);
    bench.activated();
    bench.endpoint.receive(2, 0x90, 2, 2, 0x90);
    bench.port.activate(false);
    expect(bench.endpoint.isOpen).toBe(false);
    bench.port.activate(true);
    bench.endpoint.receive(3, 9, 9, 0x80, 2, 0);
    bench.port.close();
    expect(bench.readAll()).toEqual([
      [2, 0x90, 2, 2],
      [3, 0x80, 2, 0],
    ]);
  });

  it('may be closed by whoever hears of its data', () => {
    const bench = new Bench().activated();
    bench.port.setReadNotification(() => bench.port.close());
    bench.endpoint.receive(1, 0x90, 1, 1);
    bench.endpoint.receive(1, 0x90, 2, 2);
    expect([bench.endpoint.isOpen, bench.readAll()]).toEqual([false, [[1, 0x90, 1, 1]]]);
  });

  it('becomes inactive when its device is lost, and active again when the device is back', () => {
    const bench = new Bench().activated();
    bench.endpoint.unplug();
    expect([bench.port.isActive, bench.endpoint.closeCount]).toEqual([false, 0]);
    expect(codeOf(() => bench.port.activate(true))).toBe('DSERR_NODRIVER');
    bench.endpoint.isPlugged = true;
    bench.activated();
    bench.endpoint.receive(5, 0xfe);
    expect(bench.readAll()).toEqual([[5, 0xfe]]);
  });

  it('leads a channel on to a render port, and no system messages', () => {
    const bench = new Bench().activated();
    const out = new FakeOutEndpoint();
    const destination = new MidiOutPort({ endpoint: out, masterClock: bench.clock });
    destination.activate(true);
    bench.port.thru.thruChannel(1, 0, 1, 5, destination);
    bench.endpoint.receive(900, 0x90, 60, 100, 0x91, 61, 100, 0xf0, 1, 0xf7, 0xf8);
    expect(out.sent).toEqual([[900, 0x95, 60, 100]]);
    expect(bench.readAll()).toHaveLength(4);
    bench.port.thru.thruChannel(1, 0, 1, 5, null);
    expect(out.sent.splice(0)).toEqual([
      [900, 0x95, 60, 100],
      [900, 0x85, 60, 64],
    ]);
    bench.endpoint.receive(950, 0x90, 60, 0);
    expect(out.sent).toEqual([]);
    expect(codeOf(() => bench.port.thru.thruChannel(1, 0, 1, 0, new Bench().port))).toBe('DMUS_E_PORT_NOT_RENDER');
  });

  it.each([
    ['is unplugged', (bench: Bench) => bench.endpoint.unplug()],
    ['is deactivated', (bench: Bench) => bench.port.activate(false)],
    ['is closed', (bench: Bench) => bench.port.close()],
  ])('leaves no note behind where it leads on when it %s', (_, end) => {
    const bench = new Bench().activated();
    const out = new FakeOutEndpoint();
    const destination = new MidiOutPort({ endpoint: out, masterClock: bench.clock });
    destination.activate(true);
    bench.port.thru.thruChannel(1, 0, 1, 5, destination);
    bench.endpoint.receive(900, 0x90, 60, 100, 0x90, 61, 100, 0x90, 61, 0, 0xb0, 64, 127);
    out.takeMessages();
    end(bench);
    expect(out.takeMessages()).toEqual([
      [0x85, 60, 64],
      [0xb5, 64, 0],
    ]);
    expect(bench.readAll()).toHaveLength(4);
  });

  it('says of itself that it captures from something outside', () => {
    const { port } = new Bench();
    expect(port.getCaps()).toMatchObject({ flags: 0x2, portClass: 0, portType: 0, maxChannelGroups: 1 });
    const value = new Uint8Array(200);
    const caps = unpackLegacyCaps(value.subarray(0, port.getProperty(LEGACY_CAPS, 0, value)));
    expect(caps).toMatchObject({ direction: 'in', name: 'A device without wires' });
    expect(codeOf(() => port.setProperty(LEGACY_CAPS, 0, value))).toBe('DMUS_E_SET_UNSUPPORTED');
    expect(codeOf(() => port.playBuffer(new MusicBuffer({ byteLength: 64 })))).toBe('E_NOTIMPL');
  });
});

describe('MidiPortProvider', () => {
  it('makes ports of the direction that the device has, under one GUID for each', () => {
    const input = new MidiPortProvider(new FakeInEndpoint());
    const output = new MidiPortProvider(new FakeOutEndpoint());
    const context = { masterClock: new PlainClock(() => 0), output: null };
    const inPort = input.createPort({}, context);
    const outPort = output.createPort({ voices: 5 }, context);
    expect(inPort).toBeInstanceOf(MidiInPort);
    expect(outPort).toBeInstanceOf(MidiOutPort);
    expect([inPort.paramsChanged, outPort.paramsChanged]).toEqual([false, true]);
    expect(inPort.getCaps()).toEqual(input.caps);
    expect(input.caps.guid).not.toBe(output.caps.guid);
    expect(new MidiPortProvider(new FakeInEndpoint()).caps.guid).toBe(input.caps.guid);
  });
});
