import { beforeEach, describe, expect, it } from 'vitest';
import { bringTo, kernelEvent, MiniportRig, numberBytes, waveFormat } from '../../../test/rig/miniport-rig.ts';
import { rawInstrumentBlock, rawWaveBlock } from '../../../test/rig/raw-block.ts';
import { KsState } from '../../ddi/ks-state.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import {
  PROPERTY_SET_SYNTH_DLS,
  type PropertyResult,
  PropertyVerb,
  SynthDlsProperty,
  SynthProperty,
} from '../../ddi/property-request.ts';
import type { SynthSinkDMus } from '../../ddi/synth-sink-dmus.ts';
import { packPortParams, unpackSynthDownload } from '../../properties/synth-structures.ts';

const PENDING = { status: 'STATUS_PENDING', valueByteLength: 0 };
const SUCCESS = { status: 'STATUS_SUCCESS', valueByteLength: 4 };
/** Long enough to sound for a second: silence would do, but a voice must play it. */
const SAMPLES = new Uint8Array(96_000).fill(20);
const BLOCK_FRAMES = 256;

describe('an unload through the miniport', () => {
  let rig: MiniportRig;
  let stream: Mxf;
  let wave: SynthSinkDMus;
  let completions: [handle: number, result: PropertyResult][];
  let waveHandle: number;
  let instrumentHandle: number;
  let position: number;
  beforeEach(() => {
    position = 0;
    rig = new MiniportRig();
    stream = rig.openRender();
    wave = rig.openWave(waveFormat());
    completions = [];
    for (const each of [wave, stream]) bringTo(each, KsState.run);
    waveHandle = download(rawWaveBlock(1, { samples: SAMPLES }));
    instrumentHandle = download(rawInstrumentBlock(2));
  });

  function download(block: Uint8Array): number {
    const value = new Uint8Array(8);
    const request = { set: PROPERTY_SET_SYNTH_DLS, id: SynthDlsProperty.download, stream, instance: block, value };
    expect(rig.property(request).status).toBe('STATUS_SUCCESS');
    return unpackSynthDownload(value).handle;
  }

  function unload(handle: number): PropertyResult {
    return rig.property({
      set: PROPERTY_SET_SYNTH_DLS,
      id: SynthDlsProperty.unload,
      verb: PropertyVerb.set,
      stream,
      value: numberBytes(handle),
      complete: (result) => completions.push([handle, result]),
    });
  }

  function play(...bytes: number[]): void {
    stream.putMessage(kernelEvent(rig.allocator, bytes));
    render(BLOCK_FRAMES);
  }

  function render(frameCount: number): void {
    for (let done = 0; done < frameCount; done += BLOCK_FRAMES) {
      wave.render(new Float32Array(BLOCK_FRAMES), BLOCK_FRAMES, position);
      position += BLOCK_FRAMES;
    }
  }
  it('is done at once when nothing uses the block', () => {
    expect(unload(instrumentHandle)).toEqual(SUCCESS);
    expect(unload(waveHandle)).toEqual(SUCCESS);
    expect(completions).toEqual([]);
  });

  it('of a wave is pending until its last instrument is unloaded', () => {
    expect(unload(waveHandle)).toEqual(PENDING);
    expect(completions).toEqual([]);
    expect(unload(instrumentHandle)).toEqual(SUCCESS);
    expect(completions).toEqual([[waveHandle, SUCCESS]]);
  });

  it('of both is pending while a note sounds, and completed once when the note has ended', () => {
    play(0x90, 60, 100);
    expect([unload(instrumentHandle), unload(waveHandle)]).toEqual([PENDING, PENDING]);
    render(4096);
    expect(completions).toEqual([]);
    play(0x80, 60, 0);
    render(96_000);
    expect(completions).toEqual([
      [waveHandle, SUCCESS],
      [instrumentHandle, SUCCESS],
    ]);
    render(4096);
    expect(completions).toHaveLength(2);
  });

  it('ends with the notes when the stream is stopped', () => {
    play(0x90, 60, 100);
    unload(instrumentHandle);
    for (const state of [KsState.pause, KsState.acquire, KsState.stop]) wave.setState(state);
    expect(completions).toEqual([[instrumentHandle, SUCCESS]]);
  });

  it('ends when the synth is configured anew, which takes all memory away', () => {
    expect(unload(waveHandle)).toEqual(PENDING);
    const value = new Uint8Array(28);
    rig.property({ id: SynthProperty.portParameters, stream, instance: packPortParams({ voices: 8 }), value });
    expect(completions).toEqual([[waveHandle, SUCCESS]]);
  });

  it.each(['message stream first', 'wave stream first'])('ends when the message stream is closed: %s', (order) => {
    unload(waveHandle);
    if (order === 'wave stream first') rig.miniport.closeStream(wave);
    expect(completions).toEqual([]);
    rig.miniport.closeStream(stream);
    expect(completions).toEqual([[waveHandle, SUCCESS]]);
    rig.miniport.closeStream(wave);
    expect(completions).toHaveLength(1);
  });

  it('of a handle twice is unsuccessful, and leaves the first one pending', () => {
    unload(waveHandle);
    expect(unload(waveHandle)).toEqual({ status: 'STATUS_UNSUCCESSFUL', valueByteLength: 0 });
    unload(instrumentHandle);
    expect(completions).toEqual([[waveHandle, SUCCESS]]);
  });

  it('makes later notes that need the block silent, though it is not freed yet', () => {
    play(0x90, 60, 100);
    unload(instrumentHandle);
    play(0x80, 60, 0);
    render(96_000);
    const output = new Float32Array(BLOCK_FRAMES).fill(1);
    stream.putMessage(kernelEvent(rig.allocator, [0x90, 60, 100]));
    wave.render(output, BLOCK_FRAMES, position);
    expect(Math.max(...output.map(Math.abs))).toBe(0);
  });
});
