import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FakeMiniport, FakePin } from '../../test/fakes/fake-miniport.ts';
import { codeOf } from '../../test/rig/raw-block.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { NODE_NONE, PropertyVerb } from '../ddi/property-request.ts';
import { DMusPort } from '../port-driver/port-driver.ts';
import { DmusItems } from '../properties/dmus-items.ts';
import { ksProperty, packKsProperty } from '../properties/ks-descriptor.ts';
import { basicSupport, getItem, setItem, setItemAndWait } from '../properties/property-calls.ts';
import { SynthClockItems, SynthItems } from '../properties/synth-items.ts';
import { FilterControl } from './filter-control.ts';
import { KsFilterConnection } from './in-process.ts';

const NOW = 123_456_789_012;
const SYNTH_NODE = 0;

describe('FilterControl', () => {
  let miniport: FakeMiniport;
  let connection: KsFilterConnection;
  let node: FilterControl;
  beforeEach(() => {
    miniport = new FakeMiniport();
    const port = new DMusPort({ masterClock: new ManualClock(NOW) });
    port.init(miniport);
    connection = new KsFilterConnection({ port });
    node = new FilterControl({ connection, node: SYNTH_NODE });
  });

  it('reads an item of a node, and of the filter itself', () => {
    miniport.property = ({ value }) => {
      value.set([0xd8, 0xff, 0xff, 0xff]);
      return { status: 'STATUS_SUCCESS', valueByteLength: 4 };
    };
    expect(getItem(node, SynthItems.volume)).toBe(-40);
    expect(getItem(new FilterControl({ connection }), SynthClockItems.masterClock)).toBe(NOW);
  });

  it('goes through a pin, to the node it is told', () => {
    const pin = connection.createPin(FakePin.render, DIRECT_MUSIC_FORMAT);
    const control = new FilterControl({ connection, pin });
    setItem(control.atNode(SYNTH_NODE), SynthItems.volume, -40);
    expect(miniport.requests).toMatchObject([
      { node: SYNTH_NODE, stream: miniport.messageStreams[0], value: Uint8Array.of(0xd8, 0xff, 0xff, 0xff) },
    ]);
    expect(codeOf(() => setItem(control, SynthItems.volume, 0))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    connection.closePin(pin);
    expect(codeOf(() => setItem(control, SynthItems.volume, 0))).toBe('STATUS_INVALID_PARAMETER');
  });

  it('tells the verbs of items, and which items there are not', () => {
    expect(basicSupport(node, SynthItems.volume)).toBe(PropertyVerb.get | PropertyVerb.set);
    expect(basicSupport(node.atNode(NODE_NONE), SynthClockItems.masterClock)).toBe(PropertyVerb.get);
    expect(codeOf(() => basicSupport(node, DmusItems.dls2))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    expect(codeOf(() => node.setProperty(SynthItems.caps.set, SynthItems.caps.id, new Uint8Array(296)))).toBe(
      'DMUS_E_SET_UNSUPPORTED',
    );
  });

  it('tells the bytes of a value, which the miniport knows', () => {
    miniport.propertyResult = { status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: 40 };
    expect(node.getByteLength(SynthItems.caps.set, SynthItems.caps.id)).toBe(40);
    miniport.propertyResult = { status: 'STATUS_UNSUCCESSFUL', valueByteLength: 0 };
    expect(codeOf(() => node.getByteLength(SynthItems.caps.set, SynthItems.caps.id))).toBe('E_FAIL');
  });

  it('waits for an order that the driver finishes later', async () => {
    miniport.propertyResult = { status: 'STATUS_PENDING', valueByteLength: 0 };
    let isDone = false;
    const done = setItemAndWait(node, SynthItems.volume, 1).then(() => {
      isDone = true;
    });
    await Promise.resolve();
    expect(isDone).toBe(false);
    miniport.requests[0]!.complete({ status: 'STATUS_SUCCESS', valueByteLength: 4 });
    await done;
    expect(isDone).toBe(true);
  });

  it('does not wait for one that is over, and rejects where it failed, at once or later', async () => {
    await setItemAndWait(node, SynthItems.volume, 1);
    miniport.propertyResult = { status: 'STATUS_UNSUCCESSFUL', valueByteLength: 0 };
    await expect(setItemAndWait(node, SynthItems.volume, 1)).rejects.toMatchObject({ code: 'E_FAIL' });
    miniport.propertyResult = { status: 'STATUS_PENDING', valueByteLength: 0 };
    const later = setItemAndWait(node, SynthItems.volume, 1);
    connection.close();
    await expect(later).rejects.toMatchObject({ code: 'E_FAIL' });
  });

  it('takes requests as bytes: the node of a KSNODEPROPERTY, and its own for a KSPROPERTY', () => {
    const { set, id } = SynthItems.volume;
    const clock = { set: SynthClockItems.masterClock.set, id: 0 };
    const value = new Uint8Array(8);
    ksProperty(node, packKsProperty({ set, id, verb: PropertyVerb.set }), value.subarray(0, 4));
    ksProperty(node.atNode(NODE_NONE), packKsProperty({ set, id, verb: PropertyVerb.set, node: 0 }), value);
    expect(miniport.requests.map((request) => request.node)).toEqual([0, 0]);
    expect(codeOf(() => ksProperty(node, packKsProperty({ set, id, node: 1 }), value))).toBe('E_INVALIDARG');
    expect(ksProperty(new FilterControl({ connection }), packKsProperty(clock), value)).toBe(8);
    expect(new DataView(value.buffer).getBigInt64(0, true)).toBe(BigInt(NOW));
  });

  it('fails with nothing but documented codes, whatever the bytes', () => {
    const sets = [SynthItems.volume.set, SynthClockItems.masterClock.set, DmusItems.dls2.set] as const;
    const descriptor = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .record({
          set: fc.constantFrom(...sets),
          id: fc.nat(9),
          verb: fc.constantFrom(...Object.values(PropertyVerb)),
          node: fc.constantFrom(0, 1, NODE_NONE),
          instance: fc.uint8Array({ maxLength: 8 }),
        })
        .map(packKsProperty),
    );
    const value = fc.uint8Array({ maxLength: 16 });
    fc.assert(
      fc.property(descriptor, value, fc.constantFrom(0, 1, NODE_NONE), (bytes, room, at) => {
        const before = [...room];
        const code = codeOf(() => ksProperty(node.atNode(at), bytes, room));
        expect(code).toMatch(/^(nothing thrown|DMUS_E_\w+|E_\w+)$/);
        if (code !== 'nothing thrown') expect([...room]).toEqual(before);
      }),
      { seed: 19, numRuns: 500 },
    );
  });
});
