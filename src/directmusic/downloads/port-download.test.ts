import { describe, expect, it } from 'vitest';
import { codeOf, rawWaveBlock } from '../../../test/rig/raw-block.ts';
import { FakeDownloadTarget } from './fake-download-target.test-support.ts';
import { type DownloadBuffer, PortDownload } from './port-download.ts';

function makeDownload(): { readonly download: PortDownload; readonly target: FakeDownloadTarget } {
  const target = new FakeDownloadTarget();
  return { download: new PortDownload(target), target };
}

function waveBuffer(download: PortDownload, id: number): DownloadBuffer {
  const block = rawWaveBlock(id);
  const buffer = download.allocateBuffer(block.byteLength);
  buffer.getBuffer().set(block);
  return buffer;
}

describe('PortDownload', () => {
  it('ids that are given out follow each other without a gap', () => {
    const { download } = makeDownload();
    expect([1, 5, 2, 1].map((count) => download.getDLId(count))).toEqual([0, 1, 6, 8]);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is neither a count of ids nor of bytes', (count) => {
    const { download } = makeDownload();
    expect(codeOf(() => download.getDLId(count))).toBe('E_INVALIDARG');
    expect(codeOf(() => download.allocateBuffer(count))).toBe('E_INVALIDARG');
    expect(download.getDLId(1)).toBe(0);
  });

  it('ports count their ids by themselves, and know only their own blocks', () => {
    const [one, other] = [makeDownload(), makeDownload()];
    expect([one.download.getDLId(3), other.download.getDLId(1), one.download.getDLId(1)]).toEqual([0, 0, 3]);
    const buffer = waveBuffer(one.download, 0);
    one.download.download(buffer);
    expect(codeOf(() => other.download.getBuffer(0))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect(codeOf(() => other.download.unload(buffer))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    other.download.download(waveBuffer(other.download, 0));
    expect([one.target.log, other.target.log]).toEqual([['+0'], ['+0']]);
  });

  it('blocks go to the synth and out of it by their own handles, in any order', () => {
    const { download, target } = makeDownload();
    const [first, second, third] = [11, 12, 13].map((id) => waveBuffer(download, id));
    for (const buffer of [first!, second!, third!]) download.download(buffer);
    for (const buffer of [second!, first!, third!]) download.unload(buffer);
    expect(target.log).toEqual(['+11', '+12', '+13', '-12', '-11', '-13']);
    expect(target.blocks.size).toBe(0);
  });

  it('a block that could not be taken out is still downloaded', () => {
    const { download, target } = makeDownload();
    const buffer = waveBuffer(download, download.getDLId(1));
    download.download(buffer);
    target.blocks.clear();
    expect(codeOf(() => download.unload(buffer))).toBe('E_FAIL');
    expect(download.getBuffer(0)).toBe(buffer);
  });

  it('an id that another block has is refused, and the other block stays', () => {
    const { download, target } = makeDownload();
    const [first, second] = [waveBuffer(download, 4), waveBuffer(download, 4)];
    download.download(first);
    expect(codeOf(() => download.download(second))).toBe('E_FAIL');
    expect(second.getBuffer().byteLength).toBeGreaterThan(0);
    download.unload(first);
    download.download(second);
    expect(download.getBuffer(4)).toBe(second);
    expect(target.log).toEqual(['+4', '-4', '+4']);
  });

  it('a block that is too short for an id is the synth’s to refuse', () => {
    const { download } = makeDownload();
    expect(codeOf(() => download.download(download.allocateBuffer(1)))).toBe('DMUS_E_UNKNOWNDOWNLOAD');
  });

  it('a block that was refused leaves no trace', () => {
    const { download, target } = makeDownload();
    download.getDLId(1);
    const buffer = waveBuffer(download, 0);
    target.room = 0;
    expect(codeOf(() => download.download(buffer))).toBe('E_OUTOFMEMORY');
    expect(codeOf(() => download.getBuffer(0))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect(codeOf(() => download.unload(buffer))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
  });

  it('the memory of an unloaded block is available once the synth has freed it, and not before', () => {
    const { download, target } = makeDownload();
    target.freesAtOnce = false;
    const buffer = waveBuffer(download, 0);
    download.download(buffer);
    download.unload(buffer);
    expect(codeOf(() => buffer.getBuffer())).toBe('DMUS_E_BUFFERNOTAVAILABLE');
    expect(codeOf(() => download.download(buffer))).toBe('DMUS_E_BUFFERNOTAVAILABLE');
    target.free();
    expect(buffer.getBuffer()).toEqual(rawWaveBlock(0));
    download.download(buffer);
    expect(target.log).toEqual(['+0', '-0', '+0']);
  });
});
