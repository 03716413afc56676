/**
 * Imports point one way. The table says which folders of `src/` the files of a folder may import; everything else is
 * a mistake in the design or in the table, and is to be argued about here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE_ROOT = fileURLToPath(new URL('../src', import.meta.url));

const CONTRACTS = ['clock', 'formats', 'ddi'] as const;
const DEVICES = [...CONTRACTS, 'event-chains', 'properties', 'synth', 'wave-sinks'] as const;
const DRIVER = [...CONTRACTS, 'event-chains', 'properties', 'port-driver'] as const;

/** Folder of `src/` → folders that its files may import, besides its own. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  clock: [],
  formats: [],
  ddi: ['clock', 'formats'],
  'event-chains': CONTRACTS,
  properties: CONTRACTS,
  synth: [...CONTRACTS, 'properties'],
  'wave-sinks': [...CONTRACTS, 'properties'],
  miniports: DEVICES,
  // Given its miniport and its sink, never importing one.
  'port-driver': [...CONTRACTS, 'event-chains', 'properties'],
  ks: DRIVER,
  directmusic: [...DRIVER, 'ks', 'synth', 'wave-sinks'],
  adapters: [...DRIVER, 'ks', 'synth', 'wave-sinks', 'directmusic', 'miniports'],
  testing: [...DRIVER, 'ks', 'synth', 'wave-sinks', 'directmusic', 'miniports'],
  cli: [...DRIVER, 'ks', 'synth', 'wave-sinks', 'directmusic', 'miniports', 'adapters', 'index.ts'],
  'index.ts': [...DRIVER, 'ks', 'synth', 'wave-sinks', 'directmusic', 'miniports', 'adapters'],
};

/**
 * Where `node:` modules and packages of npm may appear, as beginnings of paths inside `src/`. Files elsewhere run on any
 * host, so they may not import these files either.
 */
const HOST_FOLDERS: readonly string[] = [
  'adapters/node/',
  'wave-sinks/node-',
  'wave-sinks/node/',
  'miniports/os-midi/',
  'cli/',
];

/** Conformance suites are written for a test runner, and only suites and tests may import one. */
const SUITE = /(^testing\/|\/suite\/|-suite\.ts$)/;
const SUITE_PACKAGES: readonly string[] = ['vitest', 'fast-check'];

interface Import {
  /** File inside `src/`, with forward slashes. */
  readonly file: string;
  readonly specifier: string;
}

/** First folder of a path inside `src/`; a file directly in `src/` stands for itself. */
function folderOf(file: string): string {
  return file.split('/')[0]!;
}

/** What is wrong with an import, as a sentence; `null` when nothing is. */
function objectionTo({ file, specifier }: Import): string | null {
  const where = `src/${file}: import '${specifier}'`;
  if (!specifier.startsWith('.'))
    return mayImportPackage(file, specifier) ? null : `${where}: only hosts import from outside`;
  if (!specifier.endsWith('.ts')) return `${where}: relative imports name the .ts file`;
  const target = join(dirname(file), specifier).split(sep).join('/');
  if (target.startsWith('..')) return `${where}: leaves src/`;
  if (SUITE.test(target) && !SUITE.test(file)) return `${where}: a suite is imported by suites and tests only`;
  if (isHostFile(target) && !isHostFile(file)) return `${where}: only hosts import files of a host`;
  const from = folderOf(file);
  const to = folderOf(target);
  const allowed = ALLOWED[from];
  if (allowed === undefined) return `${where}: src/${from} has no line in the table`;
  return from === to || allowed.includes(to) ? null : `${where}: ${from} may not import ${to}`;
}

function mayImportPackage(file: string, specifier: string): boolean {
  if (SUITE.test(file) && SUITE_PACKAGES.includes(specifier)) return true;
  return isHostFile(file);
}

function isHostFile(file: string): boolean {
  return HOST_FOLDERS.some((folder) => file.startsWith(folder));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SOURCE_ROOT, file), 'utf8');
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ file, specifier: fileName }));
}

function sourceFiles(): string[] {
  return readdirSync(SOURCE_ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => relative(SOURCE_ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

describe('the boundaries between the folders of src/', () => {
  it('are kept by every import', () => {
    const imports = sourceFiles().flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.map(objectionTo).filter((objection) => objection !== null)).toEqual([]);
  });

  it('are drawn for every folder there is', () => {
    const folders = new Set(sourceFiles().map(folderOf));
    expect([...folders].filter((folder) => ALLOWED[folder] === undefined)).toEqual([]);
  });

  it('let nothing point back: whoever may be imported by a folder may not import it', () => {
    const mutual = Object.entries(ALLOWED).flatMap(([from, targets]) =>
      targets.filter((to) => ALLOWED[to]?.includes(from)).map((to) => `${from} <-> ${to}`),
    );
    expect(mutual).toEqual([]);
  });

  it.each([
    ['port-driver/pin.ts', '../synth/engine.ts', 'port-driver may not import synth'],
    ['port-driver/pin.ts', '../miniports/soft-synth/index.ts', 'port-driver may not import miniports'],
    ['clock/sample-time.ts', '../ddi/master-clock.ts', 'clock may not import ddi'],
    ['synth/engine.ts', 'node:fs', 'only hosts import from outside'],
    ['wave-sinks/memory.ts', 'node:fs', 'only hosts import from outside'],
    ['directmusic/index.ts', 'commander', 'only hosts import from outside'],
    ['synth/engine.ts', 'vitest', 'only hosts import from outside'],
    ['synth/kernel/suite/scene.ts', 'node:fs', 'only hosts import from outside'],
    ['synth/engine.ts', './kernel/kernel-suite.ts', 'a suite is imported by suites and tests only'],
    ['index.ts', './adapters/node/index.ts', 'only hosts import files of a host'],
    ['adapters/offline-ports.ts', '../index.ts', 'adapters may not import index.ts'],
    ['ddi/mxf.ts', './guid', 'relative imports name the .ts file'],
    ['ks/index.ts', '../../test/fakes/fake-output.ts', 'leaves src/'],
    ['misc/things.ts', '../ddi/mxf.ts', 'src/misc has no line in the table'],
  ])('stop %s from importing %s', (file, specifier, objection) => {
    expect(objectionTo({ file, specifier })).toBe(`src/${file}: import '${specifier}': ${objection}`);
  });

  it.each([
    ['port-driver/pin.ts', './unpacker.ts'],
    ['miniports/soft-synth/stream.ts', '../../synth/engine.ts'],
    ['adapters/node/files.ts', 'node:fs'],
    ['miniports/os-midi/endpoints.ts', 'node:fs'],
    ['cli/main.ts', 'commander'],
    ['cli/main.ts', '../adapters/node/index.ts'],
    ['index.ts', './adapters/offline-ports.ts'],
    ['synth/kernel/suite/scene.ts', 'fast-check'],
    ['synth/kernel/kernel-suite.ts', './suite/scene.ts'],
  ])('let %s import %s', (file, specifier) => {
    expect(objectionTo({ file, specifier })).toBeNull();
  });
});
