import { beforeEach, describe, expect, it } from 'vitest';
import { DmusError } from '../../src/ddi/errors.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { SoftwareSynth } from '../../src/synth/software-synth.ts';
import { instrumentBlock, levelOneInstrumentBlock } from '../conformance/instrument-block.ts';
import { RULE_SETS } from '../conformance/rule-sets.ts';
import { rampWave, waveBlock } from '../conformance/wave-block.ts';
import { flatWave, oneWaveCollection } from '../rig/bank.ts';
import { peakOf } from '../rig/compare.ts';
import { noteOff, noteOn } from '../rig/midi.ts';
import { OfflineRig } from '../rig/offline-rig.ts';
import { codeOf } from '../rig/raw-block.ts';
import { flatInstrumentBlock, flatWaveBlock, KernelSynth, type VirtualSynth } from './kernel-synth.ts';

const LONG_AFTER = 48_000;

function openSynth(rules: RuleSetName): SoftwareSynth {
  const synth = new SoftwareSynth({ rules });
  synth.open();
  return synth;
}

describe('contract 3: an unload ends when the last user is gone, and until then nobody new may use the data', () => {
  let synth: VirtualSynth;
  let wave: number;
  let instrument: number;
  beforeEach(() => {
    synth = new KernelSynth().openVirtualSynth();
    ({ wave, instrument } = synth.loadFlatSound());
  });

  it('of data that nobody uses it ends at once', () => {
    expect([synth.unload(instrument), synth.unload(wave)]).toEqual(['STATUS_SUCCESS', 'STATUS_SUCCESS']);
    expect(synth.completions).toEqual([]);
  });

  it('of a wave it is pending, and completed when the last of its instruments is unloaded', () => {
    const second = synth.download(flatInstrumentBlock(3)).handle;
    expect(synth.unload(wave)).toBe('STATUS_PENDING');
    synth.unload(instrument);
    expect(synth.completions).toEqual([]);
    synth.unload(second);
    expect(synth.completions).toEqual([[wave, 'STATUS_SUCCESS']]);
  });

  it('of wave and instrument it waits for the last voice', () => {
    for (const key of [60, 62]) synth.play(noteOn(key));
    synth.render();
    expect([synth.unload(instrument), synth.unload(wave)]).toEqual(['STATUS_PENDING', 'STATUS_PENDING']);
    synth.play(noteOff(60));
    synth.render(LONG_AFTER);
    expect(synth.completions).toEqual([]);
    synth.play(noteOff(62));
    synth.render(LONG_AFTER);
    expect(synth.completions.map(([handle]) => handle).sort()).toEqual([wave, instrument].sort());
  });

  it('a voice sounds on while its data wait to be unloaded', () => {
    synth.play(noteOn(60));
    const before = peakOf(synth.render());
    for (const handle of [instrument, wave]) synth.unload(handle);
    expect(synth.render(LONG_AFTER).at(-1)).toBeCloseTo(before, 6);
  });

  it('a note that needs an unloaded instrument is ignored, until it is downloaded again', () => {
    synth.play(noteOn(60));
    const held = peakOf(synth.render());
    synth.unload(instrument);
    synth.play(noteOn(72));
    expect(synth.render().at(-1)).toBeCloseTo(held, 6);
    synth.download(flatInstrumentBlock(3));
    synth.play(noteOn(72));
    expect(synth.render().at(-1)).toBeCloseTo(2 * held, 6);
  });

  it('memory is free again when the last voice has ended, and not before', () => {
    const rig = new OfflineRig({ params: { audioChannels: 1 } });
    const memoryInUse = (): number => rig.port.getRunningStats().memoryInUse!;
    const before = memoryInUse();
    const token = rig.port.downloadInstrument(oneWaveCollection(flatWave()).getInstrument(0));
    rig.play([{ frame: 0, message: noteOn(60) }]);
    rig.render(512);
    rig.port.unloadInstrument(token);
    expect(memoryInUse()).toBeGreaterThan(before);
    rig.play([{ frame: 512, message: noteOff(60) }]);
    rig.render(LONG_AFTER);
    expect(memoryInUse()).toBe(before);
  });

  it.each(RULE_SETS)('the user-mode synth says by a callback that a wave is free, rules %s', (rules) => {
    const freed: unknown[] = [];
    const user = openSynth(rules);
    const waveHandle = user.download(waveBlock(rampWave())).handle;
    const instrumentHandle = user.download(levelOneInstrumentBlock()).handle;
    user.unload(waveHandle, (handle, userData) => freed.push([handle, userData]), 'mine');
    expect(freed).toEqual([]);
    user.unload(instrumentHandle);
    expect(freed).toEqual([[waveHandle, 'mine']]);
  });
});

describe('contract 4: the Free flag says whose memory a block is, and what is downloaded stays what it is', () => {
  it.each(RULE_SETS)('natively it is false for waves and true for both types of instrument, rules %s', (rules) => {
    const synth = openSynth(rules);
    expect(synth.download(waveBlock(rampWave())).mayFree).toBe(false);
    expect(synth.download(levelOneInstrumentBlock()).mayFree).toBe(true);
    expect(synth.download(instrumentBlock()).mayFree).toBe(true);
  });

  it('memory that may be freed is not looked at again', () => {
    const level = (afterwards: (block: Uint8Array) => void): number => {
      const synth = new KernelSynth().openVirtualSynth();
      for (const block of [flatWaveBlock(11, 3000), flatInstrumentBlock(12, 11)]) {
        const { mayFree } = synth.download(block);
        expect(mayFree).toBe(true);
        afterwards(block);
      }
      synth.play(noteOn(60));
      return peakOf(synth.render());
    };
    expect(level((block) => block.fill(0))).toBe(level(() => {}));
  });

  describe.each(['synth', 'kernel'] as const)('a port on the %s way', (kind) => {
    const { portDownload } = new OfflineRig({ kind }).port;

    function newBlock(level: number, downloadId = portDownload!.getDLId(1)) {
      const bytes = flatWaveBlock(downloadId, level);
      const block = portDownload!.allocateBuffer(bytes.byteLength);
      block.getBuffer().set(bytes);
      return { block, downloadId };
    }

    it('gives a downloaded block to nobody to change, and takes it only once', () => {
      const { block } = newBlock(1);
      portDownload!.download(block);
      expect(codeOf(() => block.getBuffer())).toBe('DMUS_E_BUFFERNOTAVAILABLE');
      expect(codeOf(() => portDownload!.download(block))).toBe('DMUS_E_ALREADY_DOWNLOADED');
    });

    it('takes an update under a new id, and none under an id that is in use', () => {
      const { block, downloadId } = newBlock(1);
      portDownload!.download(block);
      expect(codeOf(() => portDownload!.download(newBlock(2, downloadId).block))).toBe('E_FAIL');
      expect(portDownload!.getBuffer(downloadId)).toBe(block);
      const update = newBlock(2);
      portDownload!.download(update.block);
      expect(portDownload!.getBuffer(update.downloadId)).toBe(update.block);
    });

    it('takes no instrument either under an id that is in use', () => {
      const { block, downloadId } = newBlock(1);
      portDownload!.download(block);
      const bytes = flatInstrumentBlock(downloadId, downloadId);
      const instrument = portDownload!.allocateBuffer(bytes.byteLength);
      instrument.getBuffer().set(bytes);
      expect(codeOf(() => portDownload!.download(instrument))).toBe('E_FAIL');
    });

    it('never gives an id out twice', () => {
      const { block, downloadId } = newBlock(1);
      portDownload!.download(block);
      portDownload!.unload(block);
      expect(portDownload!.getDLId(1)).toBeGreaterThan(downloadId);
    });
  });

  it('a synth by itself refuses another wave under an id that is in use', () => {
    const synth = openSynth('dls2');
    synth.download(flatWaveBlock(5, 1));
    expect(() => synth.download(flatWaveBlock(5, 2))).toThrow(DmusError);
    expect(codeOf(() => synth.download(flatWaveBlock(6, 2)))).toBe('nothing thrown');
  });
});
