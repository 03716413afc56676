import type { NoteRange } from '../../ddi/dls-download.ts';
import type { MidiFile } from '../../formats/smf/midi-file.ts';
import { Channel } from '../../synth/channel.ts';

const CHANNELS = 16;
const KEYS = 128;

/** A patch that a piece plays, and with which keys. */
export interface RequiredPatch {
  /** Bit 31 drums, bank MSB << 16, bank LSB << 8, program. */
  readonly patch: number;
  /** Keys that are struck, as the shortest list of ranges. */
  readonly noteRanges: readonly NoteRange[];
}

/** Which instruments a piece needs, in the order in which they first sound. Banks and programs as a channel takes them. */
export function requiredPatches(midi: MidiFile): RequiredPatch[] {
  const channels = Array.from({ length: CHANNELS }, (_, index) => new Channel(index));
  const keys = new Map<number, Uint8Array>();
  for (const event of midi.events) {
    if (event.kind !== 'channel') continue;
    const channel = channels[event.status & 0x0f]!;
    const kind = event.status & 0xf0;
    if (kind === 0x90 && event.data2 > 0) {
      const used = keys.get(channel.patch) ?? new Uint8Array(KEYS);
      used[event.data1] = 1;
      keys.set(channel.patch, used);
    } else if (kind === 0xb0) channel.controllers[event.data1] = event.data2;
    else if (kind === 0xc0) channel.selectProgram(event.data1);
  }
  return [...keys].map(([patch, used]) => ({ patch, noteRanges: toRanges(used) }));
}

function toRanges(used: Uint8Array): NoteRange[] {
  const ranges: NoteRange[] = [];
  for (let key = 0; key < KEYS; key++) {
    if (used[key] === 0) continue;
    const lowNote = key;
    while (used[key + 1] === 1) key++;
    ranges.push({ lowNote, highNote: key });
  }
  return ranges;
}
