import { describe, expect, it } from 'vitest';
import { WatchedDriver } from '../../../test/fakes/watched-driver.ts';
import { noteOff, noteOn } from '../../../test/rig/midi.ts';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { PortCapsFlags, PortClass } from '../../ddi/port-params.ts';
import { KsFilterTable } from '../../ks/filter-table.ts';
import { KsFilterConnection } from '../../ks/in-process.ts';
import { LoopbackPin } from '../../miniports/loopback/description.ts';
import { LoopbackMiniport } from '../../miniports/loopback/loopback-miniport.ts';
import { MusicBuffer } from '../music-buffer.ts';
import { KsCapturePort, type KsCapturePortOptions } from './ks-capture-port.ts';
import { KsPort } from './ks-port.ts';

/** A cable: what its render port plays, its capture port captures. */
class CableRig {
  readonly clock: ManualClock;
  readonly driver: WatchedDriver;
  readonly connection: KsFilterConnection;

  constructor(clock = new ManualClock(), filters = new KsFilterTable()) {
    this.clock = clock;
    this.driver = new WatchedDriver({ masterClock: this.clock });
    this.driver.init(new LoopbackMiniport());
    this.connection = new KsFilterConnection({ port: this.driver, filters });
  }

  /** Both ends, active. */
  open(options: Partial<KsCapturePortOptions> = {}): { readonly source: KsPort; readonly port: KsCapturePort } {
    const source = new KsPort({ connection: this.connection });
    const port = new KsCapturePort({ connection: this.connection, ...options });
    source.activate(true);
    port.activate(true);
    return { source, port };
  }

  /** Messages that the driver itself has led on from its first capture pin. */
  get ledOnByDriver(): number {
    const [pin] = this.driver.pins.filter((each) => each.kind === 'capture');
    return pin!.thru.messageCount;
  }

  service(): void {
    this.driver.service();
    this.driver.service();
  }
}

function play(port: KsPort, referenceTime: number, ...messages: readonly (number | Uint8Array)[]): void {
  const buffer = new MusicBuffer({ byteLength: 65_536 });
  for (const message of messages) {
    if (typeof message === 'number') buffer.packStructured(referenceTime, 1, message);
    else buffer.packUnstructured(referenceTime, 1, message);
  }
  port.playBuffer(buffer);
}

/** Time, and bytes of the message, of everything there is to be read. */
function readAll(port: KsCapturePort, byteLength = 4096): number[][] {
  const buffer = new MusicBuffer({ byteLength });
  const events: number[][] = [];
  while (port.read(buffer)) {
    for (let event = buffer.getNextEvent(); event !== null; event = buffer.getNextEvent()) {
      events.push([event.referenceTime, ...event.message]);
    }
  }
  return events;
}

describe('KsCapturePort', () => {
  it('reads what was captured, in order, with the stamps it has', () => {
    const rig = new CableRig();
    const { source, port } = rig.open();
    rig.clock.moveTo(1000);
    play(source, 500, noteOn(60));
    play(source, 700, Uint8Array.of(0xf0, 1, 2, 3, 4, 5, 0xf7), noteOff(60));
    rig.service();
    expect(readAll(port)).toEqual([
      [500, 0x90, 60, 127],
      [700, 0xf0, 1, 2, 3, 4, 5, 0xf7],
      [700, 0x80, 60, 64],
    ]);
    expect(readAll(port)).toEqual([]);
  });

  it('a buffer takes as many events as fit; the rest comes with the next', () => {
    const rig = new CableRig();
    const { source, port } = rig.open();
    play(source, 0, ...Array.from({ length: 5 }, (_, i) => noteOn(60 + i)));
    rig.service();
    const buffer = new MusicBuffer({ byteLength: 48 });
    expect(port.read(buffer)).toBe(true);
    expect(buffer.getUsedBytes()).toBe(48);
    expect(readAll(port, 48).map(([, , key]) => key)).toEqual([62, 63, 64]);
    expect(port.read(buffer)).toBe(false);
    expect(buffer.getUsedBytes()).toBe(0);
  });

  it('tells of new events, until it is told not to', () => {
    const rig = new CableRig();
    const { source, port } = rig.open();
    let calls = 0;
    port.setReadNotification(() => calls++);
    play(source, 0, noteOn(60));
    rig.service();
    expect(calls).toBe(1);
    rig.service();
    expect(calls).toBe(1);
    port.setReadNotification(null);
    play(source, 0, noteOn(61));
    rig.service();
    expect([calls, readAll(port).length]).toEqual([1, 2]);
  });

  it('an application that does not read loses what comes later, and nothing else; once it reads, all goes on', () => {
    const rig = new CableRig();
    const { source, port } = rig.open({ packetCount: 2, packetBytes: 48 });
    for (let key = 0; key < 10; key++) {
      play(source, key, noteOn(key));
      rig.clock.advance(10);
      rig.service();
    }
    const lost = rig.driver.pins.find((pin) => pin.kind === 'capture')!.packer.overflowCount;
    const kept = readAll(port);
    expect(kept.length + lost).toBe(10);
    expect(lost).toBeGreaterThan(0);
    expect(kept.map(([, , key]) => key)).toEqual(Array.from({ length: kept.length }, (_, i) => i));
    play(source, 0, noteOn(99));
    rig.service();
    expect(readAll(port).map(([, , key]) => key)).toEqual([99]);
    expect(port.overflowCount).toBe(lost);
  });

  it('a thousand turns of playing and reading lose nothing', () => {
    const rig = new CableRig();
    const { source, port } = rig.open({ packetCount: 1, packetBytes: 256 });
    for (let turn = 0; turn < 1000; turn++) {
      play(source, 0, noteOn(turn % 128), noteOff(turn % 128));
      rig.service();
      expect(readAll(port)).toHaveLength(2);
    }
  });

  it('inactive it captures nothing, but what came before can be read; active again it goes on', () => {
    const rig = new CableRig();
    const { source, port } = rig.open();
    play(source, 0, noteOn(1));
    rig.service();
    port.activate(false);
    play(source, 0, noteOn(2));
    rig.service();
    expect(readAll(port).map(([, , key]) => key)).toEqual([1]);
    port.activate(true);
    play(source, 0, noteOn(3));
    rig.service();
    expect(readAll(port).map(([, , key]) => key)).toEqual([3]);
  });

  it('its capabilities follow from the pin', () => {
    const { connection } = new CableRig();
    const caps = new KsCapturePort({ connection }).getCaps();
    expect(caps).toMatchObject({ portClass: PortClass.capture, flags: PortCapsFlags.external, maxChannelGroups: 1 });
    expect(caps.description).toBe(connection.describe().pins[LoopbackPin.capture]!.name);
    expect(new KsCapturePort({ connection, guid: 'a-guid' }).getCaps().guid).toBe('a-guid');
  });

  it('its latency clock is the clock of the driver, active or not', () => {
    const rig = new CableRig();
    const port = new KsCapturePort({ connection: rig.connection });
    rig.clock.moveTo(4321);
    expect(port.getLatencyClock().getTime()).toBe(4321);
  });

  it('a filter without a capture pin is no such port', () => {
    const { connection } = new CableRig();
    expect(codeOf(() => new KsCapturePort({ connection, pinId: LoopbackPin.render }))).toBe('DMUS_E_DRIVER_FAILED');
  });

  it.each([{ packetCount: 0 }, { packetCount: 65 }, { packetBytes: 31 }, { packetBytes: 2 ** 21 }])(
    'packets out of range are refused: %j',
    (options) => {
      const { connection } = new CableRig();
      expect(() => new KsCapturePort({ connection, ...options })).toThrow(RangeError);
    },
  );

  it('closed with packets under way it leaves no pin and no event behind', () => {
    const rig = new CableRig();
    const { source, port } = rig.open();
    play(source, 0, noteOn(60));
    port.close();
    source.close();
    rig.driver.expectNothingOpen();
    expect(codeOf(() => port.getLatencyClock().getTime())).toBe('DMUS_E_SYNTHNOTCONFIGURED');
  });
});

describe('thru of KsCapturePort', () => {
  /** A source cable that is captured, and another cable to lead to. */
  function thruRig(isOneDriver: boolean) {
    const clock = new ManualClock();
    const table = new KsFilterTable();
    const [from, to] = [new CableRig(clock, table), new CableRig(clock, isOneDriver ? table : new KsFilterTable())];
    const { source, port } = from.open();
    const far = to.open();
    const pass = (...messages: readonly number[]): number[][] => {
      play(source, clock.getTime(), ...messages);
      from.service();
      to.service();
      return readAll(far.port).map(([, ...bytes]) => bytes);
    };
    return { clock, from, to, source, port, destination: far.source, far: far.port, pass };
  }

  it.each([
    ['on the driver’s side', true],
    ['in the application’s thread', false],
  ])('leads one channel on to another port, %s, and takes nothing away', (_, isOneDriver) => {
    const { from, port, destination, pass } = thruRig(isOneDriver);
    port.thru.thruChannel(1, 2, 1, 7, destination);
    expect(pass(noteOn(60, 100, 2), noteOn(61, 100, 3))).toEqual([[0x97, 60, 100]]);
    expect(readAll(port)).toHaveLength(2);
    expect(port.thru.getStatistics().messageCount).toBe(1);
    expect(from.ledOnByDriver).toBe(isOneDriver ? 1 : 0);
  });

  it.each([true, false])('one driver: %s; without a destination the connection ends', (isOneDriver) => {
    const { port, destination, pass } = thruRig(isOneDriver);
    port.thru.thruChannel(1, 0, 1, 0, destination);
    expect(pass(noteOn(60))).toHaveLength(1);
    port.thru.thruChannel(1, 0, 0, 0, null);
    expect(pass(noteOn(62))).toEqual([[0x80, 60, 64]]);
  });

  it.each([
    ['is led elsewhere', true, (port: KsCapturePort, from: KsPort) => port.thru.thruChannel(1, 0, 1, 0, from)],
    ['is led elsewhere', false, (port: KsCapturePort, from: KsPort) => port.thru.thruChannel(1, 0, 1, 0, from)],
    ['stops', true, (port: KsCapturePort) => port.activate(false)],
    ['stops', false, (port: KsCapturePort) => port.activate(false)],
    ['is closed', true, (port: KsCapturePort) => port.close()],
    ['is closed', false, (port: KsCapturePort) => port.close()],
  ])('leaves no note behind when it %s; one driver: %s', (_, isOneDriver, end) => {
    const { to, source, port, destination, far, pass } = thruRig(isOneDriver);
    port.thru.thruChannel(1, 0, 2, 7, destination);
    expect(pass(noteOn(60), noteOn(61), noteOff(61))).toHaveLength(3);
    end(port, source);
    to.service();
    expect(readAll(far).map(([, ...bytes]) => bytes)).toEqual([[0x87, 60, 64]]);
  });

  it('a new destination takes the place of the old one, whichever side leads there', () => {
    const { port, destination, pass, source } = thruRig(false);
    port.thru.thruChannel(1, 0, 1, 0, source);
    port.thru.thruChannel(1, 0, 1, 5, destination);
    expect(pass(noteOn(60))).toEqual([[0x95, 60, 127]]);
    expect(readAll(port)).toHaveLength(1);
  });

  it('the time from capture to the application is counted', () => {
    const { clock, from, source, port, destination } = thruRig(false);
    port.thru.thruChannel(1, 0, 1, 0, destination);
    clock.moveTo(1000);
    play(source, clock.getTime(), noteOn(60));
    clock.advance(30_000);
    from.service();
    expect(port.thru.getStatistics().worstLatencyTicks).toBe(30_000);
  });

  it('what an inactive destination does not take is counted', () => {
    const { port, destination, pass } = thruRig(false);
    port.thru.thruChannel(1, 0, 1, 0, destination);
    destination.activate(false);
    expect(pass(noteOn(60))).toEqual([]);
    expect(port.thru.getStatistics().lostCount).toBe(1);
    expect(readAll(port)).toHaveLength(1);
  });

  it('a capture port is no destination', () => {
    const { port, far } = thruRig(true);
    expect(codeOf(() => port.thru.thruChannel(1, 0, 1, 0, far))).toBe('DMUS_E_PORT_NOT_RENDER');
  });

  it.each([
    [2, 0, 1, 0],
    [0, 0, 1, 0],
    [1, 16, 1, 0],
    [1, -1, 1, 0],
    [1, 0.5, 1, 0],
    [1, 0, 0, 0],
    [1, 0, 70_000, 0],
    [1, 0, 1, 16],
  ])('there is no such channel or group: %i, %f to %i, %i', (sourceGroup, sourceChannel, group, channel) => {
    const { port, destination } = thruRig(true);
    const call = () => port.thru.thruChannel(sourceGroup, sourceChannel, group, channel, destination);
    expect(codeOf(call)).toBe('E_INVALIDARG');
  });
});
