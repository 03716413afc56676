import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FileSource } from '../../src/adapters/node/file-source.ts';
import { createOfflinePort } from '../../src/adapters/offline-ports.ts';
import { Collection } from '../../src/directmusic/downloads/collection.ts';
import { MidiRenderer } from '../../src/directmusic/midi-files/midi-renderer.ts';
import { CountingSource } from '../../src/formats/riff/counting-source.ts';
import { readSmf } from '../../src/formats/smf/read-smf.ts';
import { MemoryOutput } from '../../src/wave-sinks/memory-output.ts';
import { runDmus } from '../cli/run-dmus.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { BANK_PATHS, hasRealFiles, openMsxPiece } from './real-files.ts';

const MEBIBYTE = 1024 * 1024;
const PIECE = openMsxPiece('5432gone_redfarn');

const folder = temporaryFolder();

describe.skipIf(!hasRealFiles)('the 142 MB bank', () => {
  it('is opened by its index: less than 1 MiB of it is read, and no sample', () => {
    const source = new CountingSource(new FileSource(BANK_PATHS.FluidR3));
    expect(source.byteLength).toBeGreaterThan(140 * MEBIBYTE);
    const collection = Collection.open(source);
    expect(collection.enumInstrument(127)).toBeDefined();
    expect(source.bytesRead).toBeLessThan(MEBIBYTE);
  });

  it('gives a piece the waves of its own keys only', () => {
    const source = new CountingSource(new FileSource(BANK_PATHS.FluidR3));
    const midi = readSmf(readFileSync(PIECE));
    const { port, pump } = createOfflinePort('synth', { output: new MemoryOutput() });
    const renderer = new MidiRenderer({ port, pump, tailSeconds: 1 });
    expect(renderer.downloadInstruments(midi, Collection.open(source))).toEqual([]);
    port.close();
    console.log(`of ${mebibytes(source.byteLength)} MiB, ${mebibytes(source.bytesRead)} MiB were read`);
    expect(source.bytesRead).toBeGreaterThan(MEBIBYTE);
    expect(source.bytesRead).toBeLessThan(30 * MEBIBYTE);
  });

  it('is never in memory as a whole: dmus renders a piece with it in less memory than the bank has bytes', () => {
    const bank = BANK_PATHS.FluidR3;
    const run = runDmus(['render', PIECE, '-b', bank, '-r', '22050', '-o', 'out.wav', '--json'], folder);
    expect(run).toMatchObject({ status: 0, stderr: '' });
    const idle = runDmus(['--version'], folder);
    console.log(
      `${mebibytes(run.peakMemoryBytes)} MiB at most, of which Node needs ${mebibytes(idle.peakMemoryBytes)}`,
    );
    expect(run.peakMemoryBytes).toBeGreaterThan(idle.peakMemoryBytes);
    expect(run.peakMemoryBytes).toBeLessThan(statSync(bank).size);
  });
});

function mebibytes(byteLength: number): string {
  return (byteLength / MEBIBYTE).toFixed(1);
}
