import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PortClass, PortType } from '../ddi/port-params.ts';
import { PropertyVerb } from '../ddi/property-request.ts';
import { guidBytes } from '../formats/dls/guid.ts';
import { DmusItems } from './dmus-items.ts';
import { findDefinition, PROPERTY_CATALOGUE } from './property-catalogue.ts';
import type { AnyPropertyDefinition } from './property-definition.ts';
import { SynthClockItems, SynthDlsItems, SynthItems } from './synth-items.ts';

const { get, set } = PropertyVerb;

/** Bytes behind the header, bytes of the value, verbs: as the documentation has them. */
const DOCUMENTED: readonly (readonly [AnyPropertyDefinition, number, number, number])[] = [
  [SynthItems.volume, 0, 4, get | set],
  [SynthItems.volumeBoost, 0, 4, get | set],
  [SynthItems.caps, 0, 296, get],
  [SynthItems.portParameters, 28, 28, get],
  [SynthItems.channelGroups, 0, 4, get | set],
  [SynthItems.voicePriority, 8, 4, get | set],
  [SynthItems.latencyClock, 0, 8, get],
  [SynthItems.runningStats, 0, 28, get],
  [SynthDlsItems.download, 0, 8, get],
  [SynthDlsItems.unload, 0, 4, set],
  [SynthDlsItems.compact, 0, 0, set],
  [SynthDlsItems.append, 0, 4, get],
  [SynthDlsItems.waveFormat, 0, 18, get],
  [SynthClockItems.masterClock, 0, 8, get],
  [DmusItems.gmHardware, 0, 4, get],
  [DmusItems.sampleMemorySize, 0, 4, get],
  [DmusItems.writeLatency, 0, 4, get | set],
  [DmusItems.wavesReverb, 0, 16, get | set],
  [DmusItems.effects, 0, 4, get | set],
  [DmusItems.legacyCaps, 0, 76, get],
];

describe('the tables', () => {
  it('have 8, 5, 1 and 19 items, no two with the same number', () => {
    const counts = [SynthItems, SynthDlsItems, SynthClockItems, DmusItems].map((items) => Object.keys(items).length);
    expect(counts).toEqual([8, 5, 1, 19]);
    expect(new Set(PROPERTY_CATALOGUE.map((item) => `${item.set} ${item.id}`)).size).toBe(33);
    expect(new Set(PROPERTY_CATALOGUE.map(({ name }) => name)).size).toBe(33);
  });

  it.each(DOCUMENTED.map((line) => [line[0].name, ...line] as const))(
    '%s has the documented sizes and verbs',
    (_, item, instanceBytes, valueBytes, verbs) => {
      expect([item.instance.byteLength, item.value.byteLength, item.verbs]).toEqual([instanceBytes, valueBytes, verbs]);
    },
  );

  it('name sets by real GUIDs, in lower case as requests have them', () => {
    for (const item of PROPERTY_CATALOGUE) {
      expect(guidBytes(item.set)).toHaveLength(16);
      expect(item.set).toBe(item.set.toLowerCase());
      expect(findDefinition(item.set, item.id)).toBe(item);
    }
    expect(findDefinition(SynthItems.volume.set, 8)).toBeUndefined();
  });

  it('mark the one value that bytes cannot stand for, and it refuses them', () => {
    expect(PROPERTY_CATALOGUE.filter(({ binary }) => binary === 'none')).toEqual([DmusItems.setSynthSink]);
    expect(() => DmusItems.setSynthSink.value.unpack(new Uint8Array(8))).toThrow('E_NOTIMPL');
  });
});

const u32 = fc.nat(0xffff_ffff);
/** Any value of an item. */
const VALUES: readonly (readonly [AnyPropertyDefinition, fc.Arbitrary<unknown>])[] = [
  [SynthItems.volume, fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })],
  [SynthItems.voicePriority, u32],
  [SynthItems.latencyClock, fc.maxSafeNat()],
  [SynthDlsItems.unload, u32],
  [SynthDlsItems.compact, fc.constant(undefined)],
  [SynthDlsItems.download, fc.record({ handle: u32, mayFree: fc.boolean() })],
  [DmusItems.dls2, fc.boolean()],
];

describe('values', () => {
  it.each(VALUES.map(([item, values]) => [item.name, item, values] as const))(
    'of %s come back as they were, in as many bytes as the table says',
    (_, { value }, values) => {
      fc.assert(
        fc.property(values, (each) => {
          const bytes = value.pack(each);
          expect(bytes.byteLength).toBe(value.byteLength);
          expect(value.unpack(bytes)).toEqual(each);
        }),
        { seed: 14 },
      );
    },
  );

  it('of every item can be read from any bytes that are enough, and need nothing behind', () => {
    const items = PROPERTY_CATALOGUE.filter(({ binary }) => binary !== 'none');
    fc.assert(
      fc.property(fc.constantFrom(...items), fc.uint8Array({ minLength: 400, maxLength: 400 }), (item, bytes) => {
        const { value, instance } = item;
        const read = value.unpack(bytes.subarray(0, value.byteLength));
        if (!value.isVariable) expect(value.unpack(bytes)).toEqual(read);
        instance.unpack(bytes.subarray(0, instance.byteLength));
      }),
      { seed: 15, numRuns: 300 },
    );
  });

  it('a BOOL is true for any number but 0, and a voice priority keeps its highest bit', () => {
    const { value } = DmusItems.gmHardware;
    expect([value.unpack(Uint8Array.of(0, 0, 0, 1)), value.unpack(new Uint8Array(4))]).toEqual([true, false]);
    expect(SynthItems.voicePriority.value.unpack(Uint8Array.of(15, 0, 0, 0x80))).toBe(0x8000_000f);
  });

  it('capabilities say nothing of direction and way down', () => {
    const caps = SynthItems.caps.value.unpack(new Uint8Array(296));
    expect([caps.portClass, caps.portType]).toEqual([PortClass.render, PortType.kernelMode]);
  });
});
