import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeSmallPiece } from '../cli/small-piece.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';

interface Manifest {
  readonly version: string;
  readonly bin: { readonly dmus: string };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const SUBPATHS = Object.keys(MANIFEST.exports);
const MODULES = SUBPATHS.filter((subpath) => !subpath.endsWith('.json'));
/** What the registry and every user's disk have to take. */
const MOST_PACKED_BYTES = 4 * 2 ** 20;

const folder = temporaryFolder();
const installed = join(folder, 'node_modules/dmus');
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] };

/** Packs the package and lays it out as npm would, with the dependencies that this checkout has: no network. */
beforeAll(() => {
  const json = run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder],
    ROOT,
  );
  packed = (JSON.parse(json) as [typeof packed])[0];
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', join(folder, packed.filename), '-C', installed, '--strip-components=1']);
  for (const name of [...Object.keys(MANIFEST.dependencies), '@types/node', 'undici-types']) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});

function run(command: string, args: readonly string[], cwd = folder): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
}

/** `dmus` for `.`, `dmus/ddi` for `./ddi`. */
function specifier(subpath: string): string {
  return `dmus${subpath.slice(1)}`;
}

describe('the packed package', () => {
  it('holds what runs, the bank and the documents, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['README.md', 'LICENSE', 'CHANGELOG.md', 'banks/gm.dls']));
    const strange = paths.filter((path) => !/^(dist\/|banks\/[^/]+\.dls$|[A-Z]+(\.md)?$|package\.json$)/.test(path));
    expect(strange).toEqual([]);
    expect(paths.filter((path) => /\.test\.|test-support|suite/.test(path))).toEqual([]);
    expect(packed.size).toBeLessThan(MOST_PACKED_BYTES);
  });

  it('has the files that its exports name, with types', () => {
    const named = Object.values(MANIFEST.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : [target.types, target.default],
    );
    expect([...named, MANIFEST.bin.dmus].filter((path) => !existsSync(join(installed, path)))).toEqual([]);
  });

  it.each(MODULES)('lets a program import %s', (subpath) => {
    const script = `console.log(Object.keys(await import('${specifier(subpath)}')).length)`;
    expect(Number(run(process.execPath, ['--input-type=module', '-e', script]))).toBeGreaterThan(0);
  });

  it('lets a program read its package.json, and nothing that it does not export', () => {
    const read = "console.log((await import('dmus/package.json', { with: { type: 'json' } })).default.version)";
    const options = ['--no-warnings', '--input-type=module', '-e'];
    expect(run(process.execPath, [...options, read])).toBe(`${MANIFEST.version}\n`);
    const reach = "await import('dmus/dist/index.js').catch((error) => console.log(error.code))";
    expect(run(process.execPath, [...options, reach])).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  it('has declarations that a strict compiler takes', () => {
    const lines = MODULES.map((subpath, i) => `export * as module${i} from '${specifier(subpath)}';\n`);
    writeFileSync(join(folder, 'consumer.ts'), lines.join(''));
    const compilerOptions = { strict: true, target: 'es2022', module: 'nodenext', noEmit: true, types: ['node'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    expect(run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder])).toBe('');
  });

  it('runs as a command, with its own bank', () => {
    const bin = join(installed, MANIFEST.bin.dmus);
    expect(run(process.execPath, [bin, '--version'])).toBe(`${MANIFEST.version}\n`);
    expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const report = run(process.execPath, [bin, 'render', writeSmallPiece(folder), '-o', 'out.wav', '--json']);
    expect(JSON.parse(report)).toMatchObject({ bank: join(installed, 'banks/gm.dls'), warnings: [] });
    expect(statSync(join(folder, 'out.wav')).size).toBeGreaterThan(48_000);
  });
});
