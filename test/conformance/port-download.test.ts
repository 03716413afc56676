import { describe, expect, it } from 'vitest';
import { createOfflinePort, type OfflinePortKind } from '../../src/adapters/offline-ports.ts';
import type { DownloadBuffer, PortDownload } from '../../src/directmusic/downloads/port-download.ts';
import type { RuleSetName } from '../../src/synth/rules.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { codeOf } from './error-code.ts';
import { describeRuleSets } from './rule-sets.ts';
import { Structure } from './structure.ts';
import { waveBlock } from './wave-block.ts';

/** Ids that the rows reserve at once. */
const RESERVED_IDS = 4;
const DOWNLOAD_ID = 2;

const WAYS_DOWN: readonly [OfflinePortKind, RuleSetName][] = [
  ['synth', 'windows'],
  ['synth', 'dls2'],
  ['kernel', 'windows'],
  ['kernel', 'dls2'],
];

describe.each(WAYS_DOWN)("16 Port download, way down '%s', rules '%s'", (kind, rules) => {
  function portDownload(): PortDownload {
    return createOfflinePort(kind, { rules, output: new MemoryOutput() }).port.portDownload!;
  }

  function fill(download: PortDownload, block: Uint8Array): DownloadBuffer {
    const buffer = download.allocateBuffer(block.byteLength);
    buffer.getBuffer().set(block);
    return buffer;
  }

  /** One sample, 8 bits: 64 bytes with all headers. */
  function smallWave(): Uint8Array {
    return waveBlock(Uint8Array.of(0x80), { downloadId: DOWNLOAD_ID });
  }

  it.each([0, 0xdead_beef])('W-401: id %i means nothing before any id was given out', (id) => {
    expect(codeOf(() => portDownload().getBuffer(id))).toBe('DMUS_E_INVALID_DOWNLOADID');
  });

  it('W-403: a block has at least one byte', () => {
    expect(codeOf(() => portDownload().allocateBuffer(0))).toBe('E_INVALIDARG');
  });

  it('W-404: a block has exactly the bytes asked for', () => {
    expect(portDownload().allocateBuffer(1).getBuffer().byteLength).toBe(1);
  });

  it('W-406: at least one id is given out', () => {
    expect(codeOf(() => portDownload().getDLId(0))).toBe('E_INVALIDARG');
  });

  it('beside W-406: ids begin at 0', () => {
    expect(portDownload().getDLId(RESERVED_IDS)).toBe(0);
  });

  it('W-408: nothing is downloaded under an id that was only given out', () => {
    const download = portDownload();
    download.getDLId(RESERVED_IDS);
    expect(codeOf(() => download.getBuffer(DOWNLOAD_ID))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect(codeOf(() => download.getBuffer(RESERVED_IDS))).toBe('DMUS_E_INVALID_DOWNLOADID');
  });

  it('W-410: says how many frames are to be appended', () => {
    expect(codeOf(() => portDownload().getAppend())).toBe('S_OK');
  });

  it('W-413: an unknown type is complained of before anything else; through the driver it is a failure', () => {
    const download = portDownload();
    const buffer = fill(download, new Structure(64).u32(4, DOWNLOAD_ID).u32(12, 64).bytes);
    expect(codeOf(() => download.download(buffer))).toBe(kind === 'synth' ? 'DMUS_E_UNKNOWNDOWNLOAD' : 'E_FAIL');
  });

  it('W-414: a buffer that was refused can be filled anew and is taken', () => {
    const download = portDownload();
    download.getDLId(RESERVED_IDS);
    const buffer = fill(download, new Uint8Array(64));
    codeOf(() => download.download(buffer));
    buffer.getBuffer().set(smallWave());
    expect(codeOf(() => download.download(buffer))).toBe('S_OK');
    expect(codeOf(() => buffer.getBuffer())).toBe('DMUS_E_BUFFERNOTAVAILABLE');
  });

  it('W-415: a buffer is downloaded once', () => {
    const download = portDownload();
    const buffer = fill(download, smallWave());
    download.download(buffer);
    expect(codeOf(() => download.download(buffer))).toBe('DMUS_E_ALREADY_DOWNLOADED');
  });

  it('W-416: the id leads to the very buffer', () => {
    const download = portDownload();
    download.getDLId(RESERVED_IDS);
    const buffer = fill(download, smallWave());
    download.download(buffer);
    expect(download.getBuffer(DOWNLOAD_ID)).toBe(buffer);
  });

  it('W-418: an unloaded buffer is no longer under its id, and can be downloaded again', () => {
    const download = portDownload();
    download.getDLId(RESERVED_IDS);
    const buffer = fill(download, smallWave());
    download.download(buffer);
    expect(codeOf(() => download.unload(buffer))).toBe('S_OK');
    expect(codeOf(() => download.getBuffer(DOWNLOAD_ID))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect(codeOf(() => download.unload(buffer))).toBe('DMUS_E_NOT_DOWNLOADED_TO_PORT');
    expect(codeOf(() => download.download(buffer))).toBe('S_OK');
  });

  it('W-420: ids are never used again', () => {
    const download = portDownload();
    download.getDLId(RESERVED_IDS);
    const buffer = fill(download, smallWave());
    download.download(buffer);
    download.unload(buffer);
    expect(download.getDLId(1)).toBe(RESERVED_IDS);
  });
});

// The kernel's sample engine asks for one frame; the row was measured on the user-mode synth.
describeRuleSets("16 Port download, way down 'synth'", (rules) => {
  it('W-411: two frames are to be appended', () => {
    expect(createOfflinePort('synth', { rules, output: new MemoryOutput() }).port.portDownload!.getAppend()).toBe(2);
  });
});
