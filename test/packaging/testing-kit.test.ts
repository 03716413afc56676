/** The published suites run in node:test, on the published implementations, without anything of Vitest. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../cli/temporary-folder.ts';

const DIST = new URL('../../dist/', import.meta.url);
const folder = temporaryFolder();

function runNodeTest(name: string, script: string): { readonly status: number | null; readonly report: string } {
  const file = join(folder, name);
  writeFileSync(file, script);
  // A runner that runs another must not pass on that it is one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const options = { cwd: fileURLToPath(DIST), encoding: 'utf8', env } as const;
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], options);
  return { status, report: stdout };
}

function count(report: string, what: string): number {
  return Number(new RegExp(`^# ${what} (\\d+)$`, 'm').exec(report)?.[1]);
}

const IMPORTS = `
  import { describe, it } from 'node:test';
  const { describeMiniport, describeSynth, describeWaveSink } = await import('${new URL('testing/index.js', DIST)}');
  const { SoftwareSynth } = await import('${new URL('synth/software-synth.js', DIST)}');
  const { PumpedSink } = await import('${new URL('wave-sinks/pumped-sink.js', DIST)}');
  const { LoopbackMiniport } = await import('${new URL('miniports/loopback/loopback-miniport.js', DIST)}');
  const runner = { describe, it };
`;

it('pass in node:test for a miniport, a synth and a sink of this package', () => {
  const { status, report } = runNodeTest(
    'good.test.mjs',
    `${IMPORTS}
    const tests = ['keeps the number of channel groups that was set, and refuses none at all'];
    describeMiniport(() => new LoopbackMiniport(), { runner, skip: [{ reason: 'a cable passes all', tests }] });
    describeSynth(() => new SoftwareSynth(), { runner });
    describeWaveSink(() => new PumpedSink(), { runner, drive: (sink, frameCount) => sink.pump(frameCount) });
    `,
  );
  expect(report).toContain('gives back a short message exactly once, put in state run');
  expect([status, count(report, 'fail')]).toEqual([0, 0]);
  expect(count(report, 'pass')).toBeGreaterThan(150);
  expect(count(report, 'skipped')).toBeGreaterThan(0);
});

it('fail in node:test for a miniport that keeps its events, with the event in the report', () => {
  const { status, report } = runNodeTest(
    'bad.test.mjs',
    `${IMPORTS}
    class Keeping extends LoopbackMiniport {
      newStream(request) {
        const result = super.newStream(request);
        result.stream.putMessage = () => {};
        return result;
      }
    }
    describeMiniport(() => new Keeping(), { runner });
    `,
  );
  expect(status).toBe(1);
  expect(report).toMatch(/^ *not ok \d+ - gives back a short message exactly once, put in state run$/m);
  expect(report).toMatch(/event 1 \(3 bytes 90 3c 7f, group 1, flags 0, at \d+ ticks\) has not come back/);
});
