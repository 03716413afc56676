// Brings the music and the banks that test/real-files plays: Debian packages, unpacked (not installed) into
// node_modules/.cache/dmus-real-files/<package>/. None of it is ever committed or published. What is there already stays,
// and what the system has installed is linked to instead of being downloaded.
//
//     node tools/fetch-real-files.mjs
//
// Ends with 0 where everything is there or where there is no apt to ask, with 1 where apt failed.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = [
  { name: 'openttd-openmsx', what: '31 pieces of General MIDI music, GPL-2' },
  { name: 'planetblupi-music-midi', what: '10 long pieces of General MIDI music, GPL-3+' },
  { name: 'timgm6mb-soundfont', what: 'TimGM6mb.sf2, 6 MB, GPL-2' },
  { name: 'fluid-soundfont-gm', what: 'FluidR3_GM.sf2, 142 MB (a download of 120 MB), MIT' },
];
const CACHE = fileURLToPath(new URL('../node_modules/.cache/dmus-real-files/', import.meta.url));
const APT_OPTIONS = ['-q', '-o', 'APT::Sandbox::User=root', '-o', 'Acquire::Retries=3'];
const APT_TIMEOUT_MS = 15 * 60 * 1000;

const missing = PACKAGES.filter(({ name }) => !existsSync(join(CACHE, name)));
if (missing.length === 0) say(`all here, in ${CACHE}`);
else if (!hasCommand('apt-get') || !hasCommand('dpkg-deb')) {
  say('no apt-get and dpkg-deb on this system, so nothing can be fetched.');
  say(`Tests with real files are skipped, unless these Debian packages are unpacked into ${CACHE}<package>/:`);
  for (const { name, what } of missing) say(`  ${name}: ${what}`);
} else {
  mkdirSync(CACHE, { recursive: true });
  try {
    for (const wanted of missing) bring(wanted);
  } catch (error) {
    say(`failed: ${error.message.trim().replaceAll('\n', '; ')}`);
    process.exitCode = 1;
  }
}

/** Makes the folder of a package. It appears only when it is whole. */
function bring({ name, what }) {
  const folder = mkdtempSync(join(CACHE, '.new-'));
  try {
    const installed = installedFiles(name);
    if (installed.length > 0) {
      say(`${name} (${what}): installed on this system, linking to it`);
      link(installed, folder);
    } else {
      say(`${name} (${what}): downloading`);
      unpack(download(name, folder), folder);
    }
    chmodSync(folder, 0o755);
    if (!existsSync(join(CACHE, name))) renameSync(folder, join(CACHE, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Paths of the ordinary files of an installed package; none where it is not installed, or not whole. */
function installedFiles(name) {
  if (!hasCommand('dpkg-query')) return [];
  try {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of dpkg-query's
    if (run('dpkg-query', ['-W', '-f=${db:Status-Status}', name]) !== 'installed') return [];
    const paths = run('dpkg-query', ['-L', name]).split('\n');
    const wanted = paths.filter((path) => path.startsWith('/usr/share/') && !path.startsWith('/usr/share/doc/'));
    return wanted.every((path) => existsSync(path)) ? wanted.filter((path) => lstatSync(path).isFile()) : [];
  } catch {
    return [];
  }
}

function link(paths, folder) {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(path, join(folder, path));
  }
}

/** Downloads a package. The lists of packages are brought first where they are missing, which needs root. */
function download(name, folder) {
  if (!hasCandidate(name)) {
    if (process.getuid?.() !== 0) throw new Error(`apt knows no package ${name}; 'apt-get update' as root may help`);
    say('apt-get update, because the lists of packages are missing');
    run('apt-get', [...APT_OPTIONS, 'update']);
  }
  run('apt-get', [...APT_OPTIONS, 'download', name], folder);
  const archive = readdirSync(folder).find((file) => file.endsWith('.deb'));
  if (archive === undefined) throw new Error(`apt-get download ${name} left no archive`);
  return join(folder, archive);
}

function unpack(archive, folder) {
  run('dpkg-deb', ['-x', archive, folder]);
  rmSync(archive);
}

function hasCandidate(name) {
  try {
    return run('apt-cache', ['show', '--no-all-versions', name]).includes('Filename:');
  } catch {
    return false;
  }
}

function hasCommand(command) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, command)));
}

/** Runs a command to its end; what it prints is the answer, and what it complains of becomes the error. */
function run(command, args, cwd) {
  const env = { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const stdio = ['ignore', 'pipe', 'pipe'];
  try {
    return execFileSync(command, args, { cwd, env, stdio, encoding: 'utf8', timeout: APT_TIMEOUT_MS });
  } catch (error) {
    throw new Error(`${command} ${args.join(' ')}: ${error.stderr?.trim() || error.message}`);
  }
}

function say(line) {
  console.log(`real files: ${line}`);
}
