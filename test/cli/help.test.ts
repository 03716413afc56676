import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runDmus } from './run-dmus.ts';
import { temporaryFolder } from './temporary-folder.ts';

const PACKAGE = new URL('../../package.json', import.meta.url);
const folder = temporaryFolder();

describe('dmus', () => {
  it('tells its version, which is the package’s', () => {
    const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };
    expect(runDmus(['--version'], folder)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists its commands in its help', () => {
    const { status, stdout, stderr } = runDmus(['--help'], folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: dmus /);
    expect(stdout).toMatch(/^ {2}render .*<input>/m);
  });

  it('shows how to render in the help of the command', () => {
    const { status, stdout, stderr } = runDmus(['render', '--help'], folder);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: dmus render \[options\] <input>/);
    expect(stdout).toContain('\nExamples:\n  dmus render ');
  });

  it('shows its help where it is told nothing, as a failure', () => {
    const { status, stdout, stderr } = runDmus([], folder);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^Usage: dmus /);
  });
});
