import { describe, expect, it } from 'vitest';
import { applicable, expectEqual } from './assertions.ts';
import { RecordingRunner } from './recording-runner.test-support.ts';
import { registerSuite, type Suite, suiteGroup } from './runner.ts';

function suiteOf(log: string[]): Suite<{ readonly number: number }> {
  let number = 0;
  return {
    name: 'Thing',
    groups: [
      suiteGroup('first', (test) => {
        test('does this', (subject) => void log.push(`this ${subject.number}`));
        test('does that', async () => expectEqual('that', 1, 2, 'frames'));
      }),
      suiteGroup('second', (test) => {
        test('does what it does not claim', () => void applicable(null, 'not claimed'));
      }),
    ],
    create: async () => ({ number: ++number }),
    dispose: (subject) => void log.push(`done ${subject.number}`),
  };
}

describe('registerSuite', () => {
  it('gives every test a subject of its own, and does away with it also when the test fails', async () => {
    const log: string[] = [];
    const recording = new RecordingRunner();
    registerSuite(suiteOf(log), { runner: recording.runner });
    const results = await recording.run();
    expect(recording.suites).toEqual(['Thing', 'first', 'second']);
    expect([...results]).toEqual([
      ['does this', { outcome: 'passed', note: '' }],
      ['does that', { outcome: 'failed', note: 'ConformanceFailure: that: expected 2 frames, found 1 frames' }],
      ['does what it does not claim', { outcome: 'skipped', note: 'not claimed' }],
    ]);
    expect(log).toEqual(['this 1', 'done 1', 'done 2', 'done 3']);
  });

  it('skips what it is told to, with the reason in the title', () => {
    const recording = new RecordingRunner();
    const skip = [{ reason: 'too hard', tests: ['does that'] }];
    registerSuite(suiteOf([]), { runner: recording.runner, skip, name: 'My thing' });
    expect(recording.skipped).toEqual(['does that (skipped: too hard)']);
    expect(recording.titles).toEqual(['does this', 'does what it does not claim']);
    expect(recording.suites[0]).toBe('My thing');
  });

  it.each([
    ['without a reason', { reason: ' ', tests: ['does that'] }, /needs a reason/],
    ['of a test there is not', { reason: 'because', tests: ['does thta'] }, /there is no test 'does thta'/],
  ])('refuses a skip %s', (_, skip, message) => {
    const { runner } = new RecordingRunner();
    expect(() => registerSuite(suiteOf([]), { runner, skip: [skip] })).toThrow(message);
  });
});
