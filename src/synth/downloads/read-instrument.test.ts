import { describe, expect, it } from 'vitest';
import {
  codeOf,
  type RawObject,
  type RawRegion,
  rawArticulation2,
  rawBlock,
  rawConnections,
  rawInstrument,
  rawInstrumentBlock,
  rawRegion,
} from '../../../test/rig/raw-block.ts';
import { DownloadType, REGION_BYTES_WITHOUT_LOOP } from '../../ddi/dls-download.ts';
import type { Connection } from '../../formats/sound-bank.ts';
import { DownloadBlock } from './block-reader.ts';
import { type InstrumentContents, type RegionContents, readInstrument } from './read-instrument.ts';

function connection(scale: number): Connection {
  return { source: 0x87, control: 0x81, destination: 3, transform: 0x8400, scale };
}

function read(bytes: Uint8Array): InstrumentContents {
  return readInstrument(new DownloadBlock(bytes));
}

function readObjects(...objects: RawObject[]): InstrumentContents {
  return read(rawBlock(DownloadType.instrument2, 1, objects));
}

function readOneRegion(region: RawRegion): RegionContents {
  return read(rawInstrumentBlock(1, { regions: [region] })).regions[0]!;
}

describe('readInstrument', () => {
  it('reads patch, flag and everything of a region', () => {
    const region: RawRegion = {
      keyLow: 12,
      keyHigh: 34,
      velocityLow: 5,
      velocityHigh: 99,
      options: 1,
      keyGroup: 15,
      waveId: 0x12345678,
      unityNote: 69,
      fineTune: -50,
      attenuation: -655360 * 3,
      loop: [0, 10, 20],
    };
    const contents = read(rawInstrumentBlock(1, { patch: 0x80010203, flags: 1, regions: [region] }));
    expect([contents.patch, contents.isGm]).toEqual([0x80010203, true]);
    expect(contents.regions).toEqual([
      {
        keyLow: 12,
        keyHigh: 34,
        velocityLow: 5,
        velocityHigh: 99,
        selfNonExclusive: true,
        keyGroup: 15,
        waveDownloadId: 0x12345678,
        unityNote: 69,
        fineTuneCents: -50,
        gainDb: -3,
        loop: { type: 'forward', start: 10, length: 20 },
        connections: undefined,
      },
    ]);
  });

  it('flags but the known ones mean nothing', () => {
    const contents = read(rawInstrumentBlock(1, { flags: 0xfffffffe, regions: [{ options: 0xfffe }] }));
    expect([contents.isGm, contents.regions[0]!.selfNonExclusive]).toEqual([false, false]);
  });

  it('regions come in the order of their list', () => {
    const order = [3, 1, 2];
    const regions = order.map((unityNote) => ({ unityNote }));
    expect(read(rawInstrumentBlock(1, { regions })).regions.map((region) => region.unityNote)).toEqual(order);
  });

  it.each([
    [0, 'forward'],
    [1, 'release'],
    [2, 'release'],
    [99, 'release'],
  ])('a loop of type %i is %s', (type, expected) => {
    expect(readOneRegion({ loop: [type, 0, 5] }).loop?.type).toBe(expected);
  });

  it('a loop without frames is none, and neither is one that is not counted', () => {
    expect(readOneRegion({ loop: [0, 5, 0] }).loop).toBeUndefined();
    expect(readOneRegion({ byteLength: REGION_BYTES_WITHOUT_LOOP }).loop).toBeUndefined();
  });

  it('a region whose loop is cut off is refused', () => {
    const bytes = rawInstrumentBlock(1, { regions: [{ loop: [0, 0, 5], byteLength: REGION_BYTES_WITHOUT_LOOP }] });
    expect(codeOf(() => read(bytes))).toBe('DMUS_E_BADINSTRUMENT');
  });

  it('connections are read as they stand, behind a head of any length', () => {
    const list = [connection(-5), connection(0x7fffffff)];
    expect(read(rawInstrumentBlock(1, { connections: list })).connections).toEqual(list);
    const objects = [rawInstrument(0, 3, 1), rawArticulation2(2)];
    expect(readObjects(...objects, rawConnections(list, { headBytes: 20 }), rawRegion()).connections).toEqual(list);
    expect(readObjects(...objects, rawConnections(list, { headBytes: 0 }), rawRegion()).connections).toEqual(list);
  });

  it('lists of articulations add up', () => {
    const { connections } = readObjects(
      rawInstrument(0, 5, 1),
      rawArticulation2(2, 3),
      rawConnections([connection(1)]),
      rawArticulation2(4),
      rawConnections([connection(2), connection(3)]),
      rawRegion(),
    );
    expect(connections.map(({ scale }) => scale)).toEqual([1, 2, 3]);
  });

  it('a region has its own articulation, or none where the instrument’s serves', () => {
    const { regions } = readObjects(
      rawInstrument(0, 3, 1),
      rawArticulation2(2),
      rawConnections([connection(1)]),
      rawRegion({ next: 4 }),
      rawRegion({ articulation: 5 }),
      rawArticulation2(6),
      rawConnections([connection(2)]),
    );
    expect(regions.map((region) => region.connections?.[0]?.scale)).toEqual([undefined, 2]);
  });

  it('without an articulation of the instrument every region needs one', () => {
    const own = [rawArticulation2(4), rawConnections([])];
    const first = rawInstrument(0, 1, 0);
    expect(readObjects(first, rawRegion({ articulation: 3 }), rawRegion(), ...own).regions).toHaveLength(1);
    const lacking = () => readObjects(first, rawRegion({ articulation: 3, next: 2 }), rawRegion(), ...own);
    expect(codeOf(lacking)).toBe('DMUS_E_NOARTICULATION');
  });

  const global = [rawArticulation2(2), rawConnections([])];

  it.each<[string, readonly RawObject[], string]>([
    ['without regions', [rawInstrument(0, 0, 1), ...global], 'DMUS_E_BADINSTRUMENT'],
    ['with a region outside the table', [rawInstrument(0, 9, 1), ...global], 'DMUS_E_BADINSTRUMENT'],
    [
      'with a next region outside the table',
      [rawInstrument(0, 3, 1), ...global, rawRegion({ next: 4 })],
      'DMUS_E_BADINSTRUMENT',
    ],
    [
      'with a region that follows itself',
      [rawInstrument(0, 3, 1), ...global, rawRegion({ next: 3 })],
      'DMUS_E_BADINSTRUMENT',
    ],
    [
      'with keys the wrong way round',
      [rawInstrument(0, 3, 1), ...global, rawRegion({ keyLow: 61, keyHigh: 60 })],
      'DMUS_E_BADINSTRUMENT',
    ],
    ['with a region cut short', [rawInstrument(0, 3, 1), ...global, new Uint8Array(52)], 'DMUS_E_BADINSTRUMENT'],
    ['with a head cut short', [new Uint8Array(20)], 'DMUS_E_BADINSTRUMENT'],
    ['with an articulation outside the table', [rawInstrument(0, 1, 7), rawRegion()], 'DMUS_E_BADARTICULATION'],
    [
      'with an articulation without connections',
      [rawInstrument(0, 2, 1), rawArticulation2(0), rawRegion()],
      'DMUS_E_BADARTICULATION',
    ],
    [
      'with an articulation that follows itself',
      [rawInstrument(0, 3, 1), rawArticulation2(2, 1), rawConnections([connection(1)]), rawRegion()],
      'DMUS_E_BADARTICULATION',
    ],
    [
      'with more connections than there are',
      [rawInstrument(0, 2, 1), rawArticulation2(3), rawRegion(), rawConnections([connection(1)], { count: 2 })],
      'DMUS_E_BADARTICULATION',
    ],
    [
      'with 4 billion connections',
      [rawInstrument(0, 2, 1), rawArticulation2(3), rawRegion(), rawConnections([], { count: 0xffffffff })],
      'DMUS_E_BADARTICULATION',
    ],
  ])('an instrument %s is refused', (_, objects, code) => {
    expect(codeOf(() => readObjects(...objects))).toBe(code);
  });
});

describe('a hostile instrument', () => {
  const MANY = 20_000;

  /** A block whose table has many entries for the same few objects. */
  function manyEntriesFor(objects: readonly RawObject[], repeated: number): Uint8Array {
    const padding = Array.from({ length: MANY }, () => new Uint8Array(0));
    const bytes = rawBlock(DownloadType.instrument2, 1, [...objects, ...padding]);
    const view = new DataView(bytes.buffer);
    const target = view.getUint32(16 + 4 * repeated, true);
    for (let i = 0; i < MANY; i++) view.setUint32(16 + 4 * (objects.length + i), target, true);
    return bytes;
  }

  const manyConnections = rawConnections(Array.from({ length: MANY }, (_, i) => connection(i)));

  it('whose region follows itself costs no more than its size', () => {
    const objects = [
      rawInstrument(0, 1, 0),
      rawRegion({ next: 1, articulation: 2 }),
      rawArticulation2(3),
      manyConnections,
    ];
    expect(codeOf(() => read(manyEntriesFor(objects, 1)))).toBe('DMUS_E_BADINSTRUMENT');
  });

  it('whose articulation follows itself costs no more than its size', () => {
    const objects = [rawInstrument(0, 1, 2), rawRegion(), rawArticulation2(3, 2), manyConnections];
    expect(codeOf(() => read(manyEntriesFor(objects, 2)))).toBe('DMUS_E_BADARTICULATION');
  });

  it('whose articulations under many names are the same bytes is refused', () => {
    const regions = Array.from({ length: 200 }, (_, i) =>
      rawRegion({ articulation: 203 + i, next: i < 199 ? i + 4 : 0 }),
    );
    const objects = [rawInstrument(0, 3, 0), rawArticulation2(2), manyConnections, ...regions];
    expect(() => read(manyEntriesFor(objects, 1))).toThrow(/at most 1048576/);
  });

  it('whose many regions add to a long articulation of the instrument is refused', () => {
    const regions = Array.from({ length: 100 }, (_, i) =>
      rawRegion({ articulation: 104 + 2 * i, next: i < 99 ? i + 5 : 0 }),
    );
    const own = Array.from({ length: 100 }, (_, i) => [rawArticulation2(105 + 2 * i), rawConnections([connection(i)])]);
    const objects = [rawInstrument(0, 4, 1), rawArticulation2(2), manyConnections, rawRegion(), ...regions];
    expect(() => readObjects(...objects, ...own.flat())).toThrow(/at most 1048576/);
  });

  it('whose many regions share one long articulation keeps it once', () => {
    const regions = Array.from({ length: 5000 }, (_, i) => rawRegion({ articulation: 1, next: i < 4999 ? i + 4 : 0 }));
    const objects = [rawInstrument(0, 3, 0), rawArticulation2(2), manyConnections, ...regions];
    const contents = readObjects(...objects);
    expect(contents.regions).toHaveLength(5000);
    expect(new Set(contents.regions.map((region) => region.connections)).size).toBe(1);
  });
});
