import { KsState } from '../../ddi/ks-state.ts';
import { shortMessageBytes } from '../../ddi/short-message.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { applicable, expectBetween, expectEqual, expectNoFaults, expectReturn, expectThat } from '../assertions.ts';
import type { LeakDetectorOptions } from '../leak-detector.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { NOTE_OFF, NOTE_ON } from '../test-sounds.ts';
import type { MiniportBench } from './bench.ts';
import { type CapturedEvent, CaptureRecorder } from './capture-recorder.ts';
import { STATE_NAMES, sysEx } from './events.ts';
import type { OpenStream } from './open-stream.ts';

/** Two channel messages, a program change, real time, and system exclusive, without running status. */
const WIRE: readonly number[] = [...NOTE_ON, 0xc3, 5, 0xf8, ...sysEx(40), ...NOTE_OFF];
const MILLISECOND = 10_000;

interface Capture {
  readonly stream: OpenStream;
  readonly recorder: CaptureRecorder;
}

function openCapture(bench: MiniportBench, state: KsState, allocator: LeakDetectorOptions = {}): Capture {
  const stream = bench.open(bench.pinsOf(StreamType.midiCapture)[0]!, allocator);
  const recorder = new CaptureRecorder(stream.allocator);
  stream.stream.connectOutput(recorder);
  return { stream: stream.moveTo(state), recorder };
}

/** The device gets bytes, and is served. */
async function receive(bench: MiniportBench, bytes: readonly number[]): Promise<void> {
  await bench.stimulate(bytes);
  await bench.service();
}

/** Events that are not marked as raw bytes are one whole message each. */
function markFaults(events: readonly CapturedEvent[]): string[] {
  return events
    .filter(({ isIncomplete, bytes }) => !isIncomplete && !isWholeMessage(bytes))
    .map(({ bytes }) => {
      return `[${bytes.join(', ')}] is not marked incomplete and is no single message`;
    });
}

function isWholeMessage(bytes: readonly number[]): boolean {
  const [status = 0] = bytes;
  if (status === 0xf0) return bytes.at(-1) === 0xf7 && bytes.slice(1, -1).every((byte) => byte < 0x80);
  return bytes.length === shortMessageBytes(status) && bytes.slice(1).every((byte) => byte < 0x80);
}

/** What comes up from the device. Most of it needs the suite's `stimulate` option. */
export const CAPTURE_CASES: SuiteGroup<MiniportBench> = suiteGroup('a capture stream', (test) => {
  for (const [name, state] of STATE_NAMES) {
    test(`does nothing when it is served without data in state ${name}`, async (bench) => {
      const { stream, recorder } = openCapture(bench, state);
      for (let i = 0; i < 3; i++) expectReturn('putMessage(null)', () => stream.put(null));
      await bench.service();
      expectEqual('events emitted', recorder.events, []);
      stream.closeWithoutLeaks();
    });
  }

  for (const [name, state] of STATE_NAMES.filter((each) => each[1] < KsState.pause)) {
    test(`throws away in state ${name} what the device sends, for good`, async (bench) => {
      const { stream, recorder } = openCapture(bench, state);
      await receive(bench, WIRE);
      expectEqual(`bytes emitted in ${name}`, recorder.bytes, []);
      stream.moveTo(KsState.run);
      await bench.service();
      expectEqual('old bytes emitted in run', recorder.bytes, []);
      await receive(bench, NOTE_ON);
      expectEqual('new bytes emitted in run', recorder.bytes, NOTE_ON);
      stream.closeWithoutLeaks();
    });
  }

  for (const [name, state] of STATE_NAMES.filter((each) => each[1] >= KsState.pause)) {
    test(`emits in state ${name} what the device sends, every byte once and in order`, async (bench) => {
      const { stream, recorder } = openCapture(bench, state);
      await receive(bench, WIRE);
      await receive(bench, NOTE_OFF);
      expectEqual('bytes emitted', recorder.bytes, [...WIRE, ...NOTE_OFF]);
      stream.closeWithoutLeaks();
    });
  }

  test('marks raw bytes as incomplete, and nothing else is no whole message', async (bench) => {
    const { recorder } = openCapture(bench, KsState.run);
    await receive(bench, WIRE);
    expectNoFaults('captured events', markFaults(recorder.events));
    await receive(bench, [0x91, 60]);
    expectNoFaults('the beginning of a message', markFaults(recorder.events));
    await receive(bench, [100]);
    expectNoFaults('a message that came in two pieces', markFaults(recorder.events));
    expectEqual('bytes emitted', recorder.bytes, [...WIRE, 0x91, 60, 100]);
  });

  test('stamps events with the master clock, between their arrival and their being served', async (bench) => {
    const { recorder } = openCapture(bench, KsState.run);
    for (let i = 0; i < 3; i++) {
      bench.clock.advance(100 * MILLISECOND);
      const arrival = bench.clock.getTime();
      const before = recorder.events.length;
      await bench.stimulate(NOTE_ON);
      bench.clock.advance(MILLISECOND);
      await bench.service();
      for (const { presentationTime } of recorder.events.slice(before)) {
        const what = `stamp of message ${i + 1}`;
        expectBetween(what, presentationTime, arrival, bench.clock.getTime(), 'ticks of 100 ns');
      }
      expectThat('events of a message', recorder.events.length > before, 'at least one');
    }
  });

  test('asks its group for service when bytes arrive, and emits none before it is served', async (bench) => {
    const { recorder } = openCapture(bench, KsState.run);
    if (!bench.hasServiceGroup) applicable(null, 'the device has no service group');
    await bench.stimulate(NOTE_ON);
    await bench.settle();
    expectEqual('bytes emitted before the service', recorder.bytes, []);
    bench.port.service();
    expectEqual('bytes emitted by the service', recorder.bytes, NOTE_ON);
  });

  test('survives an exhausted allocator, and goes on when there are events again', async (bench) => {
    const sizes = { maxEventCount: 2, maxBufferCount: 1 };
    const { stream, recorder } = openCapture(bench, KsState.run, sizes);
    recorder.isHolding = true;
    for (let i = 0; i < 50; i++) await receive(bench, WIRE);
    expectThat('requests that found the pool empty', stream.allocator.exhaustedCount > 0, 'at least one');
    recorder.release();
    await bench.service();
    await bench.service();
    const before = recorder.events.length;
    for (let i = 0; i < 3; i++) await receive(bench, NOTE_OFF);
    expectThat('events after the pool was full again', recorder.events.length > before, 'at least one');
    stream.closeWithoutLeaks();
  });

  test('gives what it emits to the allocator while no output is connected', async (bench) => {
    const stream = bench.open(bench.pinsOf(StreamType.midiCapture)[0]!).moveTo(KsState.run);
    await receive(bench, WIRE);
    stream.closeWithoutLeaks();
  });

  test('emits nothing to an output that was disconnected, and leaks nothing', async (bench) => {
    const { stream, recorder } = openCapture(bench, KsState.run);
    stream.stream.disconnectOutput(recorder);
    await receive(bench, WIRE);
    expectEqual('bytes that a disconnected output got', recorder.bytes, []);
    stream.stream.connectOutput(recorder);
    await receive(bench, NOTE_ON);
    expectEqual('bytes after it was connected again', recorder.bytes, NOTE_ON);
    stream.closeWithoutLeaks();
  });

  test('leaves nothing behind when it is closed in the middle of a message', async (bench) => {
    const { stream } = openCapture(bench, KsState.run);
    await receive(bench, [...NOTE_ON, 0xf0, 1, 2, 3]);
    await bench.stimulate([4, 5, 6]);
    stream.closeWithoutLeaks();
  });

  test('gives back an event that is put into it', async (bench) => {
    const { stream } = openCapture(bench, KsState.run);
    expectReturn('putMessage of an event', () => stream.put(stream.allocator.getMessage()));
    stream.closeWithoutLeaks();
  });
});
