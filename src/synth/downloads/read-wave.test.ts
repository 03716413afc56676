import { describe, expect, it } from 'vitest';
import { codeOf, type RawWave, rawBlock, rawWaveBlock } from '../../../test/rig/raw-block.ts';
import { DownloadType } from '../../ddi/dls-download.ts';
import { DownloadBlock } from './block-reader.ts';
import { readWave, type WaveContents } from './read-wave.ts';

function read(wave: RawWave): WaveContents {
  return readWave(new DownloadBlock(rawWaveBlock(1, wave)));
}

describe('readWave', () => {
  it.each([
    [{ bits: 8 }, 8],
    [{ bits: 16 }, 4],
    [{ bits: 32, tag: 3 }, 2],
  ])('%j in 8 bytes of data is %i frames', (wave, frameCount) => {
    const contents = read({ ...wave, sampleRate: 11025, samples: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
    expect(contents).toMatchObject({ frameCount, sampleRate: 11025, bitsPerSample: wave.bits });
    expect([...contents.bytes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('a last frame that is not whole is left out', () => {
    expect(read({ samples: new Uint8Array(9) }).frameCount).toBe(4);
    expect(read({ samples: new Uint8Array(1) }).frameCount).toBe(0);
    expect(read({ samples: new Uint8Array(0) }).frameCount).toBe(0);
  });

  it('data may claim less than there is', () => {
    expect(read({ claimedBytes: 4 }).bytes.byteLength).toBe(4);
  });

  it.each<[string, RawWave, string]>([
    ['two channels', { channels: 2 }, 'DMUS_E_NOTMONO'],
    ['no channel', { channels: 0 }, 'DMUS_E_NOTMONO'],
    ['24 bits', { bits: 24 }, 'DMUS_E_BADWAVE'],
    ['0 bits', { bits: 0 }, 'DMUS_E_BADWAVE'],
    ['compressed samples', { tag: 2 }, 'DMUS_E_NOTPCM'],
    ['floats of 64 bits', { tag: 3, bits: 64 }, 'DMUS_E_NOTPCM'],
    ['no rate', { sampleRate: 0 }, 'DMUS_E_BADWAVE'],
    ['no data', { dataIndex: 0 }, 'DMUS_E_BADWAVE'],
    ['data outside the table', { dataIndex: 2 }, 'DMUS_E_BADOFFSETTABLE'],
    ['more data than there is', { claimedBytes: 9 }, 'DMUS_E_BADWAVE'],
    ['4 GB of data', { claimedBytes: 0xffffffff }, 'DMUS_E_BADWAVE'],
  ])('a wave with %s is refused', (_, wave, code) => {
    expect(codeOf(() => read(wave))).toBe(code);
  });

  it('a head that is too short is refused', () => {
    const bytes = rawBlock(DownloadType.wave, 1, [new Uint8Array(28)]);
    expect(codeOf(() => readWave(new DownloadBlock(bytes)))).toBe('DMUS_E_BADWAVE');
  });
});
