/** Which program change an instrument answers to, in the packing of a file (`MIDILOCALE`) and of a patch number. */
import { DRUM_FLAG } from './chunk-codes.ts';

/** `MIDILOCALE` of an instrument header. */
export interface MidiLocale {
  /** `ulBank`: bits 0…6 CC 32, bits 8…14 CC 0, bit 31 drums. */
  readonly bank: number;
  /** `ulInstrument`: bits 0…6 program. */
  readonly program: number;
}

const BANK_BITS = 0x7f7f;
const PROGRAM_BITS = 0x7f;

/** Patch as in `InstrumentEntry`, unsigned. Bits without a meaning are dropped. */
export function patchFromLocale({ bank, program }: MidiLocale): number {
  return ((bank & DRUM_FLAG) | ((bank & BANK_BITS) << 8) | (program & PROGRAM_BITS)) >>> 0;
}

/** Locale of a patch, unsigned. */
export function localeFromPatch(patch: number): MidiLocale {
  return { bank: ((patch & DRUM_FLAG) | ((patch >>> 8) & BANK_BITS)) >>> 0, program: patch & PROGRAM_BITS };
}
