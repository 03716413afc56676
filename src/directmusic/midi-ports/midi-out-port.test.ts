import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { LegacyTechnology, unpackLegacyCaps } from '../../properties/legacy-caps.ts';
import { MusicBuffer } from '../music-buffer.ts';
import type { Serviced } from '../serviced.ts';
import { FakeOutEndpoint } from './fake-endpoint.test-support.ts';
import { MidiOutPort } from './midi-out-port.ts';

const LEGACY_CAPS = 'cfa7cdc2-00a1-11d2-aad5-0000f875ac12';

/** A port over a fake device, and a buffer to play through it. */
class Bench {
  readonly endpoint: FakeOutEndpoint;
  readonly clock = new ManualClock(1_000);
  readonly calls: string[] = [];
  readonly port: MidiOutPort;
  readonly #buffer = new MusicBuffer({ byteLength: 8192 });

  constructor(scheduleAheadTicks = 0) {
    this.endpoint = new FakeOutEndpoint(scheduleAheadTicks);
    const host = {
      add: (_serviced: Serviced) => this.calls.push('add'),
      remove: (_serviced: Serviced) => this.calls.push('remove'),
      wake: () => this.calls.push('wake'),
    };
    this.port = new MidiOutPort({ endpoint: this.endpoint, masterClock: this.clock, serviceHost: host });
  }

  activated(): this {
    this.port.activate(true);
    return this;
  }

  /** Short messages as numbers, others as bytes. */
  play(...events: readonly (readonly [time: number, message: number | readonly number[], group?: number])[]): void {
    this.#buffer.flush();
    for (const [time, message, group = 1] of events) {
      if (typeof message === 'number') this.#buffer.packStructured(time, group, message);
      else this.#buffer.packUnstructured(time, group, Uint8Array.from(message));
    }
    this.port.playBuffer(this.#buffer);
  }

  serviceAt(time: number): void {
    this.clock.moveTo(time);
    this.port.service(time);
  }
}

describe('MidiOutPort', () => {
  it('holds events until they are due, in order of their stamps', () => {
    const bench = new Bench().activated();
    bench.play([3_000, 0x403e90], [500, 0x403c90], [2_000, 0x403d90]);
    expect(bench.endpoint.sent).toEqual([[500, 0x90, 0x3c, 0x40]]);
    expect(bench.port.nextServiceTime).toBe(2_000);
    expect(bench.calls.at(-1)).toBe('wake');
    bench.serviceAt(2_999);
    expect(bench.endpoint.sent.slice(1)).toEqual([[2_000, 0x90, 0x3d, 0x40]]);
    bench.serviceAt(3_000);
    expect(bench.endpoint.sent.slice(2)).toEqual([[3_000, 0x90, 0x3e, 0x40]]);
    expect(bench.port.nextServiceTime).toBe(Number.POSITIVE_INFINITY);
  });

  it('hands a message over early to a host that can schedule, with its time', () => {
    const bench = new Bench(10_000).activated();
    bench.play([11_000, 0x403c90], [11_001, 0x403d90]);
    expect(bench.endpoint.sent).toEqual([[11_000, 0x90, 0x3c, 0x40]]);
    expect(bench.port.nextServiceTime).toBe(1_001);
  });

  it('plays group 0 and 1 and drops other groups', () => {
    const bench = new Bench().activated();
    bench.play([0, 0x403c90, 0], [0, 0x403d90, 1], [0, 0x403e90, 2]);
    expect(bench.endpoint.takeMessages()).toEqual([
      [0x90, 0x3c, 0x40],
      [0x90, 0x3d, 0x40],
    ]);
  });

  it('joins system exclusive that comes in several buffers, with a clock byte in its middle', () => {
    const bench = new Bench().activated();
    bench.play([0, [0xf0, 1, 2, 3]]);
    bench.play([0, [0xf8]]);
    bench.play([0, [4, 5, 0xf7]]);
    expect(bench.endpoint.takeMessages()).toEqual([[0xf8], [0xf0, 1, 2, 3, 4, 5, 0xf7]]);
  });

  it('sends a message longer than a buffer of the pool in one piece', () => {
    const bench = new Bench().activated();
    const message = [0xf0, ...Array.from({ length: 5_000 }, (_, i) => i & 0x7f), 0xf7];
    bench.play([0, message]);
    expect(bench.endpoint.takeMessages()).toEqual([message]);
  });

  it('sends nothing that is no message', () => {
    const bench = new Bench().activated();
    bench.play([0, [1, 2, 3]], [0, [0xf0, 1, 2]], [0, 0x403c90], [0, [0xf7]]);
    expect(bench.endpoint.takeMessages()).toEqual([[0x90, 0x3c, 0x40]]);
  });

  it('lets go what it left sounding when it is deactivated, and forgets what is queued', () => {
    const bench = new Bench().activated();
    bench.play([0, 0x403c90], [0, 0x7f40b0], [5_000, 0x003c80]);
    bench.endpoint.takeMessages();
    expect(bench.port.activate(false)).toEqual({ changed: true });
    expect(bench.endpoint.sent).toEqual([
      [1_000, 0x80, 0x3c, 64],
      [1_000, 0xb0, 64, 0],
    ]);
    expect([bench.endpoint.isOpen, bench.calls.at(-1)]).toEqual([false, 'remove']);
    expect(bench.port.nextServiceTime).toBe(Number.POSITIVE_INFINITY);

    bench.endpoint.takeMessages();
    bench.port.activate(true);
    bench.serviceAt(6_000);
    bench.port.close();
    expect(bench.endpoint.takeMessages()).toEqual([]);
  });

  it('lets notes go after they have begun, where the host schedules', () => {
    const bench = new Bench(100_000).activated();
    bench.play([50_000, 0x403c90]);
    bench.port.close();
    expect(bench.endpoint.sent).toEqual([
      [50_000, 0x90, 0x3c, 0x40],
      [50_000, 0x80, 0x3c, 64],
    ]);
  });

  it('refuses events while it is inactive', () => {
    const bench = new Bench();
    expect(codeOf(() => bench.play([0, 0x403c90]))).toBe('DMUS_E_SYNTHINACTIVE');
  });

  it('becomes inactive when its device is lost, and active again when the device is back', () => {
    const bench = new Bench().activated();
    bench.play([0, 0x403c90], [5_000, 0x403d90]);
    bench.endpoint.takeMessages();
    bench.endpoint.unplug();
    expect([bench.port.isActive, bench.calls.at(-1), bench.endpoint.closeCount]).toEqual([false, 'remove', 0]);
    expect(codeOf(() => bench.play([0, 0x403c90]))).toBe('DMUS_E_SYNTHINACTIVE');
    expect(codeOf(() => bench.port.activate(true))).toBe('DSERR_NODRIVER');
    expect(bench.port.isActive).toBe(false);

    bench.endpoint.isPlugged = true;
    bench.port.activate(true);
    bench.serviceAt(6_000);
    expect(bench.endpoint.takeMessages()).toEqual([]);
    bench.port.activate(false);
    expect(bench.endpoint.takeMessages()).toEqual([]);
  });

  it('closes for good, once', () => {
    const bench = new Bench().activated();
    bench.port.close();
    bench.port.close();
    expect(bench.endpoint.closeCount).toBe(1);
    expect(codeOf(() => bench.port.activate(true))).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(bench.endpoint.openCount).toBe(1);
  });

  it('has a latency clock that shows the master clock’s time, active or not', () => {
    const bench = new Bench();
    expect(bench.port.getLatencyClock().getTime()).toBe(1_000);
    bench.clock.moveTo(2_000);
    expect(bench.activated().port.getLatencyClock().getTime()).toBe(2_000);
  });

  it('says of itself that it is one wire to something outside', () => {
    const { port } = new Bench();
    expect(port.getCaps()).toEqual({
      guid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      flags: 0x2,
      portClass: 1,
      portType: 0,
      memorySize: 0,
      maxChannelGroups: 1,
      maxVoices: 0xffff_ffff,
      maxAudioChannels: 0xffff_ffff,
      effects: 0,
      description: 'A device without wires',
    });
    expect(port.getNumChannelGroups()).toBe(1);
    expect([port.portDownload, port.thru]).toEqual([null, null]);
  });

  it('says whether a wanted parameter was altered', () => {
    const make = (params: object): boolean =>
      new MidiOutPort({ endpoint: new FakeOutEndpoint(), masterClock: new ManualClock(), params }).paramsChanged;
    expect([make({}), make({ channelGroups: 1 }), make({ channelGroups: 2 }), make({ voices: 32 })]).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('answers LegacyCaps, which can only be read, and no other property', () => {
    const { port } = new Bench();
    const value = new Uint8Array(200);
    const byteLength = port.getProperty(LEGACY_CAPS, 0, value);
    expect(unpackLegacyCaps(value.subarray(0, byteLength))).toMatchObject({
      direction: 'out',
      name: 'A device without wires',
      technology: LegacyTechnology.midiPort,
      channelMask: 0xffff,
    });
    expect(codeOf(() => port.getProperty(LEGACY_CAPS, 0, new Uint8Array(20)))).toBe('DMUS_E_INSUFFICIENTBUFFER');
    expect(codeOf(() => port.setProperty(LEGACY_CAPS, 0, value))).toBe('DMUS_E_SET_UNSUPPORTED');
    expect(codeOf(() => port.getProperty(LEGACY_CAPS, 1, value))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    expect(codeOf(() => port.setProperty(LEGACY_CAPS, 1, value))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });

  it.each([
    ['read', (port: MidiOutPort) => port.read(new MusicBuffer({ byteLength: 64 }))],
    ['setReadNotification', (port: MidiOutPort) => port.setReadNotification(() => {})],
    ['compact', (port: MidiOutPort) => port.compact()],
    ['getRunningStats', (port: MidiOutPort) => port.getRunningStats()],
    ['setNumChannelGroups', (port: MidiOutPort) => port.setNumChannelGroups(2)],
    ['getFormat', (port: MidiOutPort) => port.getFormat()],
    ['getBufferSize', (port: MidiOutPort) => port.getBufferSize()],
    ['setOutput', (port: MidiOutPort) => port.setOutput(null)],
    ['setVolume', (port: MidiOutPort) => port.setVolume(0)],
  ])('cannot %s', (_name, call) => {
    expect(codeOf(() => call(new Bench().port))).toBe('E_NOTIMPL');
  });
});
