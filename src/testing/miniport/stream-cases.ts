import { KsState } from '../../ddi/ks-state.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import {
  applicable,
  expectBetween,
  expectCode,
  expectEqual,
  expectIdentical,
  expectMethods,
  expectReturn,
  expectThat,
} from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { isOpenable, type MiniportBench } from './bench.ts';

/** What a stream of messages, and of sound, has to offer. */
const MXF_METHODS = ['setState', 'putMessage', 'connectOutput', 'disconnectOutput'] as const;
const SYNTH_SINK_METHODS = ['render', 'syncToMaster', 'sampleToRefTime', 'refTimeToSample'] as const;
const GROUP_METHODS = ['requestService', 'addMember', 'removeMember'] as const;
/** Walk through all states, up and down. */
const WALK = [1, 2, 3, 2, 3, 2, 1, 2, 1, 0, 1, 0] as const;

/** `init`, and how streams are made, moved and closed. */
export const STREAM_CASES: SuiteGroup<MiniportBench> = suiteGroup('init and streams', (test) => {
  test('init answers a service group, or null for a device without interrupts', ({ initGroup }) => {
    expectThat('serviceGroup', initGroup !== undefined, 'a group or null', initGroup);
    if (initGroup !== null) expectMethods('the group of init', initGroup, GROUP_METHODS);
  });

  test('a group that is registered during init is the one that init answers', ({ port, initGroup }) => {
    const registered = applicable(port.registered[0], 'the miniport registers no group during init');
    expectIdentical('the group of init', initGroup, registered);
    expectEqual('groups registered', port.registered.length, 1);
  });

  test('every pin that can be opened gives a stream with all its methods', (bench) => {
    for (const pin of bench.openablePins()) {
      const opened = bench.open(pin);
      const { stream } = opened;
      const isWave = pin.streamType === StreamType.waveSink;
      const names = isWave ? [...MXF_METHODS, ...SYNTH_SINK_METHODS] : MXF_METHODS;
      expectMethods(`the stream of pin ${pin.pinId}`, stream, names);
      opened.close();
    }
  });

  test('every stream says how long before its time it wants an event, and which group serves it', (bench) => {
    for (const pin of bench.openablePins()) {
      const opened = bench.open(pin);
      const { schedulePreFetch, serviceGroup } = opened.created;
      opened.close();
      const what = `schedulePreFetch of pin ${pin.pinId}`;
      expectBetween(what, schedulePreFetch, 0, Number.POSITIVE_INFINITY, 'ticks of 100 ns');
      if (serviceGroup !== null) expectMethods(`the group of pin ${pin.pinId}`, serviceGroup, GROUP_METHODS);
    }
  });

  test('a stream type that the device does not have is refused with STATUS_INVALID_DEVICE_REQUEST', (bench) => {
    const pins = bench.openablePins();
    const had = new Set<StreamType>(pins.map(({ streamType }) => streamType));
    const pin = applicable(pins[0], 'no pin can be opened');
    for (const [name, streamType] of Object.entries(StreamType)) {
      if (had.has(streamType)) continue;
      const what = `newStream of type ${name} on pin ${pin.pinId}`;
      expectCode(what, () => bench.open({ ...pin, streamType }), 'STATUS_INVALID_DEVICE_REQUEST');
    }
  });

  test('a stream goes through all states one step at a time, up and down', (bench) => {
    for (const pin of bench.openablePins()) {
      const stream = bench.open(pin);
      for (const state of WALK) expectReturn(`setState ${state} on pin ${pin.pinId}`, () => stream.moveTo(state));
      stream.closeWithoutLeaks();
    }
  });

  test('a closed stream makes room for the next', (bench) => {
    for (const pin of bench.openablePins()) {
      for (let i = 0; i < 3; i++) {
        const stream = expectReturn(`opening ${i + 1} of pin ${pin.pinId}`, () => bench.open(pin));
        stream.moveTo(KsState.run).closeWithoutLeaks();
      }
    }
  });

  test('a stream that nothing was put into has lent nothing when it is closed', (bench) => {
    for (const pin of bench.openablePins()) bench.open(pin).moveTo(KsState.run).closeWithoutLeaks();
  });

  test('as many instances of a pin as it allows are open at once', (bench) => {
    const { pins } = bench.description;
    for (const pin of bench.openablePins()) {
      const description = pins[pin.pinId]!;
      const most = Math.min(...[description.maxFilterInstanceCount, description.maxGlobalInstanceCount].map(upToThree));
      const streams = Array.from({ length: isOpenable(description) ? most : 0 }, () => bench.open(pin));
      const different = new Set(streams.map(({ stream }) => stream)).size;
      expectEqual(`different streams of pin ${pin.pinId}`, different, most);
      for (const stream of streams) stream.close();
    }
  });
});

/** Instances that are tried where so many, or any number, are allowed. */
function upToThree(count: number): number {
  return count < 0 ? 3 : Math.min(3, count);
}
