import type { ConformanceRunner, RunnerTest } from './runner.ts';

/** How a test ended. */
export interface RecordedResult {
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly note: string;
}

/** A test runner that only writes down: what was registered, and in {@link run} how it ended. */
export class RecordingRunner {
  readonly suites: string[] = [];
  readonly runner: ConformanceRunner;
  readonly #tests = new Map<string, RunnerTest>();
  readonly #skipped: string[] = [];

  constructor() {
    const it = (title: string, test: RunnerTest): void => void this.#tests.set(title, test);
    const skip = (title: string): void => void this.#skipped.push(title);
    this.runner = { describe: (name, body) => [this.suites.push(name), body()], it: Object.assign(it, { skip }) };
  }

  /** Titles of the tests that are to be run. */
  get titles(): string[] {
    return [...this.#tests.keys()];
  }

  /** Titles that were registered as skipped. */
  get skipped(): readonly string[] {
    return this.#skipped;
  }

  /** Runs tests one after the other, all of them unless told which; by title. */
  async run(titles: readonly string[] = this.titles): Promise<Map<string, RecordedResult>> {
    const results = new Map<string, RecordedResult>();
    for (const title of titles) results.set(title, await runOne(this.#tests.get(title) ?? missing(title)));
    return results;
  }

  /** Runs tests, all of them unless told which; what failed, with why. */
  async failures(titles?: readonly string[]): Promise<Map<string, string>> {
    const results = [...(await this.run(titles))].filter(([, { outcome }]) => outcome === 'failed');
    return new Map(results.map(([title, { note }]) => [title, note]));
  }
}

function missing(title: string): never {
  throw new RangeError(`no test '${title}' was registered`);
}

async function runOne(test: RunnerTest): Promise<RecordedResult> {
  let skipNote: string | undefined;
  try {
    await test({
      skip: (note = '') => {
        skipNote = note;
      },
    });
  } catch (error) {
    return { outcome: 'failed', note: String(error) };
  }
  return skipNote === undefined ? { outcome: 'passed', note: '' } : { outcome: 'skipped', note: skipNote };
}
