import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSmf } from '../../src/formats/smf/read-smf.ts';
import { excerpt } from './excerpt.ts';
import { DEMO_PATH } from './real-files.ts';

describe('excerpt', () => {
  it('has the same messages at the same times, up to where it ends', () => {
    const whole = readSmf(readFileSync(DEMO_PATH));
    const part = readSmf(excerpt(whole, 10));
    const channelMessages = (seconds: number, midi: typeof whole): unknown[] =>
      [...midi.events].filter((event) => event.kind === 'channel' && event.seconds < seconds);
    expect(part.warnings).toEqual([]);
    expect(channelMessages(Number.POSITIVE_INFINITY, part)).toEqual(channelMessages(10, whole));
    expect(part.events.length).toBeLessThan(whole.events.length);
    expect(part.events.length).toBeGreaterThan(50);
  });
});
