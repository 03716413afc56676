import type { KernelEvent } from '../../ddi/kernel-event.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { expectEqual, expectNoFaults, expectReturn, NotApplicable } from '../assertions.ts';
import type { LeakDetector } from '../leak-detector.ts';
import { RandomBytes } from '../random-bytes.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_ON } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';
import { EVENT_SHAPES, type EventShape, HOSTILE_EVENTS, makeEvent, STATE_NAMES } from './events.ts';
import type { OpenStream } from './open-stream.ts';

/** Messages of chance that a stream is given. */
const RANDOM_MESSAGES = 300;
const SEED = 20_261_122;
/** More than a wire sends in a moment, fewer than the suite's pool has. */
const MANY_EVENTS = 2000;
const SECOND = 10_000_000;

/** Opens every message pin in turn, in a state; closing it must leave nothing behind. */
async function withRenderStreams(
  bench: MiniportBench,
  state: KsState,
  use: (stream: OpenStream) => void | Promise<void>,
): Promise<void> {
  for (const pin of bench.pinsOf(StreamType.midiRender)) {
    const stream = bench.open(pin).moveTo(state);
    await use(stream);
    stream.closeWithoutLeaks();
  }
}

function putAll(stream: OpenStream, events: readonly KernelEvent[], what: string): void {
  for (const event of events) expectReturn(`putMessage of ${what}`, () => stream.put(event));
}

/** What becomes of events on the way down: each comes back to the allocator, exactly once. */
export const RENDER_CASES: SuiteGroup<MiniportBench> = suiteGroup('a message stream', (test) => {
  for (const [name, state] of STATE_NAMES) {
    for (const [what, shape] of Object.entries(EVENT_SHAPES)) {
      test(`gives back ${what} exactly once, put in state ${name}`, (bench) =>
        withRenderStreams(bench, state, (stream) => {
          putShape(bench, stream, shape, what);
          if (state === KsState.stop) stream.expectNoLeaks('discarded in stop');
        }));
    }
  }

  test('in run, takes what is due and gives it back', (bench) =>
    withRenderStreams(bench, KsState.run, async (stream) => {
      for (const [what, shape] of Object.entries(EVENT_SHAPES)) {
        if (what !== 'a message without an end') putShape(bench, stream, shape, what);
      }
      await bench.settle();
      stream.expectNoLeaks('after everything was due in run');
    }));

  test('gives back what it held when it goes down to stop', (bench) =>
    withRenderStreams(bench, KsState.pause, (stream) => {
      const presentationTime = bench.clock.getTime() + SECOND;
      for (const shape of Object.values(EVENT_SHAPES)) putAll(stream, shape(stream.allocator, presentationTime), 'all');
      stream.moveTo(KsState.stop).expectNoLeaks('after stop');
    }));

  test('gives back what is not yet due when it goes down to stop', (bench) =>
    withRenderStreams(bench, KsState.run, (stream) => {
      const presentationTime = bench.clock.getTime() + 3600 * SECOND;
      for (const shape of Object.values(EVENT_SHAPES)) putAll(stream, shape(stream.allocator, presentationTime), 'all');
      stream.moveTo(KsState.stop).expectNoLeaks('after stop');
    }));

  for (const [what, make] of Object.entries(HOSTILE_EVENTS)) {
    test(`takes an event ${what}, and gives it back`, async (bench) => {
      for (const [, state] of STATE_NAMES) {
        await withRenderStreams(bench, state, (stream) => putAll(stream, [make(stream.allocator)], `an event ${what}`));
      }
    });
  }

  test('takes messages of chance bytes, groups, stamps and flags, and gives them back', async (bench) => {
    for (const [, state] of STATE_NAMES) {
      await withRenderStreams(bench, state, async (stream) => {
        const random = new RandomBytes(SEED);
        for (let i = 0; i < RANDOM_MESSAGES; i++) {
          putAll(stream, [randomEvent(random, stream.allocator)], `message ${i} of seed ${SEED}`);
          await bench.settle();
        }
      });
    }
  });

  test('takes a flood of messages, and gives them back', (bench) =>
    withRenderStreams(bench, KsState.run, async (stream) => {
      const presentationTime = bench.clock.getTime();
      for (let i = 0; i < MANY_EVENTS; i++) stream.put(makeEvent(stream.allocator, NOTE_ON, { presentationTime }));
      await bench.settle();
    }));

  test('does nothing when it is asked for service', async (bench) => {
    for (const [name, state] of STATE_NAMES) {
      await withRenderStreams(bench, state, (stream) => {
        expectReturn(`putMessage(null) in ${name}`, () => stream.put(null));
        expectEqual(`events lent by putMessage(null) in ${name}`, stream.allocator.lentEventCount, 0);
      });
    }
  });

  test('passes on to the allocator, not to an output that was disconnected', (bench) =>
    withRenderStreams(bench, KsState.run, (stream) => {
      const relay = new RelayMxf(stream.allocator);
      stream.stream.connectOutput(relay);
      putAll(stream, [makeEvent(stream.allocator, NOTE_ON)], 'a note with an output connected');
      stream.stream.disconnectOutput(relay);
      const { passedCount } = relay;
      putAll(stream, [makeEvent(stream.allocator, NOTE_ON)], 'a note without an output');
      stream.moveTo(KsState.stop);
      expectEqual('events that an output got after it was disconnected', relay.passedCount - passedCount, 0);
      stream.expectNoLeaks('after an output came and went');
    }));

  test('of two instances, each gives events back to its own allocator', (bench) => {
    const streams = bench.pinsOf(StreamType.midiRender).flatMap((pin) => {
      const { maxFilterInstanceCount, maxGlobalInstanceCount } = bench.description.pins[pin.pinId]!;
      const isSingle = maxFilterInstanceCount === 1 || maxGlobalInstanceCount === 1;
      return isSingle ? [bench.open(pin)] : [bench.open(pin), bench.open(pin)];
    });
    if (streams.length < 2) throw new NotApplicable('only one message stream can be open at a time');
    for (const stream of streams) stream.moveTo(KsState.run);
    for (const [what, shape] of Object.entries(EVENT_SHAPES)) {
      for (const stream of streams) putShape(bench, stream, shape, what);
    }
    for (const stream of streams) stream.close();
    expectNoFaults(
      'all instances',
      streams.flatMap(({ allocator }) => allocator.report()),
    );
  });
});

function putShape(bench: MiniportBench, stream: OpenStream, shape: EventShape, what: string): void {
  putAll(stream, shape(stream.allocator, bench.clock.getTime()), what);
}

function randomEvent(random: RandomBytes, allocator: LeakDetector): KernelEvent {
  const byteLength = random.below(4) === 0 ? random.below(100) : random.below(5);
  return makeEvent(allocator, random.bytes(byteLength), {
    channelGroup: random.below(3) === 0 ? random.below(65_536) : random.below(4),
    flags: random.below(4) === 0 ? 1 : 0,
    presentationTime: random.below(2) * random.below(2 ** 32) * (random.below(8) - 1),
  });
}

/** An output that passes on to the allocator, as any stage in between does. */
class RelayMxf implements Mxf {
  passedCount = 0;
  readonly #allocator: LeakDetector;

  constructor(allocator: LeakDetector) {
    this.#allocator = allocator;
  }

  putMessage(event: KernelEvent | null): void {
    if (event !== null) this.passedCount++;
    this.#allocator.putMessage(event);
  }

  setState(): void {}
  connectOutput(): void {}
  disconnectOutput(): void {}
}
