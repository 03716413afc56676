/**
 * From ticks to time. A span of n ticks lasts n × numerator / denominator microseconds, and the time at which each
 * tempo begins is kept as whole microseconds plus a whole remainder over the denominator: nothing is rounded before
 * the last step, so the thousandth tempo change is as exact as the first.
 */
import { DEFAULT_MICROSECONDS_PER_QUARTER } from './meta-type.ts';
import type { MidiDivision } from './midi-file.ts';

/** A tempo from some tick on. */
export interface TempoChange {
  readonly tick: number;
  /** 1…16,777,215. */
  readonly microsecondsPerQuarter: number;
}

/** A stretch of constant tempo, and the exact time at which it begins. */
interface Segment {
  readonly tick: number;
  readonly microseconds: number;
  /** 0…denominator − 1, in microseconds / denominator. */
  readonly remainder: number;
  readonly numerator: number;
}

const REFERENCE_TICKS_PER_MICROSECOND = 10;

/** Times are exact for files of up to 28 years. @thread control */
export class TempoMap {
  /** The tempos that count, by rising tick, no two at one; without any, 120 a minute. Empty in SMPTE files. */
  readonly changes: readonly TempoChange[];
  readonly #denominator: number;
  readonly #segments: Segment[];

  /** `changes` must not fall in tick; of several at one tick the last counts. SMPTE divisions know no tempo. */
  constructor(division: MidiDivision, changes: readonly TempoChange[] = []) {
    const tickLength = tickMicroseconds(division);
    this.#denominator = tickLength.denominator;
    this.#segments = [{ tick: 0, microseconds: 0, remainder: 0, numerator: tickLength.numerator }];
    this.changes = division.kind === 'smpte' ? [] : lastOfEachTick(changes);
    for (const change of this.changes) this.#begin(change);
  }

  /** Seconds from the beginning of the file to `tick`. */
  secondsAt(tick: number): number {
    const { microseconds, remainder } = this.#advance(this.#segmentAt(tick), tick);
    return (microseconds + remainder / this.#denominator) / 1e6;
  }

  /** 100 ns ticks from the beginning of the file to `tick`, rounded to the nearest. */
  referenceTimeAt(tick: number): number {
    const { microseconds, remainder } = this.#advance(this.#segmentAt(tick), tick);
    const fraction = Math.round((remainder * REFERENCE_TICKS_PER_MICROSECOND) / this.#denominator);
    return microseconds * REFERENCE_TICKS_PER_MICROSECOND + fraction;
  }

  #begin(change: TempoChange): void {
    const last = this.#segments.at(-1)!;
    const begin = this.#advance(last, change.tick);
    if (last.tick === change.tick) this.#segments.pop();
    this.#segments.push({ tick: change.tick, ...begin, numerator: change.microsecondsPerQuarter });
  }

  #segmentAt(tick: number): Segment {
    let low = 0;
    let high = this.#segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#segments[middle]!.tick <= tick) low = middle;
      else high = middle - 1;
    }
    return this.#segments[low]!;
  }

  /** Whole denominators of ticks first, so that every product stays below 2^53. */
  #advance(from: Segment, tick: number): { microseconds: number; remainder: number } {
    const ticks = tick - from.tick;
    const wholes = Math.floor(ticks / this.#denominator);
    const parts = from.remainder + (ticks - wholes * this.#denominator) * from.numerator;
    const carried = Math.floor(parts / this.#denominator);
    return {
      microseconds: from.microseconds + wholes * from.numerator + carried,
      remainder: parts - carried * this.#denominator,
    };
  }
}

/** Microseconds in one tick, as a fraction; in a quarter-note division at the tempo a file begins with. */
function tickMicroseconds(division: MidiDivision): { numerator: number; denominator: number } {
  if (division.kind === 'quarter-note') {
    return { numerator: DEFAULT_MICROSECONDS_PER_QUARTER, denominator: division.ticksPerQuarter };
  }
  const { framesPerSecond, ticksPerFrame } = division;
  // A frame of 1001/30000 s is 100100/3 microseconds.
  if (framesPerSecond === 29.97) return { numerator: 100_100, denominator: 3 * ticksPerFrame };
  return { numerator: 1_000_000, denominator: framesPerSecond * ticksPerFrame };
}

function lastOfEachTick(changes: readonly TempoChange[]): TempoChange[] {
  return changes.filter((change, index) => changes[index + 1]?.tick !== change.tick);
}
