import { EffectFlags } from '../../ddi/port-params.ts';
import { DEFAULT_WAVES_REVERB_PARAMS, type WavesReverbParams } from '../../properties/wave-structures.ts';
import {
  EFFECTS_BYTES,
  EFFECTS_CHORUS_ANGLE,
  EFFECTS_CHORUS_DELAY,
  EFFECTS_CHORUS_DEPTH,
  EFFECTS_CHORUS_FRAMES,
  EFFECTS_CHORUS_MEMORY,
  EFFECTS_CHORUS_OUT,
  EFFECTS_CHORUS_TURN,
  EFFECTS_DAMPING,
  EFFECTS_FEEDBACK,
  EFFECTS_LENGTHS,
  EFFECTS_REVERB_ANGLE,
  EFFECTS_REVERB_FRAMES,
  EFFECTS_REVERB_IN,
  EFFECTS_REVERB_MEMORY,
  EFFECTS_REVERB_OUT,
  EFFECTS_REVERB_TAIL,
  EFFECTS_REVERB_TURN,
  REVERB_LINES,
  REVERB_SWING,
} from '../kernel/effects-layout.ts';
import type { KernelMemory } from '../kernel/kernel-memory.ts';
import { HEADER_EFFECTS } from '../kernel/layout.ts';
import { reverbCoefficients, reverbLengths } from './reverb-coefficients.ts';

const FLOAT_BYTES = 4;
/** Swings of the reverb's lines, and of the chorus, cycles a second. */
const REVERB_HERTZ = 0.7;
const CHORUS_HERTZ = 0.45;
/** Middle of the chorus's delay and its swing, seconds: clear of comb filtering, short of an echo. */
const CHORUS_DELAY = 0.014;
const CHORUS_DEPTH = 0.0022;
/** Two taps a side: as loud as what goes in. */
const CHORUS_OUT = Math.SQRT1_2;

/** Control's hand in the effects of a kernel. `@thread control` */
export class Effects {
  readonly #memory: KernelMemory;
  readonly #address: number;
  readonly #sampleRate: number;
  readonly #hasReverb: boolean;

  /** @param effects EffectFlags bits of those that are wanted. */
  constructor(memory: KernelMemory, effects: number, sampleRate: number) {
    this.#memory = memory;
    this.#sampleRate = sampleRate;
    this.#hasReverb = (effects & EffectFlags.reverb) !== 0;
    this.#address = memory.place(HEADER_EFFECTS, EFFECTS_BYTES);
    if (this.#hasReverb) this.#placeReverb();
    if ((effects & EffectFlags.chorus) !== 0) this.#placeChorus();
    this.reset();
  }

  #placeReverb(): void {
    const lengths = reverbLengths(this.#sampleRate);
    const frames = powerOfTwoAbove(Math.max(...lengths) + 2 * REVERB_SWING + 2);
    this.#setU32(EFFECTS_REVERB_MEMORY, this.#memory.allocateCleared(frames * REVERB_LINES * FLOAT_BYTES));
    this.#setU32(EFFECTS_REVERB_FRAMES, frames);
    lengths.forEach((length, line) => {
      this.#setU32(EFFECTS_LENGTHS + line * 4, length);
    });
    this.#setOscillator(EFFECTS_REVERB_TURN, REVERB_HERTZ);
    this.setReverb(DEFAULT_WAVES_REVERB_PARAMS);
  }

  #placeChorus(): void {
    const delay = CHORUS_DELAY * this.#sampleRate;
    const depth = CHORUS_DEPTH * this.#sampleRate;
    const frames = powerOfTwoAbove(delay + depth + 2);
    this.#setU32(EFFECTS_CHORUS_MEMORY, this.#memory.allocateCleared(frames * FLOAT_BYTES));
    this.#setU32(EFFECTS_CHORUS_FRAMES, frames);
    this.#setF32(EFFECTS_CHORUS_DELAY, delay);
    this.#setF32(EFFECTS_CHORUS_DEPTH, depth);
    this.#setF32(EFFECTS_CHORUS_OUT, CHORUS_OUT);
    this.#setOscillator(EFFECTS_CHORUS_TURN, CHORUS_HERTZ);
  }

  /** Acts from the next frame on, without a click. What is out of range is brought into it. */
  setReverb(params: WavesReverbParams): void {
    if (!this.#hasReverb) return;
    const { inGain, outGain, feedback, damping, tailFrames } = reverbCoefficients(params, this.#sampleRate);
    this.#setF32(EFFECTS_REVERB_IN, inGain);
    this.#setF32(EFFECTS_REVERB_OUT, outGain);
    this.#setU32(EFFECTS_REVERB_TAIL, tailFrames);
    for (let line = 0; line < REVERB_LINES; line++) {
      this.#setF32(EFFECTS_FEEDBACK + line * 4, feedback[line]!);
      this.#setF32(EFFECTS_DAMPING + line * 4, damping[line]!);
    }
  }

  /** Forgets what sounds on; the settings stay. */
  reset(): void {
    const { view } = this.#memory;
    const reverbBytes = view.getUint32(this.#address + EFFECTS_REVERB_FRAMES, true) * REVERB_LINES * FLOAT_BYTES;
    const chorusBytes = view.getUint32(this.#address + EFFECTS_CHORUS_FRAMES, true) * FLOAT_BYTES;
    this.#memory.clear(view.getUint32(this.#address + EFFECTS_REVERB_MEMORY, true), reverbBytes);
    this.#memory.clear(view.getUint32(this.#address + EFFECTS_CHORUS_MEMORY, true), chorusBytes);
    this.#memory.clear(this.#address + EFFECTS_REVERB_ANGLE, EFFECTS_BYTES - EFFECTS_REVERB_ANGLE);
    for (const angle of [EFFECTS_REVERB_ANGLE, EFFECTS_CHORUS_ANGLE]) {
      view.setFloat64(this.#address + angle + 8, 1, true);
    }
  }

  #setOscillator(turn: number, hertz: number): void {
    const radians = (2 * Math.PI * hertz) / this.#sampleRate;
    const { view } = this.#memory;
    view.setFloat64(this.#address + turn, Math.sin(radians), true);
    view.setFloat64(this.#address + turn + 8, Math.cos(radians), true);
  }

  #setU32(field: number, value: number): void {
    this.#memory.view.setUint32(this.#address + field, value, true);
  }

  #setF32(field: number, value: number): void {
    this.#memory.view.setFloat32(this.#address + field, value, true);
  }
}

function powerOfTwoAbove(value: number): number {
  return 2 ** Math.ceil(Math.log2(value));
}
