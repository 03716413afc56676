import { describe, expect, it } from 'vitest';
import { flatWave, oneWaveCollection } from '../../../test/rig/bank.ts';
import { peakOf } from '../../../test/rig/compare.ts';
import { noteOn } from '../../../test/rig/midi.ts';
import { bringTo, kernelEvent, MiniportRig, waveFormat } from '../../../test/rig/miniport-rig.ts';
import { codeOf } from '../../../test/rig/raw-block.ts';
import { FILTER_NODE } from '../../ddi/filter-description.ts';
import { KsState } from '../../ddi/ks-state.ts';
import { DONT_HOLD_FOR_SEQUENCING } from '../../ddi/miniport-dmus.ts';
import type { Mxf } from '../../ddi/mxf.ts';
import { PROPERTY_SET_SYNTH_DLS, PropertyVerb, SynthDlsProperty, SynthProperty } from '../../ddi/property-request.ts';
import { StreamType } from '../../ddi/stream-type.ts';
import type { SynthSinkDMus } from '../../ddi/synth-sink-dmus.ts';
import { InstrumentDownloader } from '../../directmusic/downloads/instrument-downloader.ts';
import { PortDownload } from '../../directmusic/downloads/port-download.ts';
import { SYNTH_DOWNLOAD_BYTES, unpackSynthDownload } from '../../properties/synth-structures.ts';
import { SoftSynthPin } from './description.ts';
import { SoftSynthMiniport } from './soft-synth-miniport.ts';

/** Downloads an instrument through a stream's synth node. */
function downloadThrough(rig: MiniportRig, stream: Mxf): void {
  const target = new PortDownload({
    download: (block) => {
      const value = new Uint8Array(SYNTH_DOWNLOAD_BYTES);
      const set = PROPERTY_SET_SYNTH_DLS;
      expect(rig.property({ set, id: SynthDlsProperty.download, stream, instance: block, value }).status).toBe(
        'STATUS_SUCCESS',
      );
      return unpackSynthDownload(value);
    },
    unload: () => {},
    getAppend: () => 1,
  });
  new InstrumentDownloader(target).download(oneWaveCollection(flatWave()).getInstrument(0), []);
}

function playNote(rig: MiniportRig, stream: Mxf): void {
  const message = noteOn(60);
  stream.putMessage(kernelEvent(rig.allocator, [message & 0xff, (message >> 8) & 0xff, message >> 16]));
}

function peakOfNext(stream: SynthSinkDMus, frameCount = 256): number {
  const output = new Float32Array(frameCount);
  stream.render(output, frameCount, 0);
  return peakOf(output);
}

describe('SoftSynthMiniport', () => {
  it('describes connections between pins and nodes that there are, messages in and sound out', () => {
    const miniport = new SoftSynthMiniport();
    const description = miniport.getDescription();
    const { pins, nodes, connections } = description;
    expect(miniport.getDescription()).toBe(description);
    for (const { fromNode, fromPin, toNode, toPin } of connections) {
      if (fromNode === FILTER_NODE) expect(pins[fromPin]?.dataFlow).toBe('in');
      else expect([nodes[fromNode] !== undefined, fromPin]).toEqual([true, 0]);
      if (toNode === FILTER_NODE) expect(pins[toPin]?.dataFlow).toBe('out');
      else expect([nodes[toNode] !== undefined, toPin]).toEqual([true, 1]);
    }
    expect(connections.map(({ fromPin }) => fromPin)).toContain(SoftSynthPin.music);
    expect(connections.map(({ toPin }) => toPin)).toContain(SoftSynthPin.wave);
  });

  it('lists no property twice, and answers exactly the verbs that it lists', () => {
    const rig = new MiniportRig();
    const stream = rig.openRender();
    rig.openWave();
    const { properties } = rig.miniport.getDescription().nodes[0]!;
    expect(new Set(properties.map(({ set, id }) => `${set} ${id}`)).size).toBe(properties.length);
    for (const { set, id, verbs } of properties) {
      for (const verb of [PropertyVerb.get, PropertyVerb.set]) {
        const { status } = rig.property({ set, id, verb, stream });
        expect([set, id, status !== 'STATUS_INVALID_DEVICE_REQUEST']).toEqual([set, id, (verbs & verb) !== 0]);
      }
    }
  });

  it.each([StreamType.midiCapture, StreamType.invalid])('has no stream of type %d', (streamType) => {
    expect(codeOf(() => new MiniportRig().openAs(streamType))).toBe('STATUS_INVALID_DEVICE_REQUEST');
  });

  it('orders events itself and has no interrupts', () => {
    const rig = new MiniportRig();
    expect(rig.miniport.init()).toEqual({ serviceGroup: null });
    const { allocator } = rig;
    const masterClock = { getTime: () => 0 };
    const request = {
      pinId: SoftSynthPin.wave,
      streamType: StreamType.waveSink,
      dataFormat: waveFormat(),
      allocator,
      masterClock,
    };
    const { serviceGroup, schedulePreFetch } = rig.miniport.newStream(request);
    expect([serviceGroup, schedulePreFetch]).toEqual([null, DONT_HOLD_FOR_SEQUENCING]);
  });

  it.each(['messages first', 'sound first'])('pairs a message half and a wave half, %s', (order) => {
    const rig = new MiniportRig();
    const early = order === 'messages first' ? rig.openRender() : undefined;
    const wave = rig.openWave();
    const render = early ?? rig.openRender();
    rig.property({
      id: SynthProperty.volume,
      verb: PropertyVerb.set,
      stream: render,
      value: Uint8Array.of(0x9c, 0xff, 0xff, 0xff),
    });
    expect(rig.getNumber(wave, SynthProperty.volume)).toBe(-100);
  });

  it('two of each are two synths: what is downloaded to one is silent in the other', () => {
    const rig = new MiniportRig();
    const renders = [rig.openRender(), rig.openRender()] as const;
    const waves = [rig.openWave(), rig.openWave()] as const;
    downloadThrough(rig, renders[0]);
    for (const stream of [...waves, ...renders]) bringTo(stream, KsState.run);
    for (const stream of renders) playNote(rig, stream);
    expect(peakOfNext(waves[0])).toBeGreaterThan(0.01);
    expect(peakOfNext(waves[1])).toBe(0);
  });

  it('a wave half joins the synth that waits longest for one', () => {
    const rig = new MiniportRig();
    const [first] = [rig.openRender(), rig.openRender()];
    const wave = rig.openWave();
    downloadThrough(rig, first!);
    for (const stream of [wave, first!]) bringTo(stream, KsState.run);
    playNote(rig, first!);
    expect(peakOfNext(wave)).toBeGreaterThan(0.01);
  });

  it('refuses a wave format other than the negotiated one, and takes the right one afterwards', () => {
    const rig = new MiniportRig();
    const stream = rig.openRender();
    rig.property({ id: SynthProperty.portParameters, stream, instance: new Uint8Array(28), value: new Uint8Array(28) });
    for (const [channels, rate] of [
      [1, 22050],
      [2, 44100],
    ] as const) {
      expect(codeOf(() => rig.openWave(waveFormat(channels, rate)))).toBe('STATUS_INVALID_PARAMETER');
    }
    rig.openWave(waveFormat(2, 22050));
    expect(rig.getNumber(stream, SynthProperty.channelGroups)).toBe(2);
  });

  it('a wave stream that could not be made leaves nothing behind that a later stream would join', () => {
    const rig = new MiniportRig();
    expect(codeOf(() => rig.openWave({ ...waveFormat(), waveFormat: null }))).toBe('STATUS_INVALID_PARAMETER');
    expect(codeOf(() => rig.openWave(waveFormat(1, 8000)))).toBe('STATUS_INVALID_PARAMETER');
    const render = rig.openRender();
    expect(codeOf(() => rig.openWave(waveFormat(6, 48000)))).toBe('STATUS_INVALID_PARAMETER');
    expect(() => rig.getNumber(render, SynthProperty.channelGroups)).toThrow('STATUS_UNSUCCESSFUL');
    rig.openWave(waveFormat(1, 48000));
    expect(rig.getNumber(render, SynthProperty.channelGroups)).toBe(2);
  });

  it('what a wave half has settled cannot be negotiated away', () => {
    const rig = new MiniportRig();
    const stream = rig.openRender();
    rig.openWave(waveFormat(1, 48000));
    const instance = new Uint8Array(28);
    const wanted = new DataView(instance.buffer);
    wanted.setUint32(0, 0x0c, true);
    wanted.setUint32(12, 2, true);
    wanted.setUint32(16, 22050, true);
    const value = new Uint8Array(28);
    const { status } = rig.property({ id: SynthProperty.portParameters, stream, instance, value });
    expect(status).toBe('STATUS_NOT_ALL_ASSIGNED');
    const answer = new DataView(value.buffer);
    expect([answer.getUint32(12, true), answer.getUint32(16, true)]).toEqual([1, 48000]);
  });

  it('keeps a synth while one half is open, and drops it with its downloads when both are closed', () => {
    const rig = new MiniportRig();
    const render = rig.openRender();
    const wave = rig.openWave();
    rig.property({
      id: SynthProperty.volume,
      verb: PropertyVerb.set,
      stream: render,
      value: Uint8Array.of(7, 0, 0, 0),
    });
    rig.miniport.closeStream(render);
    expect(rig.property({ id: SynthProperty.volume, stream: render, value: new Uint8Array(4) }).status).toBe(
      'STATUS_INVALID_PARAMETER',
    );
    const again = rig.openRender();
    expect(rig.getNumber(again, SynthProperty.volume)).toBe(7);
    for (const stream of [again, wave, wave]) rig.miniport.closeStream(stream);
    expect(rig.getNumber(rig.openRender(), SynthProperty.volume)).toBe(0);
  });
});
