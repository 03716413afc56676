/** Sounds of nature and machines: bands of repeating noise, each with a rhythm that fits the loop a whole number of times. */
import type { LoopGrid } from '../sound/loop-grid.ts';
import { loopNoise } from '../sound/loop-noise.ts';
import type { Recording, ZoneNote } from '../sound/recording.ts';

/** One layer of a texture. */
export interface TextureLayer {
  readonly level: number;
  /** Level over frequency in Hz. */
  readonly shape: (frequencyHz: number) => number;
  /** Level over the loop's course, by the share of the loop that has passed, 0…1; must end as it began. */
  readonly course?: (share: number) => number;
}

/** A texture that repeats. */
export interface Texture {
  readonly sampleRate: number;
  /** A power of two. */
  readonly loopFrames: number;
  readonly layers: readonly TextureLayer[];
}

/** Records a texture: one loop without a pitch. */
export function recordTexture(note: ZoneNote, texture: Texture): Recording {
  const frameCount = texture.loopFrames;
  const grid: LoopGrid = { sampleRate: texture.sampleRate, frameCount, periods: 1 };
  const samples = new Float64Array(frameCount);
  for (const layer of texture.layers) {
    const noise = loopNoise(grid, layer.shape, note.random);
    for (let frame = 0; frame < frameCount; frame++) {
      samples[frame]! += layer.level * (layer.course?.(frame / frameCount) ?? 1) * noise[frame]!;
    }
  }
  return { samples, sampleRate: texture.sampleRate, loop: { start: 0, frameCount, periods: 0 } };
}
