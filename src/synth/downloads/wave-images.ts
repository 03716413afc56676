import { DmusError } from '../../ddi/errors.ts';
import type { WaveLoop } from '../../formats/sound-bank.ts';
import type { KernelMemory } from '../kernel/kernel-memory.ts';
import { GUARD_FRAMES } from '../kernel/layout.ts';
import type { WaveContents } from './read-wave.ts';

/** Largest float sample, 24 dB above full scale: what comes near the largest float would overflow on its way out. */
const LARGEST_SAMPLE = 16;

/** A wave in kernel memory, in one of its forms: as recorded, or unrolled past the end of a loop. */
export interface WaveImage {
  /** Address of frame 0. */
  readonly address: number;
  /** 0 = 16-bit integers, 1 = floats. */
  readonly format: 0 | 1;
  /** Value of a full-scale sample, inverted. */
  readonly scale: number;
}

/**
 * Copies of one downloaded wave in kernel memory, made when a region needs them. As recorded, a wave has silence on
 * either side. For a loop it is written up to the loop's end and then on and on round the loop, so that the
 * interpolator never has to look back: see VOICE_LOOP_WRAP. @throws DmusError `E_OUTOFMEMORY` from what makes one.
 */
export class WaveImages {
  readonly #memory: KernelMemory;
  readonly #wave: WaveContents;
  readonly #images = new Map<string, WaveImage>();
  readonly #blocks: number[] = [];

  constructor(memory: KernelMemory, wave: WaveContents) {
    this.#memory = memory;
    this.#wave = wave;
  }

  /** The wave as recorded. */
  recorded(): WaveImage {
    return this.#image('recorded', this.#wave.frameCount + GUARD_FRAMES, (frame) =>
      frame < this.#wave.frameCount ? frame : -1,
    );
  }

  /** The wave unrolled round a loop that lies inside it. */
  looped(loop: WaveLoop): WaveImage {
    const end = loop.start + loop.length;
    return this.#image(`${loop.start}+${loop.length}`, end + 2 * GUARD_FRAMES, (frame) =>
      frame < end ? frame : loop.start + ((frame - loop.start) % loop.length),
    );
  }

  #allocate(byteLength: number): number {
    try {
      const block = this.#memory.heap.allocate(byteLength);
      this.#blocks.push(block);
      return block;
    } catch (cause) {
      throw new DmusError('E_OUTOFMEMORY', `no room for ${byteLength} bytes of a wave`, { cause });
    }
  }

  /** Gives all copies back. */
  free(): void {
    if (this.#blocks.length > 0) this.#memory.forgetCachedWaves();
    for (const address of this.#blocks) this.#memory.heap.free(address);
    this.#blocks.length = 0;
    this.#images.clear();
  }

  /** Copies `frames` frames after a guard of silence; `sourceOf` says which recorded frame stands where, −1 none. */
  #image(key: string, frames: number, sourceOf: (frame: number) => number): WaveImage {
    const present = this.#images.get(key);
    if (present !== undefined) return present;
    const isFloat = this.#wave.bitsPerSample === 32;
    const sampleBytes = isFloat ? 4 : 2;
    const block = this.#allocate((frames + 2 * GUARD_FRAMES) * sampleBytes);
    const buffer = this.#memory.kernel.memory.buffer;
    const length = frames + 2 * GUARD_FRAMES;
    const target = isFloat ? new Float32Array(buffer, block, length) : new Int16Array(buffer, block, length);
    target.fill(0);
    const read = sampleReader(this.#wave);
    for (let frame = 0; frame < frames; frame++) {
      const source = sourceOf(frame);
      if (source >= 0) target[GUARD_FRAMES + frame] = read(source);
    }
    const image: WaveImage = {
      address: block + GUARD_FRAMES * sampleBytes,
      format: isFloat ? 1 : 0,
      scale: isFloat ? 1 : 1 / 32768,
    };
    this.#images.set(key, image);
    return image;
  }
}

/** Reads one sample as it is kept in kernel memory; 8-bit samples are widened. Not finite floats are silence. */
function sampleReader(wave: WaveContents): (frame: number) => number {
  const view = new DataView(wave.bytes.buffer, wave.bytes.byteOffset, wave.bytes.byteLength);
  if (wave.bitsPerSample === 8) return (frame) => (view.getUint8(frame) - 128) << 8;
  if (wave.bitsPerSample === 16) return (frame) => view.getInt16(frame * 2, true);
  return (frame) => {
    const value = view.getFloat32(frame * 4, true);
    return Number.isFinite(value) ? Math.max(-LARGEST_SAMPLE, Math.min(LARGEST_SAMPLE, value)) : 0;
  };
}
