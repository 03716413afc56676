import { EVENT_STRUCTURED } from '../src/ddi/event-header.ts';
import { eventRecordBytes, writeEventRecordHeader } from '../src/ddi/event-record.ts';
import { KsState } from '../src/ddi/ks-state.ts';
import type { Mxf } from '../src/ddi/mxf.ts';
import { EventAllocator } from '../src/port-driver/allocator.ts';
import { Sequencer } from '../src/port-driver/sequencer.ts';
import { Unpacker } from '../src/port-driver/unpacker.ts';
import { compare, lcg } from './measure.ts';
import type { Cell, Table } from './report.ts';
import { type OrderingStage, SortedInsertion, SortOnce } from './sequencer-peers.ts';

const NOTE_BYTES = 3;
const RECORD_BYTES = eventRecordBytes(NOTE_BYTES);
/** One event a tick of 0.1 ms, on average. */
const TICKS_PER_EVENT = 1_000;
/** The sequencer is served every 10 ms of the music. */
const SERVICE_TICKS = 100_000;
const EVENTS_PER_PACKET = 1_000;
/** Insertion into a sorted array of more events than this in random order takes minutes. */
const MOST_INSERTIONS = 100_000;

type Order = 'random' | 'ascending';

/** Packed records of short messages with stamps in an order. */
function packRecords(eventCount: number, order: Order): Uint8Array {
  const records = new Uint8Array(eventCount * RECORD_BYTES);
  const random = lcg(eventCount);
  for (let i = 0; i < eventCount; i++) {
    const place = order === 'ascending' ? i : random() % eventCount;
    const header = {
      byteLength: NOTE_BYTES,
      channelGroup: 1,
      deltaTicks: place * TICKS_PER_EVENT,
      flags: EVENT_STRUCTURED,
    };
    records.set([0x90, i & 0x7f, 0x40], writeEventRecordHeader(records, i * RECORD_BYTES, header));
  }
  return records;
}

/** Unpacks and holds all events, then lets them go step by step; `allocator` gets each back. */
function play(records: Uint8Array, allocator: EventAllocator, stage: OrderingStage): void {
  const unpacker = new Unpacker(allocator);
  const output: Mxf = allocator;
  unpacker.connectOutput(stage);
  stage.connectOutput(output);
  for (const state of [KsState.acquire, KsState.pause, KsState.run] as const) {
    stage.setState(state);
    unpacker.setState(state);
  }
  const packetBytes = EVENTS_PER_PACKET * RECORD_BYTES;
  for (let offset = 0; offset < records.byteLength; offset += packetBytes) {
    unpacker.writePacket(1, records.subarray(offset, offset + packetBytes));
  }
  const lastTick = (records.byteLength / RECORD_BYTES) * TICKS_PER_EVENT + SERVICE_TICKS;
  for (let now = 0; now <= lastTick; now += SERVICE_TICKS) stage.service(now);
  if (allocator.outstandingEventCount > 0) throw new Error(`${allocator.outstandingEventCount} events were not let go`);
}

function measure(eventCount: number, order: Order): Cell[] {
  const records = packRecords(eventCount, order);
  const allocator = new EventAllocator({ eventCount, maxEventCount: eventCount });
  const repeats = Math.max(1, Math.round(100_000 / eventCount));
  const contest = (makeStage: () => OrderingStage) => (): void => {
    for (let i = 0; i < repeats; i++) play(records, allocator, makeStage());
  };
  const contestants = [
    contest(() => new Sequencer({ allocator, schedulePreFetch: 0, maxEventCount: eventCount })),
    contest(() => new SortOnce()),
  ];
  const inserts = order === 'ascending' || eventCount <= MOST_INSERTIONS;
  if (inserts) contestants.push(contest(() => new SortedInsertion()));
  const rates = compare(contestants, eventCount >= 1_000_000 ? 3 : 7).map((s) => (eventCount * repeats) / s);
  const [sequencer, sortOnce, insertion = Number.NaN] = rates;
  const ofInsertion: Cell[] = inserts ? [insertion, sequencer! / insertion] : ['not run', '–'];
  return [eventCount, order, sequencer!, 1e9 / sequencer!, sortOnce!, sequencer! / sortOnce!, ...ofInsertion];
}

/** Events a second through unpacker, sequencer and allocator, all of them held before the first is let go. */
export function sequencerThroughput(): Table {
  const rows: Cell[][] = [];
  for (const order of ['ascending', 'random'] as const) {
    for (const eventCount of [1_000, 100_000, 1_000_000]) rows.push(measure(eventCount, order));
  }
  return {
    title: 'Throughput: unpacker → sequencer → null stream',
    note:
      'All events are held before the first is let go. Medians of 7 rounds, 3 at a million events, all contestants in each ' +
      'round. "Sort once" collects and sorts a single time, which only works when nothing comes later; "insertion" keeps ' +
      'an array sorted and is quadratic for random stamps. Ratios are sequencer ÷ peer: more is better.',
    columns: [
      'events held',
      'stamps',
      'sequencer events/s',
      'ns/event',
      'sort once events/s',
      'ratio',
      'insertion events/s',
      'ratio',
    ],
    rows,
  };
}
