/**
 * The events of a file, in playing order. They are stored as columns ({@link EventColumns}) and become objects one at
 * a time, when somebody looks at them; an object may be kept, the list does not use it again.
 */
import { EVENT_HEAD, type EventColumns } from './event-columns.ts';
import type { MidiEvent } from './midi-file.ts';
import type { TempoMap } from './tempo-map.ts';

/** Read-only; times come from the tempo map it was made with. @thread control */
export class MidiEventList implements Iterable<MidiEvent> {
  /** Events in the list. */
  readonly length: number;
  readonly #columns: EventColumns;
  readonly #tempoMap: TempoMap;

  /** `columns` must be in playing order and must not change any more. */
  constructor(columns: EventColumns, tempoMap: TempoMap) {
    this.length = columns.eventCount;
    this.#columns = columns;
    this.#tempoMap = tempoMap;
  }

  /** The event at `index`. @throws {RangeError} unless `index` is 0…length − 1. */
  get(index: number): MidiEvent {
    if (!(Number.isInteger(index) && index >= 0 && index < this.length)) {
      throw new RangeError(`index is ${index}, must be 0…${this.length - 1}`);
    }
    const head = this.#columns.heads[index]!;
    if (head === EVENT_HEAD.sysex) return this.#sysex(index);
    if (head === EVENT_HEAD.meta) return this.#meta(index);
    return this.#channel(index, head);
  }

  /** Index of the first event at `seconds` or later; `length` where there is none. */
  firstIndexFrom(seconds: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#tempoMap.secondsAt(this.#columns.ticks[middle]!) < seconds) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  *[Symbol.iterator](): Generator<MidiEvent, void, undefined> {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  }

  #channel(index: number, status: number): MidiEvent {
    const tick = this.#columns.ticks[index]!;
    return {
      kind: 'channel',
      seconds: this.#tempoMap.secondsAt(tick),
      referenceTime: this.#tempoMap.referenceTimeAt(tick),
      tick,
      track: this.#columns.tracks[index]!,
      status,
      data1: this.#columns.data1[index]!,
      data2: this.#columns.data2[index]!,
    };
  }

  #sysex(index: number): MidiEvent {
    const tick = this.#columns.ticks[index]!;
    return {
      kind: 'sysex',
      seconds: this.#tempoMap.secondsAt(tick),
      referenceTime: this.#tempoMap.referenceTimeAt(tick),
      tick,
      track: this.#columns.tracks[index]!,
      bytes: this.#payload(index),
    };
  }

  #meta(index: number): MidiEvent {
    const tick = this.#columns.ticks[index]!;
    const payload = this.#payload(index);
    return {
      kind: 'meta',
      seconds: this.#tempoMap.secondsAt(tick),
      referenceTime: this.#tempoMap.referenceTimeAt(tick),
      tick,
      track: this.#columns.tracks[index]!,
      type: payload[0]!,
      bytes: payload.subarray(1),
    };
  }

  #payload(index: number): Uint8Array {
    const start = this.#columns.data1[index]!;
    return this.#columns.payload.subarray(start, start + this.#columns.data2[index]!);
  }
}
