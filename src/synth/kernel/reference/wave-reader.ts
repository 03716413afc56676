import {
  GUARD_FRAMES,
  HEADER_SINC_TABLE,
  SINC_PHASES,
  SINC_TAPS,
  VOICE_LOOP_LENGTH,
  VOICE_LOOP_MODE,
  VOICE_LOOP_WRAP,
  VOICE_RELEASE_ADDRESS,
  VOICE_WAVE_ADDRESS,
  VOICE_WAVE_END,
  VOICE_WAVE_FORMAT,
} from '../layout.ts';
import { MemoryRecord } from './memory-record.ts';

/** One wave frame in 32.32 fixed point. */
const ONE_FRAME = 2n ** 32n;
const LOOP_UNTIL_RELEASE = 2;
const TAPS_BEFORE = SINC_TAPS / 2 - 1;
const F32_BYTES = 4;
const I16_BYTES = 2;
/** Largest step, wave frames an output frame. */
const LARGEST_RATIO = 4096;

/** Step a frame in 32.32 fixed point for a transposition in cents, rounded to the nearest. */
export function incrementFromCents(cents: number): bigint {
  const ratio = Math.min(2 ** (cents / 1200), LARGEST_RATIO);
  return BigInt(Math.round(ratio * Number(ONE_FRAME)));
}

/** A voice's place in its wave, and the samples between the wave's frames. */
export class WaveReader {
  readonly #memory: WebAssembly.Memory;
  readonly #record: MemoryRecord;
  readonly #sincTable: MemoryRecord;
  readonly #isFloat: boolean;
  #wave: MemoryRecord;
  #isLooping: boolean;
  #position = 0n;

  constructor(memory: WebAssembly.Memory, header: MemoryRecord, record: MemoryRecord) {
    this.#memory = memory;
    this.#record = record;
    this.#sincTable = new MemoryRecord(memory, header.getU32(HEADER_SINC_TABLE));
    this.#isFloat = record.getU32(VOICE_WAVE_FORMAT) !== 0;
    this.#wave = new MemoryRecord(memory, record.getU32(VOICE_WAVE_ADDRESS));
    this.#isLooping = record.getU32(VOICE_LOOP_MODE) !== 0;
  }

  /** A one-shot is over when the last tap has left its wave. */
  get isOver(): boolean {
    const lastFrame = this.#record.getU32(VOICE_WAVE_END) + SINC_TAPS / 2;
    return !this.#isLooping && this.#position >= BigInt(lastFrame) * ONE_FRAME;
  }

  /** The sample at the present position, in units of the wave. */
  read(): number {
    const frame = Number(this.#position / ONE_FRAME);
    const fraction = Number(this.#position % ONE_FRAME);
    const row = Math.round((fraction / Number(ONE_FRAME)) * SINC_PHASES);
    let sum = 0;
    for (let tap = 0; tap < SINC_TAPS; tap++) {
      const weight = this.#sincTable.getF32((row * SINC_TAPS + tap) * F32_BYTES);
      sum += weight * this.#waveFrame(frame - TAPS_BEFORE + tap);
    }
    return sum;
  }

  /** Moves on by one output frame, and back by whole loops where the loop ends. */
  advance(increment: bigint): void {
    this.#position += increment;
    if (this.#isLooping) this.#wrapAt(this.#record.getU32(VOICE_LOOP_WRAP));
  }

  /** The note was released: a loop that lasts until then gives way to the wave as it was recorded. */
  release(): void {
    if (!this.#isLooping || this.#record.getU32(VOICE_LOOP_MODE) !== LOOP_UNTIL_RELEASE) return;
    const loopEnd = this.#record.getU32(VOICE_LOOP_WRAP) - GUARD_FRAMES;
    this.#wrapAt(loopEnd);
    this.#isLooping = false;
    this.#wave = new MemoryRecord(this.#memory, this.#record.getU32(VOICE_RELEASE_ADDRESS));
  }

  #wrapAt(limitFrame: number): void {
    const limit = BigInt(limitFrame) * ONE_FRAME;
    const loopLength = BigInt(this.#record.getU32(VOICE_LOOP_LENGTH)) * ONE_FRAME;
    if (this.#position >= limit) this.#position = limit - loopLength + ((this.#position - limit) % loopLength);
  }

  #waveFrame(frame: number): number {
    return this.#isFloat ? this.#wave.getF32(frame * F32_BYTES) : this.#wave.getI16(frame * I16_BYTES);
  }
}
