/** What is hit and has no pitch to keep: modes of skins, bars and plates, some of them gliding, and bands of noise. */
import { decayGain, gainOfDb } from '../sound/decibels.ts';
import { addNoiseBurst, type NoiseBurst } from '../sound/noise-burst.ts';
import type { Random } from '../sound/random.ts';
import type { Recording, ZoneNote } from '../sound/recording.ts';
import { fadeIn, fadeOut } from '../sound/steady-time.ts';

/** One mode of vibration. */
export interface Mode {
  readonly hz: number;
  readonly db: number;
  /** Seconds to fall by 60 dB. */
  readonly decaySeconds: number;
  /** Pitch at the start against its rest, and the seconds in which most of the way is done. */
  readonly glide?: { readonly ratio: number; readonly seconds: number };
}

/** A percussion instrument, recorded once. */
export interface PercussionSound {
  readonly sampleRate: number;
  /** Length of the wave; its last eighth fades to nothing. */
  readonly seconds: number;
  readonly modes: readonly Mode[];
  readonly bursts: readonly NoiseBurst[];
  /** Saturation, 0 (none) … 5. */
  readonly drive?: number;
  /** Seconds the modes take to rise; 0.5 ms where left out. */
  readonly riseSeconds?: number;
}

/** Records one stroke, without a loop. */
export function recordPercussion(note: ZoneNote, sound: PercussionSound): Recording {
  const samples = new Float64Array(Math.round(sound.seconds * sound.sampleRate));
  for (const mode of sound.modes) addMode(samples, sound.sampleRate, mode, note.random);
  const riseFrames = (sound.riseSeconds ?? 0.0005) * sound.sampleRate;
  for (let frame = 0; frame < riseFrames; frame++) samples[frame]! *= fadeIn(frame, riseFrames);
  for (const burst of sound.bursts) addNoiseBurst(samples, sound.sampleRate, burst, note.random, samples.length);
  if (sound.drive)
    for (let frame = 0; frame < samples.length; frame++) {
      samples[frame] = Math.tanh(samples[frame]! * sound.drive) / Math.tanh(sound.drive);
    }
  fadeTail(samples);
  return { samples, sampleRate: sound.sampleRate, loop: undefined };
}

/** Brings the last eighth of a one-shot wave down to nothing. */
export function fadeTail(samples: Float64Array): void {
  const tail = Math.floor(samples.length / 8);
  for (let frame = 0; frame < tail; frame++) samples[samples.length - tail + frame]! *= fadeOut(frame, tail - 1);
}

/** `count` modes spread between two frequencies, denser upwards as in plates; levels vary by a few dB. */
export function plateModes(
  random: Random,
  plate: { count: number; lowHz: number; highHz: number; db: number; decaySeconds: number; highDecaySeconds: number },
): Mode[] {
  return Array.from({ length: plate.count }, (_, index) => {
    const place = (index + random.uniform()) / plate.count;
    const hz = plate.lowHz * (plate.highHz / plate.lowHz) ** Math.sqrt(place);
    const decaySeconds = plate.decaySeconds * (plate.highDecaySeconds / plate.decaySeconds) ** place;
    return { hz, db: plate.db + 5 * random.gaussian(), decaySeconds: decaySeconds * (0.7 + 0.6 * random.uniform()) };
  });
}

function addMode(samples: Float64Array, sampleRate: number, mode: Mode, random: Random): void {
  if (mode.hz > 0.47 * sampleRate) return;
  const level = gainOfDb(mode.db);
  const decay = decayGain(1 / sampleRate, mode.decaySeconds);
  const glide = mode.glide ?? { ratio: 1, seconds: 1 };
  const glideStep = Math.exp(-3 / (glide.seconds * sampleRate));
  let phase = mode.glide ? 0 : random.phase();
  let gain = level;
  let excess = glide.ratio - 1;
  for (let frame = 0; frame < samples.length && gain > 1e-6; frame++) {
    samples[frame]! += gain * Math.sin(phase);
    phase += (2 * Math.PI * mode.hz * (1 + excess)) / sampleRate;
    excess *= glideStep;
    gain *= decay;
  }
}
