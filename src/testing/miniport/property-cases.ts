import { readUint32 } from '../../clock/packed-integer.ts';
import { DMUS_ERROR_VALUES } from '../../ddi/errors.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { NODE_NONE, type PropertyResult, PropertyVerb } from '../../ddi/property-request.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { applicable, expectBetween, expectEqual, expectReturn, expectThat } from '../assertions.ts';
import { RandomBytes } from '../random-bytes.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import type { MiniportBench } from './bench.ts';
import { AMPLE_BYTES, ask, type ItemTarget, instanceOf, itemTargets } from './node-request.ts';

const SEED = 31_337;
const RANDOM_REQUESTS = 40;
const REMARKS: readonly string[] = ['STATUS_SUCCESS', 'STATUS_NOT_ALL_ASSIGNED', 'STATUS_PENDING'];
/** What stands in a value before it is filled. */
const UNTOUCHED = 0xa5;

/** Asks every item of every table by way of one stream of each kind, all of them open. */
function allTargets(bench: MiniportBench): ItemTarget[] {
  const seen = new Set<string>();
  const targets = openOneOfEach(bench).flatMap(([stream, pinId]) => itemTargets(bench, stream, pinId));
  const unique = targets.filter(({ name }) => !seen.has(name) && seen.add(name));
  applicable(unique[0], 'the description lists no property');
  return unique;
}

/** A message stream first: what belongs to a synth is asked of it. */
function openOneOfEach(bench: MiniportBench): [Mxf | null, number | null][] {
  const order = [StreamType.midiRender, StreamType.midiCapture, StreamType.waveSink] as const;
  const pins = order.flatMap((type) => bench.openablePins().find(({ streamType }) => streamType === type) ?? []);
  const opened = pins.map((pin): [Mxf, number] => [bench.open(pin).stream, pin.pinId]);
  return opened.length === 0 ? [[null, null]] : opened;
}

function gettable(bench: MiniportBench): ItemTarget[] {
  const targets = allTargets(bench).filter(({ item }) => (item.verbs & PropertyVerb.get) !== 0);
  applicable(targets[0], 'no property can be read');
  return targets;
}

/** The bytes that a value needs, by asking with none. */
function neededBytes(bench: MiniportBench, target: ItemTarget): number {
  const { status, valueByteLength } = ask(bench, target);
  expectEqual(`${target.name}, empty value`, status, 'STATUS_BUFFER_OVERFLOW');
  expectBetween(`${target.name}, bytes needed`, valueByteLength, 1, AMPLE_BYTES, 'bytes');
  return valueByteLength;
}

function expectKnownStatus(what: string, { status }: PropertyResult): void {
  const isKnown = REMARKS.includes(status) || (status in DMUS_ERROR_VALUES && status.startsWith('STATUS_'));
  expectThat(what, isKnown, 'a documented status', status);
}

/** The properties that the miniport lists, asked in every way that is right and wrong. */
export const PROPERTY_CASES: SuiteGroup<MiniportBench> = suiteGroup('properties', (test) => {
  test('an empty value is answered with STATUS_BUFFER_OVERFLOW and the bytes needed', (bench) => {
    for (const target of gettable(bench)) neededBytes(bench, target);
  });

  test('a value that is a byte short is answered with STATUS_BUFFER_TOO_SMALL and the bytes needed', (bench) => {
    for (const target of gettable(bench)) {
      const needed = neededBytes(bench, target);
      if (needed < 2) continue;
      const { status, valueByteLength } = ask(bench, target, { value: new Uint8Array(needed - 1) });
      expectEqual(`${target.name}, a byte short`, status, 'STATUS_BUFFER_TOO_SMALL');
      expectEqual(`${target.name}, bytes needed`, valueByteLength, needed, 'bytes');
    }
  });

  test('an answer says how long it is, and writes nothing behind its end', (bench) => {
    for (const target of gettable(bench)) {
      const value = new Uint8Array(AMPLE_BYTES).fill(UNTOUCHED);
      const result = ask(bench, target, { value });
      expectKnownStatus(target.name, result);
      if (!REMARKS.includes(result.status) || result.status === 'STATUS_PENDING') {
        expectEqual(`${target.name}, bytes after ${result.status}`, result.valueByteLength, 0, 'bytes');
        continue;
      }
      expectBetween(`${target.name}, bytes of the answer`, result.valueByteLength, 1, AMPLE_BYTES, 'bytes');
      const rest = value.subarray(result.valueByteLength);
      expectThat(
        `${target.name}, behind the answer`,
        rest.every((byte) => byte === UNTOUCHED),
        'nothing written',
      );
    }
  });

  test('a verb that is not listed is answered with STATUS_INVALID_DEVICE_REQUEST', (bench) => {
    for (const target of allTargets(bench)) {
      for (const [name, verb] of [
        ['get', PropertyVerb.get],
        ['set', PropertyVerb.set],
      ] as const) {
        if ((target.item.verbs & verb) !== 0) continue;
        const { status } = ask(bench, target, { verb, value: new Uint8Array(AMPLE_BYTES) });
        expectEqual(`${target.name}, ${name}`, status, 'STATUS_INVALID_DEVICE_REQUEST');
      }
    }
  });

  test('basic support, where an item answers it itself, tells the listed verbs', (bench) => {
    const verb = PropertyVerb.basicSupport;
    const targets = allTargets(bench).filter(({ item }) => (item.verbs & verb) !== 0);
    applicable(targets[0], 'basic support is left to the port driver');
    for (const target of targets) {
      const value = new Uint8Array(4);
      const { status } = ask(bench, target, { verb, value });
      expectEqual(`${target.name}, basic support`, status, 'STATUS_SUCCESS');
      const access = PropertyVerb.get | PropertyVerb.set;
      expectEqual(`${target.name}, verbs`, readUint32(value, 0) & access, target.item.verbs & access);
    }
  });

  test('an item or a set that is not listed fails, and is no exception', (bench) => {
    const [stream] = openOneOfEach(bench)[0]!;
    const sets = ['00000000-dead-4000-8000-000000000000', ...allSets(bench)];
    for (const set of sets) {
      for (const node of [NODE_NONE, 0, 77]) {
        const item = { set, id: 0x7fff_ffff, verbs: 0 };
        const target: ItemTarget = { item, node, stream, name: `item ${item.id} of ${set} of node ${node}` };
        const result = expectReturn(target.name, () => ask(bench, target, { value: new Uint8Array(64) }));
        expectKnownStatus(target.name, result);
        expectThat(target.name, !REMARKS.includes(result.status), 'a failure', result.status);
      }
    }
  });

  test('an item of a stream that is asked without one is no exception', (bench) => {
    for (const target of itemTargets(bench, null, null)) {
      for (const verb of [PropertyVerb.get, PropertyVerb.set]) {
        const value = new Uint8Array(AMPLE_BYTES);
        expectKnownStatus(
          target.name,
          expectReturn(target.name, () => ask(bench, target, { verb, value })),
        );
      }
    }
  });

  test('an item of a stream that was closed is no exception', (bench) => {
    for (const pin of bench.openablePins()) {
      const opened = bench.open(pin);
      opened.close();
      const { stream } = opened;
      for (const target of itemTargets(bench, stream, pin.pinId)) {
        const value = new Uint8Array(AMPLE_BYTES);
        expectKnownStatus(
          target.name,
          expectReturn(target.name, () => ask(bench, target, { value })),
        );
      }
    }
  });

  test('descriptors and values of chance bytes are no exception', (bench) => {
    const random = new RandomBytes(SEED);
    for (const target of allTargets(bench)) {
      for (let i = 0; i < RANDOM_REQUESTS; i++) {
        const value = random.bytes(random.below(40));
        const verb = random.below(2) === 0 ? PropertyVerb.get : PropertyVerb.set;
        const what = `${target.name}, request ${i} of seed ${SEED}`;
        const result = expectReturn(what, () => {
          return ask(bench, target, { verb, value, instance: randomInstance(random, target) });
        });
        expectKnownStatus(what, result);
        if (REMARKS.includes(result.status)) {
          expectBetween(`${what}, bytes of the answer`, result.valueByteLength, 0, value.byteLength, 'bytes');
        }
      }
    }
  });
});

function allSets(bench: MiniportBench): string[] {
  return [...new Set(itemTargets(bench, null, null).map(({ item }) => item.set))];
}

/** Nothing but chance, or a right descriptor with a few bytes changed or cut off. */
function randomInstance(random: RandomBytes, { item }: ItemTarget): Uint8Array {
  const instance = instanceOf(item).slice();
  if (instance.byteLength === 0 || random.below(2) === 0) return random.bytes(random.below(64));
  for (let i = 0; i < 3; i++) instance[random.below(instance.byteLength)] = random.below(256);
  return random.below(4) === 0 ? instance.subarray(0, random.below(instance.byteLength)) : instance;
}
