import type { NoteRange } from '../ddi/dls-download.ts';
import type { MidiFile } from '../formats/smf/midi-file.ts';

const CHANNELS = 16;
const KEYS = 128;
const DRUM_CHANNEL = 9;
const DRUMS = 0x80000000;
const CC_BANK_MSB = 0;
const CC_BANK_LSB = 32;

/** A patch that a piece plays, and with which keys. */
export interface RequiredPatch {
  /** Bit 31 drums, bank MSB << 16, bank LSB << 8, program. */
  readonly patch: number;
  /** Keys that are struck, as the shortest list of ranges. */
  readonly noteRanges: readonly NoteRange[];
}

/** Which instruments a piece needs, in the order in which they first sound. */
export function requiredPatches(midi: MidiFile): RequiredPatch[] {
  const banks = new Uint8Array(CHANNELS * 2);
  const patches = new Uint32Array(CHANNELS);
  patches[DRUM_CHANNEL] = DRUMS;
  const keys = new Map<number, Uint8Array>();
  for (const event of midi.events) {
    if (event.kind !== 'channel') continue;
    const channel = event.status & 0x0f;
    const kind = event.status & 0xf0;
    if (kind === 0x90 && event.data2 > 0) {
      const patch = patches[channel]!;
      const used = keys.get(patch) ?? new Uint8Array(KEYS);
      used[event.data1] = 1;
      keys.set(patch, used);
    } else if (kind === 0xb0 && event.data1 === CC_BANK_MSB) banks[channel * 2] = event.data2;
    else if (kind === 0xb0 && event.data1 === CC_BANK_LSB) banks[channel * 2 + 1] = event.data2;
    else if (kind === 0xc0) {
      const bank = (banks[channel * 2]! << 16) | (banks[channel * 2 + 1]! << 8);
      patches[channel] = (channel === DRUM_CHANNEL ? DRUMS : 0) | bank | event.data1;
    }
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
