import {
  GUARD_FRAMES,
  HEADER_TABLES,
  TABLE_BYTES,
  TABLE_COUNT,
  TABLE_IS_INTEGER,
  TABLE_MAX_INCREMENT,
  TABLE_PHASE_BITS,
  TABLE_ROWS,
  TABLE_TAPS,
  TABLE_WEIGHT_SCALE,
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
const F32_BYTES = 4;
const I16_BYTES = 2;
/** Largest step, wave frames an output frame. */
const LARGEST_RATIO = 4096;

/** Step a frame in 32.32 fixed point for a transposition in cents, rounded to the nearest. */
export function incrementFromCents(cents: number): bigint {
  const ratio = Math.min(2 ** (cents / 1200), LARGEST_RATIO);
  return BigInt(Math.round(ratio * Number(ONE_FRAME)));
}

/** One table of weights, as its record tells. */
class WeightTable {
  readonly taps: number;
  readonly #phases: number;
  readonly #isInteger: boolean;
  readonly #scale: number;
  readonly #rows: MemoryRecord;

  constructor(memory: WebAssembly.Memory, record: MemoryRecord) {
    this.taps = record.getU32(TABLE_TAPS);
    this.#phases = 2 ** record.getU32(TABLE_PHASE_BITS);
    this.#isInteger = record.getU32(TABLE_IS_INTEGER) !== 0;
    this.#scale = record.getF32(TABLE_WEIGHT_SCALE);
    this.#rows = new MemoryRecord(memory, record.getU32(TABLE_ROWS));
  }

  /** Weight of a tap for a fraction 0…1 between two wave frames. */
  weight(tap: number, fraction: number): number {
    const place = fraction * this.#phases;
    if (this.#isInteger) return this.#rows.getI16((Math.round(place) * this.taps + tap) * I16_BYTES) * this.#scale;
    const row = Math.floor(place);
    const [low, high] = [row, row + 1].map((r) => this.#rows.getF32((r * this.taps + tap) * F32_BYTES));
    return (low! + (place - row) * (high! - low!)) * this.#scale;
  }
}

/** The table for a step a frame. */
function tableFor(memory: WebAssembly.Memory, header: MemoryRecord, increment: bigint): WeightTable {
  const first = header.getU32(HEADER_TABLES);
  let index = 0;
  while (index < TABLE_COUNT - 1 && increment > maxIncrement(memory, first + index * TABLE_BYTES)) index++;
  return new WeightTable(memory, new MemoryRecord(memory, first + index * TABLE_BYTES));
}

function maxIncrement(memory: WebAssembly.Memory, address: number): bigint {
  return new DataView(memory.buffer).getBigInt64(address + TABLE_MAX_INCREMENT, true);
}

/** A voice's place in its wave, and the samples between the wave's frames. */
export class WaveReader {
  readonly #memory: WebAssembly.Memory;
  readonly #header: MemoryRecord;
  readonly #record: MemoryRecord;
  readonly #isFloat: boolean;
  #wave: MemoryRecord;
  #isLooping: boolean;
  #position = 0n;
  #increment = -1n;
  #table!: WeightTable;

  constructor(memory: WebAssembly.Memory, header: MemoryRecord, record: MemoryRecord) {
    this.#memory = memory;
    this.#header = header;
    this.#record = record;
    this.#isFloat = record.getU32(VOICE_WAVE_FORMAT) !== 0;
    this.#wave = new MemoryRecord(memory, record.getU32(VOICE_WAVE_ADDRESS));
    this.#isLooping = record.getU32(VOICE_LOOP_MODE) !== 0;
  }

  /** Step a frame from here on, 32.32 fixed point. */
  setIncrement(increment: bigint): void {
    if (increment === this.#increment) return;
    this.#increment = increment;
    this.#table = tableFor(this.#memory, this.#header, increment);
  }

  /** A one-shot is over when the last tap has left its wave. */
  get isOver(): boolean {
    const lastFrame = this.#record.getU32(VOICE_WAVE_END) + this.#table.taps / 2;
    return !this.#isLooping && this.#position >= BigInt(lastFrame) * ONE_FRAME;
  }

  /** The sample at the present position, in units of the wave. */
  read(): number {
    const frame = Number(this.#position / ONE_FRAME);
    const fraction = Number(this.#position % ONE_FRAME) / Number(ONE_FRAME);
    const { taps } = this.#table;
    let sum = 0;
    for (let tap = 0; tap < taps; tap++) {
      sum += this.#table.weight(tap, fraction) * this.#waveFrame(frame - taps / 2 + 1 + tap);
    }
    return sum;
  }

  /** Moves on by one output frame, and back by whole loops where the loop ends. */
  advance(): void {
    this.#position += this.#increment;
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
