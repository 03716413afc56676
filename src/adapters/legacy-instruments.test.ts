import { describe, expect, it } from 'vitest';
import { flatWave, instrument, makeCollection, region } from '../../test/rig/bank.ts';
import { peakOf } from '../../test/rig/compare.ts';
import { waveFormat } from '../../test/rig/miniport-rig.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { PATCH_DRUMS } from '../ddi/dls-download.ts';
import { MIDI_FORMAT } from '../miniports/music-stream.test-support.ts';
import { SoftSynthPin } from '../miniports/soft-synth/description.ts';
import { SoftSynthMiniport } from '../miniports/soft-synth/soft-synth-miniport.ts';
import { DMusPort } from '../port-driver/port-driver.ts';
import { MemoryOutput } from '../wave-sinks/memory-output.ts';
import { LegacyInstruments } from './legacy-instruments.ts';

const COLLECTION = makeCollection(
  [instrument(0, [region(0)]), instrument(5, [region(0), region(1)]), instrument(PATCH_DRUMS, [region(1)])],
  [flatWave(), flatWave(3277)],
);

/** A target that keeps the blocks, and refuses the one with this number. */
function makeTarget(refused = -1) {
  const blocks: Uint8Array[] = [];
  const unloaded: number[] = [];
  const target = {
    download: (block: Uint8Array) => {
      if (blocks.length === refused) throw new Error('no room');
      blocks.push(block);
      return { handle: blocks.length, mayFree: true };
    },
    unload: (handle: number) => void unloaded.push(handle),
  };
  return { target, blocks, unloaded };
}

describe('LegacyInstruments', () => {
  it('downloads an instrument with its waves, and a wave that another shares once', () => {
    const source = new LegacyInstruments(COLLECTION);
    const { target, blocks } = makeTarget();
    expect([source.load(0, target), blocks.length]).toEqual([true, 2]);
    expect([source.load(5, target), blocks.length]).toEqual([true, 4]);
    const other = makeTarget();
    source.load(0, other.target);
    expect(other.blocks).toHaveLength(2);
  });

  it('falls back as General MIDI clients expect, and says where not even that helps', () => {
    const source = new LegacyInstruments(COLLECTION);
    const { target } = makeTarget();
    const found = [0x080005, PATCH_DRUMS + 40, 77].map((patch) => source.load(patch, target));
    expect(found).toEqual([true, true, false]);
  });

  it('takes back what it had sent when a block is refused', () => {
    const { target, blocks, unloaded } = makeTarget(2);
    expect(() => new LegacyInstruments(COLLECTION).load(5, target)).toThrow('no room');
    expect([blocks.length, unloaded]).toEqual([2, [1, 2]]);
  });
});

describe('a legacy client of the software synth', () => {
  it('hears its notes without a download of its own', () => {
    const port = new DMusPort({ masterClock: new ManualClock() });
    port.init(new SoftSynthMiniport({ patchSource: new LegacyInstruments(COLLECTION) }));
    const output = new MemoryOutput();
    const midi = port.openPin({ pinId: SoftSynthPin.midi, dataFormat: MIDI_FORMAT });
    const wave = port.openPin({ pinId: SoftSynthPin.wave, dataFormat: waveFormat(), output });
    if (midi.kind !== 'render') throw new Error('the MIDI pin takes no messages');
    for (const state of [1, 2, 3] as const) for (const pin of [wave, midi]) pin.setState(state);
    midi.writePacket(0, Uint8Array.of(0, 0, 0, 0, 3, 0, 0, 0, 0x90, 60, 100, 0));
    port.pump(1024);
    expect(peakOf(output.samples)).toBeGreaterThan(0.01);
    port.close();
    expect(midi.allocator).toMatchObject({ outstandingEventCount: 0, misreturnedCount: 0 });
  });
});
