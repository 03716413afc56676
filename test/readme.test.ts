import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

describe('the README', () => {
  it('shows the example that is compiled and run', () => {
    const example = readFileSync(new URL('examples/render-to-memory.ts', root), 'utf8');
    const snippets = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
    expect(snippets).toEqual([example]);
  });

  it('names only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm (?:run )?(\w+)/g)].map((match) => match[1]!).filter((name) => name !== 'ci');
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  it('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map((match) => match[1]!);
    for (const link of links) expect(() => readFileSync(new URL(link, root)), link).not.toThrow();
  });
});

describe('the example in the README', () => {
  it('hears the note start on its exact frame', async () => {
    const lines: string[] = [];
    const log = console.log;
    console.log = (line: string) => lines.push(line);
    try {
      await import('../examples/render-to-memory.ts');
    } finally {
      console.log = log;
    }
    expect(lines).toEqual(['144000 frames, the first sound at frame 24000']);
  });
});
