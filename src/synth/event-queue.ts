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
 * Events waiting for their frame: a binary heap ordered by frame, events of one frame in order of arrival. Short
 * messages live in typed arrays, which double when full: an application that hands over more than it ever did costs
 * one allocation, everything after that none.
 */
export class EventQueue {
  #frames = new Float64Array(INITIAL_CAPACITY);
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

  /** Adds an event; `bytes` is kept as it is. */
  push(frame: number, channelGroup: number, message: number, bytes?: Uint8Array): void {
    if (this.#count === this.#frames.length) this.#grow();
    const arrival = this.#nextArrival++;
    if (bytes !== undefined) this.#longMessages.set(arrival, bytes);
    let place = this.#count++;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#frames[parent]! <= frame) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#frames[place] = frame;
    this.#arrivals[place] = arrival;
    this.#groups[place] = channelGroup;
    this.#messages[place] = message;
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
    if (this.#count > 0) this.#sink(this.#count);
    return result;
  }

  clear(): void {
    this.#count = 0;
    this.#longMessages.clear();
  }

  /** Puts the event at `from` in the place that the root left. */
  #sink(from: number): void {
    const frame = this.#frames[from]!;
    const arrival = this.#arrivals[from]!;
    const group = this.#groups[from]!;
    const message = this.#messages[from]!;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#count) break;
      if (child + 1 < this.#count && this.#isBefore(child + 1, child)) child++;
      if (this.#frames[child]! > frame || (this.#frames[child]! === frame && this.#arrivals[child]! > arrival)) break;
      this.#move(child, place);
      place = child;
    }
    this.#frames[place] = frame;
    this.#arrivals[place] = arrival;
    this.#groups[place] = group;
    this.#messages[place] = message;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#frames[a]! - this.#frames[b]!;
    return difference !== 0 ? difference < 0 : this.#arrivals[a]! < this.#arrivals[b]!;
  }

  #move(from: number, to: number): void {
    this.#frames[to] = this.#frames[from]!;
    this.#arrivals[to] = this.#arrivals[from]!;
    this.#groups[to] = this.#groups[from]!;
    this.#messages[to] = this.#messages[from]!;
  }

  #grow(): void {
    const capacity = this.#frames.length * 2;
    const grown = <T extends { set(source: T): void }>(make: new (length: number) => T, old: T): T => {
      const result = new make(capacity);
      result.set(old);
      return result;
    };
    this.#frames = grown(Float64Array, this.#frames);
    this.#arrivals = grown(Float64Array, this.#arrivals);
    this.#groups = grown(Uint16Array, this.#groups);
    this.#messages = grown(Uint32Array, this.#messages);
  }
}
