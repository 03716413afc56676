/** Meta event types that somebody here reads or writes (Standard MIDI Files 1.0, "Meta-Events"), and the tempo's form. */

export const META_TYPE = {
  text: 0x01,
  copyright: 0x02,
  trackName: 0x03,
  instrumentName: 0x04,
  lyric: 0x05,
  marker: 0x06,
  endOfTrack: 0x2f,
  tempo: 0x51,
  smpteOffset: 0x54,
  timeSignature: 0x58,
  keySignature: 0x59,
} as const;

/** Tempo until a file says another: 120 quarter notes a minute. */
export const DEFAULT_MICROSECONDS_PER_QUARTER = 500_000;

/** Contents of a tempo event. @throws {RangeError} unless 1…16,777,215 microseconds, rounded, come to a quarter note. */
export function tempoBytes(microsecondsPerQuarter: number): Uint8Array {
  const rounded = Math.round(microsecondsPerQuarter);
  if (!(rounded >= 1 && rounded <= 0xffffff)) {
    throw new RangeError(`microsecondsPerQuarter is ${microsecondsPerQuarter}, must be 1…16777215`);
  }
  return Uint8Array.of(rounded >> 16, (rounded >> 8) & 0xff, rounded & 0xff);
}

/** Microseconds a quarter note, or undefined where `bytes` are too few or say zero. */
export function parseTempo(bytes: Uint8Array): number | undefined {
  const [high, middle, low] = bytes;
  if (high === undefined || middle === undefined || low === undefined) return undefined;
  return high * 0x10000 + middle * 0x100 + low || undefined;
}

/** Text of a meta event: UTF-8 where the bytes are that, Latin-1 where not. */
export function decodeMetaText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
