import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderFile } from '../../src/adapters/node/render-file.ts';
import type { OfflinePortKind } from '../../src/adapters/offline-ports.ts';
import { readSmf } from '../../src/formats/smf/read-smf.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { excerpt } from './excerpt.ts';
import { BANK_PATHS, blupiPiece, DEMO_PATH, hasRealFiles, openMsxPiece } from './real-files.ts';

const EXCERPT_SECONDS = 15;

const folder = temporaryFolder();

/** Hash of the WAVE file that a piece becomes, as 32-bit floats so that no rounding hides a difference. */
function hashOf(inputPath: string, bankPath: string, portKind: OfflinePortKind): { hash: string; peakDbfs: number } {
  const outputPath = join(folder, `${portKind}.wav`);
  const { peakDbfs } = renderFile({ inputPath, outputPath, bankPath, portKind, sampleFormat: 'float32' });
  return { hash: createHash('sha256').update(readFileSync(outputPath)).digest('hex'), peakDbfs };
}

function expectSameBits(inputPath: string, bankPath: string): void {
  const userMode = hashOf(inputPath, bankPath, 'synth');
  expect(userMode.peakDbfs).toBeGreaterThan(-50);
  expect(hashOf(inputPath, bankPath, 'kernel')).toEqual(userMode);
}

describe('the user-mode and the kernel-mode way down', () => {
  it('give the same bits of the demonstration piece with the embedded bank', () => {
    expectSameBits(DEMO_PATH, BANK_PATHS.embedded);
  });

  it.skipIf(!hasRealFiles).each([
    ['tttheme2', 'FluidR3', openMsxPiece('tttheme2')],
    ['keep_on_rolling', 'TimGM6mb', openMsxPiece('keep_on_rolling')],
    ['blupi_music009', 'FluidR3', blupiPiece('music009')],
    ['relax_song', 'embedded', openMsxPiece('relax_song')],
  ] as const)('give the same bits of %s with %s', (name, bank, path) => {
    const inputPath = join(folder, `${name}.mid`);
    writeFileSync(inputPath, excerpt(readSmf(readFileSync(path), name), EXCERPT_SECONDS));
    expectSameBits(inputPath, BANK_PATHS[bank]);
  });
});
