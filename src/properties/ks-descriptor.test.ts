import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../test/rig/raw-block.ts';
import type { KsControl } from '../ddi/ks-control.ts';
import { NODE_NONE, PROPERTY_SET_SYNTH, PropertyVerb } from '../ddi/property-request.ts';
import { ksProperty, packKsProperty, unpackKsProperty } from './ks-descriptor.ts';
import type { NodeControl } from './property-control.ts';
import { SynthItems } from './synth-items.ts';

const { get, set, basicSupport } = PropertyVerb;
/** fedfae25-e46e-11d1-aace-0000f875ac12 */
const SET_BYTES = [0x25, 0xae, 0xdf, 0xfe, 0x6e, 0xe4, 0xd1, 0x11, 0xaa, 0xce, 0, 0, 0xf8, 0x75, 0xac, 0x12] as const;

/** Writes down what reaches it. */
class FakeControl implements NodeControl {
  readonly calls: unknown[];
  readonly #node: number;

  constructor(calls: unknown[] = [], node: number = NODE_NONE) {
    this.calls = calls;
    this.#node = node;
  }

  getProperty(propertySet: string, id: number, value: Uint8Array, instance = new Uint8Array(0)): number {
    this.calls.push(['get', this.#node, propertySet, id, [...instance]]);
    value.fill(7);
    return value.byteLength;
  }

  setProperty(propertySet: string, id: number, value: Uint8Array, instance = new Uint8Array(0)): void {
    this.calls.push(['set', this.#node, propertySet, id, [...instance], [...value]]);
  }

  getSupport(propertySet: string, id: number): number {
    this.calls.push(['support', this.#node, propertySet, id]);
    return 0x203;
  }

  getByteLength(): number {
    return 4;
  }

  atNode(node: number): FakeControl {
    return new FakeControl(this.calls, node);
  }
}

describe('a descriptor', () => {
  it('without a node is a KSPROPERTY of 24 bytes and what follows it', () => {
    const bytes = packKsProperty({ set: PROPERTY_SET_SYNTH, id: 0x0102, verb: set, instance: Uint8Array.of(9, 8) });
    expect([...bytes]).toEqual([...SET_BYTES, 2, 1, 0, 0, 2, 0, 0, 0, 9, 8]);
  });

  it('with a node is a KSNODEPROPERTY of 32 bytes with the flag of topology', () => {
    const bytes = packKsProperty({ set: PROPERTY_SET_SYNTH, id: 5, node: 3, instance: Uint8Array.of(9) });
    expect([...bytes]).toEqual([...SET_BYTES, 5, 0, 0, 0, 1, 0, 0, 0x10, 3, 0, 0, 0, 0, 0, 0, 0, 9]);
  });

  it('comes back as it was', () => {
    const descriptor = fc.record({
      set: fc.uuid(),
      id: fc.nat(0xffff_ffff),
      verb: fc.constantFrom(get, set, basicSupport),
      node: fc.oneof(fc.nat(0xffff), fc.constant(NODE_NONE)),
      instance: fc.uint8Array({ maxLength: 40 }),
    });
    fc.assert(
      fc.property(descriptor, (each) => {
        expect(unpackKsProperty(packKsProperty(each))).toEqual(each);
      }),
      { seed: 17 },
    );
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['23 bytes', packKsProperty({ set: PROPERTY_SET_SYNTH, id: 0 }).subarray(0, 23)],
    ['topology in 31 bytes', packKsProperty({ set: PROPERTY_SET_SYNTH, id: 0, node: 0 }).subarray(0, 31)],
    ['no verb', withFlags(0)],
    ['get and set', withFlags(3)],
    ['get and basic support', withFlags(0x201)],
    ['set support', withFlags(0x100)],
    ['relations', withFlags(0x400)],
    ['default values', withFlags(0x1_0001)],
    ['a flag nobody knows', withFlags(0x8000_0001)],
  ])('is an invalid argument with %s', (_, bytes) => {
    expect(codeOf(() => unpackKsProperty(bytes))).toBe('E_INVALIDARG');
    const control = new FakeControl();
    expect(codeOf(() => ksProperty(control, bytes, new Uint8Array(4)))).toBe('E_INVALIDARG');
    expect(control.calls).toEqual([]);
  });
});

function withFlags(flags: number): Uint8Array {
  const bytes = packKsProperty({ set: PROPERTY_SET_SYNTH, id: 0 });
  new DataView(bytes.buffer).setUint32(20, flags, true);
  return bytes;
}

describe('ksProperty', () => {
  const { set: propertySet, id } = SynthItems.volume;

  it('reads, sets and asks for support, on the node that the descriptor names', () => {
    const control = new FakeControl();
    const instance = Uint8Array.of(1, 2);
    const value = new Uint8Array(4);
    expect(ksProperty(control, packKsProperty({ set: propertySet, id, instance }), value)).toBe(4);
    expect([...value]).toEqual([7, 7, 7, 7]);
    expect(ksProperty(control, packKsProperty({ set: propertySet, id, verb: set, node: 2 }), value)).toBe(0);
    expect(ksProperty(control, packKsProperty({ set: propertySet, id, verb: basicSupport, node: 0 }), value)).toBe(4);
    expect([...value]).toEqual([3, 2, 0, 0]);
    expect(control.calls).toEqual([
      ['get', NODE_NONE, propertySet, 0, [1, 2]],
      ['set', 2, propertySet, 0, [], [7, 7, 7, 7]],
      ['support', 0, propertySet, 0],
    ]);
  });

  it('needs 4 bytes for the verbs', () => {
    const descriptor = packKsProperty({ set: propertySet, id, verb: basicSupport });
    expect(codeOf(() => ksProperty(new FakeControl(), descriptor, new Uint8Array(3)))).toBe(
      'DMUS_E_INSUFFICIENTBUFFER',
    );
  });

  it('asks an object without nodes itself, which may not know its verbs', () => {
    const seen: unknown[] = [];
    const control: KsControl = {
      getProperty: (...call) => seen.push(call.slice(0, 2)),
      setProperty: () => {},
    };
    expect(ksProperty(control, packKsProperty({ set: propertySet, id, node: 4 }), new Uint8Array(4))).toBe(1);
    expect(seen).toEqual([[propertySet, id]]);
    const descriptor = packKsProperty({ set: propertySet, id, verb: basicSupport });
    expect(codeOf(() => ksProperty(control, descriptor, new Uint8Array(4)))).toBe('E_NOTIMPL');
  });

  it('throws nothing but a documented failure, whatever the bytes', () => {
    const plausible = fc
      .tuple(fc.constantFrom(1, 2, 0x200, 0x1000_0001, 0x1000_0002), fc.uint8Array({ minLength: 24, maxLength: 64 }))
      .map(([flags, bytes]) => {
        new DataView(bytes.buffer, bytes.byteOffset).setUint32(20, flags, true);
        return bytes;
      });
    const descriptor = fc.oneof(fc.uint8Array({ maxLength: 64 }), plausible);
    fc.assert(
      fc.property(descriptor, fc.uint8Array({ maxLength: 16 }), (bytes, value) => {
        const control = new FakeControl();
        const code = codeOf(() => ksProperty(control, bytes, value));
        expect(control.calls.length === 0).toBe(code === 'E_INVALIDARG');
      }),
      { seed: 18, numRuns: 500 },
    );
  });
});
