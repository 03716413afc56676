import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DMUS_MAIN, type DmusRun, runDmus } from './run-dmus.ts';
import { writeSmallPiece } from './small-piece.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
writeSmallPiece(folder);
mkdirSync(join(folder, 'a-folder'));
writeFileSync(join(folder, 'text.mid'), 'These are words, not music.\n');

/** A failure is an exit code, one line on standard error, and nothing else: no output, whole or in part. */
function expectFailure(run: DmusRun, sentence: string): void {
  expect(run.stderr).toBe(`dmus: ${sentence}\n`);
  expect(sentence).not.toContain('\n');
  expect(run).toMatchObject({ status: 1, stdout: '' });
  expect(readdirSync(folder).filter((name) => /\.(wav|part)$/.test(name))).toEqual([]);
}

describe('a command line that cannot be understood', () => {
  it.each([
    [['rendr'], 'unknown command ‘rendr’. Did you mean render? See dmus --help.'],
    [['--loud'], 'unknown option ‘--loud’. See dmus --help.'],
    [['render'], 'missing required argument ‘input’. See dmus render --help.'],
    [['render', 'piece.mid', '--loud'], 'unknown option ‘--loud’. See dmus render --help.'],
    [['render', 'piece.mid', '--bitz', '24'], 'unknown option ‘--bitz’. Did you mean --bits? See dmus render --help.'],
    [
      ['render', 'piece.mid', 'b.mid'],
      'too many arguments for ‘render’. Expected 1 argument but got 2. See dmus render --help.',
    ],
    [['render', 'piece.mid', '-o'], 'option ‘-o, --output <file>’ argument missing. See dmus render --help.'],
  ])('is refused in one line: %j', (args, sentence) => {
    expectFailure(runDmus(args, folder), sentence.replaceAll(/[‘’]/g, "'"));
  });

  it.each([
    ['-r, --rate <hz>', 'fast', 'Wanted: a whole number, 11025 to 96000.'],
    ['-r, --rate <hz>', '8000', 'Wanted: a whole number, 11025 to 96000.'],
    ['-r, --rate <hz>', '44100.5', 'Wanted: a whole number, 11025 to 96000.'],
    ['-r, --rate <hz>', 'Infinity', 'Wanted: a whole number, 11025 to 96000.'],
    ['--voices <count>', '0', 'Wanted: a whole number, 1 to 1000.'],
    ['--voices <count>', '1001', 'Wanted: a whole number, 1 to 1000.'],
    ['--tail <seconds>', '-1', 'Wanted: a number, 0 to 3600.'],
    ['--tail <seconds>', '', 'Wanted: a number, 0 to 3600.'],
    ['--gain <db>', 'NaN', 'Wanted: a number, -96 to 48.'],
    ['--gain <db>', '6dB', 'Wanted: a number, -96 to 48.'],
    ['--bits <format>', '12', 'Allowed choices are 16, 24, 32f.'],
    ['--port <way>', 'usb', 'Allowed choices are synth, kernel.'],
    ['--rules <set>', 'gm', 'Allowed choices are dls2, windows.'],
  ])('is refused with what would be right: %s %s', (option, value, right) => {
    const [name = ''] = /--\w+/.exec(option) ?? [];
    const run = runDmus(['render', 'piece.mid', name, value], folder);
    expectFailure(run, `option '${option}' argument '${value}' is invalid. ${right} See dmus render --help.`);
  });
});

describe('files that are not what they should be', () => {
  it.each([
    [['none.mid'], 'none.mid: there is no such file or folder'],
    [['a-folder'], 'a-folder: this is a folder, a file is wanted'],
    [['piece.mid/x.mid'], 'piece.mid/x.mid: a part of the path is no folder'],
    [['piece.mid', '-b', 'none.sf2'], 'none.sf2: there is no such file or folder'],
    [['piece.mid', '-b', 'a-folder'], 'a-folder: this is a folder, a file is wanted'],
    [['piece.mid', '-o', 'a-folder'], 'a-folder: this is a folder, not written over'],
    [['piece.mid', '-o', 'nowhere/out.wav'], 'nowhere/out.wav: there is no such file or folder'],
    [['piece.mid', '-o', 'piece.mid'], 'piece.mid: this is what is to be read, not written over'],
    [['text.mid'], "text.mid: MThd at byte 0: expected 'MThd' within the first 1024 bytes, found none in 28 bytes"],
    [
      ['piece.mid', '-b', 'text.mid'],
      'text.mid at byte 0: expected a sound bank: RIFF of form "DLS " or "sfbk", found "These are wo"',
    ],
  ])('are refused in one line: render %j', (args, sentence) => {
    expectFailure(runDmus(['render', ...args], folder), sentence);
  });

  it.skipIf(process.platform === 'win32')('are not waited for where they are no ordinary files', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expectFailure(runDmus(['render', 'pipe'], folder), 'pipe: this is no ordinary file, a file is wanted');
    expectFailure(
      runDmus(['render', 'piece.mid', '-b', 'pipe'], folder),
      'pipe: this is no ordinary file, a file is wanted',
    );
    expectFailure(
      runDmus(['render', 'piece.mid', '-o', 'pipe'], folder),
      'pipe: this is no ordinary file, not written over',
    );
  });

  it('leave input and bank as they were when the output would be the bank', () => {
    const original = new URL('../../banks/gm.dls', import.meta.url);
    copyFileSync(original, join(folder, 'own.dls'));
    const run = runDmus(['render', 'piece.mid', '-b', 'own.dls', '-o', './own.dls'], folder);
    expectFailure(run, './own.dls: this is what is to be read, not written over');
    expect(readFileSync(join(folder, 'own.dls')).equals(readFileSync(original))).toBe(true);
  });
});

describe('an output that becomes too large for its place', () => {
  it.skipIf(process.platform === 'win32')('leaves an older one as it was, and no half file', () => {
    const older = join(folder, 'older.wave');
    writeFileSync(older, 'older');
    const limitedDmus = ['ulimit -f 64; exec "$0" "$@"', process.execPath, DMUS_MAIN, 'render', 'piece.mid'];
    expect(() => execFileSync('bash', ['-c', ...limitedDmus, '-o', older], { cwd: folder, stdio: 'pipe' })).toThrow(
      `dmus: ${older}: larger than a file may be here\n`,
    );
    expect(readFileSync(older, 'utf8')).toBe('older');
    expect(existsSync(`${older}.part`)).toBe(false);
  });
});
