/** Room that a queue starts with. */
const INITIAL_CAPACITY = 1024;

/** One event taken out of an {@link EventQueue}; overwritten by the next `pop`. */
export interface QueuedEvent {
  /** Frame on which it acts. */
  frame: number;
  /** 0 all, 1 the first. */
  channelGroup: number;
  /** Status, data 1, data 2 from the lowest byte up; 0 for a long message. */
  message: number;
  /** A long message, undefined for a short one. */
  bytes: Uint8Array | undefined;
}

/**
 * Events waiting for their frame: a binary heap ordered by frame, events of one frame by their stamp, then by arrival. Short
 * messages live in typed arrays, which double when full: an application that hands over more than it ever did costs
 * one allocation, everything after that none.
 */
export class EventQueue {
  #frames = new Float64Array(INITIAL_CAPACITY);
  #stamps = new Float64Array(INITIAL_CAPACITY);
  #arrivals = new Float64Array(INITIAL_CAPACITY);
  #groups = new Uint16Array(INITIAL_CAPACITY);
  #messages = new Uint32Array(INITIAL_CAPACITY);
  readonly #longMessages = new Map<number, Uint8Array>();
  #count = 0;
  #nextArrival = 0;
  readonly #popped: QueuedEvent = { frame: 0, channelGroup: 0, message: 0, bytes: undefined };

  get count(): number {
    return this.#count;
  }

  /** Frame of the earliest event, Infinity when there is none. */
  get nextFrame(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : this.#frames[0]!;
  }

  /** Adds an event; `bytes` is kept as it is. `stamp` tells events of one frame apart: the time they were meant for. */
  push(frame: number, channelGroup: number, message: number, bytes?: Uint8Array, stamp = 0): void {
    if (this.#count === this.#frames.length) this.#grow();
    const arrival = this.#nextArrival++;
    if (bytes !== undefined) this.#longMessages.set(arrival, bytes);
    let place = this.#count++;
    this.#frames[place] = frame;
    this.#stamps[place] = stamp;
    this.#arrivals[place] = arrival;
    this.#groups[place] = channelGroup;
    this.#messages[place] = message;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.#isBefore(place, parent)) break;
      this.#swap(place, parent);
      place = parent;
    }
  }

  /** Takes the earliest event out. There must be one. */
  pop(): QueuedEvent {
    const result = this.#popped;
    const arrival = this.#arrivals[0]!;
    result.frame = this.#frames[0]!;
    result.channelGroup = this.#groups[0]!;
    result.message = this.#messages[0]!;
    result.bytes = this.#longMessages.get(arrival);
    if (result.bytes !== undefined) this.#longMessages.delete(arrival);
    this.#count--;
    this.#swap(0, this.#count);
    this.#sink();
    return result;
  }

  clear(): void {
    this.#count = 0;
    this.#longMessages.clear();
  }

  /** Brings the event at the root to its place. */
  #sink(): void {
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#count) return;
      if (child + 1 < this.#count && this.#isBefore(child + 1, child)) child++;
      if (!this.#isBefore(child, place)) return;
      this.#swap(child, place);
      place = child;
    }
  }

  #isBefore(a: number, b: number): boolean {
    if (this.#frames[a] !== this.#frames[b]) return this.#frames[a]! < this.#frames[b]!;
    if (this.#stamps[a] !== this.#stamps[b]) return this.#stamps[a]! < this.#stamps[b]!;
    return this.#arrivals[a]! < this.#arrivals[b]!;
  }

  #swap(a: number, b: number): void {
    swapIn(this.#frames, a, b);
    swapIn(this.#stamps, a, b);
    swapIn(this.#arrivals, a, b);
    swapIn(this.#groups, a, b);
    swapIn(this.#messages, a, b);
  }

  #grow(): void {
    const capacity = this.#frames.length * 2;
    const grown = <T extends { set(source: T): void }>(make: new (length: number) => T, old: T): T => {
      const result = new make(capacity);
      result.set(old);
      return result;
    };
    this.#frames = grown(Float64Array, this.#frames);
    this.#stamps = grown(Float64Array, this.#stamps);
    this.#arrivals = grown(Float64Array, this.#arrivals);
    this.#groups = grown(Uint16Array, this.#groups);
    this.#messages = grown(Uint32Array, this.#messages);
  }
}

function swapIn(column: Float64Array | Uint32Array | Uint16Array, a: number, b: number): void {
  const kept = column[a]!;
  column[a] = column[b]!;
  column[b] = kept;
}
