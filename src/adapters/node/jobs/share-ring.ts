import { BUS_COUNT } from '../../../synth/kernel/layout.ts';

/** Frames that a ring holds. */
const CAPACITY_FRAMES = 32768;
/** Frames after which one side tells the other: waking a thread costs as much as many frames. */
const CHUNK_FRAMES = 4096;

// Words of the header; what one side writes often has a cache line of its own.
const WRITTEN = 0;
const READ = 16;
const STATE = 32;
const MESSAGE_BYTES = 33;
const HEADER_WORDS = 48;
/** Room for what a failed writer has to say, UTF-8. */
const MESSAGE_ROOM = 2048;
const HEADER_BYTES = HEADER_WORDS * 4 + MESSAGE_ROOM;

const RingState = { running: 0, done: 1, failed: 2, cancelled: 3 } as const;

/** Waiting threads look around this often, for a notification may come just before they sleep. */
const WAIT_MS = 100;
/** A writer that makes no progress for so long is lost: natively crashed, or out of memory. */
const STALL_MS = 60_000;

/** Both sides' view of the memory: a header, a message, and a ring for each bus. */
class RingViews {
  readonly header: Int32Array;
  readonly message: Uint8Array;
  readonly buses: readonly Float32Array[];

  constructor(memory: SharedArrayBuffer) {
    this.header = new Int32Array(memory, 0, HEADER_WORDS);
    this.message = new Uint8Array(memory, HEADER_WORDS * 4, MESSAGE_ROOM);
    this.buses = Array.from(
      { length: BUS_COUNT },
      (_, bus) => new Float32Array(memory, HEADER_BYTES + bus * CAPACITY_FRAMES * 4, CAPACITY_FRAMES),
    );
  }

  /** Says that `word` is `value` now. */
  tell(word: number, value: number): void {
    Atomics.store(this.header, word, value);
    Atomics.notify(this.header, word);
  }
}

/** Memory of a ring through which one thread's buses go to another. Counts of frames in it wrap at 2^32. */
export function createRingMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + BUS_COUNT * CAPACITY_FRAMES * 4);
}

/** The end into which frames go. Waits where the reader is too far behind. */
export class RingWriter {
  readonly #views: RingViews;
  #written = 0;
  #told = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#views = new RingViews(memory);
  }

  /** Writes frames `from` … `end − 1` of all buses. @throws {Error} where the reader has given up. */
  write(buses: readonly Float32Array[], from: number, end: number): void {
    let done = from;
    while (done < end) {
      const place = (this.#written >>> 0) % CAPACITY_FRAMES;
      const count = Math.min(end - done, CAPACITY_FRAMES - place, this.#awaitRoom());
      for (const [bus, ring] of this.#views.buses.entries()) ring.set(buses[bus]!.subarray(done, done + count), place);
      this.#written = (this.#written + count) | 0;
      done += count;
    }
    if (((this.#written - this.#told) | 0) >= CHUNK_FRAMES) this.flush();
  }

  /** Lets the reader have what is written so far. */
  flush(): void {
    this.#told = this.#written;
    this.#views.tell(WRITTEN, this.#written);
  }

  /** That was all. */
  finish(): void {
    this.flush();
    this.#end(RingState.done);
  }

  /** Leaves a message for the reader, who throws it as an error. */
  fail(message: string): void {
    const bytes = new TextEncoder().encode(message).subarray(0, MESSAGE_ROOM);
    this.#views.message.set(bytes);
    Atomics.store(this.#views.header, MESSAGE_BYTES, bytes.byteLength);
    this.#end(RingState.failed);
  }

  #end(state: number): void {
    Atomics.compareExchange(this.#views.header, STATE, RingState.running, state);
    Atomics.notify(this.#views.header, WRITTEN);
  }

  /** Frames there is room for, 1 or more. */
  #awaitRoom(): number {
    const { header } = this.#views;
    for (;;) {
      const read = Atomics.load(header, READ);
      const room = CAPACITY_FRAMES - ((this.#written - read) | 0);
      if (room > 0) return room;
      if (Atomics.load(header, STATE) === RingState.cancelled) throw new Error('nobody wants the rest');
      this.flush();
      Atomics.wait(header, READ, read, WAIT_MS);
    }
  }
}

/** The end from which frames come. */
export class RingReader {
  readonly #views: RingViews;
  readonly #stallMs: number;
  #read = 0;
  #told = 0;

  constructor(memory: SharedArrayBuffer, stallMs: number = STALL_MS) {
    this.#views = new RingViews(memory);
    this.#stallMs = stallMs;
  }

  /**
   * Reads the next frames to `from` … `end − 1` of `buses`, and waits for them; at most half a ring at a time.
   * @throws {Error} where the writer failed, ended before, or gives no sign of life.
   */
  read(buses: readonly Float32Array[], from: number, end: number): void {
    this.#awaitFrames(end - from);
    let done = from;
    while (done < end) {
      const place = (this.#read >>> 0) % CAPACITY_FRAMES;
      const count = Math.min(end - done, CAPACITY_FRAMES - place);
      for (const [bus, ring] of this.#views.buses.entries()) buses[bus]!.set(ring.subarray(place, place + count), done);
      this.#read = (this.#read + count) | 0;
      done += count;
    }
    if (((this.#read - this.#told) | 0) >= CHUNK_FRAMES) this.#tell();
  }

  /** Waits for the writer's end. @throws {Error} as {@link read}, and where frames are left over. */
  finish(): void {
    this.#tell();
    this.#awaitChange((state) => {
      if (this.#available > 0) throw new Error('a rendering thread fell out of step: it made too much sound');
      return state === RingState.done;
    });
  }

  /** Nothing more will be read: a writer that waits for room gives up. */
  cancel(): void {
    Atomics.compareExchange(this.#views.header, STATE, RingState.running, RingState.cancelled);
    Atomics.notify(this.#views.header, READ);
  }

  get #available(): number {
    return (Atomics.load(this.#views.header, WRITTEN) - this.#read) | 0;
  }

  #tell(): void {
    this.#told = this.#read;
    this.#views.tell(READ, this.#read);
  }

  #awaitFrames(count: number): void {
    if (this.#available >= count) return;
    this.#awaitChange((state) => {
      if (this.#available >= count) return true;
      if (state === RingState.done)
        throw new Error('a rendering thread fell out of step: it came to its end too early');
      return false;
    });
  }

  /** Sleeps until `isOver`, which is asked whenever something may have changed. */
  #awaitChange(isOver: (state: number) => boolean): void {
    const { header } = this.#views;
    let waitedMs = 0;
    for (;;) {
      const written = Atomics.load(header, WRITTEN);
      const state = Atomics.load(header, STATE);
      if (state === RingState.failed) throw new Error(this.#message());
      if (isOver(state)) return;
      if (waitedMs >= this.#stallMs) throw new Error('a rendering thread gives no sign of life');
      const isIdle = Atomics.wait(header, WRITTEN, written, WAIT_MS) === 'timed-out';
      waitedMs = isIdle ? waitedMs + WAIT_MS : 0;
    }
  }

  #message(): string {
    const length = Atomics.load(this.#views.header, MESSAGE_BYTES);
    return new TextDecoder().decode(this.#views.message.slice(0, length));
  }
}
