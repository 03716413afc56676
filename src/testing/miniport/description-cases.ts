import {
  type ConnectionDescription,
  DataFormatType,
  type DataRange,
  FILTER_NODE,
  type FilterDescription,
  NodeType,
  type PinDescription,
  UNLIMITED_INSTANCES,
} from '../../ddi/filter-description.ts';
import type { Guid } from '../../ddi/guid.ts';
import { PROPERTY_SET_SYNTH, type PropertyItem, PropertyVerb, SynthProperty } from '../../ddi/property-request.ts';
import { isInRange } from '../../port-driver/data-range.ts';
import { expectIdentical, expectNoFaults, expectThat } from '../assertions.ts';
import { type SuiteGroup, suiteGroup } from '../runner.ts';
import { isOpenable, type MiniportBench } from './bench.ts';

const GUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const KNOWN_VERBS = PropertyVerb.get | PropertyVerb.set | PropertyVerb.basicSupport;

/** What a miniport says about its filter. */
export const DESCRIPTION_CASES: SuiteGroup<MiniportBench> = suiteGroup('the description', (test) => {
  test('is the same object before init, after it, and while streams come and go', (bench) => {
    const before = JSON.stringify(bench.earlyDescription);
    expectIdentical('getDescription after init', bench.description, bench.earlyDescription);
    for (const pin of bench.openablePins()) bench.open(pin).close();
    expectIdentical('getDescription after streams', bench.description, bench.earlyDescription);
    expectThat('the description', JSON.stringify(bench.description) === before, 'what it was before init', 'another');
  });

  test('joins pins and nodes that there are, outputs to inputs', ({ description }) => {
    expectNoFaults(
      'connections',
      description.connections.flatMap((each) => connectionFaults(description, each)),
    );
  });

  test('has pins whose data flow, communication and instance counts agree', ({ description }) => {
    expectNoFaults('pins', description.pins.flatMap(pinFaults));
  });

  test('does not let bridges be opened, and gives every other pin a format', ({ description }) => {
    const faults = description.pins.flatMap((pin, id) => {
      const isBridge = pin.communication === 'bridge' || pin.communication === 'none';
      if (isBridge) return pin.maxFilterInstanceCount === 0 ? [] : [`pin ${id} is a wire and has instances`];
      return isOpenable(pin) && pin.dataRanges.length === 0 ? [`pin ${id} can be opened without a format`] : [];
    });
    expectNoFaults('pins', faults);
  });

  test('has data ranges that are well formed', ({ description }) => {
    const faults = description.pins.flatMap(({ dataRanges }, id) =>
      dataRanges.flatMap((range, i) => rangeFaults(range).map((fault) => `pin ${id}, range ${i}: ${fault}`)),
    );
    expectNoFaults('data ranges', faults);
  });

  test('is found under a category, and its GUIDs are GUIDs', ({ description }) => {
    const { categories, nodes, pins } = description;
    expectThat('categories', categories.length > 0, 'at least one', categories);
    const guids = [...categories, ...nodes.map(({ type }) => type), ...pins.map(({ category }) => category)];
    expectNoFaults(
      'GUIDs',
      guids.filter((guid) => !GUID.test(guid)),
    );
  });

  test('lists no property twice, and each with something that may be done', ({ description }) => {
    const { properties, pins, nodes } = description;
    const faults = [properties, ...pins.map((pin) => pin.properties), ...nodes.map((node) => node.properties)];
    expectNoFaults('property tables', faults.flatMap(tableFaults));
  });

  test('lists capabilities and parameters for every synthesizer node', ({ description }) => {
    const needed = [SynthProperty.caps, SynthProperty.portParameters];
    const faults = description.nodes.flatMap(({ type, properties }, id) => {
      if (type !== NodeType.synthesizer) return [];
      return needed.filter((item) => !answersGet(properties, item)).map((item) => `node ${id} cannot get item ${item}`);
    });
    expectNoFaults('synthesizer nodes', faults);
  });

  test('meets a range of its own in a format of that range, or leaves that to the port driver', (bench) => {
    const { miniport, description } = bench;
    description.pins.forEach(({ dataRanges }, pinId) => {
      for (const range of dataRanges) {
        const format = miniport.dataRangeIntersection(pinId, range, range);
        if (format === 'STATUS_NOT_IMPLEMENTED') continue;
        const what = `dataRangeIntersection of pin ${pinId} with itself`;
        expectThat(what, typeof format === 'object' && isInRange(format, range), 'a format in the range', format);
      }
    });
  });

  test('does not meet a range of another kind', ({ miniport, description }) => {
    const foreign = '00000000-dead-4000-8000-000000000000';
    description.pins.forEach(({ dataRanges }, pinId) => {
      for (const range of dataRanges) {
        const format = miniport.dataRangeIntersection(pinId, { ...range, subFormat: foreign }, range);
        const isRefused = format === 'STATUS_NOT_IMPLEMENTED' || format === 'STATUS_NO_MATCH';
        expectThat(`dataRangeIntersection of pin ${pinId} with a foreign format`, isRefused, 'STATUS_NO_MATCH', format);
      }
    });
  });
});

/** An end at the filter is one of its pins, an end at a node one of the node's two. */
function connectionFaults({ pins, nodes }: FilterDescription, connection: ConnectionDescription): string[] {
  const { fromNode, fromPin, toNode, toPin } = connection;
  const name = `${fromNode}.${fromPin} → ${toNode}.${toPin}`;
  const faults: string[] = [];
  if (fromNode === FILTER_NODE) {
    if (pins[fromPin]?.dataFlow !== 'in') faults.push(`${name} does not begin at a pin that takes data in`);
  } else if (nodes[fromNode] === undefined) faults.push(`${name} begins at a node there is not`);
  else if (fromPin !== 0) faults.push(`${name} does not begin at a node's output, pin 0`);
  if (toNode === FILTER_NODE) {
    if (pins[toPin]?.dataFlow !== 'out') faults.push(`${name} does not end at a pin that lets data out`);
  } else if (nodes[toNode] === undefined) faults.push(`${name} ends at a node there is not`);
  else if (toPin !== 1) faults.push(`${name} does not end at a node's input, pin 1`);
  return faults;
}

function pinFaults(pin: PinDescription, id: number): string[] {
  const { maxGlobalInstanceCount, maxFilterInstanceCount, minFilterInstanceCount } = pin;
  const faults: string[] = [];
  if (pin.communication === 'sink' && pin.dataFlow !== 'in') faults.push(`pin ${id} is a sink and lets data out`);
  if (pin.communication === 'source' && pin.dataFlow !== 'out') faults.push(`pin ${id} is a source and takes data in`);
  for (const count of [maxGlobalInstanceCount, maxFilterInstanceCount]) {
    if (!Number.isInteger(count) || count < UNLIMITED_INSTANCES) faults.push(`pin ${id} may have ${count} instances`);
  }
  const most = maxFilterInstanceCount === UNLIMITED_INSTANCES ? Number.POSITIVE_INFINITY : maxFilterInstanceCount;
  if (!(minFilterInstanceCount >= 0 && minFilterInstanceCount <= most)) {
    faults.push(`pin ${id} needs ${minFilterInstanceCount} instances and may have ${maxFilterInstanceCount}`);
  }
  return faults;
}

function rangeFaults(range: DataRange): string[] {
  const faults = [range.majorFormat, range.subFormat, range.specifier]
    .filter((guid) => !GUID.test(guid))
    .map((guid) => `'${guid}' is no GUID`);
  if (range.majorFormat !== DataFormatType[range.kind]) faults.push(`its major format is not ${range.kind}`);
  const ordered = (low: number, high: number, what: string): void => {
    if (!(low >= 0 && low <= high)) faults.push(`${what} from ${low} to ${high}`);
  };
  if (range.kind === 'music') {
    if (!GUID.test(range.technology)) faults.push(`its technology '${range.technology}' is no GUID`);
    ordered(0, range.channels, 'channels');
    ordered(0, range.notes, 'notes');
    ordered(range.channelMask, 0xffff, 'channel mask');
  } else {
    ordered(1, range.maximumChannels, 'channels');
    ordered(range.minimumBitsPerSample, range.maximumBitsPerSample, 'bits per sample');
    ordered(range.minimumSampleRate, range.maximumSampleRate, 'sample rate');
  }
  return faults;
}

function tableFaults(items: readonly PropertyItem[]): string[] {
  const seen = new Set<string>();
  return items.flatMap(({ set, id, verbs }) => {
    const name = `item ${id} of ${set}`;
    const faults: string[] = [];
    if (!GUID.test(set)) faults.push(`${name}: the set is no GUID`);
    if (seen.has(name)) faults.push(`${name} is there twice`);
    if (verbs === 0 || (verbs & ~KNOWN_VERBS) !== 0) faults.push(`${name} has the verbs 0x${verbs.toString(16)}`);
    seen.add(name);
    return faults;
  });
}

function answersGet(items: readonly PropertyItem[], id: number, set: Guid = PROPERTY_SET_SYNTH): boolean {
  return items.some((item) => item.set === set && item.id === id && (item.verbs & PropertyVerb.get) !== 0);
}
