import { beforeEach, describe, expect, it } from 'vitest';
import { DIRECT_MUSIC_FORMAT, FAKE_DESCRIPTION, FakeMiniport, FakePin } from '../../test/fakes/fake-miniport.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { NODE_NONE, type PropertyItem, type PropertyResult, PropertyVerb } from '../ddi/property-request.ts';
import { DmusItems } from '../properties/dmus-items.ts';
import { SynthClockItems, SynthItems } from '../properties/synth-items.ts';
import type { Pin } from './pin.ts';
import { DMusPort } from './port-driver.ts';

const { get, set, basicSupport } = PropertyVerb;
const SYNTH_NODE = 0;
const SUCCESS = { status: 'STATUS_SUCCESS', valueByteLength: 4 } as const;

/** A table of one item. */
function only({ set: propertySet, id }: { set: string; id: number }, verbs: number): readonly PropertyItem[] {
  return [{ set: propertySet, id, verbs }];
}

/** Items for the node, for its render pin and for the filter, each another one. */
class PropertyMiniport extends FakeMiniport {
  override getDescription(): typeof FAKE_DESCRIPTION {
    const [render, ...others] = FAKE_DESCRIPTION.pins;
    return {
      ...FAKE_DESCRIPTION,
      nodes: [{ ...FAKE_DESCRIPTION.nodes[0]!, properties: only(SynthItems.caps, get) }],
      pins: [{ ...render!, properties: only(SynthItems.volume, get | set) }, ...others],
      properties: only(DmusItems.dls2, get | basicSupport),
    };
  }
}

describe('PropertyRouter', () => {
  let miniport: PropertyMiniport;
  let port: DMusPort;
  let pin: Pin;
  beforeEach(() => {
    miniport = new PropertyMiniport();
    miniport.propertyResult = SUCCESS;
    port = new DMusPort({ masterClock: new ManualClock(77.4) });
    port.init(miniport);
    pin = port.openPin({ pinId: FakePin.render, dataFormat: DIRECT_MUSIC_FORMAT });
  });

  function ask(
    { set: propertySet, id }: { set: string; id: number },
    given: { pin?: Pin | null; node?: number; verb?: PropertyVerb; value?: Uint8Array } = {},
  ): PropertyResult {
    return port.property({
      pin: null,
      node: NODE_NONE,
      verb: get,
      value: new Uint8Array(8),
      ...given,
      set: propertySet,
      id,
      instance: new Uint8Array(0),
      complete: () => {},
    });
  }

  it('finds a node’s items at the node, through the filter or through a pin', () => {
    expect(ask(SynthItems.caps, { node: SYNTH_NODE })).toEqual(SUCCESS);
    expect(ask(SynthItems.caps, { node: SYNTH_NODE, pin })).toEqual(SUCCESS);
    expect(miniport.requests.map(({ stream }) => stream)).toEqual([null, pin.stream]);
    expect([ask(SynthItems.caps), ask(SynthItems.caps, { pin })].map(({ status }) => status)).toEqual([
      'STATUS_PROPSET_NOT_FOUND',
      'STATUS_NOT_FOUND',
    ]);
  });

  it('finds a pin’s items at an instance of the pin only', () => {
    expect(ask(SynthItems.volume, { pin, verb: set })).toEqual(SUCCESS);
    expect(miniport.requests).toMatchObject([{ node: NODE_NONE, stream: pin.stream }]);
    expect(ask(SynthItems.volume, { pin, node: SYNTH_NODE }).status).toBe('STATUS_NOT_FOUND');
    expect(ask(SynthItems.volume).status).toBe('STATUS_PROPSET_NOT_FOUND');
  });

  it('finds the filter’s items at the filter only', () => {
    expect(ask(DmusItems.dls2)).toEqual(SUCCESS);
    expect(miniport.requests).toMatchObject([{ node: NODE_NONE, stream: null }]);
    expect(ask(DmusItems.dls2, { pin }).status).toBe('STATUS_PROPSET_NOT_FOUND');
    expect(ask(DmusItems.dls2, { node: SYNTH_NODE }).status).toBe('STATUS_PROPSET_NOT_FOUND');
  });

  it('tells verbs from the table, unless the item tells them itself', () => {
    const value = new Uint8Array(4);
    expect(ask(SynthItems.volume, { pin, verb: basicSupport, value })).toEqual(SUCCESS);
    expect([[...value], miniport.requests.length]).toEqual([[get | set, 0, 0, 0], 0]);
    ask(DmusItems.dls2, { verb: basicSupport, value });
    expect(miniport.requests).toMatchObject([{ verb: basicSupport }]);
    expect(ask(SynthItems.volume, { pin, verb: basicSupport, value: new Uint8Array(3) })).toEqual({
      status: 'STATUS_BUFFER_TOO_SMALL',
      valueByteLength: 4,
    });
  });

  it('refuses a verb that the table does not have', () => {
    expect(ask(DmusItems.dls2, { verb: set })).toEqual({ status: 'STATUS_INVALID_DEVICE_REQUEST', valueByteLength: 0 });
  });

  it('answers for the clock itself, in whole ticks, at the filter and at pins, not at nodes', () => {
    const { masterClock } = SynthClockItems;
    const value = new Uint8Array(8);
    expect(ask(masterClock, { pin, value })).toEqual({ status: 'STATUS_SUCCESS', valueByteLength: 8 });
    expect(value[0]).toBe(77);
    expect(ask(masterClock, { verb: basicSupport, value })).toEqual(SUCCESS);
    expect(value[0]).toBe(get);
    expect(ask({ ...masterClock, id: 1 }).status).toBe('STATUS_NOT_FOUND');
    expect(ask(masterClock, { node: SYNTH_NODE }).status).toBe('STATUS_PROPSET_NOT_FOUND');
    expect(miniport.requests).toEqual([]);
  });
});
