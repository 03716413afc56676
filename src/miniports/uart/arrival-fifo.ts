import type { ReferenceTime } from '../../clock/reference-time.ts';
import { FIRST_REAL_TIME_STATUS } from '../../ddi/short-message.ts';

const SYSEX_END = 0xf7;

/**
 * Bytes that have arrived and the instant of each, in memory that is made once. When it is full, what comes is lost
 * and counted, up to the next message that begins with its status: the beginning of one and the end of another would
 * be read as one. Real-time bytes stand alone and are taken wherever there is room.
 */
export class ArrivalFifo {
  /** Bytes that found no room, and those that are of no use without them. */
  lostByteCount = 0;
  readonly #bytes: Uint8Array;
  readonly #times: Float64Array;
  #readOffset = 0;
  #count = 0;
  #isAfterLoss = false;

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
    for (let i = 0; i < bytes.byteLength; i++) this.#putByte(bytes[i]!, arrivalTime);
  }

  #putByte(byte: number, arrivalTime: ReferenceTime): void {
    const capacity = this.#bytes.byteLength;
    const isRealTime = byte >= FIRST_REAL_TIME_STATUS;
    const isUseful = isRealTime || beginsMessage(byte) || !this.#isAfterLoss;
    if (!isUseful || this.#count === capacity) {
      this.lostByteCount++;
      if (!isRealTime) this.#isAfterLoss = true;
      return;
    }
    if (!isRealTime) this.#isAfterLoss = false;
    const offset = (this.#readOffset + this.#count++) % capacity;
    this.#bytes[offset] = byte;
    this.#times[offset] = arrivalTime;
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
    this.#isAfterLoss = false;
  }
}

/** Whether a byte is the status of a message that does not go on one before it. */
function beginsMessage(byte: number): boolean {
  return byte >= 0x80 && byte < SYSEX_END;
}
