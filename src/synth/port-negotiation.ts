import { EffectFlags, knownFeatures, type PortParams, type PortParamsResult } from '../ddi/port-params.ts';

/** Defaults of the native synth (row W-034). */
const DEFAULTS: PortParams = {
  voices: 32,
  channelGroups: 2,
  audioChannels: 2,
  sampleRate: 22050,
  effects: EffectFlags.reverb,
  share: false,
  features: 0,
};

/** Most voices and channel groups that the synth gives (row W-388). */
export const MAX_VOICES = 1000;
export const MAX_CHANNEL_GROUPS = 1000;
/** Sample rates, frames a second (rows W-036 and W-038). */
const MIN_SAMPLE_RATE = 11025;
const MAX_SAMPLE_RATE = 96000;

function clampInteger(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.trunc(Number.isFinite(value) ? value : low)));
}

/**
 * What a port gets of what it asks for: wanted values are brought into range, missing ones get defaults, and only a
 * wanted value that had to be altered makes the answer `changed` (row W-043).
 */
export function negotiate(wanted: Partial<PortParams>): PortParamsResult {
  const all = { ...DEFAULTS, ...withoutUndefined(wanted) };
  const params: PortParams = {
    voices: clampInteger(all.voices, 1, MAX_VOICES),
    channelGroups: clampInteger(all.channelGroups, 1, MAX_CHANNEL_GROUPS),
    audioChannels: clampInteger(all.audioChannels, 1, 2),
    sampleRate: clampInteger(all.sampleRate, MIN_SAMPLE_RATE, MAX_SAMPLE_RATE),
    effects: all.effects & (EffectFlags.reverb | EffectFlags.chorus),
    share: false,
    features: knownFeatures(all.features),
  };
  const keys = Object.keys(withoutUndefined(wanted)) as (keyof PortParams)[];
  return { params, changed: keys.some((key) => key in params && params[key] !== wanted[key]) };
}

function withoutUndefined(wanted: Partial<PortParams>): Partial<PortParams> {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
