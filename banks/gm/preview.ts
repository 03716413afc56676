/**
 * A crude player for measuring: one note through the voice's envelopes, filter and tremolo. It follows the
 * articulation's own numbers, not a synthesizer's; levels agree with the engine to a fraction of a dB.
 */
import { Biquad } from './sound/biquad.ts';
import { gainOfDb } from './sound/decibels.ts';
import { frequencyOfKey } from './sound/loop-grid.ts';
import { peakOf } from './sound/recording.ts';
import type { Articulation, Filter, Modulation, Tremolo, VolumeEnvelope } from './voice.ts';
import type { Zone } from './zones.ts';

/** A note to be measured. */
export interface PreviewNote {
  readonly key: number;
  /** 1…127. */
  readonly velocity: number;
  /** From the start of the note to its end, and on to the end of the preview. */
  readonly gateSeconds: number;
  readonly tailSeconds: number;
}

/** Frames a second of a preview. */
export const PREVIEW_RATE = 32000;
const CONTROL_FRAMES = 64;

/** Renders a note; the wave's peak counts as 1. */
export function previewNote(zone: Zone, articulation: Articulation, note: PreviewNote): Float64Array {
  const output = new Float64Array(Math.round((note.gateSeconds + note.tailSeconds) * PREVIEW_RATE));
  playWave(output, zone, note.key);
  const filter = articulation.filter && Biquad.lowPass(PREVIEW_RATE, 1000);
  // DLS 2 takes half of the peak off the whole band.
  const resonanceLoss = gainOfDb(-(articulation.filter?.resonanceDb ?? 0) / 2);
  const velocityGain = (note.velocity / 127) ** 2;
  for (let start = 0; start < output.length; start += CONTROL_FRAMES) {
    const seconds = start / PREVIEW_RATE;
    const end = Math.min(start + CONTROL_FRAMES, output.length);
    if (filter && articulation.filter)
      filter.become(filterAt(articulation.filter, articulation.modulation, note, seconds));
    const volume = volumeAt(articulation.volume, note.key, seconds, note.gateSeconds);
    const gain = velocityGain * volume * tremoloAt(articulation.tremolo, seconds) * resonanceLoss;
    for (let frame = start; frame < end; frame++) {
      const sample = output[frame]!;
      output[frame] = gain * (filter ? filter.step(sample) : sample);
    }
  }
  return output;
}

function playWave(output: Float64Array, zone: Zone, key: number): void {
  const { samples, sampleRate, loop } = zone.recording;
  const scale = 1 / Math.max(peakOf(samples), 1e-12);
  const step = (sampleRate / PREVIEW_RATE) * (frequencyOfKey(key) / frequencyOfKey(zone.unityKey));
  for (let frame = 0, place = 0; frame < output.length; frame++, place += step) {
    if (loop) while (place >= loop.start + loop.frameCount) place -= loop.frameCount;
    const index = Math.floor(place);
    if (index >= samples.length) return;
    const next = samples[index + 1] ?? (loop ? samples[loop.start]! : 0);
    output[frame] = scale * (samples[index]! + (place - index) * (next - samples[index]!));
  }
}

function volumeAt(volume: VolumeEnvelope, key: number, seconds: number, gateSeconds: number): number {
  const attack = volume.attackSeconds ?? 0;
  const held = Math.min(seconds, gateSeconds);
  const risen = held < attack ? held / attack : 1;
  const octaves = volume.keysPerHalving ? (key - 60) / volume.keysPerHalving : 0;
  const decayDb = volume.decaySeconds
    ? (-60 * Math.max(0, held - attack - (volume.holdSeconds ?? 0))) / volume.decaySeconds
    : 0;
  const fallenDb = Math.max(decayDb * 2 ** octaves, volume.sustainDb ?? -96);
  const releasedDb = (-60 * Math.max(0, seconds - gateSeconds)) / volume.releaseSeconds;
  return risen * gainOfDb(fallenDb + releasedDb);
}

function tremoloAt(tremolo: Tremolo | undefined, seconds: number): number {
  return tremolo ? gainOfDb(tremolo.db * Math.sin(2 * Math.PI * tremolo.hz * seconds)) : 1;
}

function filterAt(filter: Filter, modulation: Modulation | undefined, note: PreviewNote, seconds: number): Biquad {
  const octaves =
    ((filter.keyTracking ?? 0) * (note.key - 60)) / 12 -
    (filter.velocityOctaves ?? 0) * (1 - note.velocity / 127) +
    (filter.modulationOctaves ?? 0) * modulationAt(modulation, Math.min(seconds, note.gateSeconds));
  return Biquad.lowPass(PREVIEW_RATE, filter.cutoffHz * 2 ** octaves, Math.SQRT1_2 * gainOfDb(filter.resonanceDb ?? 0));
}

function modulationAt(modulation: Modulation | undefined, seconds: number): number {
  if (!modulation) return 0;
  const attack = modulation.attackSeconds ?? 0;
  if (seconds < attack) return seconds / attack;
  if (modulation.decaySeconds === undefined) return 1;
  return Math.max(modulation.sustain ?? 0, 1 - (seconds - attack) / modulation.decaySeconds);
}
