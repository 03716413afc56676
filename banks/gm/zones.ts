/** Cuts the keyboard into zones and has each recorded. */
import { frequencyOfKey } from './sound/loop-grid.ts';
import { Random } from './sound/random.ts';
import type { Recording } from './sound/recording.ts';
import type { WaveSet } from './voice.ts';

/** A recorded zone: which keys a recording serves. */
export interface Zone {
  /** Key that plays the recording at its own pitch. */
  readonly unityKey: number;
  readonly keyLow: number;
  readonly keyHigh: number;
  readonly recording: Recording;
}

/** Transposition upwards for which a zone at the end of the keyboard keeps its band free, in keys. */
const END_ZONE_KEYS = 12;
/** What the ear and a 44.1 kHz output have left. */
const AUDIBLE_HZ = 19000;

/** All zones of a set of waves, from key 0 to 127 without a gap. */
export function recordZones(waves: WaveSet): Zone[] {
  return waves.keys.map((unityKey, index) => {
    const keyLow = index === 0 ? 0 : between(waves.keys[index - 1]!, unityKey) + 1;
    const keyHigh = index === waves.keys.length - 1 ? 127 : between(unityKey, waves.keys[index + 1]!);
    return { unityKey, keyLow, keyHigh, recording: recordKey(waves, unityKey, keyHigh) };
  });
}

/** Records one key of a set, for use up to `keyHigh`. */
export function recordKey(waves: WaveSet, key: number, keyHigh: number): Recording {
  const keysUp = Math.min(keyHigh - key, END_ZONE_KEYS);
  return waves.record({
    key,
    frequencyHz: frequencyOfKey(key),
    height: frequencyOfKey(key) / frequencyOfKey((waves.keys[0]! + waves.keys.at(-1)!) / 2),
    highestHz: AUDIBLE_HZ / 2 ** (keysUp / 12),
    random: new Random(`${waves.name} ${key}`),
  });
}

function between(lowerKey: number, upperKey: number): number {
  return Math.floor((lowerKey + upperKey) / 2);
}
