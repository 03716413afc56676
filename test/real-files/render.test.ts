import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RenderSummary, renderFile } from '../../src/adapters/node/render-file.ts';
import { readSmf } from '../../src/formats/smf/read-smf.ts';
import { readWave } from '../../src/formats/wave/read-wave.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { excerpt } from './excerpt.ts';
import { BANK_PATHS, blupiPiece, hasRealFiles, openMsxPiece } from './real-files.ts';

const SAMPLE_RATE = 22050;
const EXCERPT_SECONDS = 20;
/** Quieter than any music in these pieces, louder than any silence. */
const LOWEST_RMS = 10 ** (-50 / 20);
const END_SECONDS = 0.01;
const END_LEVEL = 10 ** (-80 / 20);

/** Chosen for what they play: many instruments, drums, bends, long notes, dense and sparse. */
const PIECES = {
  '5432gone_redfarn': openMsxPiece('5432gone_redfarn'),
  boogi_marabi_redfarn: openMsxPiece('boogi_marabi_redfarn'),
  city_blues_redfarn: openMsxPiece('city_blues_redfarn'),
  flying_scotsman: openMsxPiece('flying_scotsman'),
  harp_harmony: openMsxPiece('harp_harmony'),
  keep_on_rolling: openMsxPiece('keep_on_rolling'),
  relax_song: openMsxPiece('relax_song'),
  ttsong_iii_imuh3: openMsxPiece('ttsong_iii_imuh3'),
  tttheme2: openMsxPiece('tttheme2'),
  wood_whistles: openMsxPiece('wood_whistles'),
  blupi_music003: blupiPiece('music003'),
  blupi_music009: blupiPiece('music009'),
} as const;

type PieceName = keyof typeof PIECES;
type BankName = keyof typeof BANK_PATHS;

const CASES = (Object.keys(PIECES) as PieceName[]).flatMap((piece) =>
  (Object.keys(BANK_PATHS) as BankName[]).map((bank) => [piece, bank] as const),
);

const folder = temporaryFolder();

/** Writes the beginning of a piece into the folder; answers where, and how long it is. */
function takeExcerpt(piece: PieceName): { inputPath: string; durationSeconds: number } {
  const bytes = excerpt(readSmf(readFileSync(PIECES[piece]), piece), EXCERPT_SECONDS);
  const inputPath = join(folder, `${piece}.mid`);
  writeFileSync(inputPath, bytes);
  return { inputPath, durationSeconds: readSmf(bytes).durationSeconds };
}

function render(inputPath: string, bank: BankName): { summary: RenderSummary; samples: Float32Array } {
  const outputPath = join(folder, 'out.wav');
  const summary = renderFile({ inputPath, outputPath, bankPath: BANK_PATHS[bank], sampleRate: SAMPLE_RATE });
  return { summary, samples: readWave(readFileSync(outputPath)).samples };
}

function rms(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

function peak(samples: Float32Array): number {
  let highest = 0;
  for (const sample of samples) highest = Math.max(highest, Math.abs(sample));
  return highest;
}

describe.skipIf(!hasRealFiles)('real music', () => {
  it.each(CASES)('%s sounds through %s whole, unclipped, and until the last voice has died', (piece, bank) => {
    const { inputPath, durationSeconds } = takeExcerpt(piece);
    const { summary, samples } = render(inputPath, bank);
    expect(summary).toMatchObject({ warnings: [], notesLost: 0, clippedSamples: 0 });
    expect(summary.peakDbfs).toBeLessThan(0);
    expect(rms(samples)).toBeGreaterThan(LOWEST_RMS);
    expect(samples.length).toBe(summary.frames * 2);
    expect(summary.seconds).toBeGreaterThanOrEqual(durationSeconds);
    expect(durationSeconds).toBeGreaterThan(EXCERPT_SECONDS - 5);
    expect(peak(samples.subarray(-2 * Math.ceil(END_SECONDS * SAMPLE_RATE)))).toBeLessThan(END_LEVEL);
  });
});
