import { expect, it } from 'vitest';
import { createOfflineDirectMusic } from '../../src/adapters/offline-direct-music.ts';
import { GUID_NULL } from '../../src/ddi/guid.ts';
import type { PortParams } from '../../src/ddi/port-params.ts';
import { PROPERTY_SET_SYNTH } from '../../src/ddi/property-request.ts';
import { Collection } from '../../src/directmusic/downloads/collection.ts';
import { MusicBuffer } from '../../src/directmusic/music-buffer.ts';
import type { DirectMusicPort } from '../../src/directmusic/port.ts';
import { MemorySource } from '../../src/formats/byte-source.ts';
import { codeOf } from './error-code.ts';
import { describeRuleSets } from './rule-sets.ts';
import { testCollection } from './test-collection.ts';

const INSTRUMENT2 = '865fd372-9f67-11d2-872a-00600893b1bd';
const VOLUME = 0;
const BOOST = 1;

describeRuleSets('15 The synth port', (rules) => {
  function createPort(params: Partial<PortParams> = {}): DirectMusicPort {
    const { directMusic } = createOfflineDirectMusic({ rules });
    directMusic.setOutput(null);
    return directMusic.createPort(GUID_NULL, params).port;
  }

  it('W-380: it takes downloads block by block, and answers properties', () => {
    const port = createPort();
    expect(port.portDownload?.getDLId(1)).toBe(0);
    const value = new Uint8Array(4);
    expect(port.getProperty(INSTRUMENT2, 0, value)).toBe(4);
    expect(value[0]).toBe(1);
  });

  it('beside W-380: instruments and blocks share their ids', () => {
    const port = createPort();
    const collection = Collection.open(new MemorySource(testCollection(true)));
    port.downloadInstrument(collection.getInstrument(0x1234));
    expect(port.portDownload?.getDLId(1)).toBeGreaterThan(1);
  });

  it('W-381: it leads nothing on', () => {
    expect(createPort().thru).toBeNull();
  });

  it('W-383: reading needs a buffer, even where nothing can be read', () => {
    expect(codeOf(() => createPort().read(null as never))).toBe('E_POINTER');
  });

  it('W-384: nothing can be read', () => {
    expect(codeOf(() => createPort().read(new MusicBuffer({ byteLength: 64 })))).toBe('E_NOTIMPL');
  });

  it('W-385: it tells of nothing to be read', () => {
    expect(codeOf(() => createPort().setReadNotification(null))).toBe('E_NOTIMPL');
    expect(codeOf(() => createPort().setReadNotification(() => {}))).toBe('E_NOTIMPL');
  });

  it('W-386: its memory is the host’s and cannot be compacted', () => {
    expect(codeOf(() => createPort().compact())).toBe('E_NOTIMPL');
  });

  it.each([
    [22050, 2, 176_400],
    [44100, 1, 176_400],
    [48000, 2, 384_000],
  ])('W-393: at %i Hz its %i channels go through a buffer of %i bytes', (sampleRate, audioChannels, byteLength) => {
    const port = createPort({ sampleRate, audioChannels });
    expect(port.getBufferSize()).toBe(byteLength);
    expect(port.getFormat()).toMatchObject({ sampleRate, channelCount: audioChannels });
  });

  it('W-394: the volume can only be set', () => {
    const value = new Uint8Array(4);
    expect(codeOf(() => createPort().getProperty(PROPERTY_SET_SYNTH, VOLUME, value))).toBe('DMUS_E_GET_UNSUPPORTED');
  });

  it('beside W-396: the volume is set as a property', () => {
    expect(codeOf(() => createPort().setProperty(PROPERTY_SET_SYNTH, VOLUME, new Uint8Array(4)))).toBe('S_OK');
  });

  it('W-397: the boost is not the port’s', () => {
    const port = createPort();
    const value = new Uint8Array(4);
    expect(codeOf(() => port.setProperty(PROPERTY_SET_SYNTH, BOOST, value))).toBe('DMUS_E_UNKNOWN_PROPERTY');
    expect(codeOf(() => port.getProperty(PROPERTY_SET_SYNTH, BOOST, value))).toBe('DMUS_E_UNKNOWN_PROPERTY');
  });
});
