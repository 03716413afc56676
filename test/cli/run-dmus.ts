/** Runs the command as a user does, in a process of its own, from what `npm run build` made. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The script that `dmus` runs. */
export const DMUS_MAIN: string = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const REPORT_MEMORY = new URL('./report-memory.mjs', import.meta.url).href;
/** A process that takes longer hangs. */
const TIMEOUT_MS = 60_000;
const BYTES_PER_KIBIBYTE = 1024;

/** What came of a run. */
export interface DmusRun {
  /** Exit code; null where the process was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Most memory that the process held at once. */
  readonly peakMemoryBytes: number;
}

/** `dmus ARGS` in `folder`. */
export function runDmus(args: readonly string[], folder: string): DmusRun {
  if (!existsSync(DMUS_MAIN)) throw new Error(`${DMUS_MAIN} is missing: npm run build`);
  const { status, output, error } = spawnSync(process.execPath, ['--import', REPORT_MEMORY, DMUS_MAIN, ...args], {
    cwd: folder,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
  if (error !== undefined) throw error;
  const [, stdout = '', stderr = '', memory = ''] = output as string[];
  return { status, stdout, stderr, peakMemoryBytes: Number(memory) * BYTES_PER_KIBIBYTE };
}
