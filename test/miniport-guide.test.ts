/** docs/writing-a-miniport.md shows what is compiled and run, and quotes what is said. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RecordingRunner } from '../src/testing/recording-runner.test-support.ts';

const root = new URL('../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const guide = read('docs/writing-a-miniport.md');

it('the guide shows the example miniport and its test as they are', () => {
  const snippets = [...guide.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
  expect(snippets).toEqual(
    ['echo-miniport.ts', 'echo-miniport.test.ts'].map((name) => read(`examples/miniport/${name}`)),
  );
});

it('the guide quotes what the suite says of a miniport that forgets to give back', async () => {
  const [{ describeMiniport }, { createEchoMiniport }] = await Promise.all([
    import('dmus/testing'),
    import('../examples/miniport/echo-miniport.ts'),
  ]);
  const recording = new RecordingRunner();
  const make = (): ReturnType<typeof createEchoMiniport> => {
    const miniport = createEchoMiniport(() => {});
    const { newStream } = miniport;
    miniport.newStream = (request) => {
      const result = newStream(request);
      result.stream.putMessage = () => {};
      return result;
    };
    return miniport;
  };
  describeMiniport(make, { runner: recording.runner });
  const title = 'gives back a short message exactly once, put in state stop';
  const said = (await recording.failures([title])).get(title)!;
  const quoted = /ConformanceFailure: [^…]*/.exec(guide)![0].replace(/\n {4}/, ' ');
  expect(said.startsWith(quoted)).toBe(true);
});

it('the guide names options, exports and folders that there are', async () => {
  const options = [...guide.matchAll(/^\| (`.*?) \|/gm)].flatMap((match) => [...match[1]!.matchAll(/`(\w+)`/g)]);
  const declared = read('src/testing/miniport/options.ts') + read('src/testing/runner.ts');
  expect(options.length).toBeGreaterThan(4);
  for (const [, name] of options) expect(declared).toContain(`readonly ${name}?:`);
  for (const [, path] of guide.matchAll(/`((?:src|examples)\/[\w/.-]+)`/g)) {
    expect(existsSync(new URL(path!, root)), path).toBe(true);
  }
  const exported = { ...(await import('dmus/ddi')), ...(await import('dmus/testing')) };
  for (const name of ['isIncompleteEvent', 'isPackageEvent', 'DONT_HOLD_FOR_SEQUENCING', 'LeakDetector']) {
    expect(exported).toHaveProperty(name);
    expect(guide).toContain(name);
  }
});
