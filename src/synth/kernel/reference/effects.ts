import {
  EFFECTS_CHORUS_DELAY,
  EFFECTS_CHORUS_DEPTH,
  EFFECTS_CHORUS_FRAMES,
  EFFECTS_CHORUS_OUT,
  EFFECTS_CHORUS_TURN,
  EFFECTS_DAMPING,
  EFFECTS_FEEDBACK,
  EFFECTS_LENGTHS,
  EFFECTS_REVERB_FRAMES,
  EFFECTS_REVERB_IN,
  EFFECTS_REVERB_OUT,
  EFFECTS_REVERB_TAIL,
  EFFECTS_REVERB_TURN,
  GAIN_SHARE,
  REVERB_LINES,
  REVERB_SWING,
} from '../effects-layout.ts';
import { HEADER_EFFECTS, HEADER_OUTPUT, RUN_FRAMES } from '../layout.ts';
import { MemoryRecord } from './memory-record.ts';

const F32_BYTES = 4;
/** Signs with which the lines come out on either side. */
const LEFT_SIGNS = [1, -1, 1, -1, 1, -1, 1, -1];
const RIGHT_SIGNS = [1, 1, -1, -1, -1, -1, 1, 1];

/** A line of past values, the newest at delay 1. */
class DelayLine {
  readonly #values: Float64Array;
  #position = 0;

  constructor(frames: number) {
    this.#values = new Float64Array(frames);
  }

  push(value: number): void {
    this.#values[this.#position] = value;
    this.#position = (this.#position + 1) % this.#values.length;
  }

  /** The value `delay` frames ago, on the straight line between two. */
  read(delay: number): number {
    const whole = Math.floor(delay);
    const [near, far] = [whole, whole + 1].map((frames) => this.#at(frames));
    return near! + (delay - whole) * (far! - near!);
  }

  #at(frames: number): number {
    const length = this.#values.length;
    return this.#values[(this.#position - frames + 2 * length) % length]!;
  }

  clear(): void {
    this.#values.fill(0);
  }
}

/** A sine and a cosine that turn by a fixed angle. */
class TurningPair {
  sine = 0;
  cosine = 1;

  turn(sine: number, cosine: number): void {
    const before = this.sine;
    this.sine = before * cosine + this.cosine * sine;
    this.cosine = this.cosine * cosine - before * sine;
  }
}

/** Sums with the signs of a Hadamard matrix of eight, divided by √8. */
function hadamard(values: readonly number[]): number[] {
  const signOf = (row: number, column: number): number => {
    let bits = row & column;
    let sign = 1;
    for (; bits !== 0; bits >>= 1) if (bits & 1) sign = -sign;
    return sign;
  };
  return values.map((_, row) => values.reduce((sum, value, i) => sum + signOf(row, i) * value, 0) / Math.sqrt(8));
}

/** Reverb and chorus in double precision, by `effects-layout.ts`. */
export class ReferenceEffects {
  readonly #memory: WebAssembly.Memory;
  readonly #record: MemoryRecord;
  readonly #lines: readonly DelayLine[];
  readonly #damped = new Array<number>(REVERB_LINES).fill(0);
  readonly #chorusLine: DelayLine;
  readonly #reverbSwing = new TurningPair();
  readonly #chorusSwing = new TurningPair();
  #reverbGain = 0;
  #chorusGain = 0;
  #reverbQuiet = 0;
  #chorusQuiet = 0;

  constructor(memory: WebAssembly.Memory, header: MemoryRecord) {
    this.#memory = memory;
    this.#record = new MemoryRecord(memory, header.getU32(HEADER_EFFECTS));
    const frames = Math.max(1, this.#record.getU32(EFFECTS_REVERB_FRAMES));
    this.#lines = Array.from({ length: REVERB_LINES }, () => new DelayLine(frames));
    this.#chorusLine = new DelayLine(Math.max(1, this.#record.getU32(EFFECTS_CHORUS_FRAMES)));
  }

  apply(header: MemoryRecord, from: number, end: number): void {
    const output = new MemoryRecord(this.#memory, header.getU32(HEADER_OUTPUT));
    const at = (bus: number, frame: number): number => (bus * RUN_FRAMES + frame) * F32_BYTES;
    for (let frame = from; frame < end; frame++) {
      const reverb = this.#hasReverb ? this.#reverberate(output.getF32(at(2, frame))) : [0, 0];
      const chorus = this.#hasChorus ? this.#thicken(output.getF32(at(3, frame))) : [0, 0];
      for (const bus of [0, 1]) {
        output.setF32(at(bus, frame), output.getF32(at(bus, frame)) + reverb[bus]! + chorus[bus]!);
      }
    }
  }

  get #hasReverb(): boolean {
    return this.#record.getU32(EFFECTS_REVERB_FRAMES) !== 0;
  }

  get #hasChorus(): boolean {
    return this.#record.getU32(EFFECTS_CHORUS_FRAMES) !== 0;
  }

  /** What comes out of the reverb left and right when a sample goes in. */
  #reverberate(sample: number): readonly [number, number] {
    const record = this.#record;
    const x = sample * record.getF32(EFFECTS_REVERB_IN);
    const tail = record.getU32(EFFECTS_REVERB_TAIL);
    if (x !== 0) this.#reverbQuiet = 0;
    else if (this.#reverbQuiet >= tail) return [0, 0];
    else if (++this.#reverbQuiet === tail) {
      for (const line of this.#lines) line.clear();
      this.#damped.fill(0);
      return [0, 0];
    }
    this.#reverbSwing.turn(record.getF64(EFFECTS_REVERB_TURN), record.getF64(EFFECTS_REVERB_TURN + 8));
    this.#readLines(this.#reverbSwing.sine * REVERB_SWING);
    this.#reverbGain += (record.getF32(EFFECTS_REVERB_OUT) - this.#reverbGain) * GAIN_SHARE;
    const side = (signs: readonly number[]): number =>
      this.#reverbGain * this.#damped.reduce((sum, value, line) => sum + signs[line]! * value, 0);
    const back = this.#damped.map((value, line) => value * record.getF32(EFFECTS_FEEDBACK + line * F32_BYTES));
    hadamard(back).forEach((value, line) => {
      this.#lines[line]!.push(x + value);
    });
    return [side(LEFT_SIGNS), side(RIGHT_SIGNS)];
  }

  /** Takes each line's value at its length, and damps it; the first lines of both halves swing against each other. */
  #readLines(swing: number): void {
    this.#lines.forEach((line, index) => {
      const length = this.#record.getU32(EFFECTS_LENGTHS + index * F32_BYTES);
      const moved = index === 0 ? REVERB_SWING + swing : index === 4 ? REVERB_SWING - swing : 0;
      const value = line.read(length + moved);
      const kept = this.#record.getF32(EFFECTS_DAMPING + index * F32_BYTES);
      this.#damped[index] = value + kept * (this.#damped[index]! - value);
    });
  }

  #thicken(sample: number): readonly [number, number] {
    const record = this.#record;
    if (sample !== 0) this.#chorusQuiet = 0;
    else if (this.#chorusQuiet >= record.getU32(EFFECTS_CHORUS_FRAMES)) return [0, 0];
    else this.#chorusQuiet++;
    this.#chorusSwing.turn(record.getF64(EFFECTS_CHORUS_TURN), record.getF64(EFFECTS_CHORUS_TURN + 8));
    this.#chorusLine.push(sample);
    this.#chorusGain += (record.getF32(EFFECTS_CHORUS_OUT) - this.#chorusGain) * GAIN_SHARE;
    const depth = record.getF32(EFFECTS_CHORUS_DEPTH);
    const [sine, cosine] = [this.#chorusSwing.sine * depth, this.#chorusSwing.cosine * depth];
    // The newest sample, delay 1 for the line, is delay 0 for the ear.
    const tap = (delay: number): number => this.#chorusLine.read(1 + record.getF32(EFFECTS_CHORUS_DELAY) + delay);
    return [this.#chorusGain * (tap(sine) + tap(-cosine)), this.#chorusGain * (tap(-sine) + tap(cosine))];
  }
}
