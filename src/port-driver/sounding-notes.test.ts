import { describe, expect, it } from 'vitest';
import { SoundingNotes } from './sounding-notes.ts';

function releasedAfter(...messages: readonly (readonly number[])[]): number[][] {
  const notes = new SoundingNotes();
  for (const message of messages) notes.follow(Uint8Array.from(message), 0);
  const released: number[][] = [];
  notes.release((message) => released.push([...message]));
  return released;
}

describe('SoundingNotes', () => {
  it('lets go the keys that are down, on their channels', () => {
    expect(releasedAfter([0x90, 60, 100], [0x95, 61, 1])).toEqual([
      [0x80, 60, 64],
      [0x85, 61, 64],
    ]);
  });

  it('lets go nothing that has been let go, by note-off or by note-on of velocity 0', () => {
    expect(releasedAfter([0x90, 60, 100], [0x80, 60, 0], [0x91, 61, 100], [0x91, 61, 0])).toEqual([]);
  });

  it('lets a key go as often as it was struck', () => {
    expect(releasedAfter([0x90, 60, 100], [0x90, 60, 90], [0x90, 60, 80], [0x80, 60, 0])).toHaveLength(2);
  });

  it.each([64, 66, 69])('lifts pedal %i', (pedal) => {
    expect(releasedAfter([0xb3, pedal, 1])).toEqual([[0xb3, pedal, 0]]);
    expect(releasedAfter([0xb3, pedal, 127], [0xb3, pedal, 0])).toEqual([]);
    expect(releasedAfter([0xb3, pedal, 127], [0xb3, 121, 0])).toEqual([]);
  });

  it.each([120, 123, 124, 125, 126, 127])(
    'takes notes for ended by controller %i, on that channel only',
    (controller) => {
      expect(releasedAfter([0x90, 60, 100], [0x91, 62, 100], [0xb0, controller, 0])).toEqual([[0x81, 62, 64]]);
    },
  );

  it.each([[[0xb0, 7, 100]], [[0xe0, 1, 2]], [[0xf0, 0x90, 60, 0xf7]], [[0xc0, 5]], [[]]])(
    'holds nothing after %j',
    (message) => {
      expect(releasedAfter(message)).toEqual([]);
    },
  );

  it('lets go one channel, with the latest time of all', () => {
    const notes = new SoundingNotes();
    notes.follow(Uint8Array.of(0x90, 60, 100), 500);
    notes.follow(Uint8Array.of(0x91, 61, 100), 400);
    notes.follow(Uint8Array.of(0xf8), 700);
    const released: number[][] = [];
    const send = (message: Uint8Array, referenceTime: number) => released.push([referenceTime, ...message]);
    notes.releaseChannel(1, send);
    notes.releaseChannel(1, send);
    expect(released).toEqual([[700, 0x81, 61, 64]]);
    notes.release(send);
    expect(released.at(-1)).toEqual([700, 0x80, 60, 64]);
  });

  it('lets everything go once', () => {
    const notes = new SoundingNotes();
    notes.follow(Uint8Array.of(0x90, 60, 100), 0);
    notes.release(() => {});
    notes.release(() => expect.unreachable());
    notes.follow(Uint8Array.of(0x90, 60, 100), 0);
    notes.forget();
    notes.release(() => expect.unreachable());
    expect(releasedAfter([0x90, 1, 1])).toHaveLength(1);
  });
});
