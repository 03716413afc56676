/** Installs the peers and compiles their drivers: `npm run bench:setup`. Wants Debian or Ubuntu, and root for its packages. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeWorkspace, NATIVE_DRIVERS, WORKSPACE, Workspace } from './workspace.ts';

const DEBIAN_PACKAGES = [
  'fluidsynth',
  'timidity',
  'timgm6mb-soundfont',
  'fluid-soundfont-gm',
  'openttd-openmsx',
  'time',
  'gcc',
  'libc6-dev',
];
const NPM_PACKAGES = ['spessasynth_core@4.3.22', 'js-synthesizer@1.13.0'];

/** Runs one step; a step that fails is told and does not stop the others: its peers will be missing. */
function step(what: string, command: string, args: readonly string[], cwd = '.'): void {
  console.log(`${what} …`);
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0)
    console.error(`${what}: failed (${error?.message ?? `status ${status}`}); what needs it is left out`);
}

function installDebianPackages(): void {
  const asRoot = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', 'apt-get'];
  const [command, ...first] = asRoot;
  step('lists of Debian packages', command!, [...first, 'update']);
  step('Debian packages', command!, [...first, 'install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES]);
}

/** Only the headers: the development package would pull in others that do not go together. */
function unpackHeaders(): void {
  step('headers of libfluidsynth', 'apt-get', ['download', 'libfluidsynth-dev'], Workspace.debs);
  for (const name of readdirSync(Workspace.debs)) {
    if (name.endsWith('.deb')) step(`unpack ${name}`, 'dpkg', ['-x', name, Workspace.headers], Workspace.debs);
  }
}

function installNpmPackages(): void {
  const manifest = join(Workspace.npm, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  step('npm packages', 'npm', ['install', '--no-audit', '--no-fund', ...NPM_PACKAGES], Workspace.npm);
}

function compileDrivers(): void {
  const cc = (source: string, target: string, ...rest: string[]): void =>
    step(`compile ${source}`, 'cc', ['-O2', join(NATIVE_DRIVERS, source), '-o', join(Workspace.bin, target), ...rest]);
  cc('fluidsynth.c', 'fluidsynth', `-I${Workspace.headers}/usr/include`, '-l:libfluidsynth.so.3', '-lm');
  const header = process.env.TINYSOUNDFONT;
  if (header === undefined || header === '') {
    console.log('TinySoundFont is left out: TINYSOUNDFONT=<path of tsf.h> brings it in');
  } else {
    const folder = resolve(header, '..');
    cc('tiny-soundfont.c', 'tiny-soundfont', '-O3', '-march=native', `-I${folder}`, '-lm');
  }
}

makeWorkspace();
installDebianPackages();
unpackHeaders();
installNpmPackages();
compileDrivers();
console.log(`peers are in ${WORKSPACE}`);
