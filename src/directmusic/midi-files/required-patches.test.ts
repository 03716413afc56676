import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { control, noteOff, noteOn, polyPressure, program } from '../../../test/rig/midi.ts';
import { midiFile } from './midi-file.test-support.ts';
import { requiredPatches } from './required-patches.ts';

const DRUMS = 0x80000000;
const DRUM_CHANNEL = 9;

/** What a piece of these messages needs, one a millisecond. */
function needed(...messages: readonly number[]): ReturnType<typeof requiredPatches> {
  return requiredPatches(midiFile(messages.map((message, tick) => ({ tick, message }))));
}

function single(key: number): { lowNote: number; highNote: number } {
  return { lowNote: key, highNote: key };
}

describe('requiredPatches', () => {
  it('a piece without notes needs nothing', () => {
    expect(needed()).toEqual([]);
    expect(needed(program(5), control(0, 1), noteOff(60), polyPressure(60, 5))).toEqual([]);
  });

  it('channels begin with program 0 of bank 0, channel 10 with the standard kit', () => {
    expect(needed(noteOn(60), noteOn(36, 127, DRUM_CHANNEL))).toEqual([
      { patch: 0, noteRanges: [single(60)] },
      { patch: DRUMS, noteRanges: [single(36)] },
    ]);
  });

  it('a bank counts from the next program change on, with both of its bytes', () => {
    const patches = needed(
      ...[control(0, 8), control(32, 3), noteOn(1)],
      ...[program(5), noteOn(2)],
      ...[control(32, 4), noteOn(3)],
      ...[program(5), noteOn(4)],
      ...[control(0, 0), program(6), noteOn(5)],
    );
    expect(patches).toEqual([
      { patch: 0, noteRanges: [single(1)] },
      { patch: 0x080305, noteRanges: [{ lowNote: 2, highNote: 3 }] },
      { patch: 0x080405, noteRanges: [single(4)] },
      { patch: 0x000406, noteRanges: [single(5)] },
    ]);
  });

  it('channels have banks and programs of their own', () => {
    const patches = needed(control(0, 1, 3), program(7, 4), program(9, 3), noteOn(60, 1, 3), noteOn(61, 1, 4));
    expect(patches.map(({ patch }) => patch)).toEqual([0x010009, 0x000007]);
  });

  it('drum kits have the drum bit and stay unsigned', () => {
    const patches = needed(control(0, 120, DRUM_CHANNEL), program(127, DRUM_CHANNEL), noteOn(36, 127, DRUM_CHANNEL));
    expect(patches).toEqual([{ patch: 0x8078007f, noteRanges: [single(36)] }]);
  });

  it('a note-on with velocity 0 strikes nothing', () => {
    expect(needed(program(5), noteOn(60, 0))).toEqual([]);
    expect(needed(noteOn(60, 1), noteOn(61, 0))).toEqual([{ patch: 0, noteRanges: [single(60)] }]);
  });

  it('patches come in the order in which they first sound, and once', () => {
    const patches = needed(
      ...[program(30), program(20), noteOn(1), program(10), noteOn(2), program(20), noteOn(3)],
      ...[program(20, 5), noteOn(7, 127, 5)],
    );
    expect(patches).toEqual([
      { patch: 20, noteRanges: [single(1), single(3), single(7)] },
      { patch: 10, noteRanges: [single(2)] },
    ]);
  });

  it('sees events in the order of the piece, not of its tracks', () => {
    const file = midiFile([{ tick: 20, message: noteOn(60) }], [{ tick: 10, message: program(40) }]);
    expect(requiredPatches(file)).toEqual([{ patch: 40, noteRanges: [single(60)] }]);
  });

  it('keys that are neighbours are one range, up to the highest', () => {
    const [patch] = needed(...[127, 0, 61, 60, 126, 62, 1, 64].map((key) => noteOn(key)));
    expect(patch!.noteRanges).toEqual([
      { lowNote: 0, highNote: 1 },
      { lowNote: 60, highNote: 62 },
      { lowNote: 64, highNote: 64 },
      { lowNote: 126, highNote: 127 },
    ]);
  });

  it('ranges hold exactly the keys that are struck, in order, and no two of them touch', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(127), { minLength: 1 }), (keys) => {
        const [patch] = needed(...keys.map((key) => noteOn(key)));
        const held = new Set<number>();
        let last = -2;
        for (const { lowNote, highNote } of patch!.noteRanges) {
          expect(lowNote).toBeGreaterThan(last + 1);
          for (let key = lowNote; key <= highNote; key++) held.add(key);
          last = highNote;
        }
        expect(held).toEqual(new Set(keys));
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
