import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TimedMessage } from '../../src/formats/smf/write-smf.ts';
import { writeSmf } from '../../src/formats/smf/write-smf.ts';

/** Ticks a second, at the tempo that a file without one has. */
const TICKS_PER_SECOND = 200;
const PIANO = 0;
const KEYS = [48, 60, 64, 67, 72];

/** Writes `piece.mid` into a folder: five piano keys at once, held for half a second. */
export function writeSmallPiece(folder: string): string {
  const on = KEYS.map((key) => channel(0, 0x90, key, 100));
  const off = KEYS.map((key) => channel(TICKS_PER_SECOND / 2, 0x80, key, 64));
  const tracks = [[channel(0, 0xc0, PIANO, 0), ...on, ...off]];
  const division = { kind: 'quarter-note', ticksPerQuarter: TICKS_PER_SECOND / 2 } as const;
  const path = join(folder, 'piece.mid');
  writeFileSync(path, writeSmf({ format: 0, division, tracks }));
  return path;
}

function channel(tick: number, status: number, data1: number, data2: number): TimedMessage {
  return { kind: 'channel', tick, status, data1, data2 };
}
