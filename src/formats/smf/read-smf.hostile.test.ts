import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../format-error.ts';
import { MAX_WARNINGS } from '../riff/warning-list.ts';
import type { MidiFile } from './midi-file.ts';
import { readSmf } from './read-smf.ts';
import { END_OF_TRACK, rawSmf } from './smf-bytes.test-support.ts';

/** Reads `bytes`; a file that is no MIDI file at all gives undefined. Anything but a `FormatError` fails the test. */
function readOrRefuse(bytes: Uint8Array): MidiFile | undefined {
  try {
    return readSmf(bytes);
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

function expectSound(file: MidiFile, byteLength: number): void {
  expect(file.events.length).toBeLessThanOrEqual(byteLength);
  expect(file.warnings.length).toBeLessThanOrEqual(MAX_WARNINGS);
  let lastSeconds = 0;
  for (const event of file.events) {
    expect(event.seconds).toBeGreaterThanOrEqual(lastSeconds);
    expect(Number.isSafeInteger(event.referenceTime)).toBe(true);
    lastSeconds = event.seconds;
  }
  expect(file.durationSeconds).toBeGreaterThanOrEqual(lastSeconds);
}

describe('a hostile MIDI file', () => {
  it('gives ordered, finite events or a FormatError wherever it is cut off', () => {
    const tempo = [0, 0xff, 0x51, 3, 7, 0xa1, 0x20, ...END_OF_TRACK];
    const notes = [0, 0x90, 60, 100, 0x83, 0x60, 60, 0, 0, 0xf0, 5, 0x7e, 0x7f, 9, 1, 0xf7, ...END_OF_TRACK];
    const whole = rawSmf([tempo, notes]);
    for (let byteLength = 0; byteLength < whole.byteLength; byteLength++) {
      const file = readOrRefuse(whole.subarray(0, byteLength));
      expect(file === undefined, `${byteLength} bytes`).toBe(byteLength < 14);
      if (file) {
        expectSound(file, byteLength);
        expect(file.warnings.length).toBeGreaterThan(0);
      }
    }
  });

  it('gives ordered, finite events whatever bytes its tracks are', () => {
    const track = fc.uint8Array({ maxLength: 300 }).map((bytes) => [...bytes]);
    const header = fc.record({ format: fc.nat(2), division: fc.integer({ min: 1, max: 0x7fff }) });
    const property = fc.property(fc.array(track, { maxLength: 5 }), header, (tracks, headerFields) => {
      const bytes = rawSmf(tracks, headerFields);
      expectSound(readSmf(bytes), bytes.byteLength);
    });
    fc.assert(property, { seed: 1983, numRuns: 300 });
  });

  it('gives a FormatError or events whatever bytes it is, and with any byte changed', () => {
    const whole = rawSmf([[0, 0xf0, 2, 1, 0xf7, 4, 0x90, 60, 1, 8, 0xff, 0x51, 3, 1, 2, 3, ...END_OF_TRACK]]);
    const change = fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255));
    const changed = fc.array(change, { minLength: 1, maxLength: 6 }).map((changes) => {
      const bytes = whole.slice();
      for (const [offset, byte] of changes) bytes[offset] = byte;
      return bytes;
    });
    const property = fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), (bytes) => {
      const file = readOrRefuse(bytes);
      if (file) expectSound(file, bytes.byteLength);
    });
    fc.assert(property, { seed: 4, numRuns: 500 });
  });

  it('has no more events than half its bytes, though they all come at once', () => {
    const bytes = rawSmf([[0, 0xc0, ...Array(200_001).fill(0), ...END_OF_TRACK]]);
    const file = readSmf(bytes);
    expect(file.events.length).toBe(100_002);
    expect(file.durationSeconds).toBe(0);
  });

  it('lists a bounded number of warnings', () => {
    const file = readSmf(rawSmf([[...Array(50_000).fill([0, 0xf8]).flat(), ...END_OF_TRACK]]));
    expect(file.warnings).toHaveLength(MAX_WARNINGS);
    expect(file.warnings.at(-1)?.message).toContain('not listed');
  });
});
