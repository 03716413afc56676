import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const FETCH = fileURLToPath(new URL('../../tools/fetch-real-files.mjs', import.meta.url));

/**
 * Brings the real files before any test runs. Where that is not possible their tests are skipped, and it is said why;
 * on a CI machine (`CI=true`) it is a failure, since nobody reads what was skipped there.
 */
export async function setup(): Promise<void> {
  spawnSync(process.execPath, [FETCH], { stdio: 'inherit' });
  const { missingPackages } = await import('./real-files.ts');
  if (missingPackages.length === 0) return;
  const message = `real files: ${missingPackages.join(', ')} could not be had`;
  if (process.env.CI === 'true') throw new Error(`${message}, and on a CI machine their tests must not be skipped`);
  console.warn(`${message}: tests of test/real-files that play them are SKIPPED`);
}
