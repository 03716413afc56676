import { describe, expect, it } from 'vitest';
import { FakeInEndpoint, FakeOutEndpoint } from '../directmusic/midi-ports/fake-endpoint.test-support.ts';
import { MidiInPort } from '../directmusic/midi-ports/midi-in-port.ts';
import { MidiOutPort } from '../directmusic/midi-ports/midi-out-port.ts';
import { MusicBuffer } from '../directmusic/music-buffer.ts';
import { FakeTimers } from './fake-timers.test-support.ts';
import { ServiceLoop } from './service-loop.ts';

const MS = 10_000;

class Bench {
  readonly timers = new FakeTimers();
  readonly loop = new ServiceLoop({ clock: this.timers.clock, timers: this.timers });
  readonly endpoint: FakeOutEndpoint;
  readonly port: MidiOutPort;
  /** When each message was sent. */
  readonly sentAt: number[] = [];

  constructor(scheduleAheadTicks = 0) {
    const endpoint = new FakeOutEndpoint(scheduleAheadTicks);
    const send = endpoint.send.bind(endpoint);
    endpoint.send = (message, referenceTime) => {
      this.sentAt.push(this.timers.clock.getTime());
      send(message, referenceTime);
    };
    this.endpoint = endpoint;
    this.port = new MidiOutPort({ endpoint, masterClock: this.timers.clock, serviceHost: this.loop });
    this.loop.start();
  }

  play(...times: readonly number[]): void {
    const buffer = new MusicBuffer({ byteLength: 24 * times.length });
    for (const time of times) buffer.packStructured(time, 1, 0x403c90);
    this.port.playBuffer(buffer);
  }
}

describe('MIDI ports in a service loop', () => {
  it('send each event at its time, to a turn', () => {
    const bench = new Bench();
    bench.timers.lateTicks = 9_000;
    bench.port.activate(true);
    bench.play(30 * MS, 10 * MS, 10 * MS + 500);
    bench.timers.runUntil(20 * MS);
    bench.play(25 * MS);
    bench.timers.runUntil(40 * MS);
    const due = [10 * MS, 10 * MS + 500, 25 * MS, 30 * MS];
    expect(bench.endpoint.sent.map(([time]) => time)).toEqual(due);
    due.forEach((time, i) => {
      expect(bench.sentAt[i]! - time).toBeGreaterThanOrEqual(0);
      expect(bench.sentAt[i]! - time).toBeLessThanOrEqual(bench.timers.turnTicks);
    });
  });

  it('hand over early what the host schedules by itself', () => {
    const bench = new Bench(50 * MS);
    bench.port.activate(true);
    bench.play(100 * MS);
    bench.timers.runUntil(49 * MS);
    expect(bench.sentAt).toEqual([]);
    bench.timers.runUntil(51 * MS);
    expect(bench.sentAt).toHaveLength(1);
  });

  it('leave no timer behind when they are deactivated, lost or closed', () => {
    const ends: readonly ((bench: Bench) => void)[] = [
      ({ port }) => port.activate(false),
      ({ port }) => port.close(),
      ({ endpoint }) => endpoint.unplug(),
    ];
    for (const end of ends) {
      const bench = new Bench();
      bench.port.activate(true);
      bench.play(5 * MS);
      end(bench);
      bench.timers.runUntil(10 * MS);
      expect([bench.sentAt, bench.timers.pendingCount]).toEqual([[], 0]);
    }
  });

  it('lead a captured channel through without waiting for a turn', () => {
    const bench = new Bench();
    bench.port.activate(true);
    const source = new FakeInEndpoint();
    const input = new MidiInPort({ endpoint: source, masterClock: bench.timers.clock });
    input.activate(true);
    input.thru.thruChannel(1, 2, 1, 9, bench.port);
    bench.timers.clock.moveTo(7 * MS);
    source.receive(7 * MS, 0x92, 1, 2);
    expect(bench.endpoint.sent).toEqual([[7 * MS, 0x99, 1, 2]]);
    expect(bench.sentAt).toEqual([7 * MS]);
  });
});
