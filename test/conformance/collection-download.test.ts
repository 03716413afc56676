import { describe, expect, it } from 'vitest';
import { createOfflinePort, type OfflinePort, type OfflinePortKind } from '../../src/adapters/offline-ports.ts';
import { Collection, type CollectionInstrument } from '../../src/directmusic/downloads/collection.ts';
import { MusicBuffer } from '../../src/directmusic/music-buffer.ts';
import { MemorySource } from '../../src/formats/byte-source.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { codeOf } from './error-code.ts';
import { testCollection } from './test-collection.ts';

const PATCH = 0x1234;
const OTHER_PATCH = 0x4321;

function openCollection(isDataFirst = true): Collection {
  return Collection.open(new MemorySource(testCollection(isDataFirst)));
}

describe('17 Collection', () => {
  it('W-430: a collection opens whose wave has its data before its format', () => {
    expect(openCollection().warnings).toEqual([]);
  });

  it('W-431: its first instrument has a patch and no name', () => {
    expect(openCollection().enumInstrument(0)).toMatchObject({ patch: PATCH, name: '' });
  });

  it('W-432: there is no second instrument', () => {
    expect(openCollection().enumInstrument(1)).toBeUndefined();
  });

  it('W-433: an instrument is found by its patch', () => {
    expect(openCollection().getInstrument(PATCH).getPatch()).toBe(PATCH);
  });

  it('beside W-433: an instrument that is not there is not found', () => {
    expect(codeOf(() => openCollection().getInstrument(OTHER_PATCH))).toBe('DMUS_E_INVALIDPATCH');
  });

  it('W-434: an instrument can be given another patch', () => {
    const instrument = openCollection().getInstrument(PATCH);
    instrument.setPatch(OTHER_PATCH);
    expect(instrument.getPatch()).toBe(OTHER_PATCH);
  });
});

const WAYS_DOWN: readonly [OfflinePortKind, RuleSetName][] = [
  ['synth', 'windows'],
  ['synth', 'dls2'],
  ['kernel', 'windows'],
  ['kernel', 'dls2'],
];

describe.each(WAYS_DOWN)("17 Instruments, way down '%s', rules '%s'", (kind, rules) => {
  function openPort(): OfflinePort & { readonly output: MemoryOutput } {
    const output = new MemoryOutput();
    return { ...createOfflinePort(kind, { rules, output }), output };
  }

  /** Whether a note is heard that selects a patch before it. */
  function isHeard({ port, pump, output }: ReturnType<typeof openPort>, patch: number): boolean {
    const buffer = new MusicBuffer({ byteLength: 256 });
    buffer.packStructured(0, 1, 0xb0 | (((patch >> 8) & 0x7f) << 16) | (32 << 8));
    buffer.packStructured(0, 1, 0xc0 | ((patch & 0x7f) << 8));
    buffer.packStructured(0, 1, 0x7f0090);
    port.activate(true);
    port.playBuffer(buffer);
    pump(256);
    port.activate(false);
    return output.samples.some((sample) => sample !== 0);
  }

  it.each([
    ['W-437: an instrument downloads, its wave’s data before its format', true],
    ['W-440: an instrument downloads, its wave’s data last; natively it is refused', false],
  ])('%s', (_, isDataFirst) => {
    const { port } = openPort();
    const instrument = openCollection(isDataFirst).getInstrument(PATCH);
    expect(codeOf(() => port.downloadInstrument(instrument))).toBe('S_OK');
  });

  it('beside W-437: a downloaded instrument is heard at its patch', () => {
    const opened = openPort();
    opened.port.downloadInstrument(openCollection().getInstrument(PATCH));
    expect(isHeard(opened, PATCH)).toBe(true);
    expect(isHeard(opened, OTHER_PATCH)).toBe(false);
  });

  it('beside W-437: the patch given to an instrument is where it is heard', () => {
    const opened = openPort();
    const instrument: CollectionInstrument = openCollection().getInstrument(PATCH);
    instrument.setPatch(OTHER_PATCH);
    opened.port.downloadInstrument(instrument);
    expect(isHeard(opened, OTHER_PATCH)).toBe(true);
    expect(isHeard(opened, PATCH)).toBe(false);
  });

  it('beside W-437: an instrument without a region in the wanted range is refused', () => {
    const { port } = openPort();
    const instrument = openCollection().getInstrument(PATCH);
    expect(codeOf(() => port.downloadInstrument(instrument, [{ lowNote: 0, highNote: 0 }]))).toBe('S_OK');
    const code = codeOf(() => port.downloadInstrument(instrument, [{ lowNote: 200, highNote: 201 }]));
    expect(code).toBe(kind === 'synth' ? 'DMUS_E_BADINSTRUMENT' : 'E_FAIL');
  });

  it('W-439: an instrument is unloaded, once', () => {
    const opened = openPort();
    const memoryBefore = opened.port.getRunningStats().memoryInUse;
    const token = opened.port.downloadInstrument(openCollection().getInstrument(PATCH));
    expect(codeOf(() => opened.port.unloadInstrument(token))).toBe('S_OK');
    expect(codeOf(() => opened.port.unloadInstrument(token))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect(opened.port.getRunningStats().memoryInUse).toBe(memoryBefore);
    expect(isHeard(opened, PATCH)).toBe(false);
  });

  it('W-316: activating a port again changes nothing', () => {
    const { port } = openPort();
    expect(port.activate(true)).toEqual({ changed: true });
    expect(port.activate(true)).toEqual({ changed: false });
  });

  it('W-396: the volume of a port can be set', () => {
    expect(codeOf(() => openPort().port.setVolume(0))).toBe('S_OK');
  });
});

it('the collection is packed as DLS files are', () => {
  const view = new DataView(testCollection(true).buffer);
  expect(view.getUint32(0, false)).toBe(0x52494646);
  expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
});
