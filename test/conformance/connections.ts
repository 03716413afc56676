/** Articulation connections as they stand in a download, with the catalogue's numbers (section 1.4). */

/** Connection sources, also controls. */
export const SOURCE = {
  none: 0,
  lfo: 0x001,
  velocity: 0x002,
  keyNumber: 0x003,
  eg2: 0x005,
  channelPressure: 0x008,
  vibrato: 0x009,
  cc1: 0x081,
  cc10: 0x08a,
  rpn1: 0x101,
  rpn2: 0x102,
} as const;

/** Connection destinations. */
export const DESTINATION = {
  gain: 0x001,
  pitch: 0x003,
  pan: 0x004,
  keyNumber: 0x005,
  chorus: 0x080,
  reverb: 0x081,
  lfoFrequency: 0x104,
  lfoDelay: 0x105,
  vibratoFrequency: 0x114,
  vibratoDelay: 0x115,
  eg1Attack: 0x206,
  eg1Decay: 0x207,
  eg1Release: 0x209,
  eg1Sustain: 0x20a,
  eg1Delay: 0x20b,
  eg1Hold: 0x20c,
  eg1Shutdown: 0x20d,
  eg2Attack: 0x30a,
  eg2Decay: 0x30b,
  eg2Release: 0x30d,
  eg2Sustain: 0x30e,
  eg2Delay: 0x30f,
  eg2Hold: 0x310,
} as const;

/** Transform: the source is bipolar. */
export const BIPOLAR_SOURCE = 0x4000;
/** Transform: the source is inverted and concave. */
export const INVERTED_CONCAVE_SOURCE = 0x8400;

/** "0 ms" where a time is wanted. */
export const NO_TIME = -0x8000_0000;

/** One CONNECTION: `scale` is the packed 32-bit number. */
export interface Connection {
  readonly source: number;
  readonly control: number;
  readonly destination: number;
  readonly transform: number;
  readonly scale: number;
}

/** A constant: no source, no control. */
export function constant(destination: keyof typeof DESTINATION, scale: number): Connection {
  return { source: SOURCE.none, control: SOURCE.none, destination: DESTINATION[destination], transform: 0, scale };
}

/** From a source, perhaps multiplied by a control, to a destination. */
export function connect(
  source: keyof typeof SOURCE,
  destination: keyof typeof DESTINATION,
  scale: number,
  extra: { readonly control?: keyof typeof SOURCE; readonly transform?: number } = {},
): Connection {
  return {
    source: SOURCE[source],
    control: SOURCE[extra.control ?? 'none'],
    destination: DESTINATION[destination],
    transform: extra.transform ?? 0,
    scale,
  };
}

/** Scale of an absolute frequency. */
export function hertz(frequency: number): number {
  return Math.trunc((1200 * Math.log2(frequency / 440) + 6900) * 65536);
}

/** Scale of an absolute time. */
export function milliseconds(duration: number): number {
  return duration === 0 ? NO_TIME : Math.trunc(1200 * Math.log2(duration / 1000) * 65536);
}

/** Scale of a number of cents, of time cents, or of tenths of dB or of percent. */
export function steps(count: number): number {
  return count * 65536;
}
