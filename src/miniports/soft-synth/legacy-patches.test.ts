import { describe, expect, it } from 'vitest';
import { bringTo, kernelEvent, nodeRequest, waveFormat } from '../../../test/rig/miniport-rig.ts';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { PATCH_DRUMS } from '../../ddi/dls-download.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { SynthProperty } from '../../ddi/property-request.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import { EventAllocator } from '../../port-driver/allocator.ts';
import { PORT_PARAMS_BYTES, packPortParams } from '../../properties/synth-structures.ts';
import { testInstrumentBlock, testWaveBlock } from '../../testing/test-sounds.ts';
import { DIRECT_MUSIC_FORMAT, MIDI_FORMAT } from '../music-stream.test-support.ts';
import { SoftSynthPin } from './description.ts';
import type { PatchTarget } from './patch-source.ts';
import { SoftSynthMiniport } from './soft-synth-miniport.ts';

/** A running synth with a MIDI pin, and what was asked of its source of sounds. */
function makeLegacySynth(load: (patch: number, target: PatchTarget) => boolean = () => true) {
  const asked: number[] = [];
  const targets = new Set<PatchTarget>();
  const patchSource = {
    load: (patch: number, target: PatchTarget) => {
      asked.push(patch);
      targets.add(target);
      return load(patch, target);
    },
  };
  const miniport = new SoftSynthMiniport({ patchSource });
  const allocator = new EventAllocator({ maxBufferCount: 16 });
  const masterClock = new ManualClock();
  const open = (pinId: number, streamType: StreamType, dataFormat = MIDI_FORMAT): Mxf =>
    miniport.newStream({ pinId, streamType, dataFormat, allocator, masterClock }).stream;
  const render = open(SoftSynthPin.midi, StreamType.midiRender);
  const wave = open(SoftSynthPin.wave, StreamType.waveSink, waveFormat());
  for (const stream of [wave, render]) bringTo(stream, KsState.run);
  const put = (...bytes: number[]): void => render.putMessage(kernelEvent(allocator, bytes));
  return { miniport, allocator, open, render, put, asked, targets };
}

describe('the MIDI pin of the software synth', () => {
  it('has the first program of a channel loaded with its first note, and once', () => {
    const { put, asked } = makeLegacySynth();
    put(0x80, 60, 0);
    put(0x90, 60, 0);
    expect(asked).toEqual([]);
    for (const channel of [0, 1, 0]) put(0x90 + channel, 60, 100);
    put(0x99, 36, 100);
    expect(asked).toEqual([0, PATCH_DRUMS]);
  });

  it('has a program loaded when it is selected, in the bank that was selected before', () => {
    const { put, asked } = makeLegacySynth();
    put(0xb2, 0, 8);
    put(0xb2, 32, 3);
    put(0x92, 60, 100);
    put(0xc2, 25);
    put(0x92, 60, 100);
    put(0xc9, 16);
    put(0xc2, 25);
    expect(asked).toEqual([0, 0x080319, PATCH_DRUMS + 16]);
  });

  it('has the first program loaded again where a system message may have brought it back', () => {
    const { put, asked } = makeLegacySynth();
    put(0xc0, 5);
    put(0xf0, 0x7e, 0x7f, 9, 1, 0xf7);
    put(0x90, 60, 100);
    put(0x90, 61, 100);
    expect(asked).toEqual([5, 0]);
  });

  it('has a program loaded in both banks where a system message may have set the bank back', () => {
    const { put, asked } = makeLegacySynth();
    put(0xb0, 0, 8);
    put(0xf0, 0x7e, 0x7f, 9, 1, 0xf7);
    put(0xc0, 5);
    put(0xff);
    put(0xb0, 0, 9);
    put(0xc0, 6);
    expect(asked).toEqual([0x080005, 5, 0x090006]);
  });

  it('takes clock and active sensing for no such message', () => {
    const { put, asked } = makeLegacySynth();
    put(0xc0, 5);
    for (const status of [0xf8, 0xfa, 0xfe]) put(status);
    put(0x90, 60, 100);
    expect(asked).toEqual([5]);
  });

  it('begins with first programs and no sounds when the synth is configured anew', () => {
    const { miniport, render, put, asked, targets } = makeLegacySynth();
    put(0xc0, 5);
    const value = new Uint8Array(PORT_PARAMS_BYTES);
    const instance = packPortParams({ voices: 8 });
    miniport.property(nodeRequest({ id: SynthProperty.portParameters, stream: render, instance, value }));
    put(0x90, 60, 100);
    expect(asked).toEqual([5, 0]);
    expect(targets.size).toBe(2);
  });

  it('begins likewise for the next client, whose sounds meet none of the last one’s in the synth', () => {
    const answers: unknown[] = [];
    const { miniport, render, open, put, allocator, targets } = makeLegacySynth((patch, target) => {
      answers.push(target.download(testWaveBlock(0, 1)));
      return target.download(testInstrumentBlock({ patch, waveDownloadId: 1, downloadId: 2 })).mayFree;
    });
    put(0xc0, 5);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) render.setState(state);
    miniport.closeStream(render);
    const next = open(SoftSynthPin.midi, StreamType.midiRender);
    bringTo(next, KsState.run);
    next.putMessage(kernelEvent(allocator, [0x90, 60, 100]));
    expect(targets.size).toBe(2);
    expect(answers).toHaveLength(2);
  });

  it('counts nothing that is not a channel of its one group', () => {
    const { miniport, allocator, open, asked } = makeLegacySynth();
    expect(miniport.getDescription().pins[SoftSynthPin.midi]?.maxFilterInstanceCount).toBe(1);
    const second = open(SoftSynthPin.midi, StreamType.midiRender);
    open(SoftSynthPin.wave, StreamType.waveSink, waveFormat());
    bringTo(second, KsState.run);
    second.putMessage(kernelEvent(allocator, [0x90, 60, 100], { channelGroup: 2 }));
    expect(asked).toEqual([]);
  });

  it('goes on with what throws or is missing: the patch is silent, and not asked for again', () => {
    const { put, asked, allocator } = makeLegacySynth((patch) => {
      if (patch === 1) throw new Error('damaged');
      return false;
    });
    for (const program of [1, 2, 1, 2]) {
      put(0xc0, program);
      put(0x90, 60, 100);
    }
    expect(asked).toEqual([1, 2]);
    expect(allocator.outstandingEventCount).toBe(0);
  });

  it('asks for no more patches than memory can bear', () => {
    const { put, asked } = makeLegacySynth();
    for (let i = 0; i < 5000; i++) {
      put(0xb0, 0, i >> 7);
      put(0xc0, i & 0x7f);
    }
    expect(asked).toHaveLength(4096);
  });

  it('loads through one and the same target, so that shared waves can be', () => {
    const { put, targets } = makeLegacySynth();
    for (const program of [1, 2, 3]) put(0xc0, program);
    expect(targets.size).toBe(1);
  });

  it('cannot be opened without a source of sounds, and the DirectMusic pin needs none', () => {
    const miniport = new SoftSynthMiniport();
    const request = {
      streamType: StreamType.midiRender,
      dataFormat: MIDI_FORMAT,
      allocator: new EventAllocator(),
      masterClock: new ManualClock(),
    };
    expect(codeOf(() => miniport.newStream({ ...request, pinId: SoftSynthPin.midi }))).toBe(
      'STATUS_INVALID_DEVICE_REQUEST',
    );
    expect(() =>
      miniport.newStream({ ...request, pinId: SoftSynthPin.music, dataFormat: DIRECT_MUSIC_FORMAT }),
    ).not.toThrow();
  });

  it('leaves the clients of the DirectMusic pin to download by themselves', () => {
    const { open, asked, allocator } = makeLegacySynth();
    const music = open(SoftSynthPin.music, StreamType.midiRender, DIRECT_MUSIC_FORMAT);
    open(SoftSynthPin.wave, StreamType.waveSink, waveFormat());
    bringTo(music, KsState.run);
    music.putMessage(kernelEvent(allocator, [0x90, 60, 100]));
    expect(asked).toEqual([]);
  });
});
