import { describe, expect, it } from 'vitest';
import { readSmf } from './read-smf.ts';
import { END_OF_TRACK, rawSmf } from './smf-bytes.test-support.ts';

const { events } = readSmf(rawSmf([[0, 0x90, 60, 1, 96, 0x90, 61, 1, 0, 0x90, 62, 1, 96, ...END_OF_TRACK.slice(1)]]));

describe('MidiEventList', () => {
  it('finds the first event at a time or later', () => {
    expect([-1, 0, 0.1, 0.5, 0.6, 1, 1.1].map((seconds) => events.firstIndexFrom(seconds))).toEqual([
      0, 0, 1, 1, 3, 3, 4,
    ]);
  });

  it('refuses an index that no event has', () => {
    expect(() => events.get(4)).toThrow(RangeError);
    expect(() => events.get(-1)).toThrow('index is -1, must be 0…3');
    expect(() => events.get(0.5)).toThrow(RangeError);
  });

  it('gives events that stay what they are when others are looked at', () => {
    const [first, second] = events;
    expect([first, second].map((event) => event?.kind === 'channel' && event.data1)).toEqual([60, 61]);
  });
});
