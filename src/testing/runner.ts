/** What the suites ask of a test runner, and how a suite is handed to one. Vitest and node:test both have it. */
import { NotApplicable } from './assertions.ts';

/** What a runner gives a running test. */
export interface RunnerContext {
  /** Ends the test as skipped; by returning or by throwing. */
  readonly skip?: (note?: string) => unknown;
}

/** A test as the runner gets it. */
export type RunnerTest = (context: RunnerContext) => Promise<void>;

/**
 * `describe` and `it` of a test runner: `import { describe, it } from 'vitest'`, or from `'node:test'`.
 * `it.skip` is used where there is one.
 */
export interface ConformanceRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: ((title: string, run: RunnerTest) => unknown) & {
    readonly skip?: (title: string, run: RunnerTest) => unknown;
  };
}

/** Tests that an implementation is excused from. */
export interface SuiteSkip {
  /** Why; for people, never empty. */
  readonly reason: string;
  /** Titles of tests, in full. */
  readonly tests: readonly string[];
}

/** What every suite is told. */
export interface SuiteOptions {
  readonly runner: ConformanceRunner;
  /** Replaces the name under which the runner reports the suite. */
  readonly name?: string;
  readonly skip?: readonly SuiteSkip[];
}

/** One test of a suite about a `Subject`. */
export interface SuiteTest<Subject> {
  /** A sentence about behaviour, unique in the suite. */
  readonly title: string;
  /** @throws ConformanceFailure, or `NotApplicable`. */
  readonly run: (subject: Subject) => void | Promise<void>;
}

/** Tests that belong together. */
export interface SuiteGroup<Subject> {
  readonly name: string;
  readonly tests: readonly SuiteTest<Subject>[];
}

/** Collects the tests of a group, so that a file of cases reads like any test file. */
export function suiteGroup<Subject>(
  name: string,
  body: (test: (title: string, run: SuiteTest<Subject>['run']) => void) => void,
): SuiteGroup<Subject> {
  const tests: SuiteTest<Subject>[] = [];
  body((title, run) => tests.push({ title, run }));
  return { name, tests };
}

/** A suite: its tests, and how the subject of each is made and done away with. */
export interface Suite<Subject> {
  readonly name: string;
  readonly groups: readonly SuiteGroup<Subject>[];
  /** Called before each test. */
  readonly create: () => Promise<Subject>;
  /** Called after each test, also after one that failed. */
  readonly dispose: (subject: Subject) => void | Promise<void>;
}

/**
 * Registers a suite with a runner.
 *
 * @throws RangeError for a skip without a reason, or one that names a test there is not.
 */
export function registerSuite<Subject>(suite: Suite<Subject>, options: SuiteOptions): void {
  const { describe, it } = options.runner;
  const reasons = skipReasons(suite, options.skip ?? []);
  describe(options.name ?? suite.name, () => {
    for (const group of suite.groups) {
      describe(group.name, () => {
        for (const test of group.tests) {
          const reason = reasons.get(test.title);
          if (reason === undefined) it(test.title, (context) => runTest(suite, test, context));
          else it.skip?.(`${test.title} (skipped: ${reason})`, async () => {});
        }
      });
    }
  });
}

async function runTest<Subject>(
  suite: Suite<Subject>,
  test: SuiteTest<Subject>,
  context: RunnerContext | undefined,
): Promise<void> {
  const subject = await suite.create();
  try {
    await test.run(subject);
  } catch (error) {
    if (!(error instanceof NotApplicable)) throw error;
    context?.skip?.(error.message);
  } finally {
    await suite.dispose(subject);
  }
}

/** Title → reason. */
function skipReasons<Subject>(suite: Suite<Subject>, skips: readonly SuiteSkip[]): Map<string, string> {
  const titles = suite.groups.flatMap(({ tests }) => tests.map(({ title }) => title));
  const known = new Set(titles);
  if (known.size !== titles.length) throw new RangeError(`${suite.name}: two tests have the same title`);
  const reasons = new Map<string, string>();
  for (const { reason, tests } of skips) {
    if (reason.trim() === '') throw new RangeError(`${suite.name}: a skip of '${tests.join("', '")}' needs a reason`);
    for (const title of tests) {
      if (!known.has(title)) throw new RangeError(`${suite.name}: there is no test '${title}' to be skipped`);
      reasons.set(title, reason);
    }
  }
  return reasons;
}
