import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceLoop } from '../src/adapters/service-loop.ts';
import { SystemClock } from '../src/adapters/system-clock.ts';
import { TICKS_PER_MILLISECOND, TICKS_PER_SECOND } from '../src/clock/reference-time.ts';
import type { MidiOutEndpoint } from '../src/directmusic/midi-ports/midi-endpoint.ts';
import { MidiOutPort } from '../src/directmusic/midi-ports/midi-out-port.ts';
import { MusicBuffer } from '../src/directmusic/music-buffer.ts';
import { lcg, quantile } from './measure.ts';
import type { Cell, Table } from './report.ts';

const RUN_SECONDS = 10;
/** Events are handed over so long before they are due, in pieces of as much music. */
const LEAD_MS = 200;
const BUCKETS_MS: readonly number[] = [0.1, 0.5, 1, 2, 5];

interface Load {
  readonly name: string;
  /** Milliseconds from event to event, on average. */
  readonly spacingMs: number;
  /** The thread does other work for so long, and then nothing for as long. */
  readonly busyMs: number;
  readonly watchTicks: number;
}

const LOADS: readonly Load[] = [
  { name: 'idle, an event every 1 ms', spacingMs: 1, busyMs: 0, watchTicks: TICKS_PER_MILLISECOND },
  { name: 'idle, an event every 50 ms', spacingMs: 50, busyMs: 0, watchTicks: TICKS_PER_MILLISECOND },
  { name: '50 % busy, 0.5 ms at a time', spacingMs: 1, busyMs: 0.5, watchTicks: TICKS_PER_MILLISECOND },
  { name: '50 % busy, 5 ms at a time', spacingMs: 1, busyMs: 5, watchTicks: TICKS_PER_MILLISECOND },
  { name: 'idle, timers alone (watchTicks 0)', spacingMs: 1, busyMs: 0, watchTicks: 0 },
];

/** A device that notes how late it gets each message, in ms. */
class LatenessProbe implements MidiOutEndpoint {
  readonly direction = 'out';
  readonly id = 'probe';
  readonly name = 'probe';
  readonly scheduleAheadTicks = 0;
  readonly latenessMs: number[] = [];
  readonly #clock: SystemClock;

  constructor(clock: SystemClock) {
    this.#clock = clock;
  }

  open(): void {}
  close(): void {}

  send(_message: Uint8Array, referenceTime: number): void {
    this.latenessMs.push((this.#clock.getTime() - referenceTime) / TICKS_PER_MILLISECOND);
  }
}

/** Keeps the thread busy for `busyMs` and lets it go for as long, until told to stop. */
function burn(busyMs: number): () => void {
  if (busyMs === 0) return () => {};
  let nextMs = performance.now();
  let isBurning = true;
  const turn = (): void => {
    if (!isBurning) return;
    const now = performance.now();
    if (now >= nextMs) {
      while (performance.now() < now + busyMs);
      nextMs = performance.now() + busyMs;
    }
    setImmediate(turn);
  };
  turn();
  return () => {
    isBurning = false;
  };
}

/** Plays evenly spread random stamps, handed over piece by piece. */
async function playEvents(port: MidiOutPort, clock: SystemClock, spacingMs: number): Promise<void> {
  const random = lcg(3);
  const buffer = new MusicBuffer({ byteLength: 65_536 });
  const begin = clock.getTime() + LEAD_MS * TICKS_PER_MILLISECOND;
  const end = begin + RUN_SECONDS * TICKS_PER_SECOND;
  const spacingTicks = spacingMs * TICKS_PER_MILLISECOND;
  let due = begin;
  while (due < end) {
    buffer.flush();
    for (; due < Math.min(end, clock.getTime() + 2 * LEAD_MS * TICKS_PER_MILLISECOND); ) {
      buffer.packStructured(due, 1, 0x403c90);
      due += Math.floor(spacingTicks / 2) + (random() % spacingTicks);
    }
    port.playBuffer(buffer);
    await sleep(LEAD_MS);
  }
  await sleep(2 * LEAD_MS + 50);
}

async function measure({ name, spacingMs, busyMs, watchTicks }: Load): Promise<Cell[]> {
  const clock = new SystemClock();
  const loop = new ServiceLoop({ clock, watchTicks });
  const probe = new LatenessProbe(clock);
  const port = new MidiOutPort({ endpoint: probe, masterClock: clock, serviceHost: loop });
  port.activate(true);
  loop.start();
  const stopBurning = burn(busyMs);
  const before = process.cpuUsage();
  const begin = performance.now();
  await playEvents(port, clock, spacingMs);
  const { user, system } = process.cpuUsage(before);
  const cpuPercent = (user + system) / 10 / (performance.now() - begin);
  stopBurning();
  // Note-ons only: what closing sends is not late.
  const latenessMs = [...probe.latenessMs];
  port.close();
  loop.stop();
  const quantiles = [0.5, 0.99, 1].map((share) => quantile(latenessMs, share));
  const shares = BUCKETS_MS.map((ms) => percent(latenessMs.filter((late) => late <= ms).length / latenessMs.length));
  return [name, latenessMs.length, ...quantiles, ...shares, busyMs > 0 ? '–' : `${cpuPercent.toFixed(0)} %`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share === 1 ? 0 : 2)} %`;
}

/** How late events leave, in real time, on a thread that does other things as well. */
export async function serviceLateness(): Promise<Table> {
  const rows: Cell[][] = [];
  for (const load of LOADS) rows.push(await measure(load));
  return {
    title: 'Real-time lateness: port → sequencer → device, by ServiceLoop on the main thread',
    note:
      `${RUN_SECONDS} s each. Lateness is the clock when the device gets a message less the message’s stamp; never negative. ` +
      'The busy thread works and pauses in turn, so the length of its work is a bound for the lateness that no loop can ' +
      'beat. Processor time is that of the whole process, where it does no other work.',
    columns: ['load', 'events', 'p50 ms', 'p99 ms', 'worst ms', ...BUCKETS_MS.map((ms) => `≤ ${ms} ms`), 'processor'],
    rows,
  };
}
