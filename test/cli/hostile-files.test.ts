import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_BANK_PATH } from '../../src/adapters/node/default-bank.ts';
import { ascii, END_OF_TRACK, rawChunk, rawSmf } from '../../src/formats/smf/smf-bytes.test-support.ts';
import { runDmus } from './run-dmus.ts';
import { writeSmallPiece } from './small-piece.ts';
import { temporaryFolder } from './temporary-folder.ts';

const GIBIBYTE = 2 ** 30;
/** Node alone holds about 55 MiB. */
const MOST_MEMORY_BYTES = 100 * 2 ** 20;
const SONG = [0, 0x90, 60, 100, 96, 0x80, 60, 0];

const folder = temporaryFolder();
const piece = writeSmallPiece(folder);
const gm = readFileSync(DEFAULT_BANK_PATH);

/** Writes a file. With `claimedByteLength` it is made so long, without taking the room on the disk. */
function write(name: string, bytes: Iterable<number>, claimedByteLength?: number): string {
  const path = join(folder, name);
  writeFileSync(path, Uint8Array.from(bytes));
  if (claimedByteLength !== undefined) truncateSync(path, claimedByteLength);
  return name;
}

/** The same bytes each time, of no meaning. */
function noise(byteLength: number): number[] {
  let state = 7;
  return Array.from({ length: byteLength }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

/** A RIFF header that claims a size. */
function riff(form: string, byteLength: number, ...body: number[]): number[] {
  return [...chunkHeader('RIFF', byteLength - 8), ...ascii(form), ...body];
}

function chunkHeader(id: string, byteLength: number): number[] {
  return [...ascii(id), ...[0, 8, 16, 24].map((shift) => (byteLength >>> shift) & 0xff)];
}

/** A list that claims the rest of a file of 2 GiB, beginning with these bytes. */
function restOf2GiB(listType: string, ...body: number[]): number[] {
  return [...chunkHeader('LIST', 2 * GIBIBYTE - 20), ...ascii(listType), ...body];
}

const MIDI_HEADER = rawSmf([]).slice(0, 14);
const LONGEST_DELTA = [0xff, 0xff, 0xff, 0x7f];

const MIDI_FILES: Readonly<Record<string, () => string>> = {
  'is empty': () => write('empty.mid', []),
  'ends in its header': () => write('cut.mid', MIDI_HEADER.slice(0, 11)),
  'ends after its header': () => write('header.mid', MIDI_HEADER),
  'has only empty tracks': () => write('silent.mid', rawSmf([[], []])),
  'is noise': () => write('noise.mid', noise(5000)),
  'is noise behind a header': () => write('noise2.mid', [...MIDI_HEADER, ...noise(5000).map((byte) => byte | 0x80)]),
  'has a track that claims 2 GiB and is not there': () =>
    write('claim.mid', [...MIDI_HEADER, ...rawChunk('MTrk', [], 0x7fffffff)]),
  'is 2 GiB long': () => write('sparse.mid', [...MIDI_HEADER, ...rawChunk('MTrk', SONG, 0x7fffffff)], 2 * GIBIBYTE),
  'is 2 GiB of nothing': () => write('zeros.mid', [], 2 * GIBIBYTE),
  'plays for weeks': () => write('long.mid', rawSmf([[...SONG, ...LONGEST_DELTA, ...SONG.slice(1), ...END_OF_TRACK]])),
  'is a sound bank': () => write('bank.mid', gm.subarray(0, 100_000)),
};

const BANK_FILES: Readonly<Record<string, () => string>> = {
  'is an empty DLS file': () => write('empty.dls', []),
  'is a DLS file cut off in its instruments': () => write('cut.dls', gm.subarray(0, 20_000)),
  'is a DLS file cut off where its waves begin': () => write('cut-waves.dls', gm.subarray(0, gm.indexOf('wvpl') + 100)),
  'is noise, and called DLS': () => write('noise.dls', noise(5000)),
  'is noise behind the header of a DLS file': () => write('noise2.dls', riff('DLS ', 5012, ...noise(5000))),
  'is a DLS file that claims 2 GiB and ends': () => write('claim.dls', riff('DLS ', 2 * GIBIBYTE)),
  'is a DLS file of 2 GiB of nothing': () => write('zeros.dls', riff('DLS ', 2 * GIBIBYTE), 2 * GIBIBYTE),
  'is a DLS file with 2 GiB of instruments': () =>
    write('lins.dls', riff('DLS ', 2 * GIBIBYTE, ...restOf2GiB('lins', ...chunkHeader('LIST', 2 ** 31))), 2 * GIBIBYTE),
  'is a DLS file with a pool table of 2 GiB': () =>
    write('ptbl.dls', riff('DLS ', 2 * GIBIBYTE, ...chunkHeader('ptbl', 2 * GIBIBYTE - 20), 8, 0, 0, 0), 2 * GIBIBYTE),
  'is an empty SoundFont': () => write('empty.sf2', []),
  'is a SoundFont that ends in its header': () => write('cut.sf2', riff('sfbk', 100_000).slice(0, 11)),
  'is noise, and called SoundFont': () => write('noise.sf2', noise(5000)),
  'is noise behind the header of a SoundFont': () => write('noise2.sf2', riff('sfbk', 5012, ...noise(5000))),
  'is a SoundFont that claims 2 GiB and ends': () => write('claim.sf2', riff('sfbk', 2 * GIBIBYTE)),
  'is a SoundFont of 2 GiB of nothing': () => write('zeros.sf2', riff('sfbk', 2 * GIBIBYTE), 2 * GIBIBYTE),
  'is a SoundFont of 2 GiB of samples': () =>
    write('smpl.sf2', riff('sfbk', 2 * GIBIBYTE, ...restOf2GiB('sdta')), 2 * GIBIBYTE),
  'is a SoundFont with 2 GiB of zones': () =>
    write(
      'pbag.sf2',
      riff('sfbk', 2 * GIBIBYTE, ...restOf2GiB('pdta', ...chunkHeader('pbag', 2 * GIBIBYTE - 32))),
      2 * GIBIBYTE,
    ),
};

/** One line that names the file, an exit code, little memory, and nothing left behind. */
function expectRefusal(file: string, args: readonly string[]): void {
  const { status, stdout, stderr, peakMemoryBytes } = runDmus(['render', ...args, '-o', 'out.wav'], folder);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(/^dmus: .*\bat byte \d+: expected .+, found .+\n$/);
  expect(stderr).toContain(`dmus: ${file}`);
  expect(peakMemoryBytes).toBeGreaterThan(0);
  expect(peakMemoryBytes).toBeLessThan(MOST_MEMORY_BYTES);
  expect(readdirSync(folder).filter((name) => name.startsWith('out.wav'))).toEqual([]);
}

describe('a MIDI file is refused that', () => {
  it.each(Object.entries(MIDI_FILES))('%s', (_, make) => {
    const file = make();
    expectRefusal(file, [file]);
  });
});

describe('a bank is refused that', () => {
  it.each(Object.entries(BANK_FILES))('%s', (_, make) => {
    const file = make();
    expectRefusal(file, [piece, '-b', file]);
  });
});

/** Renders to the end; answers the warnings. Something must be heard. */
function warningsOf(args: readonly string[]): string {
  const { status, stdout, stderr } = runDmus(['render', ...args, '-o', 'damaged.wav', '--json'], folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const report = JSON.parse(stdout) as { readonly peakDbfs: number; readonly warnings: readonly string[] };
  expect(report.peakDbfs).toBeGreaterThan(-60);
  return report.warnings.join('\n');
}

describe('what a damaged file still says is played, with a warning,', () => {
  it.each([
    [
      'of a MIDI file that claims 2 GiB',
      [...MIDI_HEADER, ...rawChunk('MTrk', SONG, 0x7fffffff)],
      'MTrk: claims 2147483647 bytes, but only 8',
    ],
    ['of a MIDI file cut off in a track', rawSmf([[...SONG, ...SONG]]).slice(0, -3), 'MTrk[0]: no end-of-track event'],
  ])('%s', (_, bytes, warning) => {
    expect(warningsOf([write('damaged.mid', bytes)])).toContain(`damaged.mid: ${warning}`);
  });

  it('of a bank cut off behind the waves that are needed', () => {
    const bank = write('damaged.dls', gm.subarray(0, -1000));
    expect(warningsOf([piece, '-b', bank])).toMatch(
      /^damaged\.dls: RIFF:DLS : claims \d+ bytes, but only \d+ are in the file/,
    );
  });
});
