import type { ReferenceTime } from '../../clock/reference-time.ts';

/**
 * Bytes that have arrived and the instant of each, in memory that is made once. When it is full, what comes is lost
 * and counted.
 */
export class ArrivalFifo {
  /** Bytes that found no room. */
  lostByteCount = 0;
  readonly #bytes: Uint8Array;
  readonly #times: Float64Array;
  #readOffset = 0;
  #count = 0;

  /** @param capacityBytes 1 or more. */
  constructor(capacityBytes: number) {
    this.#bytes = new Uint8Array(capacityBytes);
    this.#times = new Float64Array(capacityBytes);
  }

  /** Bytes that wait. */
  get byteLength(): number {
    return this.#count;
  }

  /** When the first byte arrived; 0 when there is none. */
  get firstTime(): ReferenceTime {
    return this.#count === 0 ? 0 : this.#times[this.#readOffset]!;
  }

  /** Takes what there is room for. `@thread any` */
  put(bytes: Uint8Array, arrivalTime: ReferenceTime): void {
    const capacity = this.#bytes.byteLength;
    const takenCount = Math.min(bytes.byteLength, capacity - this.#count);
    for (let i = 0; i < takenCount; i++) {
      const offset = (this.#readOffset + this.#count + i) % capacity;
      this.#bytes[offset] = bytes[i]!;
      this.#times[offset] = arrivalTime;
    }
    this.#count += takenCount;
    this.lostByteCount += bytes.byteLength - takenCount;
  }

  /** Bytes at the front that arrived together, at most `maxByteLength`. `@thread render` */
  countTogether(maxByteLength: number): number {
    const most = Math.min(maxByteLength, this.#count);
    const time = this.firstTime;
    let count = 0;
    while (count < most && this.#times[(this.#readOffset + count) % this.#times.length] === time) count++;
    return count;
  }

  /** Moves the first `byteLength` bytes, which there must be, to the beginning of `target`. `@thread render` */
  take(target: Uint8Array, byteLength: number): void {
    const capacity = this.#bytes.byteLength;
    for (let i = 0; i < byteLength; i++) target[i] = this.#bytes[(this.#readOffset + i) % capacity]!;
    this.#readOffset = (this.#readOffset + byteLength) % capacity;
    this.#count -= byteLength;
  }

  /** Forgets everything. */
  clear(): void {
    this.#count = 0;
  }
}
