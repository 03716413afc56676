import { describe, expect, it } from 'vitest';
import { flatWave, oneWaveCollection } from '../../test/rig/bank.ts';
import { expectSameBits, firstDifference, peakOf } from '../../test/rig/compare.ts';
import { control, noteOn } from '../../test/rig/midi.ts';
import { OfflineRig } from '../../test/rig/offline-rig.ts';
import { codeOf } from '../../test/rig/raw-block.ts';
import { SynthProperty } from '../ddi/property-request.ts';
import { EnginePort } from './engine-port.ts';
import { createReferenceKernel } from './kernel/reference-kernel.ts';

const COLLECTION = oneWaveCollection(flatWave(3277));
const MONO = { audioChannels: 1 };

describe('EnginePort', () => {
  it('has no engine unless it is open, and a new one each time', () => {
    const port = new EnginePort();
    expect(codeOf(() => port.engine)).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => port.params)).toBe('DMUS_E_SYNTHNOTCONFIGURED');
    expect(codeOf(() => port.close())).toBe('DMUS_E_ALREADYCLOSED');
    port.open({});
    const { engine } = port;
    expect(codeOf(() => port.open({}))).toBe('DMUS_E_ALREADYOPEN');
    port.close();
    port.open({ voices: 3 });
    expect(port.engine).not.toBe(engine);
    expect(port.params.voices).toBe(3);
  });

  it.each([0, -1, 1001, 1.5, Number.NaN])('%d channel groups are refused', (count) => {
    const port = new EnginePort();
    port.open({ channelGroups: 2 });
    expect(codeOf(() => port.setChannelGroups(count))).toBe('E_INVALIDARG');
    expect(port.params.channelGroups).toBe(2);
  });

  it('keeps volume and boost within their range, open or closed', () => {
    const port = new EnginePort();
    expect([SynthProperty.volume, SynthProperty.volumeBoost].map((item) => port.getVolume(item))).toEqual([0, 600]);
    port.setVolume(SynthProperty.volume, 99_999);
    port.setVolume(SynthProperty.volumeBoost, -99_999);
    port.open({});
    expect([SynthProperty.volume, SynthProperty.volumeBoost].map((item) => port.getVolume(item))).toEqual([
      2000, -20000,
    ]);
    expect(codeOf(() => port.setVolume(2, 0))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });

  it('priorities are unsigned, of channels that there are', () => {
    const port = new EnginePort();
    port.open({ channelGroups: 2 });
    expect(port.getChannelPriority(2, 9)).toBe(0x8000000f);
    port.setChannelPriority(2, 9, -1);
    expect(port.getChannelPriority(2, 9)).toBe(0xffffffff);
    expect(port.getChannelPriority(1, 9)).toBe(0x8000000f);
    for (const [group, channel] of [
      [0, 0],
      [3, 0],
      [1, 16],
      [1, -1],
    ] as const) {
      expect(codeOf(() => port.getChannelPriority(group, channel))).toBe('E_INVALIDARG');
      expect(codeOf(() => port.setChannelPriority(group, channel, 1))).toBe('E_INVALIDARG');
    }
  });

  it('takes messages of up to 4 bytes as short ones, and drops those without bytes or group', () => {
    const port = new EnginePort();
    port.open({});
    const bytes = Uint8Array.of(9, 0xf8, 1, 2, 3, 4, 5);
    for (const [group, byteLength] of [
      [1, 1],
      [1, 4],
      [1, 5],
      [0, 3],
    ] as const) {
      port.queue(0, group, bytes, 1, byteLength);
    }
    port.queue(0, 1, bytes, 1, 0);
    port.queue(0, 1001, bytes, 1, 3);
    expect(port.engine.queuedEvents).toBe(4);
    port.engine.render(new Float32Array(128), 64, 0);
    // Group 0 are the two groups there are.
    expect(port.engine.counters.unknownMessages).toBe(5);
  });

  it('copies what it queues', () => {
    const port = new EnginePort();
    port.open({});
    const bytes = Uint8Array.of(0xb0, 7, 33);
    port.queue(0, 1, bytes, 0, 3);
    bytes.fill(0);
    port.engine.render(new Float32Array(128), 64, 0);
    expect(port.engine.channel(1, 0)!.controllers[7]).toBe(33);
  });

  it('uses the kernel it is given', () => {
    let kernels = 0;
    const createKernel = () => {
      kernels++;
      return createReferenceKernel();
    };
    const port = new EnginePort({ createKernel });
    port.open({});
    port.close();
    port.open({});
    expect(kernels).toBe(2);
  });

  it('tells its peak in 1/100 dB, −9600 in silence', () => {
    const rig = new OfflineRig({ collection: COLLECTION, params: MONO });
    expect(rig.port.getRunningStats().peakVolume).toBe(-9600);
    rig.play([
      { frame: 0, message: control(7, 64) },
      { frame: 0, message: noteOn(60) },
    ]);
    rig.pump(100);
    // A tenth of full scale, 6 dB of every voice, 6 dB of boost, and the channel's volume.
    expect(rig.port.getRunningStats().peakVolume).toBeCloseTo(-2000 + 1200 + 4000 * Math.log10(64 / 127), -1);
  });
});

describe('the volume of a port', () => {
  it('moves what sounds, from the next frame on, alike on both ways down', () => {
    const [own, other] = (['synth', 'kernel'] as const).map((kind) => {
      const rig = new OfflineRig({ kind, collection: COLLECTION, params: MONO });
      rig.play([{ frame: 0, message: noteOn(60) }]);
      rig.pump(100);
      rig.port.setVolume(-600);
      rig.pump(333);
      rig.port.setVolume(-20000);
      rig.pump(333);
      return rig.samples;
    });
    const still = new OfflineRig({ collection: COLLECTION, params: MONO });
    still.play([{ frame: 0, message: noteOn(60) }]);
    expect(firstDifference(own!, still.render(766))).toBe(101);
    expect(20 * Math.log10(own![300]! / own![50]!)).toBeCloseTo(-6, 3);
    expect(peakOf(own!.subarray(600))).toBeLessThan(1e-8);
    expectSameBits(other!, own!);
  });

  it('outlives a restart', () => {
    const rig = new OfflineRig({ collection: COLLECTION, params: MONO });
    rig.play([{ frame: 0, message: noteOn(60) }]);
    const before = rig.render(100)[50]!;
    rig.port.setVolume(-1200);
    rig.restart();
    rig.play([{ frame: 0, message: noteOn(60) }]);
    expect(20 * Math.log10(rig.render(100)[50]! / before)).toBeCloseTo(-12, 3);
  });
});
