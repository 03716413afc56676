/** What a port over an old MIDI driver tells of its device: MIDIINCAPS or MIDIOUTCAPS in their wide form. */
import { packFixedText, unpackFixedText } from './fixed-text.ts';
import { packStruct, type StructMembers, structByteLength, unpackStruct } from './struct-codec.ts';

/** `technology` of MIDIOUTCAPS (MOD_*). */
export const LegacyTechnology = {
  midiPort: 1,
  synth: 2,
  squareSynth: 3,
  fmSynth: 4,
  mapper: 5,
  wavetable: 6,
  softwareSynth: 7,
} as const;

interface LegacyDeviceCaps {
  /** MIDI manufacturer id, 16 bits. */
  readonly manufacturerId: number;
  /** Product id, 16 bits. */
  readonly productId: number;
  /** Major version × 256 + minor version. */
  readonly driverVersion: number;
  /** For people; at most 31 UTF-16 units. */
  readonly name: string;
  /** Bits of optional abilities; 0 for inputs. */
  readonly support: number;
}

/** MIDIINCAPS. */
export interface LegacyInCaps extends LegacyDeviceCaps {
  readonly direction: 'in';
}

/** MIDIOUTCAPS. */
export interface LegacyOutCaps extends LegacyDeviceCaps {
  readonly direction: 'out';
  /** One of {@link LegacyTechnology}. */
  readonly technology: number;
  /** Voices of an internal synth; 0 for a port. */
  readonly voices: number;
  /** Notes at once of an internal synth; 0 for a port. */
  readonly notes: number;
  /** Bit 0 is channel 0 … bit 15. */
  readonly channelMask: number;
}

/** Capabilities of either direction, told apart by `direction`; in memory, by their size. */
export type LegacyCaps = LegacyInCaps | LegacyOutCaps;

const HEAD: StructMembers<'manufacturerId' | 'productId' | 'driverVersion'> = [
  ['manufacturerId', 'u16'],
  ['productId', 'u16'],
  ['driverVersion', 'u32'],
];
const NAME_UNITS = 32;
const NAME_AT = structByteLength(HEAD);
const TAIL_AT = NAME_AT + NAME_UNITS * 2;
const IN_TAIL: StructMembers<'support'> = [['support', 'u32']];
const OUT_TAIL: StructMembers<'technology' | 'voices' | 'notes' | 'channelMask' | 'support'> = [
  ['technology', 'u16'],
  ['voices', 'u16'],
  ['notes', 'u16'],
  ['channelMask', 'u16'],
  ['support', 'u32'],
];

/** Bytes of MIDIINCAPS. */
export const LEGACY_IN_CAPS_BYTES: number = TAIL_AT + structByteLength(IN_TAIL);
/** Bytes of MIDIOUTCAPS. */
export const LEGACY_OUT_CAPS_BYTES: number = TAIL_AT + structByteLength(OUT_TAIL);

/** MIDIINCAPS or MIDIOUTCAPS. */
export function packLegacyCaps(caps: LegacyCaps): Uint8Array {
  const tail = caps.direction === 'in' ? packStruct(IN_TAIL, caps) : packStruct(OUT_TAIL, caps);
  const bytes = new Uint8Array(TAIL_AT + tail.byteLength);
  bytes.set(packStruct(HEAD, caps));
  bytes.set(packFixedText(caps.name, NAME_UNITS), NAME_AT);
  bytes.set(tail, TAIL_AT);
  return bytes;
}

/** Capabilities of an output where there are bytes enough for one, else of an input. @throws {RangeError}. */
export function unpackLegacyCaps(bytes: Uint8Array): LegacyCaps {
  const head = { ...unpackStruct(HEAD, bytes), name: unpackFixedText(bytes, NAME_AT, NAME_UNITS) };
  const tail = bytes.subarray(TAIL_AT);
  if (bytes.byteLength < LEGACY_OUT_CAPS_BYTES) return { direction: 'in', ...head, ...unpackStruct(IN_TAIL, tail) };
  return { direction: 'out', ...head, ...unpackStruct(OUT_TAIL, tail) };
}
