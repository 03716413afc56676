/** Builds MIDI files byte by byte, so that tests can write what `writeSmf` refuses to. */

/** Delta 0 and an end-of-track event. */
export const END_OF_TRACK: readonly number[] = [0x00, 0xff, 0x2f, 0x00];

/** What to put into the header; whatever is left out is right. */
export interface RawHeader {
  readonly format?: number;
  readonly claimedTrackCount?: number;
  /** The division word. Default 96. */
  readonly division?: number;
}

/** A file of these track bodies, as they are. */
export function rawSmf(tracks: readonly (readonly number[])[], header: RawHeader = {}): Uint8Array {
  const { format = tracks.length > 1 ? 1 : 0, claimedTrackCount = tracks.length, division = 96 } = header;
  const words = [format, claimedTrackCount, division].flatMap((word) => [word >> 8, word & 0xff]);
  return Uint8Array.from([...rawChunk('MThd', words), ...tracks.flatMap((track) => rawChunk('MTrk', track))]);
}

/** A chunk whose header may claim another length than it has. */
export function rawChunk(id: string, body: readonly number[], claimedByteLength: number = body.length): number[] {
  const length = [24, 16, 8, 0].map((shift) => (claimedByteLength >>> shift) & 0xff);
  return [...ascii(id), ...length, ...body];
}

/** Codes of the characters. */
export function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}
