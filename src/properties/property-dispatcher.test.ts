import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DmusCode, DmusError } from '../ddi/errors.ts';
import { NODE_NONE, type PropertyRequest, type PropertyResult, PropertyVerb } from '../ddi/property-request.ts';
import { makeWaveFormat } from '../ddi/wave-format.ts';
import { DmusItems } from './dmus-items.ts';
import { PropertyDispatcher } from './property-dispatcher.ts';
import { itemsOf, NotAllAssigned, onGlobalItem, onItem } from './property-handler.ts';
import { SynthDlsItems, SynthItems } from './synth-items.ts';

/** What the handlers below work on. */
class Device {
  volume = 5;
  calls = 0;
  failure: unknown = null;
  /** End of the last unload. */
  done: () => void = () => {};
  /** The unload is over before it returns. */
  isQuick = false;
}

const { get, set, basicSupport } = PropertyVerb;
const FORMAT = makeWaveFormat(1, 2, 44100, 16);

const DISPATCHER = new PropertyDispatcher<Device>([
  onItem(SynthItems.volume, {
    get: (device: Device) => {
      device.calls++;
      if (device.failure !== null) throw device.failure;
      return device.volume;
    },
    set: (device, value) => {
      device.volume = value;
    },
  }),
  onItem(SynthItems.portParameters, { get: (_: Device, wanted) => new NotAllAssigned({ ...wanted, voices: 3 }) }),
  onItem(SynthItems.voicePriority, { get: (_: Device, { channelGroup, channel }) => channelGroup * 100 + channel }),
  onItem(SynthDlsItems.unload, {
    setLater: (device: Device, handle, _, done) => {
      if (handle === 0) throw new DmusError('E_FAIL');
      device.done = done;
      if (device.isQuick) done();
    },
  }),
  onItem(SynthDlsItems.compact, { set: (device: Device) => void device.calls++ }),
  onItem(SynthDlsItems.waveFormat, { get: () => FORMAT }),
  onGlobalItem(DmusItems.dls2, { get: () => true }),
  onItem(DmusItems.effects, { get: () => 1 }),
]);

let device: Device;
let completions: PropertyResult[];
beforeEach(() => {
  device = new Device();
  completions = [];
});

type Given = Partial<PropertyRequest> & { readonly item?: { readonly set: string; readonly id: number } };

function request({ item = SynthItems.volume, ...given }: Given): PropertyRequest {
  return {
    set: item.set,
    id: item.id,
    verb: get,
    node: NODE_NONE,
    stream: null,
    instance: new Uint8Array(0),
    value: new Uint8Array(4),
    complete: (result) => completions.push(result),
    ...given,
  };
}

const dispatch = (given: Given): PropertyResult => DISPATCHER.dispatch(request(given), device);
const failed = (status: string) => ({ status, valueByteLength: 0 });
const succeeded = (valueByteLength: number) => ({ status: 'STATUS_SUCCESS', valueByteLength });

describe('PropertyDispatcher', () => {
  it('reads and sets in the item’s own types', () => {
    const value = new Uint8Array(6).fill(0xee);
    expect(dispatch({ verb: set, value: Uint8Array.of(0xfe, 0xff, 0xff, 0xff) })).toEqual(succeeded(4));
    expect(device.volume).toBe(-2);
    expect(dispatch({ value })).toEqual(succeeded(4));
    expect([...value]).toEqual([0xfe, 0xff, 0xff, 0xff, 0xee, 0xee]);
  });

  it('unpacks what stands behind the descriptor’s header', () => {
    const value = new Uint8Array(4);
    dispatch({ item: SynthItems.voicePriority, instance: Uint8Array.of(7, 0, 0, 0, 9, 0, 0, 0), value });
    expect(value[0]! + value[1]! * 256).toBe(709);
  });

  it('says that a value was altered, and gives it', () => {
    const value = new Uint8Array(28);
    const given = { item: SynthItems.portParameters, instance: new Uint8Array(28), value };
    expect(dispatch(given)).toEqual({ status: 'STATUS_NOT_ALL_ASSIGNED', valueByteLength: 28 });
    expect([value[0], value[4]]).toEqual([1, 3]);
  });

  it('tells the verbs that are answered, be they fewer than the item has', () => {
    const value = new Uint8Array(4);
    const verbs = [SynthItems.volume, SynthDlsItems.unload, DmusItems.effects].map((item) => {
      expect(dispatch({ item, verb: basicSupport, value })).toEqual(succeeded(4));
      return value[0];
    });
    expect(verbs).toEqual([get | set, set, get]);
    expect(dispatch({ verb: basicSupport, value: new Uint8Array(0) })).toEqual({
      status: 'STATUS_BUFFER_OVERFLOW',
      valueByteLength: 4,
    });
  });

  it.each([
    ['an item without a handler', { id: 99 }, 'STATUS_UNSUCCESSFUL'],
    ['a verb it does not have', { item: DmusItems.effects, verb: set }, 'STATUS_INVALID_DEVICE_REQUEST'],
    [
      'a descriptor cut short',
      { item: SynthItems.voicePriority, instance: new Uint8Array(7) },
      'STATUS_INVALID_PARAMETER',
    ],
  ] as const)('fails for %s', (_, given, status) => {
    expect(dispatch(given)).toEqual(failed(status));
  });

  it('asks for nothing before it knows that there is room', () => {
    expect(dispatch({ value: new Uint8Array(0) })).toEqual({ status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: 4 });
    expect(dispatch({ value: new Uint8Array(3) })).toEqual({ status: 'STATUS_BUFFER_TOO_SMALL', valueByteLength: 4 });
    expect(device.calls).toBe(0);
  });

  it('tells the size of a value of open length by the value itself, and does without a value where there is none', () => {
    const ask = (byteLength: number) => dispatch({ item: SynthDlsItems.waveFormat, value: new Uint8Array(byteLength) });
    expect([ask(0), ask(17), ask(18)]).toEqual([
      { status: 'STATUS_BUFFER_OVERFLOW', valueByteLength: 18 },
      { status: 'STATUS_BUFFER_TOO_SMALL', valueByteLength: 18 },
      succeeded(18),
    ]);
    expect(dispatch({ item: SynthDlsItems.compact, verb: set, value: new Uint8Array(0) })).toEqual(succeeded(0));
    expect(device.calls).toBe(1);
  });

  it('needs a target, but for what is the whole device’s', () => {
    const without = (item: Given['item']) => DISPATCHER.dispatch(request({ ...(item && { item }) }), undefined).status;
    expect([without(SynthItems.volume), without(DmusItems.dls2)]).toEqual([
      'STATUS_INVALID_PARAMETER',
      'STATUS_SUCCESS',
    ]);
  });

  it.each([
    ['E_OUTOFMEMORY', 'STATUS_NO_MEMORY'],
    ['E_INVALIDARG', 'STATUS_UNSUCCESSFUL'],
    ['STATUS_INSUFFICIENT_RESOURCES', 'STATUS_INSUFFICIENT_RESOURCES'],
  ] as const)('makes of a failure with %s: %s', (code: DmusCode, status) => {
    device.failure = new DmusError(code);
    expect(dispatch({})).toEqual(failed(status));
  });

  it('makes of any other failure that it was unsuccessful', () => {
    device.failure = new TypeError('a mistake');
    expect(dispatch({})).toEqual(failed('STATUS_UNSUCCESSFUL'));
  });
});

describe('an order that may end later', () => {
  const unload = (handle: number) =>
    dispatch({ item: SynthDlsItems.unload, verb: set, value: Uint8Array.of(handle, 0, 0, 0) });

  it('is pending until its end, and completed once', () => {
    expect(unload(1)).toEqual(failed('STATUS_PENDING'));
    expect(completions).toEqual([]);
    device.done();
    device.done();
    expect(completions).toEqual([succeeded(4)]);
  });

  it('that ends at once succeeds and is never completed', () => {
    device.isQuick = true;
    expect(unload(1)).toEqual(succeeded(4));
    device.done();
    expect(completions).toEqual([]);
  });

  it('that fails is never completed', () => {
    unload(1);
    device.done();
    expect(unload(0)).toEqual(failed('STATUS_UNSUCCESSFUL'));
    expect(completions).toHaveLength(1);
  });
});

describe('tables of handlers', () => {
  it('give the automation table of a description', () => {
    expect(itemsOf(DISPATCHER.handlers).slice(0, 2)).toEqual([
      { set: SynthItems.volume.set, id: 0, verbs: get | set },
      { set: SynthItems.volume.set, id: 3, verbs: get },
    ]);
  });

  it('refuse a verb that the item does not have, and a handler without any', () => {
    expect(() => onItem(DmusItems.dls1, { set: () => {} })).toThrow(TypeError);
    expect(() => onGlobalItem(SynthItems.volume, {})).toThrow(TypeError);
  });

  it('never throw, whatever the request', () => {
    const bytes = fc.uint8Array({ maxLength: 40 });
    const hostile = fc.record({
      set: fc.constantFrom(...DISPATCHER.handlers.map(({ item }) => item.set), 'no set'),
      id: fc.integer({ min: -1, max: 8 }),
      verb: fc.constantFrom(...Object.values(PropertyVerb), 0 as 1, 3 as 1),
      instance: bytes,
      value: bytes,
    });
    fc.assert(
      fc.property(hostile, fc.boolean(), (each, hasTarget) => {
        const result = DISPATCHER.dispatch(request(each), hasTarget ? device : undefined);
        if (result.status === 'STATUS_SUCCESS')
          expect(result.valueByteLength).toBeLessThanOrEqual(each.value.byteLength);
      }),
      { seed: 16, numRuns: 500 },
    );
  });
});
