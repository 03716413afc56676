import type { VolumeEnvelope, WaveSet } from '../voice.ts';

/** Drum waves are recorded once, at the pitch they have; the key stands for it. */
export const drumKeys: readonly number[] = [60];

/** What one key of a drum kit plays. */
export interface DrumHit {
  readonly key: number;
  readonly name: string;
  readonly wave: WaveSet;
  /** dB against the loudness that melodic voices share; the mix of the kit. */
  readonly levelDb: number;
  /** −50 (left) … 50 (right) percent, as the player sits. */
  readonly panPercent?: number;
  /** Keys up from the wave's own pitch; 0 where left out. */
  readonly transposeKeys?: number;
  /** Hits of one group stop each other, 1…15. */
  readonly keyGroup?: number;
  /** Shape over time; a stroke that rings out where left out. */
  readonly volume?: VolumeEnvelope;
  /** Cutoff of the hardest stroke in Hz; 14000 where left out. */
  readonly cutoffHz?: number;
  /** Octaves by which the softest stroke is darker; 2 where left out. */
  readonly velocityOctaves?: number;
}
