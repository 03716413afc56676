import { beforeEach, describe, expect, it } from 'vitest';
import { codeOf, type RawRegion, rawBlock, rawInstrumentBlock, rawWaveBlock } from '../../../test/rig/raw-block.ts';
import { INSTRUMENT_GM } from '../../ddi/dls-download.ts';
import { KernelMemory } from '../kernel/kernel-memory.ts';
import { createWasmKernel } from '../kernel/wasm-kernel.ts';
import { DLS2_RULES, type RuleSet, WINDOWS_RULES } from '../rules.ts';
import { DownloadStore } from './download-store.ts';

const SAMPLES = new Uint8Array(2000).fill(3);
const FRAME_COUNT = 1000;

function makeStore(rules: RuleSet = DLS2_RULES): DownloadStore {
  const sizes = { slotCount: 1, commandCount: 1, sampleRate: 48000, gainCeiling: 2 };
  return new DownloadStore(new KernelMemory(createWasmKernel(), sizes), rules);
}

let store: DownloadStore;

beforeEach(() => {
  store = makeStore();
});

function addWave(id: number): number {
  return store.download(rawWaveBlock(id, { samples: SAMPLES })).handle;
}

function addInstrument(patch: number, regions: readonly RawRegion[] = [{}], flags = 0): number {
  return store.download(rawInstrumentBlock(100, { patch, regions, flags })).handle;
}

/** Unloads, and answers whether the memory was freed at once; `freed` grows when it is. */
function unload(handle: number, freed: number[] = []): number[] {
  store.unload(handle, (freedHandle) => freed.push(freedHandle), undefined);
  return freed;
}

describe('downloading', () => {
  it('gives handles that are never 0 and never the same', () => {
    const handles = [addWave(1), addWave(2), addInstrument(0), addInstrument(0)];
    expect(new Set(handles).size).toBe(4);
    expect(handles).not.toContain(0);
  });

  it('a wave’s memory stays in use, an instrument’s may be freed', () => {
    expect(store.download(rawWaveBlock(1)).mayFree).toBe(false);
    expect(store.download(rawInstrumentBlock(2)).mayFree).toBe(true);
  });

  it('a wave id that is in use is refused, and free again once the wave is unloaded', () => {
    const handle = addWave(7);
    expect(codeOf(() => addWave(7))).toBe('E_FAIL');
    unload(handle);
    expect(addWave(7)).not.toBe(handle);
  });

  it('an instrument needs its waves, but in Windows its regions without one are left out', () => {
    const regions = [{ waveId: 1 }, { waveId: 99 }];
    addWave(1);
    expect(codeOf(() => addInstrument(0, regions))).toBe('DMUS_E_BADWAVELINK');
    expect(store.findInstrument(0)).toBeUndefined();
    store = makeStore(WINDOWS_RULES);
    addWave(1);
    addInstrument(0, regions);
    expect(store.findInstrument(0)!.regions).toHaveLength(1);
  });

  it.each([4, 5, 6])('blocks of type %i are not taken', (type) => {
    expect(codeOf(() => store.download(rawBlock(type, 1, [new Uint8Array(64)])))).toBe('DMUS_E_UNKNOWNDOWNLOAD');
  });

  it('a refused instrument holds no wave', () => {
    const wave = addWave(1);
    expect(codeOf(() => addInstrument(0, [{ waveId: 1 }, { waveId: 2 }]))).toBe('DMUS_E_BADWAVELINK');
    expect(unload(wave)).toEqual([wave]);
  });
});

describe('which instrument plays a patch', () => {
  beforeEach(() => {
    addWave(1);
  });

  it('the latest download, and after it is unloaded the one before', () => {
    const [first, second] = [addInstrument(5), addInstrument(5)];
    expect(store.findInstrument(5)!.handle).toBe(second);
    unload(second);
    expect(store.findInstrument(5)!.handle).toBe(first);
    unload(first);
    expect(store.findInstrument(5)).toBeUndefined();
  });

  it('an application’s own before a GM instrument, whichever came first', () => {
    const own = addInstrument(5);
    const gm = addInstrument(5, [{}], INSTRUMENT_GM);
    expect(store.findInstrument(5)!.handle).toBe(own);
    unload(own);
    expect(store.findInstrument(5)!.handle).toBe(gm);
    const later = addInstrument(5);
    expect(store.findInstrument(5)!.handle).toBe(later);
  });

  it('exactly the patch, drums and banks included', () => {
    addInstrument(0x80000005);
    addInstrument(0x00080005);
    for (const patch of [5, 0x00080004, 0x80000004]) expect(store.findInstrument(patch)).toBeUndefined();
    expect(store.findInstrument(0x80000005)).toBeDefined();
    expect(store.findInstrument(0x00080005)).toBeDefined();
  });
});

describe('unloading', () => {
  it('a wave waits for its instruments, an instrument for its voices', () => {
    const [wave, other] = [addWave(1), addWave(2)];
    const instrument = addInstrument(0, [{ waveId: 1 }, { waveId: 2 }, { waveId: 1 }]);
    const playing = store.findInstrument(0)!;
    store.retain(playing);
    store.retain(playing);
    const freed: number[] = [];
    unload(wave, freed);
    unload(instrument, freed);
    unload(other, freed);
    expect(freed).toEqual([]);
    store.release(playing);
    expect(freed).toEqual([]);
    store.release(playing);
    expect(new Set(freed)).toEqual(new Set([wave, other, instrument]));
  });

  it('gives the memory back once nobody uses it', () => {
    const before = store.memoryInUse;
    const wave = addWave(1);
    const instrument = addInstrument(0, [{ loop: [0, 10, 20] }, { loop: [1, 0, 500] }, {}]);
    expect(store.memoryInUse).toBeGreaterThan(before + 2 * FRAME_COUNT);
    unload(instrument);
    unload(wave);
    expect(store.memoryInUse).toBe(before);
  });

  it('tells the callback handle and user data, and ignores its failure', () => {
    const wave = addWave(1);
    const calls: unknown[][] = [];
    store.unload(
      wave,
      (...parameters) => {
        calls.push(parameters);
        throw new Error('of the application');
      },
      0xdeadbeef,
    );
    expect(calls).toEqual([[wave, 0xdeadbeef]]);
  });

  it('a handle that is not loaded is refused, also the second time', () => {
    const wave = addWave(1);
    unload(wave);
    for (const handle of [wave, 0, -1, 12345]) expect(codeOf(() => unload(handle))).toBe('E_FAIL');
  });

  it('a wave that waits is no longer found by new instruments', () => {
    const wave = addWave(1);
    addInstrument(0);
    unload(wave);
    expect(codeOf(() => addInstrument(1))).toBe('DMUS_E_BADWAVELINK');
  });
});

describe('playable regions', () => {
  function regionWith(region: RawRegion) {
    addWave(1);
    addInstrument(0, [region]);
    return store.findInstrument(0)!.regions[0]!;
  }

  it('know their wave', () => {
    expect(regionWith({})).toMatchObject({ waveRate: 48000, waveFrameCount: FRAME_COUNT, loop: undefined });
  });

  it.each([
    ['inside its wave stays', [0, 100, 200], { type: 'forward', start: 100, length: 200 }],
    ['that reaches beyond it is cut', [0, 100, 5000], { type: 'forward', start: 100, length: 900 }],
    ['of 4 billion frames is cut', [1, 999, 0xffffffff], { type: 'release', start: 999, length: 1 }],
    ['that begins behind it is none', [0, 1000, 1], undefined],
    ['far behind it is none', [0, 0xffffffff, 0xffffffff], undefined],
  ] as const)('a loop %s', (_, loop, expected) => {
    expect(regionWith({ loop: [...loop] }).loop).toEqual(expected);
  });

  it('a loop that ends with the note is followed by the wave as recorded', () => {
    const forward = regionWith({ loop: [0, 10, 20] });
    expect(forward.releaseImage).toBe(forward.image);
    store = makeStore();
    const release = regionWith({ loop: [1, 10, 20] });
    expect(release.releaseImage).not.toBe(release.image);
  });

  it('share the instrument’s articulation', () => {
    addWave(1);
    addInstrument(0, [{}, {}]);
    const [first, second] = store.findInstrument(0)!.regions;
    expect(first!.articulation).toBe(second!.articulation);
  });
});
